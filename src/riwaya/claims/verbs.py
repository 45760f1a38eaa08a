"""Roles of a verb: its subject before or behind it or left out, its object, and whether it is passive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from riwaya.claims.acts import Trigger
from riwaya.claims.context import HARD, Sentence
from riwaya.claims.phrases import Phrase, accusative
from riwaya.claims.subjects import Standing, fits, goes_on, in_genitive, nominative, oblique
from riwaya.claims.zones import AGREEING, NAMES_DOER, Roles, Zone, bare_of, can_speak, numeral_next
from riwaya.lexicons.codes import codes
from riwaya.text.tokens import SIGN

_DAMMA = "\u064f"


def _subject_before(sentence: Sentence, trigger: Trigger, zone: Zone) -> Phrase | None:
    """The subject of a verb that follows it: the first bare phrase of the clause."""
    if (who := _told_of(sentence, trigger, zone)) is not None:
        return who
    beside = next((p for p in reversed(zone.left) if not p.prep and trigger.first - p.last <= 2), None)
    parted = beside is not None and any(sentence.tokens.kinds[k] == SIGN for k in range(beside.last + 1, trigger.first))
    if beside is not None and beside.conjunction and beside.agentive and not parted:
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
    bare = bare_of(zone.left)
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


def _told_of(sentence: Sentence, trigger: Trigger, zone: Zone) -> Phrase | None:
    """`لتفريق متظاهرين احتجوا على الجدار`: the indefinite people that a plural verb right behind them speaks of."""
    last = zone.left[-1] if zone.left else None
    if last is None or last.last != trigger.first - 1 or last.definite or trigger.match.hit.conjunction:
        return None
    persons = trigger.match.hit.form.persons
    plural = bool(persons) and all(person[1:] in AGREEING for person in persons)
    people = last.kind in ("people", "person", "source", "force", "body") and last.match is not None
    return last if plural and people and fits(sentence, last, trigger.match) else None


def _announces(sentence: Sentence, zone: Zone) -> bool:
    """Does the clause begin with a verb of saying?"""
    return any(m.table == "cues" and m.hit.form.pos == "v" for m in sentence.matches.get(zone.start, ()))


def _is_passive(
    sentence: Sentence, trigger: Trigger, zone: Zone, subject: Phrase | None, dropped: Sequence[Phrase]
) -> bool:
    hit = trigger.match.hit
    if hit.form.pos != "v" or "O" not in trigger.frame:
        return False
    if hit.form.voice in ("a", "p"):
        return hit.form.voice == "p"
    written = sentence.tokens.written(trigger.first)
    # "تُجلي": in the present these patterns have the damma in the active
    spoken = hit.form.tense == "i" and trigger.match.entry.row["wazn"].split(" ")[0] in _DAMMA_IN_ACTIVE
    if _DAMMA in written[: 2 + hit.skip * 2] and not spoken:
        return True
    if hit.drop or codes()[trigger.code].group == "speech":
        return False  # "نفى المصدر": who is told to speak speaks
    bare = _free(sentence, zone.right)
    if subject is not None and subject.agentive and subject is not zone.antecedent:
        # "إن جنديا قتل وأصيب آخر": with nobody behind the verb it is he who was killed
        hurt = trigger.count in ("killed", "injured") and subject.kind in ("people", "person", "title", "source")
        return hurt and not bare and not numeral_next(sentence, trigger.last + 1, zone.stop)
    if _acts_on(sentence, bare):
        return False
    if dropped and dropped[0].agentive and goes_on(sentence, trigger) and not (bare and nominative(bare[0], sentence)):
        return trigger.count in ("killed", "injured") and numeral_next(sentence, trigger.last + 1, zone.stop)
    if numeral_next(sentence, trigger.last + 1, zone.stop):
        return subject is None or not subject.agentive
    if not bare:
        return subject is not None and not subject.agentive
    first = bare[0]
    if accusative(sentence, first) and trigger.match.hit.form.voice != "p":
        return False  # "قتل جنديا": an object by its tanwin
    if not first.agentive:
        return (subject is None or not subject.agentive) and _subject_behind(sentence, trigger, bare) is None
    # an armed person alone after a verb of harm is its victim ("قتل جندي في انفجار")
    alone = len(bare) == 1 and not numeral_next(sentence, first.last + 1, zone.stop)
    return alone and first.kind in ("person", "people", "title") and trigger.count in ("killed", "injured", "captured")


def _free(sentence: Sentence, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Bare phrases that can be subject or object: not "طائرات" in "مع تحليق طائرات"."""
    return [p for p in bare_of(phrases) if not in_genitive(sentence, p)]


_DAMMA_IN_ACTIVE = frozenset({"أفعل", "فعّل", "فاعل", "فعلل"})


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


_PRONOUN = re.compile(r"[بفول]*(?:ان|لان)(?:ه|ها|هم|هما|هن|نا|ني)")


_PRONOUN_GAP = 2  # words between the pronoun and its verb: "إنها كانت قد قصفت"


def resumes_speaker(sentence: Sentence, trigger: Trigger, zone: Zone) -> bool:
    """Does the clause open with إنه, أنها and go straight to the verb?"""
    if not _PRONOUN.fullmatch(sentence.tokens.words[zone.start]) or trigger.first - zone.start > 1 + _PRONOUN_GAP:
        return False
    return not zone.left


def verb_roles(
    sentence: Sentence,
    trigger: Trigger,
    zone: Zone,
    roles: Roles,
    standing: Standing,
    phrases: Sequence[Phrase],
    speaker: Phrase | None,
) -> None:
    """Give the subject and the object of a verb their roles, in place; `speaker` is whom its pronoun takes up."""
    frame = trigger.frame
    subject = speaker if speaker and speaker.agentive else _subject_before(sentence, trigger, zone)
    dropped = [] if subject is not None else _dropped(sentence, trigger, zone, standing)
    trigger.passive = _is_passive(sentence, trigger, zone, subject, dropped)
    bare = _free(sentence, zone.right)
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
        # "الذي استشهد أمس، معاملة الشهيد": the relative clause is about its antecedent
        about = subject is not None and subject is zone.antecedent and subject.kind in ("people", "person", "title")
        beyond = bool(bare) and bare[0].begins > trigger.last + 1
        victim = subject if subject and (not bare or (about and beyond)) else (bare[0] if bare else subject)
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
        town = phrase.kind == "place" and can_speak(trigger, phrase)
        # "نفت موسكو": the town stands for its government
        doer = replace(phrase, kind="body") if town else phrase
        roles.put(s_role, doer, "role:dropped_subject" if phrase in dropped else "role:subject")
    if trigger.match.hit.drop:
        rest = []  # the pronoun is the object
    if codes()[trigger.code].group == "speech":  # "هددت بالرد إذا لم تتدخل الأمم المتحدة"
        rest = [p for p in rest if not _under_condition(sentence, trigger, p)]
    rest = [p for p in rest if not _of_another_verb(sentence, p)] if len(rest) > 1 else rest
    if not rest and frame.get("O") == "recipient" and subjects and not trigger.match.hit.drop:
        rest = _beyond_relative(sentence, zone, subjects[-1], phrases)
    if rest and "O" in frame:
        roles.put(*as_object(trigger, frame["O"], rest[0]), "role:object")


_FAR = 14  # words of a relative clause between a subject and its object


def _beyond_relative(sentence: Sentence, zone: Zone, subject: Phrase, phrases: Sequence[Phrase]) -> list[Phrase]:
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


_CONDITIONS = frozenset({"اذا", "لو", "لم", "لن", "لا", "ما", "حال"})


def _under_condition(sentence: Sentence, trigger: Trigger, phrase: Phrase) -> bool:
    return any(w in _CONDITIONS for w in sentence.tokens.words[trigger.last + 1 : phrase.begins])


def as_object(trigger: Trigger, role: str, phrase: Phrase) -> tuple[str, Phrase]:
    """An object's role: a thing held or besieged is a recipient, a town that is addressed stands for its government."""
    if role == "place" and phrase.kind != "place":
        return "recipient", phrase
    if role == "recipient" and phrase.kind == "place" and can_speak(trigger, phrase):
        return role, replace(phrase, kind="body")
    return role, phrase


def _dropped(sentence: Sentence, trigger: Trigger, zone: Zone, standing: Standing) -> list[Phrase]:
    """Who a verb that names no subject speaks of; nobody for "الذين سلموا أنفسهم" and for fights that break out."""
    if sentence.link(zone.start, "relative") and not trigger.match.hit.drop:
        return []
    if sentence.link(trigger.first, "takes_place") or sentence.link(trigger.first, "causal"):
        return []
    plural = sentence.tokens.words[trigger.first].endswith("وا")
    if trigger.match.length > 1 and trigger.code in NAMES_DOER and not plural:
        return []  # "تظاهر المئات"
    found = standing.subject(trigger.match)
    armed = codes()[trigger.code].group in ("violence", "harm")
    return found if not armed or (found and found[0].agentive) else []


def _whose(
    sentence: Sentence,
    trigger: Trigger,
    zone: Zone,
    subject: Phrase | None,
    dropped: Sequence[Phrase],
    bare: list[Phrase],
) -> tuple[list[Phrase], list[Phrase]]:
    """The subjects of an active verb, and the bare phrases behind it that are left for its object."""
    hit = trigger.match.hit
    # a verb before its subject is singular: after a plural verb stands the object
    agrees = bool(hit.form.persons) and all(person[1:] in AGREEING for person in hit.form.persons)
    if subject is not None and (subject.agentive or can_speak(trigger, subject)):
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
        or can_speak(trigger, first)
        or _acts_on(sentence, bare)
    )
    if first is not None and able and not oblique(first, sentence) and not accusative(sentence, first):
        # "ودعا المعتصمون": a form in ون is no object
        taken = not nominative(first, sentence) and bool(dropped)
        taken = taken and (
            _behind_preposition(sentence, trigger, first)
            or ("O" in trigger.frame and _behind_relative(sentence, trigger))
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


def _behind_relative(sentence: Sentence, trigger: Trigger) -> bool:
    """`الحركة التي تقود تمردا، قاتلت الحكومة`: does the verb follow the comma that closes a relative clause?"""
    comma = trigger.first - 1
    if comma <= sentence.first or sentence.breaks.get(comma) != HARD or sentence.tokens.words[comma] not in "،,":
        return False
    start, _ = sentence.clause(comma - 1)
    return sentence.link(start, "relative") is not None


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
