"""Is a page of an archive worth reading? Its language and its words of conflict decide, before anything costly is done.

Words and weights stand in `lexicons/data/ar/gate.tsv`: 2 for a word that conflict alone explains, 1 for one that other
news has too. A page passes when the weights of the different rows found in its own words (links and menus aside) reach
a threshold. The gate may let a report of a match through; it must not hold back a report of conflict.
"""

from __future__ import annotations

import re
from functools import cache

from riwaya.lexicons.loader import read_table
from riwaya.lexicons.morphology import SINGULAR, Entry, listed_forms, noun_forms, verb_entry_forms
from riwaya.text.clitics import stems, without_enclitic
from riwaya.text.normalize import fold_key

ENOUGH = 2
"""Weight at which a text passes: one sure word, or two others. Of 200 sentences that coders called an assault or a
protest, 2 have less."""
ENOUGH_IN_LONG, LONG_WORDS = 3, 120
"""A long text gathers words by chance. Of 504 web texts on incidents of war, 5 have less; three of these are no such
text."""
MIN_ARABIC = 0.5
"""Share of Arabic among the letters, as for reports (`documents/language.py`)."""
MOST_LETTERS = 20_000
"""How much of a page is looked at: longer pages are lists, and their first part says of what."""
_MEMO_WORDS = 200_000

_ARABIC = re.compile("[\u0621-\u064a]+")
_LETTERS = re.compile(r"[^\W\d_]+")


def why_dropped(text: str) -> str | None:
    """Why a text is not worth reading, for people; None where it is. Errors: BadLexicon, MissingBuild."""
    folded = fold_key(text[:MOST_LETTERS])
    words = _ARABIC.findall(folded)
    letters = sum(map(len, _LETTERS.findall(folded)))
    if sum(map(len, words)) < MIN_ARABIC * letters or not letters:
        return "not Arabic" if letters else "no words"
    weights = _weights()
    found = {row for phrase, row in _phrases() if phrase in folded}
    for word in set(words):
        found |= _rows_of(word)
    weight = sum(weights[row] for row in found)
    if weight >= (ENOUGH_IN_LONG if len(words) >= LONG_WORDS else ENOUGH):
        return None
    return f"no conflict: weight {weight} in {len(words)} words"


@cache
def _weights() -> dict[str, int]:
    return {row.id: int(row["weight"]) for row in read_table("ar/gate")}


@cache
def _forms() -> dict[str, frozenset[str]]:
    """Inflected form of one word -> rows."""
    found: dict[str, set[str]] = {}
    for row in read_table("ar/gate"):
        for form, _ in verb_entry_forms(Entry.of("gate", row)):
            found.setdefault(form, set()).add(row.id)
        for word in (words[0] for words in listed_forms(row, "forms") if len(words) == 1):
            for form, _, _ in noun_forms(word.removeprefix("ال"), SINGULAR):
                found.setdefault(form, set()).add(row.id)
    return {form: frozenset(rows) for form, rows in found.items()}


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    """Forms of several words, with their rows."""
    rows = read_table("ar/gate")
    return tuple((" ".join(words), row.id) for row in rows for words in listed_forms(row, "forms") if len(words) > 1)


_memo: dict[str, frozenset[str]] = {}


def _rows_of(word: str) -> frozenset[str]:
    known = _memo.get(word)
    if known is None:
        forms = _forms()
        rows: set[str] = set()
        for stem in stems(word):
            for base in (stem.text, *(base for base, _ in without_enclitic(stem.text))):
                rows.update(forms.get(base, ()))
                if base.endswith("ت"):
                    rows.update(forms.get(base[:-1] + "ة", ()))
        if len(_memo) >= _MEMO_WORDS:
            _memo.clear()
        known = _memo[word] = frozenset(rows)
    return known
