"""Decisions are only ever added, hang together, and hold events together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from filling import fill, lines
from sqlalchemy import text
from test_events import as_reports

from riwaya.errors import BadCase, MissingInput
from riwaya.pipeline import link_case
from riwaya.reports.files import read_reports
from riwaya.store import Case, open_case
from riwaya.store.events import event_lines
from riwaya.store.review import Judgement, check_judgements, judge, judgements, reviewed_claims


def events(case: Case) -> dict[str, list[str]]:
    with case.reading() as connection:
        return {e["event_id"]: e["claim_ids"] for e in lines("\n".join(event_lines(connection)))}


def test_a_chain_of_decisions(where: str, samples: Path) -> None:
    fill(where, read_reports(samples))
    with open_case(where) as case:
        event_id, claim_ids = next(iter(events(case).items()))
        judge(case, Judgement("amal", "accept", "event", event_id, why="two sources"))
        judge(case, Judgement("amal", "correct", "claim", claim_ids[0], "code", "shelling", "air_strike"))
        with case.reading() as connection:
            first, second = judgements(connection)
            assert json.loads(first.new or "") == sorted(claim_ids)
            assert (second.field, second.new, second.why) == ("code", "air_strike", None)
            assert list(judgements(connection, event_id)) == [first]
            assert check_judgements(connection) == 2
            assert reviewed_claims(connection) == dict.fromkeys(claim_ids, event_id)
        for wrong in (Judgement("a", "accept", "event", "e-0"), Judgement("a", "like", "event", event_id)):
            with pytest.raises(MissingInput):
                judge(case, wrong)


def test_what_was_tampered_with_shows(where: str, samples: Path) -> None:
    fill(where, read_reports(samples))
    with open_case(where) as case:
        for event_id in list(events(case))[:3]:
            judge(case, Judgement("amal", "accept", "event", event_id))
        with case.writing() as connection:
            if connection.dialect.name == "sqlite":
                connection.execute(text("DROP TRIGGER judgement_no_update"))
            else:
                connection.execute(text("DROP TRIGGER judgement_stays ON judgement"))
            connection.execute(text("UPDATE judgement SET decision = 'reject' WHERE pk = 2"))
        with case.reading() as connection, pytest.raises(BadCase, match="judgement 2"):
            check_judgements(connection)


def test_reviewed_events_are_not_moved(where: str) -> None:
    reports = as_reports(120)
    fill(where, reports[:60])
    with open_case(where) as case:
        before = events(case)
        chosen = [event_id for event_id, claim_ids in before.items() if len(claim_ids) > 3][:5]
        # one event as nobody but a person would put it together
        odd = chosen[0], [*before[chosen[0]], *before[chosen[1]][:1]]
        judge(case, Judgement("amal", "correct", "event", odd[0], new=json.dumps(odd[1])))
        for event_id in chosen[2:]:
            judge(case, Judgement("amal", "accept", "event", event_id))
        assert link_case(case)
        assert set(odd[1]) <= set(events(case)[odd[0]])
    fill(where, reports[60:])
    with open_case(where) as case:
        after = events(case)
        assert set(odd[1]) <= set(after[odd[0]])
        for event_id in chosen[2:]:
            assert set(before[event_id]) <= set(after[event_id])
        judge(case, Judgement("amal", "reject", "event", odd[0]))
        assert link_case(case)
        assert not set(odd[1]) <= set(events(case).get(odd[0], ()))
