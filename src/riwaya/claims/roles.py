"""Who did it and to whom: the phrases around a trigger take the roles of its frame.

A verb looks right for its subject and object, left when the subject stands before it; a verbal noun looks at its
genitive, at a nisba after it, at "من قبل", and at the light verb that governs it ("شنت الطائرات غارات").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.claims.acts import Trigger
from riwaya.claims.context import HARD, Sentence
from riwaya.claims.phrases import Phrase
from riwaya.claims.subjects import Standing
from riwaya.claims.verbal_nouns import noun_roles
from riwaya.claims.verbs import as_object, resumes_speaker, verb_roles
from riwaya.claims.zones import FRAME_KEY, NAMES_DOER, Roles, Zone, can_speak, join
from riwaya.lexicons.codes import codes


def assign(
    sentence: Sentence,
    trigger: Trigger,
    phrases: Sequence[Phrase],
    triggers: Sequence[Trigger],
    standing: Standing,
    speaker: Phrase | None = None,
) -> Roles:
    """The roles of one trigger. `standing` tells whose verb it is when the verb leaves its subject out.

    `speaker` is who says it: the subject of "قال الجيش إنه قصف".
    """
    zone = Zone.of(sentence, trigger, phrases, triggers)
    roles = Roles(armed=codes()[trigger.code].group in ("violence", "harm"))
    if trigger.verb:
        verb_roles(
            sentence,
            trigger,
            zone,
            roles,
            standing,
            phrases,
            speaker if resumes_speaker(sentence, trigger, zone) else None,
        )
    else:
        noun_roles(sentence, trigger, zone, roles, standing)
    _prepositions(sentence, trigger, phrases, zone, roles)
    if not roles.actors and roles.armed:
        _from_held_area(sentence, phrases, zone, roles)
    _coordinate(sentence, trigger, zone, roles)
    if not roles.actors and trigger.code in NAMES_DOER and _opens_with_verb(sentence, trigger):
        for phrase in phrases:
            if trigger.first < phrase.first <= trigger.last and phrase.kind in ("people", "source", "force"):
                roles.put("actor", phrase, "role:in_trigger")
    if roles.actors:
        _alongside(sentence, trigger, phrases, zone, roles)
    led = trigger.verb and not trigger.passive
    if roles.actors and (led or any(rule.startswith("role:light") for rule in roles.rules)):
        standing.led = list(roles.actors)
    return roles


def _opens_with_verb(sentence: Sentence, trigger: Trigger) -> bool:
    return any(m.hit.form.pos == "v" for m in sentence.of("acts").get(trigger.first, ()))


def _prepositions(sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], zone: Zone, roles: Roles) -> None:
    for found in zone.right:
        phrase = found
        if phrase.prep == "agent":
            holders = _holders(sentence, phrase.last, phrases) if phrase.kind == "target" else []
            if holders or phrase.kind != "target":
                for doer in holders or [phrase]:
                    roles.put("actor", doer, "role:agent_phrase")
            continue
        if sentence.link_before(phrase.begins, "alongside"):
            continue
        key = FRAME_KEY.get(phrase.prep)
        role = trigger.frame.get(key, "") if key else ""
        if role == "partner" and key != "بين":
            role = "recipient"  # only "بين A وB" puts the two sides level
        if role == "place" and phrase.kind == "target" and trigger.code in ("explosion", "suicide_attack", "shelling"):
            role = "recipient"  # "انفجار في فندق" struck it
        if trigger.code in _BLASTS and phrase.prep in _AT and _was_aimed_at(phrase):
            role = "recipient"  # "انفجرت عبوة قرب دورية" was meant for it
        if role == "place" and key == "على":
            role, phrase = as_object(trigger, role, phrase)
        if role == "actor" and (roles.actors or not phrase.agentive):
            continue  # "من مرابضها"; behind its doer من tells where he comes from
        if role in ("actor", "recipient", "partner", "place", "object"):
            roles.put(role, phrase, f"role:prep_{phrase.prep}")


_HOLDING = 5  # words from an area to whoever holds it: "المناطق التي تسيطر عليها", "مناطق تخضع لسيطرة"


def _from_held_area(sentence: Sentence, phrases: Sequence[Phrase], zone: Zone, roles: Roles) -> None:
    """`مصدرها مناطق سيطرة القوات`: an area that is no phrase by itself."""
    for k in range(zone.start, zone.stop - 1):
        link = sentence.link(k, "agent")
        if link is not None and sentence.find(link.last + 1, "place_words"):
            for doer in _holders(sentence, link.last + 1, phrases):
                roles.put("actor", doer, "role:agent_phrase")


def _holders(sentence: Sentence, area: int, phrases: Sequence[Phrase]) -> list[Phrase]:
    """`مصدره المناطق التي تسيطر عليها القوات`: an area (its last token) fires at nobody, those who hold it do."""
    held = next((p for p in phrases if p.first > area and p.agentive and p.kind != "nisba"), None)
    if held is None or held.begins - area > _HOLDING:
        return []
    if not any(
        m.entry.row["code"] == "capture" for k in range(area, held.begins) for m in sentence.of("acts").get(k, ())
    ):
        return []
    holders = [held]
    join(sentence, held, phrases, holders)
    return holders


_BLASTS = frozenset({"explosion", "suicide_attack"})


_AT = frozenset({"ala", "bi", "qurb", "wasta", "ladaa", "inda", "bijanib"})


def _was_aimed_at(phrase: Phrase) -> bool:
    """Forces, convoys and vehicles that a bomb goes off beside are what it was meant for; a building is a place."""
    if phrase.kind == "force":
        return True
    row = phrase.match.entry.row if phrase.match is not None else {}
    return phrase.kind == "target" and row.get("class") in ("convoy", "vehicle", "checkpoint")


def _alongside(sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], zone: Zone, roles: Roles) -> None:
    """`بدعم من`, `بمشاركة`: who acts beside the doer acts too."""
    for phrase in phrases:
        if not zone.start <= phrase.first < max(zone.stop, trigger.first) or not phrase.agentive:
            continue
        if sentence.link_before(phrase.first, "alongside"):
            roles.put("actor", phrase, "role:alongside")
            join(sentence, phrase, phrases, roles.actors)


def _with_side(sentence: Sentence, phrase: Phrase) -> int:
    """Last token of a phrase, or of "من جهة" behind it ("بين الجيش من جهة وكذا من جهة أخرى")."""
    after = sentence.tokens.words[phrase.last + 1 : phrase.last + 3]
    return phrase.last + 2 if after == ["من", "جهة"] else phrase.last


def _coordinate(sentence: Sentence, trigger: Trigger, zone: Zone, roles: Roles) -> None:
    """A phrase joined by و takes the role of the one before it."""
    anchor = previous = None  # anchor: the last phrase with a role; its dependents may stand between
    for phrase in zone.right:
        joined = (
            phrase.conjunction
            and previous is not None
            and phrase.begins - _with_side(sentence, previous) <= 2
            and not any(sentence.breaks.get(k) == HARD for k in range(previous.last + 1, phrase.begins + 1))
        )
        if joined and previous is not None and previous.prep and previous.kind == phrase.kind == "asset":
            joined = False  # "بالمدفعية والطائرات": joined to the means, not to the doer
        if joined and anchor is not None:
            for role, where in (("actor", roles.actors), ("recipient", roles.recipients), ("place", roles.places)):
                if any(p.first == anchor.first for p in where) and phrase not in where:
                    town = role != "place" and phrase.kind == "place" and can_speak(trigger, phrase)
                    roles.put(role, replace(phrase, kind="body") if town else phrase, "role:joined")
                    break
        if any(p.first == phrase.first for where in (roles.actors, roles.recipients, roles.places) for p in where):
            anchor = phrase
        elif previous is None or phrase.begins - _with_side(sentence, previous) > 2 or not phrase.prep:
            anchor = None
        previous = phrase
