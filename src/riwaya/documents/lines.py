"""The lines of a report with what can be seen on each by itself: length, full stop, ellipsis, script.

A line is the unit of page furniture: web pages put a button, a link and a paragraph each on a line of its own.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from riwaya.text.normalize import LETTER, fold_key, join_split_words

_LINE = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_DIGITS = re.compile(r"\d+")
_ARABIC = re.compile(rf"[{LETTER}]")
_CLOSING = "\"'»”“’)]}* "
_STOP = re.compile(r"(?<!\.)\.$")
_BULLET = re.compile(r"^(?:[-–—•▪●◾■◆►▶✅✔*·]+\s*|\d{1,2}\s*[-–.)ـ]\s*)\w")

# words after which a sentence must go on: a line that ends with one was cut by a page's layout
_UNFINISHED = frozenset(
    "ان في من الي علي عن بان لان و قد وقد التي الذي الذين بين مع بعد قبل او ثم كما حيث لم لا ما هو هي".split()
)

SENTENCE_WORDS = 5
"""A line with a full stop and fewer words is more often a label ("صحيفة الميدان.") than a sentence."""
FULL_SENTENCE_WORDS = 12
"""From here on a full stop is good evidence: headlines of this length seldom carry one."""
LONG_WORDS = 16
"""Headlines of Arabic sites rarely reach 16 words, and those that do hold no comma."""
CERTAIN_WORDS = 22
"""No headline is this long: the line is a sentence even without any sign in it."""
MAX_TEASER_WORDS = 30
"""Boxes cut a text after 15 to 30 words; a longer line that ends with dots is a paragraph."""


@dataclass(slots=True)
class Line:
    """One non-blank line: its stretch of the report without surrounding white space, and what it looks like.

    `key` is the folded line, `words` its words and numbers in lower case, `shape` the same with `#` for each number.
    The other fields are filled while labelling: `opening` says that the line begins as sentences of a report do, `run`
    names the kind of run that it begins.
    """

    start: int
    end: int
    text: str
    key: str
    words: list[str]
    shape: str
    joined: str
    stop: bool
    teaser: bool
    commas: int
    arabic: bool
    opening: bool = False
    strength: int = 0
    role: str = ""
    rule: str = ""
    run: str = ""
    open: bool = field(default=True)

    @property
    def count(self) -> int:
        """How many words and numbers the line has."""
        return len(self.words)

    @property
    def bullet(self) -> bool:
        """Does the line open with a bullet, a dash or a number of its own?"""
        return _BULLET.match(self.key) is not None

    @property
    def unfinished(self) -> bool:
        """Does the line stop in the middle of a sentence?"""
        return not self.teaser and (self.key[-1:] in "،," or (self.count > 2 and self.words[-1] in _UNFINISHED))

    def label(self, role: str, rule: str) -> None:
        """Give the line its role and the rule that said so."""
        self.role, self.rule, self.open = role, rule, False


def split_lines(text: str) -> list[Line]:
    """The non-blank lines of a text; every character that is not white space lies in exactly one of them."""
    return [_line(match.group(), match.start()) for match in _LINE.finditer(text) if not match.group().isspace()]


def _line(raw: str, start: int) -> Line:
    bare = raw.strip()
    start += len(raw) - len(raw.lstrip())
    # words split to dodge filters ("قـ ـصـ ـف") would count as several
    plain = join_split_words(bare)[0] if "\u0640" in bare else bare
    key = fold_key(html.unescape(plain) if "&" in plain else plain).lower()
    words = _WORD.findall(key)
    joined = " ".join(words)
    end = key.rstrip(_CLOSING)
    return Line(
        start=start,
        end=start + len(bare),
        text=bare,
        key=key,
        words=words,
        shape=_DIGITS.sub("#", joined),
        joined=joined,
        stop=_STOP.search(end) is not None,
        teaser=end.endswith("..") and len(words) <= MAX_TEASER_WORDS,
        commas=key.count("،") + key.count("؛") + key.count(", "),
        arabic=_ARABIC.search(key) is not None,
    )


def sentence_strength(line: Line) -> int:
    """How surely a line is running text: 2 a sentence, 1 perhaps one, 0 a headline, label or heading.

    A line cut short by an ellipsis is a teaser, 1 at most, unless it joins on to the sentence before it ("وأضاف…").
    """
    if not line.arabic:
        return 0
    if line.teaser and not (line.opening and line.words[0].startswith("و")):
        return int(line.count >= LONG_WORDS)
    if line.count >= CERTAIN_WORDS:
        return 2
    if line.stop and line.count >= SENTENCE_WORDS:
        return 2 if line.opening or line.count >= FULL_SENTENCE_WORDS else 1
    if line.opening and line.count > SENTENCE_WORDS:
        return 2
    if line.count >= LONG_WORDS:
        return 2 if line.commas else 1
    return int(line.commas >= 2 and line.count >= 10) or int(line.unfinished and line.count >= SENTENCE_WORDS)
