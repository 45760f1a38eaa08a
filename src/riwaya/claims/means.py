"""Codes by means: a bombardment from the air is an air strike; the weapon, the doer or the report decides."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.claims.acts import Trigger, after_definite, protesters_beside
from riwaya.claims.context import Sentence
from riwaya.claims.phrases import Phrase
from riwaya.lexicons.codes import VIOLENT_MEANS
from riwaya.lexicons.matcher import Match


def settle_codes(sentence: Sentence, triggers: Sequence[Trigger], phrases: Sequence[Phrase]) -> None:
    """Let the means named in the clause decide triggers that give way to it."""
    for trigger in triggers:
        trigger.weapon = _weapon_of(sentence, trigger, triggers)
        if trigger.code == "air_strike" and trigger.weapon and trigger.weapon.entry.row["class"] == "drone":
            trigger.code = "drone_strike"
            trigger.rules.append(f"means:{trigger.weapon.entry.id}")
        weapon = trigger.weapon
        if trigger.verb and trigger.code in _OF_A_RIOT and protesters_beside(sentence, trigger.first, trigger.last):
            trigger.code, trigger.gives_way = "protest", "act"
            trigger.rules.append("means:protesters")
        if trigger.gives_way == "means":
            _by_means(sentence, trigger, triggers, phrases, weapon)
        elif weapon and trigger.code == "destruction" and _flies_it(weapon, trigger):
            _take(trigger, weapon.entry.row["code"], weapon)  # "أغرقت طائرات زورقا"
        elif weapon and trigger.code == "ground_attack" and _is_driven(weapon):
            _take(trigger, "suicide_attack", weapon)  # who drives a bomb into a place dies with it


def _take(trigger: Trigger, code: str, weapon: Match) -> None:
    if code:
        trigger.code = code
        trigger.gives_way = "" if trigger.gives_way == "act" else trigger.gives_way
        trigger.rules.append(f"means:{weapon.entry.id}")


def _by_means(
    sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], phrases: Sequence[Phrase], weapon: Match | None
) -> None:
    if weapon and weapon.entry.row["code"]:
        _take(trigger, weapon.entry.row["code"], weapon)
        return
    start, stop = sentence.clause(trigger.first)
    neighbour = next(
        (
            t
            for t in triggers
            if t is not trigger
            and start <= t.first < stop
            and not t.gives_way
            and t.code in VIOLENT_MEANS - {"clash", "ground_attack"}
        ),
        None,
    )
    if neighbour:
        trigger.code = neighbour.code
        trigger.rules.append("means:neighbour")
        return
    if trigger.code == "ground_attack":
        noun = any(not t.verb and t.gives_way != "act" and start <= t.first < trigger.first for t in triggers)
        if (
            not noun
            and trigger.match.entry.id.startswith("istahdaf")
            and any(p.kind in ("person", "people") and p.armed and p.last < trigger.first for p in phrases)
        ):
            trigger.code = "shooting"
            trigger.rules.append("means:armed_people")


_TAKEN_FROM_REPORT = frozenset(
    {"air_strike", "drone_strike", "shelling", "explosion", "suicide_attack", "chemical_attack", "shooting"}
)


def settle_bare(told: Sequence[tuple[Trigger, Sentence]]) -> None:
    """A bare attack ("الهجوم") takes the means the report names: the one told before it, else after it.

    `told` are a report's triggers in order, each with its sentence. A bombardment (قصف) takes only the means told
    before it. Indefinite attacks in the body are left alone: they may be others. Where a report tells of a suicide
    attack, its attack and its blast are that one.
    """
    named = [k for k, (t, _) in enumerate(told) if t.code in _TAKEN_FROM_REPORT and not _is_bare(t)]
    suicide = any(told[k][0].code == "suicide_attack" for k in named)
    only = _only_means(told, named)
    lead = next((s.paragraph for _, s in told if s.role != "headline"), -1)
    for k, (trigger, sentence) in enumerate(told):
        if only and sentence.paragraph <= lead and trigger.gives_way == "means" and _is_bare(trigger):
            trigger.code = only
            trigger.rules.append("means:report")
        if not _is_bare(trigger) or trigger.gives_way != "means":
            continue
        if not (trigger.definite or sentence.role == "headline" or _dated_next(sentence, trigger)):
            continue
        before = [n for n in named if n < k]
        after = [n for n in named if n > k]
        if trigger.code == "ground_attack":
            chosen = before[-1] if before else (after[0] if after else None)
        else:
            chosen = before[-1] if before and told[before[-1]][0].code in ("air_strike", "drone_strike") else None
        if chosen is not None:
            code = told[chosen][0].code
            trigger.code = "suicide_attack" if suicide and code == "explosion" else code
            trigger.rules.append("means:report")


def _only_means(told: Sequence[tuple[Trigger, Sentence]], named: Sequence[int]) -> str:
    """`طائرات تغرق سفينة` as a headline and no other means in the report: the lead tells the same attack."""
    codes_named = {told[n][0].code for n in named}
    headline = any(told[n][1].role == "headline" for n in named)
    only = next(iter(codes_named)) if len(codes_named) == 1 else ""
    return only if headline and only in ("air_strike", "drone_strike") else ""


def _dated_next(sentence: Sentence, trigger: Trigger) -> bool:
    """`هجوم أمس`: the day makes it a certain one."""
    return not trigger.verb and trigger.last + 1 < sentence.stop and sentence.dated(trigger.last + 1) is not None


def _is_bare(trigger: Trigger) -> bool:
    """Has nothing but the word itself settled the code?"""
    return trigger.gives_way == "means" and not any(rule.startswith("means:") for rule in trigger.rules)


def _weapon_of(sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger]) -> Match | None:
    """The means named with the trigger: right after it, as its subject, after ب, or elsewhere before the next act."""
    start, stop = sentence.clause(trigger.first)
    nearest = [t.first for t in triggers if t.first > trigger.last]
    right = min([stop, *nearest])
    previous = [t.last for t in triggers if t.last < trigger.first]
    left = max([start, *(p + 1 for p in previous)])
    best: tuple[int, int, Match] | None = None
    weapons = sentence.of("weapons")
    for k in range(left, max(right, trigger.last + 1)) if weapons else ():
        for match in weapons.get(k, ()):
            if match.hit.form.pos != "n":
                continue
            adjective = match.entry.id.endswith("_adj") or (match.hit.article and after_definite(sentence, k))
            if adjective and not _follows_act(sentence, match, triggers):
                continue  # "قاعدة جوية", "حصار بحري", "المدينة المدمرة" name no means
            distance = k - trigger.last if k > trigger.last else trigger.first - k + 1
            # "غارة جوية بطائرة مسيرة": the drone is the means; "الطيران قصف بصاروخ": the aircraft
            flown = match.entry.row["class"] == "drone" or _flies_it(match, trigger)
            implied = 0 if flown else 1 if match.entry.row["code"] else 2
            key = (implied, max(0, distance))
            if best is None or key < best[:2]:
                best = (*key, match)
            break
    if best is None and not trigger.verb:
        return _weapon_inside(sentence, trigger)
    return best[2] if best else None


def _is_driven(weapon: Match) -> bool:
    """`اقتحم بسيارة مفخخة`: a car bomb that the attacker comes with, not one that he finds."""
    return weapon.entry.row["class"] == "vehicle_bomb" and weapon.hit.proclitic == "ب"


_OF_A_RIOT = frozenset({"siege", "destruction", "ground_attack"})
"""What demonstrators do in a demonstration: they close roads, burn tyres, storm a ministry."""

_AIRCRAFT = frozenset({"aircraft", "helicopter", "drone"})


def _flies_it(match: Match, trigger: Trigger) -> bool:
    """Is the aircraft the subject of the verb: before it, or right behind it ("قصفت طائرات")?"""
    subject = match.first < trigger.first or match.first == trigger.last + 1
    return trigger.verb and subject and match.entry.row["class"] in _AIRCRAFT and not match.hit.proclitic


def _follows_act(sentence: Sentence, adjective: Match, triggers: Sequence[Trigger]) -> bool:
    """Does the adjective stand right behind an act noun, or behind another adjective that does?"""
    k = adjective.first
    for trigger in triggers:
        if trigger.last < k and all(
            any(m.table in ("weapons", "modifiers", "nisba") for m in sentence.matches.get(j, ()))
            for j in range(trigger.last + 1, k)
        ):
            return True
    return any(t.first <= k <= t.last for t in triggers)


def _weapon_inside(sentence: Sentence, trigger: Trigger) -> Match | None:
    for k in range(trigger.first, trigger.last + 1):
        weapon = sentence.find(k, "weapons")
        if weapon:
            return weapon
    return None
