"""The lines of a parsed page as a reader sees them: one for each block, with how much of it is link text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import XPath
    from lxml.etree import _Element as Element

_BLOCKS = frozenset(
    "address article aside blockquote body br center dd details dialog div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul video audio".split()
)
_UNSEEN = frozenset(
    "script style noscript template svg math iframe select option button textarea input object embed canvas head title "
    "datalist map".split()
)
_NO_DISPLAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MACHINE_READ = frozenset(("publisher", "logo", "image"))
"""Values of `itemprop` whose elements are written for machines: names and addresses of pictures."""
_AROUND = frozenset(("nav", "footer", "aside"))


_KINDS = {
    "author": "author authors byline writer creator reporter",
    "date": "date time published publish pubdate datetime timestamp created",
    "caption": "caption figcaption credit credits",
    "tools": "share sharing social poll vote comment comments tags related breadcrumb breadcrumbs ads counter rating",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_MARK = re.compile(r"[A-Za-z]+")
KIND_REACH = 3
"""Blocks up from a line whose class still says what the line is; what wraps half a page says nothing of one line."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One block of a page: its words, the innermost block's tag, the share of its letters inside links, whether it
    lies in a menu, a foot or a side column, and what its class calls it: `author`, `date`, `caption`, `tools` or ""."""

    words: str
    tag: str
    linked: float
    around: bool
    kind: str = ""


def read_lines(root: Element) -> list[PageLine]:
    """The visible lines of a page in document order; white space is single blanks.

    Nothing recurses, so a page may be nested as deeply as its parser lets it be.
    """
    lines: list[PageLine] = []
    words: list[str] = []
    state = {"link": 0, "linked": 0, "around": 0}
    tags = [("body", "")]
    inline = ""

    def add(part: str | None) -> None:
        if part:
            words.append(part)
            if state["link"]:
                state["linked"] += len(part.strip())

    def end_line() -> None:
        nonlocal inline
        line = " ".join("".join(words).split())
        if line:
            share = min(1.0, state["linked"] / len(line))
            kind = inline or next((kind for _, kind in tags[: -KIND_REACH - 1 : -1] if kind), "")
            lines.append(PageLine(line, tags[-1][0], share, state["around"] > 0, kind))
        words.clear()
        state["linked"] = 0
        inline = ""

    todo: list[tuple[Element, bool]] = [(root, False)]
    while todo:
        element, closing = todo.pop()
        tag = element.tag
        if closing:
            if tag in _BLOCKS:
                end_line()
                tags.pop()
            elif inline in ("author", "date") and inline == _kind(element):
                end_line()
            state["link"] -= tag == "a"
            state["around"] -= tag in _AROUND
            add(element.tail)
            continue
        if not isinstance(tag, str) or tag in _UNSEEN or _is_hidden(element):
            if element is not root:
                add(element.tail)
            continue
        kind = _kind(element)
        if tag in _BLOCKS:
            end_line()
            tags.append((tag, kind))
        elif kind in ("author", "date") and kind != inline:
            end_line()  # author and day beside each other in one block are two lines, as on the page
        inline = inline or ("" if tag in _BLOCKS else kind)
        state["link"] += tag == "a"
        state["around"] += tag in _AROUND
        add(element.text)
        todo.append((element, True))
        todo.extend((child, False) for child in reversed(element))
    end_line()
    return lines


@cache
def _own_words() -> XPath:
    from lxml.etree import XPath

    outside = " or ".join(f"ancestor::{tag}" for tag in ("a", *sorted(_AROUND), *sorted(_UNSEEN - {"head", "title"})))
    return XPath(f"//text()[not({outside})] | //h1//text()")


def own_text(root: Element) -> str:
    """A page's words outside links, menus and scripts, and its headline: quick, for a first look at many pages."""
    return " ".join(map(str, _own_words()(root)))


def _is_hidden(element: Element) -> bool:
    attributes = element.attrib
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or ("style" in attributes and _NO_DISPLAY.search(str(attributes["style"])) is not None)
        or str(attributes.get("itemprop", "")) in _MACHINE_READ
    )


def _kind(element: Element) -> str:
    attributes = element.attrib
    if not attributes:
        return ""
    marks = f"{attributes.get('class', '')} {attributes.get('itemprop', '')} {attributes.get('rel', '')}"
    if len(marks) < 5 or element.tag in ("html", "body", "article", "main", "form"):
        return ""
    return next((_KIND_OF[word] for word in map(str.lower, _MARK.findall(marks)) if word in _KIND_OF), "")
