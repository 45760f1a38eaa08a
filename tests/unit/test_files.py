"""Reading reports from files and standard input: every kind of input that is no report is refused by name."""

from __future__ import annotations

import codecs
import io
import json
import os
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.errors import EmptyReport, MissingInput, SkipReport, UnreadableInput
from riwaya.model import Report
from riwaya.reports import articles, files, intake
from riwaya.reports.files import read_reports

TEXT = "قتل شخصان في قصف على أطراف المدينة.\r\nوقال شهود إن القصف استمر ساعة.\n"


def read(path: Path, name: str, data: bytes) -> list[Report | SkipReport]:
    file = path / name
    file.write_bytes(data)
    return list(read_reports(file))


def line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def only_error(found: list[Report | SkipReport]) -> SkipReport:
    assert len(found) == 1
    (error,) = found
    assert isinstance(error, SkipReport)
    assert error.hint
    return error


def only_report(found: list[Report | SkipReport]) -> Report:
    assert len(found) == 1
    (report,) = found
    assert isinstance(report, Report), report
    return report


def test_a_text_file_is_one_report(tmp_path: Path) -> None:
    report = only_report(read(tmp_path, "r12.txt", TEXT.encode()))
    assert report == Report("r12", TEXT)


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (codecs.BOM_UTF8 + TEXT.encode(), None),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), None),
        (TEXT.encode("cp1256"), "decoded as Windows-1256"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, note: str | None) -> None:
    report = only_report(read(tmp_path, "r.txt", data))
    assert (report.text, report.note) == (TEXT, note)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NUL byte at offset 8"),
        (TEXT.encode("utf-16-le"), "NUL byte at offset"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "UTF-32"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41", "UTF-16"),
        ("les forces armées ont été déployées".encode("latin-1"), "neither UTF-8 (byte 0xe9 at offset 14)"),
        (TEXT.encode() + b"\xff" + TEXT.encode(), "UTF-8 with an error in it: byte 0xff at offset"),
        (bytes(range(128, 256)) * 3, "neither UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    error = only_error(read(tmp_path, "r.txt", data))
    assert isinstance(error, UnreadableInput)
    assert says in str(error)
    assert str(tmp_path / "r.txt") in str(error)
    assert error.report_id == "r"


@pytest.mark.parametrize("data", [b"", b" \n\t", codecs.BOM_UTF8, "\u00a0\n".encode()])
def test_an_empty_file_is_an_empty_report(tmp_path: Path, data: bytes) -> None:
    error = only_error(read(tmp_path, "r.txt", data))
    assert isinstance(error, EmptyReport)
    assert error.report_id == "r"


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_json_lines_without_lines_hold_no_report(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, "r.jsonl", data) == []


def test_json_lines(tmp_path: Path) -> None:
    data = (
        line(id="a1", text=TEXT, title="عنوان", url="https://x.example/1", outlet="الميدان", published="2018-04-06")
        + b"\n  \n"
        + line(text="نص ثان", published="2018-04-06T23:30:00+03:00", title=None, outlet=" ", extra=[1])
        + line(id=17, text="نص ثالث").rstrip(b"\n")
    )
    assert read(tmp_path, "set.jsonl", data) == [
        Report("a1", TEXT, "عنوان", "https://x.example/1", "الميدان", date(2018, 4, 6)),
        Report("set:4", "نص ثان", published=date(2018, 4, 6)),
        Report("17", "نص ثالث"),
    ]


def test_json_lines_in_utf_16(tmp_path: Path) -> None:
    data = (line(id="a", text=TEXT) + line(id="b", text="نص ثان")).decode().encode("utf-16")
    assert [r.id for r in read(tmp_path, "set.jsonl", data) if isinstance(r, Report)] == ["a", "b"]


def test_a_line_in_windows_1256_is_read_beside_others(tmp_path: Path) -> None:
    data = line(id="a", text=TEXT) + line(id="b", text=TEXT).decode().encode("cp1256")
    first, second = read(tmp_path, "set.jsonl", data)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.text, first.note) == (TEXT, None)
    assert (second.text, second.note) == (TEXT, "decoded as Windows-1256")


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b'{"id": "x", "text": "abc"', "the line is not JSON: Expecting ',' delimiter"),
        (b"not json", "the line is not JSON: Expecting value"),
        (b"[1, 2]", "the line is a list, not an object"),
        (b'"abc"', "the line is a string"),
        (b"null", "the line is null"),
        (b"12", "the line is a number"),
        (b'{"id": "x"}', 'the line has no "text"'),
        (b'{"id": "x", "text": null, "html": ["<p>a</p>"]}', '"html" is a list, not a string'),
        (b'{"id": "x", "html": "<p> </p>"}', "shows no words"),
        (b'{"id": "x", "text": ["a"]}', '"text" is a list, not a string'),
        (b'{"id": "x", "text": "  "}', "holds no words"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"text": "\xff\xfe"}', "neither UTF-8"),
        (b'{"text": "a\0b"}', "NUL byte"),
        (b'{"n": ' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_a_broken_line_is_named_and_passed(tmp_path: Path, bad: bytes, says: str) -> None:
    found = read(tmp_path, "set.jsonl", line(id="a", text="أول") + bad + b"\n" + line(id="b", text="ثان"))
    assert [r.id for r in found if isinstance(r, Report)] == ["a", "b"]
    (error,) = [r for r in found if isinstance(r, SkipReport)]
    assert says in str(error)
    assert f"{tmp_path / 'set.jsonl'}:2" in str(error)
    assert error.report_id in ("x", "set:2")
    assert error.hint


def test_ids_that_come_again_get_a_number(tmp_path: Path) -> None:
    ids = ["a", "a", "a#2", "b", "a"]
    found = read(tmp_path, "set.jsonl", b"".join(line(id=i, text=f"نص {n}") for n, i in enumerate(ids)))
    assert [r.id for r in found if isinstance(r, Report)] == ["a", "a#2", "a#2#2", "b", "a#3"]
    assert [r.text for r in found if isinstance(r, Report)] == [f"نص {n}" for n in range(5)]


@pytest.mark.parametrize("given_id", ["", None, True, 1.5, [], {}])
def test_an_unusable_id_is_replaced(tmp_path: Path, given_id: object) -> None:
    assert only_report(read(tmp_path, "set.jsonl", line(id=given_id, text="نص"))).id == "set:1"


@pytest.mark.parametrize("published", ["2018-4-6", "06/04/2018", "2018-13-01", "2018-04", 2018, "2018-04-061"])
def test_a_day_that_is_none_is_ignored_with_a_note(tmp_path: Path, published: object) -> None:
    report = only_report(read(tmp_path, "set.jsonl", line(id="a", text="نص", published=published)))
    assert report.published is None
    assert report.note
    assert "published ignored" in report.note


def test_metadata_of_another_kind_is_ignored_with_a_note(tmp_path: Path) -> None:
    report = only_report(read(tmp_path, "set.jsonl", line(id="a", text="نص", title=["x"], url=5)))
    assert (report.title, report.url) == (None, None)
    assert report.note == "title ignored: a list, not a string; url ignored: a number, not a string"


def test_lone_surrogates_are_replaced_one_for_one(tmp_path: Path) -> None:
    data = rb'{"id": "a", "text": "\ud83d\ude00 \ud800 x", "title": "\udfff"}'
    report = only_report(read(tmp_path, "set.jsonl", data))
    assert (report.text, report.title) == ("\U0001f600 \ufffd x", "\ufffd")
    assert report.note == "1 broken characters (lone surrogates) replaced"


def test_text_wins_over_html(tmp_path: Path) -> None:
    assert only_report(read(tmp_path, "s.jsonl", line(id="a", text="نص", html="<p>x</p>"))).text == "نص"


def test_a_text_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIWAYA_MAX_REPORT_CHARACTERS", "20")
    assert "the text has 21 characters" in str(only_error(read(tmp_path, "r.txt", b"x" * 21)))
    assert only_report(read(tmp_path, "r.txt", b"x" * 20)).text == "x" * 20
    found = read(tmp_path, "s.jsonl", line(id="a", text="x" * 21) + line(id="b", text="y"))
    assert [type(r) for r in found] == [UnreadableInput, Report]


@pytest.mark.parametrize("end", [b"\n", b""])
def test_an_endless_line_is_refused_without_being_held(tmp_path: Path, end: bytes) -> None:
    """50 MB in one line: refused, the next line read, memory bounded by the limit and not by the line."""
    file = tmp_path / "set.jsonl"
    with file.open("wb") as out:
        out.write(line(id="a", text="أول") + b'{"id": "long", "text": "')
        for _ in range(50):
            out.write(b"x" * 1_000_000)
        out.write(b'"}\n' + line(id="b", text="ثان").rstrip(b"\n") + end)
    tracemalloc.start()
    found = list(read_reports(file))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [r.id for r in found if isinstance(r, Report)] == ["a", "b"]
    (error,) = [r for r in found if isinstance(r, SkipReport)]
    assert f"{file}:2: the line is longer than 40,000,000 bytes" in str(error)
    assert error.report_id == "set:2"
    assert peak < 2 * intake.MAX_BYTES


def test_a_file_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    assert "longer than 100 bytes" in str(only_error(read(tmp_path, "r.txt", b"x" * 101)))


@given(st.lists(st.binary(max_size=12), max_size=12), st.integers(1, 20))
def test_lines_do_not_depend_on_chunks(chunks: list[bytes], limit: int) -> None:
    whole = b"".join(chunks)
    lines = whole.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(articles, "MAX_BYTES", limit)
        assert list(articles.bounded_lines(chunks)) == [part if len(part) <= limit else None for part in lines]


def test_standard_input_of_either_kind() -> None:
    assert list(read_reports("-", stdin=io.BytesIO(TEXT.encode()))) == [Report("stdin", TEXT)]
    data = b"\n  " + line(text="أول") + line(id="b", text="ثان")
    assert list(read_reports("-", stdin=io.BytesIO(data))) == [Report("stdin:2", "أول"), Report("b", "ثان")]
    assert isinstance(only_error(list(read_reports("-", stdin=io.BytesIO(b"")))), EmptyReport)


def test_other_endings_are_told_by_their_first_character(tmp_path: Path) -> None:
    assert only_report(read(tmp_path, "r.text", TEXT.encode())).id == "r"
    assert only_report(read(tmp_path, "r.ndjson", line(id="a", text="نص"))).id == "a"
    assert only_report(read(tmp_path, "r.txt", line(id="a", text="نص"))).id == "r"
    assert only_report(read(tmp_path, "r.json", line(id="a", text="نص"))).id == "a"
    assert "not JSON lines" in str(only_error(read(tmp_path, "r.json", b'[{"id": "a"}]')))


def test_a_missing_file_stops_the_run_at_once(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="does not exist") as caught:
        read_reports(tmp_path / "none.txt")
    assert caught.value.hint
    with pytest.raises(MissingInput, match="holds no file"):
        read_reports(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_stops_the_run(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text("x")
    file.chmod(0)
    with pytest.raises(MissingInput, match="may not be read"):
        read_reports(file)


def test_a_disk_that_fails_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(5, "Input/output error")

    file = tmp_path / "r.txt"
    file.write_text("x")
    monkeypatch.setattr(Path, "open", lambda *_, **__: Failing())
    with pytest.raises(MissingInput, match="Input/output error"):
        list(read_reports(file))


def test_reports_are_read_one_at_a_time(tmp_path: Path) -> None:
    """The first report comes out before the rest of the file is read."""
    file = tmp_path / "set.jsonl"
    file.write_bytes(line(id="a", text="أول") + b"x" * (2 * intake.CHUNK))
    reports = read_reports(file)
    assert isinstance(next(reports), Report)
    assert isinstance(next(reports), SkipReport)
