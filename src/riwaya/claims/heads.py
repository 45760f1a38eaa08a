"""Which reading of a word heads a noun phrase, what its form allows behind it, and which words end a phrase."""

from __future__ import annotations

from collections.abc import Container
from functools import cache

from riwaya.claims.context import Sentence
from riwaya.lexicons.matcher import Match
from riwaya.lexicons.morphology import Entry
from riwaya.text.normalize import fold_letters
from riwaya.text.tokens import WORD

HEAD_TABLES = ("actors", "sources", "heads", "titles", "persons", "targets", "nisba")
"""Tables of words that can head a phrase, the surer first."""


def choose_head(sentence: Sentence, i: int, places: Container[int]) -> Match | None:
    """The reading of token i that heads a phrase: the longest, then fewest letters cut, then by table."""
    found = [m for m in sentence.matches.get(i, ()) if m.table in HEAD_TABLES and m.hit.form.pos == "n"]
    if not found or (sentence.tokens.words[i] == "جهة" and sentence.tokens.words[i - 1] == "من"):
        return None  # "من جهة" is "on one side"
    if i > sentence.first and any(m.last == i and m.entry.kind == "turn" for m in sentence.of("cues").get(i - 1, ())):
        return None  # "من جانبها"
    last = max([m.last for m in found])
    if any(m.last >= last and m.last > i and m.table in ("cues", "links") for m in sentence.matches[i]):
        return None
    head = min((m for m in found if m.last == last), key=_fewest_cut) if len(found) > 1 else found[0]
    if head.length == 1 and head.table != "actors" and _is_verb_here(sentence, i, head):
        return None
    word = sentence.find(i, "place_words")
    if word and i + 1 in places and (head.table == "nisba" or word.entry.row["kind"] == "direction"):
        return None  # "غربي حلب", "أطراف حلب": where, not who
    if word and word.entry.row["kind"] == "direction" and sentence.find(i + 1, "place_words"):
        return None  # "أطراف المدينة"
    if head.table == "heads" and _misspelt(sentence, i, head):
        return None
    if head.table in ("titles", "persons", "heads") and _other_hamza(sentence, i, head):
        return None
    if head.hit.form.number == "d" and any(m.table == "acts" and m.hit.form.number == "s" for m in sentence.matches[i]):
        return None  # عدوان is an attack, not two enemies
    return head


def _fewest_cut(match: Match) -> tuple[int, int]:
    """How many letters of a word a reading leaves out (its article counts for none), then the rank of its table."""
    hit = match.hit
    return hit.skip - 2 * hit.article + hit.drop, HEAD_TABLES.index(match.table)


def _misspelt(sentence: Sentence, i: int, head: Match) -> bool:
    """قوي (strong) folds to the letters of قوى (forces): where ي is written, a form listed with ى is another word."""
    written = sentence.tokens.spelled(i)[head.hit.skip :]
    if not written.endswith("ي"):
        return False
    listed = {form.removeprefix("ال") for column in ("forms", "plural") for form in head.entry.row.list(column)}
    return written not in listed and written[:-1] + "ى" in listed


def _other_hamza(sentence: Sentence, i: int, head: Match) -> bool:
    """`أمام` (before) folds to the letters of إمام, `آمن` (safe) to those of أمن: another hamza, another word."""
    written = sentence.tokens.spelled(i)[head.hit.skip :]
    if not written.startswith(("آ", "أ")):
        return False
    same = [f for f in head.entry.row.list("forms") if fold_letters(f) == fold_letters(written)]
    if written.startswith("آ"):
        return bool(same) and not any(f.startswith("آ") for f in same)
    return head.table != "heads" and any(f.startswith("إ") for f in same)


def _is_verb_here(sentence: Sentence, i: int, head: Match) -> bool:
    """A word that is also a verb of the lexicon counts as the noun when it has an article or a preposition."""
    if head.hit.article or head.hit.proclitic or sentence.preposition_before(i):
        return False
    return any(
        m.hit.form.pos == "v" and m.hit.skip <= head.hit.skip and not m.hit.drop
        for m in sentence.matches[i]
        if m.table in ("acts", "cues")
    )


def ends_phrase(sentence: Sentence, k: int) -> bool:
    """Does token k end a phrase: a sign, a number, a date, a verb, a function word, a conjunction?"""
    if k >= sentence.stop or sentence.tokens.kinds[k] != WORD or sentence.dated(k):
        return True
    for match in sentence.matches.get(k, ()):
        if match.table in ("links", "cues", "relations", "factuality") and not match.hit.article:
            return True
        if match.hit.form.pos == "v" and not match.hit.article:
            return True
        if match.table == "cues" and match.hit.proclitic == "ب":
            return True  # "اكتفى الناطق بالقول"
    word = sentence.tokens.words[k]
    return word in ("و", "ب", "ل", "لا", "لم", "قد", "او", "ام", "ثم")


def agrees(sentence: Sentence, head: Match, adjective: Match) -> bool:
    """`القوات الحكومية المتمردين`: a sound plural of men describes men, not a force; it begins another phrase."""
    if head.table == "heads" and head.entry.row["armed"] == "yes" and adjective.entry.id == "civil":
        return sentence.tokens.words[adjective.first].endswith(("ي", "ية"))  # "جنود مدنيين": they are not civilians
    if head.table not in ("heads", "actors") or head.entry.row["kind"] == "people":
        return True
    return not sentence.tokens.words[adjective.first].endswith(("ون", "ين"))


def head_is_accusative(sentence: Sentence, match: Match) -> bool:
    """`معملا`: an object by its tanwin, and nobody's genitive."""
    word = sentence.tokens.words[match.first][match.hit.skip :]
    listed = _listed(match.entry)
    return match.length == 1 and word.endswith("ا") and word not in listed and word[:-1] in listed


def takes_no_genitive(sentence: Sentence, head: Match) -> bool:
    """`مسلحون`, `ضابطان`, `ضابطا`: forms that take no genitive; what follows is another phrase."""
    word = sentence.tokens.words[head.last]
    if head.length > 1 or head.hit.drop:
        return False
    number = head.hit.form.number
    if (number == "p" and word.endswith("ون")) or (number == "d" and word.endswith("ان")):
        return True
    return head_is_accusative(sentence, head)


@cache
def _listed(entry: Entry) -> frozenset[str]:
    """The folded forms of an entry, singular and plural."""
    return frozenset(fold_letters(f) for column in ("forms", "plural") for f in entry.row.list(column))
