"""Who did it and to whom: the phrases around a trigger take the roles of its frame.

A verb looks right for its subject and object, left when the subject stands before it; a verbal noun looks at its
genitive, at a nisba after it, at "من قبل", and at the light verb that governs it ("شنت الطائرات غارات").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from riwaya.claims.acts import Trigger
from riwaya.claims.context import HARD, Sentence
from riwaya.claims.phrases import Phrase
from riwaya.lexicons.codes import codes
from riwaya.text.numerals import read_numeral, vague
from riwaya.text.tokens import NUMBER

_FRAME_KEY = {
    "bi": "ب",
    "li": "ل",
    "fi": "في",
    "ala": "على",
    "min": "من",
    "ila": "إلى",
    "did": "ضد",
    "maa": "مع",
    "an": "عن",
    "bayn": "بين",
    "nahw": "نحو",
    "tujah": "تجاه",
}
_DAMMA = "\u064f"


@dataclass(slots=True)
class Roles:
    """The phrases that fill a trigger's roles, in text order, and the rules that put them there."""

    actors: list[Phrase] = field(default_factory=list)
    recipients: list[Phrase] = field(default_factory=list)
    places: list[Phrase] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def put(self, role: str, phrase: Phrase, rule: str) -> None:
        """Give the phrase a role of the frame; a place that is acted on is a place."""
        if phrase.kind == "place" and not (phrase.agentive and role in ("actor", "recipient", "partner")):
            if role in ("recipient", "place", "object") and phrase not in self.places:
                self.places.append(phrase)
            return
        where = {"actor": self.actors, "partner": self.actors, "recipient": self.recipients}.get(role)
        if where is not None and phrase not in where and phrase not in self.actors:
            where.append(phrase)
            self.rules.append(rule)


def assign(
    sentence: Sentence,
    trigger: Trigger,
    phrases: Sequence[Phrase],
    triggers: Sequence[Trigger],
    memory: list[Phrase],
    speaker: Phrase | None = None,
) -> Roles:
    """The roles of one trigger. `memory` holds the last subject of the sentence, for verbs that leave theirs out.

    `speaker` is who says it: the subject of "قال الجيش إنه قصف".
    """
    zone = _Zone.of(sentence, trigger, phrases, triggers)
    roles = Roles()
    if trigger.verb:
        _verb(sentence, trigger, zone, roles, memory, speaker if _resumed(sentence, trigger, zone) else None)
    else:
        _noun(sentence, trigger, zone, roles, memory)
    _prepositions(trigger, zone, roles)
    _coordinate(sentence, zone, roles)
    if roles.actors:
        _alongside(sentence, trigger, phrases, zone, roles)
    led = trigger.verb and not trigger.passive
    if roles.actors and (led or any(rule.startswith("role:light") for rule in roles.rules)):
        memory[:] = roles.actors
    return roles


@dataclass(slots=True)
class _Zone:
    """Phrases of the trigger's clause: left of it and right of it, up to the next verb or act."""

    left: list[Phrase]
    right: list[Phrase]
    start: int
    stop: int
    antecedent: Phrase | None

    @classmethod
    def of(cls, sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], triggers: Sequence[Trigger]) -> _Zone:
        start, stop = sentence.clause(trigger.first)
        for other in triggers:
            if (
                other is not trigger
                and other.first > trigger.last
                and (other.verb or not _modifies(sentence, trigger, other))
            ):
                stop = min(stop, other.first)
        for k in range(trigger.last + 1, stop):
            if sentence.link(k, "causal", "hits", "light_actor", "light_recipient") and not sentence.link(
                k, "preposition"
            ):
                stop = k
                break
        if not trigger.verb and (further := _relative_clause(sentence, trigger, stop)):
            stop = further
        antecedent = None
        if sentence.link(start, "relative"):
            antecedent = next((p for p in reversed(phrases) if p.last < start and start - p.last <= 3), None)
        left = [p for p in phrases if start <= p.first and p.last < trigger.first]
        right = [
            p
            for p in phrases
            if trigger.last < p.first < stop or (p.first == trigger.last and p.skip and p.first != trigger.first)
        ]
        return cls(left, right, start, stop, antecedent)


def _relative_clause(sentence: Sentence, trigger: Trigger, stop: int) -> int | None:
    """`المعارك التي دارت بين …`: the clause of a verb of taking place belongs to its noun; where that clause ends."""
    if stop >= sentence.stop or stop - trigger.last > 4 or not sentence.link(stop, "relative"):
        return None
    if not sentence.link(stop + 1, "takes_place"):
        return None
    return sentence.clause(stop)[1]


def _modifies(sentence: Sentence, trigger: Trigger, other: Trigger) -> bool:
    """An act noun right after another as its attribute ("هجوم انتحاري") does not close the zone."""
    return other.first == trigger.last + 1 and other.match.hit.proclitic == "" and not other.match.hit.conjunction


def _numeral_next(sentence: Sentence, i: int, stop: int) -> bool:
    return i < stop and (
        read_numeral(sentence.tokens, i, stop) is not None or vague(sentence.tokens, i, stop) is not None
    )


def _bare(phrases: Sequence[Phrase]) -> list[Phrase]:
    return [p for p in phrases if not p.prep and not p.conjunction]


def _subject_before(sentence: Sentence, trigger: Trigger, zone: _Zone) -> Phrase | None:
    """The subject of a verb that follows it: the first bare phrase of the clause."""
    beside = next((p for p in reversed(zone.left) if not p.prep and trigger.first - p.last <= 2), None)
    if beside is not None and beside.conjunction and beside.agentive:
        return beside  # "… والقوات تجتاح": another clause begins with its subject
    bare = _bare(zone.left)
    # behind a verb the phrase is that verb's subject or object
    if (
        bare
        and bare[0].first <= zone.start + 3
        and not sentence.link(bare[0].first - 1, "preposition")
        and not any(sentence.is_verb(k) for k in range(zone.start, bare[0].first))
    ):
        return bare[0]
    return zone.antecedent


def _is_passive(sentence: Sentence, trigger: Trigger, zone: _Zone, subject: Phrase | None) -> bool:
    hit = trigger.match.hit
    if hit.form.pos != "v" or "O" not in trigger.frame:
        return False
    if hit.form.voice in ("a", "p"):
        return hit.form.voice == "p"
    written = sentence.tokens.written(trigger.first)
    if _DAMMA in written[: 2 + hit.skip * 2]:
        return True
    if hit.drop or codes()[trigger.code].group == "speech":
        return False  # "نفى المصدر": who is told to speak speaks
    if subject is not None and subject.agentive and subject is not zone.antecedent:
        return False
    if _numeral_next(sentence, trigger.last + 1, zone.stop):
        return subject is None or not subject.agentive
    bare = _bare(zone.right)
    if not bare:
        return subject is not None and not subject.agentive
    first = bare[0]
    if not first.agentive:
        return subject is None or not subject.agentive
    # an armed person alone after a verb of harm is its victim ("قتل جندي في انفجار")
    alone = len(bare) == 1 and not _numeral_next(sentence, first.last + 1, zone.stop)
    return alone and first.kind in ("person", "people", "title") and trigger.count in ("killed", "injured", "captured")


def _speaks(trigger: Trigger, phrase: Phrase) -> bool:
    """Can the phrase be the subject of a verb of speech: somebody, or a town that stands for those who govern it?"""
    if codes()[trigger.code].group != "speech":
        return False
    return phrase.kind == "person" or (
        phrase.kind == "place" and phrase.place is not None and bool(phrase.place.candidates)
    )


_AGREEING = frozenset({"mp", "fp", "md", "fd"})


_PRONOUN = re.compile(r"[بفول]*(?:ان|لان)(?:ه|ها|هم|هما|هن|نا|ني)")
_PRONOUN_GAP = 2  # words between the pronoun and its verb: "إنها كانت قد قصفت"


def _resumed(sentence: Sentence, trigger: Trigger, zone: _Zone) -> bool:
    """Does the clause open with إنه, أنها and go straight to the verb?"""
    if not _PRONOUN.fullmatch(sentence.tokens.words[zone.start]) or trigger.first - zone.start > 1 + _PRONOUN_GAP:
        return False
    return not zone.left


def _verb(
    sentence: Sentence, trigger: Trigger, zone: _Zone, roles: Roles, memory: list[Phrase], speaker: Phrase | None
) -> None:
    frame = trigger.frame
    subject = speaker if speaker and speaker.agentive else _subject_before(sentence, trigger, zone)
    trigger.passive = _is_passive(sentence, trigger, zone, subject)
    bare = _bare(zone.right)
    if trigger.passive:
        victim = bare[0] if bare else subject
        if victim:
            roles.put(frame.get("O", "recipient"), victim, "role:passive_subject")
        return
    s_role = frame.get("S", "actor")
    if subject is not None and subject is zone.antecedent and trigger.match.hit.drop:
        roles.put(frame.get("O", "recipient"), subject, "role:antecedent_object")
        subject = None
    if s_role == "recipient":
        victim = subject if subject and not bare else (bare[0] if bare else subject)
        if victim:
            roles.put("recipient", victim, "role:subject")
        return
    if subject is not None and trigger.match.hit.drop and bare and bare[0].agentive and "O" in frame:
        roles.put(frame["O"], subject, "role:fronted_object")  # "الجنود قتلهم مسلحون"
        subject, bare = bare[0], bare[1:]
        roles.put(s_role, subject, "role:subject")
        return
    rest = bare
    hit_persons = trigger.match.hit.form.persons
    # a verb before its subject is singular: after a plural verb stands the object
    agrees = hit_persons and all(person[1:] in _AGREEING for person in hit_persons)
    if agrees and subject is None and memory:
        subject = memory[0]
    elif not agrees and (
        subject is None or (bare and not (subject.agentive or _speaks(trigger, subject)) and bare[0].agentive)
    ):
        if bare and (
            bare[0].agentive or "O" not in frame or bare[0].kind in ("title", "source") or _speaks(trigger, bare[0])
        ):
            subject, rest = bare[0], bare[1:]
        elif subject is None and memory and (trigger.match.hit.conjunction or zone.left == []):
            subject = memory[0]
    if subject is not None:
        if subject.kind == "place" and _speaks(trigger, subject):
            subject = replace(subject, kind="body")  # "نفت موسكو": the town stands for its government
        roles.put(s_role, subject, "role:subject")
        if memory and subject is memory[0]:
            for phrase in memory[1:]:
                roles.put(s_role, phrase, "role:subject")
    if rest and "O" in frame:
        roles.put(frame["O"], rest[0], "role:object")


def _noun(sentence: Sentence, trigger: Trigger, zone: _Zone, roles: Roles, memory: list[Phrase]) -> None:
    frame = trigger.frame
    g_role = frame.get("G", "auto")
    expected = trigger.last + 1
    genitive_done = False
    for phrase in zone.right:
        if phrase.conjunction:
            break
        adjacent = _attached(sentence, expected, phrase.first)
        if phrase.kind == "nisba" and adjacent and not phrase.prep:
            roles.put("actor" if g_role != "recipient" else "recipient", phrase, "role:nisba")
            expected = phrase.last + 1
            continue
        if (
            phrase.prep == "li"
            and phrase.agentive
            and adjacent
            and "ل" not in frame
            and g_role != "recipient"
            and (codes()[trigger.code].group in ("violence", "harm"))
        ):
            roles.put("actor", phrase, "role:lam_agent")
            expected = phrase.last + 1
            continue
        if phrase.prep == "li" and codes()[trigger.code].group == "speech" and roles.actors:
            roles.put("recipient", phrase, "role:lam_addressee")
            break
        if phrase.prep or not adjacent:
            break
        if phrase.kind == "asset" and not phrase.definite and phrase.first == phrase.last and not phrase.owner:
            expected = phrase.last + 1
            continue  # "ضربات مدفعية": the means, not a doer
        if not genitive_done:
            role = (
                g_role
                if g_role != "auto"
                else ("actor" if phrase.agentive and not _struck(sentence, phrase) else "recipient")
            )
            roles.put(role, phrase, "role:genitive")
            genitive_done = True
            expected = phrase.last + 1
            continue
        roles.put(frame.get("O", "recipient"), phrase, "role:noun_object")
        break
    if not roles.actors:
        _light(sentence, trigger, zone, roles, memory)
    if not roles.actors and trigger.frame.get("S") == "actor":
        _control(sentence, trigger, zone, roles)
    if not roles.actors and trigger.match.hit.drop and memory and g_role != "recipient" and memory[0].agentive:
        roles.put("actor", memory[0], "role:pronoun")


def _struck(sentence: Sentence, phrase: Phrase) -> bool:
    """Is the genitive of an attack noun what it struck: a country alone, a hospital, a school?"""
    if phrase.kind == "place":
        return True  # "قصف سوريا" strikes it; "قصف روسيا" may be by it
    return phrase.kind == "body" and not phrase.armed and bool(sentence.find(phrase.first, "targets", "place_words"))


def _attached(sentence: Sentence, first: int, stop: int) -> bool:
    """Do only adjectives, means, dates and quotation marks stand between ("القصف المدفعي بالهاون لقوات")?"""
    words, kinds = sentence.tokens.words, sentence.tokens.kinds
    for k in range(first, stop):
        if sentence.is_quote(k) or words[k] in ("ل", "ب") or kinds[k] == NUMBER or sentence.dated(k):
            continue
        if any(
            m.table in ("modifiers", "weapons", "nisba") or (m.table == "acts" and m.hit.form.pos == "n")
            for m in sentence.matches.get(k, ())
        ):
            continue
        if words[k].startswith("ال") and words[k].endswith(("ي", "ية", "ة", "ف")):
            continue
        if len(words[k]) > 3 and words[k].endswith(("ي", "ية", "يا", "ف")) and not sentence.matches.get(k):
            continue
        return False
    return True


def _light(sentence: Sentence, trigger: Trigger, zone: _Zone, roles: Roles, memory: Sequence[Phrase]) -> None:
    """The subject of a light verb before the noun, or of the relative clause after it."""
    for k in range(trigger.first - 1, zone.start - 1, -1):
        link = sentence.link(k, "light_actor", "light_recipient", "light_place", "light_noun")
        if link is None or (link.hit.form.pos != "v" and link.entry.row["kind"] != "light_noun"):
            continue
        between = [p for p in zone.left if p.first > k and not p.prep and not p.conjunction]
        before = [p for p in zone.left if p.last < k and not p.prep]
        subject = between[0] if between else (before[0] if before else zone.antecedent)
        if subject is None and link.hit.conjunction and memory and link.entry.row["kind"] == "light_actor":
            subject = memory[0]  # "قامت بدهس مدنيين ونفذت أعمال …"
        role = _LIGHT_ROLES[link.entry.row["kind"]]
        if subject and (role != "actor" or subject.agentive or subject.kind in ("title", "source")):
            roles.put(role, subject, f"role:{link.entry.row['kind']}")
            if role == "actor" and subject in roles.actors:
                _join(sentence, subject, zone.left, roles.actors)
        return


_OWN_ACTS = frozenset({"shelling", "air_strike", "drone_strike", "ground_attack", "capture", "destruction", "siege"})
"""What an armed side announces as its own doing: "أعلن التنظيم استهداف موقع"."""

_CONTROL_REACH = 12  # words between a subject and the noun its verb governs


def _control(sentence: Sentence, trigger: Trigger, zone: _Zone, roles: Roles) -> None:
    """`ردت المدفعية بقصف المواقع`, `قررت النيابة الإفراج عنه`: who the verb speaks of does what its object names."""
    prep = sentence.preposition_before(trigger.first)
    if prep or trigger.match.hit.proclitic not in ("", "ب", "ل") or trigger.match.hit.conjunction:
        return
    subject = next((p for p in zone.left if not p.prep and not p.conjunction), None)
    if subject is None or trigger.first - subject.last > _CONTROL_REACH or subject.kind == "nisba":
        return
    if not (subject.agentive or subject.kind in ("title", "source")):
        return
    between = range(zone.start, trigger.first)
    if any(
        sentence.link(k, "causal", "because", "hits", "light_recipient", "light_place", "stopping") for k in between
    ):
        return
    if any(
        m.table == "acts" and m.entry.row["gives_way"] == "act" for k in between for m in sentence.matches.get(k, ())
    ):
        return  # "لقي الجنود حتفهم بقصف": they are the victims
    said = any(m.table == "cues" and m.hit.form.pos == "v" for k in between for m in sentence.matches.get(k, ()))
    if (
        said
        and codes()[trigger.code].group in ("violence", "harm")
        and not (subject.armed and trigger.code in _OWN_ACTS)
    ):
        return  # who announces a killing did not do it
    roles.put("actor", subject, "role:control")


_LIGHT_ROLES = {"light_actor": "actor", "light_noun": "actor", "light_recipient": "recipient", "light_place": "place"}


def after_relative(sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], roles: Roles) -> None:
    """`الهجوم الذي شنه مسلحون`: the doer stands in the relative clause after the noun."""
    if roles.actors:
        return
    for k in range(trigger.last + 1, min(sentence.stop, trigger.last + 6)):
        verb = sentence.link(k, "light_actor")
        if verb is None or verb.hit.form.pos != "v":
            continue
        resumed = verb.hit.drop or sentence.tokens.words[k + 1 : k + 2] in (["به"], ["بها"], ["بهما"])
        if not resumed:
            return
        subject = next((p for p in phrases if k < p.first <= k + 3 and not p.prep), None)
        if subject is None and (left := [p for p in phrases if p.last < trigger.first and not p.prep and p.agentive]):
            subject = left[-1] if sentence.link(k - 1, "relative") else None
        if subject:
            roles.put("actor", subject, "role:relative_light")
            _join(sentence, subject, phrases, roles.actors)
        return


def _join(sentence: Sentence, first: Phrase, phrases: Sequence[Phrase], where: list[Phrase]) -> None:
    """Add the phrases joined to `first` by و."""
    previous = first
    for phrase in phrases:
        if phrase.first > previous.last:
            if not phrase.conjunction or phrase.first - previous.last > 2:
                return
            where.append(phrase)
            previous = phrase


def _prepositions(trigger: Trigger, zone: _Zone, roles: Roles) -> None:
    for phrase in zone.right:
        if phrase.prep == "agent":
            roles.put("actor", phrase, "role:agent_phrase")
            continue
        key = _FRAME_KEY.get(phrase.prep)
        role = trigger.frame.get(key, "") if key else ""
        if role == "partner" and key != "بين":
            role = "recipient"  # only "بين A وB" puts the two sides level
        if role == "place" and phrase.kind == "target" and trigger.code in ("explosion", "suicide_attack", "shelling"):
            role = "recipient"  # "انفجار في فندق" struck it
        if role in ("actor", "recipient", "partner", "place", "object"):
            roles.put(role, phrase, f"role:prep_{phrase.prep}")


def _alongside(sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], zone: _Zone, roles: Roles) -> None:
    """`بدعم من`, `بمشاركة`: who acts beside the doer acts too."""
    for phrase in phrases:
        if not zone.start <= phrase.first < max(zone.stop, trigger.first) or not phrase.agentive:
            continue
        if sentence.link_before(phrase.first, "alongside"):
            roles.put("actor", phrase, "role:alongside")
            _join(sentence, phrase, phrases, roles.actors)


def _coordinate(sentence: Sentence, zone: _Zone, roles: Roles) -> None:
    """A phrase joined by و takes the role of the one before it."""
    anchor = previous = None  # anchor: the last phrase with a role; its dependents may stand between
    for phrase in zone.right:
        joined = (
            phrase.conjunction
            and previous is not None
            and phrase.first - previous.last <= 2
            and not any(sentence.breaks.get(k) == HARD for k in range(previous.last + 1, phrase.first + 1))
        )
        if joined and anchor is not None:
            for role, where in (("actor", roles.actors), ("recipient", roles.recipients), ("place", roles.places)):
                if anchor in where and phrase not in where:
                    roles.put(role, phrase, "role:joined")
                    break
        if any(phrase in where for where in (roles.actors, roles.recipients, roles.places)):
            anchor = phrase
        elif previous is None or phrase.first - previous.last > 2 or not phrase.prep:
            anchor = None
        previous = phrase
