"""Makes `_built/verbs.tsv` at install: every third-person form of the lexicons' verbs, folded, by `mazini`.

One line a verb: root, pattern, then `form:voice:tense:persons` cells. Voice is `a`, `p` or `x` (the same letters
read both ways without vowel marks); tense is `p` (past), `i` (imperfect) or `j` (only jussive: stands after لم).
"""

from __future__ import annotations

from pathlib import Path

from mazini import MaziniError, conjugate

from riwaya.errors import BadLexicon
from riwaya.lexicons.loader import Row, parse_table
from riwaya.text.normalize import fold_key

# reports speak of others: second person, imperatives and the singular "I" only add false readings
PERSONS = ("3ms", "3fs", "3md", "3fd", "3mp", "3fp", "1p")
_TENSES = {"past": "p", "ind": "i", "sub": "i", "juss": "j"}


def verb_rows(data: Path) -> list[Row]:
    """Every row, of every Arabic table, that names a verb by root and pattern; files and rows in order."""
    out = []
    for path in sorted((data / "ar").glob("*.tsv")):
        out += [row for row in parse_table(path) if row.get("root") and row.get("wazn")]
    return out


def verb_forms(row: Row) -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    """(form, tense) -> (voices, persons) of one verb. Errors: BadLexicon when the verb cannot be conjugated."""
    try:
        slots = conjugate(row["root"], row["wazn"]).slots
    except MaziniError as error:
        raise BadLexicon(
            f"{row.where}: {row['root']} {row['wazn']} cannot be conjugated: {error}",
            hint="Write the root as three or four letters and the pattern as mazini names it (mazini --list-wazn).",
        ) from error
    forms: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for mood, tense in _TENSES.items():
        for voice, mark in (("", "a"), ("_pass", "p")):
            for person in PERSONS:
                for form in slots.get(f"{mood}{voice}_{person}", ()):
                    folded = fold_key(form.form)
                    if "?" in folded or " " in folded or (tense == "j" and (folded, "i") in forms):
                        continue
                    voices, persons = forms.setdefault((folded, tense), (set(), set()))
                    voices.add(mark)
                    persons.add(person)
    return forms


def build(target: Path, data: Path) -> None:
    """Write the table of verb forms to `target` from the lexicons under `data`. Errors: BadLexicon."""
    lines: dict[tuple[str, str], str] = {}
    for row in verb_rows(data):
        key = (row["root"], row["wazn"])
        if key in lines:
            continue
        cells = []
        for (form, tense), (voices, persons) in sorted(verb_forms(row).items()):
            voice = "x" if len(voices) > 1 else next(iter(voices))
            cells.append(f"{form}:{voice}:{tense}:{','.join(p for p in PERSONS if p in persons)}")
        lines[key] = "\t".join((*key, *cells))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(lines[key] + "\n" for key in sorted(lines)), encoding="utf-8", newline="\n")
