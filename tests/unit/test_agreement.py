"""What the accounts of an event come to: sources, agreement, tolls, denials, grade, and the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from riwaya.accounts import Assessment, Casualties, CopyEdge, Event
from riwaya.events import group_claims
from riwaya.events.agreement import assess
from riwaya.events.origins import Provenance
from riwaya.model import Actor, Claim, Count, Mention, Report, SourceLink, When
from riwaya.pipeline import read_document
from riwaya.text.spans import Span

SOHR, ARMY, HOUTHIS = "المرصد السوري لحقوق الإنسان", "الجيش الإسرائيلي", "الحوثيون"


def span(words: str) -> Span:
    return Span(0, len(words), words)


def killed(number: int, victims: str = "unknown", part: int | None = None, *, at_least: bool = False) -> Count:
    high = None if at_least else number
    return Count(span("x"), None, "killed", "x", victims, number, number, high, subset_of=part)


def speaker(words: str | None, role: str = "other", stance: str = "asserts") -> tuple[SourceLink, ...]:
    """A speaker whom the registry may know."""
    if words is None:
        return ()
    known = words in (SOHR, ARMY, HOUTHIS)
    return (SourceLink(span(words), words if known else None, role=role, stance=stance),)


def claim(
    report: str,
    who: str | None,
    *counts: Count,
    code: str = "air_strike",
    role: str = "other",
    stance: str = "asserts",
    factuality: str = "actual",
    actors: Sequence[str] = (),
    day: int = 5,
) -> Claim:
    """A claim of an air strike on 5 October 2023 by default."""
    acting = tuple(Actor(span(actor), actor, id=actor) for actor in actors)
    when = When(span("أمس"), start=date(2023, 10, day), end=date(2023, 10, day), precision=1, anchor="published")
    told = f"{report} {who} {code} {stance} {[count.low for count in counts]} {actors}"
    return Claim(
        told, report, code, Mention(span("x")), span("x"), speaker(who, role, stance), factuality, actors=acting,
        when=when, counts=counts,
    )  # fmt: skip


def weigh(
    *claims: Claim, days: dict[str, int] | None = None, copies: Sequence[CopyEdge] = (), **outlets: str
) -> Assessment:
    reports = {
        claim.report_id: Provenance(
            claim.report_id,
            outlets.get(claim.report_id, f"صحيفة {claim.report_id}"),
            outlets.get(claim.report_id, f"صحيفة {claim.report_id}"),
            None,
            (days or {}).get(claim.report_id),
        )
        for claim in claims
    }
    return assess(claims, reports, copies)


def toll(weighed: Assessment, victims: str = "all") -> Casualties:
    return next(toll for toll in weighed.casualties if toll.victim_class == victims)


# Sources


def test_a_claim_relayed_by_twenty_papers_from_one_monitor_is_one_source() -> None:
    weighed = weigh(*[claim(f"r{k:02}", SOHR, killed(4)) for k in range(20)])
    (source,) = weighed.sources
    assert (source.key, source.kind, len(source.report_ids)) == ("sohr", "source", 20)
    assert weighed.independent_sources == 1


def test_a_papers_own_voice_repeats_the_speaker_it_names() -> None:
    weighed = weigh(claim("a", None, killed(4)), claim("a", SOHR, killed(4)))
    assert [source.key for source in weighed.sources] == ["sohr"]
    assert toll(weighed).status == "single_source"


def test_a_papers_own_witness_is_a_source_of_its_own() -> None:
    weighed = weigh(claim("a", SOHR, killed(4)), claim("a", "شاهد عيان", killed(5), role="witness"))
    assert {source.key for source in weighed.sources} == {"sohr", "outlet:صحيفة a"}


def test_copies_and_papers_of_one_owner_are_one_source() -> None:
    apart = weigh(claim("a", None), claim("b", None))
    copied = weigh(claim("a", None), claim("b", None), copies=[CopyEdge("a", "b", "edited", 0.6)])
    owned = weigh(claim("a", None), claim("b", None), a="دار واحدة", b="دار واحدة")
    assert [w.independent_sources for w in (apart, copied, owned)] == [2, 1, 1]
    assert [edge.reason for edge in owned.copies] == ["same_owner"]


def test_a_monitors_own_page_and_those_who_relay_it_are_one_source() -> None:
    own = "غارات روسية على بلدة سراقب بريف إدلب أمس الاثنين أوقعت سبعة قتلى مدنيين."
    relayed = f"قال المرصد السوري لحقوق الإنسان إن {own}"
    (event,) = group_claims(
        [
            read_document(
                Report("a", own, url="https://www.syriahr.com/1", outlet="SOHR news", published=date(2021, 3, 2))
            ),
            read_document(Report("b", relayed, outlet="صحيفة", published=date(2021, 3, 2))),
        ]
    )
    assert event.report_ids == ("a", "b")
    assert [source.key for source in event.assessment.sources] == ["sohr"]


def test_a_byline_that_credits_one_agency_names_the_source() -> None:
    texts = [
        f"{title}\n{credit}\nقصفت طائرات روسية بلدة سراقب بريف إدلب أمس الاثنين فقتلت سبعة مدنيين."
        for title, credit in (("غارات على سراقب", "بيروت - أ ف ب"), ("قتلى في إدلب", "بيروت (أ ف ب)"))
    ]
    read = [read_document(Report(f"r{k}", text, published=date(2021, 3, 2))) for k, text in enumerate(texts)]
    (event,) = group_claims(read)
    assert [source.key for source in event.assessment.sources] == ["afp"]


def test_the_media_of_a_side_are_a_party() -> None:
    def parties(actor: str) -> dict[str, bool]:
        weighed = weigh(claim("a", None, actors=[actor]), claim("b", None, actors=[actor]), a="SANA", b="وكالة مهر")
        return {source.name_en: source.party for source in weighed.sources}

    assert list(parties("syr_army").values()) == [False, True]
    assert not any(parties("hezbollah").values())


def test_who_only_denies_is_no_source_of_the_event() -> None:
    weighed = weigh(claim("a", SOHR), claim("b", ARMY, stance="denies", factuality="negated", role="military"))
    assert [source.key for source in weighed.sources] == ["sohr"]
    assert [stand.name_en for stand in weighed.denied_by] == ["Israel Defense Forces"]
    assert weighed.denied_by[0].party
    assert "denied" in weighed.contested


# Tolls


def test_numbers_that_one_fits_agree() -> None:
    weighed = toll(weigh(claim("a", SOHR, killed(10, "civilian", at_least=True)), claim("b", None, killed(12))))
    assert (weighed.low, weighed.best, weighed.high, weighed.status, weighed.rule) == (12, 12, 12, "agreed", "agreed")


def test_numbers_that_differ_on_one_day_are_contested_and_most_sources_decide() -> None:
    weighed = toll(weigh(claim("a", SOHR, killed(14)), claim("b", None, killed(14)), claim("c", None, killed(17))))
    assert (weighed.low, weighed.best, weighed.high) == (14, 14, 17)
    assert (weighed.status, weighed.rule) == ("contested", "most_sources")
    assert [(v.value, len(v.sources)) for v in weighed.versions] == [("14", 2), ("17", 1)]


def test_where_no_number_is_given_more_often_the_lower_median_is_best() -> None:
    weighed = toll(weigh(*[claim(f"r{n}", None, killed(n)) for n in (3, 5, 9, 20)]))
    assert (weighed.low, weighed.best, weighed.high, weighed.rule) == (3, 5, 20, "median")


def test_a_toll_that_grows_is_an_update() -> None:
    weighed = toll(weigh(claim("a", None, killed(4)), claim("b", None, killed(9)), days={"a": 1, "b": 2}))
    assert (weighed.low, weighed.best, weighed.high) == (9, 9, 9)
    assert (weighed.status, weighed.rule, weighed.updated) == ("agreed", "update", True)


def test_a_source_that_corrects_itself_is_counted_once() -> None:
    weighed = toll(weigh(claim("a", SOHR, killed(4)), claim("b", SOHR, killed(9)), days={"a": 1, "b": 2}))
    assert (weighed.low, weighed.best, weighed.high, weighed.status) == (9, 9, 9, "single_source")
    assert weighed.rule == "update"


def test_a_later_lower_toll_is_contested_not_an_update() -> None:
    weighed = toll(weigh(claim("a", None, killed(9)), claim("b", None, killed(4)), days={"a": 1, "b": 2}))
    assert (weighed.low, weighed.high, weighed.status) == (4, 9, "contested")


def test_classes_of_victims_have_tolls_of_their_own_and_parts_are_not_added() -> None:
    weighed = weigh(claim("a", SOHR, killed(14, "civilian"), killed(5, "child", 0)))
    assert [(t.victim_class, t.best) for t in weighed.casualties] == [("all", 14), ("child", 5), ("civilian", 14)]


def test_dead_named_by_class_in_one_claim_are_added() -> None:
    weighed = weigh(claim("a", SOHR, killed(3, "civilian"), killed(5, "combatant")))
    assert toll(weighed).best == 8


# Fields, responsibility, grade


def test_fields_are_agreed_contested_or_of_a_single_source() -> None:
    weighed = weigh(
        claim("a", SOHR, actors=["isr_air"]),
        claim("b", None, code="shelling", actors=["isr_mil"]),
        claim("c", None, day=7),
    )
    status = {agreement.field: agreement.status for agreement in weighed.agreements}
    assert status == {"act": "contested", "date": "contested", "actor": "agreed"}
    (actor,) = [agreement for agreement in weighed.agreements if agreement.field == "actor"]
    assert len(actor.versions) == 1, "arms of one state are one side"
    assert len(actor.versions[0].claim_ids) == 2


@pytest.mark.parametrize(
    ("claims", "grade"),
    [
        ([claim("a", SOHR, killed(4))], "weak"),
        ([claim("a", SOHR, killed(4)), claim("b", None, killed(4))], "fair"),
        ([claim("a", SOHR, killed(4), actors=["isr_mil"]), claim("b", None, actors=["hezbollah"])], "contested"),
        ([claim("a", SOHR, killed(4, "combatant"))], "discounted"),
        ([claim("a", ARMY, killed(4), role="military", actors=["isr_mil"])], "confirmed"),
        (
            [
                claim("a", SOHR, killed(4), actors=["yem_houthi"]),
                claim("a", None, code="claim_responsibility", actors=["yem_houthi"]),
            ],
            "confirmed",
        ),
        ([claim("a", SOHR)], None),
    ],
)
def test_the_grade_follows_airwars(claims: list[Claim], grade: str | None) -> None:
    weighed = weigh(*claims)
    assert (weighed.grade, bool(weighed.grade_rule)) == (grade, True)


def test_who_tells_of_dead_by_its_own_side_concedes_them() -> None:
    weighed = weigh(claim("a", ARMY, killed(4, "civilian"), role="military", actors=["isr_air"]))
    assert [stand.name_en for stand in weighed.conceded_by] == ["Israel Defense Forces"]
    fighters = weigh(claim("a", ARMY, killed(4, "combatant"), role="military", actors=["isr_air"]))
    assert fighters.conceded_by == ()
    assert fighters.responsibility


def test_who_denies_concedes_nothing() -> None:
    told = claim("a", ARMY, killed(4), role="military", actors=["isr_air"])
    denied = claim("a", ARMY, stance="denies", factuality="negated", role="military")
    weighed = weigh(told, denied, claim("b", SOHR, killed(4)))
    assert [stand.name_en for stand in weighed.denied_by] == ["Israel Defense Forces"]
    assert (weighed.responsibility, weighed.conceded_by) == ((), ())
    assert weighed.grade == "fair"


# The sentence


def events_of(*texts: str) -> list[Event]:
    return group_claims([read_document(Report(f"r{k}", t, published=date(2021, 3, 2))) for k, t in enumerate(texts)])


def test_the_sentence_is_made_of_the_fields() -> None:
    (event,) = events_of(
        "قال المرصد السوري لحقوق الإنسان إن غارات روسية على بلدة سراقب بريف إدلب أمس الاثنين أوقعت سبعة قتلى مدنيين.",
        "نفت وزارة الدفاع الروسية قصف بلدة سراقب بريف إدلب أمس الاثنين.",
    )
    assert event.assessment.summary_en == (
        "According to Syrian Observatory for Human Rights: an air strike in Saraqib on 1 March 2021, attributed to "
        "Russia; killed 7 (civilians 7); Ministry of Defence (Russia) denies it. 2 articles, 1 independent source."
    )
    assert event.assessment.summary_ar.startswith(
        "بحسب المرصد السوري لحقوق الإنسان: غارة جوية في سراقب في 1 آذار/مارس 2021"
    )
    assert "نفي من وزارة الدفاع الروسية" in event.assessment.summary_ar


def test_an_event_as_json_says_all_of_it() -> None:
    (event,) = events_of("قال المرصد السوري لحقوق الإنسان إن قصفا على سراقب أمس الاثنين أوقع سبعة قتلى.")
    line = event.as_json()
    wanted = {
        "event_id",
        "report_ids",
        "claim_ids",
        "casualties",
        "place",
        "date",
        "sources",
        "fields",
        "grade",
        "summary",
    }
    assert wanted <= set(line)
    assert line["independent_sources"] == 1
