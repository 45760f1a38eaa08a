"""Names of places as text writes them: the keys under which they are found, their spellings, and the common words.

Standard library only: the build hook imports this in an environment that has nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from riwaya.text.normalize import fold_key

COMMON_NAMES = Path("ar", "common_names.tsv")
"""The table of common words, under the folder of lexicons."""

_NOT_NAME = re.compile(r"[^\w\s]+|_")
_ARTICLE = re.compile(r"^ال(?=\w{2})")
# words that stand before the head of a name and are written together with it as often as apart
_JOINED = frozenset("كفر تل خان ابو ام دير عبد بءر بير عين بيت راس جب جسر مزرعه بو".split())
_KUNYA = frozenset("ابو ام ابن بن بنت بني ال عبد شيخ حاج الشيخ الحاج السيد الله".split())  # parts of persons' names


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One written form of a name, for the text matcher: words as `surface_key` folds them, article kept.

    `common` names are also ordinary words or names of persons: accept them only after a place head (مدينة, حي …).
    """

    words: tuple[str, ...]
    common: bool


def surface_key(name: str) -> str:
    """A name as its words stand in folded text: letters folded (ة kept), punctuation a space, spaces single."""
    if name.isascii():
        return " ".join(_NOT_NAME.sub(" ", name.replace("'", "")).lower().split())
    return " ".join(_NOT_NAME.sub(" ", fold_key(name)).lower().split())


def spelling_key(name: str) -> str:
    """What makes two spellings the same name for certain: `surface_key` with ة as ه."""
    return surface_key(name).replace("ة", "ه")


def place_key(name: str) -> str:
    """Fold a name to what different spellers share: article, spaces, bare hamza and final ا or ه do not count."""
    words = (_ARTICLE.sub("", word) for word in spelling_key(name).split())
    return "".join(f"{word[:-1]}ا" if len(word) > 2 and word.endswith("ه") else word for word in words).replace("ء", "")


def written_forms(name: str, area: bool = False) -> Iterator[str]:
    """A name in all the ways running text writes it, as surface keys: كفرنبل and كفر نبل, بئر and بير, ة and ه.

    Of a country or governorate (`area`) the form in ة is its adjective (روسية), not its name.
    """
    surface = surface_key(name)
    words = surface.split()
    forms = [surface]
    if len(words) > 1 and words[0] in _JOINED and not words[1].startswith("ال"):
        forms.append(" ".join([words[0] + words[1], *words[2:]]))
    heads = [head for head in ("كفر", "تل") if words[0].startswith(head) and len(words[0]) >= len(head) + 3]
    forms += (" ".join([head, words[0].removeprefix(head), *words[1:]]) for head in heads)
    if "بءر" in words:
        forms.append(surface.replace("بءر", "بير"))
    if not area and (surface.endswith("ه") or (surface.endswith("ا") and len(words[-1]) >= 5)):
        forms.append(f"{surface[:-1]}ة")
    for form in forms:
        yield form
        if "ة" in form:
            yield form.replace("ة", "ه")


def read_rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of a TSV file as (where it stands, cells by column). Raises ValueError for a row of another length."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(header):
            raise ValueError(f"{path.name}:{number}: {len(cells)} cells, the header has {len(header)}")
        yield f"{path.name}:{number}", dict(zip(header, cells, strict=True))


@dataclass(frozen=True, slots=True)
class CommonWords:
    """Spelling keys of words that name a place only where a head says so; `persons` may also stand side by side."""

    words: frozenset[str]
    persons: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> CommonWords:
        """Read the table. Forms count with and without article, but not in rows `person-…` and `exact-…` (الخليل)."""
        words: set[str] = set()
        persons: set[str] = set(_KUNYA)
        for _, row in read_rows(path):
            keys = {spelling_key(form) for form in row["forms"].split("|")}
            if row["id"].startswith("person-"):
                persons |= keys
            if not row["id"].startswith(("person-", "exact-")):
                keys |= {f"ال{key}" for key in keys} | {key.removeprefix("ال") for key in keys}
            words |= keys
        return cls(frozenset(words), frozenset(persons))

    def has(self, spelling: str) -> bool:
        """Whether the name is one such word, or a person's full name (علي حسن، أبو بكر)."""
        return spelling in self.words or all(word in self.persons for word in spelling.split())
