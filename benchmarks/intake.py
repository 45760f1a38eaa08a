#!/usr/bin/env python3
"""Time how archives are taken in, with the gate and without, beside plain trafilatura; and measure the gate.

    benchmarks/intake.py [--pages 400] [--rounds 5] [--conflict 0.05] [--eval FOLDER]

The archive is made here: our own reports of other news and our samples of conflict, each in a page of the size
and make of a news site (menu, scripts, a column of links that tell of conflict). All three ways read the same archive,
on one core, in turns within each round; the middle of the rounds counts. Quote the ratio, not the pages a second.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "webpages"))

from made_pages import record  # noqa: E402

from riwaya.errors import PassedOver  # noqa: E402
from riwaya.model import Report  # noqa: E402
from riwaya.reports.archives import read_warc  # noqa: E402
from riwaya.reports.gate import why_dropped  # noqa: E402
from riwaya.reports.intake import Intake  # noqa: E402

LINKS = ("مقتل جنديين في هجوم على نقطة عسكرية", "غارة على أطراف البلدة", "افتتاح معرض الكتاب", "أسعار الخضار اليوم")


def texts(path: Path) -> list[str]:
    """The texts of a file of JSON lines."""
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]


def page(text: str, chance: random.Random) -> bytes:
    """A text in a page of about 60 kB, the median of news sites in Common Crawl without pictures."""
    title, _, body = text.partition("\n") if "\n" in text else (text[:60], "", text)
    links = "".join(
        f'<li class="item"><a href="/news/{n}?x={n}">{chance.choice(LINKS)} {n}</a></li>' for n in range(150)
    )
    menu = "".join(f'<li class="menu-item"><a href="/s/{n}"><span>قسم {n}</span></a></li>' for n in range(80))
    script = "".join(f"var v{chance.random()} = {{a: {n}, b: 'x'}};\n" for n in range(400))
    style = "".join(f".c{n} {{ margin: {n}px; padding: 0 }}\n" for n in range(300))
    lines = "".join(f"<p>{line}</p>" for line in body.splitlines() if line.strip())
    head = f'<meta charset="utf-8"><title>{title} - موقع</title><style>{style}</style><script>{script}</script>'
    column = f'<div class="side"><h3>آخر الأخبار</h3><ul>{links}</ul></div>'
    middle = f'<article><h1>{title}</h1><div class="body">{lines}</div></article>'
    return f"<html dir=rtl><head>{head}</head><body><ul>{menu}</ul>{middle}{column}<p>حقوق</p></body></html>".encode()


def archive(count: int, conflict: float) -> tuple[bytes, list[bytes]]:
    """A packed archive of so many pages, that share of them about conflict; and the pages."""
    chance = random.Random(4)
    other = texts(ROOT / "tests" / "cases" / "gate" / "negative.jsonl")
    samples = texts(ROOT / "src" / "riwaya" / "samples" / "reports.jsonl")
    pages = []
    for n in range(count):
        wanted = samples if n % round(1 / conflict) == 0 else other
        # short texts are told three times over, to have the length of reports
        text = chance.choice(wanted)
        pages.append(
            page(text if wanted is samples else "\n".join([text[:50], *chance.sample(other, 3), text]), chance)
        )
    packed = [gzip.compress(record(f"http://a.example/{n}", each), 4) for n, each in enumerate(pages)]
    return b"".join(packed), pages


def with_trafilatura(pages: list[bytes]) -> int:
    """What most tools do: trafilatura as it comes, over every page."""
    import trafilatura

    return sum(bool(trafilatura.extract(each)) for each in pages)


def with_riwaya(data: bytes, *, every_page: bool) -> tuple[int, int]:
    """Reports read, and pages passed over."""
    found = list(read_warc(io.BytesIO(data), "a.warc.gz", "a", Intake(every_page=every_page)))
    return sum(isinstance(each, Report) for each in found), sum(isinstance(each, PassedOver) for each in found)


def timed(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The middle of the rounds' seconds for each way, after one round to warm up."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            started = time.process_time()
            way()
            if number:
                seconds[name].append(time.process_time() - started)
    return {name: statistics.median(each) for name, each in seconds.items()}


def share_dropped(found: list[str]) -> str:
    """How many of the texts the gate holds back."""
    dropped = sum(why_dropped(text) is not None for text in found)
    return f"{dropped} of {len(found)} held back ({dropped / len(found):.1%})"


def measure_gate(folder: Path | None) -> None:
    """Print what the gate holds back: of our own texts, and of annotated ones where their folder is named."""
    print("gate, texts of other news (ours):      ", share_dropped(texts(ROOT / "tests/cases/gate/negative.jsonl")))
    print("gate, sentences of conflict (ours):    ", share_dropped(texts(ROOT / "tests/cases/gate/wild.jsonl")))
    if folder is None or not folder.is_dir():
        return

    def lines(name: str) -> list[dict[str, str]]:
        return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]

    events = [line for kind in ("assault", "protest") for line in lines(f"event_gsr/{kind}_detect.jsonl")]
    sets = {
        "gold, with claims": [line["text"] for line in lines("gold/reports.jsonl") if line["claims"]],
        "airwars": [line["text"] for line in lines("airwars/docs.jsonl")],
        "event_gsr, yes": [line["text"] for line in events if line["label"] == "yes"],
        "event_gsr, easy no": [line["text"] for line in events if line["label"] == "easy no"],
    }
    for name, found in sets.items():
        print(f"gate, {name + ':':32} ", share_dropped(found))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--conflict", type=float, default=0.05)
    parser.add_argument("--eval", type=Path, default=os.environ.get("RIWAYA_EVAL"))
    given = parser.parse_args()
    measure_gate(given.eval)
    data, pages = archive(given.pages, given.conflict)
    read, passed = with_riwaya(data, every_page=False)
    size = statistics.median(map(len, pages))
    print(f"{len(pages)} pages, median {size:,.0f} bytes; with the gate {read} read, {passed} passed over")
    seconds = timed(
        {
            "plain trafilatura": lambda: with_trafilatura(pages),
            "riwaya, every page": lambda: with_riwaya(data, every_page=True),
            "riwaya, with the gate": lambda: with_riwaya(data, every_page=False),
        },
        given.rounds,
    )
    plain = seconds["plain trafilatura"]
    for name, each in seconds.items():
        speed = f"{1000 * each / len(pages):7.2f} ms a page {len(pages) / each:8.0f} pages/s"
        print(f"{name:24} {speed} {plain / each:6.1f} x")


if __name__ == "__main__":
    main()
