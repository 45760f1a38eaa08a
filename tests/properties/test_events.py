"""Whatever sources say: bounds stay in order, nothing depends on the order of claims, and records survive JSON."""

from __future__ import annotations

import json
import random
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from riwaya.accounts import Assessment, Event, Link
from riwaya.events.agreement import assess
from riwaya.events.casualties import ALL
from riwaya.events.origins import Provenance
from riwaya.events.summary import summarised
from riwaya.model import Actor, Claim, Count, Mention, SourceLink, When
from riwaya.text.spans import Span

SPEAKERS = ("المرصد السوري لحقوق الإنسان", "الجيش الإسرائيلي", "وكالة سانا", None, "شاهد")
CLASSES = ("unknown", "civilian", "child", "combatant")
REPORTS = ("r1", "r2", "r3", "r4")


def span(words: str) -> Span:
    return Span(0, len(words), words)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    low = draw(st.none() | st.integers(0, 40))
    high = None if low is None else draw(st.none() | st.integers(low, 60))
    best = low if draw(st.booleans()) else None
    kind = draw(st.sampled_from(("killed", "injured", "other")))
    return Count(span("x"), None, kind, "x", draw(st.sampled_from(CLASSES)), low, best, high)


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    found = []
    for k in range(draw(st.integers(1, 8))):
        words = draw(st.sampled_from(SPEAKERS))
        denied = draw(st.booleans()) and words is not None
        stance = "denies" if denied else draw(st.sampled_from(("asserts", "confirms", "claims_responsibility")))
        source = (SourceLink(span(words), words if words != "شاهد" else None, stance=stance),) if words else ()
        day = date(2023, 10, draw(st.integers(1, 3)))
        actors = [Actor(span("x"), "x", id=name) for name in draw(st.lists(st.sampled_from(("isr_air", "hezbollah"))))]
        code = draw(st.sampled_from(("air_strike", "shelling", "casualties", "claim_responsibility", "deny")))
        found.append(
            Claim(
                f"c-{k}",
                draw(st.sampled_from(REPORTS)),
                code,
                Mention(span("x")),
                span("x"),
                source,
                "negated" if denied else "actual",
                actors=tuple(actors),
                when=When(span("x"), start=day, end=day) if draw(st.booleans()) else None,
                counts=tuple(draw(st.lists(counts(), max_size=3))),
            )
        )
    return found


def weigh(told: list[Claim], days: list[int | None]) -> Assessment:
    reports = {
        report_id: Provenance(report_id, f"صحيفة {report_id}", f"صحيفة {report_id}", None, day)
        for report_id, day in zip(REPORTS, days, strict=True)
    }
    return assess(told, reports, [])


DAYS = st.lists(st.none() | st.integers(738_000, 738_004), min_size=4, max_size=4)


@given(claims(), DAYS)
def test_bounds_are_in_order_and_sources_are_known(told: list[Claim], days: list[int | None]) -> None:
    weighed = weigh(told, days)
    known = {source.key for source in weighed.sources}
    ids = {claim.id for claim in told}
    for toll in weighed.casualties:
        bounds = [number for number in (toll.low, toll.best, toll.high) if number is not None]
        assert bounds == sorted(bounds), toll
        assert bounds, toll
        assert {source for version in toll.versions for source in version.sources} <= known
        assert {claim_id for version in toll.versions for claim_id in version.claim_ids} <= ids
        assert toll.victim_class in (ALL, *CLASSES[1:])
    for agreement in weighed.agreements:
        sources = {source for version in agreement.versions for source in version.sources}
        assert sources <= known
        assert (agreement.status == "single_source") == (len(sources) == 1)


@given(claims(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_claims_that_stand_alike_does_not_matter(
    told: list[Claim], days: list[int | None], dice: random.Random
) -> None:
    """Versions, tolls and stands; which of two names of one side is shown may follow the text."""
    one, other = weigh(told, days), weigh(dice.sample(told, len(told)), days)
    assert one.casualties == other.casualties
    assert one.sources == other.sources
    assert one.grade == other.grade


@given(claims(), DAYS)
def test_an_event_survives_json(told: list[Claim], days: list[int | None]) -> None:
    weighed = weigh(told, days)
    assume(weighed.sources)  # what is only denied is no event
    link = Link("c-0", "c-1", 12.5, (("place", "same", 8.0), ("day", "same", 4.5)))
    event = summarised(Event("e-1", "air_strike", None, date(2023, 10, 1), None, tuple(told), weighed, (link,)))
    line = json.loads(json.dumps(event.as_json(), ensure_ascii=False))
    assert Assessment.from_json(line) == event.assessment
    assert Link.from_json(line["links"][0]) == link
    assert event.assessment.summary_en.endswith(".")
