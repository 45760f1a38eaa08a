"""The tables of a case: one schema for SQLite and PostgreSQL.

A report is one page, known by its address; each text that it had is a version of it. A version is read; each reading
holds claims. `current` marks the newest version of a report, and the reading and the claims that count. Nothing is
deleted when something newer comes. Events are made of current claims, and can be made anew at any time; judgements
are what people decided, and are only ever added.

The tables of words (FTS5, or an array with an index) are made by the migrations, since each database has its own.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

REVISION = "0001"
"""The migration that makes these tables; a case of another revision is brought to it, or refused when it is newer."""
APPLICATION_ID = 0x72697761
"""What SQLite keeps in the head of a case's file ("riwa"), so that another program's file is told from a case."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

setting = Table(
    "setting",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the case knows of itself: when it was made, how often its claims changed, which state its events are of."""

blob = Table(
    "blob",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("codec", String(8), nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""Bytes by their hash: the texts of reports, and the bytes they were read from. `size` counts them unpacked."""

report = Table(
    "report",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("identity", String(64), nullable=False, unique=True),
    Column("url", Text),
)
"""`identity` is a hash of the page's address, or of id and text where there is none."""

version = Table(
    "version",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("report_pk", ForeignKey("report.pk"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text_sha256", ForeignKey("blob.sha256"), nullable=False),
    Column("raw_sha256", ForeignKey("blob.sha256")),
    Column("came_as", Text, nullable=False, index=True),
    Column("fetched", String(20)),
    Column("added", String(20), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("given", Text, nullable=False),
    Column("offsets", LargeBinary, nullable=False),
    UniqueConstraint("report_pk", "number"),
    UniqueConstraint("report_pk", "text_sha256"),
    Index(
        "ix_version_current",
        "report_pk",
        unique=True,
        sqlite_where=text("current = 1"),
        postgresql_where=text("current"),
    ),
)
"""`raw_sha256` names the bytes that the text was read from, `came_as` the id that its reader gave it. `given` is the
report as it was handed in, without text; `offsets` says where each word of the text stands."""

reading = Table(
    "reading",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("version_pk", ForeignKey("version.pk"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("software", String(40), nullable=False),
    Column("made", String(20), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("headline", Text),
    Column("outlet", Text),
    Column("published", Date),
    Column("claims", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("version_pk", "number"),
    Index(
        "ix_reading_current",
        "version_pk",
        unique=True,
        sqlite_where=text("current = 1"),
        postgresql_where=text("current"),
    ),
)
"""All that was read from a version; `body` is the whole reading (see `codec`), the columns are for questions."""

claim = Table(
    "claim",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("reading_pk", ForeignKey("reading.pk"), nullable=False, index=True),
    Column("id", String(20), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("code", String(40), nullable=False),
    Column("factuality", String(12), nullable=False),
    Column("source", Text),
    Column("stance", String(24)),
    Column("place_id", String(40)),
    Column("country", String(2)),
    Column("start", Date),
    Column("end", Date),
    Column("killed_low", Integer),
    Column("killed_high", Integer),
    Index("ix_claim_current", "id", unique=True, sqlite_where=text("current = 1"), postgresql_where=text("current")),
)
"""A row for each claim of each reading. A claim has the same id in every reading that finds it."""

event = Table(
    "event",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("code", String(40), nullable=False),
    Column("start", Date, index=True),
    Column("end", Date),
    Column("killed_high", Integer),
    Column("sources", Integer, nullable=False),
    Column("contested", Boolean, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("body", Text, nullable=False),
)
"""`killed_high` is the highest number of dead that any claim gives, `sources` counts independent ones; `body` is the
event's line of JSON."""

event_claim = Table(
    "event_claim",
    metadata,
    Column("claim_id", String(20), primary_key=True),
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""Which event a claim speaks of: one at most."""

event_term = Table(
    "event_term",
    metadata,
    Column("kind", String(8), primary_key=True),
    Column("term", Text, primary_key=True),
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, index=True),
)
"""Folded names by which events are asked for: places, actors, codes."""

copy_edge = Table(
    "copy_edge",
    metadata,
    Column("first", Text, primary_key=True),
    Column("second", Text, primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("containment", Float),
    Column("body", Text, nullable=False),
)
"""Two reports that share text, by id, and why that is thought."""

judgement = Table(
    "judgement",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("made", String(20), nullable=False),
    Column("who", Text, nullable=False),
    Column("decision", String(12), nullable=False),
    Column("subject", String(8), nullable=False),
    Column("subject_id", Text, nullable=False, index=True),
    Column("field", Text),
    Column("old", Text),
    Column("new", Text),
    Column("why", Text),
    Column("previous", String(64), nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),
)
"""What a person decided. Each row holds the hash of the one before it; a trigger forbids to change or delete one."""
