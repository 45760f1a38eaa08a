"""Nothing is lost and nothing is half there: processes are killed while they add, and several add at once."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from filling import contents, dump, fill
from sqlalchemy import func, select
from test_events import as_reports

from riwaya.model import Report
from riwaya.pipeline import link_case, read_document
from riwaya.store import adding, open_case
from riwaya.store.schema import claim, reading, report, version

KILLS = 20
REPORTS = 400
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are made by fork")


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """What is added; some pages come in two versions."""
    made = as_reports(REPORTS)
    return made + [Report(r.id, r.text + "\nتحديث", r.title, r.url, r.outlet, r.published) for r in made[::40]]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, reports: list[Report]) -> dict[str, list[object]]:
    """What a run that nobody disturbs leaves."""
    where = str(tmp_path_factory.mktemp("undisturbed") / "t.riwaya")
    fill(where, reports)
    return dump(where)


def child(work: Callable[[], object]) -> int:
    """Start a process that does this and ends; its number."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def add_in_small_batches(where: str, reports: list[Report]) -> None:
    adding.BATCH_REPORTS = 8  # more moments at which something is being written
    fill(where, reports)


def look_for_halves(where: str) -> int:
    """Every report has one version that counts, every version its reading, every reading its claims; how many."""
    with open_case(where, create=True) as case, case.reading() as connection:
        count = connection.execute(select(func.count()).select_from(report)).scalar_one()
        current = select(func.count()).select_from(version).where(version.c.current)
        assert connection.execute(current).scalar_one() == count
        claims = select(func.count()).where(claim.c.reading_pk == reading.c.pk).scalar_subquery()
        wrong = select(func.count()).select_from(reading).where(reading.c.claims != claims)
        assert connection.execute(wrong).scalar_one() == 0
        unread = select(version.c.pk).where(version.c.pk.not_in(select(reading.c.version_pk)))
        assert connection.execute(unread).first() is None
        return count


@pytest.mark.slow
def test_killed_at_twenty_moments(where: str, reports: list[Report], undisturbed: dict[str, list[object]]) -> None:
    read_document(reports[0])  # the lexicons are loaded once, here, and not in every child
    dice = random.Random(where.startswith("postgresql"))
    killed, grown = 0, [0]
    while killed < KILLS:
        pid = child(lambda: add_in_small_batches(where, reports))
        time.sleep(dice.uniform(0.01, 0.8))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        killed += os.WIFSIGNALED(status)
        if not os.WIFSIGNALED(status):
            assert os.waitstatus_to_exitcode(status) == 0
        grown.append(look_for_halves(where))
        assert grown[-1] >= grown[-2], "what was stored stays"
    assert grown[-1] > 0
    fill(where, reports)
    assert dump(where) == undisturbed


@pytest.mark.slow
def test_four_writers_at_once(where: str, reports: list[Report], undisturbed: dict[str, list[object]]) -> None:
    read_document(reports[0])
    # versions of a page come in one order only; all else is added by three of four, in an order of their own
    twice = {r.url for r in reports[REPORTS:]}
    shares = [[r for n, r in enumerate(reports) if n % 4 != k or r.url in twice] for k in range(4)]
    pids = [child(lambda share=share: add_in_small_batches(where, share)) for share in shares]  # type: ignore[misc]
    assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids] == [0] * 4
    assert look_for_halves(where) == REPORTS
    with open_case(where) as case:
        assert not link_case(case), "who ends last makes events of all"
        assert contents(case) == undisturbed


def test_a_log_without_its_index_is_read(tmp_path: Path, reports: list[Report]) -> None:
    where, copy = tmp_path / "t.riwaya", tmp_path / "copy.riwaya"
    with open_case(str(where), create=True) as case:
        fill(str(where), reports[:3], link=False)
        assert where.with_name("t.riwaya-wal").stat().st_size > 0
        # as a file copied, or left by a machine that lost power
        shutil.copy(where, copy)
        shutil.copy(where.with_name("t.riwaya-wal"), copy.with_name("copy.riwaya-wal"))
        kept = contents(case)
    assert dump(str(copy)) == kept
