"""The number words of Arabic with all their forms, and every surface in which one may begin a number.

Written here in ordinary spelling; tables are folded (`normalize.fold_key`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from riwaya.text.normalize import fold_key

UNIT, TEN, TENS, HUNDRED, HUNDREDS, SCALE, ORDINAL, FRACTION, PARTS, DIGITS = range(10)
"""Kinds of number word: 0–9 and the joined teens, ten, 20–90, a hundred, 200–900, a power of a thousand (and the
dozen), "fourth", "half", the plural of a part ("أرباع"), and digits."""

SCALES = (12, 10**3, 10**6, 10**9, 10**12)
"""What a number may stand before to multiply it: the dozen, thousand, million, milliard, billion."""


class NumberWord(NamedTuple):
    """What a number word counts: `bound` when it is a number only together with the next one (أحد عشر)."""

    kind: int
    value: float
    bound: bool = False


class Surface(NamedTuple):
    """A number word as it may stand in a text: `skip` letters of clitics before `stem`."""

    word: NumberWord
    stem: str
    skip: int
    article: bool
    proclitic: str
    joined: bool


def folded(listed: str) -> frozenset[str]:
    """A set of words, folded, from one string with spaces between them."""
    return frozenset(fold_key(word) for word in listed.split())


def _units() -> Iterator[tuple[int, float, str, bool]]:
    yield UNIT, 0, "صفر", False
    yield UNIT, 1, "واحد واحدة واحده واحدا", False
    yield UNIT, 1, "أحد إحدى", True
    yield UNIT, 2, "اثنان اثنين اثنتان اثنتين ثنتان ثنتين", False
    yield UNIT, 2, "اثنا اثني اثنتا اثنتي", True
    for value, stem in enumerate(("ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع"), 3):
        yield UNIT, value, f"{stem} {stem}ة {stem}ه", False
        yield UNIT, value, f"{stem}ا", True  # "ثلاثا وعشرين"; alone it is an adverb
        short = stem.removesuffix("ي")
        yield UNIT, value + 10, f"{stem}ةعشر {stem}عشر {stem}عشرة", False
        yield TENS, value * 10, f"{short}ون {short}ين", False
        for hundred in ("مئة", "مائة", "مئه", "مائه", "مية", "ميه"):
            yield HUNDREDS, value * 100, f"{stem}{hundred} {short}{hundred}", False
    yield UNIT, 8, "ثمان", False
    yield TEN, 10, "عشر عشرة عشره", False
    yield TENS, 20, "عشرون عشرين", False
    yield HUNDRED, 100, "مئة مائة مئه مائه مئات", False
    yield HUNDREDS, 200, "مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي", False


def _scales() -> Iterator[tuple[int, float, str, bool]]:
    for scale, single, dual in (
        (12, "دزينة دستة دزينات دستات", "دزينتان دزينتين"),
        (10**3, "ألف ألفا آلاف", "ألفان ألفين ألفي"),
        (10**6, "مليون مليونا ملايين", "مليونان مليونين مليوني"),
        (10**9, "مليار مليارا مليارات بليون بليونا بلايين", "ملياران مليارين ملياري"),
        (10**12, "تريليون ترليون تريليونا تريليونات ترليونات", "تريليونان تريليونين"),
    ):
        yield SCALE, scale, single, False
        yield SCALE, 2 * scale, dual, False


def _ordinals_and_parts() -> Iterator[tuple[int, float, str, bool]]:
    yield ORDINAL, 1, "أول أولى", False
    yield ORDINAL, 1, "حادي حادية", True
    yield ORDINAL, 2, "ثان", False
    for value, stem in enumerate("ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر".split(" "), 2):
        yield ORDINAL, value, f"{stem} {stem}ة", False
    for part, (single, plural) in enumerate(
        (
            ("نصف", "أنصاف"),
            ("ثلث", "أثلاث"),
            ("ربع", "أرباع"),
            ("", "أخماس"),  # a single "خمس" is told from five by what follows; "سبع", "ثمن" are lion and price
            ("سدس", "أسداس"),
            ("", "أسباع"),
            ("", "أثمان"),
            ("", "أتساع"),
            ("", "أعشار"),
        ),
        2,
    ):
        yield FRACTION, 1 / part, single, False
        yield PARTS, 1 / part, plural, False
    yield FRACTION, 2 / 3, "ثلثا ثلثي ثلثان ثلثين", False


WORDS: dict[str, NumberWord] = {
    fold_key(form): NumberWord(kind, value, bound)
    for listed in (_units, _scales, _ordinals_and_parts)
    for kind, value, forms, bound in listed()
    for form in forms.split()
}
"""Folded number word, without clitics → what it counts."""

DUAL_OR_COUNTED = {
    fold_key(word): value for word, value in {"ألفا": 2_000, "مليونا": 2 * 10**6, "مليارا": 2 * 10**9}.items()
}
"""Words whose last ا is tanwin after a number ("20 ألفا") and the dual's at the head of one ("ألفا قتيل")."""

PLURAL_SCALES = folded("آلاف ملايين مليارات بلايين تريليونات ترليونات دزينات دستات مئات")
"""Scale words in the plural: numbers only after another number; alone they are vague (`numerals.vague`)."""

ONE = folded("واحد واحدة واحده واحدا")

# words that take no preposition as a number: "لست" is "I am not", "كسبع" "like a lion", "بصفر"
_NO_PREPOSITION = folded("ست سبع عشر تسع صفر ثمان")
# letters before the stem, the preposition among them, and whether و joins it to a number before it
_FRONTS = (
    ("", "", False),
    ("و", "", True),
    ("ف", "", False),
    ("ب", "ب", False),
    ("ل", "ل", False),
    ("ك", "ك", False),
    ("وب", "ب", True),
    ("ول", "ل", True),
    ("فب", "ب", False),
    ("فل", "ل", False),
)


def _surfaces() -> dict[str, Surface]:
    out: dict[str, Surface] = {}
    for stem, word in WORDS.items():
        for front, proclitic, joined in _FRONTS:
            if proclitic and stem in _NO_PREPOSITION:
                continue
            out.setdefault(front + stem, Surface(word, stem, len(front), False, proclitic, joined))
            article = front[:-1] + "لل" if proclitic == "ل" else front + "ال"
            out.setdefault(article + stem, Surface(word, stem, len(article), True, proclitic, joined))
    # "واحد" is one, not "and one of"
    out.update((stem, Surface(WORDS[stem], stem, 0, False, "", False)) for stem in ONE)
    return out


SURFACES = _surfaces()
"""Every folded surface in which a number word may stand, clitics included: one look-up turns most words away."""
