"""A short mention of a speaker has the name and the role of the fuller one before it, and no other's."""

from __future__ import annotations

import pytest

from riwaya.model import Report, SourceLink
from riwaya.pipeline import read_document


def speakers(text: str) -> list[SourceLink]:
    """Who speaks in the statements of a text, in order."""
    return [s.source for s in read_document(Report("r", text)).statements if s.source]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قال وزير النقل بدر باسلمة إن الميناء فتح.\nوأضاف باسلمة أن السفن وصلت.", "وزير النقل بدر باسلمة"),
        ("قال مصدر عسكري إن القصف توقف.\nوذكر المصدر نفسه أن الرتل انسحب.", "مصدر عسكري"),
        ("أعلنت منظمة أطباء الجبل أن المشفى أغلق.\nوقالت المنظمة إن الدواء نفد.", "منظمة أطباء الجبل"),
    ],
)
def test_short_mention_is_the_fuller_one(text: str, name: str) -> None:
    assert speakers(text)[-1].name == name


@pytest.mark.parametrize(
    "text",
    [
        "قال الناطق باسم المقاومة عبد الواحد إن الحي آمن.\nوأعلنت المقاومة أنها تقدمت.",
        "قال قائد الجيش الإسرائيلي إن الغارة نجحت.\nوقال الجيش إن صاروخا سقط.",
        "قال مصدر عسكري إن القصف توقف.\nوقال مصدر إن الرتل انسحب.",
    ],
)
def test_another_is_not(text: str) -> None:
    first, *_, last = speakers(text)
    assert last.name is None or last.name != first.span.exact


def test_role_comes_with_the_name() -> None:
    first, last = speakers("قال المتحدث باسم الشرطة سالم الأحمد إن الجرحى كثر.\nوأضاف الأحمد أن الأسرة امتلأت.")
    assert first.role == last.role != "other"
