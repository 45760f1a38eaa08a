#!/usr/bin/env python3
"""Take every figure and print it, or write it into the page that shows the figures.

    benchmarks/measure.py [--eval FOLDER] [--speed] [--json] [--write docs/how-we-measure.md]

Our own annotated samples are always measured; annotated reports outside the project where `--eval`, or RIWAYA_EVAL,
names their folder; speed with `--speed`, which needs spaCy (see reading_speed.py). `--write` fills the stretches of a
page between `<!-- figures: NAME -->` and `<!-- end of figures -->`; what was not measured this time stays as it stands.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "quality"))

import figures  # noqa: E402
import reading_speed  # noqa: E402

CEILINGS = {
    "gold: claims: code": "0.97",
    "gold: claims: trigger, any code": "0.97",
    "gold: claims: code + source + factuality": "0.94",
    "gold: claims: actors": "0.97",
    "gold: claims: recipients": "0.81",
    "gold: claims: places": "0.92",
    "gold: counts: kind, low, high": "0.91",
    "gold: statements: content": "0.99",
    "gold: statements: content + speaker": "0.99",
    "gold: quotations: exact words + speaker": "1.00",
    "gold: furniture: characters": "1.00",
    "gold: right among paired claims: source": "0.99",
    "gold: right among paired claims: factuality": "0.98",
    "gold: right among paired claims: when": "0.98",
    "airwars: killed in range": "0.89",
    "event_gsr: assault spans, trigger": "0.80",
    "event_gsr: assault spans, actor": "0.90",
    "event_gsr: assault spans, recipient": "0.72",
    "event_gsr: protest spans, trigger": "0.63",
    "event_gsr: protest spans, actor": "0.83",
    "event_gsr: protest spans, recipient": "0.61",
}
"""What careful readers reach on the same figure, as those who made the sets found: a second annotator of the gold, a
reader of the Airwars texts, the annotators of event_gsr against each other."""


def table(found: dict[str, figures.Measured], ceilings: dict[str, str]) -> list[str]:
    """Rows of figures; the column of readers only where one of them is known."""
    known = any(name in ceilings for name in found)
    head = ["figure", "of", "precision", "recall", "F1 or share", *(["readers"] if known else [])]
    lines = [head, ["---", *["--:"] * (len(head) - 1)]]
    for name, figure in found.items():
        shares = ["" if share is None else f"{share:.2f}" for share in (figure.precision, figure.recall)]
        row = [f"`{name}`", f"{figure.n:,}", *shares, f"**{figure.value:.2f}**"]
        lines.append([*row, *([ceilings.get(name, "")] if known else [])])
    return [f"| {' | '.join(cells)} |" for cells in lines]


def speed_table(speeds: Iterable[reading_speed.Speed]) -> list[str]:
    """Rows of speeds, under the machine that they were taken on."""
    speeds = list(speeds)
    first = speeds[0]
    lines = [f"On {first.machine}; Python {first.python}, spaCy {first.spacy}; one core.", ""]
    lines += [
        "| texts | words met before | riwaya, tokens/s | spaCy blank `ar`, tokens/s | ratio |",
        "| --- | --- | --: | --: | --: |",
    ]
    for speed in speeds:
        met = "forgotten" if speed.fresh else "kept"
        rates = (speed.riwaya_tokens_per_second or 0, speed.spacy_tokens_per_second or 0)
        lines.append(f"| {speed.corpus} | {met} | {rates[0]:,} | {rates[1]:,} | **{speed.ratio}** |")
    return lines


def write(page: Path, blocks: dict[str, list[str]]) -> None:
    """Put blocks between their markers. Errors: SystemExit for a block that has no place in the page."""
    text = page.read_text("utf-8")
    for name, lines in blocks.items():
        pattern = re.compile(rf"(<!-- figures: {name} -->\n).*?(<!-- end of figures -->)", re.DOTALL)
        content = "\n".join(lines)
        text, times = pattern.subn(lambda found, content=content: f"{found[1]}\n{content}\n\n{found[2]}", text)
        if times != 1:
            sys.exit(f"{page} has {times} places for the figures of {name}, not one.")
    page.write_text(text, "utf-8")


def main() -> int:
    """Measure what can be measured here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, metavar="FOLDER", help="annotated reports (default: RIWAYA_EVAL)")
    parser.add_argument("--speed", action="store_true", help="time reading, too")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="fill the tables of this page")
    options = parser.parse_args()
    if options.eval:
        os.environ["RIWAYA_EVAL"] = str(options.eval.resolve())
    found = {"own samples": figures.own_figures()}
    folder = figures.evaluation_folder()
    if folder:
        found["evaluation folder"] = figures.external_figures(folder)
    elif options.eval:
        sys.exit(f"{options.eval} is not a folder.")
    speeds = []
    if options.speed:
        if reading_speed.new_tokenizer() is None:
            sys.exit("Speed is measured against spaCy, which is not installed: pip install -e '.[bench]'")
        reading = [str(folder / "reading")] if folder and (folder / "reading").is_dir() else []
        speeds = [reading_speed.measure(names, fresh=fresh) for names in ([], reading) for fresh in (False, True)]
        speeds = list({(speed.corpus, speed.fresh): speed for speed in speeds}.values())
    if options.json:
        content: dict[str, object] = {name: {k: asdict(f) for k, f in part.items()} for name, part in found.items()}
        print(json.dumps({**content, "speed": [asdict(speed) for speed in speeds]}, indent=1, ensure_ascii=False))
        return 0
    blocks = {name: table(part, CEILINGS) for name, part in found.items()}
    if speeds:
        blocks["speed"] = speed_table(speeds)
    if options.write:
        write(options.write, blocks)
    else:
        print("\n\n".join("\n".join([f"## {name}", "", *lines]) for name, lines in blocks.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
