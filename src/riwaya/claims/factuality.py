"""Is the act said to have happened? Negation, plan, possibility and background, by scope within the clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from riwaya.claims.context import HARD, Sentence
from riwaya.lexicons.codes import codes
from riwaya.lexicons.matcher import Match
from riwaya.text.tokens import NUMBER, WORD

# A "next" marker reaches over this many words to its verb or noun ("لم ترد أنباء عن إصابات" has three between).
_NEXT_REACH = 4
# A "complement" marker reaches this far: "يعتزم … أن" with a subject and a date between.
_COMPLEMENT_REACH = 12
_SETTLEMENT = frozenset({"talks", "agreement", "ceasefire", "prisoner_exchange"})
_PURPOSE_SHIELD = frozenset({"causal", "light_recipient", "because"})
_ANY = frozenset({"اي", "اية", "ايما"})
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Factuality:
    """The value and the rule that gave it; `marker` is the word that decided, where there is one."""

    value: str
    rule: str
    marker: Match | None = None


def factuality(
    sentence: Sentence,
    first: int,
    last: int,
    match: Match,
    code: str,
    *,
    published_year: int | None = None,
    reported: bool = False,
) -> Factuality:
    """The factuality of the act whose trigger stands at tokens first..last; `reported`: somebody is quoted for it."""
    start, stop = sentence.clause(first)
    if code in _SETTLEMENT and (failed := _failed(sentence, start, stop)):
        return Factuality("negated", "settlement_failed", failed)
    found = _markers(sentence, start, first)
    # an act of speech is told as done: what it asks for or fears is intended, not the asking
    speech = codes()[code].group == "speech"
    if found and sentence.link(first - 1, "stopping") and first > start and code != "ceasefire":
        return Factuality("actual", "stopping")  # "من أجل رفع الحصار": the siege is there
    settled = (
        _governed(sentence, found, first, match, speech=speech)
        or _opened(sentence, start, speech=speech)
        or _by_form(sentence, start, stop, first, match, code)
        or _by_clause(sentence, start, stop, first, speech=speech)
    )
    if settled:
        return settled
    if (
        match.hit.form.tense == "i"
        and codes()[code].group == "violence"
        and (sentence.link(start, "relative") or not reported)
        and sentence.role not in ("headline", "heading")
        and not any(sentence.dated(k) for k in range(start, stop))
        and not _goes_on(sentence, start, first)
    ):
        # "القوة التي تقاتل التنظيم", "ويقصف الجيش القرى بانتظام" tell what somebody does, not what he did
        return Factuality("background", "present")
    if published_year and _past_year(sentence, start, stop, published_year):
        return Factuality("background", "earlier_year")
    return Factuality("actual", "default")


def _governed(sentence: Sentence, markers: list[Match], first: int, match: Match, *, speech: bool) -> Factuality | None:
    """By the nearest word before the act that governs it ("لم", "يعتزم")."""
    for marker in reversed(markers):
        kind, scope = marker.entry.row["kind"], marker.entry.row["scope"]
        value = "intended" if kind == "possible" else kind
        gap = [k for k in range(marker.last + 1, first) if sentence.tokens.kinds[k] in (WORD, NUMBER)]
        if (
            scope == "next"
            and len(gap) <= _NEXT_REACH
            and not _blocked(sentence, marker, first, gap)
            and not (
                match.hit.conjunction
                or any(sentence.breaks.get(k) or sentence.tokens.words[k].startswith("و") for k in gap)
            )
        ):
            return Factuality(value, f"next:{marker.entry.id}", marker)
        if (
            scope == "complement"
            and not speech
            and len(gap) <= _COMPLEMENT_REACH
            and not _blocked(sentence, marker, first, [])
            and (not _taken(sentence, marker, first, match))
        ):
            return Factuality(value, f"complement:{marker.entry.id}", marker)
    return None


def _opened(sentence: Sentence, start: int, *, speech: bool) -> Factuality | None:
    """By the word before the أن that opened the act's clause."""
    before = _markers_of_open_clause(sentence, start)
    if before is None or speech:
        return None
    value = before.entry.row["kind"]
    return Factuality("intended" if value == "possible" else value, f"complement:{before.entry.id}", before)


def _by_form(sentence: Sentence, start: int, stop: int, first: int, match: Match, code: str) -> Factuality | None:
    """By the word itself: the س of the future, the ل of purpose, أي before it."""
    hit = match.hit
    noun = hit.form.pos == "n"
    if hit.future:
        return Factuality("intended", "future_prefix")
    if noun and _is_any(sentence, first):
        return Factuality("intended", "any")  # "الرد على أي هجوم"; denied ones ("نفى أي هجوم") were met above
    if noun and hit.proclitic == "ل" and not hit.article:
        if _governs(sentence, match) and not _shielded(sentence, start, first):
            return Factuality("intended", "purpose_lam")
    elif hit.form.pos == "v" and hit.proclitic == "ل":
        return Factuality("intended", "purpose_lam")
    if hit.proclitic == "ل" and hit.article and _pressed(sentence, start, first):
        return Factuality("intended", "pressed_for")
    if noun and codes()[code].group == "violence" and _starts_later(sentence, match.last, stop):
        return Factuality("intended", "future_predicate")
    if code in _SETTLEMENT and hit.form.tense == "i" and _today(sentence, start, stop):
        return Factuality("intended", "announced_today")
    return None


def _is_any(sentence: Sentence, first: int) -> bool:
    """`أي هجوم`, `أية عملية اجتياح`: no certain one."""
    for k in range(first - 1, max(sentence.first, first - 2) - 1, -1):
        if sentence.tokens.words[k].lstrip("وفبلك") in _ANY:
            return True
        if not sentence.link(k, "governs_noun", "light_noun"):
            return False
    return False


_PREDICATE_REACH = 4  # words between "عملية أمنية واسعة" and its "ستبدأ"


def _starts_later(sentence: Sentence, last: int, stop: int) -> bool:
    """`العملية ستبدأ قريبا`, `أي هجوم سيؤدي إلى`: the verb of the noun is in the future."""
    for k in range(last + 1, min(stop, last + 1 + _PREDICATE_REACH)):
        link = sentence.link(k, "takes_place", "light_actor", "causal")
        if link and link.hit.form.pos == "v":
            return link.hit.future
    return False


def _by_clause(sentence: Sentence, start: int, stop: int, first: int, *, speech: bool) -> Factuality | None:
    """By a word that colours the whole clause: a time, a denial; a condition only what follows it ("إذا قصفوا")."""
    for marker in _markers(sentence, start, stop):
        kind = marker.entry.row["kind"]
        if marker.entry.row["scope"] == "clause" and (kind != "possible" or (marker.first < first and not speech)):
            return Factuality("intended" if kind == "possible" else kind, f"clause:{marker.entry.id}", marker)
    return None


_GOING_ON_REACH = 6  # words between "بينما كانت" and its verb


def _goes_on(sentence: Sentence, start: int, first: int) -> bool:
    """`كانوا يقصفون`, `أخذت تقصف`, `شوهد مسلحون يطلقون النار`: a present governed by a past verb tells of that time."""
    for k in range(max(start, first - _GOING_ON_REACH), first):
        if sentence.link(k, "was", "light_actor", "light_recipient", "light_place"):
            return True
        if any(m.table in ("acts", "cues") and m.hit.form.tense == "p" for m in sentence.matches.get(k, ())):
            return True
    return False


def _taken(sentence: Sentence, marker: Match, first: int, match: Match) -> bool:
    """Has another act before this one taken the marker? Demands and plans reach on over و, failures do not."""
    comma = any(sentence.tokens.words[k] in "،," for k in range(marker.last + 1, first))
    if comma and match.hit.conjunction:
        return True
    between = any(
        m.table == "acts"
        and m.hit.form.pos == "n"
        and m.hit.skip <= 3
        and not m.entry.id.endswith("_p")
        and not sentence.find(k, "persons", "heads")
        for k in range(marker.last + 1, first)
        for m in sentence.matches.get(k, ())
    )
    return between and (marker.entry.row["kind"] == "negated" or not match.hit.conjunction)


def _markers(sentence: Sentence, start: int, stop: int) -> list[Match]:
    out = []
    reach = start - 1
    for i, found in sentence.of("factuality").items():  # in token order
        if reach < i < stop and _is_marker(sentence, found[0]):
            out.append(found[0])
            reach = found[0].last
    return out


def _is_marker(sentence: Sentence, marker: Match) -> bool:
    if sentence.link(marker.first, "light_actor", "light_recipient", "light_place", "causal"):
        return False
    hit = marker.hit
    if hit.form.pos == "v" and sentence.preposition_before(marker.first):
        return False  # "إلى أجل" is a term, not a delay
    if marker.entry.row["scope"] == "next" and marker.length == 1 and hit.drop:
        return False  # "وغيرها" negates nothing
    if sentence.tokens.words[marker.first].lstrip("وف") == "الا" and "أ" not in sentence.tokens.spelled(marker.first):
        return False  # "إلا" excepts, "ألا" forbids
    if sentence.tokens.words[marker.first] == "ما" and marker.first > sentence.first and marker.length == 1:
        return False  # inside a sentence ما is "what" far oftener than "not"
    # قد + past is emphasis ("قد قصفت"), قد + imperfect is possibility
    if sentence.tokens.words[marker.first].lstrip("وفل") == "قد" and marker.length == 1:
        tenses = {m.hit.form.tense for m in sentence.matches.get(marker.last + 1, ()) if m.hit.form.pos == "v"}
        return tenses == {"i"}
    return True


_THAT_IT = frozenset({"انه", "انها", "انهم", "بانه", "بانها", "بانهم"})


def _blocked(sentence: Sentence, marker: Match, first: int, gap: list[int]) -> bool:
    """Is the marker's force spent before the trigger: another verb took it, or a clause ended?"""
    aside = sentence.tokens.words[marker.last] in _THAT_IT and marker.first > sentence.first
    if aside and first > marker.last + 1 and _is_past_verb(sentence, first):
        return True  # "طائرات يعتقد أنها روسية شنت": what is believed is whose they are
    for k in range(marker.last + 1, first):
        if sentence.breaks.get(k) == HARD and sentence.link(k, "complementizer") is None:
            return True
        # "لم يسفر الانفجار عن": the denial of what causes denies what it causes
        if sentence.link(k, "because", "causal") and k != marker.last + 1:
            return True
    return any(any(m.table == "acts" and m.hit.form.pos == "v" for m in sentence.matches.get(k, ())) for k in gap)


def _is_past_verb(sentence: Sentence, i: int) -> bool:
    return any(m.hit.form.tense == "p" for m in sentence.matches.get(i, ()))


def _markers_of_open_clause(sentence: Sentence, start: int) -> Match | None:
    """`يعتزم الجيش أن يقصف`: the marker stands before the أن that opened this clause."""
    link = sentence.link(start, "complementizer")
    if link is None or sentence.tokens.words[start].lstrip("ب") != "ان":
        return None
    if link.last + 1 >= sentence.stop or sentence.tokens.words[link.last + 1][0] not in "يتن":
        return None  # أن with an imperfect verb wishes or fears; أنّ with a noun reports
    outer, _ = sentence.clause(start - 1) if start > sentence.first else (start, start)
    found = [m for m in _markers(sentence, outer, start) if m.entry.row["scope"] == "complement"]
    return found[-1] if found else None


def _failed(sentence: Sentence, start: int, stop: int) -> Match | None:
    for i in range(start, stop):
        if failure := sentence.link(i, "failure"):
            return failure
    return None


def _governs(sentence: Sentence, match: Match) -> bool:
    """A purpose names what is to be acted on: "لقصف المدينة", "لمهاجمتهم"; "لقصف مدفعي" is the object of a verb."""
    if match.hit.drop:
        return True
    k = match.last + 1
    if k >= sentence.stop or sentence.tokens.kinds[k] != WORD:
        return False
    if any(m.table in ("modifiers", "weapons", "nisba") and not m.hit.article for m in sentence.matches.get(k, ())):
        return False
    return not sentence.link(k, "preposition", "relative")


_GOVERNED_GAP = 3  # words between a verb and the ل of its complement: "تصدت المقاومة الشعبية لهجمات"


def _shielded(sentence: Sentence, start: int, first: int) -> bool:
    """`أدى لمقتل`, `تعرضت لقصف`: the ل belongs to the verb before it, it is no purpose."""
    for k in range(first - 1, start - 1, -1):
        if sentence.link(k, *_PURPOSE_SHIELD):
            return True
    for k in range(max(start, first - 1 - _GOVERNED_GAP), first):
        if sentence.link(k, "cumulative", "toll_noun", "lam_noun"):
            return True
        for m in sentence.matches.get(k, ()):
            settles = m.table == "acts" and m.entry.row["code"] in _SETTLEMENT  # "صفقة لإخراج": it is for that
            if m.table == "acts" and not settles and (m.hit.form.pos == "v" or k == first - 1):
                return True
    return False


def _pressed(sentence: Sentence, start: int, first: int) -> bool:
    """`ضغط عليهم للاستسلام`, `دعا الأطراف للاجتماع`: what somebody is pressed to do has not been done."""
    return any(
        (m.table == "acts" and m.entry.row["code"] == "demand")
        or (m.table == "cues" and m.entry.row["stance"] == "demands")
        or m.entry.id == "push_toward"
        for k in range(start, first)
        for m in sentence.matches.get(k, ())
    )


_NEXT_HOURS = frozenset({"اليوم", "الليلة", "غدا", "غد"})


def _today(sentence: Sentence, start: int, stop: int) -> bool:
    """`يلتقي الوزير اليوم نظيره`: a meeting told in the present of this day is announced."""
    return any(sentence.tokens.words[k] in _NEXT_HOURS for k in range(start, stop))


def _past_year(sentence: Sentence, start: int, stop: int, published_year: int) -> bool:
    for k in range(start, stop):
        word = sentence.tokens.words[k]
        if (
            sentence.tokens.kinds[k] == NUMBER
            and _YEAR.fullmatch(word)
            and int(word) < published_year
            and sentence.dated(k)
        ):
            return True
    return False
