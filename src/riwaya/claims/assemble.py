"""Puts the stages together: a document's statements and claims, every field with its words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from riwaya.claims.acts import Trigger, find_triggers, merge, settle_bare, settle_codes
from riwaya.claims.attribution import Attribution, Attributor
from riwaya.claims.casualties import Counted, Harm, find_counts
from riwaya.lexicons.codes import VIOLENT_MEANS, codes
from riwaya.claims.context import Dated, Sentence
from riwaya.claims.dates import find_date_mentions, stated_today
from riwaya.claims.factuality import Factuality, factuality
from riwaya.claims.phrases import Found, Phrase, find_phrases
from riwaya.claims.places import PlaceResolver, find_places, place_record
from riwaya.claims.roles import Roles, after_relative, assign
from riwaya.lexicons.matcher import Lexicon, load_lexicon
from riwaya.model import (
    BODY_ROLES,
    Actor,
    Claim,
    Count,
    Document,
    Mention,
    Place,
    Reading,
    SourceLink,
    Statement,
    Weapon,

)
from riwaya.text.normalize import clean
from riwaya.text.sentences import find_quotations, split_sentences
from riwaya.text.spans import Span
from riwaya.text.tokens import Tokens

_TOLL_KINDS = frozenset({"killed", "injured", "missing", "captured", "displaced", "evacuated"})


@dataclass(slots=True)
class _Draft:
    """A claim in the making."""

    at: int
    trigger: Trigger
    roles: Roles
    factuality: Factuality
    chain: list[Attribution]
    counts: list[Counted] = field(default_factory=list)
    places: list[Found] = field(default_factory=list)
    when: Dated | None = None
    role: str = "paragraph"
    inherited: list[tuple[int, Phrase]] = field(default_factory=list)
    places_at: int | None = None


class _Report:
    """One document under reading: its tokens, sentences and what each stage found in them."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.text = document.report.text
        self.tokens = Tokens(self.text, clean(self.text))
        self.lexicon = lexicon
        self.sentences: list[Sentence] = []
        self.places: list[dict[int, Found]] = []
        self.phrases: list[list[Phrase]] = []
        self.today = self._stated_date()
        self._split()
        self.statements = Attributor(self.sentences, self.phrases, self._quotations).run()
        self._locate()

    def _split(self) -> None:
        tokens = self.tokens
        self._quotations = []
        for paragraph, segment in enumerate(self.document.segments):
            if segment.role not in BODY_ROLES:
                continue
            first, stop = tokens.range_of(segment.start, segment.end)
            self._quotations += find_quotations(tokens, first, stop)
            for a, b in split_sentences(tokens, first, stop):
                sentence = Sentence.read(tokens, a, b, self.lexicon, role=segment.role, paragraph=paragraph)
                self.sentences.append(sentence)
                self._date(sentence)
                places = find_places(sentence)
                self.places.append(places)
                self.phrases.append(find_phrases(sentence, places))

    def _stated_date(self) -> date | None:
        """The day the text itself calls today, for reports whose page bears no date."""
        for segment in self.document.segments:
            if segment.role in BODY_ROLES:
                found = stated_today(self.tokens, *self.tokens.range_of(segment.start, segment.end))
                if found:
                    return found
        return None

    def _date(self, sentence: Sentence) -> None:
        for mention in find_date_mentions(self.tokens, sentence.first, sentence.stop, published=self.document.published,
                                          text_date=self.today):
            sentence.dates.append(Dated(mention.first, mention.last, mention.when))

    def _locate(self) -> None:
        countries: Counter[str] = Counter()
        for phrases in self.phrases:
            for phrase in phrases:
                if phrase.country and phrase.country != "INT":
                    countries[phrase.country] += 1
        self.resolver = PlaceResolver(
            ((s, f) for s, places in zip(self.sentences, self.places, strict=True) for f in places.values()), countries)

    def day_of_headline(self) -> Dated | None:
        """The one day that the headline dates the whole report by ("حصاد الأحداث ليوم الأحد 28-11-2021")."""
        days = [d for s in self.sentences if s.role == "headline" for d in s.dates
                if d.when.precision == 1 and d.when.anchor == "text"]
        return days[0] if days and len({d.when.start for d in days}) == 1 else None

    def chain(self, i: int) -> list[Attribution]:
        """The statements that hold token i, outermost first."""
        found = [a for a in self.statements if a.holds(i)]
        return sorted(found, key=lambda a: (a.first - a.last, a.first))


def extract(document: Document) -> Reading:
    """Read a document's statements and claims. Errors: BadLexicon, MissingBuild (installation is broken)."""
    report = _Report(document, load_lexicon())
    drafts = _drafts(report)
    claims = _unique([_claim(report, draft) for draft in drafts])
    statements = tuple(_statement(report, a) for a in report.statements)
    reading = Reading(document, tuple(s.span for s in report.sentences), statements, tuple(claims))
    reading.check()
    return reading


def _drafts(report: _Report) -> list[_Draft]:
    out: list[_Draft] = []
    published = report.document.published or report.today
    found = _all_triggers(report)
    settle_bare([(t, report.sentences[at].role == "headline") for at, triggers in found for t in triggers])
    for at, triggers in found:
        sentence, phrases = report.sentences[at], report.phrases[at]
        speech = {t.first: _speech_key(report, t.first) for t in triggers}
        harms = [Harm(t.first, t.last, t.count, t.verb or "V" in t.frame) for t in triggers if t.count]
        counts = find_counts(sentence, harms)
        facts = {t.first: factuality(sentence, t.first, t.last, t.match, t.code, published_year=published.year if published else None)
                 for t in triggers}
        nothing = {t.first for t in triggers if t.gives_way == "act" and t.code in _HARM_CODES and facts[t.first].value == "negated"}
        kept = merge(sentence, triggers, speech, nothing)
        memory: list[Phrase] = []
        here: list[_Draft] = []
        for trigger in kept:
            fact = facts[trigger.first]
            roles = _roles(sentence, trigger, phrases, triggers, memory)
            _recode(trigger, roles)
            chain = report.chain(trigger.first)
            if chain and _speaks_for_itself(trigger, chain[-1], roles):
                chain = chain[:-1]
            here.append(_Draft(at, trigger, roles, fact, chain, role=sentence.role))
        _give_counts(here, counts, triggers)
        _tolls_alone(report, at, sentence, here, counts)
        _of_speech(here)
        for draft in here:
            _only_a_toll(draft)
            _no_toll(sentence, draft)
        for draft in here:
            _place_draft(report, draft, triggers)
            draft.when = _when_of(sentence, draft, triggers) or report.day_of_headline()
            _long_ago(draft, published)
            _inherit(sentence, draft, [*out, *here[: here.index(draft)]])
        out += [d for d in here if _worth(d, out)]
    return [] if _is_accident(report, out) else out


_HARM_CODES = frozenset({"casualties", "killing"})


def _is_accident(report: _Report, drafts: Sequence[_Draft]) -> bool:
    """A report of a road accident and nothing else: its dead are not of the conflict."""
    accident = any(m.table == "nonacts" and m.entry.id == "road_accident"
                   for s in report.sentences for found in s.matches.values() for m in found)
    return accident and all(d.trigger.code in _HARM_CODES for d in drafts)


# an act dated more than this many days before publication is history told as context (codebook: "recent days" are not)
_BACKGROUND_DAYS = 20


def _long_ago(draft: _Draft, published: date | None) -> None:
    when = draft.when.when if draft.when else None
    if draft.factuality.value != "actual" or when is None or published is None or when.end is None:
        return
    if (published - when.end).days > _BACKGROUND_DAYS:
        draft.factuality = Factuality("background", "dated_long_ago")


def _all_triggers(report: _Report) -> list[tuple[int, list[Trigger]]]:
    """The triggers of each sentence that has some; a sentence told twice (a repeated headline) counts once."""
    out = []
    told: set[tuple[str, ...]] = set()
    for at, sentence in enumerate(report.sentences):
        if not any(m.table == "acts" for found in sentence.matches.values() for m in found):
            continue
        words = tuple(report.tokens.words[sentence.first : sentence.stop])
        if words in told:
            continue
        told.add(words)
        triggers = find_triggers(sentence, report.phrases[at], report.places[at])
        settle_codes(sentence, triggers, report.phrases[at])
        out.append((at, triggers))
    return out


def _speech_key(report: _Report, i: int) -> int:
    chain = report.chain(i)
    return report.statements.index(chain[-1]) if chain else -1


def _recode(trigger: Trigger, roles: Roles) -> None:
    """Codes that depend on who suffers: burning people is killing; fighters who flee withdraw."""
    people = any(p.kind in ("person", "people") for p in roles.recipients)
    if trigger.code == "destruction" and people and not any(p.kind == "target" for p in roles.recipients):
        trigger.code = "killing"
        trigger.rules.append("recode:people")
    elif trigger.code == "displacement" and (any(p.armed for p in (*roles.recipients, *roles.actors))):
        trigger.code = "withdrawal"
        trigger.rules.append("recode:armed")


_DOER_IS_ADDRESSED = frozenset({"accuses", "demands"})
_DOER_SPEAKS = frozenset({"claims_responsibility", "offers"})


def _of_speech(drafts: Sequence[_Draft]) -> None:
    """Who did the act that somebody is accused of, asked for, or claims: the accused, the one asked, the speaker."""
    for draft in drafts:
        if draft.roles.actors or not draft.chain or codes()[draft.trigger.code].group == "speech":
            continue
        said = draft.chain[-1]
        speech = next((d for d in drafts if said.cue is not None and d.trigger.first <= said.cue.first <= d.trigger.last), None)
        if speech is None:
            continue
        threat = speech.trigger.code == "threaten"
        who = speech.roles.recipients if said.stance in _DOER_IS_ADDRESSED else (
            speech.roles.actors if said.stance in _DOER_SPEAKS or threat else [])
        for phrase in who:
            if phrase.agentive or phrase.kind in ("title", "person", "people"):
                draft.roles.put("actor", phrase, f"role:{said.stance}")


def _no_toll(sentence: Sentence, draft: _Draft) -> None:
    """`دون وقوع إصابات`: a toll said not to be is a claim of casualties with the number 0."""
    trigger = draft.trigger
    if draft.factuality.value != "negated" or trigger.gives_way != "act" or trigger.code not in _HARM_CODES or draft.roles.actors:
        return
    trigger.code = "casualties"
    words = sentence.tokens.span(trigger.first, trigger.last, trigger.match.hit.skip).exact
    kind = trigger.count if trigger.count and trigger.match.length == 1 else "other"
    draft.counts = [Counted(trigger.first, trigger.last, trigger.match.hit.skip, kind, words, "unknown", 0, 0, 0, "exact",
                            trigger.first, None, False, "count:none")]


_ALIKE = frozenset({"مماثل", "مشابه", "اخر", "اخري"})
"""Words that say an act is like the one before: it has the same doer elsewhere."""


def _inherit(sentence: Sentence, draft: _Draft, before: Sequence[_Draft]) -> None:
    """`وأدى القصف إلى …`: a definite act with no doer or place of its own has those of the act it points back to."""
    trigger = draft.trigger
    k = trigger.last + 1
    alike = not trigger.verb and k < sentence.stop and sentence.tokens.words[k].removesuffix("ة") in _ALIKE
    if not (trigger.definite or alike) or trigger.code not in VIOLENT_MEANS:
        return
    told = next((d for d in reversed(before) if d.trigger.code == draft.trigger.code and (d.roles.actors or d.places)), None)
    if told is None or draft.factuality.value == "background":
        return
    if not draft.roles.actors and told.roles.actors and not draft.inherited:
        draft.inherited = list(told.inherited or [(told.at, p) for p in told.roles.actors])
    if not draft.places and told.places and not alike:
        draft.places_at, draft.places = told.places_at if told.places_at is not None else told.at, list(told.places)


def _only_a_toll(draft: _Draft) -> None:
    """`مقتل 40`: a killing with a number and nobody who did it is a toll."""
    code = draft.trigger.frame.get("toll")
    numbered = any(c.low is not None or c.hedge != "exact" for c in draft.counts)
    if code and numbered and not draft.roles.actors and draft.trigger.code == draft.trigger.match.entry.row["code"]:
        draft.trigger.code = code
        draft.trigger.rules.append("recode:toll")


def _speaks_for_itself(trigger: Trigger, said: Attribution, roles: Roles) -> bool:
    """`أعلن التنظيم مسؤوليته عن …`: the statement is the speech act, told by the outlet; its speaker is the doer."""
    if codes()[trigger.code].group != "speech" or trigger.verb or said.first != trigger.first or said.speaker is None:
        return False
    phrase = said.speaker.phrase
    if phrase is not None:
        roles.actors[:] = [phrase]
        roles.rules.append("role:speech_act")
    return True


def _roles(
    sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], triggers: Sequence[Trigger], memory: list[Phrase]
) -> Roles:
    roles = assign(sentence, trigger, phrases, triggers, memory)
    after_relative(sentence, trigger, phrases, roles)
    for part in trigger.parts:
        more = assign(sentence, part, phrases, triggers, memory)
        hitting = part.verb and sentence.link(part.first, "hits") is not None
        if hitting:
            for phrase in more.actors:  # the act is the subject: what follows the verb was hit
                if phrase.first > part.first:
                    roles.put("recipient", phrase, "role:part")
        elif not roles.actors and part.gives_way != "act":
            for phrase in more.actors:
                roles.put("actor", phrase, "role:part")
        for phrase in more.recipients:
            roles.put("recipient", phrase, "role:part")
        for phrase in more.places:
            roles.put("place", phrase, "role:part")
    _hit_objects(sentence, trigger, phrases, roles)
    if trigger.code == "clash" and not roles.actors:
        _losing_side(trigger, phrases, roles)
    return roles


def _losing_side(trigger: Trigger, phrases: Sequence[Phrase], roles: Roles) -> None:
    """`مقتل عشرات من جماعة كذا في مواجهات مع …`: those who died in a fight fought in it."""
    for phrase in roles.recipients:
        if phrase.armed or phrase.owner:
            roles.put("actor", phrase.owner or phrase, "role:losing_side")
    for part in trigger.parts:
        if part.first < trigger.first:
            for phrase in phrases:
                if part.last < phrase.first < trigger.first and (phrase.agentive or phrase.kind == "nisba"):
                    roles.put("actor", phrase, "role:losing_side")


def _hit_objects(sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], roles: Roles) -> None:
    """`القصف طال البلدة`, `انفجار هز السوق`: what a verb of hitting governs is what the act struck."""
    if trigger.verb or trigger.gives_way == "act":
        return
    for k in range(max(sentence.first, trigger.first - 2), min(sentence.stop, trigger.last + 6)):
        link = sentence.link(k, "hits")
        if link and k != trigger.first and link.hit.form.pos == "v":
            struck = [p for p in phrases if k < p.first <= k + 6 and not p.prep and not trigger.first <= p.first <= trigger.last]
            if struck:
                roles.put("recipient", struck[0], "role:hit_object")
            return


def _give_counts(drafts: Sequence[_Draft], counts: Sequence[Counted], triggers: Sequence[Trigger]) -> None:
    """Each count goes to the claim whose trigger (or part) governs it."""
    for counted in counts:
        for draft in drafts:
            members = [draft.trigger, *draft.trigger.parts]
            if counted.kind != "strikes" and counted.governor is not None and any(t.first == counted.governor for t in members):
                draft.counts.append(counted)
                break
        else:
            if counted.kind == "strikes" and counted.noun is not None:
                for draft in drafts:
                    if any(t.first <= counted.noun <= t.last for t in [draft.trigger, *draft.trigger.parts]):
                        draft.counts.append(counted)


def _tolls_alone(
    report: _Report, at: int, sentence: Sentence, drafts: list[_Draft], counts: Sequence[Counted]
) -> None:
    """Tolls that no trigger took: they join the act of violence told in the same statement, else make a claim."""
    given = {id(c) for d in drafts for c in d.counts}
    loose = [c for c in counts if id(c) not in given and c.kind in (*_TOLL_KINDS, "other")]
    for counted in loose:
        key = _speech_key(report, counted.first)
        hosts = [d for d in drafts if _speech_key(report, d.trigger.first) == key and (
            d.trigger.code in VIOLENT_MEANS or d.trigger.gives_way == "act")]
        before = [d for d in hosts if d.trigger.first <= counted.first]
        host = before[-1] if before else (hosts[0] if hosts else None)
        if host is not None:
            host.counts.append(counted)
        elif counted.noun is not None and counted.kind in ("killed", "injured") and counted.parent is None:
            toll = _toll_trigger(sentence, counted)
            if toll is None:
                continue
            fact = factuality(sentence, toll.first, toll.last, toll.match, "casualties")
            draft = _Draft(at, toll, Roles(), fact, report.chain(counted.first), [counted])
            drafts.append(draft)
    for draft in drafts:
        draft.counts.sort(key=lambda c: c.first)


def _toll_trigger(sentence: Sentence, counted: Counted) -> Trigger | None:
    """The harm noun itself ("3 قتلى") as the trigger of a claim of casualties."""
    assert counted.noun is not None
    noun = sentence.find(counted.noun, "persons")
    if noun is None or noun.entry.row["count"] != counted.kind:
        return None
    return Trigger(noun.first, noun.last, noun, "casualties", False, {}, counted.kind, "act", rules=[f"toll:{noun.entry.id}"])


def _worth(draft: _Draft, before: Sequence[_Draft]) -> bool:
    """A definite noun that points back ("هذا القصف") is a claim only when it adds a toll, a place or a source."""
    trigger = draft.trigger
    bare = not (draft.counts or draft.roles.recipients or draft.roles.actors or draft.places or draft.when)
    if bare and not trigger.verb and codes()[trigger.code].plover_event == "ASSAULT" and draft.factuality.value == "actual":
        return False  # a noun with nobody, nowhere and no day mentions an act, it does not claim one
    if trigger.code == "capture" and trigger.match.hit.form.tense == "i" and draft.factuality.value == "actual" and (
        draft.role not in ("headline", "heading")
    ):
        return False  # "يسيطر" is a state; in a headline it is the news
    if trigger.gives_way == "act" and not trigger.verb and not draft.counts and not draft.roles.recipients and not draft.roles.actors:
        return trigger.code not in ("casualties", "killing", "destruction") or draft.factuality.value == "negated"
    if not trigger.definite or trigger.code not in VIOLENT_MEANS:
        return True
    told = [d for d in before if d.trigger.code == trigger.code]
    if not told or draft.counts or draft.roles.recipients or draft.roles.actors:
        return True
    same_source = _last_source(told[-1]) == _last_source(draft)
    return not same_source or bool(draft.places)


def _last_source(draft: _Draft) -> tuple[int, int] | None:
    speaker = draft.chain[-1].speaker if draft.chain else None
    return (speaker.first, speaker.last) if speaker else None


# places and dates of an act ---------------------------------------------------------------------------------------


def _place_draft(report: _Report, draft: _Draft, triggers: Sequence[Trigger]) -> None:
    """Where the act took place: in its clause, then where its parts are told, then near it in the same statement."""
    sentence, trigger = report.sentences[draft.at], draft.trigger
    places = report.places[draft.at]
    inside = _in_phrases(report.phrases[draft.at])
    free = [f for k, f in sorted(places.items()) if k not in inside and _event_prep(sentence, f, trigger)]
    start, stop = sentence.clause(trigger.first)
    following = [t.first for t in triggers if t.first > trigger.last and t is not trigger and t not in trigger.parts]
    limit = min([stop, *following])
    right = [f for f in free if trigger.last < f.first < limit]
    chosen = _together([p.place for p in draft.roles.places if p.place], right)
    if not chosen and codes()[trigger.code].group != "speech":
        chosen = [f for f in free if start <= f.first < trigger.first] or _beside(report, draft, free, triggers)
    if not chosen and _says_the_town(sentence, start, stop):
        draft.places_at, chosen = _last_town(report, draft.at, trigger.first)
    draft.places = _specific(sentence, sorted(chosen, key=lambda f: f.first))


def _together(roles: list[Found], right: list[Found]) -> list[Found]:
    """Places in a role, with the ones around them in the same stretch (the finer name may stand before)."""
    return roles + [f for f in right if f not in roles]


def _beside(report: _Report, draft: _Draft, free: Sequence[Found], triggers: Sequence[Trigger]) -> list[Found]:
    """A place told with the act's parts, else the nearest in the same statement: where somebody spoke is not where."""
    sentence, trigger = report.sentences[draft.at], draft.trigger
    for part in trigger.parts:
        start, stop = sentence.clause(part.first)
        told = [f for f in free if start <= f.first < stop]
        if told:
            return told
    key = _speech_key(report, trigger.first)
    same = [f for f in free if _speech_key(report, f.first) == key]
    if not same:  # told by another in the same sentence, but not where he said it
        same = [f for f in free if _speech_key(report, f.first) != -1]
    earlier = [f for f in same if f.first < trigger.first]
    if not earlier:
        return [f for f in same if f.first > trigger.last][:1]
    chosen = earlier[-1:]
    for found in reversed(earlier[:-1]):
        if not _joined_place(sentence, found, chosen[0]):
            break
        chosen.insert(0, found)
    return chosen


def _says_the_town(sentence: Sentence, start: int, stop: int) -> bool:
    """`في البلدة`: a type word with the article and no name."""
    return any((m := sentence.find(k, "place_words")) and m.entry.row["kind"] == "settlement" and m.hit.article
               for k in range(start, stop))


def _last_town(report: _Report, at: int, before: int) -> tuple[int | None, list[Found]]:
    """The nearest earlier name of a place that is no country or governorate, with its sentence."""
    for back in range(at, max(-1, at - 6), -1):  # beyond some sentences the writer names the town again
        for found in sorted(report.places[back].values(), key=lambda f: -f.first):
            area = bool(found.candidates) and found.candidates[0].kind in ("country", "region")
            if (back < at or found.first < before) and not area:
                return back, [found]
    return None, []


def _in_phrases(phrases: Sequence[Phrase]) -> set[int]:
    """Tokens inside longer phrases: places there belong to a name ("وزارة الدفاع في غزة")."""
    inside: set[int] = set()
    for phrase in phrases:
        if phrase.kind != "place":
            inside.update(range(phrase.first, phrase.last + 1))
    return inside


_NOT_WHERE = frozenset({"ila", "nahw", "tujah", "an", "maa", "did"})


def _event_prep(sentence: Sentence, found: Found, trigger: Trigger) -> bool:
    prep = {"ب": "bi", "ل": "li"}.get(found.proclitic) or sentence.preposition_before(found.first)
    if prep == "min" and trigger.frame.get("من") != "place":
        return False
    if prep == "ila" and trigger.frame.get("إلى") == "place":
        return True
    if found.candidates and found.candidates[0].kind == "country" and prep not in ("fi", "bi", "dakhil", "fawq", "ala"):
        return False
    return prep not in _NOT_WHERE


def _joined_place(sentence: Sentence, last: Found, found: Found) -> bool:
    return 0 < found.first - last.last <= 2 and sentence.tokens.words[found.first].startswith("و")


def _specific(sentence: Sentence, chosen: Sequence[Found]) -> list[Found]:
    """Only the most specific of places that contain each other ("حي X في مدينة Y بريف Z")."""
    out: list[Found] = []
    for found in chosen:
        previous = chosen[chosen.index(found) - 1] if chosen.index(found) else None
        if previous is not None and found.first - previous.last <= 5 and not _joined_place(sentence, previous, found) and not any(
            sentence.tokens.words[k] in "،," for k in range(previous.last + 1, found.first)
        ):
            continue
        out.append(found)
    return out


# words that an unresolved date must stand nearer than a resolved one to be taken
_UNRESOLVED = 6


def _when_of(sentence: Sentence, draft: _Draft, triggers: Sequence[Trigger]) -> Dated | None:
    """The date of the act: in its clause, else the sentence's only date."""
    trigger = draft.trigger
    start, stop = sentence.clause(trigger.first)
    inside = [d for d in sentence.dates if start <= d.first < stop]
    if inside:
        # words that resolve to no day ("في وقت سابق") yield to words that do
        return min(inside, key=lambda d: (abs(d.first - trigger.first) + (_UNRESOLVED if d.when.start is None else 0), d.first))
    for part in trigger.parts:
        p_start, p_stop = sentence.clause(part.first)
        inside = [d for d in sentence.dates if p_start <= d.first < p_stop]
        if inside:
            return inside[0]
    resolved = [d for d in sentence.dates if d.when.start is not None]
    if len(resolved) == 1:
        return resolved[0]
    return sentence.dates[0] if len(sentence.dates) == 1 else None


# records ----------------------------------------------------------------------------------------------------------


def _statement(report: _Report, attribution: Attribution) -> Statement:
    content = _content_span(report, attribution)
    cue = _cue_span(report, attribution)
    source = _link(report, attribution)
    key = f"{report.document.report.id}\x1f{content.start}\x1f{content.end}\x1f{cue.start if cue else -1}"
    return Statement(f"s-{_digest(key)}", source, cue, content, attribution.direct)


def _digest(key: str) -> str:
    # 48 bits: one clash is expected among some 16 million claims of one report id, which no report has
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _content_span(report: _Report, attribution: Attribution) -> Span:
    return report.tokens.span(attribution.first, attribution.last, attribution.skip)


def _cue_span(report: _Report, attribution: Attribution) -> Span | None:
    cue = attribution.cue
    return report.tokens.span(cue.first, cue.last, min(cue.hit.skip, 1), cue.hit.drop if cue.length == 1 else 0) if cue else None


def _link(report: _Report, attribution: Attribution) -> SourceLink | None:
    speaker = attribution.speaker
    if speaker is None:
        return None
    span = report.tokens.span(speaker.first, speaker.last, speaker.skip)
    return SourceLink(span, speaker.name, speaker.role, attribution.stance, attribution.channel, _cue_span(report, attribution))


def _is_only_a_number(phrase: Phrase) -> bool:
    """People named by nothing but being dead, hurt or "persons" stand in the counts, not among the recipients."""
    if phrase.kind not in ("person", "people") or phrase.match is None or phrase.match.table != "persons":
        return False
    row = phrase.match.entry.row
    return phrase.last == phrase.match.last and (bool(row["count"]) or row["victim_class"] == "unknown" and row["id"] in _ANYONE)


_ANYONE = frozenset({"person_shakhs", "another", "individual_fard"})


def _actor(sentence: Sentence, phrase: Phrase) -> Actor:
    owner = phrase.owner
    if owner is not None and phrase.actor_id is None:
        return Actor(phrase.span(sentence), owner.name, owner.actor_id, phrase.sector or owner.sector, owner.country)
    return Actor(phrase.span(sentence), phrase.name, phrase.actor_id, phrase.sector, phrase.country)


def _claim(report: _Report, draft: _Draft) -> Claim:
    sentence = report.sentences[draft.at]
    trigger = draft.trigger
    code = codes()[trigger.code]
    hit = trigger.match.hit
    span = report.tokens.span(trigger.first, trigger.last, hit.skip - (2 if hit.article and hit.proclitic != "ل" else int(hit.article)))
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
    rules = (*trigger.rules, *(f"statement:{a.rule}" for a in draft.chain), f"factuality:{draft.factuality.rule}",
             *dict.fromkeys(draft.roles.rules), *dict.fromkeys(c.rule for c in draft.counts))
    return Claim(
        f"c-{_digest(key)}", report.document.report.id, code.name, Mention(span), sentence.span, chain,
        draft.factuality.value, tuple(_actor(report.sentences[at], p) for at, p in actors),
        recipients, _weapon(report, trigger), places,
        draft.when.when if draft.when else None, _counts(sentence, draft.counts), tuple(r for r in rules if r),
        _confidence(draft, places), code.plover_event, code.plover_modes,
    )


def _place(report: _Report, at: int, found: Found) -> Place:
    sentence = report.sentences[at]
    return place_record(sentence, found, report.resolver.resolve(sentence, found, report.places[at]))


def _weapon(report: _Report, trigger: Trigger) -> Weapon | None:
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
        out.append(Count(counted.span(sentence), None, counted.kind, counted.of, counted.victim_class, counted.low, counted.best,
                         counted.high, counted.hedge, subset, counted.cumulative))
        if counted.parent is None:
            whole = len(out) - 1
    return tuple(out)


def _confidence(draft: _Draft, places: Sequence[Place]) -> float:
    """A rank, not a probability: one step for each field that was read and resolved (0.4 with none, 1.0 with all)."""
    steps = (bool(draft.roles.actors), bool(draft.roles.recipients or draft.counts), bool(draft.chain),
             any(p.gazetteer_id for p in places), draft.when is not None and draft.when.when.start is not None,
             draft.trigger.verb or not draft.trigger.gives_way)
    return round(0.4 + 0.1 * sum(steps), 2)


def _unique(claims: Sequence[Claim]) -> list[Claim]:
    """Claims in text order; the same trigger, speaker and code only once."""
    seen: dict[str, Claim] = {}
    for claim in claims:
        seen.setdefault(claim.id, claim)
    return sorted(seen.values(), key=lambda c: (c.trigger.span.start, c.id))


