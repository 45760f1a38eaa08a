"""What people decided: rows that are only ever added, each with the hash of the one before it.

A decision about an event fixes its claims: they stay in it whatever reports come later, and others may join them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from riwaya.errors import BadCase, MissingInput
from riwaya.store.repository import STREAMED, Case, now, step
from riwaya.store.schema import claim, event_claim, judgement

DECISIONS = ("accept", "correct", "reject", "unsure")
SUBJECTS = ("claim", "event")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision: by whom, when, about what, and why. `field` with `old` and `new` says what is corrected.

    About an event, `new` holds the ids of its claims as JSON.
    """

    who: str
    decision: str
    subject: str
    subject_id: str
    field: str | None = None
    old: str | None = None
    new: str | None = None
    why: str | None = None
    made: str = ""

    def chained(self, previous: str) -> str:
        """The hash of this row after the one with that hash."""
        parts = [previous, *(getattr(self, name) for name in self.__slots__)]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def judge(case: Case, given: Judgement) -> Judgement:
    """Add a decision to a case, with the time.

    Errors: MissingInput when the case has no such claim or event, or the decision is none of `DECISIONS`.
    """
    if given.decision not in DECISIONS or given.subject not in SUBJECTS:
        hint = f"A decision is one of {', '.join(DECISIONS)}, about a {' or an '.join(SUBJECTS)}."
        raise MissingInput(f"{given.decision} of a {given.subject} is no decision", hint=hint)
    with case.writing() as connection:
        new = given.new
        if given.subject == "event":
            claims = select(event_claim.c.claim_id).where(event_claim.c.event_id == given.subject_id)
            found = sorted(connection.execute(claims).scalars())
            new = new or json.dumps(found)
        else:
            found = list(connection.execute(select(claim.c.pk).where(claim.c.id == given.subject_id)).scalars())
        if not found:
            hint = "`riwaya events --format jsonl` has the ids."
            raise MissingInput(f"the case holds no {given.subject} {given.subject_id}", hint=hint)
        last = connection.execute(select(judgement.c.sha256).order_by(judgement.c.pk.desc()).limit(1)).scalar() or ""
        row = Judgement(
            given.who, given.decision, given.subject, given.subject_id, given.field, given.old, new, given.why, now()
        )
        values = {name: getattr(row, name) for name in Judgement.__slots__}
        connection.execute(insert(judgement).values(**values, previous=last, sha256=row.chained(last)))
        if given.subject == "event":
            step(connection)
    return row


def judgements(connection: Connection, subject_id: str | None = None) -> Iterator[Judgement]:
    """All decisions, or those about one thing, oldest first."""
    query = select(*(judgement.c[name] for name in Judgement.__slots__)).order_by(judgement.c.pk)
    if subject_id is not None:
        query = query.where(judgement.c.subject_id == subject_id)
    with connection.execute(query, execution_options=STREAMED) as rows:
        yield from (Judgement(*row) for row in rows)


def reviewed_claims(connection: Connection) -> dict[str, str]:
    """The claims that people put into events, each with its event.

    The last decision about an event counts: `accept` and `correct` fix its claims, `reject` and `unsure` free them. Of
    two events that claim the same, the one decided on later has it.
    """
    fixed: dict[str, str] = {}
    for one in judgements(connection):
        if one.subject != "event":
            continue
        fixed = {claim_id: event_id for claim_id, event_id in fixed.items() if event_id != one.subject_id}
        if one.decision in ("accept", "correct"):
            fixed |= dict.fromkeys(json.loads(one.new or "[]"), one.subject_id)
    return fixed


def check_judgements(connection: Connection) -> int:
    """Follow the chain of hashes; returns how many decisions there are. Errors: BadCase when one was tampered with."""
    previous = ""
    count = 0
    for row in connection.execute(select(judgement).order_by(judgement.c.pk)):
        one = Judgement(*(getattr(row, name) for name in Judgement.__slots__))
        if row.previous != previous or one.chained(previous) != row.sha256:
            hint = "Somebody changed the table by hand; a backup has it as it was."
            raise BadCase(f"judgement {row.pk} is not what was decided, or one before it is missing", hint=hint)
        previous = row.sha256
        count += 1
    return count
