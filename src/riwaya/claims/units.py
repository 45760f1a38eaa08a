"""Units of counting: a number and its noun, a dual, a singular or plural of harm, with the hedge around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.claims.context import HARD, Sentence
from riwaya.lexicons.codes import MUNITIONS
from riwaya.lexicons.matcher import Match
from riwaya.text.numerals import Numeral, read_numeral, vague
from riwaya.text.tokens import SIGN, WORD

_PEOPLE_KINDS = frozenset({"killed", "injured", "missing", "captured", "displaced", "evacuated"})
_GAP = 3  # words that may stand between a harm word and its victim: "مقتل القيادي البارز محمد"


@dataclass(frozen=True, slots=True)
class Harm:
    """An act that gives a number its kind: token, kind, and whether a second harm verb is joined to it."""

    at: int
    last: int
    kind: str
    verb: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A number and its noun at tokens first..last (inclusive): bounds, hedge, the noun and the rule that found it."""

    first: int
    last: int
    skip: int
    low: int | None
    best: int | None
    high: int | None
    hedge: str
    noun: Match | None
    rule: str


COUNTED_TABLES = ("persons", "nisba", "heads", "acts", "weapons")
"""Tables of the nouns that may count by their form alone: "قتيلان", "مدني", "غارتان"."""


def unit_at(sentence: Sentence, i: int, harms: Sequence[Harm], before: int | None) -> Unit | None:
    """The unit that begins at token i; `before` is the last token of the count before it."""
    tokens = sentence.tokens
    numeral = read_numeral(tokens, i, sentence.stop)
    if numeral and not numeral.ordinal and float(numeral.value).is_integer():
        return _numbered(sentence, numeral, harms)
    single = _one_of(sentence, i, harms)
    if single:
        return single
    loose = vague(tokens, i, sentence.stop)
    if loose:
        noun = _noun(sentence, loose.last + 1)
        if noun is None and not harm_before(sentence, i, harms, reach=1):
            return None
        last = noun.last if noun else loose.last
        return Unit(i, last, loose.skip, loose.low, None, None, loose.hedge, noun, "vague")
    if any(h.at == i and h.verb for h in harms):
        return None  # "قتلا" tells what happened; who it happened to stands beside it
    noun = _person(sentence, i)
    if noun is None:
        pair = next(
            (
                m
                for m in sentence.matches.get(i, ())
                if m.hit.form.number == "d"
                and not m.hit.form.bound
                and m.length == 1
                and (
                    (m.table == "acts" and countable(m)) or (m.table == "weapons" and m.entry.row["class"] in MUNITIONS)
                )
            ),
            None,
        )
        return Unit(i, i, pair.hit.skip, 2, 2, 2, "exact", pair, "dual") if pair else None
    return _unnumbered(sentence, noun, harms, before)


def _one_of(sentence: Sentence, i: int, harms: Sequence[Harm]) -> Unit | None:
    """`قتلت القوة أحد وجهاء القرية`: one of many."""
    if sentence.tokens.words[i] not in ("احد", "احدي") or i + 1 >= sentence.stop:
        return None
    noun = _person(sentence, i + 1)
    # the doer may stand between a verb and whom it struck
    if noun is None or noun.hit.form.number != "p" or not harm_before(sentence, i, harms, reach=4):
        return None
    return Unit(i, noun.last, 0, 1, 1, 1, "exact", noun, "one_of")


def _numbered(sentence: Sentence, numeral: Numeral, harms: Sequence[Harm]) -> Unit | None:
    value = int(numeral.value)
    first, last, hedge = numeral.first, numeral.last, "exact"
    low: int | None = value
    best: int | None = value
    high: int | None = value
    before = _hedge_before(sentence, first)
    ranged = _range(sentence, numeral)
    if ranged:
        low, high, last = ranged
        best = None
    elif before:
        hedge = before.entry.row["kind"].removeprefix("hedge_")
    noun = _noun(sentence, last + 1)
    joint = last + 1 < sentence.stop and sentence.link(last + 1, "joint")  # "66 بين قتيل وجريح"
    near = harm_before(sentence, first, harms, reach=2) or harm_after(sentence, last, harms)
    if noun is None and not near and not joint:
        return None
    if noun is None and _measure(sentence, last + 1):
        return None
    last = noun.last if noun else last
    after = _hedge_after(sentence, last + 1)
    if after:
        hedge = after.entry.row["kind"].removeprefix("hedge_")
        last = after.last
    if hedge in ("at_least", "more_than"):
        high = None
    elif hedge == "at_most":
        low = None
    skip = numeral.skip if first == numeral.first else 0
    return Unit(first, last, skip, low, best, high, hedge, noun, "range" if ranged else "numeral")


def _range(sentence: Sentence, numeral: Numeral) -> tuple[int, int, int] | None:
    """(low, high, last token) of "بين 20 و25", "من 20 إلى 25", "20-25"."""
    tokens, k = sentence.tokens, numeral.last + 1
    if k >= sentence.stop:
        return None
    between = sentence.preposition_before(numeral.first) == "bayn"
    word = tokens.words[k]
    second: Numeral | None = None
    if between or word == "و":
        if between:
            second = read_numeral(tokens, k + (word == "و"), sentence.stop) if word.startswith("و") else None
    elif word in ("الي", "-", "–") or (word == "او"):
        second = read_numeral(tokens, k + 1, sentence.stop) if k + 1 < sentence.stop else None
    if second is None or second.ordinal or second.value <= numeral.value:
        return None
    return int(numeral.value), int(second.value), second.last


def _hedge_before(sentence: Sentence, i: int) -> Match | None:
    for back in (1, 2, 3, 4):
        k = i - back
        if k < sentence.first:
            break
        for match in sentence.matches.get(k, ()):
            if match.table == "links" and match.entry.row["kind"].startswith("hedge_") and match.last == i - 1:
                return match
    return None


def _hedge_after(sentence: Sentence, k: int) -> Match | None:
    if k >= sentence.stop:
        return None
    return next(
        (
            m
            for m in sentence.matches.get(k, ())
            if m.table == "links"
            and m.entry.row["kind"].startswith("hedge_")
            and m.entry.row["kind"] in ("hedge_at_least", "hedge_at_most", "hedge_about")
        ),
        None,
    )


def _noun(sentence: Sentence, k: int) -> Match | None:
    """The counted noun at token k, behind "من" or an adjective: people, or strikes."""
    if k < sentence.stop and sentence.tokens.words[k] == "من":
        k += 1
    if k < sentence.stop and sentence.is_quote(k):
        k += 1
    for at in (k, k + 1):
        if at >= sentence.stop or sentence.tokens.kinds[at] != WORD:
            return None
        person = _person(sentence, at)
        if person:
            return person
        munition = _munition(sentence, at)
        if munition and at == k:
            return munition
        strikes = next(
            (
                m
                for m in sentence.matches.get(at, ())
                if m.table == "acts"
                and m.hit.form.pos == "n"
                and not m.hit.proclitic  # "ثلاثة بانفجار" counts people
                and (countable(m) or (m.entry.row["count"] == "injured" and sentence.tokens.words[at].endswith("ات")))
            ),
            None,
        )
        if strikes and at == k:
            return strikes
        if not any(m.table == "modifiers" for m in sentence.matches.get(at, ())):
            return None
    return None


_STRIKES = frozenset(
    {
        "air_strike",
        "drone_strike",
        "shelling",
        "explosion",
        "suicide_attack",
        "ground_attack",
        "shooting",
        "chemical_attack",
    }
)


def countable(match: Match) -> bool:
    """Is it an attack that comes in numbers ("خمس غارات", "5 تفجيرات")?"""
    row = match.entry.row
    return row["count"] == "strikes" or (row["code"] in _STRIKES and not row["count"])


def _munition(sentence: Sentence, i: int) -> Match | None:
    """A munition that comes in numbers: "عشر قذائف" are as many strikes."""
    match = sentence.find(i, "weapons")
    if match is None or match.entry.row["class"] not in MUNITIONS or match.entry.id.endswith("_adj"):
        return None
    return match if not match.hit.proclitic else None


def _person(sentence: Sentence, i: int) -> Match | None:
    if i >= sentence.stop:
        return None
    found = [m for m in sentence.matches.get(i, ()) if m.table == "persons" and m.hit.form.pos == "n"]
    actor = next((m for m in sentence.matches.get(i, ()) if m.table == "actors"), None)
    if not found:
        found = [
            m
            for m in sentence.matches.get(i, ())
            if m.hit.form.pos == "n"
            and m.hit.form.number != "s"
            and (m.table == "nisba" or (m.table == "heads" and m.entry.row["kind"] == "people"))
        ]
    if not found or (actor and actor.length > found[0].length):
        return None
    return min(found, key=lambda m: (-m.length, m.hit.skip + m.hit.drop))


def _unnumbered(sentence: Sentence, noun: Match, harms: Sequence[Harm], before: int | None) -> Unit | None:
    """A dual, a singular or a plural that counts by itself."""
    form, hit = noun.hit.form, noun.hit
    after = _numeral_after(sentence, noun)
    if after:
        value = int(after.value)
        return Unit(noun.first, after.last, hit.skip, value, value, value, "exact", noun, "numeral_after")
    own = noun.entry.row.get("count", "") in _PEOPLE_KINDS
    i = noun.first
    near = (
        harm_before(sentence, i, harms, reach=1)
        or (before is not None and joined_to(sentence, before, i))
        or sentence.link_before(i, "subset")
    )
    if form.number == "d" and not hit.article:
        return (
            Unit(i, noun.last, hit.skip, 2, 2, 2, "exact", noun, "dual")
            if near or own or harm_after(sentence, noun.last, harms)
            else None
        )
    if form.number == "s" and hit.article and not hit.proclitic and noun.table == "persons":
        # "مقتل الشاب فلان": one man, named
        harm = harm_before(sentence, i, harms, reach=1)
        if harm and harm.last == i - 1 and not hit.conjunction and _named(sentence, noun.last + 1):
            return Unit(i, noun.last, hit.skip, 1, 1, 1, "exact", noun, "named")
    if hit.article or hit.proclitic == "ك":
        return None
    if form.number == "s":
        joined = before is not None and joined_to(sentence, before, i)
        subject = near or own or harm_after(sentence, noun.last, harms)
        if not subject or noun.table != "persons" or (hit.drop and not (joined or near)):
            return None
        if own and not near and not _indefinite(sentence, noun):
            return None
        return Unit(i, noun.last, hit.skip, 1, 1, 1, "exact", noun, "singular")
    if form.number == "p" and own and not near and not _indefinite(sentence, noun):
        return None
    harmed = noun.entry.row.get("count", "") in ("killed", "injured", "missing")
    if form.number == "p" and (near or harmed) and not hit.drop:
        return Unit(i, noun.last, hit.skip, None, None, None, "several", noun, "plural")
    return None


def _named(sentence: Sentence, k: int) -> bool:
    """Does a name follow: a bracket or a word that no lexicon knows?"""
    if k >= sentence.stop:
        return False
    if sentence.tokens.words[k] == "(" or sentence.is_quote(k):
        return True
    word = sentence.tokens.words[k]
    return sentence.tokens.kinds[k] == WORD and not word.startswith("ال") and not sentence.matches.get(k)


def _numeral_after(sentence: Sentence, noun: Match) -> Numeral | None:
    """`مدنيين اثنين`, `أطفالها الثلاثة`: a small number behind its noun, with no noun of its own."""
    k = noun.last + 1
    if k >= sentence.stop or noun.hit.form.number == "s":
        return None
    numeral = read_numeral(sentence.tokens, k, sentence.stop)
    # beyond ten, number and noun do not stand in this order
    if numeral is None or numeral.ordinal or numeral.proclitic or not 2 <= numeral.value <= 10 or sentence.dated(k):
        return None
    if sentence.tokens.words[k].startswith("و") or numeral.form == "digits" or _noun(sentence, numeral.last + 1):
        return None
    return numeral


def _indefinite(sentence: Sentence, noun: Match) -> bool:
    k = noun.last + 1
    return k >= sentence.stop or not sentence.tokens.words[k].startswith("ال")


def joined_to(sentence: Sentence, last: int, i: int) -> bool:
    """Is token i joined by و to the unit that ended at `last`, with at most an adjective between?"""
    if not 0 < i - last <= 3 or not sentence.tokens.words[i].startswith("و"):
        return False
    return not any(sentence.breaks.get(k) == HARD for k in range(last + 1, i + 1))


def harm_before(sentence: Sentence, i: int, harms: Sequence[Harm], *, reach: int) -> Harm | None:
    """The harm word that ends within `reach` words before token i, hedges and prepositions aside."""
    hedge = _hedge_before(sentence, i)
    at = hedge.first if hedge else i
    for harm in reversed(harms):
        if harm.last < at:
            gap = [
                k
                for k in range(harm.last + 1, at)
                if sentence.tokens.kinds[k] != SIGN or sentence.tokens.words[k] in ":،"
            ]
            return harm if len(gap) < reach else None
    return None


def harm_after(sentence: Sentence, last: int, harms: Sequence[Harm]) -> Harm | None:
    """The verb of harm that follows token `last` ("خمسة جنود قتلوا")."""
    return next((h for h in harms if 0 < h.at - last <= _GAP and h.verb), None)


_MEASURES = frozenset(
    "كيلومتر كيلومترا كيلومترات كم متر مترا امتار ميل اميال دولار دولارا ليرة ريال دينار يورو عام عاما اعوام سنة "
    "سنوات شهر شهرا اشهر يوم يوما ايام ساعة ساعات دقيقة دقائق اسبوع اسابيع طن طنا اطنان لتر درجة % بالمءة مليون "
    "مليار كلم هكتار دونم منزل منزلا منازل مرة مرات".split()
)


def _measure(sentence: Sentence, k: int) -> bool:
    return k < sentence.stop and sentence.tokens.words[k] in _MEASURES
