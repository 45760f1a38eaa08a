"""Units of counting: a number and its noun, a dual, a singular or plural of harm, with the hedge around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.claims.context import HARD, Sentence
from riwaya.lexicons.codes import MUNITIONS
from riwaya.lexicons.matcher import Match
from riwaya.text.numberwords import folded
from riwaya.text.numerals import Numeral, begins_amount, read_numeral, vague
from riwaya.text.tokens import NUMBER, SIGN, WORD

_PEOPLE_KINDS = frozenset({"killed", "injured", "missing", "captured", "displaced", "evacuated"})
_GAP = 3  # words that may stand between a harm word and its victim: "مقتل القيادي البارز محمد"


@dataclass(frozen=True, slots=True)
class Harm:
    """An act that gives a number its kind: tokens, kind, whether it is a verb, or names a toll (`toll`: حصيلة)."""

    at: int
    last: int
    kind: str
    verb: bool
    toll: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A number and its noun at tokens first..last (inclusive): bounds, hedge, the noun and the rule that found it.

    `victim` is the class of the people where no noun says it.
    """

    first: int
    last: int
    skip: int
    low: int | None
    best: int | None
    high: int | None
    hedge: str
    noun: Match | None
    rule: str
    victim: str = ""


def may_count(sentence: Sentence, i: int) -> bool:
    """Can a unit begin at token i?"""
    word = sentence.tokens.words[i]
    number = sentence.tokens.kinds[i] == NUMBER or begins_amount(word)
    return (i in sentence.matches or number or word in _MOTHER) and sentence.dated(i) is None


def unit_at(sentence: Sentence, i: int, harms: Sequence[Harm], before: int | None) -> Unit | None:
    """The unit that begins at token i; `before` is the last token of the count before it."""
    tokens = sentence.tokens
    numeral = read_numeral(tokens, i, sentence.stop)
    if numeral and not numeral.ordinal and float(numeral.value).is_integer():
        return _numbered(sentence, numeral, harms, before)
    if numeral:
        one_more = numeral.ordinal and not numeral.definite and not numeral.skip and _right_after(i, harms)
        return Unit(i, numeral.last, numeral.skip, 1, 1, 1, "exact", None, "singular") if one_more else None
    if tokens.words[i] in _MOTHER and "أ" in tokens.spelled(i) and _right_after(i, harms):
        return Unit(i, i, 0, 1, 1, 1, "exact", None, "singular", "woman")
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
    noun = persons_at(sentence, i)
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


_MOTHER = folded("أم")
"""Left out of the table of persons: elsewhere the word is "or", or begins a name."""


def _right_after(i: int, harms: Sequence[Harm]) -> bool:
    """Does a harm word end right before token i?"""
    return any(h.last == i - 1 and not h.toll for h in harms)


def _one_of(sentence: Sentence, i: int, harms: Sequence[Harm]) -> Unit | None:
    """`قتلت القوة أحد وجهاء القرية`: one of many."""
    if sentence.tokens.words[i] not in ("احد", "احدي") or i + 1 >= sentence.stop:
        return None
    noun = persons_at(sentence, i + 1)
    # the doer may stand between a verb and whom it struck
    # "أحد قياديها" is written for "قيادييها"
    if noun is None or (noun.hit.form.number != "p" and not noun.hit.drop):
        return None
    if not harm_before(sentence, i, harms, reach=4):
        return None
    return Unit(i, noun.last, 0, 1, 1, 1, "exact", noun, "one_of")


def _numbered(sentence: Sentence, numeral: Numeral, harms: Sequence[Harm], counted: int | None) -> Unit | None:
    """The unit of a number; `counted` is the last token of the count before it."""
    value = int(numeral.value)
    first, last, hedge = numeral.first, numeral.last, "exact"
    if value == 1 and numeral.form == "words" and not _right_after(first, harms):
        return None  # "عائلة واحدة"
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
    near = (
        harm_before(sentence, first, harms, reach=2)
        or harm_after(sentence, last, harms)
        or raised_to(sentence, first, harms)
        or (counted is not None and _more_of(sentence, counted, first, last))
    )
    if noun is None and not near and not joint:
        return None
    if noun is None and _measure(sentence, last + 1):
        return None
    last = noun.last if noun else last
    after = _hedge_after(sentence, last + 1) or _hedge_behind_group(sentence, last + 1)
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


def _more_of(sentence: Sentence, counted: int, first: int, last: int) -> bool:
    """Does a number without a noun go on with those counted: "وستة من المقاومة", "ثلاثة منهم"?"""
    k = last + 1
    if of_them(sentence, k):
        return True
    ends = k >= sentence.stop or sentence.tokens.kinds[k] != WORD or sentence.tokens.words[k] == "من"
    return ends and joined_to(sentence, counted, first)


def of_them(sentence: Sentence, k: int) -> bool:
    """`ثلاثة منهم`: a part of those counted before."""
    return k < sentence.stop and sentence.tokens.words[k] in _OF_THEM


_OF_THEM = folded("منهم منهن منهما")
_GROUP = 4  # tokens of "من الميليشيات الموالية" between a number and its hedge


def _hedge_behind_group(sentence: Sentence, k: int) -> Match | None:
    """`قتل 6 من الميليشيات على الأقل`: the hedge stands behind whose they are."""
    if k >= sentence.stop or sentence.tokens.words[k] != "من":
        return None
    for at in range(k + 1, min(sentence.stop, k + 1 + _GROUP)):
        if sentence.breaks.get(at) or sentence.tokens.kinds[at] != WORD:
            return None
        link = sentence.link(at, "hedge_at_least", "hedge_at_most")
        if link:
            return link
    return None


def _noun(sentence: Sentence, k: int) -> Match | None:
    """The counted noun at token k, behind "من" or an adjective: people, or strikes."""
    if k < sentence.stop and sentence.tokens.words[k] == "من":
        k += 1
    if k < sentence.stop and sentence.is_quote(k):
        k += 1
    for at in (k, k + 1):
        if at >= sentence.stop or sentence.tokens.kinds[at] != WORD:
            return None
        person = persons_at(sentence, at)
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


def persons_at(sentence: Sentence, i: int) -> Match | None:
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
    if any(m.table == "modifiers" and m.length > found[0].length for m in sentence.matches.get(i, ())):
        return None  # "مرشح للارتفاع"
    return min(found, key=lambda m: (-m.length, m.hit.skip + m.hit.drop))


_GROUPS_OF_PEOPLE = frozenset({"family", "aircrew"})


def _unnumbered(sentence: Sentence, noun: Match, harms: Sequence[Harm], before: int | None) -> Unit | None:
    """A dual, a singular or a plural that counts by itself."""
    form, hit = noun.hit.form, noun.hit
    if noun.entry.id in _GROUPS_OF_PEOPLE or any(h.toll and h.at < noun.first <= h.last + 1 for h in harms):
        return None  # a family is not one person; "حصيلة ضحايا القصف" names the toll
    after = _numeral_after(sentence, noun)
    if after:
        value = int(after.value)
        return Unit(noun.first, after.last, hit.skip, value, value, value, "exact", noun, "numeral_after")
    own = noun.entry.row.get("count", "") in _PEOPLE_KINDS
    i = noun.first
    near = (
        harm_before(sentence, i, harms, reach=1)
        or (before is not None and joined_to(sentence, before, i))
        or (before == i - 2 and sentence.tokens.words[i - 1] == "(")
        or sentence.link_before(i, "subset")
    )
    if form.number == "d" or _shown_dual(sentence, noun, harms):
        if hit.article:
            # "قتل السوريين" is of any number, "مقتل الشخصين" of two
            told = _only_dual(sentence, noun) and harm_before(sentence, i, harms, reach=1)
        else:
            told = near or own or _subject_or_object(sentence, noun, harms) or _in_company(sentence, noun, harms)
        return Unit(i, noun.last, hit.skip, 2, 2, 2, "exact", noun, "dual") if told else None
    if form.number == "s" and hit.article and not hit.proclitic and noun.table == "persons":
        # "مقتل الشاب فلان": one man, named
        harm = harm_before(sentence, i, harms, reach=1)
        if harm and harm.last == i - 1 and not hit.conjunction and _named(sentence, noun.last + 1):
            return Unit(i, noun.last, hit.skip, 1, 1, 1, "exact", noun, "named")
    if hit.article or hit.proclitic == "ك":
        return None
    if form.number == "s":
        joined = before is not None and joined_to(sentence, before, i)
        if noun.entry.id == "another" and not (joined or near):
            return None  # "على صعيد آخر"
        subject = near or own or _subject_or_object(sentence, noun, harms) or _victim_behind(sentence, noun)
        if not subject or noun.table != "persons" or (hit.drop and not (joined or near)):
            return None
        if own and not near and (not _indefinite(sentence, noun) or noun.entry.id == "dead_dahiya"):
            return None  # "السكان ضحية حرب" counts nobody
        return Unit(i, noun.last, hit.skip, 1, 1, 1, "exact", noun, "singular")
    if form.number == "p" and own and not near and not _indefinite(sentence, noun):
        return None
    if form.number == "p" and not own and (hit.form.bound or _doer(sentence, noun, harms)):
        return None
    harmed = noun.entry.row.get("count", "") in ("killed", "injured", "missing")
    if form.number == "p" and (near or harmed) and not hit.drop:
        return Unit(i, noun.last, hit.skip, None, None, None, "several", noun, "plural")
    return None


def _agrees(sentence: Sentence, noun: Match, verb: Harm) -> bool:
    """`أسعفت طفلة قتل والدها`: a feminine noun is no subject of a masculine verb."""
    word = sentence.tokens.words[verb.at]
    return not sentence.tokens.words[noun.first].endswith("ة") or word.endswith(("ت", "ن")) or word.startswith("ت")


_COMPANY_REACH = 8  # words from a harm word over a title and a name to "مع حارسيه"


def _in_company(sentence: Sentence, noun: Match, harms: Sequence[Harm]) -> bool:
    """`مقتل النائب وحارسيه`, `اغتيل مع حارسيه`: his two guards died with him."""
    with_him = noun.hit.conjunction or sentence.tokens.words[noun.first - 1] == "مع"
    start, _ = sentence.clause(noun.first)
    return bool(
        noun.hit.drop
        and with_him
        and any(max(start, noun.first - _COMPANY_REACH) <= h.at and h.last < noun.first for h in harms)
    )


def _doer(sentence: Sentence, noun: Match, harms: Sequence[Harm]) -> bool:
    """`خطف مسلحون مهندسا`: armed people right behind a verb are its subject where somebody else follows."""
    if noun.entry.row.get("armed") != "yes" or not any(h.verb and h.last == noun.first - 1 for h in harms):
        return False
    for k in range(noun.last + 1, min(sentence.stop, noun.last + 1 + _OBJECT_REACH)):
        if sentence.breaks.get(k) or sentence.link(k, "preposition"):
            return False
        if persons_at(sentence, k):
            return True
    return False


def _only_dual(sentence: Sentence, noun: Match) -> bool:
    """Can the word be no plural?"""
    return noun.table == "persons" and not any(
        m.hit.form.number == "p"
        for m in sentence.matches.get(noun.first, ())
        if m.table in ("persons", "heads", "nisba")
    )


_DUAL_VOWEL = re.compile("\u0651?\u064e\u0651?ي\u0652?ن[\u064e\u0650]?$")  # ـَيْن: the plural has ـِين


def _shown_dual(sentence: Sentence, noun: Match, harms: Sequence[Harm]) -> bool:
    """Is a word in ين a dual by its vowel ("مواطنَين") or its verb ("عاملين قتلا")?"""
    if noun.hit.form.number != "p" or noun.length > 1 or not sentence.tokens.words[noun.first].endswith("ين"):
        return False
    after = next((h for h in harms if h.at == noun.last + 1 and h.verb), None)
    verb = sentence.tokens.words[after.at] if after else ""
    k = noun.last + 1
    if k < sentence.stop and sentence.tokens.words[k].endswith("هما"):
        return True  # "فقدان عاملين لحياتهما"
    return (verb.endswith("ا") and not verb.endswith("وا")) or _DUAL_VOWEL.search(
        sentence.tokens.written(noun.last)
    ) is not None


_OBJECT_REACH = 5  # words of a subject between a verb and whom it struck: "اختطفت ميليشيا كذا فتاتين"


def _subject_or_object(sentence: Sentence, noun: Match, harms: Sequence[Harm]) -> Harm | None:
    """The verb that the noun is the subject of ("طفل قتل"), or the object of behind a subject ("قتل مسلحون شابا")."""
    after = harm_after(sentence, noun.last, harms)
    if after and noun.hit.form.number == "s" and not _agrees(sentence, noun, after):
        after = None
    if after or noun.hit.conjunction or noun.hit.proclitic:
        return after
    word = sentence.tokens.words[noun.first]
    # only the accusative shows it: a dual in ين, a singular with its alef or in ة
    if not word.endswith(("ين", "ا", "ة")) or sentence.preposition_before(noun.first):
        return None
    for harm in reversed(harms):
        if harm.last >= noun.first:
            continue
        gap = range(harm.last + 1, noun.first)
        plain = all(sentence.tokens.kinds[k] == WORD and not sentence.breaks.get(k) for k in gap)
        free = not any(sentence.link(k, "preposition", "relative") or persons_at(sentence, k) for k in gap[1:])
        return harm if harm.verb and plain and free and 0 < len(gap) <= _OBJECT_REACH else None
    return None


def _victim_behind(sentence: Sentence, noun: Match) -> Match | None:
    """`مدني ضحية رصاص`: the noun behind says that the person was harmed."""
    k = noun.last + 1
    harmed = persons_at(sentence, k) if noun.entry.row.get("count", "") == "" and not noun.hit.conjunction else None
    if harmed is None or harmed.hit.article or harmed.hit.conjunction or harmed.hit.proclitic or harmed.hit.drop:
        return None
    same = harmed.hit.form.number == noun.hit.form.number
    return harmed if same and harmed.entry.row.get("count", "") in ("killed", "injured") else None


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
    harmed = noun.entry.row.get("count", "") in ("killed", "injured")
    if numeral and harmed and noun.hit.article and not noun.hit.proclitic and not numeral.ordinal and numeral.value > 1:
        # "إن القتلى 12": the number is the predicate
        plain = not sentence.dated(k) and numeral.skip == 0 and float(numeral.value).is_integer()
        if plain and _noun(sentence, numeral.last + 1) is None:
            return numeral
    # beyond ten, number and noun do not stand in this order
    if numeral is None or numeral.ordinal or numeral.proclitic or not 2 <= numeral.value <= 10 or sentence.dated(k):
        return None
    if sentence.tokens.words[k].startswith("و") or numeral.form == "digits" or _noun(sentence, numeral.last + 1):
        return None
    return numeral


def _indefinite(sentence: Sentence, noun: Match) -> bool:
    """Is the noun not made definite by what follows: "قتلى القصف", "جرحى تفجير المطار"?"""
    k = noun.last + 1
    if k >= sentence.stop:
        return True
    act = sentence.find(k, "acts")
    of_act = act is not None and act.hit.form.pos == "n" and not act.hit.proclitic and not act.hit.conjunction
    return not sentence.tokens.words[k].startswith("ال") and not of_act


def joined_to(sentence: Sentence, last: int, i: int) -> bool:
    """Is token i joined by و to the unit that ended at `last`, with at most an adjective between?"""
    words = sentence.tokens.words
    apart = words[i - 1] == "و" and i - 1 > last  # "و 17 امرأة", "و17 امرأة"
    if not 0 < i - last <= 3 or not (apart or words[i].startswith("و")):
        return False
    return not any(sentence.breaks.get(k) == HARD for k in range(last + 1, i + 1))


_ADVERBS = folded("أيضا كذلك حينها وقتها آنذاك بدوره لاحقا فورا")
"""Words that may stand between a verb of harm and whom it befell: "وقتل أيضا عنصران"."""


def harm_before(sentence: Sentence, i: int, harms: Sequence[Harm], *, reach: int) -> Harm | None:
    """The harm word that ends within `reach` words before token i, hedges and prepositions aside."""
    hedge = _hedge_before(sentence, i)
    at = hedge.first if hedge else i
    for harm in reversed(harms):
        if harm.last < at:
            gap = [
                k
                for k in range(harm.last + 1, at)
                if (sentence.tokens.kinds[k] != SIGN or sentence.tokens.words[k] in ":،")
                and sentence.tokens.words[k] not in _ADVERBS
                and not (harm.verb and sentence.dated(k))
            ]
            return harm if len(gap) < reach else None
    return None


def raised_to(sentence: Sentence, i: int, harms: Sequence[Harm]) -> Harm | None:
    """The toll that rose "to" the number at token i: "ارتفعت حصيلة القصف إلى تسعة"."""
    hedge = _hedge_before(sentence, i)
    k = hedge.first - 1 if hedge else i - 1
    if k <= sentence.first or sentence.tokens.words[k] not in _TO:
        return None
    start, _ = sentence.clause(i)
    tolls = [h for h in harms if h.toll and start <= h.at < k]
    return tolls[-1] if tolls else None


_TO = folded("إلى عند بلغ بلغت تجاوز البالغ والبالغ البالغة والبالغة")


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
