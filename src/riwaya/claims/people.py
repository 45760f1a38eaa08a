"""People counted without a number: a dual, a singular or a bare plural beside a harm word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.claims.context import Sentence
from riwaya.claims.harms import Harm, Unit, among, harm_after, harm_before, harm_of_topic, joined_to
from riwaya.claims.nouns import noun_at, persons_at
from riwaya.lexicons.matcher import Match
from riwaya.text.numerals import Numeral, read_numeral
from riwaya.text.tokens import WORD

_PEOPLE_KINDS = frozenset({"killed", "injured", "missing", "captured", "displaced", "evacuated"})
_GROUPS_OF_PEOPLE = frozenset({"family", "aircrew"})


def one_of(sentence: Sentence, i: int, harms: Sequence[Harm]) -> Unit | None:
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


def by_itself(sentence: Sentence, noun: Match, harms: Sequence[Harm], before: int | None) -> Unit | None:
    """A dual, a singular or a plural that counts by itself; `before` is the last token of the count before it."""
    if noun.entry.id in _GROUPS_OF_PEOPLE or any(h.toll and h.at < noun.first <= h.last + 1 for h in harms):
        return None  # a family is not one person; "حصيلة ضحايا القصف" names the toll
    after = _numeral_after(sentence, noun)
    if after:
        value = int(after.value)
        return Unit(noun.first, after.last, noun.hit.skip, value, value, value, "exact", noun, "numeral_after")
    if _part_of_words(sentence, noun):
        return None
    form, hit, i = noun.hit.form, noun.hit, noun.first
    harm = harm_before(sentence, i, harms, reach=1)
    beside = (
        (before is not None and joined_to(sentence, before, i))
        or (before == i - 2 and sentence.tokens.words[i - 1] == "(")
        # "ثلاثة آخرين طفلة وشابين"
        or (before == i - 1 and form.number != "p" and not hit.skip and noun.table == "persons")
        or bool(sentence.link_before(i, "subset") or among(sentence, i))
    )
    if form.number == "d" or _shown_dual(sentence, noun, harms):
        return _dual(sentence, noun, harms, near=bool(harm) or beside)
    plain = form.number == "s" and hit.article and not hit.proclitic and not hit.conjunction
    if plain and noun.table == "persons" and harm and harm.last == i - 1 and _named(sentence, noun.last + 1):
        return Unit(i, noun.last, hit.skip, 1, 1, 1, "exact", noun, "named")  # "مقتل الشاب فلان"
    if hit.article or hit.proclitic == "ك":
        return None
    if form.number == "s":
        return _singular(sentence, noun, harms, near=bool(harm) or beside)
    return _plural(sentence, noun, harms, harm, beside=beside)


def _own(noun: Match) -> bool:
    """Does the noun itself say what befell the people (قتيل)?"""
    return noun.entry.row.get("count", "") in _PEOPLE_KINDS


def _dual(sentence: Sentence, noun: Match, harms: Sequence[Harm], *, near: bool) -> Unit | None:
    told: object = near or _own(noun) or _subject_or_object(sentence, noun, harms) or _in_company(sentence, noun, harms)
    if noun.hit.article:
        # "قتل السوريين" is of any number, "مقتل الشخصين" of two
        told = _only_dual(sentence, noun) and harm_before(sentence, noun.first, harms, reach=1)
    return Unit(noun.first, noun.last, noun.hit.skip, 2, 2, 2, "exact", noun, "dual") if told else None


def _singular(sentence: Sentence, noun: Match, harms: Sequence[Harm], *, near: bool) -> Unit | None:
    if noun.table != "persons" or (noun.entry.id == "another" and not near):
        return None  # "على صعيد آخر"
    own = _own(noun)
    if not (near or own or _subject_or_object(sentence, noun, harms) or _victim_behind(sentence, noun)):
        return None
    if noun.hit.drop and not near:
        return None
    if own and not near and (not _indefinite(sentence, noun) or noun.entry.id == "dead_dahiya"):
        return None  # "السكان ضحية حرب" counts nobody
    return Unit(noun.first, noun.last, noun.hit.skip, 1, 1, 1, "exact", noun, "singular")


def _plural(sentence: Sentence, noun: Match, harms: Sequence[Harm], harm: Harm | None, *, beside: bool) -> Unit | None:
    own, near = _own(noun), bool(harm) or beside
    if own and not near and (not _indefinite(sentence, noun) or _adjective(sentence, noun)):
        return None
    if harm and harm.kind == "other":
        return None  # "تبادل أسرى"
    # "دهس مدنيين" names whom; in "خطف مسلحون مهندسا" the gunmen did it
    if not own and (noun.hit.form.bound or _doer(sentence, noun, harms) or (harm and harm.deed)):
        return None
    harmed = noun.entry.row.get("count", "") in ("killed", "injured", "missing")
    told = near or harmed or harm_of_topic(sentence, noun.first, noun.last, harms)
    if noun.hit.form.number != "p" or not told or noun.hit.drop:
        return None
    return Unit(noun.first, noun.last, noun.hit.skip, None, None, None, "several", noun, "plural")


def _part_of_words(sentence: Sentence, noun: Match) -> bool:
    """`بين قتيل وجريح`, `جثث 11 قتيلا`, `ولدينا مصابون`: words that belong to another number, or to none."""
    i = noun.first
    if any(sentence.link(k, "joint") for k in (i - 1, i - 2) if k >= sentence.first):
        return True
    if i > sentence.first and any(
        m.table in ("sources", "titles") and m.last >= i for m in sentence.matches.get(i - 1, ())
    ):
        return True  # "مصدر عسكري"
    if noun.table == "nisba" and not noun.hit.skip and _behind_people(sentence, i):
        return True  # "سبعة جنود ليبيين"
    if noun.entry.id == "boy_walad" and noun.hit.form.number == "d" and noun.hit.drop:
        return True  # "ولدينا" is "and we have"
    k = noun.last + 1
    of_many = noun.hit.form.number == "p" or noun.entry.id == "dead_juththa"  # "جثة 13 شخصا" is written for "جثث"
    if not _own(noun) or k >= sentence.stop or not of_many or noun.hit.article:
        return False
    numeral = read_numeral(sentence.tokens, k, sentence.stop)
    return (
        numeral is not None
        and not numeral.definite
        and not numeral.skip
        and noun_at(sentence, numeral.last + 1) is not None
    )


def _behind_people(sentence: Sentence, i: int) -> bool:
    """Do people stand right before token i, so that a name of origin there is their adjective?"""
    return any(
        m.last == i - 1 and m.hit.form.pos == "n" and m.table in ("persons", "heads")
        for k in (i - 1, i - 2)
        for m in sentence.matches.get(k, ())
    )


def _adjective(sentence: Sentence, noun: Match) -> bool:
    """`مقاتلون مصابون غادروا`: right behind people the word says how they are."""
    k = noun.first - 1
    if noun.hit.skip or k < sentence.first:
        return False
    person = persons_at(sentence, k)
    return person is not None and person.last == k and person.hit.form.number == "p" and not person.hit.article


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
    after = harm_after(sentence, noun.last, harms) or harm_of_topic(sentence, noun.first, noun.last, harms)
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
        if plain and noun_at(sentence, numeral.last + 1) is None:
            return numeral
    # beyond ten, number and noun do not stand in this order
    if numeral is None or numeral.ordinal or numeral.proclitic or not 2 <= numeral.value <= 10 or sentence.dated(k):
        return None
    if sentence.tokens.words[k].startswith("و") or numeral.form == "digits" or noun_at(sentence, numeral.last + 1):
        return None
    return numeral


def rescued(sentence: Sentence, noun: Match, harms: Sequence[Harm]) -> bool:
    """`إسعاف الكثير من جرحى المعركة`: dead or hurt who are known, told of without what befell them."""
    own = noun.entry.row.get("count", "") in ("killed", "injured")
    return own and not _indefinite(sentence, noun) and not any(h.last < noun.first for h in harms)


def _indefinite(sentence: Sentence, noun: Match) -> bool:
    """Is the noun not made definite by what follows: "قتلى القصف", "جرحى تفجير المطار"?"""
    k = noun.last + 1
    if k >= sentence.stop:
        return True
    if sentence.link(k, "demonstrative"):
        return False  # "ضحايا هذه الحرب"
    act = sentence.find(k, "acts")
    of_act = act is not None and act.hit.form.pos == "n" and not act.hit.proclitic and not act.hit.conjunction
    return not sentence.tokens.words[k].startswith("ال") and not of_act
