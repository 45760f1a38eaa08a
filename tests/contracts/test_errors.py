"""The error tree: drawn as it is, a code and a line of documentation for each error."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from source import modules

from riwaya import errors
from riwaya.errors import RiwayaError


def all_errors() -> list[type[RiwayaError]]:
    """Every error class of the package, the base first."""
    for name in modules():
        importlib.import_module(name)
    found, queue = [], [RiwayaError]
    while queue:
        kind = queue.pop(0)
        found.append(kind)
        queue += [sub for sub in kind.__subclasses__() if sub.__module__.startswith("riwaya.")]
    return found


def drawn() -> dict[str, str]:
    """Error -> its parent, as the drawing in the docstring of `riwaya.errors` has it."""
    parents: dict[str, str] = {}
    path: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"^( {4}[│ ]*(?:[├└]── )?)([A-Z]\w+)(?: {2,}|$)", line)
        if not match:
            continue
        depth = len(match.group(1))
        while path and path[-1][0] >= depth:
            path.pop()
        if path:
            parents[match.group(2)] = path[-1][1]
        path.append((depth, match.group(2)))
    return parents


def test_the_drawing_is_the_tree() -> None:
    here = [kind for kind in all_errors() if kind.__module__ == errors.__name__ and kind is not RiwayaError]
    assert drawn() == {kind.__name__: kind.__base__.__name__ for kind in here if kind.__base__}


def test_each_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in all_errors()]
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)
    assert sorted(codes) == sorted(set(codes))
    assert [kind.__name__ for kind in all_errors() if "code" not in vars(kind)] == []


def test_each_code_is_documented(root: Path) -> None:
    page = (root / "docs" / "errors.md").read_text("utf-8")
    assert [kind.code for kind in all_errors() if f"`{kind.code}`" not in page] == []
    described = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert described == {kind.code for kind in all_errors()}, "docs/errors.md describes errors that do not exist"


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.code)
def test_errors_leave_in_one_shape(kind: type[RiwayaError]) -> None:
    error = kind("what was wrong", hint="what to do", report_id="r1")
    assert error.as_json() == {
        "ok": False,
        "error": "what was wrong",
        "code": kind.code,
        "hint": "what to do",
        "report_id": "r1",
    }
