"""The main path on one screen: report -> document -> reading (sentences, statements, claims); and why a claim is so."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.claims.assemble import extract
from riwaya.documents import clean_report
from riwaya.model import Claim, Document, Reading, Report
from riwaya.text.spans import Span

__all__ = ["Explanation", "clean_report", "explain", "extract_claims", "read_document"]


def extract_claims(document: Document) -> Reading:
    """Read the statements and claims of a document; every span is checked against the text.

    Errors: StopRun when the installation lacks its built files.
    """
    return extract(document)


def read_document(report: Report) -> Reading:
    """Label a report's lines and read its claims. Errors: SkipReport when it cannot be read."""
    return extract_claims(clean_report(report))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a claim says what it says: its rules, and each field with the words behind it."""

    claim: Claim
    rules: tuple[str, ...]
    evidence: tuple[tuple[str, Span], ...]


def explain(reading: Reading, claim_id: str) -> Explanation | None:
    """The rules and words behind one claim of a reading, or None when it has no such claim."""
    claim = next((c for c in reading.claims if c.id == claim_id), None)
    if claim is None:
        return None
    evidence: list[tuple[str, Span]] = [("trigger", claim.trigger.span)]
    for depth, link in enumerate(claim.source_chain):
        evidence.append((f"source_chain[{depth}]", link.span))
        if link.cue:
            evidence.append((f"source_chain[{depth}].cue", link.cue))
    for field, mentions in (
        ("actors", claim.actors),
        ("recipients", claim.recipients),
        ("places", claim.places),
        ("counts", claim.counts),
    ):
        evidence += [(f"{field}[{k}]", mention.span) for k, mention in enumerate(mentions)]
    evidence += [(field, m.span) for field, m in (("weapon", claim.weapon), ("when", claim.when)) if m]
    return Explanation(claim, claim.rules, tuple(evidence))
