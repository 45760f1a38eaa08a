"""Reports of a case by their words: the newest first, each with the places of its text that answer."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, column, literal_column, select, table
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

from riwaya.store.codec import text_of, unpack
from riwaya.store.repository import STREAMED
from riwaya.store.schema import blob, reading, report, version
from riwaya.store.words import Question, unpack_offsets


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that answers: its text, and the stretches of it in which the words stand."""

    report_id: str
    headline: str | None
    outlet: str | None
    published: date | None
    text: str
    places: tuple[tuple[int, int], ...]

    def as_json(self) -> dict[str, object]:
        """The hit without the whole text: each place with its words."""
        return {
            "report_id": self.report_id,
            "headline": self.headline,
            "outlet": self.outlet,
            "published": self.published.isoformat() if self.published else None,
            "hits": [{"start": s, "end": e, "exact": self.text[s:e]} for s, e in self.places],
        }


def search(connection: Connection, question: Question) -> Generator[Hit, None, None]:
    """The current texts that hold every phrase of the question, newest first, those without a day last.

    Who wants only some closes the generator.
    """
    if not question.phrases:
        return
    query = (
        select(
            report.c.id,
            reading.c.headline,
            reading.c.outlet,
            reading.c.published,
            version.c.offsets,
            blob.c.content.label("text"),
        )
        .join(version, version.c.report_pk == report.c.pk)
        .join(reading, reading.c.version_pk == version.c.pk)
        .join(blob, blob.c.sha256 == version.c.text_sha256)
        .where(version.c.current, reading.c.current, version.c.pk.in_(_candidates(connection, question)))
        .order_by(reading.c.published.is_(None), reading.c.published.desc(), report.c.id)
    )
    with connection.execute(query, execution_options=STREAMED) as rows:
        for row in rows:
            text = text_of(unpack(row.text))
            places = question.places(text, unpack_offsets(unpack(row.offsets)))
            if places:  # the index knows that the words are there, not whether they follow each other
                yield Hit(row.id, row.headline, row.outlet, row.published, text, tuple(places))


def _candidates(connection: Connection, question: Question) -> Any:
    """A query for the versions that hold every word of the question."""
    if connection.dialect.name == "sqlite":
        index = table("word_index", column("rowid"))
        match = " AND ".join("(" + " OR ".join(f'"{form}"' for form in forms) + ")" for forms in question.words)
        return select(index.c.rowid).where(literal_column("word_index").op("MATCH")(match))
    index = table("word_index", column("version_pk"), column("words", ARRAY(Text)))
    query = select(index.c.version_pk)
    for forms in question.words:
        query = query.where(index.c.words.overlap(list(forms)))
    return query
