"""Claims as text for people."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.console import Console

from riwaya.events import group_claims
from riwaya.model import Count, Report
from riwaya.pipeline import read_document
from riwaya.render import number, print_claim, print_events, print_reading, shown
from riwaya.text.spans import Span

SENTENCE = "قتل تسعة مدنيين، بينهم طفلان، في قصف مدفعي على مدينة دوما، بحسب ناشطين."


def printed(show: object, *arguments: object, **options: object) -> str:
    console = Console(file=io.StringIO(), width=120)
    show(console, *arguments, **options)  # type: ignore[operator]
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("bounds", "hedge", "wanted"),
    [
        ((14, 14, 14), "exact", "14"),
        ((15, 15, 15), "about", "about 15"),
        ((14, 14, None), "at_least", ">=14"),
        ((20, None, None), "dozens", ">=20"),
        ((None, 6, 6), "at_most", "<=6"),
        ((8, None, 12), "exact", "8-12"),
        ((None, None, None), "several", "several"),
    ],
)
def test_numbers_are_written_as_bounds(
    bounds: tuple[int | None, int | None, int | None], hedge: str, wanted: str
) -> None:
    low, best, high = bounds
    assert number(Count(Span(0, 1, "x"), low=low, best=best, high=high, hedge=hedge)) == wanted


def test_arabic_before_something_else_is_closed_with_a_mark() -> None:
    assert shown("لجان  المقاومة\n") == "لجان المقاومة\u200e"
    assert shown("Douma") == "Douma"


def test_each_quote_ends_its_line_after_its_offsets() -> None:
    claim = read_document(Report("r", SENTENCE)).claims[0]
    out = printed(print_claim, claim)
    for span in claim.spans():
        if span != claim.sentence:
            (line,) = {line for line in out.splitlines() if f"[{span.start}:{span.end}]" in line}
            assert line.endswith(f"«{span.exact}»")


def test_nothing_in_a_text_is_taken_for_markup() -> None:
    out = printed(print_reading, read_document(Report("[bold]r[/bold]", f"عاجل [red] :bomb:\n{SENTENCE}")))
    assert "[bold]r[/bold]" in out


def test_nothing_in_an_event_is_taken_for_markup() -> None:
    told = f"{SENTENCE.partition('، بحسب')[0]} أمس."
    own = [Report(name, told, published=date(2018, 4, 7)) for name in ("[b]r[/b]", ":bomb:")]
    text = printed(print_events, group_claims([read_document(report) for report in own]), every=True)
    assert "[b]r[/b]" in text
    assert ":bomb:" in text


def test_events_that_one_source_tells_are_only_counted() -> None:
    alone = group_claims([read_document(Report("r", SENTENCE))])
    assert alone
    events = f"{len(alone)} more event{'' if len(alone) == 1 else 's'}"
    assert printed(print_events, alone) == f"{events} told by one source only.\n"
    assert alone[0].id in printed(print_events, alone, every=True)
