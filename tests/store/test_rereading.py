"""Reading again replaces readings, keeps the old ones and the ids, and tells what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from filling import SHELLING, STRIKE, dump, fill
from sqlalchemy import func, select

from riwaya.errors import EmptyReport, SkipReport
from riwaya.model import Reading, Report
from riwaya.pipeline import link_case, read_document, reread_case
from riwaya.store import open_case
from riwaya.store.repository import versions_of
from riwaya.store.rereading import Change, reread
from riwaya.store.schema import claim


def older(report: Report) -> Reading:
    """A reading as a worse version would make it: one claim missing, one with another code, one that is none."""
    reading = read_document(report)
    if report.id != "r1":
        return reading
    first, *_ = reading.claims
    return replace(reading, claims=(replace(first, code="clash"), replace(first, id="c-000000000000")))


def test_what_changed_is_told_and_kept(where: str) -> None:
    reports = [Report("r1", f"{SHELLING}\n\n{STRIKE}"), Report("r2", STRIKE)]
    fill(where, reports, older)
    with open_case(where) as case:
        changes = list(reread_case(case))
        assert link_case(case)
        assert list(reread_case(case)) == [None, None]
        with case.reading() as connection:
            assert [v.readings for v in versions_of(connection, "r1")] == [2]
            total = connection.execute(select(func.count()).select_from(claim)).scalar_one()
            current = connection.execute(select(claim.c.id).where(claim.c.current)).scalars().all()
    (change,) = [c for c in changes if isinstance(c, Change)]
    assert changes.count(None) == 1
    now = read_document(reports[0]).claims
    assert change.report_id == "r1"
    assert [c.id for c in change.gone] == ["c-000000000000"]
    assert [(a.code, b.code, a.id == b.id) for a, b in change.changed] == [("clash", now[0].code, True)]
    assert [c.id for c in change.new] == [c.id for c in now[1:]]
    assert sorted(current) == sorted(c.id for r in reports for c in read_document(r).claims)
    assert total == len(current) + 2, "the old claims stay"


def test_after_reading_again_the_case_is_as_if_read_now(where: str) -> None:
    reports = [Report("r1", f"{SHELLING}\n\n{STRIKE}"), Report("r2", STRIKE)]
    fill(where, reports, older)
    with open_case(where) as case:
        assert len(list(reread_case(case))) == 2
        link_case(case)
    got = dump(where)
    with open_case(":memory:", create=True) as fresh:
        assert fresh.name == ":memory:"
    assert [row for row in got["events"] if "clash" in row] == []


def test_a_text_that_cannot_be_read_any_more_keeps_its_reading(where: str) -> None:
    fill(where, [Report("r1", SHELLING), Report("r2", STRIKE)])
    before = dump(where)

    def read(report: Report) -> Reading:
        if report.id == "r1":
            raise EmptyReport("no words")
        return read_document(report)

    with open_case(where) as case:
        outcome = list(reread(case, read, "riwaya 0"))
    assert [error.report_id for error in outcome if isinstance(error, SkipReport)] == ["r1"]
    assert dump(where) == before


def test_an_interruption_leaves_whole_reports(where: str) -> None:
    reports = [Report("r1", SHELLING), Report("r2", STRIKE)]
    fill(where, reports, older)
    before = dump(where)

    def read(_: Report) -> Reading:
        raise KeyboardInterrupt

    with open_case(where) as case, pytest.raises(KeyboardInterrupt):
        list(reread(case, read, "riwaya 0"))
    assert dump(where) == before
