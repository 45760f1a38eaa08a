"""Events are made of the claims that count, in whatever order they came, and found by what they are about."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from filling import contents, dump, fill, lines
from synthetic import reports as made_up

from riwaya.model import Reading, Report
from riwaya.pipeline import link_case, read_document
from riwaya.reports.files import read_reports
from riwaya.store import open_case
from riwaya.store.events import Wanted, event_lines, event_of, load_events


def as_reports(count: int, seed: int = 1) -> list[Report]:
    """Reports made up by rule."""
    return [
        Report(r["id"], r["text"], r["title"], r["url"], r["outlet"], date.fromisoformat(r["published"]))
        for r in made_up(count, seed)
    ]


def found(where: str, **wanted: object) -> list[dict[str, object]]:
    with open_case(where) as case, case.reading() as connection:
        return lines("\n".join(event_lines(connection, Wanted(**wanted))))  # type: ignore[arg-type]


@pytest.fixture
def filled(where: str, samples: Path) -> str:
    """A case with the samples."""
    fill(where, read_reports(samples))
    return where


def test_each_filter_keeps_what_it_says(filled: str) -> None:
    every = found(filled)
    idlib = found(filled, places=("idlib",))
    assert 0 < len(idlib) < len(every)
    assert {e["event_id"] for e in found(filled, places=("كفر تخاريم",))} <= {e["event_id"] for e in idlib}
    assert all(e["place"]["country"] == "SD" for e in found(filled, places=("sd",)))  # type: ignore[index]
    assert {e["code"] for e in found(filled, codes=("shelling",))} >= {"shelling"}
    later = found(filled, first=date(2020, 1, 1))
    assert later
    assert all(str(e["date"]) >= "2020" for e in later)
    early = found(filled, last=date(2019, 12, 31))
    assert early
    assert all(str(e["date"]) < "2020" for e in early)
    assert found(filled, min_killed=14)
    assert found(filled, min_killed=10_000) == []
    contested = found(filled, contested=True)
    assert contested
    assert all(e["contested"] for e in contested)
    assert found(filled, actors=("الحوثيون",))
    assert found(filled, actors=("nobody",)) == []


def test_an_event_comes_back_with_its_claims(filled: str) -> None:
    with open_case(filled) as case, case.reading() as connection:
        for line, event in zip(found(filled), load_events(connection), strict=True):
            assert [claim.id for claim in event.claims] == line["claim_ids"]
            assert list(event.report_ids) == line["report_ids"]
            assert event.id == line["event_id"]
            for claim in event.claims:
                assert event_of(connection, claim.id) == event.id


@pytest.fixture(scope="module")
def five_hundred() -> list[tuple[Report, Reading]]:
    """Five hundred reports with their readings."""
    return [(report, read_document(report)) for report in as_reports(500)]


@pytest.mark.slow
def test_order_and_batches_do_not_matter(
    where: str, tmp_path: Path, five_hundred: list[tuple[Report, Reading]]
) -> None:
    readings = {report.id: reading for report, reading in five_hundred}
    reports = [report for report, _ in five_hundred]

    def read(report: Report) -> Reading:
        return readings[report.id]

    fill(where, reports, read)
    expected = dump(where)
    assert len(expected["events"]) > 100
    shuffled = random.Random(5).sample(reports, len(reports))
    for n, order in enumerate((reports[::-1], shuffled, sorted(reports, key=lambda r: r.text))):
        other = str(tmp_path / f"{n}.riwaya")
        for first in range(0, 500, (500, 70, 200)[n]):
            fill(other, order[first : first + (500, 70, 200)[n]], read)
        got = dump(other)
        for name, rows in expected.items():
            assert got[name] == rows, name


def test_events_are_made_anew_only_when_claims_changed(filled: str) -> None:
    with open_case(filled) as case:
        before = contents(case)
        assert not link_case(case)
        assert contents(case) == before
