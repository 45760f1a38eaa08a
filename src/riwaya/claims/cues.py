"""Cues of saying: which words of a sentence introduce, close or place what somebody says."""

from __future__ import annotations

from riwaya.claims.context import Sentence
from riwaya.lexicons.matcher import Match


def find_cues(sentence: Sentence) -> list[Match]:
    """The cues of a sentence in order: one reading a token, longest first, verbs only where they can be verbs."""
    out: list[Match] = []
    reach = -1
    cues = sentence.of("cues")
    for i in sorted({*cues, *sentence.of("factuality")}):
        if i <= reach:
            continue
        aside = sentence.find(i, "factuality")
        if aside and aside.length > 1:
            reach = aside.last  # "تجدر الإشارة إلى أن" attributes nothing
            continue
        found = cues.get(i, [])
        if not found:
            continue
        longest = max((m.length for m in sentence.matches[i] if m.table != "acts"), default=1)
        found = [m for m in found if m.length == longest or m.entry.row["kind"] == "according"]
        found = [m for m in found if not (m.entry.row["kind"] == "say_verb" and not _verb_possible(sentence, m))]
        found = [m for m in found if not (m.entry.row["kind"] == "according" and _says_anew(sentence, m))]
        found = [m for m in found if not (m.entry.row["kind"] == "say_participle" and m.hit.article)]
        if not found:
            continue
        order = ("according", "channel", "turn", "say_verb", "say_participle", "say_noun")
        best = min(found, key=lambda m: (-m.length, order.index(m.entry.row["kind"])))
        if best.entry.row["kind"] == "say_noun" and not _introduces(sentence, best):
            continue
        out.append(best)
        reach = best.last
    return out


def _says_anew(sentence: Sentence, match: Match) -> bool:
    """`كما أعلنت عن …`, `فيما ذكر … أن`: the words open a content of their own, they do not name a source for one."""
    if sentence.tokens.words[match.first].lstrip("و") not in ("كما", "فيما"):
        return False
    for k in range(match.last + 1, min(sentence.stop, match.last + 10)):
        if sentence.link(k, "complementizer") or (k == match.last + 1 and sentence.tokens.words[k] == "عن"):
            return True
        if sentence.tokens.words[k] in "،,.؛":
            return False
    return False


def _introduces(sentence: Sentence, noun: Match) -> bool:
    """Does a noun of saying open a content here: "قوله إن", "قولها:", "قوله «…»"?"""
    k = noun.last + 1
    if k >= sentence.stop:
        return False
    if sentence.tokens.words[k] in "،," and k + 1 < sentence.stop:
        k += 1
    quoted = sentence.is_quote(k) and "quote" in noun.entry.row.list("takes")
    return bool(sentence.link(k, "complementizer")) or sentence.tokens.words[k] == ":" or quoted


def _verb_possible(sentence: Sentence, match: Match) -> bool:
    if match.hit.form.pos == "n":
        return True
    if match.hit.article or sentence.preposition_before(match.first):
        return False
    if match.hit.form.tense == "j" and sentence.tokens.words[max(match.first - 1, sentence.first)].lstrip("وف") != "لم":
        return False  # "تشارك" holds no jussive of أشار
    if sentence.link(match.first, "subset"):
        return False
    if sentence.link(match.first, "preposition") and not _brings_its_an(sentence, match.last + 1):
        return False  # بين and قبل are prepositions unless they bring their أن
    # a noun of people with the same letters (طالب) after an article or number is no verb; the match says which
    return match.hit.proclitic == ""


def _brings_its_an(sentence: Sentence, start: int) -> bool:
    """Does أن follow soon, before a comma?"""
    for k in range(start, min(sentence.stop, start + 5)):
        if sentence.tokens.words[k] in "،,":
            return False
        if sentence.link(k, "complementizer"):
            return True
    return False


def stance_of(cue: Match) -> str:
    """How the speaker stands to the content: `asserts` unless the cue says otherwise."""
    return cue.entry.row["stance"] or "asserts"
