"""Who spoke before: the speakers of a report in order, and which of them a verb without a subject goes on with.

An Arabic verb tells whether its subject is a man, a woman or a body of feminine gender: "وأضافت" goes on with the
agency, "وأضاف" with its correspondent. A verb in the plural follows its subject.
"""

from __future__ import annotations

from riwaya.claims.context import Sentence
from riwaya.claims.phrases import Phrase
from riwaya.lexicons.matcher import Match
from riwaya.lexicons.morphology import DUAL, PLURAL, SINGULAR

MASCULINE, FEMININE, PEOPLE, UNKNOWN = "m", "f", "p", ""
"""What a speaker is to a verb: one man or masculine body, a woman or what agrees as one, several people."""

_VERB_PERSONS = {
    MASCULINE: frozenset({"3ms"}),
    FEMININE: frozenset({"3fs"}),
    PEOPLE: frozenset({"3mp", "3fp"}),
}
_MASCULINE_BODIES = frozenset(
    "جيش مجلس حزب تنظيم مكتب جهاز نظام تحالف اءتلاف مركز وفد فريق لواء فيلق حرس اتحاد برلمان فصيل".split()
)
_HUMAN_KINDS = frozenset({"title", "person", "people"})


def gender_of(sentence: Sentence, phrase: Phrase) -> str:
    """How a verb after this phrase agrees with it; UNKNOWN where the words do not tell."""
    match = phrase.match
    if match is None or phrase.kind in ("place", "nisba", "actor", "asset", "target"):
        head = sentence.tokens.words[phrase.first]
        return FEMININE if phrase.kind == "actor" and head.endswith(("ة", "ات")) else UNKNOWN
    number = match.hit.form.number
    head = sentence.tokens.words[match.first][match.hit.skip :]
    if head.endswith(("ة", "ات")):
        return FEMININE
    if phrase.kind in ("force", "body"):
        return MASCULINE if head in _MASCULINE_BODIES else UNKNOWN  # broken plurals agree as feminine
    if number == SINGULAR:
        return MASCULINE
    if number != PLURAL:
        return UNKNOWN
    human = phrase.kind in _HUMAN_KINDS or (phrase.kind == "source" and phrase.speaks_as == "witness")
    return PEOPLE if human or head.endswith(("ون", "ين")) else FEMININE


def is_object_form(sentence: Sentence, phrase: Phrase) -> bool:
    """`ودعا المدنيين إلى`: a plural or dual in ين stands behind a verb as its object, not its subject."""
    match = phrase.match
    if match is None or phrase.prep or match.length > 1 or match.hit.form.number not in (DUAL, PLURAL):
        return False
    return sentence.tokens.words[match.first].endswith("ين")


def agrees(cue: Match, gender: str) -> bool:
    """Can who agrees as `gender` be the subject of this verb, standing before it or left out?"""
    persons = frozenset(cue.hit.form.persons)
    if gender == UNKNOWN or not persons or cue.hit.form.pos != "v":
        return True
    return bool(persons & _VERB_PERSONS[gender]) or (gender == FEMININE and "3fp" in persons)


def leads(cue: Match, phrase: Phrase, gender: str) -> bool:
    """Can the verb stand before this phrase as its subject? Before several people it is in the singular."""
    if gender != PEOPLE:
        return agrees(cue, gender)
    return phrase.kind != "source" or "3ms" in cue.hit.form.persons


def learned(cue: Match, gender: str, first: int) -> str:
    """A speaker's gender, told by the verb before token `first` where the name itself does not tell: "قالت منى"."""
    persons = cue.hit.form.persons
    if gender != UNKNOWN or first < cue.last:
        return gender
    if persons == ("3ms",):
        return MASCULINE
    return FEMININE if persons == ("3fs",) else UNKNOWN


def follows_subject(cue: Match) -> bool:
    """Is the verb in the plural or dual, so that its subject stands before it or is left out?"""
    persons = cue.hit.form.persons
    return bool(persons) and all(person[0] == "3" and person[-1] in "pd" for person in persons)
