"""The readers as targets for fuzzing: bytes go in, and whatever they are, only reports and SkipReports come out.

    tests/fuzz/readers.py [--seconds 600] [--target NAME] [--engine atheris|blind]

The time is shared out among the targets. An input that fails is kept in `found/<target>-<hash>`, where
`tests/properties/test_readers.py` reads it again in every run. Atheris steers by the lines that an input reaches; it is
an extra (`pip install atheris`), without it the same mutations are tried blindly.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import os
import random
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent / "webpages"
FOUND = HERE / "found"
sys.path.insert(0, str(PAGES))

from made_pages import good, record, story  # noqa: E402

from riwaya.documents import clean_report  # noqa: E402
from riwaya.errors import PassedOver, SkipReport  # noqa: E402
from riwaya.model import Report  # noqa: E402
from riwaya.reports import archives, articles, feeds, files, saved  # noqa: E402
from riwaya.reports.decoding import decode_page  # noqa: E402
from riwaya.reports.intake import Intake  # noqa: E402
from riwaya.reports.pages import RawPage, parse_page, read_page  # noqa: E402

MAX_SECONDS = 10.0
"""An input of some kilobytes that takes longer is a hang: pages of a hundred kilobytes take a twentieth of a second."""
LONGEST = 1 << 16

SPLICES = (
    b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"&#x", b"&amp;", b'"', b"\0", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\r\n\r\n", b"WARC/1.0\r\n", b"Content-Length: 99999999999999999999\r\n", b"Content-Length: -1\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd",
    b'{"@type":"NewsArticle","author":{"name":[{}]}}', b'<script type="application/ld+json">', b"<table><tr><td>",
    b"<meta charset=utf-7>", b"charset=hex", b"<time datetime=", b"9999-99-99", b"0000-00-00", "قصف".encode(),
    "\u202e\u0640\ufdfa".encode(), b"\xd8", b"=?utf-8?B?", b"boundary=", b"\\ud800", b",", b"\t",
)  # fmt: skip
"""Pieces that mean something to one of the readers."""


def _page(data: bytes) -> Iterator[Report | SkipReport]:
    yield read_page(parse_page(RawPage("fuzz", data, charset="windows-1256")), "fuzz")


def _mhtml(data: bytes) -> Iterator[Report | SkipReport]:
    yield read_page(parse_page(saved.unpack_mhtml(data, "fuzz")), "fuzz")


def _encoding(data: bytes) -> Iterator[Report | SkipReport]:
    for charset in (None, "utf-8", "windows-1256", "hex", "utf-16"):
        text, _ = decode_page(data, "fuzz", charset)
        text.encode("utf-8")
    yield from ()


TARGETS: dict[str, Callable[[bytes], Iterator[Report | SkipReport]]] = {
    "page": _page,
    "mhtml": _mhtml,
    "encoding": _encoding,
    "warc": lambda data: archives.read_warc(io.BytesIO(data), "fuzz", "fuzz", Intake(every_page=True)),
    "feed": lambda data: feeds.read_feed(data, "fuzz", "fuzz", Intake()),
    "table": lambda data: articles.read_table([data], "fuzz", "fuzz", tabs=False),
    "lines": lambda data: articles.read_json_lines([data], "fuzz", "fuzz"),
    "any": lambda data: files.read_reports("-", stdin=io.BytesIO(data)),
}


def seeds(target: str) -> list[bytes]:
    """Whole inputs that mutation begins with."""
    pages = [path.read_bytes() for path in sorted(PAGES.glob("*.html"))] + [story(1)]
    archive = b"".join(map(good, range(3)))
    packed = b"".join(gzip.compress(good(n)) for n in range(3))
    coded = record("http://a.example/1", gzip.compress(story(1)), headers="Content-Encoding: gzip\r\n")
    mail = (
        b"From: <Saved by Blink>\r\nDate: Sat, 4 May 2019 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n'
        b"Content-Transfer-Encoding: 8bit\r\nContent-Location: https://a.example/1\r\n\r\n"
        + story(2)
        + b"\r\n--b--\r\n"
    )
    feed = (
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><title>x</title>'
        b"<pubDate>Sat, 04 May 2019 00:30:00 +0300</pubDate><description>"
        + "قصف على الميناء".encode()
        + b"</description></item></channel></rss>"
    )
    table = 'id,text,date,title\n1,قصف على الميناء,04/05/2019,قصف\n2,"قتل, ثلاثة\n",2019-05-04,\n'.encode()
    line = '{"id": "a", "text": "قصف", "published": "2019-05-04"}\n{"html": "<p>قتل ثلاثة</p>"}\n'.encode()
    own = {
        "page": pages,
        "mhtml": [mail],
        "encoding": [*pages, "<p>قصف".encode("utf-16"), "<meta charset=utf-8>قصف".encode("cp1256")],
        "warc": [archive, packed, coded],
        "feed": [feed],
        "table": [table],
        "lines": [line],
    }
    return own.get(target) or [each for group in own.values() for each in group]


def mutate(data: bytes, chance: random.Random) -> bytes:
    """The input with one to eight changes: a piece cut, doubled, moved or spliced in, a bit flipped."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(out) + 1)
        length = chance.choice((1, 2, 8, 64, 512, len(out)))
        piece = bytes(out[at : at + length])
        match chance.randrange(6):
            case 0:
                del out[at : at + length]
            case 1:
                out[at:at] = piece * chance.choice((1, 2, 50))
            case 2:
                to = chance.randrange(len(out) + 1)
                out[to:to] = piece
            case 3:
                out[at:at] = chance.choice(SPLICES) * chance.choice((1, 1, 1, 300))
            case 4:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                out[at : at + length] = chance.choice(SPLICES)
        del out[LONGEST:]
    return bytes(out)


def check(target: str, data: bytes) -> None:
    """Read the input and look at what comes out. Errors: AssertionError, or whatever the reader let through."""
    started = time.monotonic()
    try:
        for found in TARGETS[target](data):
            if isinstance(found, SkipReport):
                assert str(found)
                assert found.hint or isinstance(found, PassedOver)
                continue
            assert isinstance(found, Report)
            assert found.text.strip()
            assert found.text.encode("utf-8"), "a text that cannot be written"
            assert found.published is None or found.published.year >= 1000
            try:
                document = clean_report(found)
            except SkipReport:
                continue
            assert all(found.text[s.start : s.end].strip() for s in document.segments)
    except SkipReport:
        pass
    taken = time.monotonic() - started
    assert taken < MAX_SECONDS, f"{taken:.1f} seconds"


def keep(target: str, data: bytes) -> Path:
    """Write an input where every later run reads it again."""
    FOUND.mkdir(exist_ok=True)
    path = FOUND / f"{target}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path


def fuzz_blindly(target: str, seconds: float, seed: int) -> int:
    """Try mutations for a time; the number tried. Errors: as `check`, after the input was kept."""
    chance = random.Random(seed)
    whole = seeds(target)
    tried = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        data = mutate(chance.choice(whole), chance)
        tried += 1
        try:
            check(target, data)
        except BaseException:
            print(f"{target}: kept as {keep(target, data)}", file=sys.stderr)
            raise
    return tried


def fuzz_by_coverage(target: str, seconds: float) -> None:
    """Let atheris steer; ends the process. An input that fails is kept by libFuzzer's own naming, then by ours."""
    import atheris

    corpus = HERE / ".corpus" / target
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds(target):
        (corpus / hashlib.sha256(seed).hexdigest()[:12]).write_bytes(seed[:LONGEST])

    def one(data: bytes) -> None:
        try:
            check(target, data)
        except BaseException:
            print(f"{target}: kept as {keep(target, data)}", file=sys.stderr)
            raise

    def mutator(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        return mutate(data, chance)[:most] if chance.random() < 0.5 else atheris.Mutate(data, most)

    for module in [name for name in sys.modules if name.startswith(("riwaya.reports", "riwaya.text.full_dates"))]:
        for value in vars(sys.modules[module]).values():
            if callable(value) and getattr(value, "__module__", "") == module and hasattr(value, "__code__"):
                atheris.instrument_func(value)
    limits = [f"-max_total_time={int(seconds)}", f"-max_len={LONGEST}", "-timeout=20", "-rss_limit_mb=2000"]
    options = [sys.argv[0], *limits, "-verbosity=0", "-print_final_stats=1", str(corpus)]
    atheris.Setup(options, one, custom_mutator=mutator)
    atheris.Fuzz()


def main() -> int:
    """Share the time out among the targets."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--target", choices=sorted(TARGETS))
    parser.add_argument("--engine", choices=("atheris", "blind"), default="atheris")
    given = parser.parse_args()
    if given.target and given.engine == "atheris":
        fuzz_by_coverage(given.target, given.seconds)
        return 0
    failed = 0
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    names = [given.target] if given.target else list(TARGETS)
    for name in names:
        share = given.seconds / len(names)
        started = time.monotonic()
        if given.engine == "blind":
            try:
                tried = fuzz_blindly(name, share, random.SystemRandom().randrange(1 << 32))
                print(f"{name}: {tried:,} inputs", flush=True)
            except Exception:
                traceback.print_exc()
                failed += 1
            continue
        command = [sys.executable, __file__, "--target", name, "--seconds", str(share)]
        run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        units = next((line.split()[-1] for line in run.stderr.splitlines() if "number_of_executed" in line), "?")
        print(f"{name}: {units} inputs in {time.monotonic() - started:.0f} s", flush=True)
        if run.returncode:
            print(run.stderr[-4000:], file=sys.stderr)
            failed += 1
    return min(1, failed)


if __name__ == "__main__":
    sys.exit(main())
