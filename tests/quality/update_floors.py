"""Raise the floors to the figures reached now.

    python tests/quality/update_floors.py                     raise; refuses to lower any
    python tests/quality/update_floors.py --corpus-changed    set anew, after the annotated reports or scorers changed

The floors of the evaluation folder are touched only where RIWAYA_EVAL names it. Ends with 1 if anything was refused. To
lower a floor while nothing changed but riwaya is a decision: write it into the file by hand, and say why in the commit.
"""

from __future__ import annotations

import argparse
import sys

from floors import Floors, Pile, Refused, external_pile, own_pile


def update(pile: Pile, *, corpus_changed: bool) -> None:
    """Measure one pile and write its floors. Errors: Refused."""
    held = Floors.load(pile.path)
    files = pile.files()
    held.raised({}, files, corpus_changed=corpus_changed)  # refuse before the long work
    found = pile.figures()
    print(f"{pile.name}\n{held.table(found)}\n")
    held.raised(found, files, corpus_changed=corpus_changed).write(pile.path)
    sunk = held.sunk(found)
    if sunk and not corpus_changed:
        raise Refused(f"the floor of {', '.join(sunk)} stays: figures sank under it")


def main() -> int:
    """Update both piles; one that is refused does not stop the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpus-changed", action="store_true", help="the files measured on changed, so floors may sink"
    )
    options = parser.parse_args()
    refused = False
    for pile in (own_pile(), external_pile()):
        if pile is None:
            print("evaluation folder: not there, left as it is (RIWAYA_EVAL names it)")
            continue
        try:
            update(pile, corpus_changed=options.corpus_changed)
        except Refused as error:
            refused = True
            print(f"{pile.name}: refused: {error}", file=sys.stderr)
    return int(refused)


if __name__ == "__main__":
    sys.exit(main())
