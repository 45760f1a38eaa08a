"""Whom a pronoun on an act means: "اعتقلتهم", "بعد اعتقاله": the nearest person before it in its number and gender."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.claims.acts import Trigger
from riwaya.claims.context import Sentence
from riwaya.claims.phrases import Phrase

_PEOPLE = frozenset({"person", "people", "title", "source"})
_SPEAKING = frozenset({"witness", "official", "military", "party", "medical", "spokesperson"})
"""Roles of sources that are people; a report or a newspaper is arrested by nobody."""
_DONE_TO_PEOPLE = frozenset(
    {"killing", "casualties", "abduction", "detention", "release", "abuse", "shooting", "displacement", "evacuation"}
)
"""Codes of what is done to people. Of other acts a pronoun may mean a town, a step, an attack."""
_ONE, _TWO, _MANY, _IT = "ه", "هما", "هم", "ها"
_ENDINGS = (_TWO, _MANY, _IT, "هن", _ONE)


def object_pronoun(sentence: Sentence, trigger: Trigger) -> str:
    """The pronoun on an act that stands for whom it is done to, or ""; on a noun it may stand for the doer."""
    hit = trigger.match.hit
    if not hit.drop or trigger.match.length > 1 or trigger.code not in _DONE_TO_PEOPLE:
        return ""
    done_to = "O" in trigger.frame if trigger.verb else trigger.frame.get("G") == "recipient"
    if not done_to:
        return ""
    word = sentence.tokens.words[trigger.first]
    return next((ending for ending in _ENDINGS if word.endswith(ending)), "")


def antecedent(
    sentence: Sentence, phrases: Sequence[Phrase], before: int, pronoun: str, doers: Sequence[Phrase]
) -> Phrase | None:
    """The nearest phrase before token `before` that the pronoun can mean and that did not do the act."""
    for phrase in reversed(phrases):
        if phrase.last < before and phrase not in doers and _can_mean(sentence, phrase, pronoun):
            return phrase
    return None


def _can_mean(sentence: Sentence, phrase: Phrase, pronoun: str) -> bool:
    match = phrase.match
    if match is None or match.hit.drop:
        return False
    word = sentence.tokens.words[phrase.first]
    if pronoun == _IT:  # a woman; a body that "ها" names is more often who did it
        return phrase.kind == "person" and word.endswith("ة")
    if phrase.kind not in _PEOPLE or (phrase.kind == "source" and phrase.speaks_as not in _SPEAKING):
        return False
    number = match.hit.form.number
    counted = phrase.begins != phrase.first
    if pronoun == _ONE:
        return number == "s" and not counted and not word.endswith(("ة", "ات"))
    if pronoun == _TWO:
        return number == "d"
    return number == "p" or counted
