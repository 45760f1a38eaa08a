"""Who tells of an event, what each says, and on what they disagree. Nothing is weighed or added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.model import Claim, Count, Event


@dataclass(frozen=True, slots=True)
class Account:
    """What one speaker says of an event; `speaker` is None where a report tells it in its own voice.

    `killed` holds each number of dead that the speaker gives, without numbers that are part of another.
    """

    speaker: str | None
    stances: tuple[str, ...]
    killed: tuple[Count, ...]
    report_ids: tuple[str, ...]
    denies: bool


def accounts(event: Event) -> list[Account]:
    """The event's claims by who says so, in the order in which the speakers first appear.

    A speaker is the same in all reports; the own voice of each report is a speaker of its own.
    """
    by_speaker: dict[tuple[str | None, str], list[Claim]] = {}
    for claim in event.claims:
        name = (claim.source.name or claim.source.span.exact) if claim.source else None
        by_speaker.setdefault((name, "" if name else claim.report_id), []).append(claim)
    return [
        Account(
            speaker=name,
            stances=tuple(dict.fromkeys(_stance(claim) for claim in claims)),
            killed=tuple(toll for claim in claims if (toll := _toll(claim))),
            report_ids=tuple(sorted({claim.report_id for claim in claims})),
            denies=all(_denies(claim) for claim in claims),
        )
        for (name, _), claims in by_speaker.items()
    ]


def _stance(claim: Claim) -> str:
    stance = claim.source.stance if claim.source else "asserts"
    return stance if claim.factuality == "actual" or stance == "denies" else f"{stance}, {claim.factuality}"


def _denies(claim: Claim) -> bool:
    return claim.factuality == "negated" or bool(claim.source and claim.source.stance == "denies")


def _toll(claim: Claim) -> Count | None:
    return next((count for count in claim.counts if count.kind == "killed" and count.subset_of is None), None)


def disagreements(found: Sequence[Account]) -> tuple[str, ...]:
    """On what accounts disagree: `denied` when one denies what another asserts, `toll` when no number fits them all."""
    denied = any(account.denies for account in found) and not all(account.denies for account in found)
    tolls = [toll for account in found for toll in account.killed]
    lowest_high = min((toll.high for toll in tolls if toll.high is not None), default=None)
    highest_low = max((toll.low for toll in tolls if toll.low is not None), default=None)
    apart = lowest_high is not None and highest_low is not None and highest_low > lowest_high
    return ("denied",) * denied + ("toll",) * apart
