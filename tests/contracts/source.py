"""The project's own source as the contract tests see it: modules, their imports, their definitions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "riwaya"


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name -> parsed source of every module."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"), str(path))
    return found


def imports(name: str) -> set[str]:
    """The modules of riwaya that a module imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "riwaya"}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno}: imports are absolute"
            if node.module and node.module.split(".")[0] == "riwaya":
                # `from riwaya.text import spans` names a module, `from riwaya.model import Span` does not
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                submodules = inner & set(modules())
                found |= submodules
                if inner - submodules:
                    found.add(node.module)
    return found


def public_definitions(name: str) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef]]:
    """Public classes, functions and methods of a module, with their dotted names; special methods are left out."""
    yield from _public(modules()[name], name)


def _public(
    node: ast.Module | ast.ClassDef, where: str
) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef]]:
    for inner in node.body:
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not inner.name.startswith("_"):
            yield f"{where}.{inner.name}", inner
            if isinstance(inner, ast.ClassDef):
                yield from _public(inner, f"{where}.{inner.name}")
