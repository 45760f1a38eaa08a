"""How well reports were read: claims against claims that a person annotated, field by field and code by code.

Every figure is a count of what was right, of what was annotated and of what was read. Precision is the share of what
was read that is right; recall the share of what was annotated that was found; F1 their harmonic mean. What each figure
counts stands in `FIGURES` and, at more length, in docs/how-we-measure.md.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from riwaya.annotations import AnnotatedReport, BadAnnotation, NotedClaim, NotedStatement, Words
from riwaya.text.clitics import stems
from riwaya.text.normalize import fold_key

SCHEMA = "riwaya.evaluation/1"

_Item = TypeVar("_Item")

FIGURES = {
    "claims": "same code, and the same trigger or the same sentence",
    "claims, any code": "triggers that share a letter, whatever the code",
    "claims, whole": "code, source and factuality are all right",
    "source": "of claims that both have: the same source, or the outlet's own voice",
    "factuality": "of claims that both have: the same value",
    "actors": "of claims that both have: the same actors",
    "recipients": "of claims that both have: the same recipients",
    "weapon": "of claims that both have: the same means",
    "places": "of claims that both have: the same places, by their words",
    "when": "of claims that both have: the same words for the time",
    "date": "of claims that both have: the same first day",
    "counts": "of claims that both have: kind, low and high are the same",
    "numbers": "kind, low and high are the same, in whichever claim of the report",
    "statements": "what is said overlaps by half",
    "statements, speaker": "what is said overlaps by half, and the same one says it",
    "quotations": "direct speech: what is said overlaps by four fifths, and the same one says it",
    "furniture": "characters that are not the report",
}
"""Every figure, in the order in which they are printed, and what makes something right."""

HALF, FOUR_FIFTHS = 0.5, 0.8
"""Share of overlap (intersection over union) from which two stretches count as the same: half forgives a clause too
many, as readers differ there; quotation marks leave nothing to differ about but the marks themselves."""

CONTEXT = 60
"""Letters shown on each side of a trigger whose sentence is not known."""


@dataclass(slots=True)
class Figure:
    """How many were right, of how many annotated and how many read."""

    right: int = 0
    annotated: int = 0
    read: int = 0

    def add(self, right: int, annotated: int, read: int) -> None:
        """Count some more."""
        self.right += right
        self.annotated += annotated
        self.read += read

    @property
    def precision(self) -> float | None:
        """Share of what was read that is right; None where nothing was read."""
        return self.right / self.read if self.read else None

    @property
    def recall(self) -> float | None:
        """Share of what was annotated that was found; None where nothing was annotated."""
        return self.right / self.annotated if self.annotated else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; None where there was nothing to find and nothing was read."""
        both = self.annotated + self.read
        return 2 * self.right / both if both else None

    def as_json(self) -> dict[str, object]:
        """Shares rounded to three digits, and the counts that they are made of."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        rounded = {name: None if share is None else round(share, 3) for name, share in shares.items()}
        return {**rounded, "right": self.right, "annotated": self.annotated, "read": self.read}


@dataclass(frozen=True, slots=True)
class Example:
    """A claim that only one side has, in words. `instead` is the code that the other side gives the same trigger."""

    report_id: str
    where: str
    code: str
    trigger: Words
    source: str | None
    context: str
    instead: str | None

    def as_json(self) -> dict[str, object]:
        """`{"report_id", "where", "code", "trigger", "source", "context", "instead"}`."""
        span = {"start": self.trigger.start, "end": self.trigger.end, "exact": self.trigger.exact}
        return {
            "report_id": self.report_id,
            "where": self.where,
            "code": self.code,
            "trigger": {"span": span},
            "source": self.source,
            "context": self.context,
            "instead": self.instead,
        }


@dataclass(slots=True)
class Evaluation:
    """All figures over all reports together. `unread` are annotated reports of which nothing was handed in."""

    reports: int = 0
    unread: list[str] = field(default_factory=list)
    figures: dict[str, Figure] = field(default_factory=dict)
    codes: dict[str, Figure] = field(default_factory=dict)
    misses: list[Example] = field(default_factory=list)
    extras: list[Example] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The whole evaluation as `riwaya evaluate --format json` prints it."""
        return {
            "schema": SCHEMA,
            "reports": self.reports,
            "unread": self.unread,
            "figures": {name: figure.as_json() for name, figure in self.figures.items()},
            "codes": {name: figure.as_json() for name, figure in self.codes.items()},
            "misses": [example.as_json() for example in self.misses],
            "extras": [example.as_json() for example in self.extras],
        }


def evaluate(gold: Sequence[AnnotatedReport], predicted: Iterable[AnnotatedReport]) -> Evaluation:
    """Compare what was read with what was annotated; reports that nobody annotated are left out.

    Errors: BadAnnotation when the two sides point into different texts.
    """
    read = {report.id: report for report in predicted}
    figures: dict[str, Figure] = defaultdict(Figure)
    codes: dict[str, Figure] = defaultdict(Figure)
    out = Evaluation(reports=len(gold))
    for wanted in gold:
        found = read.get(wanted.id)
        if found is None:
            out.unread.append(wanted.id)
            found = AnnotatedReport(wanted.id, "", wanted.text, wanted.text_sha256, (), (), ())
        elif wanted.text_sha256 and found.text_sha256 and wanted.text_sha256 != found.text_sha256:
            hint = "The text was changed after it was annotated or read: offsets no longer point to the same words."
            raise BadAnnotation(f"{wanted.where}: {wanted.id} is not the text that was read", hint=hint)
        _compare_claims(wanted, found, figures, codes, out)
        _compare_statements(wanted, found, figures)
        if wanted.furniture is not None and found.furniture is not None:
            letters = [{k for a, b in spans for k in range(a, b)} for spans in (wanted.furniture, found.furniture)]
            figures["furniture"].add(len(letters[0] & letters[1]), len(letters[0]), len(letters[1]))
    out.figures = {name: figures[name] for name in FIGURES if name in figures}
    out.codes = dict(sorted(codes.items(), key=lambda item: (-item[1].annotated, -item[1].read, item[0])))
    return out


def _compare_claims(
    wanted: AnnotatedReport,
    found: AnnotatedReport,
    figures: Mapping[str, Figure],
    codes: Mapping[str, Figure],
    out: Evaluation,
) -> None:
    gold, read = wanted.claims, found.claims
    pairs = pair_claims(gold, read)
    by_trigger = dict(_pairs(gold, read, lambda g, p: (g.code == p.code,) if _overlap(g.trigger, p.trigger) else None))
    figures["claims"].add(len(pairs), len(gold), len(read))
    figures["claims, any code"].add(len(by_trigger), len(gold), len(read))
    for claim in gold:
        codes[claim.code].annotated += 1
    for claim in read:
        codes[claim.code].read += 1
    whole = 0
    for i, j in pairs:
        codes[gold[i].code].right += 1
        whole += _compare_fields(gold[i], read[j], figures)
    if all({"source", "factuality"} <= claim.given for claim in gold):
        figures["claims, whole"].add(whole, len(gold), len(read))
    if all("counts" in claim.given for claim in gold):
        numbers = [Counter(number for claim in side for number in claim.counts) for side in (gold, read)]
        figures["numbers"].add((numbers[0] & numbers[1]).total(), numbers[0].total(), numbers[1].total())
    instead = {i: read[j].code for i, j in by_trigger.items()}
    out.misses += [
        _example(wanted, gold[i], wanted.text or found.text, instead.get(i))
        for i in sorted(set(range(len(gold))) - {i for i, _ in pairs})
    ]
    instead = {j: gold[i].code for i, j in by_trigger.items()}
    out.extras += [
        _example(wanted, read[j], wanted.text or found.text, instead.get(j))
        for j in sorted(set(range(len(read))) - {j for _, j in pairs})
    ]


def _compare_fields(wanted: NotedClaim, found: NotedClaim, figures: Mapping[str, Figure]) -> bool:
    """Count the fields of two claims that are one; are source and factuality both right?"""
    right = {"source": same(wanted.source, found.source), "factuality": wanted.factuality == found.factuality}
    for name, is_right in right.items():
        if name in wanted.given:
            figures[name].add(is_right, 1, 1)
    for name in ("actors", "recipients", "places", "weapon", "when"):
        if name in wanted.given:
            gold, read = (_as_list(getattr(claim, name)) for claim in (wanted, found))
            pairs = _pairs(gold, read, lambda a, b: (1,) if same(a, b) else None)
            figures[name].add(len(pairs), len(gold), len(read))
    if "date" in wanted.given:
        both = wanted.date is not None and wanted.date == found.date
        figures["date"].add(both, wanted.date is not None, found.date is not None)
    if "counts" in wanted.given:
        numbers = Counter(wanted.counts) & Counter(found.counts)
        figures["counts"].add(numbers.total(), len(wanted.counts), len(found.counts))
    return all(right.values())


def _as_list(value: tuple[Words, ...] | Words | None) -> Sequence[Words]:
    if isinstance(value, Words):
        return [value]
    return value or []


def _compare_statements(wanted: AnnotatedReport, found: AnnotatedReport, figures: Mapping[str, Figure]) -> None:
    if wanted.statements is None or found.statements is None:
        return
    gold, read = wanted.statements, found.statements

    def alike(g: NotedStatement, p: NotedStatement) -> tuple[float, int] | None:
        share = overlap_share(g.content, p.content)
        return (share, same(g.speaker, p.speaker)) if share >= HALF else None

    pairs = _pairs(gold, read, alike)
    spoken = sum(same(gold[i].speaker, read[j].speaker) for i, j in pairs)
    figures["statements"].add(len(pairs), len(gold), len(read))
    figures["statements, speaker"].add(spoken, len(gold), len(read))

    def quoted(g: NotedStatement, p: NotedStatement) -> tuple[float, int] | None:
        share = overlap_share(g.content, p.content)
        return (share, 0) if share >= FOUR_FIFTHS and same(g.speaker, p.speaker) else None

    gold, read = (tuple(s for s in side if s.direct) for side in (gold, read))
    figures["quotations"].add(len(_pairs(gold, read, quoted)), len(gold), len(read))


def pair_claims(gold: Sequence[NotedClaim], read: Sequence[NotedClaim]) -> list[tuple[int, int]]:
    """One-to-one pairs of claims with one code, as indices: those whose triggers overlap, then those in one sentence.

    Among equals, claims of the same source go together, then those that stand nearest.
    """

    def alike(g: NotedClaim, p: NotedClaim) -> tuple[float, int, int] | None:
        if g.code != p.code:
            return None
        overlaps = _overlap(g.trigger, p.trigger)
        if not overlaps and not _in_one_sentence(g, p):
            return None
        return overlaps, same(g.source, p.source), -abs(g.trigger.start - p.trigger.start)

    return _pairs(gold, read, alike)


def _pairs(
    gold: Sequence[_Item], read: Sequence[_Item], alike: Callable[[_Item, _Item], tuple[float, ...] | None]
) -> list[tuple[int, int]]:
    """Pairs by falling likeness, each of either side at most once; None is no pair. Ties go to what stands first."""
    ranked = [
        (tuple(-part for part in likeness), i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(read)
        if (likeness := alike(g, p)) is not None
    ]
    pairs: list[tuple[int, int]] = []
    left, right = set(range(len(gold))), set(range(len(read)))
    for _, i, j in sorted(ranked):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((i, j))
    return sorted(pairs)


def _overlap(a: Words, b: Words) -> bool:
    return a.start < b.end and b.start < a.end


def _in_one_sentence(a: NotedClaim, b: NotedClaim) -> bool:
    sentence = a.sentence or b.sentence
    return sentence is not None and all(sentence[0] <= c.trigger.start < sentence[1] for c in (a, b))


def overlap_share(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Intersection over union of two stretches, 0 to 1."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common / (max(a[1], b[1]) - min(a[0], b[0])) if common > 0 else 0.0


def same(a: Words | None, b: Words | None) -> bool:
    """Do two mentions name the same thing? Nothing is the same as nothing.

    They do when they carry one canonical name, when one covers half of the other in the text, or when more than half
    of the words of the shorter one are in the longer one, clitics and article left off. So «الناطق باسم الجيش» and
    «المتحدث باسم الجيش» are one, «مصدر طبي» and «مصدر أمني» are two.
    """
    if a is None or b is None:
        return a is b
    if a.name and a.name == b.name:
        return True
    common = min(a.end, b.end) - max(a.start, b.start)
    if common > 0 and 2 * common >= min(a.end - a.start, b.end - b.start):
        return True
    short, long = sorted((_words(a.exact), _words(b.exact)), key=len)
    return bool(short) and 2 * sum(any(word & other for other in long) for word in short) > len(short)


_FUNCTION_WORDS = frozenset("في من الي علي عن بن ابن او".split())


@lru_cache(maxsize=1 << 14)
def _words(exact: str) -> tuple[frozenset[str], ...]:
    """The words of a phrase, each as all that it may be once its clitics are off."""
    words = [word for word in re.findall(r"\w+", fold_key(exact)) if word not in _FUNCTION_WORDS]
    return tuple(frozenset(stem.text for stem in stems(word)) for word in words)


def _example(report: AnnotatedReport, claim: NotedClaim, text: str, instead: str | None) -> Example:
    first, last = claim.sentence or (claim.trigger.start - CONTEXT, claim.trigger.end + CONTEXT)
    context = " ".join(text[max(0, first) : last].split())
    source = claim.source.exact if claim.source else None
    return Example(report.id, report.where, claim.code, claim.trigger, source, context, instead)
