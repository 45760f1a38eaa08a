"""The words of page furniture, from `lexicons/data/ar/furniture.tsv`, compiled once into tables and patterns.

Kinds of rows: `line` (the whole line), `prefix` (opens it), `glued` (opens it, the next button follows without a
space), `contains`, `topic` (menu words: the line holds nothing else), `caption`, `credit` (whose picture), `date`
(label of a date line), `inline` and `inline_stop` (inside a paragraph; the second only after a full stop), `opening`
(how sentences of a report begin) and the four that order the lines after them: `head` (a few links follow), `tail`
(a list of other reports follows), `end` (nothing of the report follows), `close` (such a list is over). Rows marked
`yes` in the column `ends` stand under the text: what follows is the report's only if two sentences in a row say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from riwaya.documents.lines import Line
from riwaya.lexicons.loader import Row, read_table
from riwaya.text.normalize import fold_key

_WORD = re.compile(r"[^\W\d_]+|\d+|#")
_NUMBER = re.compile(r"\d+")
RUNS = ("head", "tail", "end", "close")
MAX_LABEL_WORDS = 25
"""A longer line that begins like a label ("المزيد من أخبار …") is a paragraph."""
MAX_NOTICE_WORDS = 40
"""Notices of rights and cookies are sentences: two of them at most."""
MAX_CAPTION_WORDS = 35
"""Enab Baladi and the agencies write captions of up to about 30 words."""
MAX_BUTTON_LETTERS = 24
"""Length of the longest name of a section or button that is looked for in a menu."""
MIN_BUTTONS = 3
MENU_SHARE = 0.7
"""A line with three known buttons is a menu when they make up most of it; by chance, sentences hold one or two."""
MIN_CREDITED_WORDS = 6
"""Fewer words with an agency at the end are a dateline: "صيدا - أ ف ب"."""

# what may follow a head on its own line before a link's text: "اقرأ أيضا.. عنوان", "شاهد || عنوان", "next post: عنوان"
# و and a verb in the past feminine: "وناشدت"; nouns in ات (ولايات) are none
_JOINED_VERB = re.compile(r"و\w{2,}[^\Wا]ت$")
_AFTER_HEAD = r"\s*(?:[:|»/؟>*]|\.\.+|[-–—]\s|\s-\s)"
_BOUNDARY = r"(?:(?!\w)|(?<=[:/*]))"
_FRONT = r"^[^\w\"'“«(]*"


def shape_of(form: str) -> str:
    """A form as `Line.shape` would spell it: words only, folded, lower case, `#` for each number."""
    return " ".join("#" if _NUMBER.fullmatch(w) else w for w in _WORD.findall(fold_key(form).lower()))


def _alternation(forms: Iterable[str]) -> str:
    return "|".join(sorted(map(_pattern, forms), key=len, reverse=True))


def _pattern(form: str) -> str:
    escaped = re.escape(fold_key(form).lower()).replace(r"\ ", r"\s*" if ":" in form else r"\s+")
    return escaped.replace(r"\.\.\.", r"(?:\.{2,}|…)\s*")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Compiled furniture rows. Look-ups give the row's id, or "" where nothing matches."""

    lines: dict[str, str]
    runs: dict[str, tuple[str, str]]
    run_forms: dict[str, tuple[str, str]]
    prefixes: dict[str, str]
    run_prefix: re.Pattern[str]
    prefix: re.Pattern[str]
    glued: re.Pattern[str]
    contains: re.Pattern[str]
    buttons: frozenset[str]
    topics: frozenset[str]
    date: re.Pattern[str]
    caption: re.Pattern[str]
    credit: re.Pattern[str]
    openings: frozenset[str]
    ends: frozenset[str]
    inline: re.Pattern[str]
    inline_stop: re.Pattern[str]

    def furniture(self, line: Line) -> str:
        """The rule by which the line is furniture whatever stands around it."""
        found = self.lines.get(line.shape)
        if found:
            return f"line:{found}"
        match = self.glued.search(line.key)
        if match and line.count <= MAX_LABEL_WORDS and not line.stop:
            return f"glued:{self.prefixes[_flat(match.group(1))]}"
        match = self.prefix.search(line.key)
        if match and line.count <= MAX_LABEL_WORDS and line.strength < 2:
            return f"prefix:{self.prefixes[_flat(match.group(1))]}"
        phrases: list[str] = self.contains.findall(line.key) if line.count <= 2 * MAX_NOTICE_WORDS else []
        # a report may tell of one such phrase; a long line with two is a notice of several sentences
        if phrases and (line.count <= MAX_NOTICE_WORDS or len(set(phrases)) > 1):
            return f"contains:{self.prefixes[_flat(phrases[0])]}"
        return ""

    def is_menu(self, line: Line) -> bool:
        """Is a line made of names of sections and buttons, with or without spaces between them?

        One that begins with such a name may hold others that the table does not know, if they are few.
        """
        if line.strength or not line.words:
            return False
        text = line.joined
        position = known = names = 0
        while position < len(text):
            stop = min(len(text), position + MAX_BUTTON_LETTERS)
            name = next((n for n in range(stop, position + 1, -1) if text[position:n] in self.buttons), 0)
            if not name and not names:
                return False
            known += name - position if name else 0
            names += bool(name)
            position = name or position + 1
            while position < len(text) and text[position] == " ":
                known += 1
                position += 1
        return known == len(text) or (names >= MIN_BUTTONS and known >= MENU_SHARE * len(text))

    def date_label(self, line: Line) -> str:
        """The row of the label that opens the line ("نشر في", "آخر تحديث"), "" where none does."""
        match = self.date.search(line.key)
        return self.prefixes[_flat(match.group(1))] if match else ""

    def run(self, line: Line) -> tuple[str, str]:
        """The kind of run that the line begins and its row's id, ("", "") where it begins none."""
        found = self.runs.get(line.shape)
        if found:
            return found
        match = self.run_prefix.search(line.key)
        if match and line.count <= MAX_LABEL_WORDS:
            return self.run_forms[_flat(match.group(1))]
        return "", ""

    def is_caption(self, line: Line) -> bool:
        """Is it the line under a picture: a label in front, or a credit at the end and no full stop?"""
        if line.stop or not line.arabic or line.count > MAX_CAPTION_WORDS:
            return False
        return self.caption.search(line.key) is not None or (
            line.count >= MIN_CREDITED_WORDS and self.credit.search(line.key) is not None
        )

    def opens_sentence(self, line: Line) -> bool:
        """Does the line begin as sentences of reports do: a verb of saying or acting, or a joining word?"""
        words = line.words
        if not words:
            return False
        return (
            words[0] in self.openings
            or " ".join(words[:2]) in self.openings
            or _JOINED_VERB.match(words[0]) is not None
        )


def _flat(text: str) -> str:
    return "".join(_WORD.findall(text))


def _forms(rows: Iterable[Row], *kinds: str) -> dict[str, str]:
    return {form: row.id for row in rows if row["kind"] in kinds for form in row.list("forms")}


@cache
def load_vocabulary() -> Vocabulary:
    """The furniture vocabulary. Errors: BadLexicon from the table."""
    rows = read_table("ar/furniture")
    runs = {f: (r["kind"], r.id) for r in rows if r["kind"] in RUNS for f in r.list("forms")}
    whole = _forms(rows, "line", "date")
    topics = frozenset(shape_of(form) for form in _forms(rows, "topic"))
    marked = _forms(rows, "prefix", "glued", "contains", "date")
    buttons = topics | {shape for form in whole if "#" not in (shape := shape_of(form)) and len(shape) > 1}
    credit = _alternation(_forms(rows, "credit"))
    return Vocabulary(
        lines={shape_of(form): row_id for form, row_id in whole.items()},
        runs={shape_of(form): found for form, found in runs.items()},
        run_forms={_flat(fold_key(form).lower()): found for form, found in runs.items()},
        prefixes={_flat(fold_key(form).lower()): row_id for form, row_id in marked.items()},
        run_prefix=re.compile(rf"{_FRONT}({_alternation(runs)}){_AFTER_HEAD}"),
        prefix=re.compile(rf"{_FRONT}({_alternation(_forms(rows, 'prefix'))}){_BOUNDARY}"),
        glued=re.compile(rf"{_FRONT}({_alternation(_forms(rows, 'glued'))})"),
        contains=re.compile(_alternation(_forms(rows, "contains"))),
        buttons=frozenset(button for button in buttons if len(button) <= MAX_BUTTON_LETTERS),
        topics=topics,
        date=re.compile(rf"{_FRONT}({_alternation(_forms(rows, 'date'))})(?!\w)"),
        caption=re.compile(rf"{_FRONT}(?:{_alternation(_forms(rows, 'caption'))}){_BOUNDARY}"),
        credit=re.compile(
            rf"(?:\((?:[^()]*[\s/،,+-])?(?:{credit})(?:[\s/،,+-][^()]*)?\)|[-–—/|:©]\s*(?:{credit}))\W*$"
        ),
        ends=frozenset(row.id for row in rows if row["ends"]),
        openings=frozenset(shape_of(form) for form in _forms(rows, "opening")),
        inline=re.compile(rf"(?<!\w)(?:{_alternation(_forms(rows, 'inline'))})(?!\w)"),
        inline_stop=re.compile(rf"(?<=[.!؟»”\"])\s*({_alternation(_forms(rows, 'inline_stop'))})"),
    )
