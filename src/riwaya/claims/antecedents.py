"""Statements without a clause of saying: what a relative clause tells of or judges, what reports are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.claims.contents import content_end, noun_end
from riwaya.claims.cues import stance_of, tells_of_act
from riwaya.claims.said import Attribution
from riwaya.claims.scene import Scene
from riwaya.claims.speakers import Speaker, named_after
from riwaya.lexicons.matcher import Match
from riwaya.text.tokens import WORD

_TELLING = frozenset({"announce", "claim_attack", "deny", "allege", "refute", "call_false", "reveal"})
_NOUN = 5  # tokens: a noun with its adjectives before الذي
_NAME = 10  # tokens: a speaker with his title


def of_antecedent(scene: Scene, cue: Match) -> Attribution | None:
    """`الهدنة التي أعلنتها المنظمة`: the noun before the relative clause is what was said."""
    sentence = scene.sentence
    start, _ = sentence.clause(cue.first)
    if not cue.hit.drop or cue.entry.id not in _TELLING or not sentence.link(start, "relative"):
        return None
    reach = range(start - 1, max(sentence.first - 1, start - _NOUN), -1)
    first = next((k for k in reach if tells_of_act(sentence, k)), None)
    speaker = named_after(scene, cue, min(sentence.stop, cue.last + _NAME))
    if first is None or speaker is None or any(sentence.breaks.get(k) for k in range(first + 1, start)):
        return None
    return Attribution(scene.at, speaker, cue, first, start - 1, 0, False, stance_of(cue), None, "cue:antecedent")


def judged(scene: Scene, cue: Match, later: Sequence[Match]) -> Attribution | None:
    """`هجمات اعتبرتها المنظمة جرائم حرب`: what the speaker calls the thing that the pronoun stands for."""
    sentence = scene.sentence
    if not cue.hit.drop or cue.entry.id != "consider":
        return None
    speaker = named_after(scene, cue, min(sentence.stop, cue.last + _NAME))
    if speaker is None or speaker.phrase is None:
        return None
    begin = speaker.phrase.last + 1
    first, last, direct = scene.trim(begin, min(noun_end(sentence, begin), content_end(scene, begin, later)) - 1)
    if last < first or sentence.tokens.kinds[first] != WORD:
        return None
    speaker = replace(speaker, last=speaker.phrase.last)
    return Attribution(scene.at, speaker, cue, first, last, 0, direct, stance_of(cue), None, "cue:judged")


def report_of(scene: Scene, noun: Match, about: int) -> Attribution | None:
    """`تقارير للمنظمة عن مقتل أسرى`: the report itself says what it is about, from token `about` on."""
    sentence = scene.sentence
    first, last, direct = scene.trim(about, noun_end(sentence, about) - 1)
    if last <= first:
        return None
    phrase = scene.phrase_from(noun.first)
    role = phrase.speaks_as if phrase else "media"
    speaker = Speaker(scene.at, noun.first, about - 2, noun.hit.skip, phrase, role, None)
    return Attribution(scene.at, speaker, noun, first, last, 0, direct, stance_of(noun), None, "cue:report")
