"""Clitics of folded Arabic words: what may be cut from the front of a word, and what from its end.

Cutting proposes, a lexicon disposes: every stem returned here is only a candidate.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Stem(NamedTuple):
    """A candidate stem of a word: `skip` letters cut in front, `article` when ال (or لل) was among them.

    `proclitic` is the preposition cut (ب، ل، ك) or "" and `conjunction` is و, ف or "".
    """

    text: str
    skip: int
    article: bool
    proclitic: str
    conjunction: str


def cut_before_article(skip: int, proclitic: str, *, article: bool) -> int:
    """How many of `skip` cut letters a span leaves out: it keeps the article, and "لل" keeps one lam."""
    if not article:
        return skip
    return skip - (1 if proclitic == "ل" else 2)


# words that begin with the letters of the article but do not carry it
_NO_ARTICLE = frozenset(
    "الله اللهم الية اليات اليتان اليتين "
    "الي الا الان الف الفا الفين الفان الاف الوف التي الذي الذين اللذان اللذين اللتان اللتين اللواتي "
    "اللاتي الم الما اليه اليها اليهم الينا اليك الكتروني الكترونية الغاء التزام التزم التقي التحق الهام القي القت "
    "القوا القاء التقت التقوا التحاق التقاط التهاب الغي الغت المان المانيا الماني المانية "
    "المانيون المانيين".split()
)
_MIN_STEM = 2


@lru_cache(maxsize=1 << 17)
def stems(word: str) -> tuple[Stem, ...]:
    """Candidate stems of a folded word: the whole word, then conjunction, preposition and article cut in order."""
    out = [Stem(word, 0, False, "", "")]
    if not word or not "\u0621" <= word[0] <= "\u064a":
        return tuple(out)
    fronts = [(0, "")]
    if word[0] in "وف" and len(word) > _MIN_STEM:
        fronts.append((1, word[0]))
    for skip, conjunction in fronts:
        rest = word[skip:]
        if skip:
            out.append(Stem(rest, skip, False, "", conjunction))
        if rest.startswith("ال") and len(rest) - 2 >= _MIN_STEM and rest not in _NO_ARTICLE:
            out.append(Stem(rest[2:], skip + 2, True, "", conjunction))
        if rest.startswith("لل") and len(rest) - 2 >= _MIN_STEM:
            out.append(Stem(rest[2:], skip + 2, True, "ل", conjunction))
        if rest[0] in "بكل" and len(rest) - 1 >= _MIN_STEM:
            out.append(Stem(rest[1:], skip + 1, False, rest[0], conjunction))
            if (
                rest[0] in "بك"
                and rest.startswith("ال", 1)
                and len(rest) - 3 >= _MIN_STEM
                and rest[1:] not in _NO_ARTICLE
            ):
                out.append(Stem(rest[3:], skip + 3, True, rest[0], conjunction))
    return tuple(out)


ENCLITICS = ("هما", "هم", "هن", "ها", "كم", "نا", "ني", "ه", "ك", "ي")
"""Pronouns that may hang on a noun or verb, longest first."""


@lru_cache(maxsize=1 << 16)
def without_enclitic(word: str) -> tuple[tuple[str, str], ...]:
    """Candidate (stem, pronoun) pairs of a word that may end in a pronoun; the stem is as it stands before it."""
    return tuple((word[: -len(e)], e) for e in ENCLITICS if word.endswith(e) and len(word) - len(e) >= _MIN_STEM)
