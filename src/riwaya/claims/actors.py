"""Which of two actors of one name is meant: the day of the report decides, then its country; else neither is named.

"الجيش السوري" is another army from 8 December 2024 on; "المقاومة الشعبية" fights in Yemen and in Sudan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from riwaya.claims.context import Sentence
from riwaya.claims.phrases import Phrase
from riwaya.lexicons.matcher import Match


def settle_actors(sentences: Sequence[Sentence], phrases: Sequence[list[Phrase]], day: date | None) -> None:
    """Give each phrase of a shared name its actor, or none, in place. `day` is the report's; None when unknown."""
    shared: list[tuple[list[Phrase], int, list[Match]]] = []
    alone: list[Phrase] = []
    for sentence, here in zip(sentences, phrases, strict=True):
        for k, phrase in enumerate(here):
            rivals = _rivals(sentence, phrase)
            if len(rivals) > 1:
                shared.append((here, k, rivals))
            else:
                alone.append(phrase)
    countries = count_countries(alone)
    for here, k, rivals in shared:
        left = [m for m in rivals if _existed(m, day)] or rivals
        if len({m.entry.row["country"] for m in left}) > 1:
            most = max(countries[m.entry.row["country"]] for m in left)
            if most:
                left = [m for m in left if countries[m.entry.row["country"]] == most]
        here[k] = _named(here[k], left)


def count_countries(phrases: Iterable[Phrase]) -> Counter[str]:
    """How often each country's actors are named; bodies of no one country do not count."""
    return Counter(p.country for p in phrases if p.country and p.country != "INT")


def _rivals(sentence: Sentence, phrase: Phrase) -> list[Match]:
    if phrase.match is None or phrase.match.table != "actors":
        return []
    return [m for m in sentence.matches[phrase.first] if m.table == "actors" and m.last == phrase.match.last]


def _existed(match: Match, day: date | None) -> bool:
    """Does the day lie in the years that the row gives the name? Bounds are YYYY, YYYY-MM or YYYY-MM-DD."""
    if day is None:
        return True
    row, written = match.entry.row, day.isoformat()
    begin, end = row["from"], row["to"] or "9999"
    # a day is compared at the precision of the bound; the day of a handover belongs to who comes after
    ended = written[: len(end)]
    return written[: len(begin)] >= begin and (ended < end or (ended == end and len(end) < len(written)))


def _named(phrase: Phrase, left: Sequence[Match]) -> Phrase:
    rows = [m.entry.row for m in left]

    def common(column: str) -> str | None:
        values = {row[column] for row in rows}
        return (values.pop() or None) if len(values) == 1 else None

    alone = len(left) == 1
    return replace(
        phrase,
        match=left[0],
        name=common("name_ar"),
        actor_id=left[0].entry.id if alone else None,
        sector=common("sector"),
        country=common("country"),
    )
