"""Linking: which claims come into one event, and that neither order nor batches decide it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import pytest

from riwaya.accounts import Event
from riwaya.events import group_claims
from riwaya.events.linking import Group, link, told_in
from riwaya.events.scoring import Corpus, levels, score
from riwaya.events.weights import FILE, weights
from riwaya.model import Reading, Report
from riwaya.pipeline import read_document

SHELLING = (
    "قتل {dead} مدنيين وأصيب {hurt} آخرون، أمس {weekday}، في قصف مدفعي لقوات النظام على بلدة {place} بريف إدلب، "
    "بحسب {who}."
)
PLACES = ("سراقب", "كفر تخاريم", "جسر الشغور", "معرة النعمان", "أريحا", "سرمين", "حارم", "سلقين", "بنش", "خان شيخون")
WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")


def reading(name: str, text: str, day: date | None = date(2021, 3, 2)) -> Reading:
    return read_document(Report(name, text, published=day))


def shelling(
    name: str,
    place: str,
    dead: int = 4,
    hurt: int = 9,
    who: str = "الدفاع المدني",
    day: int = 2,
    *,
    dated: bool = True,
) -> Reading:
    """A report of the shelling of a place in Idlib on the day before `day` March 2021."""
    published = date(2021, 3, day)
    weekday = WEEKDAYS[(published.weekday() - 1) % 7]
    text = SHELLING.format(place=place, dead=dead, hurt=hurt, who=who, weekday=weekday)
    return reading(name, text, published if dated else None)


def together(readings: Sequence[Reading]) -> list[tuple[str, ...]]:
    return sorted(event.report_ids for event in group_claims(readings))


def test_accounts_of_one_place_and_day_are_one_event_whatever_their_tolls() -> None:
    told = [
        shelling("a", "سراقب", 4),
        shelling("b", "سراقب", 11, 40, "المرصد السوري لحقوق الإنسان"),
        shelling("c", "سرمين"),
    ]
    assert together(told) == [("a", "b"), ("c",)]


def test_the_same_words_of_another_week_are_another_event() -> None:
    assert together([shelling("a", "سراقب"), shelling("b", "سراقب", day=23)]) == [("a",), ("b",)]


def test_a_missing_date_is_no_reason_against() -> None:
    assert together([shelling("a", "كفر تخاريم"), shelling("b", "كفر تخاريم", dated=False)]) == [("a", "b")]


def test_another_day_of_the_week_is_a_reason_against() -> None:
    text = "أصيب طفل بقصف صاروخي استهدف الأحياء الغربية من بلدة كفر تخاريم بريف إدلب، {}، وفق ما ذكر سكان."
    same, other = (reading("b", text.format(day), None) for day in ("أمس الاثنين", "اليوم الجمعة"))
    bits = [score(*told_in([shelling("a", "كفر تخاريم"), r])[0], Corpus(200, {}, {}, {})) for r in (same, other)]
    assert bits[0] > bits[1] + 5


def test_claims_of_a_digest_go_to_different_events() -> None:
    digest = reading(
        "d",
        "قتل أربعة مدنيين، أمس الاثنين، في قصف مدفعي لقوات النظام على بلدة سراقب بريف إدلب.\n"
        "وفي مدينة جسر الشغور أصيب خمسة أشخاص، أمس الاثنين، في غارة جوية روسية.",
    )
    jisr = reading("j", "أصيب خمسة أشخاص في غارة جوية روسية على مدينة جسر الشغور أمس الاثنين.")
    assert together([digest, shelling("s", "سراقب"), jisr]) == [("d", "j"), ("d", "s")]


def test_every_claim_is_in_one_event() -> None:
    groups = link(told_in([shelling(f"r{k}", PLACES[k % 3], k + 2) for k in range(9)])[0])
    ids = [claim_id for group in groups for claim_id in group.claim_ids]
    assert len(ids) == len(set(ids)) > 8


def many(count: int) -> list[Reading]:
    """Reports of a month in ten towns: three of each happening, with tolls, speakers and dates that differ or lack."""
    dice = random.Random(7)
    told = []
    for k in range(count):
        happening = random.Random(k // 3)
        place, day, dead = happening.choice(PLACES), happening.randint(2, 29), happening.randint(2, 30)
        who = dice.choice(("الدفاع المدني", "المرصد السوري لحقوق الإنسان", "مصدر طبي"))
        told.append(
            shelling(
                f"r{k:03}",
                place,
                dead + dice.choice((0, 0, 1)),
                dice.randint(2, 9),
                who,
                day,
                dated=dice.random() < 0.8,
            )
        )
    return told


def printed(events: Sequence[Event]) -> bytes:
    return "\n".join(f"{e.id} {e.code} {e.place} {e.start} {[c.id for c in e.claims]}" for e in events).encode()


@pytest.mark.slow
def test_order_and_batches_do_not_matter() -> None:
    """The same 500 reports in three orders, and linked anew after each of five batches: the same events to the byte."""
    told = many(500)
    wanted = printed(group_claims(told))
    assert wanted.count(b"\n") > 100
    for seed in (1, 2):
        assert printed(group_claims(random.Random(seed).sample(told, len(told)))) == wanted
    seen: list[Reading] = []
    for start in range(0, 500, 100):
        seen += told[start : start + 100]
        events = group_claims(seen)
    assert printed(events) == wanted


def test_reviewed_claims_stay_and_others_join_them() -> None:
    told = [shelling("a", "سراقب"), shelling("b", "سراقب", 5), shelling("c", "سراقب", 4)]
    first, second = told[0].claims[0].id, told[1].claims[0].id
    reviewed = {first: "e-mine", second: "e-other"}
    groups = {group.id: group for group in link(told_in(told)[0], reviewed)}
    assert first in groups["e-mine"].claim_ids
    assert second in groups["e-other"].claim_ids
    third = {claim.id for claim in told[2].claims}
    homes = [group.id for group in groups.values() if third & set(group.claim_ids)]
    assert len(homes) == 1
    assert homes[0] in ("e-mine", "e-other"), "a new report joins an event that there is"
    assert group_of(groups, first) != group_of(groups, second)


def group_of(groups: dict[str, Group], claim_id: str) -> str:
    return next(group.id for group in groups.values() if claim_id in group.claim_ids)


def test_claims_that_a_person_put_together_stay_together() -> None:
    told = [shelling("a", "سراقب"), shelling("b", "جسر الشغور", day=20)]
    reviewed = {told[0].claims[0].id: "e-mine", told[1].claims[0].id: "e-mine"}
    (group,) = [g for g in link(told_in(told)[0], reviewed) if g.id == "e-mine"]
    assert set(group.claim_ids) >= set(reviewed)


def test_a_link_says_what_each_field_weighed() -> None:
    told = [shelling("a", "كفر تخاريم"), shelling("b", "كفر تخاريم")]
    (group,) = [g for g in link(told_in(told)[0]) if g.links]
    (why,) = group.links
    assert {why.first, why.second} <= set(group.claim_ids)
    fields = {field: level for field, level, _ in why.levels}
    assert fields["place"] == "same"
    assert fields["day"] == "same"
    assert fields["killed"] == "4"
    assert why.bits == pytest.approx(sum(bits for _, _, bits in why.levels))
    known = weights()
    assert all(level in known[field] or field in ("killed", "injured", "place") for field, level, _ in why.levels)


def test_every_weight_is_asked_for() -> None:
    """A level that no code names would be read by a person and change nothing."""
    code = "".join(path.read_text("utf-8") for path in FILE.parent.glob("*.py"))
    levels_of = {section: set(found) for section, found in weights().items() if section not in ("killed", "injured")}
    unused = {(section, level) for section, found in levels_of.items() for level in found if f'"{level}"' not in code}
    assert unused == set()
    assert all(set(weights()[kind]) == set("12345") for kind in ("killed", "injured"))


def test_a_place_that_many_reports_name_weighs_less() -> None:
    told = told_in([shelling(f"r{k:03}", "سراقب", day=k % 28 + 1) for k in range(60)])[0]
    common = Corpus.of(told)
    rare = Corpus.of(told[:2])
    assert score(told[0], told[1], common) < score(told[0], told[1], rare)
    assert {f: b for f, _, b in levels(told[0], told[1], common)}["place"] < weights()["place"]["town"]


def test_different_numbers_weigh_nothing() -> None:
    same, other = (told_in([told])[0][0] for told in (shelling("a", "سراقب", 4), shelling("b", "سراقب", 90, 300)))
    corpus = Corpus.of([same, other])
    assert not {"killed", "injured", "toll"} & {field for field, _, _ in levels(same, other, corpus)}


def test_a_denial_alone_is_no_event() -> None:
    denial = reading("a", "نفت وزارة الدفاع الروسية قصف بلدة سراقب بريف إدلب أمس الاثنين.")
    assert [event.report_ids for event in group_claims([denial])] == []
    both = together([denial, shelling("b", "سراقب")])
    assert ("a", "b") in both
