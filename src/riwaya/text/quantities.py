"""Figures that are not counts of people: signed, fractional, in ratios and powers (سالب خمسة · 3/4 · واحد من كل عشرة).

Counts use `numerals.read_numeral` alone: there "3 على" and "واحد من" begin something else.
"""

from __future__ import annotations

from dataclasses import replace

from riwaya.text.numberwords import folded
from riwaya.text.numerals import FIFTH, Numeral, digits_value, read_numeral
from riwaya.text.tokens import NUMBER, WORD, Tokens

_NEGATIVE = folded("سالب ناقص")
_POINT = "فاصلة"
_PART = folded("جزء أجزاء")


def read_quantity(tokens: Tokens, i: int, stop: int) -> Numeral | None:
    """The longest figure that begins at token i: a numeral with its sign, fraction, ratio or power.

    The value of a ratio is its quotient: "واحد من كل عشرة" is 0.1, "3/4" is 0.75.
    """
    word = tokens.words[i]
    if tokens.kinds[i] == WORD and word in _NEGATIVE:
        found = read_quantity(tokens, i + 1, stop) if i + 1 < stop else None
        return replace(found, first=i, skip=0, value=-found.value) if found and found.value > 0 else None
    if word == "-" and i + 1 < stop and tokens.kinds[i + 1] == NUMBER and not _follows_number(tokens, i):
        found = _unsigned(tokens, i + 1, stop)
        return replace(found, first=i, value=-found.value) if found else None
    if tokens.kinds[i] == WORD and word in _PART:
        return _one_part(tokens, i, stop)
    return _unsigned(tokens, i, stop)


def _follows_number(tokens: Tokens, i: int) -> bool:
    return i > 0 and tokens.kinds[i - 1] == NUMBER


def _unsigned(tokens: Tokens, i: int, stop: int) -> Numeral | None:
    base = _decimal(tokens, i, stop)
    if base is None or base.ordinal:
        return base
    for more in (_power, _slashed, _fifths, _ratio):
        found = more(tokens, base, stop)
        if found is not None:
            return found
    return base


def _decimal(tokens: Tokens, i: int, stop: int) -> Numeral | None:
    """A numeral, ".77", or "واحد فاصلة خمسة" (decimals said as digits: 1.5)."""
    if tokens.words[i] in (".", ",") and i + 1 < stop and tokens.kinds[i + 1] == NUMBER and not tokens.spaced(i + 1):
        # a full stop glued to what stands before ends a sentence ("قتل.77"), and begins no decimals
        value = digits_value("0." + tokens.words[i + 1]) if tokens.spaced(i) else None
        return None if value is None else Numeral(i, i + 1, 0, value, False, "digits")
    whole = read_numeral(tokens, i, stop)
    if whole is None or whole.last + 2 >= stop or tokens.words[whole.last + 1] != _POINT:
        return whole
    part = read_numeral(tokens, whole.last + 2, stop)
    if part is None or not isinstance(part.value, int) or part.value < 0:
        return whole
    of = _ratio(tokens, part, stop)
    if of is not None and of.value < 1:  # "مئتان فاصلة ثلاثة من مئة"
        return replace(whole, last=of.last, value=whole.value + of.value)
    value = digits_value(f"{int(whole.value)}.{part.value}")
    return whole if value is None else replace(whole, last=part.last, value=value)


def _power(tokens: Tokens, base: Numeral, stop: int) -> Numeral | None:
    """1e10, 12.32e+14, 1.1^23, 2.5^-1."""
    k = base.last + 1
    if base.form != "digits" or k + 1 >= stop or tokens.words[k] not in ("e", "E", "^") or tokens.spaced(k):
        return None
    sign = 1
    k += 1
    while k < stop and tokens.words[k] in ("+", "-"):
        sign = -sign if tokens.words[k] == "-" else sign
        k += 1
    exponent = digits_value(tokens.words[k]) if k < stop and tokens.kinds[k] == NUMBER else None
    if not isinstance(exponent, int) or exponent > _LARGEST_EXPONENT:
        return None
    if tokens.words[base.last + 1] == "^":
        return replace(base, last=k, value=float(base.value) ** (sign * exponent))
    return replace(base, last=k, value=float(f"{base.value}e{sign * exponent}"))


_LARGEST_EXPONENT = 300
"""Powers beyond the range of a float are no figures in a text."""


def _slashed(tokens: Tokens, base: Numeral, stop: int) -> Numeral | None:
    """3/4, and 2 1/4 after a whole number. Three parts (5/17/2018) are a date."""
    if base.form != "digits" or base.last != base.first:
        return None
    following = base.last + 1
    if following < stop and tokens.kinds[following] == NUMBER and tokens.spaced(following):
        part = _quotient(tokens, following, stop)
        return replace(base, last=following + 2, value=base.value + part) if part is not None and part < 1 else None
    value = _quotient(tokens, base.first, stop)
    if value is None:
        return None
    # "1/4 2": written from right to left, the whole number stands after its part
    whole = base.first + 3
    if value < 1 and whole < stop and tokens.kinds[whole] == NUMBER and tokens.words[whole].isdigit():
        return replace(base, last=whole, value=value + int(tokens.words[whole]))
    return replace(base, last=base.first + 2, value=value)


def _fifths(tokens: Tokens, base: Numeral, stop: int) -> Numeral | None:
    """ثلاثة وعشرون خمسا · ثلاثة وخمس: a number of fifths, or a fifth more."""
    k = base.last + 1
    if k >= stop:
        return None
    if tokens.words[k] in _FIFTHS:
        return replace(base, last=k, value=base.value / 5)
    apart = tokens.words[k] == "و" and k + 1 < stop
    last = k + apart
    ends = last + 1 >= stop or tokens.kinds[last + 1] != WORD
    if ends and (tokens.words[k] == "و" + FIFTH or (apart and tokens.words[last] == FIFTH)):
        return replace(base, last=last, value=base.value + 1 / 5)
    return None


_FIFTHS = folded("خمس خمسا")


def _quotient(tokens: Tokens, i: int, stop: int) -> float | None:
    """The value of digits/digits at i, written without spaces; None where it is part of a longer chain."""
    if i + 2 >= stop or tokens.words[i + 1] != "/" or tokens.spaced(i + 1) or tokens.spaced(i + 2):
        return None
    goes_on = i + 3 < stop and tokens.words[i + 3] in ("/", "-") and not tokens.spaced(i + 3)
    if goes_on or (i > 1 and tokens.words[i - 1] == "/"):
        return None
    above, below = digits_value(tokens.words[i]), digits_value(tokens.words[i + 2])
    return above / below if above is not None and below else None


def _ratio(tokens: Tokens, base: Numeral, stop: int) -> Numeral | None:
    """واحد على عشرين · ثلاثة من كل عشرة · واحد جزء من مئة."""
    k = base.last + 1
    if k < stop and tokens.words[k] in _PART:
        k += 1
    if k >= stop or tokens.words[k] not in ("من", "علي") or (tokens.words[k] == "علي" and k > base.last + 1):
        return None
    k += 1
    if k < stop and tokens.words[k] == "كل":
        k += 1
    whole = read_numeral(tokens, k, stop) if k < stop else None
    if whole is None or whole.ordinal or whole.definite or not whole.value:
        return None
    return replace(base, last=whole.last, value=base.value / whole.value, form=_form(base, whole))


def _one_part(tokens: Tokens, i: int, stop: int) -> Numeral | None:
    """جزء من مئة: a hundredth."""
    if i + 2 >= stop or tokens.words[i] != "جزء" or tokens.words[i + 1] != "من":
        return None
    whole = read_numeral(tokens, i + 2, stop)
    if whole is None or not whole.value or whole.ordinal:
        return None
    return replace(whole, first=i, skip=0, value=1 / whole.value, proclitic="")


def _form(first: Numeral, second: Numeral) -> str:
    return first.form if first.form == second.form else "mixed"
