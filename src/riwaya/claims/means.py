"""Codes by means: a bombardment from the air is an air strike; the weapon, the doer or the report decides."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.claims.acts import Trigger
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
        if trigger.gives_way == "means":
            _by_means(sentence, trigger, triggers, phrases, trigger.weapon)


def _by_means(
    sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], phrases: Sequence[Phrase], weapon: Match | None
) -> None:
    code = weapon.entry.row["code"] if weapon else ""
    if code:
        trigger.code = code
        trigger.rules.append(f"means:{weapon.entry.id}" if weapon else "")
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


def settle_bare(told: Sequence[tuple[Trigger, bool]]) -> None:
    """A bare attack ("الهجوم") takes the means the report names: the one told before it, else after it.

    `told` are a report's triggers in order, each with whether it stands in a headline. A bombardment (قصف) takes only
    the means told before it. Indefinite attacks in the body are left alone: they may be others.
    """
    named = [k for k, (t, _) in enumerate(told) if t.code in _TAKEN_FROM_REPORT and not _is_bare(t)]
    for k, (trigger, headline) in enumerate(told):
        if not _is_bare(trigger) or trigger.gives_way != "means" or not (trigger.definite or headline):
            continue
        before = [n for n in named if n < k]
        after = [n for n in named if n > k]
        if trigger.code == "ground_attack":
            chosen = before[-1] if before else (after[0] if after else None)
        else:
            chosen = before[-1] if before and told[before[-1]][0].code in ("air_strike", "drone_strike") else None
        if chosen is not None:
            trigger.code = told[chosen][0].code
            trigger.rules.append("means:report")


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
    for k in range(left, max(right, trigger.last + 1)):
        for match in sentence.matches.get(k, ()):
            if match.table != "weapons" or match.hit.form.pos != "n":
                continue
            if match.entry.id.endswith("_adj") and not _follows_act(sentence, match, triggers):
                continue  # "قاعدة جوية", "حصار بحري" name no means
            distance = k - trigger.last if k > trigger.last else trigger.first - k + 1
            # "غارة جوية بطائرة مسيرة": the drone is the means
            implied = 0 if match.entry.row["class"] == "drone" else 1 if match.entry.row["code"] else 2
            key = (implied, max(0, distance))
            if best is None or key < best[:2]:
                best = (*key, match)
            break
    if best is None and not trigger.verb:
        return _weapon_inside(sentence, trigger)
    return best[2] if best else None


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
