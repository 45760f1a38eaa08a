"""Numerals: what a number covers in the text, its clitics, and the readings that only a neighbour decides."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.text.normalize import clean
from riwaya.text.numberwords import SURFACES, WORDS
from riwaya.text.numerals import Numeral, digits_value, read_numeral, vague
from riwaya.text.quantities import read_quantity
from riwaya.text.tokens import Tokens


def tokens_of(text: str) -> Tokens:
    return Tokens(text, clean(text))


def first_numeral(text: str) -> Numeral | None:
    tokens = tokens_of(text)
    found = (read_numeral(tokens, i, len(tokens)) for i in range(len(tokens)))
    return next((numeral for numeral in found if numeral), None)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7", 7),
        ("007", 7),
        ("16,593", 16593),
        ("16.593", 16593),
        ("16٬593", 16593),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1,234.56", 1234.56),
        ("3.5", 3.5),
        ("3,25", 3.25),
        ("0.125", 0.125),
        ("0,500", 0.5),
        ("192.168.1.2", None),
        ("1,23,456", None),
    ],
)
def test_grouping_is_told_from_decimals(written: str, value: float | None) -> None:
    assert digits_value(written) == value


def test_whole_numbers_are_int() -> None:
    for text in ("خمسة", "3 ملايين", "2.5 مليون", "نصف مليون"):
        numeral = first_numeral(text)
        assert numeral is not None
        assert isinstance(numeral.value, int), text


@pytest.mark.parametrize(
    ("text", "form"), [("خمسة وعشرون", "words"), ("25", "digits"), ("25 ألفا", "mixed"), ("ألف و200", "mixed")]
)
def test_form(text: str, form: str) -> None:
    numeral = first_numeral(text)
    assert numeral
    assert numeral.form == form


def test_clitics_are_cut_and_told() -> None:
    text = "وأطلق النار على المجموعة بثلاثةِ صواريخ والخمسة الآخرين"
    tokens = tokens_of(text)
    found = [n for i in range(len(tokens)) if (n := read_numeral(tokens, i, len(tokens)))]
    assert [(n.value, n.proclitic, n.definite) for n in found] == [(3, "ب", False), (5, "", True)]
    assert [tokens.span(n.first, n.last, n.skip).exact for n in found] == ["ثلاثةِ", "خمسة"]


def test_a_number_ends_where_it_is_told_to() -> None:
    tokens = tokens_of("خمسة وعشرون ألفا")
    assert [getattr(read_numeral(tokens, 0, stop), "value", None) for stop in (1, 2, 3)] == [5, 25, 25000]


def test_a_line_break_ends_a_number() -> None:
    numeral = first_numeral("قتل خمسة\nوعشرون جريحا")
    assert numeral
    assert numeral.value == 5


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("300 و212", [300, 212]),
        ("ثلاثمئة ومئتين", [300, 200]),
        ("خمسة وعشرة", [5, 10]),
        ("ثمانمئة وثماني مئة", [800, 800]),
        ("عشرين وثلاثين", [20, 30]),
        ("ألف وألفان", [1000, 2000]),
        ("5، 6", [5, 6]),
        ("20-25", [20, 25]),
    ],
)
def test_two_numbers_side_by_side_stay_two(text: str, values: list[int]) -> None:
    tokens = tokens_of(text)
    found: list[float] = []
    i = 0
    while i < len(tokens):
        numeral = read_numeral(tokens, i, len(tokens))
        found += [numeral.value] if numeral else []
        i = numeral.last + 1 if numeral else i + 1
    assert found == values


def test_five_or_a_fifth() -> None:
    for text, value in (("خمس غارات", 5), ("خمس السكان", 0.2)):
        numeral = first_numeral(text)
        assert numeral
        assert numeral.value == pytest.approx(value)


def test_vague_amounts_after_a_number_are_part_of_it() -> None:
    tokens = tokens_of("ثلاثة آلاف وآلاف")
    assert vague(tokens, 1) is None
    found = vague(tokens, 2)
    assert found
    assert (found.low, found.hedge, found.skip) == (2000, "thousands", 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("سالب خمسة", -5),
        ("-12", -12),
        ("3/4", 0.75),
        ("2 1/4", 2.25),
        (".77", 0.77),
        ("واحد فاصلة خمسة", 1.5),
        ("واحد من كل عشرة", 0.1),
        ("واحد على عشرين", 0.05),
        ("جزء من مئة", 0.01),
        ("ثلاثة وعشرون خمسا", 4.6),
        ("1e10", 1e10),
        ("2.5^-1", 0.4),
        ("خمسة", 5),
    ],
)
def test_quantities(text: str, value: float) -> None:
    tokens = tokens_of(text)
    found = read_quantity(tokens, 0, len(tokens))
    assert found
    assert found.value == pytest.approx(value)
    assert found.first == 0
    assert found.last == len(tokens) - 1


@pytest.mark.parametrize("text", ["5/17/2018", "20-25", "قتل"])
def test_not_one_quantity(text: str) -> None:
    tokens = tokens_of(text)
    found = read_quantity(tokens, 0, len(tokens))
    assert found is None or (found.last == 0 and found.value in (5, 20))


@given(st.lists(st.sampled_from([*sorted(WORDS), "و", "3", "1,500", "40", "قتيل", "من", "،"]), max_size=12))
def test_whatever_stands_side_by_side_a_number_covers_what_it_says(words: list[str]) -> None:
    text = " ".join(words)
    tokens = tokens_of(text)
    for i in range(len(tokens)):
        numeral = read_numeral(tokens, i, len(tokens))
        if numeral:
            assert numeral.first == i <= numeral.last < len(tokens)
            assert numeral.value >= 0
            tokens.span(numeral.first, numeral.last, numeral.skip).check(text)
        loose = vague(tokens, i)
        if loose:
            tokens.span(loose.first, loose.last, loose.skip).check(text)


def test_ordinary_words_are_turned_away_at_once() -> None:
    words = "قال المتحدث باسم القوات إن المقاتلين دخلوا البلدة بعد معارك عنيفة مع عناصر التنظيم".split()
    assert not set(words) & set(SURFACES)
    tokens = tokens_of(" ".join(words * 400))
    stop = len(tokens)
    begin = time.perf_counter()
    for i in range(stop):
        read_numeral(tokens, i, stop)
    # measured 0.15 µs a word; the bound leaves room for a slow machine
    assert (time.perf_counter() - begin) / stop < 2e-6
