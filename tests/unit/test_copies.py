"""Copies: which reports repeat each other's text, and what only looks so."""

from __future__ import annotations

import random
from datetime import date

from riwaya.accounts import CopyEdge
from riwaya.events.copies import copy_groups, find_copies, sheet_of
from riwaya.lexicons.loader import read_table
from riwaya.lexicons.outlets import agencies_credited, owner_of
from riwaya.model import Document, Report, Segment

WORDS = (
    "قصفت المدفعية أطراف البلدة فجرا وأصابت منزلين قرب المدرسة وقال شاهد إن الأهالي نزلوا إلى الأقبية حتى الظهر ثم "
    "عاد بعضهم إلى الحقول وتأخر وصول سيارات الإسعاف بسبب انقطاع الطريق الشرقي بينما ذكر طبيب في المستشفى أن ثلاثة "
    "جرحى نقلوا إلى المدينة وأن حال أحدهم خطرة ولم تعلن أي جهة مسؤوليتها عن القصف وأغلقت المحال أبوابها يوما كاملا"
).split()


def document(
    name: str, *lines: str, day: int | None = 1, url: str | None = None, outlet: str | None = None
) -> Document:
    text = "\n".join(lines)
    segments, start = [], 0
    for line in lines:
        role = "furniture" if line.startswith("مواضيع") else "paragraph"
        segments.append(Segment(role, start, start + len(line), "test"))
        start += len(line) + 1
    published = date(2020, 1, day) if day else None
    return Document(Report(name, text, url=url), tuple(segments), published=published, outlet=outlet)


def edges(*documents: Document) -> list[CopyEdge]:
    return find_copies([sheet_of(d) for d in documents])


def story(seed: int, words: int = 60) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def test_a_text_printed_again_is_verbatim_whatever_its_spelling() -> None:
    text = " ".join(WORDS)
    (edge,) = edges(document("a", text), document("b", text.replace("إن", "ان").replace("أ", "ا")))
    assert edge == CopyEdge("a", "b", "verbatim", 1.0)


def test_a_text_with_new_words_is_edited() -> None:
    changed = [("أمس" if k % 9 == 4 else word) for k, word in enumerate(WORDS)]
    (edge,) = edges(document("b", " ".join(changed)), document("a", " ".join(WORDS)))
    assert (edge.first, edge.second, edge.reason) == ("a", "b", "edited")
    assert edge.containment is not None
    assert 0.3 < edge.containment < 0.9


def test_a_part_of_a_text_is_an_excerpt() -> None:
    (edge,) = edges(document("a", " ".join(WORDS)), document("b", " ".join(WORDS[:20])))
    assert edge.reason == "excerpt"


def test_texts_of_the_same_words_in_another_order_are_no_copies() -> None:
    assert edges(document("a", story(1)), document("b", story(2))) == []


def test_furniture_and_short_texts_make_no_copies() -> None:
    shared = "مواضيع ذات صلة " + " ".join(WORDS)
    assert edges(document("a", shared, story(1)), document("b", shared, story(2))) == []
    assert edges(document("a", "قصف جديد"), document("b", "قصف جديد"), document("c", "")) == []


def test_the_same_words_weeks_later_are_no_copy() -> None:
    text = " ".join(WORDS)
    assert edges(document("a", text, day=1), document("b", text, day=20)) == []
    assert len(edges(document("a", text, day=1), document("b", text, day=None))) == 1


def test_a_line_on_many_pages_of_a_site_is_not_the_reports_text() -> None:
    line = " ".join(WORDS)
    pages = [document(f"p{k}", line, story(k), url=f"https://news.example/{k}") for k in range(4)]
    assert edges(*pages) == []
    assert len(edges(*pages[:2])) == 1
    elsewhere = [document(f"p{k}", line, story(k), url=f"https://n{k}.example/") for k in range(4)]
    assert len(edges(*elsewhere)) == 6


def test_a_stock_paragraph_makes_no_copies_among_many_reports() -> None:
    line = " ".join(WORDS)
    assert edges(*[document(f"p{k}", line, story(k)) for k in range(60)]) == []


def test_groups_are_named_after_their_least_report() -> None:
    chain = [CopyEdge("b", "c", "edited", 0.5), CopyEdge("a", "b", "edited", 0.5), CopyEdge("x", "y", "excerpt", 0.9)]
    assert copy_groups(chain) == {"a": "a", "b": "a", "c": "a", "x": "x", "y": "x"}


def test_edges_do_not_depend_on_the_order_of_reports() -> None:
    found = [sheet_of(document(f"p{k}", " ".join(WORDS[k:]), story(k, 20))) for k in range(12)]
    forward, backward = find_copies(found), find_copies(found[::-1])
    assert forward
    assert forward == backward


def test_agencies_and_owners_are_known_by_their_names() -> None:
    assert agencies_credited("بيروت - أ ف ب ورويترز") == ("afp", "reuters")
    assert agencies_credited("عمان (بترا)") == ("petra",)
    assert agencies_credited("الواسطة سانات") == ()
    for row in read_table("ar/credits"):
        assert row.id in agencies_credited(row["example"]), row.where
    assert owner_of("صحيفة الثورة") == owner_of("Tishreen") == "syr_state"
    assert owner_of("صحيفة لا يعرفها أحد") == "صحيفة لا يعرفها احد"
    assert owner_of(None) == ""
