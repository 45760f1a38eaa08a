"""Claims, events, places and explanations as text for people.

Terminals differ in how they order right-to-left text. So every quote stands at the end of its line, after its
offsets, and Arabic names that something follows are closed with a left-to-right mark: the line then reads in
the same order whether the terminal reorders Arabic or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from riwaya.accounts import Event, Version
from riwaya.evaluate import Evaluation, Example, Figure
from riwaya.gazetteer import Candidate
from riwaya.gazetteer.layers import Layer
from riwaya.model import Actor, Claim, Count, Mention, Place, Reading, SourceLink, When
from riwaya.pipeline import Explanation
from riwaya.text.spans import Span

OWN_VOICE = "the report itself"
LEFT_TO_RIGHT_MARK = "\u200e"
_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_FACTUALITY_STYLE = {"actual": "bold", "negated": "bold red", "intended": "bold yellow", "background": "dim"}


def shown(words: str) -> str:
    """The words on one line, closed with a left-to-right mark when they hold Arabic."""
    flat = " ".join(words.split())
    return flat + LEFT_TO_RIGHT_MARK if _ARABIC.search(flat) else flat


def named(mention: Mention) -> str:
    """The canonical name, else the words as written."""
    return shown(mention.name or mention.span.exact)


def number(count: Count) -> str:
    """A count's bounds as a reader writes them: `14`, `>=14`, `8-12`, `about 15`, or the bare hedge."""
    if count.low is None and count.high is None:
        return count.hedge if count.best is None else str(count.best)
    if count.high is None:
        return f">={count.low}"
    if count.low is None:
        return f"<={count.high}"
    if count.low != count.high:
        return f"{count.low}-{count.high}"
    return f"about {count.low}" if count.hedge == "about" else str(count.low)


def _count_line(claim: Claim) -> str:
    parts = []
    for count in claim.counts:
        kind = "of them" if count.subset_of is not None else count.kind
        victims = "" if count.victim_class == "unknown" else f" {count.victim_class}"
        running = " (running total)" if count.cumulative else ""
        parts.append(f"{kind} {number(count)}{victims}{running}")
    return ", ".join(parts)


def _place_line(place: Place) -> str:
    country = f", {place.country}" if place.country else ""
    return f"{place.name_en or shown(place.name_ar or named(place))}{country}" + ("" if place.gazetteer_id else " (?)")


def _when_line(when: When) -> str:
    if when.start is None:
        return "unresolved"
    until = f" to {when.end}" if when.end and when.end != when.start else ""
    return f"{when.start}{until}"


def _source_line(chain: Sequence[SourceLink]) -> str:
    if not chain:
        return OWN_VOICE
    speaker = chain[-1]
    through = "".join(f" < {named(link)}" for link in reversed(chain[:-1]))
    return f"{named(speaker)} ({speaker.role}, {speaker.stance}){through}"


def _names(mentions: Iterable[Actor]) -> str:
    return "; ".join(named(m) + (" (suspected)" if m.involvement == "suspected" else "") for m in mentions)


def claim_facts(claim: Claim) -> list[tuple[str, str]]:
    """What the claim says, a field a line, without the fields that are empty."""
    who = " -> ".join((_names(claim.actors) or "?", _names(claim.recipients) or "?"))
    lines = [
        ("says", _source_line(claim.source_chain)),
        ("who", who if claim.actors or claim.recipients else ""),
        ("where", "; ".join(_place_line(place) for place in claim.places)),
        ("when", _when_line(claim.when) if claim.when else ""),
        ("counts", _count_line(claim)),
    ]
    return [(field, line) for field, line in lines if line]


def claim_evidence(claim: Claim) -> Iterator[tuple[str, Span]]:
    """The words behind each field, in the order of the record."""
    yield "trigger", claim.trigger.span
    for link in claim.source_chain:
        yield "source", link.span
        if link.cue:
            yield "cue", link.cue
    fields: list[tuple[str, Sequence[Mention | None]]] = [
        ("actor", claim.actors),
        ("recipient", claim.recipients),
        ("weapon", [claim.weapon]),
        ("place", claim.places),
        ("when", [claim.when]),
        ("count", claim.counts),
    ]
    for field, mentions in fields:
        for mention in mentions:
            if mention:
                yield field, mention.span


def _evidence_line(field: str, span: Span, width: int = 10) -> Text:
    line = Text(f"    {field:<{width}}", style="cyan")
    line.append(f"[{span.start}:{span.end}]".rjust(12), style="dim")
    return line.append("  «" + " ".join(span.exact.split()) + "»", style="default")


def _print(console: Console, line: Text | str = "") -> None:
    console.print(line, soft_wrap=True, highlight=False, markup=False)


def print_claim(console: Console, claim: Claim) -> None:
    """One claim: what it says, then the words that say it with their offsets."""
    _print_facts(console, claim)
    for field, span in claim_evidence(claim):
        _print(console, _evidence_line(field, span))
    _print(console)


def _print_facts(console: Console, claim: Claim) -> None:
    head = Text(claim.code, style="bold")
    head.append(f"  {claim.factuality}", style=_FACTUALITY_STYLE.get(claim.factuality, "bold"))
    head.append(f"  {claim.id}", style="dim")
    _print(console, head)
    for field, line in claim_facts(claim):
        _print(console, Text(f"  {field:<8}", style="green").append(line, style="default"))


def print_reading(console: Console, reading: Reading) -> None:
    """One report: its headline, how much of the page is furniture, and every claim."""
    document = reading.document
    furniture = sum(segment.role == "furniture" for segment in document.segments)
    about = [shown(document.outlet or ""), str(document.published or "undated")]
    about += [
        plural(len(reading.claims), "claim"),
        f"{furniture} of {plural(len(document.segments), 'line')} furniture",
    ]
    _print(console, Text(document.report.id, style="bold reverse"))
    if document.headline:
        _print(console, Text("  «" + " ".join(document.headline.exact.split()) + "»", style="bold"))
    _print(console, Text("  " + " · ".join(part for part in about if part), style="dim"))
    _print(console)
    for claim in reading.claims:
        print_claim(console, claim)


def plural(how_many: int, what: str) -> str:
    """`1 report`, `2 reports`."""
    return f"{how_many} {what}" + ("" if how_many == 1 else "s")


def print_events(console: Console, events: Sequence[Event], *, every: bool = False) -> None:
    """The events of which several sources tell, each as a block; the others are counted or, with `every`, shown."""
    told = [event for event in events if every or event.assessment.independent_sources > 1]
    for event in told:
        print_event(console, event)
    if not every:
        print_others(console, len(events) - len(told))


def print_others(console: Console, others: int) -> None:
    """How many events are not shown, since one source alone tells of each."""
    _print(console, f"{plural(others, 'more event')} told by one source only.")


def print_event(console: Console, event: Event) -> None:
    """One event: from how many sources, what they agree on and contest, who denies it, and all in a sentence."""
    place = _place_line(event.place) if event.place else "?"
    head = Text("  ".join((_event_date(event), place, event.code)), style="bold")
    _print(console, head.append(f"  {event.id}", style="dim"))
    names = {source.key: shown(source.name_en) for source in event.assessment.sources}
    for field, line in _event_facts(event, names):
        contested = line.startswith(_CONTESTED)
        _print(console, Text(f"  {field:<10}", style="green").append(line, style="yellow" if contested else "default"))
    for sentence in (event.assessment.summary_en, event.assessment.summary_ar):
        _print(console, Text("  " + shown(sentence), style="italic"))
    _print(console)


def print_links(console: Console, event: Event) -> None:
    """Why the reports of an event were put together: for each link what each field weighed, in bits."""
    for link in event.links:
        _print(console, Text(f"  {link.first} ~ {link.second}  {link.bits:+.1f} bits", style="bold"))
        _print(console, "    " + ", ".join(f"{field} {level} {bits:+.1f}" for field, level, bits in link.levels))
    if event.links:
        _print(console)


_CONTESTED = "! contested: "


def _event_facts(event: Event, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    weighed = event.assessment
    sources = plural(weighed.independent_sources, "independent source")
    yield "told by", f"{plural(len(event.report_ids), 'article')} -> {sources}"
    for source in weighed.sources:
        party = ", a party" if source.party else ""
        yield "", f"{names[source.key]} ({source.kind}{party}): {', '.join(source.report_ids)}"
    for agreement in weighed.agreements:
        if agreement.status != "single_source":
            yield agreement.field, _versions_line(agreement.status, agreement.versions, names)
    for toll in weighed.casualties:
        if toll.victim_class == "all":
            best = f"{_bounds(toll.low, toll.high)}, best {toll.best} ({toll.rule.replace('_', ' ')})"
            yield toll.kind, best if toll.best is not None else _bounds(toll.low, toll.high)
            if toll.status == "contested":
                yield "", _versions_line(toll.status, toll.versions, names)
        else:
            yield "", f"of them {toll.victim_class}: {_bounds(toll.low, toll.high)}"
    for what, stands in (
        ("! denied", weighed.denied_by),
        ("acted", weighed.responsibility),
        ("conceded", weighed.conceded_by),
    ):
        if stands:
            yield what, "; ".join(shown(stand.name_en) + (" (a party)" if stand.party else "") for stand in stands)
    if weighed.grade:
        yield "grade", f"{weighed.grade}: {weighed.grade_rule}"


def _versions_line(status: str, versions: Sequence[Version], names: Mapping[str, str]) -> str:
    """`14 (A, B) | 17 (C)` after what they come to."""
    said = " | ".join(f"{shown(v.value)} ({', '.join(names[source] for source in v.sources)})" for v in versions)
    return (_CONTESTED if status == "contested" else "agreed: ") + said


def _bounds(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return f">={low}" if high is None else f"<={high}"
    return str(low) if low == high else f"{low}-{high}"


def _event_date(event: Event) -> str:
    if event.start is None:
        return "?"
    return f"{event.start}" + (f" to {event.end}" if event.end and event.end != event.start else "")


def print_explanation(console: Console, explanation: Explanation) -> None:
    """The claim's facts, the words behind each field, and the rules that made it, in the order in which they ran."""
    _print_facts(console, explanation.claim)
    _print(console, Text("  words", style="bold"))
    width = max(len(field) for field, _ in explanation.evidence)
    for field, span in explanation.evidence:
        _print(console, _evidence_line(field, span, width))
    _print(console, Text("  rules", style="bold"))
    for rule in explanation.rules:
        _print(console, f"    {rule}")


def print_candidates(console: Console, candidates: Sequence[Candidate]) -> None:
    """Gazetteer entries, likeliest first."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("id", "name", "kind", "country", "admin1", "people", "lat", "lon", "precision", "Arabic name"):
        table.add_column(column, justify="right" if column in ("people", "lat", "lon", "precision") else "left")
    for c in candidates:
        people = f"{c.population:,}" if c.population else ""
        place = (c.gazetteer_id, c.name_en, c.kind, c.country, shown(c.admin1 or ""), people)
        table.add_row(*map(Text, (*place, f"{c.lat:.4f}", f"{c.lon:.4f}", str(c.precision), c.name_ar)))
    console.print(table, highlight=False)


def print_layers(console: Console, layers: Sequence[Layer]) -> None:
    """Imported layers: what each holds, from where, under which licence."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("layer", "source", "file", "places", "spellings", "licence", "attribution"):
        table.add_column(column, justify="right" if column in ("places", "spellings") else "left")
    for layer in layers:
        about = layer.about
        numbers = [f"{int(about.get(key, '0')):,}" for key in ("added", "spellings")]
        source = about.get("source", "cannot be read: import it again")
        cells = (layer.name, source, about.get("file", ""), *numbers, about.get("licence", ""))
        table.add_row(*map(Text, (*map(shown, cells), shown(about.get("attribution", "")))))
    console.print(table, highlight=False)


EXAMPLES = 5
"""Misses, and extras, that an evaluation shows when it is not asked to list them all."""


def print_evaluation(console: Console, evaluation: Evaluation, listing: str | None = None) -> None:
    """The figures, then the codes, then claims that only one side has: some, or all `misses` or `extras` if listed."""
    reports = plural(evaluation.reports, "report")
    console.print(_figure_table(reports, evaluation.figures), highlight=False)
    _print(console)
    if evaluation.codes:
        console.print(_figure_table("code", evaluation.codes), highlight=False)
    if evaluation.unread:
        _print(console, f"\nNothing was read of {', '.join(evaluation.unread)}.")
    for name, of_what, examples in (
        ("misses", "annotated and not read", evaluation.misses),
        ("extras", "read and not annotated", evaluation.extras),
    ):
        if not examples or listing not in (None, name):
            continue
        # evenly over the list, so that the first report does not fill it
        shown_here = examples if listing else examples[:: -(-len(examples) // EXAMPLES)]
        _print(console)
        _print(console, Text(f"{name}: {len(shown_here)} of {len(examples)} claims {of_what}", style="bold"))
        for example in shown_here:
            _print_example(console, example)


def _figure_table(first: str, figures: Mapping[str, Figure]) -> Table:
    table = Table(pad_edge=False, box=None, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(first, min_width=20)
    for column in ("annotated", "read", "right", "precision", "recall", "F1"):
        table.add_column(column, justify="right")
    for name, figure in figures.items():
        shares = ["-" if share is None else f"{share:.3f}" for share in (figure.precision, figure.recall, figure.f1)]
        table.add_row(name, str(figure.annotated), str(figure.read), str(figure.right), *shares)
    return table


def _print_example(console: Console, example: Example) -> None:
    span = example.trigger
    head = Text(f"  {example.code:<20}", style="green").append(example.report_id, style="default")
    if example.instead:
        head.append(f"  (the other side: {example.instead})", style="dim")
    _print(console, head)
    says = [("says", shown(example.source))] if example.source else []
    for field, line in [
        *says,
        ("trigger", f"[{span.start}:{span.end}]  «{span.exact}»"),
        ("in", f"«{example.context}»"),
    ]:
        _print(console, Text(f"    {field:<9}", style="cyan").append(line, style="default"))
