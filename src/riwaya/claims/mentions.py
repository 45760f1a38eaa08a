"""Which mentions of an act are claims: told as news, or adding a toll, a place or a source to what was told before."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.claims.acts import Trigger
from riwaya.claims.context import HARD, Sentence
from riwaya.claims.report import Draft
from riwaya.lexicons.codes import VIOLENT_MEANS, codes

_HEADS = ("headline", "heading")


def claims_something(sentence: Sentence, draft: Draft, before: Sequence[Draft]) -> bool:
    """Is the draft a claim of its own? `before` are those told before it: what they lend it is not its own."""
    trigger, fact = draft.trigger, draft.factuality.value
    if trigger.code == "capture" and trigger.match.hit.form.tense == "i" and fact == "actual":
        return draft.role in _HEADS  # "يسيطر" is a state; in a headline it is the news
    draft.told = _is_told(sentence, draft)
    if fact == "actual" and _is_event(draft) and not _says_anything(sentence, draft):
        return False
    if (
        trigger.gives_way == "act"
        and not trigger.verb
        and not draft.counts
        and not draft.roles.recipients
        and not draft.roles.actors
        and not (trigger.code == "killing" and _own_place(draft))
    ):
        return trigger.code not in ("casualties", "killing", "destruction") or fact == "negated"
    nobody = not (draft.roles.actors or draft.roles.recipients or draft.counts)
    again = trigger.definite and not trigger.match.hit.proclitic and draft.role not in _HEADS
    if nobody and again and codes()[trigger.code].group == "speech":
        return False  # "وقوبل الطلب بالرفض": the demand was told before
    if nobody and trigger.verb and trigger.code in _LEAVING and not _own_place(draft):
        return False  # "ثم لاذوا بالفرار"
    if trigger.definite and trigger.code in VIOLENT_MEANS:
        return _adds(sentence, draft, before)
    return True


def only_taken_up(drafts: Sequence[Draft]) -> list[Draft]:
    """The mentions of violence in a report that tells none: comment, politics or a court takes acts up by their nouns.

    Empty when some act of the report has a toll, a place or a means of its own, or is told as news.
    """
    violent = [d for d in drafts if d.factuality.value == "actual" and _is_event(d)]
    return [] if any(_anchored(d) for d in violent) else violent


_OF_EVENTS = frozenset({"ASSAULT", "PROTEST"})
"""PLOVER events of acts that many texts speak of without telling one."""


def _is_event(draft: Draft) -> bool:
    return codes()[draft.trigger.code].plover_event in _OF_EVENTS


def _anchored(draft: Draft) -> bool:
    return bool(draft.counts) or _own_place(draft) or _own_weapon(draft) or draft.told


def _says_anything(sentence: Sentence, draft: Draft) -> bool:
    """Does a mention of violence say more than that there is such a thing?"""
    trigger, roles = draft.trigger, draft.roles
    if not trigger.verb and _is_topic(sentence, draft):
        return _own_place(draft) or any(c.best != 1 for c in draft.counts)  # "قضية خطف الطبيب" has no toll
    if draft.counts or _own_place(draft) or _own_weapon(draft):
        return True
    if trigger.verb:
        # "قتلوه": whom the pronoun means is told elsewhere
        told = trigger.code not in _VAGUE or trigger.match.hit.drop
        return bool(told or roles.actors or roles.recipients or draft.places or draft.when)
    if roles.actors and roles.recipients:
        return True
    if trigger.definite and trigger.code not in _TAKE_PART and not draft.told:
        return False  # "الاغتصاب والقتل" are kinds of crime
    if trigger.code == "protest" and draft.told and not trigger.definite:
        return True  # "اندلعت مظاهرة"
    known = roles.actors or roles.recipients or draft.places or draft.when or trigger.parts
    return bool(known or (draft.chain and trigger.definite))


_LEAVING = frozenset({"withdrawal", "displacement"})

_VAGUE = frozenset({"ground_attack", "capture", "killing", "abduction", "abuse"})
"""Codes whose verbs have other senses: with nobody, nowhere and no day they tell nothing of a conflict."""


def _own_place(draft: Draft) -> bool:
    return bool(draft.places) and not draft.place_told_apart


def _own_weapon(draft: Draft) -> bool:
    """Is a means named outside the act's own words ("حطام طائرة" names none)?"""
    weapon = draft.trigger.weapon
    return weapon is not None and not draft.trigger.first <= weapon.first <= draft.trigger.last


_TOPIC_GAP = 2  # words between "قضية" and its act: "قضية محاولة اغتيال"


def _is_topic(sentence: Sentence, draft: Draft) -> bool:
    """`قضية اغتيال فلان`, `التحقيق في التفجير`: a case, an inquiry, a danger takes the act up and does not tell it."""
    first = draft.trigger.first
    for k in range(first - 1, max(sentence.first, first - 2 - _TOPIC_GAP) - 1, -1):
        if sentence.breaks.get(k + 1) == HARD:
            return False
        topic = sentence.link(k, "topic")
        if topic and topic.last >= first - 1 - _TOPIC_GAP:
            return True
    return False


_LIGHT_REACH = 8  # words between a light verb and its noun: a subject of several words fits
_HIT_REACH = 5  # words from a noun to the verb that says what came of it


_HAPPENED = frozenset({"bad", "qabl", "khilal"})
"""Prepositions of time: what something came before or after has taken place."""


_TAKE_PART = VIOLENT_MEANS | {"protest"}
"""Codes of what people die in or take part in: "في قصف", "في مظاهرة"."""


def _is_told(sentence: Sentence, draft: Draft) -> bool:
    """Is the act told as having happened?

    By a verb, as a headline, by a verb or word of reporting that the noun goes with, as the time or reason of
    something, or as what a statement is about.
    """
    trigger = draft.trigger
    if draft.role in _HEADS or trigger.parts:
        return True
    if trigger.verb:
        return bool(draft.roles.actors or draft.roles.recipients or trigger.code not in _VAGUE)
    start, _ = sentence.clause(trigger.first)
    for k in range(trigger.first - 1, max(start, trigger.first - _LIGHT_REACH) - 1, -1):
        if sentence.link(k, "light_actor", "light_recipient", "light_place", "event_noun", "takes_place", "causal"):
            return True
    for k in range(trigger.last + 1, min(sentence.stop, trigger.last + 1 + _HIT_REACH)):
        if sentence.link(k, "hits", "causal", "takes_place", "light_actor", "agent"):
            return True
    preposition = sentence.preposition_before(trigger.first)
    if preposition in _HAPPENED or sentence.link_before(trigger.first, "because"):
        return True
    if not trigger.definite and ((preposition == "fi" and trigger.code in _TAKE_PART) or _is_object(sentence, trigger)):
        return True
    certain = trigger.code in (VIOLENT_MEANS if trigger.definite else _TAKE_PART)
    about = certain and trigger.first - start <= 2
    if draft.chain and (about or draft.chain[-1].stance == "accuses"):
        return True
    return trigger.match.hit.form.pos == "n" and trigger.first - sentence.first <= 1


def _is_object(sentence: Sentence, trigger: Trigger) -> bool:
    """`صدت القوات هجوما`: the alef of the accusative shows the object of a verb."""
    word = sentence.tokens.words[trigger.first]
    return trigger.first == trigger.last and word.endswith("ا") and not trigger.match.hit.drop


def _adds(sentence: Sentence, draft: Draft, before: Sequence[Draft]) -> bool:
    """Does a definite noun that may point back ("هذا القصف") add a toll, a place or a source?"""
    if draft.counts or draft.roles.recipients:
        return True
    if sentence.link_before(draft.trigger.first, "demonstrative"):
        return _own_place(draft)
    told = [d for d in before if d.trigger.code == draft.trigger.code]
    if not told or draft.roles.actors:
        return True
    return _last_source(told[-1]) != _last_source(draft) or _own_place(draft)


def _last_source(draft: Draft) -> tuple[int, int] | None:
    speaker = draft.chain[-1].speaker if draft.chain else None
    return (speaker.first, speaker.last) if speaker else None
