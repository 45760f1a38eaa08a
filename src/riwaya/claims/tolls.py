"""Which count belongs to which claim, and what a toll alone, or a toll said not to be, makes of a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.claims.acts import Trigger
from riwaya.claims.casualties import Counted, victims
from riwaya.claims.context import Sentence
from riwaya.claims.factuality import factuality
from riwaya.claims.report import Draft, ReportText, speech_key
from riwaya.claims.zones import Roles
from riwaya.lexicons.codes import VIOLENT_MEANS

_TOLL_KINDS = frozenset({"killed", "injured", "missing", "captured", "displaced", "evacuated"})
_MUNITION_REACH = 16  # tokens from an act over whom and where it struck to "بعشرات القذائف"
ARTILLERY = frozenset({"shelling", "air_strike", "drone_strike"})
"""Codes of acts that are told by how many munitions fell."""
HARM_CODES = frozenset({"casualties", "killing"})
"""Codes of a toll with no means of its own."""


def give_counts(drafts: Sequence[Draft], counts: Sequence[Counted], triggers: Sequence[Trigger]) -> None:
    """Each count goes to the claim whose trigger (or part) governs it."""
    for counted in counts:
        for draft in drafts:
            members = [draft.trigger, *draft.trigger.parts]
            if (
                counted.kind != "strikes"
                and counted.governor is not None
                and any(t.first == counted.governor for t in members)
            ):
                draft.counts.append(counted)
                break
        else:
            if counted.kind == "strikes" and counted.noun is not None:
                for draft in drafts:
                    members = [draft.trigger, *draft.trigger.parts]
                    means = [t.weapon.first for t in members if t.weapon is not None]
                    if any(t.first <= counted.noun <= t.last for t in members) or counted.noun in means:
                        draft.counts.append(counted)
                        break
                else:
                    told = [d for d in drafts if 0 < counted.first - d.trigger.last <= _MUNITION_REACH]
                    if told and told[-1].trigger.code in ARTILLERY and counted.rule != "count:dual":
                        told[-1].counts.append(counted)


def denied_tolls(
    report: ReportText, at: int, sentence: Sentence, drafts: list[Draft], counts: Sequence[Counted]
) -> list[Counted]:
    """`ولم يسفر الانفجار عن ضحايا`: dead or hurt said not to be are a claim of their own; other counts are left."""
    left = []
    members = [t for d in drafts for t in (d.trigger, *d.trigger.parts)]
    for counted in counts:
        toll = _toll_trigger(sentence, counted) if counted.rule == "count:plural" else None
        if toll is None or any(t.first <= toll.first <= t.last for t in members):
            left.append(counted)
            continue
        fact = factuality(sentence, toll.first, toll.last, toll.match, "casualties")
        if fact.value == "negated":
            drafts.append(Draft(at, toll, Roles(), fact, report.chain(toll.first)))
        else:
            left.append(counted)
    return left


def tolls_alone(
    report: ReportText, at: int, sentence: Sentence, drafts: list[Draft], counts: Sequence[Counted]
) -> None:
    """Tolls that no trigger took: they join the act of violence told in the same statement, else make a claim."""
    given = {id(c) for d in drafts for c in d.counts}
    loose = [c for c in counts if id(c) not in given and (c.kind in _TOLL_KINDS or c.kind == "other")]
    for counted in loose:
        key = speech_key(report, counted.first)
        hosts = [
            d
            for d in drafts
            if speech_key(report, d.trigger.first) == key
            and (d.trigger.code in VIOLENT_MEANS or d.trigger.gives_way == "act")
        ]
        before = [d for d in hosts if d.trigger.first <= counted.first]
        host = before[-1] if before else (hosts[0] if hosts else None)
        if host is not None:
            host.counts.append(counted)
        elif counted.noun is not None and counted.kind in ("killed", "injured", "other") and counted.parent is None:
            toll = _toll_trigger(sentence, counted)
            if toll is None:
                continue
            fact = factuality(sentence, toll.first, toll.last, toll.match, "casualties")
            draft = Draft(at, toll, Roles(), fact, report.chain(counted.first), [counted])
            drafts.append(draft)
    for draft in drafts:
        draft.counts.sort(key=lambda c: c.first)


def _toll_trigger(sentence: Sentence, counted: Counted) -> Trigger | None:
    """The harm noun itself ("3 قتلى") as the trigger of a claim of casualties."""
    assert counted.noun is not None
    noun = sentence.find(counted.noun, "persons")
    vague = counted.kind == "other" and victims(sentence, counted.noun)
    if noun is None or (noun.entry.row["count"] != counted.kind and not vague):
        return None
    return Trigger(
        noun.first, noun.last, noun, "casualties", False, {}, counted.kind, "act", rules=[f"toll:{noun.entry.id}"]
    )


_BLAMED = frozenset({"accuses", "claims_responsibility"})


def only_a_toll(draft: Draft) -> None:
    """`مقتل 40`: a killing with a number and nobody who did it is a toll."""
    code = draft.trigger.frame.get("toll")
    if draft.chain and draft.chain[-1].stance in _BLAMED:
        return  # who did it is said: "مسؤوليتهم عن قتل"
    numbered = any(c.low is not None or c.hedge != "exact" for c in draft.counts)
    if code and numbered and not draft.roles.actors and draft.trigger.code == draft.trigger.match.entry.row["code"]:
        draft.trigger.code = code
        draft.trigger.rules.append("recode:toll")


def total_of_those(report: ReportText, at: int, draft: Draft) -> None:
    """`… 393 هجوما منذ مطلع يونيو. وتسببت تلك الهجمات بمقتل 94`: their toll is a total over a period."""
    sentence = report.sentences[at]
    for k, counted in enumerate(draft.counts):
        start, _ = sentence.clause(counted.first)
        if counted.cumulative or not _those_attacks(sentence, range(start, counted.first)):
            continue
        told = [*range(sentence.first, counted.first)]
        before = report.sentences[at - 1] if at else None
        earlier = [*range(before.first, before.stop)] if before else []
        if _over_period(sentence, told) or (before and _over_period(before, earlier)):
            draft.counts[k] = replace(counted, cumulative=True)


def _those_attacks(sentence: Sentence, words: Sequence[int]) -> bool:
    """Do attacks told before govern what follows: "تلك الهجمات", "هذه الغارات"?"""
    return any(
        sentence.link(k, "demonstrative")
        and any(
            m.hit.form.pos == "n" and m.hit.article and m.hit.form.number == "p" and m.entry.row["code"] in _ATTACKS
            for m in sentence.of("acts").get(k + 1, ())
        )
        for k in words
    )


_ATTACKS = VIOLENT_MEANS | {"ground_attack"}


def _over_period(sentence: Sentence, words: Sequence[int]) -> bool:
    return any(link.entry.id == "period" for k in words if (link := sentence.link(k, "cumulative")))


def toll_unknown(draft: Draft) -> bool:
    """`لم تتضح حصيلة القتلى`: what is not known yet is no toll of nobody."""
    return draft.factuality.value == "negated" and draft.trigger.match.entry.id == "hasila"


def no_toll(sentence: Sentence, draft: Draft) -> None:
    """`دون وقوع إصابات`: a toll said not to be is a claim of casualties with the number 0."""
    trigger = draft.trigger
    if (
        draft.factuality.value != "negated"
        or trigger.gives_way != "act"
        or trigger.code not in HARM_CODES
        or draft.roles.actors
        or any(p.definite for p in draft.roles.recipients)
    ):
        return
    trigger.code = "casualties"
    words = sentence.tokens.span(trigger.first, trigger.last, trigger.match.hit.skip).exact
    # "ضحايا" and "خسائر" may be dead or hurt
    vague = any(sentence.tokens.words[k].endswith(("ضحايا", "خساءر")) for k in range(trigger.first, trigger.last + 1))
    named = {
        m.entry.row["count"]
        for k in range(trigger.first, trigger.last + 1)
        for m in sentence.of("persons").get(k, ())
        if m.entry.row["count"] in ("killed", "injured")
    }
    said = trigger.count or (named.pop() if len(named) == 1 else "")
    kind = said if said and not vague else "other"
    draft.counts = [
        Counted(
            trigger.first,
            trigger.last,
            trigger.match.hit.skip,
            kind,
            words,
            "unknown",
            0,
            0,
            0,
            "exact",
            trigger.first,
            None,
            False,
            "count:none",
        )
    ]
