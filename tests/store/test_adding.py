"""Reports go into a case once, with the claims that `extract` finds, and come out as they went in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filling import SHELLING, STRIKE, dump, fill
from made_pages import good, record, story
from sqlalchemy import select
from typer.testing import CliRunner

from riwaya.cli import app
from riwaya.model import Origin, Reading, Report
from riwaya.pipeline import link_case, read_document
from riwaya.reports import archives
from riwaya.reports.files import read_reports
from riwaya.store import open_case
from riwaya.store.events import event_lines
from riwaya.store.repository import current_readings, raw_of, status, versions_of
from riwaya.store.schema import claim


def claim_ids(where: str) -> list[str]:
    with open_case(where) as case, case.reading() as connection:
        return sorted(connection.execute(select(claim.c.id).where(claim.c.current)).scalars())


def test_what_goes_in_comes_out(where: str, samples: Path) -> None:
    given = [read_document(r) for r in read_reports(samples) if isinstance(r, Report)]
    fill(where, [reading.document.report for reading in given])
    with open_case(where) as case, case.reading() as connection:
        kept = [stored.reading for stored in current_readings(connection)]
    assert kept == sorted(given, key=lambda reading: reading.document.report.id)
    for reading in kept:
        reading.check()


def test_adding_twice_changes_nothing(where: str, samples: Path) -> None:
    reports = [r for r in read_reports(samples) if isinstance(r, Report)]
    first = fill(where, reports)
    before = dump(where)
    again = fill(where, [*reports, *reports])
    assert (first.new, first.known) == (12, 0)
    assert (again.new, again.versions, again.known) == (0, 0, 24)
    assert dump(where) == before


def test_the_same_report_twice_in_one_run_is_one(where: str) -> None:
    report = Report("r1", SHELLING)
    added = fill(where, [report, report])
    assert (added.new, added.known) == (1, 1)


def test_a_page_with_new_text_is_a_new_version_and_its_claims_count(where: str) -> None:
    page = Report("r1", SHELLING, url="https://news.example/1")
    newer = replace(page, id="another-id", text=STRIKE)
    fill(where, [page])
    old = claim_ids(where)
    added = fill(where, [newer])
    assert (added.new, added.versions) == (0, 1)
    expected = [c.id for c in read_document(replace(newer, id="r1")).claims]
    assert claim_ids(where) == sorted(expected) != old
    with open_case(where) as case, case.reading() as connection:
        assert [(v.number, v.current) for v in versions_of(connection, "r1")] == [(1, False), (2, True)]
        assert status(connection).reports == 1
        (line,) = event_lines(connection)
        assert "air_strike" in line
    again = fill(where, [page])
    assert again.known == 1
    assert claim_ids(where) == sorted(expected), "the old text is known, and does not come back"


def test_two_versions_in_one_run(where: str) -> None:
    page = Report("r1", SHELLING, url="https://news.example/1")
    added = fill(where, [page, replace(page, text=STRIKE)])
    assert (added.new, added.versions) == (1, 1)
    with open_case(where) as case, case.reading() as connection:
        assert [v.current for v in versions_of(connection, "r1")] == [False, True]


def test_reports_of_one_id_without_an_address_are_both_kept(where: str) -> None:
    one, other = Report("notes", SHELLING), Report("notes", STRIKE)
    added = fill(where, [one, other])
    assert added.new == 2
    ids = claim_ids(where)
    with open_case(where) as case, case.reading() as connection:
        kept = {stored.reading.document.report.id: stored.reading for stored in current_readings(connection)}
    plain, marked = sorted(kept)
    assert plain == "notes"
    assert marked.startswith("notes~")
    assert kept[marked] == read_document(replace(other, id=marked)), "its claims have ids of their own"
    assert len(ids) == sum(len(reading.claims) for reading in kept.values())
    assert fill(where, [other, one]).known == 2


def test_claims_have_the_ids_that_extract_prints(where: str) -> None:
    report = Report("r1", STRIKE)
    fill(where, [report])
    assert claim_ids(where) == sorted(c.id for c in read_document(report).claims)


def test_what_no_database_likes_is_kept(where: str) -> None:
    text = f"{SHELLING}\x00 {'ب' * 5000} \U0001f600 {STRIKE}"
    report = Report("x" * 3000, text, title="a\x00b", url="https://news.example/" + "y" * 5000, outlet="o\x00")
    fill(where, [report])
    with open_case(where) as case, case.reading() as connection:
        (stored,) = current_readings(connection)
    assert stored.reading.document.report.text == text
    assert stored.reading.document.report.url == report.url
    assert stored.reading.document.report.title == "a\x00b"
    assert len(stored.reading.document.report.id) < 300
    assert fill(where, [report]).known == 1


def test_an_error_in_a_batch_keeps_what_came_before_it_whole(where: str) -> None:
    def read(report: Report) -> Reading:
        if report.id == "r2":
            raise KeyboardInterrupt
        return read_document(report)

    reports = [Report(f"r{n}", SHELLING, url=f"https://news.example/{n}") for n in range(4)]
    with pytest.raises(KeyboardInterrupt):
        fill(where, reports, read)
    with open_case(where) as case:
        with case.reading() as connection:
            held = status(connection)
        assert (held.reports, held.fresh) == (2, False)
        assert link_case(case)
    assert fill(where, reports).new == 2


def test_the_page_fetched_last_counts_whenever_it_comes(where: str) -> None:
    def fetched(text: str, hour: int) -> Report:
        origin = Origin.of("a.warc@1", f"<p>{text}</p>".encode(), "text/html", datetime(2020, 1, 1, hour, tzinfo=UTC))
        return Report("r1", text, url=f"https://www.news.example/1?utm_source={hour}", origin=origin)

    fill(where, [fetched(STRIKE, 9)])
    added = fill(where, [fetched(SHELLING, 8)])
    assert added.versions == 1
    with open_case(where) as case, case.reading() as connection:
        assert [(v.number, v.current) for v in versions_of(connection, "r1")] == [(1, True), (2, False)]
        (stored,) = current_readings(connection)
        assert stored.reading.document.report.text == STRIKE
        origin = stored.reading.document.report.origin
        assert origin is not None
        assert origin.fetched == datetime(2020, 1, 1, 9, tzinfo=UTC)
        assert origin.raw == b"", "the bytes are fetched only when they are asked for"
        assert raw_of(connection, origin.raw_sha256) == f"<p>{STRIKE}</p>".encode()
    assert claim_ids(where) == sorted(c.id for c in read_document(fetched(STRIKE, 9)).claims)


def test_reports_that_give_only_a_front_page_are_all_kept(where: str) -> None:
    fill(where, [Report(f"r{k}", text, url="https://news.example/") for k, text in enumerate((STRIKE, SHELLING))])
    with open_case(where) as case, case.reading() as connection:
        assert [stored.reading.document.report.id for stored in current_readings(connection)] == ["r0", "r1"]


def test_bytes_from_the_command_line_are_kept(where: str, samples: Path) -> None:
    done = CliRunner().invoke(app, ["--case", where, "add", str(samples)])
    assert done.exit_code == 0, done.output
    assert "added 12 reports" in done.output
    with open_case(where) as case, case.reading() as connection:
        given = samples.read_bytes().splitlines()
        for stored in current_readings(connection):
            origin = stored.reading.document.report.origin
            assert origin is not None
            assert raw_of(connection, origin.raw_sha256) in given


def test_an_archive_that_is_known_is_not_opened_again(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "day.warc"
    archive.write_bytes(b"".join(good(n) for n in range(4)))
    done = CliRunner().invoke(app, ["--case", where, "add", str(archive)])
    assert done.output.startswith("added 4 reports, 0 already there"), done.output
    before = dump(where)
    with monkeypatch.context() as patched:
        patched.setattr(archives, "parse_page", lambda _: pytest.fail("a known page is parsed"))
        again = CliRunner().invoke(app, ["--case", where, "add", str(archive)])
    assert again.output.startswith("added 0 reports, 4 already there"), again.output
    assert dump(where) == before
    url = "http://www.a.example/news/0"
    archive.write_bytes(archive.read_bytes() + record(url, story(0).replace("جنود".encode(), "مسلحين".encode())))
    changed = CliRunner().invoke(app, ["--case", where, "add", str(archive)])
    assert changed.output.startswith("added 0 reports, 1 new version, 4 already there"), changed.output
