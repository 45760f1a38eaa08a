"""The first schema of a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, the index of words, and the triggers that keep judgements as they were made."""
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    # words come folded and split at spaces; the ascii tokenizer leaves Arabic letters as they are
    op.execute("CREATE VIRTUAL TABLE word_index USING fts5(words, content='', detail=none, tokenize='ascii')")
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER judgement_no_{what.lower()} BEFORE {what} ON judgement "
            "BEGIN SELECT RAISE(ABORT, 'judgements are only ever added'); END"
        )


def _postgresql() -> None:
    op.execute(
        "CREATE TABLE word_index (version_pk integer PRIMARY KEY REFERENCES version (pk), words text[] NOT NULL)"
    )
    op.execute("CREATE INDEX ix_word_index_words ON word_index USING gin (words)")
    op.execute(
        "CREATE FUNCTION judgement_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'judgements are only ever added'; END $$"
    )
    op.execute(
        "CREATE TRIGGER judgement_stays BEFORE UPDATE OR DELETE ON judgement "
        "FOR EACH ROW EXECUTE FUNCTION judgement_stays()"
    )


def _tables() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("codec", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "copy_edge",
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("containment", sa.Float(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("first", "second", name=op.f("pk_copy_edge")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("killed_high", sa.Integer(), nullable=True),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("contested", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_start"), "event", ["start"], unique=False)
    op.create_table(
        "judgement",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("made", sa.String(length=20), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=8), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_judgement")),
        sa.UniqueConstraint("sha256", name=op.f("uq_judgement_sha256")),
    )
    op.create_index(op.f("ix_judgement_subject_id"), "judgement", ["subject_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_report")),
        sa.UniqueConstraint("id", name=op.f("uq_report_id")),
        sa.UniqueConstraint("identity", name=op.f("uq_report_identity")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "event_claim",
        sa.Column("claim_id", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_claim_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_event_claim")),
    )
    op.create_index(op.f("ix_event_claim_event_id"), "event_claim", ["event_id"], unique=False)
    op.create_table(
        "event_term",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("event_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_term_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("kind", "term", "event_id", name=op.f("pk_event_term")),
    )
    op.create_index(op.f("ix_event_term_event_id"), "event_term", ["event_id"], unique=False)
    op.create_table(
        "version",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("report_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=True),
        sa.Column("came_as", sa.Text(), nullable=False),
        sa.Column("fetched", sa.String(length=20), nullable=True),
        sa.Column("added", sa.String(length=20), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("offsets", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["raw_sha256"], ["blob.sha256"], name=op.f("fk_version_raw_sha256")),
        sa.ForeignKeyConstraint(["report_pk"], ["report.pk"], name=op.f("fk_version_report_pk")),
        sa.ForeignKeyConstraint(["text_sha256"], ["blob.sha256"], name=op.f("fk_version_text_sha256")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_version")),
        sa.UniqueConstraint("report_pk", "number", name=op.f("uq_version_report_pk_number")),
        sa.UniqueConstraint("report_pk", "text_sha256", name=op.f("uq_version_report_pk_text_sha256")),
    )
    op.create_index(op.f("ix_version_came_as"), "version", ["came_as"], unique=False)
    op.create_index(
        "ix_version_current",
        "version",
        ["report_pk"],
        unique=True,
        sqlite_where=sa.text("current = 1"),
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "reading",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("version_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("software", sa.String(length=40), nullable=False),
        sa.Column("made", sa.String(length=20), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version_pk"], ["version.pk"], name=op.f("fk_reading_version_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_reading")),
        sa.UniqueConstraint("version_pk", "number", name=op.f("uq_reading_version_pk_number")),
    )
    op.create_index(
        "ix_reading_current",
        "reading",
        ["version_pk"],
        unique=True,
        sqlite_where=sa.text("current = 1"),
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "claim",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("reading_pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("factuality", sa.String(length=12), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("stance", sa.String(length=24), nullable=True),
        sa.Column("place_id", sa.String(length=40), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("killed_low", sa.Integer(), nullable=True),
        sa.Column("killed_high", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["reading_pk"], ["reading.pk"], name=op.f("fk_claim_reading_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_claim")),
    )
    op.create_index(
        "ix_claim_current",
        "claim",
        ["id"],
        unique=True,
        sqlite_where=sa.text("current = 1"),
        postgresql_where=sa.text("current"),
    )
    op.create_index(op.f("ix_claim_reading_pk"), "claim", ["reading_pk"], unique=False)
