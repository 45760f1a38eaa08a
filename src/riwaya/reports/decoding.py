"""From bytes to text: UTF-8, UTF-16 with a byte order mark, Windows-1256; anything else is refused, never guessed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from riwaya.errors import UnreadableInput
from riwaya.text.normalize import fold_letters

MIN_ARABIC = 0.5
"""Share of Arabic among the letters from which bytes that are no UTF-8 are taken for Windows-1256 Arabic. Western text
read that way has under 0.1."""
MIN_ARABIC_HIGH = 0.7
"""Share of Arabic letters and vowel marks among the bytes over 127. Arabic text has over 0.9, other bytes under 0.4."""
MAX_LEAD_LETTERS = 0.3
"""Share of ط and ظ from which the text is UTF-8 with an error in it: each letter of UTF-8, read as Windows-1256, begins
with one of the two. Arabic itself has 0.015."""

_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE = "Save it as UTF-8 text."


def without_mark(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The same bytes as UTF-8 (or Windows-1256) without a byte order mark; UTF-16 is transcoded as it streams by.

    Errors: UnreadableInput for UTF-32 and for broken UTF-16.
    """
    stream = iter(chunks)
    head = b""
    for chunk in stream:
        head += chunk
        if len(head) >= 4:
            break
    if head.startswith(_UTF32):
        raise UnreadableInput(f"{name} is UTF-32, which riwaya does not read", hint=_SAVE)
    if head.startswith(_UTF16):
        decoder = codecs.getincrementaldecoder("utf-16")()
        try:
            yield decoder.decode(head).encode("utf-8")
            for chunk in stream:
                yield decoder.decode(chunk).encode("utf-8")
            yield decoder.decode(b"", final=True).encode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableInput(f"{name} begins as UTF-16 but is not: {error.reason}", hint=_SAVE) from error
        return
    yield head.removeprefix(codecs.BOM_UTF8)
    yield from stream


def decode(data: bytes, name: str) -> tuple[str, str | None]:
    """The text, unchanged, and a note where it is not UTF-8. Errors: UnreadableInput says why and what to do."""
    if b"\0" in data:
        raise UnreadableInput(
            f"{name} is not text: it holds a NUL byte at offset {data.index(0)}",
            hint="Give riwaya a text file or JSON lines; save UTF-16 with a byte order mark or, better, as UTF-8.",
        )
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        where = f"byte 0x{data[error.start]:02x} at offset {error.start}"
    text = data.decode("cp1256", errors="replace")
    folded = fold_letters(text)
    letters = sum(char.isalpha() for char in folded)
    high = sum(byte > 127 for byte in data)
    arabic = sum("\u0620" <= char <= "\u0652" for char in folded)
    if folded.count("ط") + folded.count("ظ") > MAX_LEAD_LETTERS * max(arabic, 1):
        raise UnreadableInput(f"{name} is UTF-8 with an error in it: {where}", hint="Repair or remove that character.")
    if arabic < MIN_ARABIC * letters or arabic < MIN_ARABIC_HIGH * high:
        raise UnreadableInput(f"{name} is neither UTF-8 ({where}) nor Windows-1256 Arabic", hint=_SAVE)
    return text, "decoded as Windows-1256"


def arabic_codec(start: bytes, name: str) -> tuple[str, str | None]:
    """The codec of a long text by its first bytes, and a note where it is not UTF-8.

    Errors: UnreadableInput where it is neither UTF-8 nor Windows-1256 Arabic.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)  # a character cut at the end is no error
    except UnicodeDecodeError:
        return "cp1256", decode(start, name)[1]
    return "utf-8", None


def root_of(start: bytes) -> int:
    """Where the first element of a page or feed begins: behind white space, declarations, comments, document types.

    A document type that is HTML's counts as the beginning. One pass: no comment is looked at twice.
    """
    at = len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0
    while True:
        at += len(start[at:]) - len(start[at:].lstrip()) if start[at : at + 1].isspace() else 0
        for opening, closing in _PROLOG:
            if start.startswith(opening, at) and not _HTML_TYPE.match(start, at):
                end = start.find(closing, at + len(opening))
                if end < 0:
                    return len(start)
                at = end + len(closing)
                break
        else:
            return at


_PROLOG = ((b"<?", b"?>"), (b"<!--", b"-->"), (b"<!DOCTYPE", b">"), (b"<!doctype", b">"))
_HTML_TYPE = re.compile(rb"<!doctype\s+html\b", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]{2,30})""", re.IGNORECASE)
HEAD_BYTES = 4096
"""How far into a page its encoding is looked for; browsers look at 1,024 bytes."""
MAX_BROKEN = 0.02
"""Share of the characters over ASCII that may be broken in a page of UTF-8 (a cut, a pasted letter of another page)."""
_ARABIC_CODECS = ("cp1256", "iso8859_6", "mac_arabic", "cp720", "cp864")


def decode_page(data: bytes, name: str, charset: str | None = None) -> tuple[str, str | None]:
    """The characters of a page of HTML, and a note where its bytes contradict what it, or its server, declares.

    Bytes that are valid UTF-8 are UTF-8 whatever is declared: Arabic in another encoding never is by chance. Errors:
    UnreadableInput for bytes that are no text.
    """
    for mark, codec in ((codecs.BOM_UTF8, "utf-8"), *((mark, "utf-16") for mark in _UTF16)):
        if data.startswith(mark) and not data.startswith(_UTF32):
            return data.decode(codec, "replace").removeprefix("\ufeff"), None
    head = data[:HEAD_BYTES]
    if head.count(b"\0") > len(head) // 100:
        raise UnreadableInput(f"{name} is not a page: it holds NUL bytes", hint="Give riwaya pages, not pictures.")
    inside = _CHARSET.search(head) or _XML_ENCODING.search(head)
    declared = _codec(inside[1].decode("ascii") if inside else None) or _codec(charset)
    try:
        return data.decode("utf-8"), _contradicts(declared, "utf-8", data)
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    beyond = sum(char > "\x7f" for char in text)
    if text.count("\ufffd") <= MAX_BROKEN * beyond:
        return text, f"{text.count(chr(0xFFFD))} broken characters replaced"
    tried = [codec for codec in dict.fromkeys((declared, _codec(charset), *_ARABIC_CODECS[:2])) if codec]
    best = max(tried, key=lambda codec: (_arabic_share(data, codec), -tried.index(codec)))
    if _arabic_share(data, best) < MIN_ARABIC_HIGH:
        best = declared if declared and declared != "utf-8" else "cp1252"
    decoded = data.decode(best, "replace")
    if sum(char < " " and char not in "\t\n\r\x0b\x0c" for char in decoded[:HEAD_BYTES]) > HEAD_BYTES // 50:
        raise UnreadableInput(
            f"{name} is not a page: it holds control characters", hint="Give riwaya pages, not pictures."
        )
    return decoded, _contradicts(declared, best, data)


def _codec(charset: str | None) -> str | None:
    """The codec for a declared encoding; ISO 8859-1 means Windows-1252, as in browsers."""
    try:
        name = codecs.lookup((charset or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"
    try:
        "x".encode(name).decode(name)  # a codec for bytes ("hex", "zip") is no encoding of characters
    except (LookupError, ValueError, TypeError, AttributeError):
        return None
    return name


def _arabic_share(data: bytes, codec: str) -> float:
    """The share of Arabic letters and marks among the characters beyond ASCII."""
    beyond = [char for char in data.decode(codec, "replace") if char > "\x7f"]
    common = "ابتجحخدرسشصعفقكلمنهويةىأإآؤئءذضظغطثزپ،؛؟ـ"
    return sum(char in common or "\u064b" <= char <= "\u0652" for char in beyond) / max(1, len(beyond))


def _contradicts(declared: str | None, real: str, data: bytes) -> str | None:
    if declared in (None, real) or data.isascii():
        return None
    return f"declared as {declared}, decoded as {'Windows-1256' if real == 'cp1256' else real}"
