"""Inflected forms of lexicon entries: nouns by rule when the lexicon loads, verbs from the table made at install."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from riwaya.errors import MissingBuild
from riwaya.lexicons.loader import BUILT, Row
from riwaya.text.normalize import fold_key

SINGULAR, DUAL, PLURAL = "s", "d", "p"


@dataclass(frozen=True, slots=True)
class Entry:
    """A lexeme of a lexicon table: `table` is the file's name ("acts"), `row` its cells, `kind` the one in that column.

    Two entries are the same when table and id are.
    """

    table: str
    id: str
    row: Row = field(compare=False, repr=False)
    kind: str = field(default="", compare=False, repr=False)

    @classmethod
    def of(cls, table: str, row: Row) -> Entry:
        """The entry of a row. Readers ask for its kind at every token, and so it stands beside the cells."""
        return cls(table, row.id, row, row.get("kind", ""))


class Form(NamedTuple):
    """One inflected form of an entry.

    `pos` is `n` or `v`. Nouns: `number` s, d, p; `bound` when the form stands only before a pronoun or a genitive.
    Verbs: `voice` a, p or x (either), `tense` p or i, `persons` such as ("3ms",).
    """

    entry: Entry
    pos: str
    number: str = SINGULAR
    bound: bool = False
    voice: str = ""
    tense: str = ""
    persons: tuple[str, ...] = ()


def noun_forms(word: str, number: str, *, sound_plural: bool = False) -> Iterator[tuple[str, str, bool]]:
    """(form, number, bound) of one folded word: itself, tanwin alef, dual, sound plural cases, and before a pronoun.

    `sound_plural` says of a singular that its plural is in ون: then the ending ين is read as that plural, not as a
    dual; of a plural in ون, that it is a sound one, which has cases (سجون is not).
    """
    if number == PLURAL and sound_plural and word.endswith("ون") and len(word) > 3:
        stem = word[:-2]
        yield word, PLURAL, False
        yield stem + "ين", PLURAL, False
        yield stem + "و", PLURAL, True
        yield stem + "ي", PLURAL, True
        return
    yield word, number, False
    if word.endswith("ة"):
        stem = word[:-1]
        yield stem + "ت", number, True
        if number == SINGULAR:
            yield stem + "تان", DUAL, False
            yield stem + "تين", DUAL, False
            yield stem + "تا", DUAL, True
            yield stem + "تي", DUAL, True
        return
    if word[-1] not in "اء" or (word.endswith("ء") and not word.endswith("اء")):
        yield word + "ا", number, False
    if number == SINGULAR and not word.endswith("ا"):
        yield word + "ان", DUAL, False
        if not sound_plural:
            yield word + "ي", DUAL, True
            yield word + "ين", DUAL, False
    if word.endswith("ي"):
        yield word[:-1] + "ا", number, True  # مشفى, قتلى before a pronoun


@cache
def verb_table() -> dict[tuple[str, str], tuple[tuple[str, str, str, tuple[str, ...]], ...]]:
    """(root, wazn) -> (form, voice, tense, persons)…, made at install. Errors: MissingBuild."""
    path = BUILT / "verbs.tsv"
    if not path.exists():
        raise MissingBuild(
            f"the table of verb forms is missing: {path}",
            hint="Install riwaya with pip (pip install . or pip install -e .): installation makes it.",
        )
    out = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        root, wazn, *cells = line.split("\t")
        forms = []
        for cell in cells:
            form, voice, tense, persons = cell.split(":")
            forms.append((form, voice, tense, tuple(persons.split(","))))
        out[root, wazn] = tuple(forms)
    return out


def verb_entry_forms(entry: Entry) -> Iterator[tuple[str, Form]]:
    """Every form of an entry that names a verb by `root` and `wazn`. Errors: MissingBuild when it was not built."""
    key = (entry.row.get("root", ""), entry.row.get("wazn", ""))
    if not all(key):
        return
    table = verb_table()
    if key not in table:
        raise MissingBuild(
            f"{entry.row.where}: {' '.join(key)} is not in the table of verb forms",
            hint="Install riwaya again: the lexicon has changed since the table was made.",
        )
    for form, voice, tense, persons in table[key]:
        yield form, Form(entry, "v", voice=voice, tense=tense, persons=persons)


def listed_forms(row: Row, column: str) -> list[tuple[str, ...]]:
    """The forms of a cell as folded word sequences."""
    return [tuple(fold_key(form).split()) for form in row.list(column)]
