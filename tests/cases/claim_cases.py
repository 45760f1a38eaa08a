"""Cases of reading claims: one JSON object a line, and what it means that a reading agrees with one (see README.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from riwaya.model import Claim, Count, Mention, Reading, Report, Statement
from riwaya.pipeline import read_document
from riwaya.text.normalize import fold_key

FOLDER = Path(__file__).parent
TOPICS = ("attribution", "acts", "actors", "casualties", "factuality", "places", "times")
PILES = ("wild", "synthetic", "negative")
"""The piles a case can belong to, by origin."""
FAILURES = "known_failures"
"""The pile of cases that the readers get wrong today."""

_PROCLITIC = re.compile(r"^(?:[وف])?(?:ال|لل|بال|كال|[بلك])?(?=\w{2})")
_SHARE = 0.5  # of the shorter phrase's words: an actor is found when its head is, whatever titles stand beside it


@dataclass(frozen=True, slots=True)
class Case:
    """One case and the pile it lies in; `record` is its line."""

    topic: str
    pile: str
    record: dict[str, Any]

    @property
    def id(self) -> str:
        """Its name, unique over all topics."""
        return str(self.record["id"])


def load(topic: str) -> list[Case]:
    """The cases of a topic, pile by pile, in the order of their files."""
    found = []
    for pile in (*PILES, FAILURES):
        path = FOLDER / topic / f"{pile}.jsonl"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        found += [Case(topic, pile, json.loads(line)) for line in lines]
    return found


def read(record: dict[str, Any]) -> Reading:
    """What riwaya reads in the case's text."""
    published = date.fromisoformat(record["published"]) if record.get("published") else None
    return read_document(Report(record["id"], record["text"], published=published))


def problems(record: dict[str, Any], reading: Reading) -> list[str]:
    """Where the reading differs from what the case expects; empty when it agrees. Each begins with the field's name."""
    expect = record["expect"]
    out = _claim_problems(expect.get("claims", ()), reading.claims)
    codes = [claim.code for claim in reading.claims]
    out += [f"extra: {code} must not be read" for code in expect.get("no_claims", ()) if code in codes]
    if "claims_exactly" in expect and len(codes) != expect["claims_exactly"]:
        out.append(f"number: {expect['claims_exactly']} claims expected, got {codes}")
    out += _statement_problems(expect.get("statements", ()), reading.statements)
    if expect.get("no_statements") and reading.statements:
        out.append(f"statement: none expected, got {[s.content.exact for s in reading.statements]}")
    return out


# claims -----------------------------------------------------------------------------------------------------------


def _claim_problems(wanted: Sequence[dict[str, Any]], claims: Sequence[Claim]) -> list[str]:
    """Each wanted claim needs a claim of its own; for one that has none, how the nearest differs."""
    pairs = pair(wanted, claims, lambda want, claim: not _differences(want, claim))
    out = []
    for index, want in enumerate(wanted):
        if index in pairs:
            continue
        free = [claim for j, claim in enumerate(claims) if j not in pairs.values() and claim.code == want["code"]]
        near = min((_differences(want, claim) for claim in free), key=len, default=None)
        label = f"{want['code']} {want.get('trigger', '')}".strip()
        if near is None:
            out.append(f"missing: {label}, got {[f'{c.code} {c.trigger.span.exact}' for c in claims]}")
        else:
            out += [f"{difference} ({label})" for difference in near or ["number: told once, expected twice"]]
    return out


def _differences(want: dict[str, Any], claim: Claim) -> list[str]:
    """The fields in which a claim is not what is wanted; only the keys given are looked at."""
    if claim.code != want["code"]:
        return [f"code: {claim.code}"]
    got = _fields(claim)
    out = []
    for key, value in want.items():
        if key == "counts":
            out += _count_problems(value, claim.counts)
        elif key in ("actors", "recipients", "places"):
            mentions = getattr(claim, key)
            if len(mentions) != len(value) or len(pair(value, mentions, _names)) < len(value):
                out.append(f"{key}: expected {value}, got {[m.span.exact for m in mentions]}")
        elif key in ("trigger", "source", "when", "weapon"):
            if not (got[key] is None if value is None else got[key] is not None and _names(value, got[key])):
                out.append(f"{key}: expected {value!r}, got {got[key].span.exact if got[key] else None!r}")
        elif key == "chain":
            if len(value) != len(claim.source_chain) or not all(map(_names, value, claim.source_chain)):
                out.append(f"chain: expected {value}, got {[link.span.exact for link in claim.source_chain]}")
        elif got[key] != value:
            out.append(f"{key}: expected {value!r}, got {got[key]!r}")
    return out


def _fields(claim: Claim) -> dict[str, Any]:
    """The keys of an expectation and what the claim has for them."""
    source, when = claim.source, claim.when
    return {
        "code": claim.code,
        "trigger": claim.trigger,
        "source": source,
        "stance": source.stance if source else None,
        "role": source.role if source else None,
        "factuality": claim.factuality,
        "gazetteer": [place.gazetteer_id for place in claim.places],
        "country": sorted({place.country for place in claim.places if place.country}),
        "when": when,
        "date": when.start.isoformat() if when and when.start else None,
        "end": when.end.isoformat() if when and when.end else None,
        "weapon": claim.weapon,
    }


def _count_problems(wanted: Sequence[dict[str, Any]], counts: Sequence[Count]) -> list[str]:
    """Counts are compared one by one in the order of the text; all must be there."""
    told = [f"{c.kind} {c.low}..{c.high} {c.hedge} of {c.of!r} in {c.subset_of}" for c in counts]
    if len(wanted) != len(counts):
        return [f"counts: expected {len(wanted)}, got {told}"]
    out = []
    for want, count in zip(wanted, counts, strict=True):
        for key, value in want.items():
            got = getattr(count, key)
            if (not same(value, got)) if key == "of" else got != value:
                out.append(f"counts: {key} expected {value!r}, got {told}")
    return out


# statements -------------------------------------------------------------------------------------------------------


def _statement_problems(wanted: Sequence[dict[str, Any]], statements: Sequence[Statement]) -> list[str]:
    pairs = pair(wanted, statements, _is_statement)
    told = [f"{s.source.span.exact if s.source else None}: {s.content.exact} ({s.direct})" for s in statements]
    return [f"statement: {want} not among {told}" for k, want in enumerate(wanted) if k not in pairs]


def _is_statement(want: dict[str, Any], statement: Statement) -> bool:
    """Is it this speaker, with a content that begins (and ends) with these words?"""
    if "speaker" in want:
        speaker = statement.source
        if (want["speaker"] is None) != (speaker is None):
            return False
        if speaker is not None and not _names(want["speaker"], speaker):
            return False
    content = content_words(statement.content.exact)
    first, last = content_words(want.get("content", "")), content_words(want.get("ends", ""))
    if content[: len(first)] != first or (last and content[-len(last) :] != last):
        return False
    return "direct" not in want or bool(want["direct"]) == statement.direct


# words ------------------------------------------------------------------------------------------------------------


def content_words(phrase: str) -> list[str]:
    """The words of a phrase, folded, without signs, article and common proclitics."""
    out = []
    for word in re.findall(r"\w+", fold_key(phrase)):
        stripped = _PROCLITIC.sub("", word)
        out.append(stripped if len(stripped) > 1 else word)
    return out


def same(a: str, b: str) -> bool:
    """Do two phrases name the same thing: is half of the shorter one's words shared?"""
    first, second = set(content_words(a)), set(content_words(b))
    if not first or not second:
        return first == second
    return len(first & second) / min(len(first), len(second)) >= _SHARE


def _names(words: str, mention: Mention) -> bool:
    return same(words, mention.span.exact)


def pair(wanted: Iterable[Any], got: Sequence[Any], fits: Callable[[Any, Any], bool]) -> dict[int, int]:
    """The largest one-to-one pairing of `wanted` with `got` where `fits` holds, by index."""
    choices = [[j for j, item in enumerate(got) if fits(want, item)] for want in wanted]
    owner: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in choices[i]:
            if j not in tried:
                tried.add(j)
                if j not in owner or place(owner[j], tried):
                    owner[j] = i
                    return True
        return False

    for i in range(len(choices)):
        place(i, set())
    return {i: j for j, i in owner.items()}
