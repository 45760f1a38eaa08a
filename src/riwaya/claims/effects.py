"""One act told once: which effects and doubles ("أدى القصف إلى مقتل", "قصف استهدف") belong to which act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from riwaya.claims.acts import Trigger
from riwaya.claims.context import HARD, Sentence
from riwaya.lexicons.codes import VIOLENT_MEANS


def merge(
    sentence: Sentence, triggers: Sequence[Trigger], speech_of: Mapping[int, int], apart: Set[int] = frozenset()
) -> list[Trigger]:
    """Tell one act once: effects join the act of their sentence, a verb of hitting joins the act it speaks of.

    `speech_of` gives for each trigger's first token the statement it stands in: acts of two speakers never join.
    `apart` are first tokens of triggers that stand alone: an effect said not to have happened is a claim of its own.
    """
    out: list[Trigger] = []
    for trigger in triggers:
        host = None if trigger.first in apart else _host(sentence, trigger, triggers, speech_of)
        if host is None:
            if trigger.gives_way == "act" and trigger.weapon and trigger.weapon.entry.row["code"] and trigger.count:
                # "قتل طفل بقذيفة": the means is named, the act is not
                trigger.code = trigger.weapon.entry.row["code"]
                trigger.rules.append(f"means:{trigger.weapon.entry.id}")
            out.append(trigger)
        else:
            host.parts.append(trigger)
            host.parts.extend(trigger.parts)
            host.rules.append(f"merge:{trigger.match.entry.id}")
            if host.gives_way == "act" and host.weapon is None and trigger.weapon and trigger.weapon.entry.row["code"]:
                # "يقتل 18 ويصيب العشرات بصاروخ": the means is told with the second effect
                host.weapon = trigger.weapon
                host.code = trigger.weapon.entry.row["code"]
                host.rules.append(f"means:{trigger.weapon.entry.id}")
    return out


def _host(
    sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], speech_of: Mapping[int, int]
) -> Trigger | None:
    here = speech_of.get(trigger.first)
    same = [t for t in triggers if t is not trigger and speech_of.get(t.first) == here]
    if trigger.code == "protest":
        return _demonstration(sentence, trigger, same)
    if trigger.gives_way == "act" and _has_own_doer(sentence, trigger):
        return None
    if trigger.gives_way == "act":
        means = [t for t in same if t.code in VIOLENT_MEANS and t.gives_way != "act" and t.code != "clash"]
        clashes = [t for t in same if t.code == "clash"]
        for group in (means, clashes):
            if group:
                host = _nearest_cause(sentence, trigger, group)
                if host:
                    return host
        tolls = [t for t in same if t.gives_way == "act" and t.count and t.first < trigger.first]
        if trigger.count and tolls:
            first = tolls[0]
            if (
                sentence.clause(first.first)[0] == sentence.clause(trigger.first)[0]
                or trigger.first - tolls[-1].last <= 8
            ):
                return first if first.count != trigger.count or trigger.code == first.code else None
        return None
    twin = _twin(sentence, trigger, same)
    if twin is not None:
        return twin
    if trigger.verb and trigger.gives_way == "means":
        if sentence.link(trigger.first, "hits") and (noun := _noun_of_hitting(sentence, trigger, same)):
            return noun
        following = [
            t
            for t in same
            if not t.verb
            and t.code == trigger.code
            and 0 < t.first - trigger.last <= 8
            and t.match.hit.proclitic == "ب"
        ]
        if following:
            return following[0]
    return None


def _demonstration(sentence: Sentence, trigger: Trigger, same: Sequence[Trigger]) -> Trigger | None:
    """The demonstration that chants, banners and marches of its sentence belong to, and "احتجاجا على" its reason."""
    others = [t for t in same if t.code == "protest"]
    reason = not trigger.verb and trigger.first == trigger.last and _is_reason(sentence, trigger)
    if trigger.gives_way != "act" and not reason:
        return _twin(sentence, trigger, same)
    main = [t for t in others if t.gives_way != "act" and not _is_reason(sentence, t)]
    earlier = [t for t in others if t.first < trigger.first]
    return next(iter(main or earlier), None)


def _is_reason(sentence: Sentence, trigger: Trigger) -> bool:
    """`احتجاجا على`: the accusative that gives the reason of an act."""
    hit = trigger.match.hit
    return not trigger.verb and not hit.proclitic and sentence.tokens.words[trigger.first].endswith("اجا")


def _has_own_doer(sentence: Sentence, trigger: Trigger) -> bool:
    """`ردا على المجزرة التي ارتكبتها القوات`: told with who did it, it is the effect of no other act."""
    relative = sentence.relative_after(trigger.last, 3)
    verb = sentence.link(relative + 1, "light_actor") if relative is not None else None
    return verb is not None and verb.hit.form.pos == "v"


def _is_effect(sentence: Sentence, k: int) -> bool:
    """Does token k carry an effect ("وأصيب العشرات")?"""
    return any(m.table == "acts" and m.entry.row["gives_way"] == "act" for m in sentence.matches.get(k, ()))


_TWIN_GAP = 3  # tokens between "للتوقيع" and its "اتفاق"
_RESUMED_GAP = 8  # tokens between a noun and the verb that takes it up with a pronoun: "لغم … زرعته"


def _twin(sentence: Sentence, trigger: Trigger, same: Sequence[Trigger]) -> Trigger | None:
    """The trigger just before that tells the same act: "التوقيع على اتفاق", "انفجار لغم زرعته"."""
    before = [t for t in same if t.code == trigger.code and t.last < trigger.first]
    if not before:
        return None
    near = before[-1]
    gap = range(near.last + 1, trigger.first)
    if trigger.verb:
        resumed = (
            trigger.match.hit.drop and not near.verb and not trigger.match.hit.conjunction and len(gap) <= _RESUMED_GAP
        )
        return near if resumed else None
    hits = near.verb and sentence.link(near.first, "hits")
    if hits and not trigger.verb and _noun_of_hitting(sentence, near, [*same, trigger]) is trigger:
        return None  # "استهدف الهجوم": the verb joins the noun
    joined = trigger.match.hit.conjunction or any(sentence.breaks.get(k) for k in (*gap, trigger.first))
    return near if len(gap) <= _TWIN_GAP and not joined and trigger.gives_way != "act" else None


_HIT_REACH = 12  # words between an act and the verb that says what it hit: "قصف مدفعي عنيف لقوات … استهدف"


def _noun_of_hitting(sentence: Sentence, verb: Trigger, same: Sequence[Trigger]) -> Trigger | None:
    """The act that a verb of hitting speaks of: "قصف … استهدف", "الهجوم الذي استهدف", "استهدف القصف"."""
    nouns = [t for t in same if not t.verb and t.gives_way != "act" and t.code in VIOLENT_MEANS | {"ground_attack"}]
    after = [t for t in nouns if 0 < t.first - verb.last <= 2 and not t.match.hit.proclitic]
    if after:
        return after[0]
    before = [t for t in nouns if 0 < verb.first - t.last <= _HIT_REACH]
    if not before:
        return None
    noun = before[-1]
    clause = [k for k in range(noun.last + 1, verb.first + 1) if sentence.breaks.get(k) == HARD]
    return noun if all(sentence.link(k, "relative") for k in clause) else None


def _nearest_cause(sentence: Sentence, effect: Trigger, means: Sequence[Trigger]) -> Trigger | None:
    """The act an effect comes from: the one after "في/جراء/إثر", else the last before it, else the first after it."""
    _, stop = sentence.clause(effect.first)
    after = [t for t in means if t.first > effect.last]
    before = [t for t in means if t.first < effect.first]
    if after:
        near = after[0]
        caused = (
            sentence.preposition_before(near.first) in ("fi", "bi", "khilal", "bad")
            or near.match.hit.proclitic == "ب"
            or any(sentence.link(k, "because", "when") for k in range(effect.last + 1, near.first))
        )
        between = any(
            sentence.breaks.get(k) == HARD and not _is_effect(sentence, k) and not sentence.link(k, "when")
            for k in range(effect.last + 1, near.first)
        )
        if caused and not between:
            return near
    if before:
        return before[-1]
    return after[0] if after and after[0].first < stop else None
