"""Who may import whom, read from the source."""

from __future__ import annotations

import pytest
from source import PACKAGE, imports, modules

GROUND = {"errors", "config", "text"}
DATA = {"model", "lexicons", "gazetteer", "gazetteer_build"}
STAGES = {"reports", "documents", "claims", "events"}

# Part of the package -> parts that it may import, besides itself. A new part needs a line here.
MAY_IMPORT = {
    "errors": set(),
    "config": {"errors"},
    "text": {"errors"},
    "model": {"errors", "text"},
    "accounts": {"errors", "text", "model"},
    "lexicons": GROUND | {"model"},
    "gazetteer": GROUND | {"model"},
    "gazetteer_build": GROUND | {"gazetteer"},
    **dict.fromkeys(STAGES, GROUND | DATA - {"gazetteer_build"}),
    "events": GROUND | DATA - {"gazetteer_build"} | {"accounts"},
    "store": GROUND | {"model", "accounts"},
    "pipeline": GROUND | DATA - {"gazetteer_build"} | STAGES | {"store"},
    "annotations": GROUND | {"lexicons", "model"},
    "evaluate": GROUND | {"annotations"},
    "render": GROUND | DATA - {"gazetteer_build"} | {"accounts", "evaluate", "events", "pipeline"},
    "render_case": {"model", "render", "store"},
    "cli": GROUND
    | DATA - {"gazetteer_build"}
    | STAGES
    | {"annotations", "evaluate", "pipeline", "render", "render_case", "store"},
}


def part(name: str) -> str:
    """The first-level part of the package that a module belongs to."""
    return name.split(".")[1] if "." in name else ""


@pytest.mark.parametrize("name", [name for name in modules() if name != "riwaya"])
def test_a_module_imports_only_what_lies_below_it(name: str) -> None:
    assert part(name) in MAY_IMPORT, f"{name} is not in the table of layers"
    allowed = MAY_IMPORT[part(name)] | {part(name)}
    above = sorted(other for other in imports(name) if part(other) not in allowed)
    assert not above, f"{name} imports {', '.join(above)}"


def test_stages_never_import_each_other() -> None:
    crossing = [
        (name, other)
        for name in modules()
        for other in imports(name)
        if part(name) in STAGES and part(other) in STAGES and part(name) != part(other)
    ]
    assert crossing == []


def test_nobody_imports_the_package_root() -> None:
    assert [name for name in modules() if "riwaya" in imports(name)] == []


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    banned = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    assert [name for name in modules() if banned & set(name.split("."))] == []


def test_imports_make_no_circle() -> None:
    graph = {name: imports(name) & set(modules()) for name in modules() if name != "riwaya"}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path[path.index(name) :], name))
        if name not in done:
            for other in sorted(graph.get(name, ())):
                visit(other, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []
