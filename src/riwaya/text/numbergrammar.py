"""The grammar of number words: how a run of them adds and multiplies to one value (ثلاثة آلاف ومئتان وخمسون).

It knows nothing of texts: `numerals` finds the words and asks here how many of them are one number.
"""

from __future__ import annotations

from typing import NamedTuple

from riwaya.text.numberwords import (
    DIGITS,
    DUAL_OR_COUNTED,
    FRACTION,
    HUNDRED,
    HUNDREDS,
    ORDINAL,
    PARTS,
    SCALE,
    SCALES,
    TEN,
    TENS,
    UNIT,
)


class Read(NamedTuple):
    """A word or digits of a number as found: `joined` by و to what stands before."""

    kind: int
    value: float
    bound: bool
    joined: bool
    article: bool
    stem: str
    last: int


class Sum(NamedTuple):
    """What a run of parts comes to: how many of them were `used`, and whether the last made it an ordinal."""

    value: float
    used: int
    ordinal: bool = False


def _below_hundred(parts: list[Read], k: int) -> Sum | None:
    if k >= len(parts):
        return None
    part = parts[k]
    after = parts[k + 1] if k + 1 < len(parts) else None
    if part.kind == DIGITS:
        return Sum(part.value, k + 1) if part.value == int(part.value) and part.value < 100 else None
    if part.kind in (TEN, TENS):
        return Sum(part.value, k + 1)
    if part.kind not in (UNIT, ORDINAL) or part.value > 19:
        return None
    ordinal = part.kind == ORDINAL
    if after is not None and part.value < 10:
        if after.kind == TEN and not after.joined and not after.article:
            return Sum(10 + part.value, k + 2, ordinal)
        if after.kind == TENS and after.joined and part.value:
            # "الواحد والعشرون" counts a place in a row though its first word is a cardinal
            return Sum(part.value + after.value, k + 2, ordinal or (part.value == 1 and part.article))
    return None if part.bound else Sum(part.value, k + 1, ordinal)


def _below_thousand(parts: list[Read], k: int) -> Sum | None:
    if k >= len(parts):
        return None
    part = parts[k]
    if part.kind in (HUNDRED, HUNDREDS):
        hundreds, used = part.value, k + 1
    elif _multiplied(parts, k + 1) and (
        (part.kind == UNIT and 3 <= part.value <= 9) or (part.kind == DIGITS and part.value < 1000)
    ):
        hundreds, used = part.value * 100, k + 2
    else:
        return _below_hundred(parts, k)
    if used < len(parts) and parts[used].joined:
        if parts[used].kind == SCALE and parts[used].value in (12, 24):  # "ثلاثمئة ودزينتين"
            return Sum(hundreds + parts[used].value, used + 1)
        rest = _below_hundred(parts, used)
        # "ثمانمئة وثماني مئة" are two hundreds, not 808
        if rest and rest.value and not _multiplied(parts, rest.used) and not _apart(parts, rest):
            return Sum(hundreds + rest.value, rest.used, rest.ordinal)
    return Sum(hundreds, used)


def _is_part_count(parts: list[Read], k: int) -> bool:
    return k < len(parts) and parts[k].kind == PARTS and not parts[k].joined


def _multiplied(parts: list[Read], k: int) -> bool:
    return k < len(parts) and parts[k].kind == HUNDRED and not parts[k].joined


def _apart(parts: list[Read], rest: Sum) -> bool:
    """Is what follows a number of parts (three quarters), to be added as such?"""
    return _is_part_count(parts, rest.used) and rest.value <= _MOST_PARTS


_MOST_PARTS = 10
"""Parts are counted with a plural up to ten: "مئة وثلاثة أرباع" is 100 and 3/4, "مئة وثلاثون خمسا" is 130/5."""


def _head(parts: list[Read], k: int, ceiling: float) -> Sum | None:
    """A number up to its first scale word: "خمسة عشر", "3", or the scale word's own one or two."""
    part = parts[k]
    if part.kind == SCALE:
        value = part.value
        after = parts[k + 1] if k + 1 < len(parts) else None
        if part.stem in DUAL_OR_COUNTED and not part.article and not (after and after.joined):
            value = float(DUAL_OR_COUNTED[part.stem])
        return Sum(value, k + 1) if value < ceiling else None
    counts_hundreds = part.kind != DIGITS or _multiplied(parts, k + 1)
    found = _below_thousand(parts, k) if counts_hundreds else Sum(part.value, k + 1)
    if found is None:
        return None
    value, used = found.value, found.used
    while used < len(parts) and _multiplies(parts[used], parts[used - 1], value):
        value, used = value * parts[used].value, used + 1
    return Sum(value, used, found.ordinal) if value < ceiling else None


def _multiplies(scale: Read, before: Read, value: float) -> bool:
    # duals never follow a number ("عشرين ألفين")
    return scale.kind == SCALE and not scale.joined and value > 0 and before.kind != ORDINAL and scale.value in SCALES


def _scale_of(value: float) -> float:
    """The scale of the last word read: what may follow after و is smaller."""
    for scale in (10**12, 10**9, 10**6, 10**3, 10**2):
        if value >= scale and value % scale == 0:
            return float(scale)
    return 12.0 if value % 12 == 0 else 1.0


def _number(parts: list[Read], k: int, ceiling: float = float("inf")) -> Sum | None:
    if k >= len(parts):
        return None
    head = _head(parts, k, ceiling)
    if head is None:
        return None
    value, used, ordinal = head
    scaled = parts[used - 1].kind == SCALE
    scale = _scale_of(value) if scaled else 1.0
    while used < len(parts) and parts[used].joined and parts[used].kind not in (FRACTION, PARTS) and scaled:
        rest = _number(parts, used, scale)
        if rest is None or rest.value == 0 or _apart(parts, rest):
            break
        value, used, ordinal = value + rest.value, rest.used, ordinal or rest.ordinal
        scaled = parts[used - 1].kind == SCALE
        scale = _scale_of(rest.value) if scaled else 1.0
    return _with_fraction(parts, value, used, ordinal)


def _with_fraction(parts: list[Read], value: float, used: int, ordinal: bool) -> Sum:
    if used >= len(parts) or not parts[used].joined or ordinal:
        return Sum(value, used, ordinal)
    part = parts[used]
    scale = _scale_of(value) if parts[used - 1].kind == SCALE else 1.0
    if part.kind == FRACTION:
        more, used = part.value, used + 1
    elif _is_part_count(parts, used + 1) and part.kind in (UNIT, DIGITS) and not part.bound:
        more, used = part.value * parts[used + 1].value, used + 2
    else:
        return Sum(value, used, ordinal)
    again = _scale_at(parts, used)  # "مليون ونصف المليون": the scale said again
    return Sum(value + more * again, used + 1) if again else Sum(value + more * scale, used)


def _scale_at(parts: list[Read], k: int) -> float | None:
    return parts[k].value if k < len(parts) and parts[k].kind == SCALE and not parts[k].joined else None


def _fraction(parts: list[Read]) -> Sum | None:
    part = parts[0]
    if part.kind == FRACTION:
        if part.article:
            return None
        of = _scale_at(parts, 1)
        return Sum(part.value * of, 2) if of else Sum(part.value, 1)
    number = _number(parts, 0)
    if number and _is_part_count(parts, number.used):
        value, used = number.value * parts[number.used].value, number.used + 1
        of = _scale_at(parts, used)  # "ثلاثة أرباع المليون"
        return Sum(value * of, used + 1) if of else Sum(value, used)
    return None


def add_up(parts: list[Read]) -> Sum | None:
    """The longest number at the head of the run; None where its first word is none by itself."""
    if not parts:
        return None
    return _fraction(parts) or _number(parts, 0)
