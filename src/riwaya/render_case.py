"""What a case holds and answers, as text for people: hits of a search, versions, changes, its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from riwaya.model import Claim
from riwaya.render import LEFT_TO_RIGHT_MARK, claim_facts, shown
from riwaya.store.repository import Status, VersionRow
from riwaya.store.rereading import Change, changed_fields
from riwaya.store.searching import Hit

CONTEXT = 60
"""Characters shown on each side of a hit: with them a line fits a terminal of ordinary width."""
LINES = 3
"""Stretches of one report that a search shows; how many more there are is said."""


def _print(console: Console, line: Text | str = "") -> None:
    console.print(line, soft_wrap=True, highlight=False, markup=False)


def print_hit(console: Console, hit: Hit) -> None:
    """A report that answers: its headline, and stretches of its text with the words set off."""
    _print(console, Text(hit.report_id, style="bold"))
    about = " · ".join(part for part in (shown(hit.outlet or ""), str(hit.published or "undated")) if part)
    _print(console, Text(f"  {about}", style="dim"))
    if hit.headline:
        _print(console, Text("  «" + " ".join(hit.headline.split()) + "»"))
    stretches = _stretches(hit)
    for start, end in stretches[:LINES]:
        line = Text(f"  [{start}:{end}]  ", style="dim").append("…", style="default")
        at = start
        for first, last in hit.places:
            if start <= first and last <= end and first >= at:
                line.append(_flat(hit.text[at:first])).append(_flat(hit.text[first:last]), style="bold reverse")
                at = last
        line.append(_flat(hit.text[at:end])).append("…" + LEFT_TO_RIGHT_MARK)
        _print(console, line)
    if len(stretches) > LINES:
        _print(console, Text(f"  and {len(stretches) - LINES} more", style="dim"))
    _print(console)


def _flat(words: str) -> str:
    return "".join(" " if char.isspace() else char for char in words)


def _stretches(hit: Hit) -> list[tuple[int, int]]:
    """What is shown around the places of a hit; stretches that touch are one."""
    out: list[tuple[int, int]] = []
    for first, last in hit.places:
        start, end = max(0, first - CONTEXT), min(len(hit.text), last + CONTEXT)
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def print_versions(console: Console, versions: Sequence[VersionRow], copies: Sequence[Mapping[str, object]]) -> None:
    """The versions of a report, where there are several, and the reports that share its text."""
    if len(versions) > 1:
        for version in versions:
            mark = "  <- counts" if version.current else ""
            when = version.fetched or version.added
            _print(console, f"version {version.number}  {when}  {version.claims} claims{mark}")
    for copy in copies:
        share = copy["containment"]
        much = f", {float(str(share)):.0%} of the shorter" if share is not None else ""
        _print(console, f"shares text ({copy['reason']}{much}): {copy['first']} and {copy['second']}")


def print_change(console: Console, change: Change) -> None:
    """How a report is read otherwise: claims gone, new, and changed with their fields before and after."""
    _print(console, Text(change.report_id, style="bold reverse"))
    for sign, claims, style in (("-", change.gone, "red"), ("+", change.new, "green")):
        for claim in claims:
            _print(console, Text(f"  {sign} {_claim_line(claim)}", style=style))
    for before, after in change.changed:
        _print(console, Text(f"  ~ {_claim_line(after)}", style="yellow"))
        old, new = dict(_facts(before)), dict(_facts(after))
        fields = [field for field in {**old, **new} if old.get(field) != new.get(field)]
        for field in fields:
            _print(console, f"      {field:<8}{old.get(field, '-')}  =>  {new.get(field, '-')}")
        if not fields:
            _print(console, f"      {', '.join(changed_fields(before, after))}")
    if not (change.gone or change.new or change.changed):
        _print(console, "  sentences, statements or labels of lines only")


def _claim_line(claim: Claim) -> str:
    return f"{claim.code}  {claim.factuality}  {claim.id}  {shown(claim.trigger.span.exact)}"


def _facts(claim: Claim) -> list[tuple[str, str]]:
    return [("code", claim.code), ("said", claim.factuality), *claim_facts(claim)]


def print_status(console: Console, name: str, held: Status) -> None:
    """What a case holds, a line each."""
    days = f"{held.first} to {held.last}" if held.first else "none is dated"
    for field, value in (
        ("case", name),
        ("reports", f"{held.reports:,}" + (f" in {held.versions:,} versions" if held.versions > held.reports else "")),
        ("published", days),
        ("claims", f"{held.claims:,}"),
        ("events", f"{held.events:,}" + ("" if held.fresh else " (of fewer claims; `riwaya events` makes them anew)")),
        ("shared text", f"{held.copies:,} pairs of reports"),
        ("judgements", f"{held.judgements:,}"),
        ("texts", f"{held.text_bytes:,} bytes, {held.stored_bytes:,} as stored"),
    ):
        _print(console, Text(f"{field:<12}", style="green").append(value, style="default"))
