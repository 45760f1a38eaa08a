"""The public face of the package: its names, its docstrings, and how quickly it loads."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
import subprocess
import sys
import time

import pytest
from source import modules, public_definitions

import riwaya
from riwaya import errors

PUBLIC = [
    "Actor",
    "Claim",
    "Count",
    "Document",
    "Event",
    "Mention",
    "Place",
    "Reading",
    "Report",
    "Segment",
    "SourceLink",
    "Span",
    "Statement",
    "Weapon",
    "When",
    "__version__",
    "clean_report",
    "extract_claims",
    "group_claims",
    "read_reports",
]


def test_public_names_are_these() -> None:
    assert sorted(riwaya.__all__) == PUBLIC
    for name in PUBLIC:
        found = getattr(riwaya, name)
        assert name == "__version__" or inspect.getdoc(found), name
    assert set(PUBLIC) <= set(dir(riwaya))


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'utils'"):
        _ = riwaya.utils


def test_every_public_thing_says_what_it_does() -> None:
    missing = [name for name, tree in modules().items() if not ast.get_docstring(tree)]
    for name in modules():
        missing += [where for where, node in public_definitions(name) if not ast.get_docstring(node)]
    assert missing == []


def test_what_a_public_function_raises_stands_in_its_docstring() -> None:
    silent = []
    # the docstring of a command is its help; docs/cli.md says how commands end
    for name in sorted(name for name in modules() if not name.startswith("riwaya.cli.")):
        for where, node in public_definitions(name):
            if isinstance(node, ast.ClassDef):
                continue
            said = ast.get_docstring(node) or ""
            silent += [f"{where}: {kind}" for kind in sorted(raised(node)) if not names_error(said, kind)]
    assert silent == []


def raised(function: ast.AST) -> set[str]:
    """Names of the errors that a function raises in its own body."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Raise) and node.exc:
            called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(called, ast.Name) and called.id[0].isupper():
                found.add(called.id)
    return found


def names_error(docstring: str, kind: str) -> bool:
    """Does the docstring name the error or one of its bases?"""
    error = getattr(errors, kind, None) or getattr(builtins, kind, None)
    bases = [base.__name__ for base in error.__mro__] if isinstance(error, type) else [kind]
    return any(re.search(rf"\b{base}\b", docstring) for base in bases)


def test_import_is_quick() -> None:
    def seconds() -> float:
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import riwaya"], check=True)
        return time.perf_counter() - begin

    assert min(seconds() for _ in range(3)) < 0.3
