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
from riwaya.claims.phrases import Phrase, accusative
from riwaya.claims.subjects import Standing, fits, goes_on, nominative, oblique
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


_BYSTANDERS = frozenset({"media", "state_media", "agency", "monitor", "medical", "expert"})


_THINGS = frozenset({"other", "anonymous"})
"""Roles of sources that are news, reports or circles: nothing that is struck."""


@dataclass(slots=True)
class Roles:
    """The phrases that fill a trigger's roles, in text order, and the rules that put them there.

    `armed`: the act is one of arms, which those who report on it, monitor it or tend its wounded do not do.
    """

    actors: list[Phrase] = field(default_factory=list)
    recipients: list[Phrase] = field(default_factory=list)
    places: list[Phrase] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    armed: bool = False

    def put(self, role: str, phrase: Phrase, rule: str) -> None:
        """Give the phrase a role of the frame; a place that is acted on is a place."""
        if phrase.kind == "place" and not (phrase.agentive and role in ("actor", "recipient", "partner")):
            if role in ("recipient", "place", "object") and phrase not in self.places:
                self.places.append(phrase)
            return
        if role == "actor" and phrase.kind == "person" and phrase.match is not None:
            row = phrase.match.entry.row
            if row.id == "another" or (row["count"] and not phrase.armed):
                return  # "أجزاء أخرى", "قتلى وجرحى"
        if self.armed and not phrase.armed:
            if role == "actor" and phrase.speaks_as in _BYSTANDERS:
                return
            if role == "recipient" and phrase.kind == "source" and phrase.speaks_as in _THINGS:
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
    standing: Standing,
    speaker: Phrase | None = None,
) -> Roles:
    """The roles of one trigger. `standing` tells whose verb it is when the verb leaves its subject out.

    `speaker` is who says it: the subject of "قال الجيش إنه قصف".
    """
    zone = _Zone.of(sentence, trigger, phrases, triggers)
    roles = Roles(armed=codes()[trigger.code].group in ("violence", "harm"))
    if trigger.verb:
        _verb(sentence, trigger, zone, roles, standing, phrases, speaker if _resumed(sentence, trigger, zone) else None)
    else:
        _noun(sentence, trigger, zone, roles, standing)
    _prepositions(sentence, trigger, zone, roles)
    _coordinate(sentence, trigger, zone, roles)
    if not roles.actors and trigger.code in _NAMES_DOER and _opens_with_verb(sentence, trigger):
        for phrase in phrases:
            if trigger.first < phrase.first <= trigger.last and phrase.kind in ("people", "source", "force"):
                roles.put("actor", phrase, "role:in_trigger")
    if roles.actors:
        _alongside(sentence, trigger, phrases, zone, roles)
    led = trigger.verb and not trigger.passive
    if roles.actors and (led or any(rule.startswith("role:light") for rule in roles.rules)):
        standing.led = list(roles.actors)
    return roles


_NAMES_DOER = frozenset({"suicide_attack", "withdrawal", "protest"})
"""Codes whose listed phrases hold who does it: "فجر انتحاري", "فر المسلحون", "نزل المتظاهرون"."""


def _opens_with_verb(sentence: Sentence, trigger: Trigger) -> bool:
    return any(m.hit.form.pos == "v" for m in sentence.of("acts").get(trigger.first, ()))


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
            if sentence.link(k, "causal", "hits", "light_actor", "light_recipient") and not (
                sentence.link(k, "preposition") or _is_target(sentence, k)
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


def _is_target(sentence: Sentence, k: int) -> bool:
    """`موقعا للحركة`: a thing struck, whose word also says "causing": that needs a toll behind it."""
    return (
        sentence.find(k, "targets") is not None
        and not _numeral_next(sentence, k + 1, sentence.stop)
        and not any(m.table in ("persons", "acts") for m in sentence.matches.get(k + 1, ()))
    )


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
    if (who := _told_of(sentence, trigger, zone)) is not None:
        return who
    beside = next((p for p in reversed(zone.left) if not p.prep and trigger.first - p.last <= 2), None)
    if beside is not None and beside.conjunction and beside.agentive:
        return beside  # "… والقوات تجتاح": another clause begins with its subject
    if (
        beside is not None
        and beside is zone.left[0]
        and trigger.first == beside.last + 1
        and _announces(sentence, zone)
    ):
        return beside  # "أعلن الزعيم رفض الهدنة": what he announces is his
    if (
        beside is not None
        and beside.agentive
        and trigger.first == beside.last + 1
        and sentence.tokens.words[max(sentence.first, beside.begins - 1)].lstrip("وف") in _WAS
    ):
        return beside  # "كانت القوات تحتجزهم"
    bare = _bare(zone.left)
    # behind a verb the phrase is that verb's subject or object
    if (
        bare
        and bare[0].begins <= zone.start + 3
        and not sentence.link(bare[0].begins - 1, "preposition")
        and not any(sentence.is_verb(k) for k in range(zone.start, bare[0].begins))
    ):
        return bare[0]
    return zone.antecedent


_WAS = frozenset({"كان", "كانت", "كانوا", "كانا", "كانتا"})


def _told_of(sentence: Sentence, trigger: Trigger, zone: _Zone) -> Phrase | None:
    """`لتفريق متظاهرين احتجوا على الجدار`: the indefinite people that a plural verb right behind them speaks of."""
    last = zone.left[-1] if zone.left else None
    if last is None or last.last != trigger.first - 1 or last.definite or trigger.match.hit.conjunction:
        return None
    persons = trigger.match.hit.form.persons
    plural = bool(persons) and all(person[1:] in _AGREEING for person in persons)
    people = last.kind in ("people", "person", "source", "force", "body") and last.match is not None
    return last if plural and people and fits(sentence, last, trigger.match) else None


def _announces(sentence: Sentence, zone: _Zone) -> bool:
    """Does the clause begin with a verb of saying?"""
    return any(m.table == "cues" and m.hit.form.pos == "v" for m in sentence.matches.get(zone.start, ()))


def _is_passive(
    sentence: Sentence, trigger: Trigger, zone: _Zone, subject: Phrase | None, dropped: Sequence[Phrase]
) -> bool:
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
    bare = _bare(zone.right)
    if subject is not None and subject.agentive and subject is not zone.antecedent:
        # "إن جنديا قتل وأصيب آخر": with nobody behind the verb it is he who was killed
        hurt = trigger.count in ("killed", "injured") and subject.kind in ("people", "person", "title", "source")
        return hurt and not bare and not _numeral_next(sentence, trigger.last + 1, zone.stop)
    if _acts_on(sentence, bare):
        return False
    if dropped and dropped[0].agentive and goes_on(sentence, trigger) and not (bare and nominative(bare[0], sentence)):
        return trigger.count in ("killed", "injured") and _numeral_next(sentence, trigger.last + 1, zone.stop)
    if _numeral_next(sentence, trigger.last + 1, zone.stop):
        return subject is None or not subject.agentive
    if not bare:
        return subject is not None and not subject.agentive
    first = bare[0]
    if not first.agentive:
        return (subject is None or not subject.agentive) and _subject_behind(sentence, trigger, bare) is None
    # an armed person alone after a verb of harm is its victim ("قتل جندي في انفجار")
    alone = len(bare) == 1 and not _numeral_next(sentence, first.last + 1, zone.stop)
    return alone and first.kind in ("person", "people", "title") and trigger.count in ("killed", "injured", "captured")


def _acts_on(sentence: Sentence, bare: Sequence[Phrase]) -> bool:
    """`أحرق متظاهرون سيارات`: people in the nominative, and right behind them what they did it to."""
    if len(bare) < 2 or not nominative(bare[0], sentence) or bare[0].kind not in ("people", "person", "source"):
        return False
    return bare[1].begins == bare[0].last + 1 and not nominative(bare[1], sentence)


def _subject_behind(sentence: Sentence, trigger: Trigger, bare: Sequence[Phrase]) -> Phrase | None:
    """`قصفت البلدة قوات كذا`: the doer behind what was struck."""
    if len(bare) < 2 or bare[0].agentive or bare[0].kind not in ("place", "target", "area"):
        return None
    second = bare[1]
    fitting = second.armed and not oblique(second, sentence) and second.kind != "place"
    return second if fitting and second.first - bare[0].last <= _BEHIND else None


_BEHIND = 2  # words between what was struck and the doer behind it


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
    sentence: Sentence,
    trigger: Trigger,
    zone: _Zone,
    roles: Roles,
    standing: Standing,
    phrases: Sequence[Phrase],
    speaker: Phrase | None,
) -> None:
    frame = trigger.frame
    subject = speaker if speaker and speaker.agentive else _subject_before(sentence, trigger, zone)
    dropped = [] if subject is not None else _dropped(sentence, trigger, zone, standing)
    trigger.passive = _is_passive(sentence, trigger, zone, subject, dropped)
    bare = _bare(zone.right)
    if trigger.passive:
        victim = bare[0] if bare else subject
        if victim:
            roles.put(frame.get("O", "recipient"), victim, "role:passive_subject")
        return
    s_role = frame.get("S", "actor")
    if subject is not None and subject is zone.antecedent and trigger.match.hit.drop:
        roles.put(frame.get("O", "recipient"), subject, "role:antecedent_object")
        subject, dropped = None, _dropped(sentence, trigger, zone, standing)
    if s_role == "recipient":
        victim = subject if subject and not bare else (bare[0] if bare else subject)
        if victim is None and dropped:
            victim = dropped[0]
        if victim:
            roles.put("recipient", victim, "role:subject")
        return
    if subject is not None and trigger.match.hit.drop and bare and bare[0].agentive and "O" in frame:
        roles.put(frame["O"], subject, "role:fronted_object")  # "الجنود قتلهم مسلحون"
        roles.put(s_role, bare[0], "role:subject")
        return
    subjects, rest = _whose(sentence, trigger, zone, subject, dropped, bare)
    for phrase in subjects:
        town = phrase.kind == "place" and _speaks(trigger, phrase)
        # "نفت موسكو": the town stands for its government
        doer = replace(phrase, kind="body") if town else phrase
        roles.put(s_role, doer, "role:dropped_subject" if phrase in dropped else "role:subject")
    if trigger.match.hit.drop:
        rest = []  # the pronoun is the object
    rest = [p for p in rest if not _of_another_verb(sentence, p)] if len(rest) > 1 else rest
    if not rest and frame.get("O") == "recipient" and subjects and not trigger.match.hit.drop:
        rest = _beyond_relative(sentence, zone, subjects[-1], phrases)
    if rest and "O" in frame:
        roles.put(*_as_object(trigger, frame["O"], rest[0]), "role:object")


_FAR = 14  # words of a relative clause between a subject and its object


def _beyond_relative(sentence: Sentence, zone: _Zone, subject: Phrase, phrases: Sequence[Phrase]) -> list[Phrase]:
    """`قتلت الحركة التي تقود تمردا منذ سنوات نائبا`: the object behind the clause that tells of the subject.

    It is told by its tanwin, by the comma that closes the clause, or by standing right behind a preposition's noun.
    """
    k = subject.last + 1
    if k < sentence.stop and sentence.tokens.words[k] in "،,":
        k += 1
    if k >= sentence.stop or not sentence.link(k, "relative") or k < zone.stop - 1:
        return []
    _, stop = sentence.clause(k)
    before: Phrase | None = None
    for phrase in phrases:
        if not k < phrase.first < min(stop, k + _FAR):
            continue
        if not phrase.prep and not phrase.conjunction:
            behind = sentence.tokens.words[phrase.begins - 1] in "،,"
            behind = behind or (before is not None and bool(before.prep) and before.last == phrase.begins - 1)
            if accusative(sentence, phrase) or (behind and not nominative(phrase, sentence)):
                return [phrase]
        before = phrase
    return []


_PLURAL_VERB = re.compile(r"[يت]\w{2,}ون")


def _of_another_verb(sentence: Sentence, phrase: Phrase) -> bool:
    """`مجهولون يستقلون دراجة`: is the phrase the object of an unlisted verb right before it?"""
    k = phrase.begins - 1
    return (
        k >= sentence.first and not sentence.matches.get(k) and bool(_PLURAL_VERB.fullmatch(sentence.tokens.words[k]))
    )


def _as_object(trigger: Trigger, role: str, phrase: Phrase) -> tuple[str, Phrase]:
    """An object's role: a thing held or besieged is a recipient, a town that is addressed stands for its government."""
    if role == "place" and phrase.kind != "place":
        return "recipient", phrase
    if role == "recipient" and phrase.kind == "place" and _speaks(trigger, phrase):
        return role, replace(phrase, kind="body")
    return role, phrase


def _dropped(sentence: Sentence, trigger: Trigger, zone: _Zone, standing: Standing) -> list[Phrase]:
    """Who a verb that names no subject speaks of; nobody for "الذين سلموا أنفسهم" and for fights that break out."""
    if sentence.link(zone.start, "relative") and not trigger.match.hit.drop:
        return []
    if sentence.link(trigger.first, "takes_place") or sentence.link(trigger.first, "causal"):
        return []
    plural = sentence.tokens.words[trigger.first].endswith("وا")
    if trigger.match.length > 1 and trigger.code in _NAMES_DOER and not plural:
        return []  # "تظاهر المئات"
    found = standing.subject(trigger.match)
    armed = codes()[trigger.code].group in ("violence", "harm")
    return found if not armed or (found and found[0].agentive) else []


def _whose(
    sentence: Sentence,
    trigger: Trigger,
    zone: _Zone,
    subject: Phrase | None,
    dropped: Sequence[Phrase],
    bare: list[Phrase],
) -> tuple[list[Phrase], list[Phrase]]:
    """The subjects of an active verb, and the bare phrases behind it that are left for its object."""
    hit = trigger.match.hit
    # a verb before its subject is singular: after a plural verb stands the object
    agrees = bool(hit.form.persons) and all(person[1:] in _AGREEING for person in hit.form.persons)
    if subject is not None and (subject.agentive or _speaks(trigger, subject)):
        return [subject], bare
    if agrees:
        return ([subject] if subject else list(dropped)), bare
    behind = _subject_behind(sentence, trigger, bare)
    if behind is not None:
        return [behind], [p for p in bare if p is not behind]
    first = bare[0] if bare else None
    able = first is not None and (
        first.agentive
        or "O" not in trigger.frame
        or first.kind in ("title", "source")
        or _speaks(trigger, first)
        or _acts_on(sentence, bare)
    )
    if first is not None and able and not oblique(first, sentence):
        taken = bool(dropped) and (
            _behind_preposition(sentence, trigger, first)
            or (goes_on(sentence, trigger) and "O" in trigger.frame and not _leads(sentence, trigger, first))
            or (trigger.code == "demand" and _is_asked(sentence, trigger, dropped[0], bare))
        )
        if not taken and (subject is None or first.agentive):
            return [first], bare[1:]
    if subject is not None:
        return [subject], bare
    if dropped and (hit.conjunction or goes_on(sentence, trigger) or not zone.left):
        return list(dropped), bare
    return [], bare


def _is_asked(sentence: Sentence, trigger: Trigger, dropped: Phrase, bare: Sequence[Phrase]) -> bool:
    """`اتهم الائتلاف موسكو، وطالب مجلس الأمن بعقد جلسة`: who goes on to ask asks whoever is named."""
    here = dropped.first >= sentence.first
    return here and bool(trigger.match.hit.conjunction) and len(bare) == 1 and "O" in trigger.frame


def _behind_preposition(sentence: Sentence, trigger: Trigger, phrase: Phrase) -> bool:
    """`ودعت إلى تكاتف جهود الدول`: does the phrase close a chain of nouns that a preposition behind the verb opens?"""
    k = trigger.last + 1
    link = sentence.link(k, "preposition")
    if link is None or link.hit.drop or phrase.begins - link.last > _CHAIN:
        return False
    return not any(
        sentence.breaks.get(j) or sentence.dated(j) or sentence.matches.get(j)
        for j in range(link.last + 1, phrase.begins)
    )


_CHAIN = 4  # words from a preposition to the last noun of its chain: "إلى تكاتف جهود الدول"


def _leads(sentence: Sentence, trigger: Trigger, phrase: Phrase) -> bool:
    """Does the verb agree in gender with the phrase behind it, so that it may be its subject?"""
    return fits(sentence, phrase, trigger.match) or phrase.kind in ("people", "person", "title", "source")


def _noun(sentence: Sentence, trigger: Trigger, zone: _Zone, roles: Roles, standing: Standing) -> None:
    frame = trigger.frame
    g_role = frame.get("G", "auto")
    expected = trigger.last + 1
    genitive_done = False
    for phrase in zone.right:
        if phrase.conjunction:
            break
        adjacent = _attached(sentence, expected, phrase.begins)
        if phrase.kind == "nisba" and adjacent and not phrase.prep:
            roles.put("actor" if g_role != "recipient" else "recipient", phrase, "role:nisba")
            expected = phrase.last + 1
            continue
        if (
            phrase.prep == "li"
            and not genitive_done
            and (phrase.agentive or (trigger.code == "protest" and phrase.kind in ("people", "person", "source")))
            and adjacent
            and "ل" not in frame
            and g_role != "recipient"
            and (trigger.code == "protest" or codes()[trigger.code].group in ("violence", "harm"))
        ):
            roles.put("actor", phrase, "role:lam_agent")
            expected = phrase.last + 1
            continue
        if phrase.prep == "li" and adjacent and roles.actors and g_role == "recipient" and not roles.recipients:
            roles.put("recipient", phrase, "role:noun_object")
            break
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
            if role == "actor" and g_role == "auto" and _led_by_light(sentence, trigger, zone):
                role = "recipient"
            if role == "recipient" and trigger.frame.get("S") == "actor" and _has_object(sentence, phrase, zone):
                role = "actor"
            roles.put(role, phrase, "role:genitive")
            genitive_done = True
            expected = phrase.last + 1
            continue
        roles.put(frame.get("O", "recipient"), phrase, "role:noun_object")
        break
    if not roles.actors:
        _light(sentence, trigger, zone, roles, standing)
    if not roles.actors and trigger.frame.get("S") == "actor":
        _control(sentence, trigger, zone, roles)
    led = standing.led
    if not roles.actors and trigger.match.hit.drop and led and g_role != "recipient" and led[0].agentive:
        roles.put("actor", led[0], "role:pronoun")


def _led_by_light(sentence: Sentence, trigger: Trigger, zone: _Zone) -> bool:
    """`واصل الجيش قصف المسلحين`: the verb's subject does the noun, whose genitive suffers it."""
    if trigger.definite:
        return False  # "نفذت الهجمات قوات كذا": a noun with the article has no genitive
    for k in range(trigger.first - 1, zone.start - 1, -1):
        link = sentence.link(k, "light_actor")
        if link is not None and link.hit.form.pos == "v":
            return any(k < p.first < trigger.first and not p.prep and p.agentive for p in zone.left) or (
                trigger.first - k <= 2
            )
    return False


def _has_object(sentence: Sentence, doer: Phrase, zone: _Zone) -> bool:
    """`اغتصاب جنود لفتيات`, `نشر تركيا قوات`: is the genitive the doer, with whom it is done to right behind?"""
    if not doer.agentive or doer.kind == "nisba":
        return False
    after = next((p for p in zone.right if p.first > doer.last), None)
    if after is None or after.conjunction or after.begins != doer.last + 1:
        return False
    if after.prep == "li":
        return after.kind in ("person", "people") and not after.armed
    return not after.prep and after.kind in ("person", "people", "force", "target")


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


def _light(sentence: Sentence, trigger: Trigger, zone: _Zone, roles: Roles, standing: Standing) -> None:
    """The subject of a light verb before the noun, or of the relative clause after it."""
    for k in range(trigger.first - 1, zone.start - 1, -1):
        link = sentence.link(k, "light_actor", "light_recipient", "light_place", "light_noun")
        if link is None or (link.hit.form.pos != "v" and link.entry.row["kind"] != "light_noun"):
            continue
        between = [p for p in zone.left if p.first > k and not p.prep and not p.conjunction]
        before = [p for p in zone.left if p.last < k and not p.prep]
        subject = between[0] if between else (before[0] if before else zone.antecedent)
        if subject is not None and link.hit.form.pos != "v" and not between and _because_between(sentence, subject, k):
            return  # "... بسبب تعنت النظام واستمراره في محاولة": not the sentence's subject
        if subject is None and link.entry.row["kind"] == "light_actor":
            subject = next(iter(standing.subject(link)), None)  # "قامت بدهس مدنيين ونفذت أعمال …"
        role = _LIGHT_ROLES[link.entry.row["kind"]]
        if subject and (role != "actor" or _able(trigger, subject)):
            roles.put(role, subject, f"role:{link.entry.row['kind']}")
            if role == "actor" and subject in roles.actors:
                _join(sentence, subject, zone.left, roles.actors)
        return


def _because_between(sentence: Sentence, subject: Phrase, k: int) -> bool:
    return any(sentence.link(j, "because") for j in range(subject.last + 1, k))


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
    if not _able(trigger, subject):
        return
    between = range(zone.start, trigger.first)
    if any(
        sentence.link(k, "causal", "because", "hits", "light_recipient", "light_place", "stopping") for k in between
    ):
        return
    if any(
        m.table == "acts" and m.entry.row["count"] and m.entry.row["gives_way"] == "act"
        for k in between
        for m in sentence.matches.get(k, ())
    ):
        return  # "لقي الجنود حتفهم بقصف": they are the victims
    if trigger.code == "protest" and _is_object(sentence, trigger, subject):
        return  # "قمعت القوات مظاهرة": who puts a protest down does not protest
    if subject.armed and trigger.code in _OWN_ACTS and _denies(sentence, between):
        roles.put("actor", subject, "role:denied")  # "نفت القوات قصف الحي": it is their own act
        return
    said = any(m.table == "cues" and m.hit.form.pos == "v" for k in between for m in sentence.matches.get(k, ()))
    if (
        said
        and codes()[trigger.code].group in ("violence", "harm")
        and not (subject.armed and trigger.code in _OWN_ACTS)
    ):
        return  # who announces a killing did not do it
    roles.put("actor", subject, "role:control")


def _denies(sentence: Sentence, words: Sequence[int]) -> bool:
    return any(m.entry.row["code"] == "deny" for k in words for m in sentence.of("acts").get(k, ()))


def _is_object(sentence: Sentence, trigger: Trigger, subject: Phrase) -> bool:
    """Is the noun the object of an act, right behind its subject, and not why it was done ("احتجاجا")?"""
    led = any(
        m.table == "acts"
        for k in range(max(sentence.first, subject.begins - 2), subject.begins)
        for m in sentence.matches.get(k, ())
    )
    return led and trigger.first == subject.last + 1 and not sentence.tokens.words[trigger.first].endswith("ا")


def _able(trigger: Trigger, subject: Phrase) -> bool:
    """Can the subject of another verb be who does what that verb governs? People strike and protest, victims do not."""
    if subject.agentive or subject.kind in ("title", "source"):
        return True
    return subject.kind in ("person", "people") and codes()[trigger.code].group in ("political", "speech")


_LIGHT_ROLES = {"light_actor": "actor", "light_noun": "actor", "light_recipient": "recipient", "light_place": "place"}


_RESUMED = (["به"], ["بها"], ["بهما"], ["له"], ["لها"], ["لهما"], ["اليه"], ["اليها"])
"""A pronoun behind the verb of a relative clause that takes its noun up again."""


def after_relative(sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], roles: Roles) -> None:
    """`الهجوم الذي شنه مسلحون`: the doer stands in the relative clause after the noun."""
    if roles.actors:
        return
    for k in range(trigger.last + 1, min(sentence.stop, trigger.last + 6)):
        verb = sentence.link(k, "light_actor", "light_recipient")
        if verb is None or verb.hit.form.pos != "v":
            continue
        resumed = verb.hit.drop or sentence.tokens.words[k + 1 : k + 2] in _RESUMED
        if not resumed:
            return
        if verb.entry.row["kind"] == "light_recipient":  # "الهجوم الذي تعرض له المستشفى"
            victim = next((p for p in phrases if k < p.first <= k + 3 and not p.prep), None)
            if victim is not None:
                roles.put("recipient", victim, "role:relative_light")
                _join(sentence, victim, phrases, roles.recipients)
            return
        subject = next((p for p in phrases if k < p.first <= k + 3 and not p.prep), None)
        if subject is None and (left := [p for p in phrases if p.last < trigger.first and not p.prep and p.agentive]):
            subject = left[-1] if sentence.link(k - 1, "relative") else None
        if subject:
            roles.put("actor", subject, "role:relative_light")
            _join(sentence, subject, phrases, roles.actors)
            _struck_in_relative(sentence, trigger, k, phrases, roles)
        return


def _struck_in_relative(
    sentence: Sentence, trigger: Trigger, verb: int, phrases: Sequence[Phrase], roles: Roles
) -> None:
    """`الهجوم الذي شنه مسلحون على حاجز`: what the noun's frame asks for stands behind the doer."""
    _, stop = sentence.clause(verb)
    for phrase in phrases:
        if verb < phrase.first < stop and phrase.prep in _FRAME_KEY:
            role = trigger.frame.get(_FRAME_KEY[phrase.prep], "")
            if role == "recipient" and phrase not in roles.actors:
                roles.put(role, phrase, "role:relative_struck")
                _join(sentence, phrase, phrases, roles.recipients)


def _join(sentence: Sentence, first: Phrase, phrases: Sequence[Phrase], where: list[Phrase]) -> None:
    """Add the phrases joined to `first` by و."""
    previous = first
    for phrase in phrases:
        if phrase.first > previous.last:
            if not phrase.conjunction or phrase.begins - previous.last > 2:
                return
            where.append(phrase)
            previous = phrase


def _prepositions(sentence: Sentence, trigger: Trigger, zone: _Zone, roles: Roles) -> None:
    for found in zone.right:
        phrase = found
        if phrase.prep == "agent":
            roles.put("actor", phrase, "role:agent_phrase")
            continue
        if sentence.link_before(phrase.begins, "alongside"):
            continue
        key = _FRAME_KEY.get(phrase.prep)
        role = trigger.frame.get(key, "") if key else ""
        if role == "partner" and key != "بين":
            role = "recipient"  # only "بين A وB" puts the two sides level
        if role == "place" and phrase.kind == "target" and trigger.code in ("explosion", "suicide_attack", "shelling"):
            role = "recipient"  # "انفجار في فندق" struck it
        if trigger.code in _BLASTS and phrase.prep in _AT and _was_aimed_at(phrase):
            role = "recipient"  # "انفجرت عبوة قرب دورية" was meant for it
        if role == "place" and key == "على":
            role, phrase = _as_object(trigger, role, phrase)
        if role == "actor" and (roles.actors or not phrase.agentive):
            continue  # "من مرابضها"; behind its doer من tells where he comes from
        if role in ("actor", "recipient", "partner", "place", "object"):
            roles.put(role, phrase, f"role:prep_{phrase.prep}")


_BLASTS = frozenset({"explosion", "suicide_attack"})
_AT = frozenset({"ala", "bi", "qurb", "wasta", "ladaa", "inda", "bijanib"})


def _was_aimed_at(phrase: Phrase) -> bool:
    """Forces, convoys and vehicles that a bomb goes off beside are what it was meant for; a building is a place."""
    if phrase.kind == "force":
        return True
    row = phrase.match.entry.row if phrase.match is not None else {}
    return phrase.kind == "target" and row.get("class") in ("convoy", "vehicle", "checkpoint")


def _alongside(sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], zone: _Zone, roles: Roles) -> None:
    """`بدعم من`, `بمشاركة`: who acts beside the doer acts too."""
    for phrase in phrases:
        if not zone.start <= phrase.first < max(zone.stop, trigger.first) or not phrase.agentive:
            continue
        if sentence.link_before(phrase.first, "alongside"):
            roles.put("actor", phrase, "role:alongside")
            _join(sentence, phrase, phrases, roles.actors)


def _with_side(sentence: Sentence, phrase: Phrase) -> int:
    """Last token of a phrase, or of "من جهة" behind it ("بين الجيش من جهة وكذا من جهة أخرى")."""
    after = sentence.tokens.words[phrase.last + 1 : phrase.last + 3]
    return phrase.last + 2 if after == ["من", "جهة"] else phrase.last


def _coordinate(sentence: Sentence, trigger: Trigger, zone: _Zone, roles: Roles) -> None:
    """A phrase joined by و takes the role of the one before it."""
    anchor = previous = None  # anchor: the last phrase with a role; its dependents may stand between
    for phrase in zone.right:
        joined = (
            phrase.conjunction
            and previous is not None
            and phrase.begins - _with_side(sentence, previous) <= 2
            and not any(sentence.breaks.get(k) == HARD for k in range(previous.last + 1, phrase.begins + 1))
        )
        if joined and anchor is not None:
            for role, where in (("actor", roles.actors), ("recipient", roles.recipients), ("place", roles.places)):
                if any(p.first == anchor.first for p in where) and phrase not in where:
                    town = role != "place" and phrase.kind == "place" and _speaks(trigger, phrase)
                    roles.put(role, replace(phrase, kind="body") if town else phrase, "role:joined")
                    break
        if any(phrase in where for where in (roles.actors, roles.recipients, roles.places)):
            anchor = phrase
        elif previous is None or phrase.begins - _with_side(sentence, previous) > 2 or not phrase.prep:
            anchor = None
        previous = phrase
