"""Hosts of addresses, broken ones among them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from riwaya.cli import app
from riwaya.text.addresses import host_of


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://WWW.Example.org:8080/a?b", "www.example.org"),
        ("http://[bad", ""),
        ("example.org/a", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_host(address: str | None, host: str) -> None:
    assert host_of(address) == host


def test_a_broken_address_costs_no_event(tmp_path: Path) -> None:
    told = "قتل ثلاثة مدنيين في قصف على بلدة سرمين يوم الجمعة 6 نيسان 2018."
    rows = [{"id": f"r{n}", "text": told, "url": url} for n, url in enumerate(("http://[bad", "https://example.org/1"))]
    path = tmp_path / "some.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = CliRunner().invoke(app, ["events", "--format", "jsonl", str(path)])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout.splitlines()[0])["report_ids"] == ["r0", "r1"]
