"""The command line over archives and folders: the gate, going on after Ctrl-C, standard input, the progress line."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_pages import good, record
from rich.console import Console
from typer.testing import CliRunner

from riwaya.cli import app
from riwaya.cli.running import Run, bytes_of, progress, written_ids
from riwaya.errors import MissingInput
from riwaya.reports.intake import Intake

RUNNER = CliRunner()
SPORT = record("http://a.example/s", "<h1>فوز الفريق</h1><p>فاز الفريق بهدفين في مباراة أمس.</p>".encode())


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of three pages of conflict, one of sport, one broken and a redirect."""
    path = tmp_path / "day.warc.gz"
    moved = record("http://a.example/m", b"", status="301 Moved", headers="Location: /n\r\n")
    whole = [gzip.compress(each) for each in (good(1), SPORT, good(2), moved)]
    path.write_bytes(b"".join(whole) + b"junk" + gzip.compress(good(3)))
    return path


def run(*arguments: str, code: int = 0, stdin: bytes | None = None) -> str:
    result = RUNNER.invoke(app, list(arguments), input=stdin)
    assert result.exit_code == code, result.output
    return result.output


def ids(path: Path) -> list[str]:
    return [json.loads(line)["report"]["id"] for line in path.read_text("utf-8").splitlines()]


def test_what_is_passed_over_is_counted_and_listed(archive: Path, tmp_path: Path) -> None:
    out, dropped = tmp_path / "out.jsonl", tmp_path / "dropped.jsonl"
    told = run("extract", str(archive), "--format", "jsonl", "-o", str(out), "--dropped", str(dropped), code=1)
    assert len(ids(out)) == 3
    assert "read 3, skipped 1, passed over 2" in told
    assert "no conflict" not in told, "what is left out on purpose is not told one by one"
    listed = [json.loads(line) for line in dropped.read_text("utf-8").splitlines()]
    assert {line["code"] for line in listed} == {"passed_over"}
    assert ["no conflict" in line["error"] for line in listed] == [True, False]
    assert "a redirect to /n" in listed[1]["error"]
    line = json.loads(out.read_text("utf-8").splitlines()[0])
    assert line["report"]["text"].startswith("مقتل 1 جنود")
    for segment in line["segments"]:
        assert line["report"]["text"][segment["start"] : segment["end"]].strip()


def test_all_turns_the_gate_off(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert "read 4, skipped 1, passed over 1" in run(
        "extract", str(archive), "--all", "--format", "jsonl", "-o", str(out), code=1
    )


def test_a_run_goes_on_where_it_stopped(archive: Path, tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.jsonl", tmp_path / "part.jsonl"
    (tmp_path / "texts").mkdir()
    for name in ("a", "b"):
        (tmp_path / "texts" / f"{name}.txt").write_text(f"قتل شخصان في قصف على بلدة {name} مساء أمس.", "utf-8")
    inputs = [str(archive), str(tmp_path / "texts"), str(tmp_path / "texts" / "a.txt")]
    arguments = ["extract", *inputs, "--format", "jsonl", "-o"]
    run(*arguments, str(whole), code=1)
    lines = whole.read_bytes().splitlines(keepends=True)
    assert len(lines) == 6
    for kept in (0, 1, 3, 4, 5, 6):
        part.write_bytes(b"".join(lines[:kept]) + (lines[kept][:100] if kept < 6 else b""))
        run(*arguments, str(part), "--resume", code=1)
        assert part.read_bytes() == whole.read_bytes(), kept


def test_going_on_needs_an_output_of_reports(archive: Path, tmp_path: Path) -> None:
    assert "--resume" in run("extract", str(archive), "--resume", code=2)
    assert "--resume" in run("extract", str(archive), "--resume", "-o", str(tmp_path / "x"), code=2)
    (tmp_path / "x").write_text("not a report\n")
    told = run("extract", str(archive), "--resume", "--format", "jsonl", "-o", str(tmp_path / "x"), code=2)
    assert "line 1 is no report" in told
    assert (tmp_path / "x").read_text() == "not a report\n"
    assert written_ids(tmp_path / "none") == []
    with pytest.raises(MissingInput, match="cannot be gone on with"):
        written_ids(tmp_path)


@pytest.mark.slow
def test_ctrl_c_leaves_whole_lines_and_says_how_to_go_on(tmp_path: Path) -> None:
    archive, out = tmp_path / "day.warc.gz", tmp_path / "out.jsonl"
    with archive.open("wb") as stream:
        stream.writelines(gzip.compress(good(n)) for n in range(1000, 1400))
    command = [sys.executable, "-c", "from riwaya.cli import main; main()", "extract", str(archive)]
    command += ["--format", "jsonl", "-o", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and (not out.exists() or out.stat().st_size < 20_000):
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "what is written is whole; --resume goes on from here" in told
    before = ids(out)
    assert 0 < len(before) < 400
    run("extract", str(archive), "--format", "jsonl", "-o", str(out), "--resume")
    assert ids(out)[: len(before)] == before
    assert len(set(ids(out))) == 400


def test_evaluate_reads_standard_input_once(root: Path) -> None:
    """It read it twice, and found nothing the second time."""
    data = (root / "examples" / "annotated.jsonl").read_bytes()
    from_file = run("evaluate", str(root / "examples" / "annotated.jsonl"), "--format", "json")
    assert run("evaluate", "-", "--format", "json", stdin=data) == from_file
    assert json.loads(from_file)


def test_the_demonstration_of_own_files(root: Path) -> None:
    out = run("demo", str(root / "examples" / "market.txt"))
    assert "Events in 1 reports (2 claims)" in out
    assert "c-d18142ac9207" in out


def test_how_many_bytes_the_inputs_have(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 10)
    (tmp_path / "b.txt").write_text("x" * 5)
    assert bytes_of([str(tmp_path), str(tmp_path / "a.txt"), str(tmp_path / "none")]) == 25
    assert bytes_of(["-"]) is None
    assert bytes_of([str(tmp_path), "http://a.example"]) is None


def test_the_progress_line_tells_rate_and_time_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person at a terminal sees after more than twenty reports."""
    shown = io.StringIO()
    monkeypatch.setattr("riwaya.cli.running.Console", lambda **_: Console(file=shown, force_terminal=True, width=120))
    path = tmp_path / "set.jsonl"
    path.write_text("x" * 1000)
    intake, done = Intake(), Run()
    with progress(True, intake, [str(path)]) as show:
        for _ in range(25):
            done.read += 1
            intake.bytes_read += 20
            time.sleep(0.01)
            show(done)
        time.sleep(0.3)
    assert "read 25, skipped 0, claims 0" in shown.getvalue()
    assert "a second" in shown.getvalue()
    assert "left" in shown.getvalue()


def test_a_text_of_a_kind_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_text("نص لا أكثر")
    assert "the archive breaks behind byte 0" in run("extract", str(tmp_path / "x.warc"), code=1)
