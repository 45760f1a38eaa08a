"""The build hook makes a product when its inputs change, and only then."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BUILDER = """
from pathlib import Path
def build(target: Path, data: Path) -> None:
    target.write_text((data / "rows.tsv").read_text() * 2)
"""


@pytest.fixture
def hook(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", root / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one table and a builder that doubles it."""
    data = tmp_path / "src" / "riwaya" / "lexicons" / "data"
    data.mkdir(parents=True)
    (data / "rows.tsv").write_text("a\n")
    (tmp_path / "src" / "doubling_builder.py").write_text(BUILDER)
    monkeypatch.delitem(sys.modules, "doubling_builder", raising=False)
    return tmp_path


def test_a_product_is_made_once_and_again_after_a_change(hook: ModuleType, project: Path) -> None:
    product = hook.Product("out.tsv", "doubling_builder", ("lexicons/data/*.tsv",), ("hatchling",))
    built = project / "src" / "riwaya" / "_built" / "out.tsv"
    assert hook.make(project, [product]) == ["out.tsv"]
    assert built.read_text() == "a\na\n"
    assert hook.make(project, [product]) == []
    (project / "src" / "riwaya" / "lexicons" / "data" / "rows.tsv").write_text("b\n")
    assert hook.make(project, [product]) == ["out.tsv"]
    assert built.read_text() == "b\nb\n"
    built.unlink()
    assert hook.make(project, [product]) == ["out.tsv"]
    assert str(project / "src") not in sys.path


def test_a_failed_build_leaves_nothing_behind(hook: ModuleType, project: Path) -> None:
    product = hook.Product("out.tsv", "doubling_builder", ("lexicons/data/*.tsv",), ())
    (project / "src" / "riwaya" / "lexicons" / "data" / "rows.tsv").unlink()
    with pytest.raises(FileNotFoundError):
        hook.make(project, [product])
    assert [path.name for path in (project / "src" / "riwaya" / "_built").iterdir()] == []


def test_every_input_of_the_real_products_exists(hook: ModuleType, root: Path) -> None:
    for product in hook.PRODUCTS:
        for pattern in product.inputs:
            assert list((root / hook.PACKAGE).glob(pattern)), f"{product.file}: {pattern}"
