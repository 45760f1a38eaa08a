"""Accounts of an event, and on what they disagree."""

from __future__ import annotations

from datetime import date

from riwaya.events.agreement import accounts, disagreements
from riwaya.model import Claim, Count, Event, Mention, SourceLink
from riwaya.text.spans import Span

SOMEWHERE = Span(0, 1, "x")


def killed(low: int | None, best: int | None, high: int | None, subset_of: int | None = None) -> Count:
    return Count(SOMEWHERE, kind="killed", low=low, best=best, high=high, subset_of=subset_of)


def claim(
    report: str, speaker: str | None, *counts: Count, stance: str = "asserts", factuality: str = "actual"
) -> Claim:
    chain = (SourceLink(SOMEWHERE, speaker, stance=stance),) if speaker else ()
    return Claim(
        f"{report}-{speaker}-{len(counts)}", report, "shelling", Mention(SOMEWHERE), SOMEWHERE, chain, factuality,
        counts=counts,
    )  # fmt: skip


def event(*claims: Claim) -> Event:
    return Event("e", "shelling", None, date(2023, 10, 26), None, claims)


def test_a_speaker_is_one_account_in_all_reports() -> None:
    found = accounts(event(claim("r1", "doctors", killed(9, 9, 9)), claim("r2", "doctors"), claim("r2", "army")))
    assert [(account.speaker, account.report_ids) for account in found] == [
        ("doctors", ("r1", "r2")),
        ("army", ("r2",)),
    ]
    assert [count.best for count in found[0].killed] == [9]


def test_the_own_voice_of_each_report_is_an_account() -> None:
    found = accounts(event(claim("r1", None), claim("r2", None), claim("r1", None)))
    assert [(account.speaker, account.report_ids) for account in found] == [(None, ("r1",)), (None, ("r2",))]


def test_a_part_of_a_toll_is_no_toll() -> None:
    (account,) = accounts(event(claim("r1", "doctors", killed(9, 9, 9), killed(4, 4, 4, subset_of=0))))
    assert [count.best for count in account.killed] == [9]


def test_tolls_that_a_single_number_fits_do_not_disagree() -> None:
    at_least, between = killed(10, 10, None), killed(8, None, 12)
    assert disagreements(accounts(event(claim("r1", "a", at_least), claim("r2", "b", between)))) == ()
    assert disagreements(accounts(event(claim("r1", "a", killed(9, 9, 9)), claim("r2", "b", at_least)))) == ("toll",)
    assert disagreements(accounts(event(claim("r1", "a", killed(None, None, None)), claim("r2", "b", at_least)))) == ()


def test_a_denial_beside_an_assertion_is_a_disagreement() -> None:
    denial = claim("r2", "army", stance="denies", factuality="negated")
    assert disagreements(accounts(event(claim("r1", "a"), denial))) == ("denied",)
    assert disagreements(accounts(event(denial))) == ()
    assert accounts(event(denial))[0].stances == ("denies",)
