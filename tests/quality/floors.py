"""Floors under figures: read, compared, raised; never lowered in silence.

A floors file holds, for each figure, the least that it may be, and the SHA-256 of every file that was measured on. The
files tell a change of riwaya from a change of what it is measured on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from figures import HERE, Measured, evaluation_folder, external_figures, external_files, own_figures, own_files

MARGIN = 0.005
"""How far under a figure its floor is set, at least. A tie that falls the other way moves a figure by thousandths; that
is no loss. A rule that is lost moves it more."""


def floor_of(figure: Measured) -> float:
    """The floor of a figure: under it by the margin, or by one of its `n` things where one moves it more.

    Floors do not follow a figure down, so what is forgiven is forgiven once.
    """
    return max(0.0, round(figure.value - max(MARGIN, 1 / figure.n if figure.n else 0.0), 3))


class Refused(Exception):
    """The floors were not written, or not all of them; the message says why."""


@dataclass(frozen=True, slots=True)
class Floors:
    """What a floors file holds: the files measured on, and the floor of each figure."""

    files: Mapping[str, str] = field(default_factory=dict)
    floors: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Floors:
        """The floors of a file; none where it does not exist yet."""
        return cls(**json.loads(path.read_text("utf-8"))) if path.exists() else cls()

    def write(self, path: Path) -> None:
        """Write them, in an order and a layout in which a change is a change of one line."""
        content = {"files": dict(self.files), "floors": dict(self.floors)}
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")

    def changed(self, files: Mapping[str, str]) -> list[str]:
        """Names of files that came, went or are not what they were."""
        return sorted(name for name in {*self.files, *files} if self.files.get(name) != files.get(name))

    def sunk(self, found: Mapping[str, Measured]) -> dict[str, tuple[float | None, float]]:
        """Figures under their floors, or no longer measured: what they are now, and their floors."""
        now = {name: found[name].value if name in found else None for name in self.floors}
        return {
            name: (now[name], floor)
            for name, floor in self.floors.items()
            if (value := now[name]) is None or value < floor
        }

    def raised(self, found: Mapping[str, Measured], files: Mapping[str, str], *, corpus_changed: bool) -> Floors:
        """Floors for the figures that were reached.

        Floors sink only with `corpus_changed`, and that only if files have changed. Errors: Refused, when what was
        measured on changed and nobody said so, or nothing changed and somebody did.
        """
        changed = self.changed(files) if self.files else []
        if changed and not corpus_changed:
            raise Refused(f"{', '.join(changed)} changed: say --corpus-changed to set the floors anew")
        if corpus_changed and self.files and not changed:
            raise Refused("no file has changed: a floor that is to sink must be written by hand, where all can see it")
        least = {name: floor_of(figure) for name, figure in found.items()}
        if not corpus_changed:
            least = {name: max(least.get(name, 0.0), self.floors.get(name, 0.0)) for name in {**self.floors, **least}}
        return Floors(dict(files), least)

    def table(self, found: Mapping[str, Measured]) -> str:
        """Figures beside their floors, a line each; `<` marks what lies under its floor."""
        sunk = self.sunk(found)
        lines = [f"{'':<60}{'n':>7}{'now':>8}{'floor':>8}"]
        for name in {**found, **self.floors}:
            n, now = (str(found[name].n), f"{found[name].value:.3f}") if name in found else ("-", "-")
            floor = f"{self.floors[name]:.3f}" if name in self.floors else "-"
            lines.append(f"{name:<60}{n:>7}{now:>8}{floor:>8}{' <' if name in sunk else ''}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Pile:
    """One set of figures: its floors file, how its files are told apart, and how it is measured."""

    name: str
    path: Path
    files: Callable[[], dict[str, str]]
    figures: Callable[[], dict[str, Measured]]


def own_pile() -> Pile:
    """The samples, annotated by ourselves."""
    return Pile("own samples", HERE / "floors.json", own_files, own_figures)


def external_pile() -> Pile | None:
    """The annotated reports outside the project; None where they are not there."""
    folder = evaluation_folder()
    if folder is None:
        return None
    files, figures = (lambda: external_files(folder)), (lambda: external_figures(folder))
    return Pile("evaluation folder", HERE / "floors_external.json", files, figures)
