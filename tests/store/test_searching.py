"""Search finds words however they are spelled and whatever is joined to them, and shows the text as it stands."""

from __future__ import annotations

import pytest
from filling import fill
from hypothesis import given
from hypothesis import strategies as st

from riwaya.model import Report
from riwaya.store import open_case
from riwaya.store.searching import Hit, search
from riwaya.store.words import ask, index_words, pack_offsets, query_words, unpack_offsets, word_offsets

TEXTS = {
    "artillery": "قُتِلَ ٣ مدنيين بعد أن قصفت القوات وبالمدفعية الثقيلة أحياء المدينة، وفق ناشطين في إدلب.",
    "hospital": "تعرض المستشفى الميداني في بلدة كفر نبل لقصف جوي، وقتل طبيب.",
    "committee": "أعلنت اللجنة الدولية للصليب الأحمر أن 16,593 شخصا فروا من ببغداد.",
    "paradise": "قال المتحدث إن الجنة ليست هنا، وقتل مدني في غارة على بغداد.",
    "split": "غـ ـارات على سوق دومـــا: مقـ ـتل 14 مدنيا في الغوطة الشرقية.",
    "market": "الشعبي سوق في دوما لا سوق شعبي، وقتل اثنان في قصف.",
}


@pytest.fixture
def filled(where: str) -> str:
    """A case with all texts."""
    fill(where, [Report(name, text, url=f"https://news.example/{name}") for name, text in TEXTS.items()])
    return where


def hits(where: str, words: str) -> list[Hit]:
    with open_case(where) as case, case.reading() as connection:
        return list(search(connection, ask(words)))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("مدفعية", "artillery"),
        ("المدفعيه", "artillery"),
        ("بالمدفعية الثقيلة", "artillery"),
        ("قتل ناشطين", "artillery"),
        ("إِدْلِب", "artillery"),
        ("ادلب", "artillery"),
        ("مدنيين 3", "artillery"),
        ("مستشفي", "hospital"),
        ("كفر", "hospital"),  # not "فر"
        ("لجنة", "committee"),
        ("16593", "committee"),
        ("١٦٬٥٩٣", "committee"),
        ("جنة", "paradise"),
        ("بغداد", "committee paradise"),
        ("غارات", "split"),
        ("مقتل", "split"),
        ("دوما سوق", "market split"),
        ("سوق شعبي", "market"),
        ('"سوق شعبي"', "market"),
        ('"شعبي سوق"', "market"),
        ('"دوما سوق"', ""),
        ('"سوق دوما"', "split"),
        ("«سوق دوما» 14", "split"),
        ("مدينة لا وجود لها", ""),
        ("، . !", ""),
        ("AND", ""),
        ('"', ""),
    ],
)
def test_words_are_found(filled: str, words: str, found: str) -> None:
    got = hits(filled, words)
    assert sorted(hit.report_id for hit in got) == found.split()
    for hit in got:
        assert hit.text == TEXTS[hit.report_id], "what is shown is the text, never its folded form"
        assert hit.places
        for start, end in hit.places:
            assert 0 <= start < end <= len(hit.text)


def test_places_are_those_of_the_text(filled: str) -> None:
    (hit,) = hits(filled, "غارات دوما")
    assert [hit.text[s:e] for s, e in hit.places] == ["غـ ـارات", "دومـــا"]
    (hit,) = hits(filled, "مدفعية قتل")
    assert [hit.text[s:e] for s, e in hit.places] == ["قُتِلَ", "وبالمدفعية"]


def test_an_old_version_is_not_found(where: str) -> None:
    url = "https://news.example/1"
    fill(where, [Report("r", TEXTS["artillery"], url=url), Report("r", TEXTS["hospital"], url=url)])
    assert hits(where, "مدفعية") == []
    assert [hit.report_id for hit in hits(where, "مستشفى")] == ["r"]


def test_newest_first(where: str) -> None:
    from datetime import date

    days = {"a": date(2020, 1, 1), "b": date(2021, 1, 1), "c": None}
    fill(where, [Report(n, TEXTS["hospital"], url=f"https://news.example/{n}", published=d) for n, d in days.items()])
    assert [hit.report_id for hit in hits(where, "مستشفى")] == ["b", "a", "c"]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400))))
def test_offsets_survive_packing(gaps: list[tuple[int, int]]) -> None:
    offsets, at = [], 0
    for gap, length in gaps:
        offsets.append((at + gap, at + gap + length))
        at += gap + length
    assert unpack_offsets(pack_offsets(offsets)) == offsets


@given(st.text(alphabet="ابتلوفكمنيةهىأإؤئ ًَُِّـ٣4a’.،\n", max_size=40))
def test_every_word_of_a_text_finds_it(text: str) -> None:
    offsets = word_offsets(text)
    for start, end in offsets:
        written = text[start:end]
        forms = set(query_words(written))
        if forms:
            assert forms & set(index_words(written))
            assert ask(written).places(text, offsets), written
