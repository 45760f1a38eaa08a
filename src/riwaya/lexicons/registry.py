"""The registry of actors by their names: who a speaker is, whom it belongs to, on which side it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from riwaya.lexicons.loader import read_table
from riwaya.text.normalize import fold_key

_STATE = frozenset({"state", "military", "police", "intelligence", "judiciary"})
_ARMED = _STATE | {"armed_group", "militia", "coalition", "private_military", "de_facto_authority"}


@dataclass(frozen=True, slots=True)
class Registered:
    """A row of the registry; `line` is its own id and those of whom it belongs to, upwards."""

    id: str
    name_en: str
    name_ar: str
    country: str
    kind: str
    line: tuple[str, ...]

    @property
    def armed(self) -> bool:
        """Is it a state, an armed body, or a coalition of them?"""
        return self.kind in _ARMED

    @property
    def state(self) -> bool:
        """Is it a state or an arm of one?"""
        return self.kind in _STATE

    def of_one_side(self, other: Registered) -> bool:
        """Does one belong to the other, or are both arms of one state?"""
        if set(self.line) & set(other.line):
            return True
        return self.state and other.state and self.country == other.country != "INT"


@cache
def _by_id() -> dict[str, Registered]:
    rows = {row.id: row for row in read_table("ar/actors")}
    found = {}
    for row in rows.values():
        line = [row.id]
        while (parent := rows[line[-1]]["parent"]) in rows and parent not in line:
            line.append(parent)
        found[row.id] = Registered(row.id, row["name_en"], row["name_ar"], row["country"], row["kind"], tuple(line))
    return found


@cache
def _by_name() -> dict[str, str]:
    rows = read_table("ar/actors")
    # canonical names win over forms, earlier rows over later ones
    named = [(name, row.id) for row in rows for name in row.list("forms")][::-1]
    named += [(row[column], row.id) for row in rows[::-1] for column in ("name_en", "name_ar")]
    return {fold_key(name).lower(): row_id for name, row_id in named if name}


def registered(key: str | None) -> Registered | None:
    """The registry's row by id or by name, in Arabic or English; None for who is not in it. Errors: BadLexicon."""
    if not key:
        return None
    return _by_id().get(key) or _by_id().get(_by_name().get(fold_key(key).lower(), ""))


@cache
def _countries() -> dict[str, tuple[str, str]]:
    return {row["iso2"]: (row["name_en"], row["name_ar"]) for row in read_table("shared/countries")}


def country_names(code: str) -> tuple[str, str]:
    """English and Arabic name of a country by its ISO 3166-1 code; the code itself for one not listed."""
    return _countries().get(code, (code, code))


def names_of(name_en: str) -> tuple[str, str]:
    """English and Arabic name of an actor or country by its English name; the name itself for one not listed."""
    if known := registered(name_en):
        return known.name_en, known.name_ar
    return next((names for names in _countries().values() if names[0] == name_en), (name_en, name_en))
