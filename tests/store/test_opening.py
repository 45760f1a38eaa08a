"""What may be opened as a case, what is refused, and how a case of another version is treated."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from filling import SHELLING, dump, fill
from sqlalchemy import text

from riwaya.errors import BadCase, CaseLocked, CaseTooNew, CaseUnreachable, MissingInput
from riwaya.model import Report
from riwaya.store import open_case, opening
from riwaya.store.migrate import scripts
from riwaya.store.opening import back_up_case, case_url
from riwaya.store.schema import REVISION, metadata


def test_the_newest_migration_is_the_schema() -> None:
    assert scripts().get_current_head() == REVISION


def test_migrations_make_the_schema(where: str) -> None:
    with open_case(where, create=True) as case, case.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        assert compare_metadata(context, metadata) == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not (name or "").startswith(("word_index", "alembic"))


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


def test_a_backup_is_the_case(tmp_path: Path) -> None:
    where = str(tmp_path / "t.riwaya")
    fill(where, [Report("r", SHELLING)])
    with open_case(where) as case:
        target = back_up_case(case, None)
        with pytest.raises(MissingInput, match="already"):
            back_up_case(case, target)
        with pytest.raises(MissingInput, match="cannot be written"):
            back_up_case(case, tmp_path / "no" / "b")
    assert dump(str(target)) == dump(where)


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
