"""Normalising steps: each returns the new text and the OffsetMap back to the old one; nothing is done silently.

`clean` is the chain every reader uses. Letters are folded after it, one for one, so folding moves no offset.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from riwaya.text.spans import OffsetMap

Step = Callable[[str], tuple[str, OffsetMap]]

LETTER = r"\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06fa-\u06fc"
"""Arabic letters, without tatweel (U+0640), as the inside of a character class."""

_MARKS = r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\u061c]+")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_MARKED = re.compile(rf"[^\s{_MARKS}\u0640][{_MARKS}\u0640]+|[{_MARKS}\u0640]+")
# A word split to dodge filters: a tatweel touches a letter on at least one side of the gap ("قـ ـتل", "قصـ ف").
# "هـ" alone after a year is the Hijri sign, not half a word.
_SPLIT = re.compile(
    rf"(?<=[{LETTER}])(?<!(?<![{LETTER}])ه)\u0640+(?:[ .*_/-]\u0640|[ ])\u0640*(?=[{LETTER}])"
    rf"|(?<=[{LETTER}]) \u0640+(?=[{LETTER}])"
)

_LETTERS = str.maketrans(
    "أإآٱىؤئکیہۀەٮڤپچگ" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹" + "٪٫",
    "اااايءءكيهههبفبجك" + "0123456789" * 2 + "%.",
)

# replacing letter by letter is several times quicker than str.translate: it searches in C and most letters are absent
_FOLDED = tuple((chr(letter), chr(folded)) for letter, folded in _LETTERS.items())


def fold_letters(text: str) -> str:
    """Fold letters that newspapers interchange, one for one: أإآٱ→ا, ى→ي, ؤئ→ء, Arabic digits→ASCII; ة stays."""
    if text.isascii():
        return text
    for letter, folded in _FOLDED:
        if letter in text:
            text = text.replace(letter, folded)
    return text


def _substitute(pattern: re.Pattern[str], new: Callable[[str], str], text: str) -> tuple[str, OffsetMap]:
    if pattern.search(text) is None:
        return text, OffsetMap.same(len(text))
    parts: list[str] = []
    edits: list[tuple[int, int, int]] = []
    position = 0
    for match in pattern.finditer(text):
        replacement = new(match.group())
        parts += (text[position : match.start()], replacement)
        edits.append((match.start(), match.end(), len(replacement)))
        position = match.end()
    parts.append(text[position:])
    return "".join(parts), OffsetMap.of_edits(len(text), edits)


def unify_newlines(text: str) -> tuple[str, OffsetMap]:
    """CR LF, CR and the other line ends become one LF."""
    return _substitute(_NEWLINES, lambda _: "\n", text)


def drop_invisible(text: str) -> tuple[str, OffsetMap]:
    """Bidi marks, joiners, byte order marks and soft hyphens go."""
    return _substitute(_INVISIBLE, lambda _: "", text)


def unify_spaces(text: str) -> tuple[str, OffsetMap]:
    """Tabs, no-break and typographic spaces become plain spaces."""
    return _substitute(_SPACES, lambda _: " ", text)


def expand_presentation_forms(text: str) -> tuple[str, OffsetMap]:
    """Letters written as positional glyphs (U+FB50–FDFF, U+FE70–FEFC) become ordinary letters (NFKC)."""
    # one glyph at a time, so that a ligature is the only thing that is atomic
    return _substitute(_PRESENTATION, lambda glyph: unicodedata.normalize("NFKC", glyph).strip() or "", text)


def join_split_words(text: str) -> tuple[str, OffsetMap]:
    """Words split with tatweel and space ("قـ ـتل") to dodge filters are joined again."""
    return _substitute(_SPLIT, lambda _: "", text)


def drop_marks(text: str) -> tuple[str, OffsetMap]:
    """Vowel marks and tatweel go; a letter and its marks stay one atomic piece."""
    return _substitute(_MARKED, lambda found: found[0] if not _is_mark(found[0]) else "", text)


def _is_mark(char: str) -> bool:
    return char == "\u0640" or unicodedata.combining(char) != 0 or "\u0610" <= char <= "\u061a"


_BASIC_PLANE = "".join(map(chr, range(0x10000)))


def _members(pattern: str) -> frozenset[str]:
    return frozenset("".join(re.findall(pattern, _BASIC_PLANE)))


# signs without which a step finds nothing to do: to look for them once is quicker than six searches
_NEEDS: dict[Step, frozenset[str]] = {
    unify_newlines: frozenset("\r\x0b\x0c\x85\u2028\u2029"),
    drop_invisible: _members(_INVISIBLE.pattern),
    expand_presentation_forms: _members(_PRESENTATION.pattern),
    unify_spaces: _members(_SPACES.pattern),
    join_split_words: frozenset("\u0640"),
    drop_marks: _members(f"[{_MARKS}\u0640]"),
}

CLEANING: tuple[Step, ...] = (
    unify_newlines,
    drop_invisible,
    expand_presentation_forms,
    unify_spaces,
    join_split_words,
    drop_marks,
)
"""The chain of `clean`, in order."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """A cleaned text, its letter-folded twin of the same length, and the way back to the report's text."""

    text: str
    folded: str
    offsets: OffsetMap


def clean(text: str, steps: tuple[Step, ...] = CLEANING) -> CleanText:
    """Run the cleaning chain; `offsets.to_source` maps any stretch of the result to `text`."""
    offsets = OffsetMap.same(len(text))
    signs = set(text)
    for step in steps:
        needed = _NEEDS.get(step)
        if needed is not None and signs.isdisjoint(needed):
            continue
        text, step_map = step(text)
        signs = set(text)
        offsets = step_map.compose(offsets)
    return CleanText(text, fold_letters(text), offsets)


_FOLD_KEY = re.compile(rf"[{_MARKS}\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c]+")


def fold_key(text: str) -> str:
    """The matching key of a name or lexicon form: marks and invisible signs dropped, letters folded, spaces single."""
    return " ".join(fold_letters(_FOLD_KEY.sub("", unicodedata.normalize("NFKC", text))).split())
