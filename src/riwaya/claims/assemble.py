"""Puts the stages together: a document's statements and claims, every field with its words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from riwaya.claims.acts import Trigger
from riwaya.claims.casualties import Counted
from riwaya.claims.context import Sentence
from riwaya.claims.drafts import draft_claims
from riwaya.claims.phrases import Found, Phrase
from riwaya.claims.places import place_record
from riwaya.claims.report import Draft, ReportText
from riwaya.claims.said import Attribution
from riwaya.lexicons.codes import codes
from riwaya.lexicons.matcher import load_lexicon
from riwaya.model import Actor, Claim, Count, Document, Mention, Place, Reading, SourceLink, Statement, Weapon
from riwaya.text.clitics import cut_before_article
from riwaya.text.spans import Span


def extract(document: Document) -> Reading:
    """Read a document's statements and claims. Errors: BadLexicon, MissingBuild (installation is broken)."""
    report = ReportText(document, load_lexicon())
    drafts = draft_claims(report)
    claims = _unique([_claim(report, draft) for draft in drafts])
    statements = tuple(_statement(report, a) for a in report.statements)
    reading = Reading(document, tuple(s.span for s in report.sentences), statements, tuple(claims))
    reading.check()
    return reading


def _statement(report: ReportText, attribution: Attribution) -> Statement:
    content = _content_span(report, attribution)
    cue = _cue_span(report, attribution)
    source = _link(report, attribution)
    key = f"{report.document.report.id}\x1f{content.start}\x1f{content.end}\x1f{cue.start if cue else -1}"
    return Statement(f"s-{_digest(key)}", source, cue, content, attribution.direct)


def _digest(key: str) -> str:
    # 48 bits: one clash is expected among some 16 million claims of one report id, which no report has
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _content_span(report: ReportText, attribution: Attribution) -> Span:
    return report.tokens.span(attribution.first, attribution.last, attribution.skip)


def _cue_span(report: ReportText, attribution: Attribution) -> Span | None:
    cue = attribution.cue
    return (
        report.tokens.span(cue.first, cue.last, min(cue.hit.skip, 1), cue.hit.drop if cue.length == 1 else 0)
        if cue
        else None
    )


def _link(report: ReportText, attribution: Attribution) -> SourceLink | None:
    speaker = attribution.speaker
    if speaker is None:
        return None
    span = report.tokens.span(speaker.first, speaker.last, speaker.skip)
    return SourceLink(
        span, speaker.name, speaker.role, attribution.stance, attribution.channel, _cue_span(report, attribution)
    )


def _is_only_a_number(phrase: Phrase) -> bool:
    """People named by nothing but being dead, hurt or "persons" stand in the counts, not among the recipients."""
    if phrase.kind not in ("person", "people") or phrase.match is None or phrase.match.table != "persons":
        return False
    row = phrase.match.entry.row
    return phrase.last == phrase.match.last and (
        bool(row["count"]) or (row["victim_class"] == "unknown" and row["id"] in _ANYONE)
    )


_ANYONE = frozenset({"person_shakhs", "another", "individual_fard"})


_OWNER_GAP = 4  # words between a force and whose it is: "فريق هندسة تابع لهيئة كذا"


def _actor(sentence: Sentence, phrase: Phrase) -> Actor:
    owner = phrase.owner
    if owner is not None and phrase.actor_id is None:
        span = phrase.span(sentence)
        if 0 < owner.first - phrase.last <= _OWNER_GAP:
            span = sentence.tokens.span(phrase.first, owner.last, phrase.skip)
        return Actor(span, owner.name, owner.actor_id, phrase.sector or owner.sector, owner.country)
    return Actor(phrase.span(sentence), phrase.name, phrase.actor_id, phrase.sector, phrase.country)


def _claim(report: ReportText, draft: Draft) -> Claim:
    sentence = report.sentences[draft.at]
    trigger = draft.trigger
    code = codes()[trigger.code]
    hit = trigger.match.hit
    cut = cut_before_article(hit.skip, hit.proclitic, article=hit.article)
    span = report.tokens.span(trigger.first, trigger.last, cut)
    chain = tuple(link for a in draft.chain if (link := _link(report, a)))
    speaker = chain[-1].span.start if chain else -1
    key = f"{report.document.report.id}\x1f{span.start}\x1f{span.end}\x1f{speaker}\x1f{code.name}"
    where = draft.at if draft.places_at is None else draft.places_at
    places = tuple(_place(report, where, found) for found in draft.places)
    actors = [(draft.at, p) for p in draft.roles.actors] or draft.inherited
    recipients = tuple(_actor(sentence, p) for p in draft.roles.recipients if not _is_only_a_number(p))
    if trigger.code == "capture" and not recipients:
        # a place taken is what the act was done to, and where (codebook)
        recipients = tuple(Actor(p.span, p.name, country=p.country) for p in places)
    rules = (
        *trigger.rules,
        *(f"statement:{a.rule}" for a in draft.chain),
        f"factuality:{draft.factuality.rule}",
        *dict.fromkeys(draft.roles.rules),
        *dict.fromkeys(c.rule for c in draft.counts),
        draft.when_rule,
    )
    return Claim(
        f"c-{_digest(key)}",
        report.document.report.id,
        code.name,
        Mention(span),
        sentence.span,
        chain,
        draft.factuality.value,
        tuple(_actor(report.sentences[at], p) for at, p in actors),
        recipients,
        _weapon(report, trigger),
        places,
        draft.when.when if draft.when else None,
        _counts(sentence, draft.counts),
        tuple(r for r in rules if r),
        _confidence(draft, places),
        code.plover_event,
        code.plover_modes,
    )


def _place(report: ReportText, at: int, found: Found) -> Place:
    sentence = report.sentences[at]
    return place_record(sentence, found, report.resolver.resolve(sentence, found, report.places[at]))


def _weapon(report: ReportText, trigger: Trigger) -> Weapon | None:
    weapon = trigger.weapon
    if weapon is None:
        return None
    span = report.tokens.span(weapon.first, weapon.last, weapon.hit.skip, weapon.hit.drop if weapon.length == 1 else 0)
    return Weapon(span, None, weapon.entry.row["class"])


def _counts(sentence: Sentence, counts: Sequence[Counted]) -> tuple[Count, ...]:
    """Count records of one claim; the parent of a part is the nearest whole number before it."""
    out: list[Count] = []
    whole: int | None = None
    for counted in counts:
        subset = whole if counted.parent is not None else None
        out.append(
            Count(
                counted.span(sentence),
                None,
                counted.kind,
                counted.of,
                counted.victim_class,
                counted.low,
                counted.best,
                counted.high,
                counted.hedge,
                subset,
                counted.cumulative,
            )
        )
        if counted.parent is None:
            whole = len(out) - 1
    return tuple(out)


def _confidence(draft: Draft, places: Sequence[Place]) -> float:
    """A rank, not a probability: one step for each field that was read and resolved (0.4 with none, 1.0 with all)."""
    steps = (
        bool(draft.roles.actors),
        bool(draft.roles.recipients or draft.counts),
        bool(draft.chain),
        any(p.gazetteer_id for p in places),
        draft.when is not None and draft.when.when.start is not None,
        draft.trigger.verb or not draft.trigger.gives_way,
    )
    return round(0.4 + 0.1 * sum(steps), 2)


def _unique(claims: Sequence[Claim]) -> list[Claim]:
    """Claims in text order; the same trigger, speaker and code only once."""
    seen: dict[str, Claim] = {}
    for claim in claims:
        seen.setdefault(claim.id, claim)
    return sorted(seen.values(), key=lambda c: (c.trigger.span.start, c.id))
