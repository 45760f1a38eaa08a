"""When the news itself happened, where its own sentence names no time: told by the report as a whole.

Two rules, for acts of violence that are said to have happened, in the headline and the first sentence of the text only.
A headline takes the time that the text gives for the same act. What is left is dated by the saying: news is told on the
day it happens or on the next; but not where the text's first sentences date their own acts: then the headline may tell
of another. Acts further down may be context, and stay undated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from riwaya.claims.acts import Trigger
from riwaya.claims.context import Dated
from riwaya.claims.dates import anchor_of
from riwaya.claims.phrases import Found
from riwaya.claims.report import Draft, ReportText
from riwaya.lexicons.codes import codes
from riwaya.model import When

_SAME_ACT_WITHIN = 3
"""Sentences of the text in which the act of the headline is told: the lead, and a lead cut in two by a quotation."""

_NEWS_LASTS = timedelta(days=1)
"""How far back the news of a report without a time lies at most: of 111 web texts with a day of publication whose
incident was dated by hand, 86 told of that day and 20 of its eve."""

_ABOUT_THE_DAY = 2
"""UCDP's date_prec of the day of the report or its eve."""

_GROUPS = frozenset({"violence", "harm"})


def date_by_report(report: ReportText, drafts: Sequence[Draft]) -> None:
    """Give a time to the undated acts of the headline and of the first sentence of the text."""
    body = [k for k, s in enumerate(report.sentences) if s.role in ("lead", "paragraph")]
    dated = [d for d in drafts if d.at in body[:_SAME_ACT_WITHIN] and _is_dated(d) and _happened(d)]
    for draft in _undated_news(report, drafts, body[:1]):
        told = next((d for d in dated if _same_act(draft, d)), None) if draft.role == "headline" else None
        if told is not None:
            draft.when, draft.when_rule = told.when, "when:same_act"
        elif not dated:
            draft.when = _of_saying(report, draft.trigger)
            draft.when_rule = "when:saying" if draft.when else ""


def _undated_news(report: ReportText, drafts: Sequence[Draft], lead: Sequence[int]) -> Iterator[Draft]:
    for draft in drafts:
        sentence = report.sentences[draft.at]
        news = draft.role == "headline" or draft.at in lead
        if news and draft.when is None and not sentence.dates and _happened(draft) and _is_told(draft):
            yield draft


def _happened(draft: Draft) -> bool:
    return draft.factuality.value == "actual" and codes()[draft.trigger.code].group in _GROUPS


def _is_told(draft: Draft) -> bool:
    """Somewhere, and to or by somebody: a bare noun of violence in a first sentence may be a topic, not news."""
    roles, trigger = draft.roles, draft.trigger
    pointing_back = trigger.definite and not trigger.verb and not draft.counts
    named = bool(draft.counts or roles.recipients or roles.actors or trigger.verb)
    return bool(draft.places) and named and not pointing_back


def _is_dated(draft: Draft) -> bool:
    return draft.when is not None and draft.when.when.start is not None


def _same_act(headline: Draft, told: Draft) -> bool:
    """The same toll; or the same code, and no place that lies elsewhere."""
    if _tolls(headline) & _tolls(told):
        return True
    ours, theirs = _areas(headline.places), _areas(told.places)
    return headline.trigger.code == told.trigger.code and (not ours or not theirs or bool(ours & theirs))


def _tolls(draft: Draft) -> set[tuple[str, int]]:
    return {(c.kind, c.best) for c in draft.counts if c.best and c.best > 1}


def _areas(places: Sequence[Found]) -> set[str]:
    """The places that may be meant, and the governorates in which they lie."""
    candidates = [c for found in places for c in found.candidates]
    return {c.gazetteer_id for c in candidates} | {c.admin1_id for c in candidates if c.admin1_id}


def _of_saying(report: ReportText, trigger: Trigger) -> Dated | None:
    """The day of the report and its eve; the words are those of the act, whose tense is all the time that they tell."""
    anchor = anchor_of(report.document.published, report.today)
    if anchor.day is None:
        return None
    span = report.tokens.span(trigger.first, trigger.last, trigger.match.hit.skip)
    when = When(span, None, anchor.day - _NEWS_LASTS, anchor.day, _ABOUT_THE_DAY, anchor.name)
    return Dated(trigger.first, trigger.last, when)
