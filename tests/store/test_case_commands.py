"""The commands on a case, as somebody types them."""

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
from filling import SHELLING, STRIKE, dump, lines
from synthetic import reports as made_up
from typer.testing import CliRunner, Result

from riwaya.cli import app

RUNNER = CliRunner()


def run(where: str, *arguments: str) -> Result:
    done = RUNNER.invoke(app, ["--case", where, *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


@pytest.fixture
def filled(where: str, samples: Path) -> str:
    """A case with the samples."""
    done = run(where, "add", str(samples))
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("added 12 reports, 0 already there, 0 skipped, ")
    return where


def test_one_line_an_event(filled: str) -> None:
    every = lines(run(filled, "events", "--format", "jsonl").stdout)
    assert {"event_id", "report_ids", "claim_ids", "place", "date", "end", "code", "contested"} <= set(every[0])
    claim_ids = [claim_id for event in every for claim_id in event["claim_ids"]]
    assert len(claim_ids) == len(set(claim_ids)), "a claim speaks of one event"
    for options in (["--place", "إدلب"], ["--place", "Idlib"], ["--place", "محافظة إدلب", "--place", "السودان"]):
        some = lines(run(filled, "events", "--format", "jsonl", *options).stdout)
        assert 0 < len(some) < len(every)
        assert all(event["place"]["admin1"] == "Idlib" or event["place"]["country"] == "SD" for event in some[:1])
    narrow = ["--from", "2019-09-17", "--to", "2019-09-18", "--code", "air_strike", "--min-killed", "14", "--contested"]
    for event in lines(run(filled, "events", "--format", "jsonl", *narrow).stdout):
        assert event["contested"]
        assert "2019-09-1" in event["date"]
    assert run(filled, "events", "--from", "yesterday").exit_code == 2


def test_events_of_files_need_no_case(tmp_path: Path, samples: Path, filled: str) -> None:
    before = sorted(tmp_path.iterdir())
    of_files = run(str(tmp_path / "none"), "events", str(samples), "--format", "jsonl")
    assert of_files.exit_code == 0
    assert of_files.stdout == run(filled, "events", "--format", "jsonl").stdout
    assert sorted(tmp_path.iterdir()) == before
    assert run(str(tmp_path / "none"), "events").stderr.startswith("riwaya: error[missing_input]: there is no case")


def test_the_table_shows_what_was_asked_for(filled: str) -> None:
    table = run(filled, "events").stdout
    assert "told by one source only" in table
    some = run(filled, "events", "--place", "كفر تخاريم").stdout
    assert "Kafr Takharim" in some
    assert "told by one source only" not in some


def test_show_a_report_a_claim_an_event(filled: str) -> None:
    event = lines(run(filled, "events", "--format", "jsonl").stdout)[0]
    claim_id, report_id = event["claim_ids"][0], event["report_ids"][0]
    shown: dict[str, Any] = json.loads(run(filled, "show", claim_id, "--format", "json").stdout)
    assert (shown["id"], shown["report_id"], shown["event_id"]) == (claim_id, report_id, event["event_id"])
    assert "rules" in run(filled, "show", claim_id).stdout
    report = json.loads(run(filled, "show", report_id, "--format", "json").stdout)
    span = report["claims"][0]["trigger"]["span"]
    assert report["text"][span["start"] : span["end"]] == span["exact"]
    assert report["versions"][0]["current"]
    assert claim_id in run(filled, "show", report_id).stdout
    assert json.loads(run(filled, "show", event["event_id"], "--format", "json").stdout) == event
    assert claim_id in run(filled, "show", event["event_id"]).stdout
    linked = next(one for one in lines(run(filled, "events", "--format", "jsonl").stdout) if one["links"])
    text, link = run(filled, "show", linked["event_id"]).stdout, linked["links"][0]
    assert f"{link['first']} ~ {link['second']}  {link['bits']:+.1f} bits" in text, "why its reports stand together"
    nothing = run(filled, "show", "c-nothing")
    assert nothing.exit_code == 2
    assert "no report, claim or event" in nothing.stderr


def test_search(filled: str) -> None:
    found = lines(run(filled, "search", "المدفعية", "--format", "jsonl").stdout)
    assert found
    for hit in found:
        for place in hit["hits"]:
            assert "مدفعي" in place["exact"]
    assert len(lines(run(filled, "search", "قتل", "--limit", "2", "--format", "jsonl").stdout)) == 2
    assert found[0]["report_id"] in run(filled, "search", "المدفعية").stdout
    assert run(filled, "search", "كلمةلاوجودلها").stdout == "No report holds all of these words.\n"
    assert run(filled, "search", "،").exit_code == 2
    together = lines(run(filled, "search", "كفر تخاريم", "--format", "jsonl").stdout)
    assert all(hit["exact"] == "كفر تخاريم" for found in together for hit in found["hits"]), "one argument, one phrase"


def test_status_reread_backup(filled: str, tmp_path: Path) -> None:
    held = json.loads(run(filled, "status", "--format", "json").stdout)
    assert (held["reports"], held["versions"], held["judgements"], held["fresh"]) == (12, 12, 0, True)
    assert str(held["claims"]) in run(filled, "status").stdout
    assert run(filled, "reread").stdout == "0 reports read otherwise, 12 as before, 0 no longer readable\n"
    target = tmp_path / "copy.riwaya"
    done = run(filled, "backup", str(target))
    assert done.stdout == f"wrote {target}\n"
    assert dump(str(target)) == dump(filled)


def test_what_cannot_be_read_costs_only_itself(where: str, tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    good, other = (json.dumps({"id": f"r{n}", "text": text}) for n, text in enumerate((SHELLING, STRIKE)))
    path.write_text(f"{good}\n{{broken\n{other}\n", "utf-8")
    done = run(where, "add", str(path))
    assert done.exit_code == 1
    assert done.stdout.startswith("added 2 reports, 0 already there, 1 skipped")
    assert "skipped[unreadable_input]" in done.stderr
    again = run(where, "add", str(path))
    assert again.stdout.startswith("added 0 reports, 2 already there, 1 skipped")


def test_the_case_is_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, samples: Path) -> None:
    monkeypatch.setenv("RIWAYA_CASE", str(tmp_path / "mine"))
    assert RUNNER.invoke(app, ["add", str(samples)]).exit_code == 0
    assert (tmp_path / "mine").is_file()
    monkeypatch.delenv("RIWAYA_CASE")
    monkeypatch.chdir(tmp_path)
    assert RUNNER.invoke(app, ["add", str(samples)]).exit_code == 0
    assert (tmp_path / "case.riwaya").is_file()


def test_a_later_version_is_shown(where: str, tmp_path: Path) -> None:
    path = tmp_path / "page.jsonl"
    for text in (SHELLING, STRIKE):
        path.write_text(json.dumps({"id": "r1", "url": "https://news.example/1", "text": text}), "utf-8")
        assert run(where, "add", str(path)).exit_code == 0
    shown = run(where, "show", "r1").stdout
    assert "version 1 " in shown
    assert "<- counts" in shown.splitlines()[-1]


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_whole(where: str, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in made_up(3000)), "utf-8")
    command = [sys.executable, "-c", "from riwaya.cli import main; main()", "--case", where, "add", str(path)]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"}
    )
    until = time.monotonic() + 120
    while time.monotonic() < until:
        held = run(where, "status", "--format", "json")
        if held.exit_code == 0 and json.loads(held.stdout)["reports"] > 0:
            break
        time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"riwaya: interrupted: added" in told
    assert b"run the same command again to go on" in told
    held = json.loads(run(where, "status", "--format", "json").stdout)
    assert 0 < held["reports"] < 3000
    assert not held["fresh"], "events are made when they are asked for"
    assert run(where, "events", "--format", "jsonl").exit_code == 0
    assert json.loads(run(where, "status", "--format", "json").stdout)["fresh"]
