"""What stands beside a count and changes what it says: an apposition, brackets, "dead and hurt", a whole period."""

from __future__ import annotations

from riwaya.claims.context import Sentence
from riwaya.claims.harms import Unit, of_them
from riwaya.claims.nouns import persons_at
from riwaya.lexicons.codes import VIOLENT_MEANS
from riwaya.lexicons.matcher import Match
from riwaya.text.calendar import MONTHS
from riwaya.text.normalize import fold_key
from riwaya.text.numerals import read_numeral
from riwaya.text.tokens import SIGN

_HARMED = frozenset({"killed", "injured"})
_PRONOUNS = frozenset(fold_key("هو هي هما هم وهو وهي وهما وهم").split())


def restates(sentence: Sentence, before: Unit, unit: Unit) -> bool:
    """Is the unit the adjective or the second name of the one before it: "رجل مسن", "10 قتلى مدنيين", "جثة طفل"?"""
    if unit.noun is None or unit.noun.hit.conjunction or unit.noun.hit.proclitic:
        return False
    if unit.rule not in ("singular", "plural", "dual") or unit.noun.table != "persons":
        return False
    gap = range(before.last + 1, unit.first)
    if unit.rule == "plural" and len(gap) == 1 and of_them(sentence, gap[0]):
        return True  # "خمسة منهم أطفال"
    if any(not sentence.is_quote(k) for k in gap):
        return False
    if before.noun is None:
        return False
    # "شخصين آخرين" may be read as a plural; behind a number above ten the noun is singular ("15 شابا عزل")
    same = before.noun.hit.form.number == unit.noun.hit.form.number or before.rule == unit.rule == "dual"
    return same or (before.rule in ("dual", "numeral") and unit.rule == "plural")


def in_brackets(sentence: Sentence, before: Unit, unit: Unit) -> bool:
    """Does the unit explain the one before it in brackets: "6 من العائلة (طفلان وامرأتان)"?"""
    between = [sentence.tokens.words[k] for k in range(before.last + 1, unit.first)]
    return between[:1] == ["("] and ")" not in between


def explains(before: Unit, unit: Unit) -> bool:
    """Are the unit's people some of those just counted, named without a word between: "ثلاثة آخرين طفلة وشابين"?"""
    if unit.noun is None or unit.skip or unit.first != before.last + 1 or unit.noun.hit.proclitic:
        return False
    return unit.best is not None and before.best is not None and unit.best < before.best


def identifies(sentence: Sentence, unit: Unit) -> bool:
    """`امرأة وطفلاها، وهي معلمة`: what follows a pronoun says who somebody counted was."""
    k = unit.first - 1
    while k > sentence.first and sentence.tokens.kinds[k] == SIGN and sentence.tokens.words[k] == ":":
        k -= 1
    return k >= sentence.first and unit.rule == "singular" and sentence.tokens.words[k] in _PRONOUNS


def dead_and_hurt(sentence: Sentence, unit: Unit) -> int | None:
    """The last token of "80 قتيلا وجريحا", "عشرات القتلى والجرحى": one number for both."""
    if unit.noun is None or unit.rule not in ("numeral", "vague", "range"):
        return None
    own = unit.noun.entry.row.get("count", "")
    second = _joined_noun(sentence, unit)
    if own not in _HARMED or second is None:
        return None
    harm = second.entry.row.get("count", "")
    same = second.hit.form.number == unit.noun.hit.form.number and second.hit.article == unit.noun.hit.article
    return second.last if harm in _HARMED and harm != own and same else None


def mixed_company(sentence: Sentence, unit: Unit) -> bool:
    """`174 ضحية وشاهدا`: a number of victims together with others counts nobody's dead."""
    second = _joined_noun(sentence, unit) if unit.rule == "numeral" else None
    if unit.noun is None or second is None or unit.noun.entry.row.get("count", "") not in _HARMED:
        return False
    return not second.entry.row.get("count") and second.hit.form.number == unit.noun.hit.form.number == "s"


def _joined_noun(sentence: Sentence, unit: Unit) -> Match | None:
    """The noun joined by و right behind the unit ("قتيلا وجريحا")."""
    k = unit.last + 1
    if k >= sentence.stop or not sentence.tokens.words[k].startswith("و"):
        return None
    found = persons_at(sentence, k) or sentence.find(k, "sources")
    return found if found and found.hit.conjunction and not found.hit.proclitic else None


_RECORDS = frozenset(
    fold_key(
        "الأعنف الأكبر الأول الأولى الأكثر الأعلى الأسوأ الأشد الأدمى الأضخم الثاني الثانية الثالث الثالثة"
    ).split()
)
_ELATIVE_REACH = 4  # tokens between "الأعنف" and its "منذ": "الهجوم الأكثر دموية منذ"


def over_a_period(sentence: Sentence, unit: Unit) -> bool:
    """Is the number a total over a period: "إجمالي القتلى", "مقتل 65 مدنيا … منذ مطلع العام"?"""
    start, stop = sentence.clause(unit.first)
    for k in range(start, stop):
        link = sentence.link(k, "cumulative")
        if link is None:
            continue
        if k < unit.first:
            return True
        if k > unit.last and link.entry.id == "period" and not _record(sentence, k):
            return True
    return _attacks_of_a_month(sentence, unit)


_ATTACKS = VIOLENT_MEANS | {"ground_attack"}


def _attacks_of_a_month(sentence: Sentence, unit: Unit) -> bool:
    """`وفي شهر آذار 92 هجوما قتل فيها عشرة`: many attacks of a whole month and their dead are totals."""
    months = [k for k in range(sentence.first, unit.first - 1) if _whole_month(sentence, k)]
    if not months:
        return False
    return any(
        m.hit.form.pos == "n" and m.entry.row["code"] in _ATTACKS and read_numeral(sentence.tokens, k - 1, k)
        for k in range(months[0] + 2, unit.first)
        for m in sentence.of("acts").get(k, ())
    )


def _whole_month(sentence: Sentence, k: int) -> bool:
    """Does "شهر آذار" or "الشهر الثاني" begin at token k, without a day of that month before it?"""
    words = sentence.tokens.words
    if words[k].lstrip("و") == "شهر":
        named = words[k + 1] in MONTHS or " ".join(words[k + 1 : k + 3]) in MONTHS
    elif words[k].lstrip("و") == "الشهر":
        following = read_numeral(sentence.tokens, k + 1, sentence.stop)
        named = following is not None and following.ordinal
    else:
        return False
    return named and (k == sentence.first or words[k - 1] != "من")


def _record(sentence: Sentence, k: int) -> bool:
    """`هو الأعنف منذ بداية العام`: the period measures a record, not a total."""
    return any(sentence.tokens.words[i] in _RECORDS for i in range(max(sentence.first, k - _ELATIVE_REACH), k))
