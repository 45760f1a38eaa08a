"""Which noun is counted: people, munitions, attacks; measures are not."""

from __future__ import annotations

from riwaya.claims.context import Sentence
from riwaya.lexicons.codes import MUNITIONS
from riwaya.lexicons.matcher import Match
from riwaya.text.tokens import WORD

COUNTED_TABLES = ("persons", "nisba", "heads", "acts", "weapons")
"""Tables of the nouns that may count by their form alone: "قتيلان", "مدني", "غارتان"."""


def noun_at(sentence: Sentence, k: int) -> Match | None:
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
    """The people named at token i: a person, or a people or group in the plural."""
    if i >= sentence.stop:
        return None
    found = [m for m in sentence.of("persons").get(i, ()) if m.hit.form.pos == "n"]
    if not found:
        found = [
            m
            for m in sentence.matches.get(i, ())
            if m.hit.form.pos == "n"
            and m.hit.form.number != "s"
            and (m.table == "nisba" or (m.table == "heads" and m.entry.row["kind"] == "people"))
        ]
    if not found:
        return None
    actor = sentence.find(i, "actors")
    if actor and actor.last > found[0].last:
        return None
    if any(m.last > found[0].last for m in sentence.of("modifiers").get(i, ())):
        return None  # "مرشح للارتفاع"
    return min(found, key=lambda m: (-m.length, m.hit.skip + m.hit.drop))


_MEASURES = frozenset(
    "كيلومتر كيلومترا كيلومترات كم متر مترا امتار ميل اميال دولار دولارا ليرة ريال دينار يورو عام عاما اعوام سنة "
    "سنوات شهر شهرا اشهر يوم يوما ايام ساعة ساعات دقيقة دقائق اسبوع اسابيع طن طنا اطنان لتر درجة % بالمءة مليون "
    "مليار كلم هكتار دونم منزل منزلا منازل مرة مرات".split()
)


def measure(sentence: Sentence, k: int) -> bool:
    """Is the word at token k a measure, a thing or a deed ("5 مجازر"), so that its number counts nobody?"""
    return k < sentence.stop and (sentence.tokens.words[k] in _MEASURES or _deed(sentence, k))


def _deed(sentence: Sentence, k: int) -> bool:
    return any(
        m.hit.form.pos == "n"
        and m.hit.form.number in ("p", "s")
        and m.entry.row["code"] in _DEEDS
        and not (m.hit.proclitic or m.hit.conjunction or m.hit.article or m.hit.drop)
        for m in sentence.of("acts").get(k, ())
    )


_DEEDS = _STRIKES | {"killing", "clash", "abduction", "abuse"}
