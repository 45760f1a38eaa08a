"""From bytes to text: UTF-8, UTF-16 with a byte order mark, Windows-1256; anything else is refused, never guessed."""

from __future__ import annotations

import codecs
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
