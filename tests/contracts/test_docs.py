"""What the documentation owes the reader: everything there is, is described; what it shows, runs and prints that."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from pages import PAGES, ROOT, blocks, renewed
from typer.testing import CliRunner

from riwaya.cli import app
from riwaya.config import SETTINGS, TEXT_SETTINGS

RUNNER = CliRunner()


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def commands(command: Any = None, path: tuple[str, ...] = ("riwaya",)) -> Iterator[tuple[str, Any]]:
    """Every command of the command line with its full name."""
    command = command or typer.main.get_command(app)
    if hasattr(command, "commands"):
        for name, sub in command.commands.items():
            yield from commands(sub, (*path, name))
    else:
        yield " ".join(path), command


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=lambda x: x if isinstance(x, str) else "")
def test_each_command_and_option_is_described(name: str, command: Any) -> None:
    cli = page("cli.md")
    assert f"## {name}\n" in cli
    assert command.help, f"{name} has no help"
    section = cli.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]
    for parameter in command.params:
        if parameter.name == "help":
            continue
        assert parameter.help, f"{name} {parameter.name} has no help"
        wanted = parameter.opts if parameter.opts[0].startswith("-") else [parameter.metavar]
        for word in wanted:
            assert re.search(rf"(?<![\w-]){re.escape(word.rstrip('.'))}(?![\w-])", section), f"{name}: {word}"


def test_each_setting_is_described() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \| ([^|]+) \| ([^|]+) \|$",
        page("settings.md"),
        re.MULTILINE,
    )
    assert rows == [(s.name, s.variable, str(s.default), str(s.least), str(s.most), s.unit, s.help) for s in SETTINGS]
    texts = [f"| `{s.name}` | `{s.variable}` | {s.shown} | {s.help} |" for s in TEXT_SETTINGS]
    assert [line for line in texts if line not in page("settings.md").splitlines()] == []


def test_each_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = project["build-system"]["requires"] + project["project"]["dependencies"]
    for extra in project["project"]["optional-dependencies"].values():
        named += extra
    wanted = {re.split(r"[<>=!~\[; ]", name)[0] for name in named}
    assert wanted - set(re.findall(r"^\| `([\w-]+)` \|", page("dependencies.md"), re.MULTILINE)) == set()


def test_each_field_of_the_output_is_described(sample_output: list[dict[str, Any]]) -> None:
    described = set(re.findall(r"`(?:\w+\.)*(\w+)`", page("fields.md")))
    seen: set[str] = set()

    def collect(value: object) -> None:
        if isinstance(value, dict):
            seen.update(value)
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    collect(sample_output)
    assert len(seen) > 40, "the samples fill most fields"
    assert seen - described == set()


def test_closed_values_of_the_output_are_described(sample_output: list[dict[str, Any]]) -> None:
    described = set(re.findall(r"`(\w+)`", page("fields.md")))
    claims = [claim for line in sample_output for claim in line["claims"]]
    links = [link for claim in claims for link in claim["source_chain"]]
    counts = [count for claim in claims for count in claim["counts"]]
    used = {segment["role"] for line in sample_output for segment in line["segments"]}
    used |= {claim["factuality"] for claim in claims}
    used |= {link[key] for link in links for key in ("role", "stance")}
    used |= {count[key] for count in counts for key in ("kind", "victim_class", "hedge")}
    used |= {claim["when"]["anchor"] for claim in claims if claim["when"]}
    used |= {place["role"] for claim in claims for place in claim["places"]}
    used |= {actor["sector"] for claim in claims for actor in claim["actors"] + claim["recipients"] if actor["sector"]}
    assert used - described == set()


def test_each_code_is_described(sample_output: list[dict[str, Any]]) -> None:
    from riwaya.lexicons.loader import read_table

    headings = set(re.findall(r"^### (\w+)$", page("codes.md"), re.MULTILINE))
    codes = {row["code"] for row in read_table("shared/codes")}
    assert headings == codes
    used = {claim["code"] for line in sample_output for claim in line["claims"]}
    assert used <= codes


def test_links_lead_somewhere() -> None:
    broken = []
    for path in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = target.partition("#")
            found = (path.parent / file).resolve() if file else path
            if not found.exists() or (anchor and found.suffix == ".md" and anchor not in anchors(found)):
                broken.append(f"{path.name}: {target}")
    assert broken == []


def anchors(path: Path) -> set[str]:
    """The anchors that a page's headings make."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_each_page_can_be_reached_from_the_index() -> None:
    linked = set(re.findall(r"\]\(([\w-]+\.md)", page("index.md")))
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - linked == {"index.md"}


@pytest.mark.parametrize(("kind", "content"), [pytest.param(*rest, id=name) for name, *rest in blocks()])
def test_what_a_page_shows_is_what_is_printed(kind: str, content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert renewed(kind, content) == content, "run `make docs`, and look at what changed"


@pytest.fixture(scope="module")
def sample_output(samples: Path) -> list[dict[str, Any]]:
    done = RUNNER.invoke(app, ["extract", "--format", "jsonl", str(samples)])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]
