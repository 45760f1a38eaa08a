"""Roles of lines: the cases page by page, the vocabulary row by row, and offsets everywhere."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.documents import label_lines
from riwaya.documents.body import looks_related
from riwaya.documents.datelines import kind_of_part
from riwaya.documents.lines import sentence_strength, split_lines
from riwaya.documents.vocabulary import load_vocabulary
from riwaya.lexicons.loader import Row, read_table
from riwaya.model import ROLES, Segment
from riwaya.text.normalize import fold_key

CASES = Path(__file__).resolve().parent.parent / "cases" / "furniture"


def cases(*piles: str) -> list[object]:
    found: list[object] = []
    for pile in piles:
        lines = (CASES / f"{pile}.jsonl").read_text("utf-8").splitlines()
        found += [pytest.param(case, id=f"{pile}-{case['id']}") for case in map(json.loads, lines)]
    return found


def build(case: dict[str, Any], gap: str = "\n") -> tuple[str, list[tuple[str, int, int]]]:
    """The page's text and the roles with the offsets that they must have."""
    text = ""
    wanted = []
    for line in case["lines"]:
        for role, words in line if isinstance(line[0], list) else [line]:
            bare = words.strip()
            start = len(text) + words.index(bare)
            wanted.append((role, start, start + len(bare)))
            text += words
        text += gap
    return text, wanted


def shown(text: str, segments: tuple[Segment, ...]) -> list[tuple[str, str]]:
    return [(s.role, text[s.start : s.end]) for s in segments]


def check_cover(text: str, segments: tuple[Segment, ...]) -> None:
    """Segments stand in order, neither empty nor padded, and leave out nothing but white space."""
    position = 0
    for segment in segments:
        assert segment.role in ROLES
        assert segment.rule
        assert not text[position : segment.start].strip()
        words = text[segment.start : segment.end]
        assert words
        assert words == words.strip()
        position = segment.end
    assert not text[position:].strip()


@pytest.mark.parametrize("case", cases("wild", "synthetic", "negative"))
def test_each_line_has_its_role(case: dict[str, Any]) -> None:
    text, wanted = build(case)
    segments = label_lines(text, title=case["title"])
    assert shown(text, segments) == [(role, text[start:end]) for role, start, end in wanted]
    assert [(s.start, s.end) for s in segments] == [(start, end) for _, start, end in wanted]


@pytest.mark.parametrize("case", cases("wild", "synthetic", "negative"))
@pytest.mark.parametrize("gap", ["\r\n", "\n\n", " \n\t\n \u00a0"])
def test_line_ends_and_blanks_change_no_role(case: dict[str, Any], gap: str) -> None:
    text, wanted = build(case, gap)
    segments = label_lines(text, title=case["title"])
    assert [(s.role, s.start, s.end) for s in segments] == wanted
    check_cover(text, segments)


@pytest.mark.parametrize("case", cases("wild", "synthetic"))
def test_marks_and_hamza_change_no_role(case: dict[str, Any]) -> None:
    """A page in another spelling (no hamza, tatweel inside words, vowel marks) reads the same."""
    plain, wanted = build(case)
    spelled = {"أ": "ا", "إ": "ا", "ن": "ن\u064e", "سا": "س\u0640ا"}
    for letters, other in spelled.items():
        plain = plain.replace(letters, other)
    assert [s.role for s in label_lines(plain, title=case["title"])] == [role for role, _, _ in wanted]


@given(st.text(alphabet='ابتقل وفي.:\n\r\t \u200f…"|-5a', max_size=400), st.none() | st.text(max_size=40))
def test_any_text_is_covered(text: str, title: str | None) -> None:
    check_cover(text, label_lines(text, title=title))


def test_a_blank_text_has_no_segment() -> None:
    assert label_lines(" \n\t\u00a0\r\n", title=None) == ()


def test_signs_alone_are_furniture() -> None:
    text = "\u200f\n***\n(س)\n"
    assert [(s.role, s.rule) for s in label_lines(text, title=None)] == [("furniture", "sign")] * 3


def test_every_copy_of_the_headline_is_headline() -> None:
    title = "هدوء حذر على جبهات الشمال"
    text = f"{title}\nالرئيسية\n{title}\nساد هدوء حذر جبهات الشمال يوم الأحد، وفق مراسلين في المنطقة.\n{title}"
    roles = [s.role for s in label_lines(text, title=title)]
    assert roles == ["headline", "furniture", "headline", "paragraph", "headline"]


def test_the_title_may_carry_the_site_and_come_several_times() -> None:
    line = "ارتفاع حصيلة انفجار الميناء"
    body = "ارتفعت حصيلة انفجار الميناء إلى سبعين قتيلا، بحسب وزارة الصحة."
    for title in (f"{line} - صحيفة الميدان", f"{line} {line} {line} | الميدان", f"الميدان | {line}"):
        assert label_lines(f"{line}\n{body}", title=title)[0].rule == "title"


def test_a_paragraph_that_begins_with_the_title_is_a_paragraph() -> None:
    title = "قتل ثلاثة مدنيين في غارة"
    text = (
        "قتل ثلاثة مدنيين في غارة على أطراف البلدة مساء أمس، بينما كانوا عائدين من حقولهم في الوادي، ونقل المصابون "
        "وعددهم تسعة إلى مستشفى ميداني قريب من خطوط التماس، كما قال مسعفون وسكان من القرية المجاورة."
    )
    assert [s.role for s in label_lines(text, title=title)] == ["paragraph"]


def test_a_page_of_links_without_text_is_all_furniture() -> None:
    links = [f"مقتل {n} أشخاص في حادث على طريق الجبل" for n in range(3, 9)]
    text = "\n".join(["الرئيسية", "من نحن", "اتصل بنا", *links, "English"])
    assert {s.role for s in label_lines(text, title="عنوان لا يظهر في الصفحة كلها")} == {"furniture"}


def test_comments_end_the_report() -> None:
    body = "أعلنت الشرطة اعتقال خمسة أشخاص يشتبه في تورطهم في تفجير السوق."
    comment = "قال أبو محمد إن هذا الخبر غير صحيح، وإن أحدا لم يعتقل في المدينة أمس."
    text = f"{body}\nاترك تعليقا\n{comment}\n{comment[:-5]} اليوم."
    assert [s.role for s in label_lines(text, title=None)] == ["paragraph", "furniture", "furniture", "furniture"]


def test_a_comment_count_over_the_text_ends_nothing() -> None:
    body = "أعلنت الشرطة اعتقال خمسة أشخاص يشتبه في تورطهم في تفجير السوق."
    assert [s.role for s in label_lines(f"التعليقات (0)\n{body}\n{body[:-1]} ليلا.", title=None)] == [
        "furniture",
        "paragraph",
        "paragraph",
    ]


@pytest.mark.parametrize(
    ("line", "strength"),
    [
        ("قال شهود إن القصف توقف مع المغيب", 2),
        ("قتل أربعة أشخاص وأصيب عشرة في انفجار لغم قرب معبر حدودي شرق البلاد.", 2),
        ("مقتل أربعة أشخاص في انفجار لغم قرب المعبر", 0),
        ("أفاد مراسلنا أن طائرة قصفت سيارة على طريق الساحل قرب بلدة المحطة مساء أمس وقتلت…", 0),
        ("وأفاد مراسلنا أن طائرة قصفت سيارة على طريق الساحل...", 2),
        ("وقال الناطق باسم الجماعة إن", 1),
        ("Read more about this story on our website today and tomorrow.", 0),
    ],
)
def test_sentences_are_told_from_headlines(line: str, strength: int) -> None:
    (found,) = split_lines(line)
    found.opening = load_vocabulary().opens_sentence(found)
    assert sentence_strength(found) == strength


@pytest.mark.parametrize(
    ("line", "related"),
    [
        ("بعد المجزرة.. قصف جديد على السوق", True),
        ("مصدر أمني: مقتل ستة عناصر في كمين", True),
        ("غارات على أطراف المدينة الشرقية |فيديو", True),
        ("نزوح جديد من قرى السهل نحو…", True),
        ("ألغام وحواجز على الطريق", False),
        ("أسماء القتلى كما وردت في البيان:", False),
        ("هيومن رايتس: جريمة حرب", False),
    ],
)
def test_headlines_of_other_reports_are_told_from_headings(line: str, related: bool) -> None:
    (found,) = split_lines(line)
    assert looks_related(found) is related


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("دمشق", "place"),
        ("ريف حلب", "place"),
        ("أ ف ب", "agency"),
        ("«الشرق الأوسط»", "agency"),
        ("الميدان برس", "agency"),
        ("متابعات", "desk"),
        ("الدوحة 3 رجب 1437 هـ الموافق 10 ابريل 2016 م قنا", "agency"),
        ("6 نيسان 2018", "date"),
        ("سامر الحلو", "name"),
        ("", ""),
    ],
)
def test_parts_of_a_byline(part: str, kind: str) -> None:
    assert kind_of_part(fold_key(part).lower()) == kind


def rows(table: str) -> list[object]:
    return [pytest.param(row, id=row.id) for row in read_table(table)]


BODY = "وقال مسؤول محلي إن الطريق بين المدينتين ما زال مغلقا منذ الأحد الماضي."


@pytest.mark.parametrize("row", rows("ar/furniture"))
def test_the_example_of_a_furniture_row_matches(row: Row) -> None:
    kind, example = row["kind"], row["example"]
    segments = label_lines(f"{BODY}\n{example}", title=None)[1:]
    if kind in ("inline", "inline_stop"):
        assert [s.role for s in segments] == ["paragraph", "furniture"]
        assert segments[1].rule == kind.replace("_", "-")
    elif kind == "opening":
        (line,) = split_lines(example)
        assert load_vocabulary().opens_sentence(line)
    elif kind in ("caption", "credit"):
        assert [(s.role, s.rule) for s in segments] == [("caption", "caption")]
    else:
        assert [(s.role, s.rule) for s in segments] == [("furniture", f"{kind}:{row.id}")]


@pytest.mark.parametrize("row", rows("ar/bylines"))
def test_the_example_of_a_byline_row_matches(row: Row) -> None:
    headline = "هدوء حذر على جبهات الشمال"
    segment = label_lines(f"{headline}\n{row['example']}\n{BODY}", title=headline)[1]
    assert segment.role == ("byline" if row["kind"] in ("prefix", "open_prefix") else "dateline"), segment


@pytest.mark.parametrize("table", ["ar/furniture", "ar/bylines"])
def test_no_form_stands_twice_in_one_kind(table: str) -> None:
    seen: dict[tuple[str, str], str] = {}
    twice = []
    for row in read_table(table):
        for form in row.list("forms"):
            key = (row["kind"], fold_key(form).lower())
            if key in seen:
                twice.append(f"{row.where}: {form} stands also in {seen[key]}")
            seen[key] = row.where
    assert twice == []


@pytest.mark.parametrize("row", rows("ar/furniture"))
def test_furniture_rows_keep_their_contract(row: Row) -> None:
    assert row["ends"] in ("", "yes")
    assert row.list("forms")
    assert all(form == " ".join(form.split()) for form in row.list("forms"))


@pytest.mark.parametrize(
    "line",
    [
        "http://" * 5000 + " x",
        "#" * 20_000 + " a",
        "#a#b" * 5000 + " ا",
        "شارك " * 20_000,
        "سياسة" * 20_000,
        "سياسة" + "ب" * 200_000,
        "- " * 50_000,
        "(" * 20_000 + "رويترز",
        "a" + " " * 200_000 + "http",
        "ا" * 500_000,
        "1/" * 30_000,
        "..." * 50_000,
        "{{" * 20_000,
        "ـ" * 100_000 + "ا ـ" * 20_000,
    ],
    ids=lambda line: f"{line[:6]!r}",
)
def test_no_line_takes_long(line: str) -> None:
    """Lines made to keep a pattern busy: a second would be a thousand times what such a line may take."""
    begin = time.perf_counter()
    check_cover(line, label_lines(f"{line}", title=line[:50]))
    assert time.perf_counter() - begin < 1.0


def test_speed() -> None:
    """A page of 3,000 characters in under 5 ms; it takes about 1 ms on one core, the rest is for busy machines."""
    text, _ = build(json.loads((CASES / "wild.jsonl").read_text("utf-8").splitlines()[0]))
    page = (text * (3000 // len(text) + 1))[:3000]
    label_lines(page, title=None)
    times = []
    for _ in range(20):
        begin = time.perf_counter()
        label_lines(page, title=None)
        times.append(time.perf_counter() - begin)
    assert min(times) < 0.005
