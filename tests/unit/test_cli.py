"""The command line: what goes in, what comes out, and how it ends when something is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from riwaya import cli, pipeline
from riwaya.errors import StopRun
from riwaya.model import Report

RUNNER = CliRunner()
SENTENCE = "قتل تسعة مدنيين في قصف مدفعي على مدينة دوما، بحسب ناشطين."


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    return RUNNER.invoke(cli.app, list(arguments), input=given)


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    """A file of ten reports."""
    path = tmp_path / "ten.jsonl"
    path.write_text("".join(json.dumps({"id": f"r{n}", "text": SENTENCE}) + "\n" for n in range(1, 11)), "utf-8")
    return path


def test_version_and_help() -> None:
    assert run("--version").output.startswith("riwaya 0.")
    assert "explain" in run("--help").output
    assert run("extract").exit_code == 2


def test_a_line_of_json_for_each_report_in_order(samples: Path) -> None:
    done = run("extract", "--format", "jsonl", str(samples))
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    given = lines(samples.read_text("utf-8"))
    printed = lines(done.stdout)
    assert [line["report"]["id"] for line in printed] == [line["id"] for line in given]
    for report, line in zip(given, printed, strict=True):
        text = report["text"]
        for claim in line["claims"]:
            span = claim["trigger"]["span"]
            assert text[span["start"] : span["end"]] == span["exact"]


def test_text_shows_each_claim_with_its_words(samples: Path) -> None:
    done = run("extract", str(samples))
    assert done.exit_code == 0
    first = lines(run("extract", "--format", "jsonl", str(samples)).stdout)[0]
    for claim in first["claims"]:
        assert claim["id"] in done.stdout
        span = claim["trigger"]["span"]
        assert f"[{span['start']}:{span['end']}]" in done.stdout


def test_standard_input_and_an_output_file(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    done = run("extract", "-", "--format", "jsonl", "-o", str(target), given=SENTENCE)
    assert (done.exit_code, done.stdout) == (0, "")
    (line,) = lines(target.read_text("utf-8"))
    assert line["claims"][0]["code"] == "shelling"
    nowhere = run("extract", "-", "-o", str(tmp_path / "no" / "out"), given=SENTENCE)
    assert nowhere.exit_code == 2
    assert nowhere.stderr.startswith("riwaya: error[missing_input]: ")


def test_a_broken_line_costs_only_itself(ten: Path) -> None:
    text = ten.read_text("utf-8").splitlines()
    text[6] = text[6][:20]
    ten.write_text("\n".join(text) + "\n", "utf-8")
    done = run("extract", "--format", "jsonl", str(ten))
    assert done.exit_code == 1
    assert [line["report"]["id"] for line in lines(done.stdout)] == [f"r{n}" for n in range(1, 11) if n != 7]
    told, count = done.stderr.splitlines()
    assert told.startswith("riwaya: skipped[unreadable_input]: ")
    assert "7" in told
    assert "ten.jsonl" in told
    assert count.startswith("riwaya: read 9, skipped 1, claims ")


BAD = {
    "empty": (b"", "empty_report"),
    "blank": (b" \n\n", "empty_report"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x07\x80" * 20, "unreadable_input"),
    "latin-1": ("Les forces armées ont bombardé un marché".encode("latin-1"), "unreadable_input"),
    "french": (
        "Le président a rencontré hier le ministre des affaires étrangères à Paris. " * 5,
        "unsupported_language",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_gets_a_clear_line(kind: str, tmp_path: Path) -> None:
    content, code = BAD[kind]
    path = tmp_path / f"{kind}.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    good = tmp_path / "good.txt"
    good.write_text(SENTENCE, "utf-8")
    done = run("extract", "--format", "jsonl", str(path), str(good))
    assert done.exit_code == 1
    assert len(lines(done.stdout)) == 1, "the good report is still read"
    told = done.stderr.splitlines()[0]
    assert told.startswith(f"riwaya: skipped[{code}]: ")
    assert kind in told, "the message names the file"
    assert told.endswith(")"), "the message ends with a remedy"


def test_a_very_long_line_is_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(("قصف " * 6_500_000).encode())
    begin = time.perf_counter()
    done = run("extract", str(path))
    assert time.perf_counter() - begin < 10
    assert done.exit_code == 1
    assert done.stderr.startswith("riwaya: skipped[unreadable_input]: ")


def test_a_missing_file_stops_the_run(tmp_path: Path) -> None:
    done = run("extract", str(tmp_path / "nothing.txt"))
    assert done.exit_code == 2
    assert done.stderr.startswith("riwaya: error[missing_input]: ")
    assert "nothing.txt" in done.stderr


def test_a_fault_of_riwaya_costs_one_report(ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = pipeline.read_document

    def faulty(report: Report) -> object:
        if report.id == "r3":
            raise ZeroDivisionError("oh")
        return read(report)

    monkeypatch.setattr(pipeline, "read_document", faulty)
    done = run("extract", "--format", "jsonl", str(ten))
    assert done.exit_code == 1
    assert len(lines(done.stdout)) == 9
    assert "riwaya: skipped[internal]: r3: ZeroDivisionError in test_cli.py:" in done.stderr


def test_what_stops_a_run_is_told_in_one_line(ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopping(report: Report) -> object:
        raise StopRun("a\nthing", hint="mend it")

    monkeypatch.setattr(pipeline, "read_document", stopping)
    done = run("extract", str(ten))
    assert done.exit_code == 2
    assert done.stderr == "riwaya: error[stop_run]: a thing (mend it)\n"


def test_interrupting_keeps_what_is_written(ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = pipeline.read_document

    def interrupted(report: Report) -> object:
        if report.id == "r4":
            raise KeyboardInterrupt
        return read(report)

    monkeypatch.setattr(pipeline, "read_document", interrupted)
    done = run("extract", "--format", "jsonl", str(ten))
    assert done.exit_code == 130
    assert len(lines(done.stdout)) == 3
    assert "interrupted: read 3, " in done.stderr


@pytest.mark.slow
def test_signals_end_a_real_run(tmp_path: Path, ten: Path) -> None:
    """Ctrl-C while standard input stays open, and a reader that goes away."""
    command = [sys.executable, "-c", "from riwaya.cli import main; main()", "extract", "--format", "jsonl"]
    with subprocess.Popen(
        [*command, str(ten), "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        for _ in range(10):
            assert json.loads(process.stdout.readline())
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
        assert process.returncode == 130
        assert b"interrupted: read 10, " in told
    big = tmp_path / "big.jsonl"
    big.write_text(ten.read_text("utf-8") * 60, "utf-8")
    with subprocess.Popen([*command, str(big)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait(timeout=60) == 141
        assert told == b""


def test_events_lays_accounts_side_by_side(samples: Path, ten: Path) -> None:
    done = run("events", str(samples))
    assert done.exit_code == 0, done.output
    assert "independent sources" in done.stdout
    ten.write_text("{}\n" + ten.read_text("utf-8"), "utf-8")
    assert run("events", str(ten)).exit_code == 1


def test_explain_lists_words_and_rules(samples: Path) -> None:
    first = lines(run("extract", "--format", "jsonl", str(samples)).stdout)[0]
    for claim in first["claims"]:
        done = run("explain", claim["id"], str(samples))
        assert done.exit_code == 0, done.output
        assert claim["trigger"]["span"]["exact"] in done.stdout
        for rule in claim["rules"]:
            assert rule in done.stdout
    unknown = run("explain", "c-nothing", str(samples))
    assert unknown.exit_code == 2
    assert unknown.stderr.startswith("riwaya: error[missing_input]: ")


def test_gazetteer_lookup() -> None:
    found = run("gazetteer", "lookup", "دوما")
    assert found.exit_code == 0, found.output
    assert "geonames:170592" in found.stdout.splitlines()[1], "the city near Damascus comes first"
    unknown = run("gazetteer", "lookup", "قرية لا وجود لها")
    assert unknown.exit_code == 2
    assert unknown.stderr.startswith("riwaya: error[missing_input]: ")


def test_the_demonstration_shows_claims_and_events() -> None:
    done = run("demo")
    assert done.exit_code == 0, done.output
    for name in cli.DEMO_REPORTS:
        assert name in done.stdout
    assert "independent sources" in done.stdout


@pytest.fixture
def _ascii_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")


@pytest.mark.usefixtures("_ascii_terminal")
def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "r1", "text": f"{SENTENCE} \ud800"}) + "\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from riwaya.cli import main; main()", "extract", "--format", "jsonl", str(path)],
        capture_output=True,
        check=True,
        env=dict(os.environ),
    )
    (line,) = lines(done.stdout.decode("utf-8"))
    assert line["claims"][0]["trigger"]["span"]["exact"] in SENTENCE
    assert "lone surrogate" in done.stderr.decode(), "what was changed in the input is told"
