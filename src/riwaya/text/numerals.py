"""Numbers as Arabic news writes them: digits, words in both genders and all cases, and the two mixed.

`read_numeral` is asked about every token of a report, so the first word is looked up whole, clitics included, in one
dictionary; the grammar runs only on what is found there. Words are folded (`normalize.fold_letters`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from riwaya.text.normalize import fold_key
from riwaya.text.numbergrammar import Read, Sum, add_up
from riwaya.text.numberwords import (
    DIGITS,
    HUNDRED,
    HUNDREDS,
    ONE,
    PLURAL_SCALES,
    SURFACES,
    TEN,
    TENS,
    UNIT,
    Surface,
    folded,
)
from riwaya.text.tokens import NUMBER, WORD, Tokens


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number: tokens first..last (inclusive), without `skip` leading letters of the first token.

    `ordinal` is true for "the fourth"; `definite` where the first word carries ال; `proclitic` is the preposition cut
    from it (ب، ل، ك or ""). `form` is `digits`, `words` or `mixed` (3 آلاف). Percent signs stay outside.
    """

    first: int
    last: int
    skip: int
    value: int | float
    ordinal: bool
    form: str
    definite: bool = False
    proclitic: str = ""


_GROUPED = re.compile(r"\d{1,3}(?:[.,٬]\d{3})+")


def digits_value(written: str) -> int | float | None:
    """The value of one token in digits; grouping (16,593 · 16.593) is told from decimals (3.5 · 0,25). None: no number.

    A single group of three after a sign is grouping ("16.593"), unless the number begins with 0 ("0.125").
    """
    if written.isdigit():
        return int(written)
    written = written.replace("٬", ",")
    head, mark, tail = written.partition(".") if written.count(".") == 1 and "," in written else ("", "", "")
    if mark and _GROUPED.fullmatch(head) and tail.isdigit():  # 1,234.56
        return float(f"{head.replace(',', '')}.{tail}")
    signs = {char for char in written if not char.isdigit()}
    if len(signs) == 1 and _GROUPED.fullmatch(written) and not written.startswith("0"):
        return int(re.sub(r"\D", "", written))
    whole, _, decimals = re.sub("[,.]", ".", written).partition(".")
    return float(f"{whole}.{decimals}") if len(signs) == 1 and decimals.isdigit() else None


def _digits(tokens: Tokens, i: int, stop: int) -> tuple[int | float, int] | None:
    """Value and last token of digits at i; "12،220" and "1 234 567" are one number."""
    written = tokens.words[i]
    value = digits_value(written)
    if not isinstance(value, int) or len(written) > 3 or not written.isdigit() or written.startswith("0"):
        return None if value is None else (value, i)
    for gap in (1, 0):
        groups, last = [written], i
        while (following := _next_group(tokens, last, stop, gap)) is not None:
            last = following
            groups.append(tokens.words[last])
            if not groups[-1].isdigit():
                break
        # a fourth block of digits makes it a telephone number, not a number in groups
        if last > i and not (gap == 0 and last + 1 < stop and tokens.kinds[last + 1] == NUMBER):
            whole = digits_value("".join(groups[:-1]) + groups[-1].replace(",", "."))
            return None if whole is None else (whole, last)
    return value, i


_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?")


def _next_group(tokens: Tokens, last: int, stop: int, signs: int) -> int | None:
    """The token of the next three digits: after "،" without spaces (`signs` 1), or after one space (`signs` 0)."""
    following = last + 1 + signs
    if following >= stop or tokens.kinds[following] != NUMBER or not _GROUP.fullmatch(tokens.words[following]):
        return None
    gap = tokens.starts[following] - tokens.ends[last]
    return following if gap == 1 and (not signs or tokens.words[last + 1] == "،") else None


_MAX_PARTS = 14
"""Words in the longest number anyone writes out (999,999,999 in full), compounds counted apart."""


def _parts(tokens: Tokens, i: int, stop: int) -> list[Read]:
    words, kinds = tokens.words, tokens.kinds
    out: list[Read] = []
    stop = min(stop, i + 2 * _MAX_PARTS)
    while i < stop and len(out) < _MAX_PARTS:
        joined = False
        if out and words[i] == "و" and i + 1 < stop:
            joined, i = True, i + 1
        if kinds[i] == NUMBER:
            found = _digits(tokens, i, stop) if joined or not out else None
            if found is None:
                break
            out.append(Read(DIGITS, found[0], False, joined, False, "", found[1]))
            i = found[1] + 1
            continue
        surface = SURFACES.get(words[i]) if kinds[i] == WORD else None
        if surface is None or (out and not _continues(surface, joined)):
            break
        joined = joined or (surface.joined and bool(out))
        word = surface.word
        out.append(Read(word.kind, word.value, word.bound, joined, surface.article, surface.stem, i))
        i += 1
    return out


def _continues(surface: Surface, joined: bool) -> bool:
    """May the word go on with a number: bare, with ال, or with the one و that joins it?"""
    return (
        not surface.proclitic
        and not (joined and surface.joined)
        and surface.skip <= surface.joined + 2 * surface.article
    )


_PERCENT = folded("في فى")
_BEFORE_ZERO = folded("شهر من")
_NOT_ONE = folded("أي أية كل لا ولا وقت آن")
_DEFINITE = ("ال", "وال", "بال", "لل", "كال", "فال")
_TWO_OR_MONDAY = folded("اثنين")
_SIX_OR_LADY = folded("ست")


def _stands_alone(tokens: Tokens, i: int, stop: int, surface: Surface) -> bool:
    """Is a word that is also something else (Monday, lady, lion, the percent's hundred, Safar) a number here?"""
    before = tokens.words[i - 1] if i else ""
    after = tokens.words[i + 1] if i + 1 < stop and tokens.kinds[i + 1] == WORD else ""
    stem, kind, value = surface.stem, surface.word.kind, surface.word.value
    if kind == HUNDRED and surface.article:
        return surface.proclitic != "ب" and before not in _PERCENT
    if stem in _TWO_OR_MONDAY:  # "يوم اثنين", "اثنين الأسبوع الماضي", "الاثنين": the day
        return not (surface.article or before == "يوم" or after.startswith("ال"))
    if stem in ONE:
        return not surface.article and before not in _NOT_ONE
    if stem in _SIX_OR_LADY and after.startswith("ال"):  # "ست البيت": what is counted is not definite
        return False
    if value == 0:
        return before not in _BEFORE_ZERO and not surface.article
    if surface.article and kind in (UNIT, TEN) and value >= 3 and stem[-1] not in "ةه":
        # "الدول السبع" but not "بئر السبع", "الست": the definite feminine follows a definite noun
        return before.startswith(_DEFINITE)
    return True


def read_numeral(tokens: Tokens, i: int, stop: int) -> Numeral | None:
    """The longest number that begins at token i and ends before `stop`; None where none begins.

    Vague amounts (عشرات، بضعة) are `vague`'s. The digits of a date, time or telephone number are numbers here: readers
    of dates come first.
    """
    kind = tokens.kinds[i]
    if kind == NUMBER:
        surface = None
    elif kind == WORD:
        surface = SURFACES.get(tokens.words[i])
        if surface is None or surface.stem in PLURAL_SCALES:
            return None
    else:
        return None
    if (i, stop) not in tokens.numerals:
        tokens.numerals[i, stop] = _read(tokens, i, stop, surface)
    known: Numeral | None = tokens.numerals[i, stop]
    return known


def _read(tokens: Tokens, i: int, stop: int, surface: Surface | None) -> Numeral | None:
    parts = _parts(tokens, i, stop)
    found = add_up(parts)
    if found is None:
        return None
    used = parts[: found.used]
    if surface is not None and len(used) == 1:
        if not _stands_alone(tokens, i, stop, surface):
            return None
        found = _single(tokens, i, stop, surface, found)
    value = int(found.value) if found.value == int(found.value) else found.value
    digits = {part.kind == DIGITS for part in used}
    form = "mixed" if len(digits) == 2 else "digits" if digits == {True} else "words"
    return Numeral(
        first=i,
        last=used[-1].last,
        skip=surface.skip if surface else 0,
        value=value,
        ordinal=found.ordinal,
        form=form,
        definite=bool(surface and surface.article),
        proclitic=surface.proclitic if surface else "",
    )


FIFTH = "خمس"
"""Five of something feminine, or a fifth."""
_LIKE_A_PART = {FIFTH: 5, "سبع": 7, "تسع": 9, "عشر": 10}
"""Numbers of something feminine that are spelled like a part; "ثمن" is far oftener a price."""


def _single(tokens: Tokens, i: int, stop: int, surface: Surface, found: Sum) -> Sum:
    after = tokens.words[i + 1] if i + 1 < stop and tokens.kinds[i + 1] == WORD else ""
    # "خمس السكان" is a fifth of them: a counted noun is never definite after a bare number
    part = _LIKE_A_PART.get(surface.stem)
    if part and not surface.article and after.startswith("ال"):
        return Sum(1 / part, 1)
    if surface.word.kind == TENS and surface.article:
        return Sum(found.value, 1, ordinal=True)
    return found


@dataclass(frozen=True, slots=True)
class Vague:
    """An amount without a number: tokens first..last (inclusive), without `skip` leading letters of the first.

    `low` is the least it can mean by convention (codebook: dozens 20, hundreds 200, thousands 2,000), None for
    "several". `hedge` is `dozens`, `hundreds`, `thousands` or `several`.
    """

    first: int
    last: int
    skip: int
    low: int | None
    hedge: str


_PLURALS: dict[str, tuple[int, str]] = {
    fold_key(word): (low, hedge)
    for word, low, hedge in (
        ("عشرات", 20, "dozens"),
        ("مئات", 200, "hundreds"),
        ("مائات", 200, "hundreds"),
        ("آلاف", 2_000, "thousands"),
        ("ألوف", 2_000, "thousands"),
        ("ملايين", 2_000_000, "thousands"),
    )
}
# what "tens" and "hundreds" of a larger unit come to: عشرات الآلاف is 20,000
_TIMES = {fold_key(word): times for word, times in (("عشرات", 10), ("مئات", 100), ("مائات", 100), ("آلاف", 1_000))}
_SEVERAL = folded("بضعة بضع بضعه عدة عده عديدة عديدين عديدون")
_NUMBER_OF = folded("عدد عددا أعداد أعدادا")
_MANY_OF = folded("عديد كثير")  # with ال: "العديد من"
_EQUIPMENT = folded("وعتاد وعتادا")  # "عدة وعتاد" is equipment
_NUMBER_ADJECTIVES = folded(
    "كبير كبيرا كبيرة قليل قليلا قليلة محدود محدودا غير محدد محددا معروف معلوم آخر آخرا أكبر هائل هائلة "
    "ضخم ضخمة لا بأس به متزايد متزايدا متزايدة مماثل متنوع صغير صغيرا صغيرة"
)
_BARE_FRONTS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")
_ARTICLE_FRONTS = ("ال", "وال", "بال", "لل", "فال", "كال", "وبال")


def _vague_surfaces() -> dict[str, tuple[str, int]]:
    out: dict[str, tuple[str, int]] = {}
    # "العدد" is "the number", "العدة" equipment, and "عديد" means many only as "العديد من"
    for stems, fronts in (
        (_PLURALS, _BARE_FRONTS + _ARTICLE_FRONTS),
        (_SEVERAL | _NUMBER_OF, _BARE_FRONTS),
        (_MANY_OF, _ARTICLE_FRONTS),
    ):
        for stem in stems:
            for front in fronts:
                out.setdefault(front + stem, (stem, len(front)))
    return out


_VAGUE = _vague_surfaces()


def begins_amount(word: str) -> bool:
    """May a number or a vague amount begin with this folded word?"""
    return word in SURFACES or word in _VAGUE


def ends_amount(word: str) -> bool:
    """May a number in words or a vague amount ("عدد كبير من") end with this folded word?"""
    return begins_amount(word) or word == "من"


def vague(tokens: Tokens, i: int, stop: int | None = None) -> Vague | None:
    """The amount without a number that begins at token i: عشرات، مئات الآلاف، بضعة، عدة، عدد كبير من."""
    if tokens.kinds[i] != WORD:
        return None
    found = _VAGUE.get(tokens.words[i])
    if found is None:
        return None
    stop = len(tokens) if stop is None else stop
    stem, skip = found
    if stem in _PLURALS:
        if _counted(tokens, i):
            return None
        low, hedge = _PLURALS[stem]
        larger = _PLURALS.get(tokens.words[i + 1].removeprefix("ال")) if i + 1 < stop else None
        if stem in _TIMES and larger and larger[0] > low and tokens.words[i + 1].startswith("ال"):
            return Vague(i, i + 1, skip, _TIMES[stem] * larger[0], "thousands")
        return Vague(i, i, skip, low, hedge)
    if stem in _SEVERAL:
        return _several(tokens, i, stop, skip)
    return _number_of(tokens, i, stop, skip)


def _counted(tokens: Tokens, i: int) -> bool:
    """Does a number stand before ("ثلاثة آلاف", "3 آلاف")? Then this is no vague amount."""
    if i == 0:
        return False
    before = SURFACES.get(tokens.words[i - 1])
    return tokens.kinds[i - 1] == NUMBER or (before is not None and before.word.kind in (UNIT, TEN, HUNDREDS, HUNDRED))


def _several(tokens: Tokens, i: int, stop: int, skip: int) -> Vague | None:
    after = tokens.words[i + 1] if i + 1 < stop and tokens.kinds[i + 1] == WORD else ""
    if after in _EQUIPMENT:
        return None
    larger = _PLURALS.get(after)
    if larger:
        low, hedge = larger
        return Vague(i, i + 1, skip, low, hedge)
    return Vague(i, i, skip, None, "several")


def _number_of(tokens: Tokens, i: int, stop: int, skip: int) -> Vague | None:
    k = i + 1
    while k < min(stop, i + 5) and tokens.words[k] in _NUMBER_ADJECTIVES:
        k += 1
    return Vague(i, k, skip, None, "several") if k < stop and tokens.words[k] == "من" else None
