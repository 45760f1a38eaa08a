"""Roles of a verbal noun: its genitive, a nisba, the light verb that governs it, the clause that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.claims.acts import Trigger
from riwaya.claims.context import Sentence
from riwaya.claims.phrases import Phrase
from riwaya.claims.subjects import Standing
from riwaya.claims.zones import FRAME_KEY, Roles, Zone, join
from riwaya.lexicons.codes import codes
from riwaya.text.tokens import NUMBER


def noun_roles(sentence: Sentence, trigger: Trigger, zone: Zone, roles: Roles, standing: Standing) -> None:
    """Give the genitive of a verbal noun, its nisba, and the subject of what governs it their roles, in place."""
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
    if not roles.actors:
        _light_before_relative(sentence, trigger, zone, roles)
    if not roles.actors and trigger.frame.get("S") == "actor":
        _control(sentence, trigger, zone, roles)
    led = standing.led
    if not roles.actors and trigger.match.hit.drop and led and g_role != "recipient" and led[0].agentive:
        roles.put("actor", led[0], "role:pronoun")


def _led_by_light(sentence: Sentence, trigger: Trigger, zone: Zone) -> bool:
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


def _has_object(sentence: Sentence, doer: Phrase, zone: Zone) -> bool:
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
    if phrase.kind != "body" or phrase.armed:
        return False
    word = sentence.find(phrase.first, "place_words")
    # "الطرف" is a side of a conflict as well as of a town
    return sentence.find(phrase.first, "targets") is not None or (
        word is not None and word.entry.row["kind"] != "direction"
    )


def _attached(sentence: Sentence, first: int, stop: int) -> bool:
    """Do only adjectives, means, dates and quotation marks stand between ("القصف المدفعي بالهاون لقوات")?"""
    words, kinds = sentence.tokens.words, sentence.tokens.kinds
    for k in range(first, stop):
        if sentence.is_quote(k) or words[k] in ("ل", "ب") or kinds[k] == NUMBER or sentence.dated(k):
            continue
        if any(
            m.table in ("modifiers", "weapons", "nisba")
            or (m.table == "acts" and m.hit.form.pos == "n")
            or (m.table == "relations" and m.entry.row["relation"] == "affiliated_with")  # "قصف طائرة تابعة للجيش"
            for m in sentence.matches.get(k, ())
        ):
            continue
        if words[k].startswith("ال") and words[k].endswith(("ي", "ية", "ة", "ف")):
            continue
        if len(words[k]) > 3 and words[k].endswith(("ي", "ية", "يا", "ف")) and not sentence.matches.get(k):
            continue
        return False
    return True


def _light(sentence: Sentence, trigger: Trigger, zone: Zone, roles: Roles, standing: Standing) -> None:
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
                join(sentence, subject, zone.left, roles.actors)
        return


def _light_before_relative(sentence: Sentence, trigger: Trigger, zone: Zone, roles: Roles) -> None:
    """`شنت الحركة التي تبنت التفجير هجمات`: the doer is told of between the light verb and the noun."""
    doer = zone.antecedent
    if doer is None or trigger.definite or trigger.match.hit.proclitic or trigger.match.hit.conjunction:
        return
    verb = sentence.link(doer.begins - 1, "light_actor") if doer.begins > sentence.first else None
    if verb is None or verb.hit.form.pos != "v" or sentence.preposition_before(trigger.first):
        return
    if _able(trigger, doer):
        roles.put("actor", doer, "role:light_actor")


def _because_between(sentence: Sentence, subject: Phrase, k: int) -> bool:
    return any(sentence.link(j, "because") for j in range(subject.last + 1, k))


_OWN_ACTS = frozenset({"shelling", "air_strike", "drone_strike", "ground_attack", "capture", "destruction", "siege"})
"""What an armed side announces as its own doing: "أعلن التنظيم استهداف موقع"."""


_CONTROL_REACH = 12  # words between a subject and the noun its verb governs


def _control(sentence: Sentence, trigger: Trigger, zone: Zone, roles: Roles) -> None:
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
                join(sentence, victim, phrases, roles.recipients)
            return
        subject = next((p for p in phrases if k < p.first <= k + 3 and not p.prep), None)
        if subject is None and (left := [p for p in phrases if p.last < trigger.first and not p.prep and p.agentive]):
            subject = left[-1] if sentence.link(k - 1, "relative") else None
        if subject:
            if subject.kind == "place" and subject.first == k + 1 and not subject.agentive:
                subject = replace(subject, kind="body")  # "الغارات التي شنتها أنقرة": those who govern there
            roles.put("actor", subject, "role:relative_light")
            join(sentence, subject, phrases, roles.actors)
            _struck_in_relative(sentence, trigger, k, phrases, roles)
        return


def _struck_in_relative(
    sentence: Sentence, trigger: Trigger, verb: int, phrases: Sequence[Phrase], roles: Roles
) -> None:
    """`الهجوم الذي شنه مسلحون على حاجز`: what the noun's frame asks for stands behind the doer."""
    _, stop = sentence.clause(verb)
    for phrase in phrases:
        if verb < phrase.first < stop and phrase.prep in FRAME_KEY:
            role = trigger.frame.get(FRAME_KEY[phrase.prep], "")
            if role == "recipient" and phrase not in roles.actors:
                roles.put(role, phrase, "role:relative_struck")
                join(sentence, phrase, phrases, roles.recipients)
