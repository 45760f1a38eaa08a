"""Claims in the making: which acts of a report become claims, with their roles, tolls and factuality settled."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.claims.acts import Trigger, find_triggers
from riwaya.claims.casualties import find_counts
from riwaya.claims.context import Sentence
from riwaya.claims.effects import merge
from riwaya.claims.factuality import factuality
from riwaya.claims.harms import Harm
from riwaya.claims.history import settle_by_date
from riwaya.claims.means import settle_bare, settle_codes
from riwaya.claims.mentions import claims_something, only_taken_up
from riwaya.claims.nouns import persons_at
from riwaya.claims.phrases import Phrase, named_by_kind
from riwaya.claims.pronouns import antecedent, object_pronoun
from riwaya.claims.report import Draft, ReportText, speech_key
from riwaya.claims.roles import assign
from riwaya.claims.said import Attribution
from riwaya.claims.setting import place_draft, when_of
from riwaya.claims.subjects import Standing, last_subject
from riwaya.claims.timing import date_by_report
from riwaya.claims.tolls import (
    HARM_CODES,
    denied_tolls,
    give_counts,
    no_toll,
    only_a_toll,
    toll_unknown,
    tolls_alone,
    total_of_those,
)
from riwaya.claims.verbal_nouns import after_relative
from riwaya.claims.zones import Roles
from riwaya.lexicons.codes import VIOLENT_MEANS, codes
from riwaya.lexicons.matcher import Match
from riwaya.text.numerals import begins_amount


def draft_claims(report: ReportText) -> list[Draft]:
    """The claims of a report in text order, with every field settled but not yet as records."""
    out: list[Draft] = []
    published = report.document.published or report.today
    found = _all_triggers(report)
    settle_bare([(t, report.sentences[at]) for at, triggers in found for t in triggers])
    for at, triggers in found:
        sentence, phrases = report.sentences[at], report.phrases[at]
        speech = {t.first: speech_key(report, t.first) for t in triggers}
        counts = find_counts(sentence, _harms(sentence, triggers))
        facts = {
            t.first: factuality(
                sentence,
                t.first,
                t.last,
                t.match,
                t.code,
                published_year=published.year if published else None,
                reported=bool(report.chain(t.first)),
            )
            for t in triggers
        }
        nothing = {
            t.first
            for t in triggers
            if t.gives_way == "act" and t.code in HARM_CODES and facts[t.first].value == "negated"
        }
        kept = merge(sentence, triggers, speech, nothing)
        standing = Standing(sentence, phrases, _earlier(report, at))
        here: list[Draft] = []
        for trigger in kept:
            fact = facts[trigger.first]
            chain = report.chain(trigger.first)
            speaker = chain[-1].speaker if chain else None
            roles = _roles(sentence, trigger, phrases, triggers, standing, speaker.phrase if speaker else None)
            _pronoun(report, at, trigger, roles)
            _recode(trigger, roles)
            if chain and _speaks_for_itself(trigger, chain[-1], roles):
                chain = chain[:-1]
            here.append(Draft(at, trigger, roles, fact, chain, role=sentence.role))
            if speaker and speaker.at != at and speaker.phrase in roles.actors:
                roles.actors.remove(speaker.phrase)  # its words stand in an earlier sentence
                here[-1].inherited = [(speaker.at, speaker.phrase)]
            elif standing.earlier in roles.actors:
                roles.actors.remove(standing.earlier)
                here[-1].inherited = [(at - 1, standing.earlier)]
            standing.acted_on += roles.recipients
        counts = denied_tolls(report, at, sentence, here, counts)
        give_counts(here, counts, triggers)
        tolls_alone(report, at, sentence, here, counts)
        here = [d for d in here if not toll_unknown(d)]
        _of_speech(here)
        _accuser(here)
        for draft in here:
            only_a_toll(draft)
            no_toll(sentence, draft)
            total_of_those(report, at, draft)
        for k, draft in enumerate(here):
            place_draft(report, draft, triggers)
            draft.when = when_of(sentence, draft, triggers) or report.day_of_headline()
            settle_by_date(sentence, draft, published)
            before = [*out, *here[:k]]
            draft.worth = claims_something(sentence, draft, before)
            _inherit(report, draft, before)
        out += [d for d in here if d.trigger.frame.get("only") != "effect" and not _off_topic(sentence, d) and d.worth]
    if _is_accident(report, out) or _is_sport(report, out):
        return []
    idle = only_taken_up(out)
    out = [d for d in out if d not in idle] if idle else out
    date_by_report(report, out)
    return out


def _harms(sentence: Sentence, triggers: Sequence[Trigger]) -> list[Harm]:
    """The acts of a sentence that give its numbers a kind: dead, hurt, displaced."""
    return [
        Harm(
            t.first,
            _harm_ends(sentence, t),
            kind,
            t.verb or "V" in t.frame,
            toll=not t.count,
            deed=t.code == "killing" and t.gives_way != "act",
        )
        for t in triggers
        if (kind := t.count or _toll_named(sentence, t))
    ]


def _pronoun(report: ReportText, at: int, trigger: Trigger, roles: Roles) -> None:
    """`الشبان الذين اعتقلتهم`, `بعد اعتقاله`: whom the pronoun on the act means, in its sentence or the one before."""
    if roles.recipients:
        return
    pronoun = object_pronoun(report.sentences[at], trigger)
    if not pronoun:
        return
    for back in (at, at - 1):
        if back < 0 or report.heading_between(back, at) or report.sentences[back].role != report.sentences[at].role:
            return
        found = antecedent(report.sentences[back], report.phrases[back], trigger.first, pronoun, roles.actors)
        if found is not None:
            roles.put("recipient", found, "role:pronoun_object")
            return


def _earlier(report: ReportText, at: int) -> Phrase | None:
    """The subject of the sentence before, in the same story."""
    if at == 0 or report.sentences[at].role != "paragraph" or report.sentences[at - 1].role != "paragraph":
        return None
    return last_subject(report.sentences[at - 1], report.phrases[at - 1])


def _toll_named(sentence: Sentence, trigger: Trigger) -> str:
    """`عدد القتلى إلى 50`: the kind of a toll whose noun stands in the trigger or right behind it."""
    if trigger.code != "casualties":
        return ""
    toll = sentence.link(trigger.first, "toll_noun") or trigger.match.entry.id == "hasila"
    for k in range(trigger.first, min(sentence.stop, trigger.last + 2)):
        for match in sentence.matches.get(k, ()):
            # "حصيلة ضحايا القصف" is definite by what follows
            if match.table == "persons" and match.entry.row["count"] and (match.hit.article or toll):
                return match.entry.row["count"]
    return ""


def _harm_ends(sentence: Sentence, trigger: Trigger) -> int:
    """The last token of a harm word: in "قضى تسعة", "سقط شهيدان" those who are counted stand inside the phrase."""
    words = sentence.tokens.words
    for k in range(trigger.first + 1, trigger.last + 1):
        person = persons_at(sentence, k)
        if trigger.count and ((person and not person.hit.drop) or begins_amount(words[k])):
            return k - 1
    return trigger.last


_OF_ARMS = frozenset({"violence", "force_posture"})


def _is_accident(report: ReportText, drafts: Sequence[Draft]) -> bool:
    """A report of a road accident and nothing armed: its dead, and what its police ask for, are not of the conflict."""
    accident = any(m.entry.row["kind"] == "accident" for s in report.sentences for m in s.all("topics"))
    return accident and not any(codes()[d.trigger.code].group in _OF_ARMS or _listed(d) for d in drafts)


def _listed(draft: Draft) -> bool:
    """Does a registered actor act or suffer in the claim?"""
    return any(p.actor_id for p in (*draft.roles.actors, *draft.roles.recipients))


_SPORT_SENTENCES = 3  # a word of sport in one sentence may be a figure of speech; in three the report is of a match


def _is_sport(report: ReportText, drafts: Sequence[Draft]) -> bool:
    """A report of a match, in the language of war: no claim of it has a listed actor, and nobody is dead."""
    told = sum(any(m.entry.row["kind"] == "sport" for m in s.all("topics")) for s in report.sentences)
    return (
        told >= _SPORT_SENTENCES
        and not any(map(_listed, drafts))
        and not any(c.kind == "killed" for d in drafts for c in d.counts)
    )


def _off_topic(sentence: Sentence, draft: Draft) -> bool:
    """`قصف المهاجم المرمى`, `قتل العشرات في زلزال`: sport, a storm, an illness, with nobody armed and no weapon."""
    code = codes()[draft.trigger.code]
    if code.group not in ("violence", "harm", "force_posture") or draft.trigger.weapon is not None:
        return False
    if any(p.armed or p.actor_id for p in (*draft.roles.actors, *draft.roles.recipients)) or draft.inherited:
        return False
    start, stop = max(draft.trigger.first - _TOPIC_REACH, sentence.first), draft.trigger.last + _TOPIC_REACH
    return any(sentence.find(k, "topics") for k in range(start, min(stop, sentence.stop)))


_TOPIC_REACH = 12  # words around a trigger: a long report may turn to another subject within a sentence


def _all_triggers(report: ReportText) -> list[tuple[int, list[Trigger]]]:
    """The triggers of each sentence that has some; a sentence told twice (a repeated headline) counts once."""
    out = []
    told: set[tuple[str, ...]] = set()
    for at, sentence in enumerate(report.sentences):
        if not sentence.of("acts") and not any(map(_tells, sentence.all("persons"))):
            continue
        words = tuple(report.tokens.words[sentence.first : sentence.stop])
        if words in told:
            continue
        told.add(words)
        triggers = find_triggers(sentence, report.phrases[at], report.places[at])
        settle_codes(sentence, triggers, report.phrases[at])
        out.append((at, triggers))
    return out


def _tells(person: Match) -> bool:
    """Is somebody dead or hurt by the word itself ("قتيل")?"""
    return person.entry.row["count"] in ("killed", "injured")


def _recode(trigger: Trigger, roles: Roles) -> None:
    """Codes that depend on who suffers: burning people is killing; fighters who flee withdraw."""
    people = any(p.kind in ("person", "people") for p in roles.recipients)
    if trigger.code == "destruction" and people and not any(p.kind == "target" for p in roles.recipients):
        trigger.code = "killing"
        trigger.rules.append("recode:people")
    elif trigger.code == "displacement" and any(p.armed for p in roles.recipients):
        trigger.code = "withdrawal"
        roles.actors += [p for p in roles.recipients if p not in roles.actors]
        roles.recipients.clear()  # who is driven out suffers, who withdraws acts
        trigger.rules.append("recode:armed")


_DOER_IS_ADDRESSED = frozenset({"accuses", "demands"})


_DOER_SPEAKS = frozenset({"claims_responsibility", "offers"})


def _accuser(drafts: Sequence[Draft]) -> None:
    """`قال الوزير إن التنظيم يقف وراء التفجير`: who says that another is responsible accuses him."""
    for draft in drafts:
        speaker = draft.chain[-1].speaker if draft.chain else None
        if draft.trigger.code != "accuse" or draft.roles.actors or draft.inherited or speaker is None:
            continue
        if speaker.phrase is not None and draft.roles.recipients:
            draft.inherited = [(speaker.at, speaker.phrase)]
            draft.roles.rules.append("role:accuser")


def _of_speech(drafts: Sequence[Draft]) -> None:
    """Who did the act that somebody is accused of, asked for, or claims: the accused, the one asked, the speaker."""
    for draft in drafts:
        if draft.roles.actors or not draft.chain or codes()[draft.trigger.code].group == "speech":
            continue
        said = draft.chain[-1]
        speech = next(
            (d for d in drafts if said.cue is not None and d.trigger.first <= said.cue.first <= d.trigger.last), None
        )
        if speech is None:
            continue
        threat = speech.trigger.code == "threaten"
        who = (
            speech.roles.recipients
            if said.stance in _DOER_IS_ADDRESSED
            else (speech.roles.actors if said.stance in _DOER_SPEAKS or threat else [])
        )
        for phrase in who:
            if phrase.agentive or phrase.kind in ("title", "person", "people"):
                draft.roles.put("actor", phrase, f"role:{said.stance}")


_ALIKE = frozenset({"مماثل", "مشابه", "اخر", "اخري"})
"""Words that say an act is like the one before: it has the same doer elsewhere."""


def _kin(code: str) -> frozenset[str]:
    """The codes a noun of this code may point back to: "التفجير" may have been told as a suicide attack."""
    return frozenset({code, "suicide_attack"}) if code == "explosion" else frozenset({code})


_NOT_TOLD_BEFORE = frozenset({"background", "intended"})
"""An act of another time, or one still to come, is not the one told before."""
_BACK = 6  # sentences: beyond them the same word is of the fighting at large


def _inherit(report: ReportText, draft: Draft, before: Sequence[Draft]) -> None:
    """`وأدى القصف إلى …`: a definite act with no doer or place of its own has those of the act it points back to."""
    sentence, trigger = report.sentences[draft.at], draft.trigger
    k = trigger.last + 1
    alike = not trigger.verb and k < sentence.stop and sentence.tokens.words[k].removesuffix("ة") in _ALIKE
    if not (trigger.definite or alike) or trigger.code not in VIOLENT_MEANS:
        return
    told = next(
        (d for d in reversed(before) if d.trigger.code in _kin(trigger.code) and (d.roles.actors or d.places)), None
    )
    if told is None or draft.factuality.value in _NOT_TOLD_BEFORE or report.heading_between(told.at, draft.at):
        return
    if draft.at - told.at > _BACK:
        return
    if not draft.roles.actors and told.roles.actors and not draft.inherited:
        draft.inherited = list(told.inherited or [(told.at, p) for p in told.roles.actors])
    if not draft.places and told.places and not alike:
        draft.places_at, draft.places = told.places_at if told.places_at is not None else told.at, list(told.places)


def _speaks_for_itself(trigger: Trigger, said: Attribution, roles: Roles) -> bool:
    """`أعلن التنظيم مسؤوليته عن …`: the statement is the speech act, told by the outlet; its speaker is the doer."""
    if codes()[trigger.code].group != "speech" or trigger.verb or said.speaker is None:
        return False
    if not 0 <= trigger.first - said.first <= 1:  # a quotation mark may stand between
        return False
    phrase = said.speaker.phrase
    if phrase is not None:
        roles.actors[:] = [phrase]
        roles.rules.append("role:speech_act")
    return True


def _roles(
    sentence: Sentence,
    trigger: Trigger,
    phrases: Sequence[Phrase],
    triggers: Sequence[Trigger],
    standing: Standing,
    speaker: Phrase | None,
) -> Roles:
    roles = assign(sentence, trigger, phrases, triggers, standing, speaker)
    after_relative(sentence, trigger, phrases, roles)
    for part in trigger.parts:
        more = assign(sentence, part, phrases, triggers, standing)
        hitting = part.verb and sentence.link(part.first, "hits") is not None
        if hitting:
            for phrase in more.actors:  # the act is the subject: what follows the verb was hit
                if phrase.first > part.first:
                    roles.put("recipient", phrase, "role:part")
        elif not roles.actors and (part.gives_way != "act" or trigger.code == "protest"):
            for phrase in more.actors:
                roles.put("actor", phrase, "role:part")
        for phrase in more.recipients:
            roles.put("recipient", phrase, "role:part")
        for phrase in more.places:
            roles.put("place", phrase, "role:part")
    _hit_objects(sentence, trigger, phrases, roles)
    if trigger.code in ("capture", "siege") and not (roles.recipients or roles.places):
        _held(sentence, trigger, phrases, roles)
    if not trigger.verb and roles.armed and not roles.recipients:
        _victims_before(sentence, trigger, phrases, roles)
    if trigger.code in _HAS_OBJECT and not roles.recipients:
        _object_inside(trigger, phrases, roles)
    if trigger.code == "clash" and not roles.actors:
        _losing_side(trigger, phrases, roles)
    return roles


_HELD_REACH = 6  # words: a subject or "خلالها القوات" may stand between the act and what was taken


def _held(sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], roles: Roles) -> None:
    """`السيطرة على الوادي`, `حاصرت القوات البلدة`: what is held, told by its kind alone."""
    _, stop = sentence.clause(trigger.first)
    for k in range(trigger.last + 1, min(stop, trigger.last + 1 + _HELD_REACH)):
        if any(p.covers(k) for p in phrases):
            continue
        held = named_by_kind(sentence, k)
        if held is not None and held.prep == ("ala" if "على" in trigger.frame and not trigger.frame.get("O") else ""):
            roles.put("recipient", held, "role:held")
            return


def _victims_before(sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], roles: Roles) -> None:
    """`أربعة أطفال ضحايا بقصف`, `قتلى مدنيون في غارة`: who the headline says are dead, before the act, with no verb."""
    prep = {"ب": "bi"}.get(trigger.match.hit.proclitic) or sentence.preposition_before(trigger.first)
    start, _ = sentence.clause(trigger.first)
    caused = prep in ("bi", "fi") or sentence.link_before(trigger.first, "because")
    if not caused or any(sentence.is_verb(k) for k in range(start, trigger.first)):
        return
    people = [
        p
        for p in phrases
        if start <= p.first and p.last < trigger.first and p.kind in ("person", "people") and not p.prep
    ]
    if any(p.match is not None and p.match.table == "persons" and p.match.entry.row["count"] in _HURT for p in people):
        for phrase in people:
            roles.put("recipient", phrase, "role:victims_before")


_HURT = ("killed", "injured")


def _losing_side(trigger: Trigger, phrases: Sequence[Phrase], roles: Roles) -> None:
    """`مقتل عشرات من جماعة كذا في مواجهات مع …`: those who died in a fight fought in it."""
    opposed = [p for p in roles.recipients if p.prep in _AGAINST or p.first > trigger.last]
    for phrase in [p for p in roles.recipients if p not in opposed]:
        if phrase.armed or phrase.owner:
            roles.put("actor", phrase.owner or phrase, "role:losing_side")
            roles.recipients.remove(phrase)
    for part in trigger.parts:
        if part.first < trigger.first:
            for phrase in phrases:
                side = phrase.agentive or phrase.kind == "nisba"
                if part.last < phrase.first < trigger.first and side and not phrase.owner:
                    roles.put("actor", phrase, "role:losing_side")


_AGAINST = frozenset({"maa", "did"})


_HAS_OBJECT = frozenset(
    {"detention", "abduction", "release", "siege", "deployment", "destruction", "displacement", "abuse"}
)
"""Codes whose listed phrases hold what is acted on; in "تظاهر الأهالي" or "سقوط قتلى" the noun is another thing."""


def _object_inside(trigger: Trigger, phrases: Sequence[Phrase], roles: Roles) -> None:
    """`تنقل الأسرى`, `قطع طرق`: an act listed with its object acts on it, and on what is joined to it."""
    previous: Phrase | None = None
    for phrase in phrases:
        inside = trigger.first < phrase.first <= trigger.last and phrase.kind in ("person", "people", "target")
        joined = previous is not None and phrase.conjunction and phrase.first - previous.last <= 2
        if (inside or joined) and not phrase.prep:
            roles.put("recipient", phrase, "role:object_inside")
            previous = phrase


def _hit_objects(sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], roles: Roles) -> None:
    """`القصف طال البلدة`, `انفجار هز السوق`: what a verb of hitting governs is what the act struck."""
    if trigger.verb or trigger.gives_way == "act":
        return
    for k in range(max(sentence.first, trigger.first - 2), min(sentence.stop, trigger.last + 6)):
        link = sentence.link(k, "hits")
        if link and k != trigger.first and (link.hit.form.pos == "v" or link.entry.id == "hits_p"):
            struck = [
                p
                for p in phrases
                if k < p.first <= k + 6 and not p.prep and not trigger.first <= p.first <= trigger.last
            ]
            if struck:
                roles.put("recipient", struck[0], "role:hit_object")
            return
