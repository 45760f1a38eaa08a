"""Every row of every lexicon table: written as the loader needs it, of a known kind, and its example matches."""

from __future__ import annotations

import ast
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from source import modules

from riwaya.lexicons.loader import DATA, Row, parse_table
from riwaya.lexicons.matcher import TABLES, load_lexicon
from riwaya.text.normalize import clean, fold_key
from riwaya.text.tokens import Tokens

FILES = sorted(DATA.rglob("*.tsv"))
FORM_COLUMNS = ("forms", "plural", "nouns", "phrases", "name_ar")
_NOT_ORDINARY = re.compile(
    "[\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufb50-\ufdff\ufe70-\ufefc]"
)

ROLES = set(
    "official spokesperson military party monitor medical witness state_media media agency expert anonymous "
    "other".split()
)
STANCES = set("asserts confirms denies accuses claims_responsibility estimates warns demands rejects offers".split())
SECTORS = set(
    "GOV JUD LEG MIL COP SPY PRM REB UAF PTY OPP CVL REF JRN MED EDU REL LAB AGR BUS CRM ELI SOC UNK IGO NGO".split()
)
VICTIMS = set("civilian child woman combatant medic journalist unknown".split())
KINDS_OF_COUNT = set("killed injured missing captured displaced evacuated strikes other".split())
WEAPONS = set(
    "air_munition aircraft artillery barrel_bomb blade bomb chemical cluster drone firearm helicopter incendiary mine "
    "missile mortar naval rocket sniper suicide tank unknown vehicle_bomb".split()
)
TARGETS = set(
    "aid aircraft airport base building camp checkpoint church convoy farmland headquarters home hospital "
    "infrastructure market mosque other port position school ship vehicle".split()
)
RELATIONS = set("affiliated_with backs hostile_to backed_by split_from led_by".split())
# Column -> its closed list, wherever a table has that column. A cell may be empty.
CLOSED = {
    "role": ROLES,
    "stance": STANCES,
    "sector": SECTORS,
    "victim_class": VICTIMS,
    "count": KINDS_OF_COUNT,
    "relation": RELATIONS,
    "gives_way": {"act", "means"},
    "armed": {"yes"},
    "ends": {"yes"},
}
CLASSES = {"weapons": WEAPONS, "targets": TARGETS}
# Columns whose values the code asks for by name: a value that no code names is a slip of the pen.
READ_BY_CODE = ("kind", "scope", "takes")
# Values that only describe the row, or whose name the code puts together.
DESCRIPTIVE = {
    "actors": "de_facto_authority igo ngo rescue political_party tribe_body judiciary",
    "links": "demonstrative hedge_more_than",
    "outlets": "agency monitor newspaper official tv web",
    "place_words": "country_word",
    "topics": "sport disaster accident health economy culture",
}
FRAME_ROLES = set("actor recipient place weapon partner content object auto".split())
"""What a frame says that a part of the clause is; `auto`: the verbal noun's genitive is decided by its words."""
FRAME_PARTS = {"S", "O", "G"}
"""Subject, object, genitive of the verbal noun; other parts are prepositions. Beside them stand options: `R`, the
preposition without which the row is not read; `with`, the objects of which one must follow; `toll`, the code that the
row takes where it only tells a toll; and:"""
FRAME_OPTIONS = {
    "V": ("verb",),
    "N": ("force", "protesters"),
    "W": ("munition", "aircraft"),
    "P": ("ب",),
    "only": ("effect",),
}
"""Nouns that count as verbs for numbers; words that need a munition, a written preposition, an act they come from."""


def tables() -> list[object]:
    return [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in FILES]


def forms(row: Row) -> list[str]:
    return [form for column in FORM_COLUMNS for form in row.list(column)]


@pytest.mark.parametrize("path", tables())
def test_a_table_is_plain_text(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert "\ufeff" not in text
    assert text.endswith("\n")
    assert unicodedata.normalize("NFC", text) == text
    assert parse_table(path), "a table without rows"


@pytest.mark.parametrize("path", tables())
def test_forms_are_in_ordinary_spelling(path: Path) -> None:
    odd = [f"{row.where}: {form}" for row in parse_table(path) for form in forms(row) if _NOT_ORDINARY.search(form)]
    assert odd == []


@cache
def words_of_the_code() -> frozenset[str]:
    """Every word in a string literal of the source."""
    literals = (node.value for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(word for value in literals if isinstance(value, str) for word in value.split())


@pytest.mark.parametrize("path", tables())
def test_closed_columns_hold_known_values(path: Path) -> None:
    closed = {**CLOSED, "code": {row["code"] for row in parse_table(DATA / "shared" / "codes.tsv")}}
    if path.stem in CLASSES:
        closed["class"] = CLASSES[path.stem]
    named = words_of_the_code() | set(DESCRIPTIVE.get(path.stem, "").split())
    closed |= dict.fromkeys(READ_BY_CODE, named)
    wrong = []
    for row in parse_table(path):
        for column, known in closed.items():
            wrong += [
                f"{row.where}: {column} {value}" for value in row.list(column) if value.split("=")[0] not in known
            ]
        country = row.get("country", "")
        # INT: of no one country, as the United Nations
        wrong += [f"{row.where}: country {country}"] * bool(country and not re.fullmatch("[A-Z]{2}|INT", country))
    assert wrong == []


def test_frames_are_of_known_parts_and_roles() -> None:
    preposition = re.compile("[\u0621-\u064a]+")
    codes = {row["code"] for row in parse_table(DATA / "shared" / "codes.tsv")}
    wrong = []
    for row in parse_table(DATA / "ar" / "acts.tsv"):
        for piece in row["frame"].split():
            part, _, value = piece.partition("=")
            if part == "toll":
                known = value in codes
            elif part in FRAME_OPTIONS:
                known = value in FRAME_OPTIONS[part]
            elif part in ("R", "with", "not"):
                known = all(preposition.fullmatch(word) for word in value.split(None if part == "R" else "|"))
            else:
                known = (part in FRAME_PARTS or bool(preposition.fullmatch(part))) and value in FRAME_ROLES
            wrong += [f"{row.where}: {piece}"] * (not known)
    assert wrong == []


@pytest.mark.parametrize("name", sorted(TABLES))
def test_no_form_stands_twice_without_a_reason(name: str) -> None:
    """Within one table and kind a form belongs to one row, unless the later row's note says why it has two readings."""
    first: dict[tuple[str, str], Row] = {}
    twice = []
    for row in parse_table(DATA / "ar" / f"{name}.tsv"):
        for form in dict.fromkeys(fold_key(form) for form in forms(row)):
            known = first.setdefault((row.get("kind", ""), form), row)
            if known is not row and not row.get("note"):
                twice.append(f"{row.where}: {form} stands also in {known.where}")
    assert twice == []


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_example_of_a_row_matches_it(name: str) -> None:
    lexicon = load_lexicon()
    missed = []
    for row in parse_table(DATA / "ar" / f"{name}.tsv"):
        example = row["example"]
        tokens = Tokens(example, clean(example))
        found = {match.entry.id for matches in lexicon.scan(tokens, 0, len(tokens)).values() for match in matches
                 if match.table == name}  # fmt: skip
        if row.id not in found:
            missed.append(f"{row.where} {row.id}: {example}")
    assert missed == []


def test_verbs_have_a_root_and_a_pattern() -> None:
    half = [
        row.where
        for path in FILES
        for row in parse_table(path)
        if bool(row.get("root", "")) != bool(row.get("wazn", ""))
    ]
    assert half == []


def test_each_table_and_column_is_described(root: Path) -> None:
    page = (root / "docs" / "lexicons.md").read_text("utf-8")
    assert set(re.findall(r"^##+ (\w+)$", page, re.MULTILINE)) >= {path.stem for path in FILES}
    words = set(re.findall("`([^`]+)`", page))
    columns = {column for path in FILES for column in path.read_text("utf-8").partition("\n")[0].split("\t")}
    assert columns - words == set()


def test_values_that_the_code_reads_are_described(root: Path) -> None:
    """Kinds of links, cues and factuality, scopes, what a cue takes, and what a frame may say."""
    words = set(re.findall("`([^`]+)`", (root / "docs" / "lexicons.md").read_text("utf-8")))
    used = set(FRAME_ROLES | FRAME_PARTS)
    for name in ("links", "cues", "factuality", "heads", "place_words"):
        for row in parse_table(DATA / "ar" / f"{name}.tsv"):
            used |= {value.split("=")[0] for column in READ_BY_CODE for value in row.list(column)}
    assert used - words == set()
