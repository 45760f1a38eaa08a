"""What may be opened as a case, what is refused, and how a case of another version is treated."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filling import SHELLING, contents, dump, fill
from sqlalchemy import select, text

from riwaya.errors import BadCase, CaseLocked, CaseTooNew, CaseUnreachable, MissingInput
from riwaya.model import Report
from riwaya.reports.files import read_reports
from riwaya.store import migrate, open_case, opening
from riwaya.store.copying import back_up_case
from riwaya.store.events import load_events
from riwaya.store.migrate import scripts
from riwaya.store.opening import case_url
from riwaya.store.review import Judgement, check_judgements, judge
from riwaya.store.schema import REVISION, claim, event, metadata, reading, version
from riwaya.store.searching import search
from riwaya.store.words import ask


def test_the_newest_migration_is_the_schema() -> None:
    assert scripts().get_current_head() == REVISION


def test_migrations_make_the_schema(where: str) -> None:
    with open_case(where, create=True) as case, case.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        assert compare_metadata(context, metadata) == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not (name or "").startswith(("word_index", "alembic"))


def test_what_counts_is_found_by_its_index(tmp_path: Path) -> None:
    queries = (
        select(claim.c.pk).where(claim.c.current, claim.c.id.in_(["c-1", "c-2"])),
        select(version.c.pk).where(version.c.current, version.c.report_pk.in_([1, 2])),
        select(reading.c.pk).where(reading.c.current, reading.c.version_pk.in_([1, 2])),
        select(event.c.id).where(event.c.start == date(2020, 1, 1)),
    )
    with open_case(str(tmp_path / "t.riwaya"), create=True) as case, case.reading() as connection:
        for query in queries:
            sql = str(query.compile(case.engine, compile_kwargs={"literal_binds": True}))
            plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
            assert plan
            assert not [step for step in plan if step.startswith("SCAN")], (sql, plan)


def test_no_case_is_made_by_looking(tmp_path: Path, where: str) -> None:
    with pytest.raises(MissingInput, match="there is no case"), open_case(where):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_newer_case_is_refused_and_left_alone(where: str) -> None:
    fill(where, [Report("r", SHELLING)])
    with open_case(where) as case, case.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CaseTooNew, match="9999"), open_case(where, create=True):
        pass
    with pytest.raises(CaseTooNew), open_case(where):
        pass


NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("report", sa.Column("colour", sa.Text()))
    {then}
"""


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations as a later version has them: one more, which the test writes."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).with_name("migrations"), folder)
    monkeypatch.setattr(migrate, "scripts", lambda: ScriptDirectory(str(folder)))
    monkeypatch.setattr(opening, "REVISION", "0002")
    return folder / "versions" / "v0002_colour.py"


def test_an_older_case_is_copied_and_brought_up_to_date(
    where: str, newer: Path, request: pytest.FixtureRequest
) -> None:
    with pytest.MonkeyPatch.context() as older:
        older.setattr(opening, "REVISION", "0001")
        fill(where, [Report("r", SHELLING)])
        before = dump(where)
    newer.write_text(NEXT.format(then="pass"), "utf-8")
    with open_case(where) as case, case.reading() as connection:
        assert connection.execute(text("SELECT colour FROM report")).all() == [(None,)]
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0002"
        assert contents(case) == before
    if where.startswith("postgresql"):
        return
    monkeypatch = request.getfixturevalue("monkeypatch")
    monkeypatch.setattr(opening, "REVISION", "0001")
    assert dump(f"{where}.before-0002") == before, "the copy is the case as it was"


def test_a_migration_that_fails_leaves_the_case_as_it_was(where: str, newer: Path) -> None:
    with pytest.MonkeyPatch.context() as older:
        older.setattr(opening, "REVISION", "0001")
        fill(where, [Report("r", SHELLING)])
        before = dump(where)
        newer.write_text(NEXT.format(then="raise RuntimeError('no')"), "utf-8")
        older.setattr(opening, "REVISION", "0002")
        with pytest.raises(RuntimeError), open_case(where):
            pass
        older.setattr(opening, "REVISION", "0001")
        assert dump(where) == before


def test_other_files_are_refused_and_left_alone(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("قتل ثلاثة", "utf-8")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    for path in (note, other, tmp_path):
        before = path.read_bytes() if path.is_file() else None
        with pytest.raises(BadCase), open_case(str(path), create=True):
            pass
        assert before is None or path.read_bytes() == before
    with pytest.raises(MissingInput), open_case(str(tmp_path / "no" / "case"), create=True):
        pass


def test_a_damaged_case_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.riwaya"
    fill(str(path), [Report(f"r{n}", SHELLING + str(n)) for n in range(50)])
    data = bytearray(path.read_bytes())
    data[4096 * 2 :] = b"\xff" * (len(data) - 4096 * 2)
    path.write_bytes(bytes(data))
    with pytest.raises(BadCase, match="damaged"):
        dump(str(path))


def test_urls() -> None:
    assert case_url("a/b.riwaya").database == "a/b.riwaya"
    assert case_url("postgres://u@h/d").drivername == "postgresql+psycopg"
    assert case_url("postgresql+psycopg2://u@h/d").drivername == "postgresql+psycopg"
    assert case_url("sqlite:///x.riwaya").database == "x.riwaya"
    for bad in ("mysql://u@h/d", "nothing://x", "://"):
        with pytest.raises(BadCase):
            case_url(bad)


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with (
        pytest.raises(CaseUnreachable, match=r"u:\*\*\*@127\.0\.0\.1") as caught,
        open_case("postgresql://u:secret@127.0.0.1:1/d"),
    ):
        pass
    assert "secret" not in str(caught.value)


def test_a_case_that_another_process_holds(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(where, [Report("r", SHELLING)])
    monkeypatch.setattr(opening, "PATIENCE", 1)

    def write() -> None:
        with open_case(where) as other:
            with other.reading() as connection:
                assert connection.execute(text("SELECT count(*) FROM report")).scalar() == 1, "reading goes on"
            with other.writing():
                pass

    with open_case(where) as holder, holder.writing(), pytest.raises(CaseLocked):
        write()


def test_a_backup_is_the_case(where: str, tmp_path: Path, samples: Path) -> None:
    fill(where, read_reports(samples))
    with open_case(where) as case:
        with case.reading() as connection:
            event_id = next(iter(load_events(connection))).id
        judge(case, Judgement("amal", "accept", "event", event_id))
        target = back_up_case(case, tmp_path / "copy.riwaya")
        with pytest.raises(MissingInput, match="already"):
            back_up_case(case, target)
        with pytest.raises(MissingInput, match=r"cannot be written|is no folder"):
            back_up_case(case, tmp_path / "no" / "b")
    assert [p.name for p in tmp_path.glob("copy*")] == ["copy.riwaya"]
    assert dump(str(target)) == dump(where)
    with open_case(str(target)) as copy, copy.reading() as connection:
        assert check_judgements(connection) == 1
        assert [hit.report_id for hit in search(connection, ask("مدفعية"))]
    assert fill(str(target), read_reports(samples)).known == 12, "the copy goes on as a case"
    assert fill(str(target), [Report("new", SHELLING)]).new == 1


def test_judgements_can_only_be_added(where: str) -> None:
    row = "('2026-01-01T00:00:00Z', 'a', 'accept', 'claim', 'c-1', '', 'h')"
    with open_case(where, create=True) as case:
        with case.writing() as connection:
            connection.execute(
                text(f"INSERT INTO judgement (made, who, decision, subject, subject_id, previous, sha256) VALUES {row}")
            )
        for change in ("UPDATE judgement SET who = 'b'", "DELETE FROM judgement"):
            with pytest.raises(Exception, match="only ever added"), case.writing() as connection:
                connection.execute(text(change))
