"""Acts: which words of a sentence carry an action code. The means settle it (means.py), effects join (effects.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from riwaya.claims.context import HARD, Sentence
from riwaya.claims.phrases import Found, Phrase
from riwaya.lexicons.codes import MUNITIONS, codes
from riwaya.lexicons.matcher import Match
from riwaya.text.clitics import stems
from riwaya.text.normalize import fold_letters
from riwaya.text.tokens import NUMBER, WORD

DEFAULT_FRAME = {"S": "actor", "O": "recipient", "G": "auto", "ب": "weapon", "على": "recipient"}


@dataclass(slots=True)
class Trigger:
    """A word or phrase at tokens first..last (inclusive) that carries a code.

    `verb` and `passive` say how it is built; `parts` are other triggers told as one act with it (effects, a verb of
    hitting); `count` is the kind its toll has; `rules` say what settled its code.
    """

    first: int
    last: int
    match: Match
    code: str
    verb: bool
    frame: Mapping[str, str]
    count: str
    gives_way: str
    passive: bool = False
    weapon: Match | None = None
    parts: list[Trigger] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @property
    def definite(self) -> bool:
        """A noun with the article: it may point back to an act told before."""
        return not self.verb and self.match.hit.article


@cache
def parse_frame(cell: str) -> Mapping[str, str]:
    """`S=actor O=recipient على=place` as a dict; the default frame for an empty cell."""
    if not cell:
        return DEFAULT_FRAME
    return dict(part.split("=", 1) for part in cell.split())


_SHADOWS = (
    "nonacts",
    "cues",
    "factuality",
    "place_words",
    "links",
    "titles",
    "heads",
    "persons",
    "actors",
    "sources",
    "targets",
)


def find_triggers(sentence: Sentence, phrases: Sequence[Phrase], places: Mapping[int, Found]) -> list[Trigger]:
    """The triggers of a sentence in order, one a token."""
    out: list[Trigger] = []
    reach = -1
    taken = _inside_names(phrases, places)
    for i in sentence.of("acts"):
        if i <= reach or i in taken or sentence.dated(i):
            continue
        match = _choose(sentence, i)
        if match is None:
            continue
        row = match.entry.row
        out.append(
            Trigger(
                match.first,
                match.last,
                match,
                row["code"],
                match.hit.form.pos == "v" and not sentence.preposition_before(match.first),
                parse_frame(row["frame"]),
                row["count"],
                row["gives_way"],
                rules=[f"acts:{match.entry.id}"],
            )
        )
        reach = match.last
    return out


def _inside_names(phrases: Sequence[Phrase], places: Mapping[int, Found]) -> set[int]:
    """Tokens that belong to a name of several words: "حركة التحرير", "حي النصر" hold no act."""
    taken: set[int] = set()
    for phrase in phrases:
        if phrase.kind == "actor" or phrase.kind in ("force", "body", "source", "title"):
            assert phrase.match is not None
            taken.update(range(phrase.match.first, phrase.match.last + 1))
    for found in places.values():
        if found.candidates or found.headed:
            taken.update(range(found.first, found.last + 1))
    return taken


def _choose(sentence: Sentence, i: int) -> Match | None:
    """The reading of token i as an act: longest, then fewest letters cut; None where another table owns the word."""
    found = [m for m in sentence.matches[i] if m.table == "acts"]
    if not found:
        return None
    longest = max(m.length for m in found)
    if any(m.table == "nonacts" and m.length >= longest for m in sentence.matches[i]) or _under_nonact(sentence, i):
        return None
    found = [m for m in found if m.length == longest and _fits(sentence, m)]
    if not found:
        return None
    if longest == 1 and any(m.length > 1 and m.table in _SHADOWS for m in sentence.matches[i]):
        return None
    ranks = codes()
    return min(
        found,
        key=lambda m: (
            m.hit.skip - 2 * m.hit.article + m.hit.drop,
            _order(sentence, m),
            ranks[m.entry.row["code"]].rank,
            m.entry.id,
        ),
    )


def _under_nonact(sentence: Sentence, i: int) -> bool:
    """Does a phrase that is no act, begun before, cover token i?"""
    for k in range(max(sentence.first, i - 3), i):
        if any(m.table == "nonacts" and m.last >= i for m in sentence.matches.get(k, ())):
            return True
    return False


_LIGHT_REACH = 8  # words between a light verb and its noun: a subject of several words fits


def _after_light_verb(sentence: Sentence, i: int) -> bool:
    """`واصلت القوات قصفها`: after a light verb the word is its noun."""
    for k in range(i - 1, max(sentence.first - 1, i - _LIGHT_REACH), -1):
        if sentence.breaks.get(k + 1) == HARD:
            return False
        link = sentence.link(k, "light_actor", "light_recipient", "light_place")
        if link and link.hit.form.pos == "v":
            return not link.hit.drop  # "شنها" has its noun before it
    return False


def _order(sentence: Sentence, match: Match) -> int:
    """Verb or noun first, when the letters allow both: a noun after a preposition or light verb, else a verb."""
    noun_place = bool(sentence.preposition_before(match.first)) or match.hit.article or bool(match.hit.proclitic)
    noun_place = noun_place or _after_light_verb(sentence, match.first) or _in_idafa(sentence, match.first)
    return int((match.hit.form.pos == "v") == noun_place)


def _in_idafa(sentence: Sentence, i: int) -> bool:
    """`وقف قصف المدن`, `قضية خطف الطبيب`: behind a noun that governs an act the word is a noun."""
    if sentence.tokens.words[i][0] in "وف" or i == sentence.first:
        return False
    link = sentence.link_before(i, "light_noun", "event_noun", "stopping", "topic", "governs_noun")
    if link and link.hit.form.pos == "n" and not link.hit.drop and not link.hit.article:
        return True
    marker = sentence.find(i - 1, "factuality")
    return (
        marker is not None
        and marker.length == 1
        and marker.hit.form.pos == "n"
        and marker.entry.row["scope"] == "complement"
    )


def _fits(sentence: Sentence, match: Match) -> bool:
    hit = match.hit
    if not _has_needed(sentence, match):
        return False
    if hit.form.pos == "v":
        if hit.form.persons == ("1p",):
            return False
        if hit.form.tense == "j" and sentence.tokens.words[max(match.first - 1, sentence.first)].lstrip("وفا") not in (
            "لم",
            "لما",
        ):
            return False  # "تمت" is the jussive of مات only after لم
        return match.length > 1 or not sentence.preposition_before(match.first)
    if hit.drop and any(m.table == "persons" and not m.hit.drop for m in sentence.matches[match.first]):
        return False  # "قتلى" are people, not "my killing"
    if (
        match.length == 1
        and hit.article
        and not hit.conjunction
        and not hit.proclitic
        and after_definite(sentence, match.first)
    ):
        return False  # "المناطق المحاصرة": an adjective
    if match.entry.id.endswith("_p") and (hit.article or hit.proclitic):
        return False  # "المعتقلين" are people; "محاصرة" tells an act
    if match.length == 1 and hit.form.number == "d" and hit.form.bound and not hit.article:
        return False
    # a bound form ("غارتا") needs what it is bound to
    return not (hit.form.bound and not hit.drop and match.last + 1 >= sentence.stop)


_OBJECT_REACH = 11  # words: a subject and an object stand between "حمّل" and its "المسؤولية"
_SPOILED_BEFORE = 4  # words: "الأزمة المالية التي ضربت" has its subject three words before
_NEEDED_REACH = 5  # words: a subject of three may stand between "أطلق" and its "صاروخا"


def _has_needed(sentence: Sentence, match: Match) -> bool:
    """Does what the word needs to mean the act follow it: a preposition (`R`), an object (`with`), a weapon (`W`)?

    `N` asks for forces behind it ("نشرت تركيا قوات") or for demonstrators as its subject. With a word of `not` near
    it, it is a figure of speech ("احتل المنتخب المرتبة").
    `P` is the preposition that must be written on the word, with somebody behind it ("برصاص مسلحين").
    """
    frame = parse_frame(match.entry.row["frame"])
    after = range(match.last + 1, min(sentence.stop, match.last + 1 + _NEEDED_REACH))
    words = sentence.tokens.words
    if "R" in frame and fold_letters(frame["R"]) not in words[after.start : after.stop]:
        return False
    if "with" in frame:
        far = words[match.last + 1 : min(sentence.stop, match.last + 1 + _OBJECT_REACH)]
        if not set(fold_letters(frame["with"]).split("|")) & set(far):
            return False
    if "not" in frame:
        around = words[max(sentence.first, match.first - _SPOILED_BEFORE) : min(sentence.stop, after.stop + 1)]
        if set(fold_letters(frame["not"]).split("|")) & set(around):
            return False
    if "P" in frame and (match.hit.proclitic != frame["P"] or match.hit.article or not _named_next(sentence, match)):
        return False
    if "N" in frame and not (
        protesters_beside(sentence, match.first, match.last) if frame["N"] == "protesters" else _force(sentence, after)
    ):
        return False
    if frame.get("W") == "aircraft":
        near = range(match.first - 2, match.last + 1 + _NEEDED_REACH)
        return match.length > 1 or bool(match.hit.drop) or _aircraft(sentence, near)
    if "W" in frame:
        # a subject may stand before its verb: "أحد الصواريخ سقط"
        before = range(match.first - 1, max(sentence.first - 1, match.first - 4), -1) if frame["S"] == "weapon" else ()
        return _munition(sentence, after) or _munition(sentence, before)
    return True


def _force(sentence: Sentence, words: Iterable[int]) -> bool:
    """Does one of the words name a force, before a clause ends or a title begins ("نشر المتحدث باسم القوات صورة")?"""
    for k in words:
        if sentence.breaks.get(k) == HARD or sentence.find(k, "titles"):
            return False
        for match in sentence.matches.get(k, ()):
            row = match.entry.row
            if match.hit.form.pos == "n" and (
                (match.table == "heads" and row["kind"] == "force")
                or (match.table == "acts" and row["code"] == "deployment")
            ):
                return True
    return False


_PROTESTERS = frozenset({"demonstrator", "protester"})
_PROTESTERS_REACH = 4  # words between a verb and its "مئات من المتظاهرين"
_CROWD = frozenset("الاف الالاف مءات المءات عشرات العشرات عدد حشود مجموعات مجموعة حوالي نحو قرابة من بعض جموع".split())


def protesters_beside(sentence: Sentence, first: int, last: int) -> bool:
    """Are demonstrators the subject of the verb at tokens first..last: "أغلق المتظاهرون", "سار مئات المتظاهرين"?

    Behind the verb as a nominative or as a crowd of them, or before it.
    """
    for k in range(last + 1, min(sentence.stop, last + 1 + _PROTESTERS_REACH)):
        word = sentence.tokens.words[k]
        if _are_protesters(sentence, k):
            crowd = k > last + 1 or sentence.tokens.kinds[k - 1] == NUMBER
            return word.endswith("ون") or crowd
        if sentence.tokens.kinds[k] != NUMBER and word not in _CROWD:
            break
    return any(
        _are_protesters(sentence, k) and sentence.tokens.words[k].endswith("ون")
        for k in range(max(sentence.first, first - 3), first)
        if not any(sentence.breaks.get(j) == HARD for j in range(k + 1, first + 1))
    )


def _are_protesters(sentence: Sentence, k: int) -> bool:
    return any(
        m.table in ("heads", "persons") and m.entry.id in _PROTESTERS and not m.hit.proclitic
        for m in sentence.matches.get(k, ())
    )


def _munition(sentence: Sentence, words: Iterable[int]) -> bool:
    """Does one of the words name a munition, before a clause ends?"""
    for k in words:
        if sentence.breaks.get(k) == HARD:
            return False
        if any(
            m.table == "weapons" and m.entry.row["class"] in MUNITIONS and not m.hit.proclitic
            for m in sentence.matches.get(k, ())
        ):
            return True
    return False


def _aircraft(sentence: Sentence, words: Iterable[int]) -> bool:
    """Does one of the words name a thing that flies?"""
    return any(
        m.table == "weapons" and m.entry.row["class"] in ("aircraft", "helicopter", "drone", "rocket", "missile")
        for k in words
        for m in sentence.matches.get(k, ())
    )


def _named_next(sentence: Sentence, match: Match) -> bool:
    """Does somebody stand right behind the word ("برصاص مسلحين")?"""
    k = match.last + 1
    return k < sentence.stop and any(
        m.table in ("actors", "heads", "persons", "titles", "nisba") and m.hit.form.pos == "n" and not m.hit.proclitic
        for m in sentence.matches.get(k, ())
    )


def after_definite(sentence: Sentence, i: int) -> bool:
    """Does token i stand right behind a noun with the article?"""
    if i == sentence.first or sentence.tokens.kinds[i - 1] != WORD or sentence.dated(i - 1):
        return False
    if sentence.link(i - 1, "relative", "complementizer", "preposition"):
        return False
    return any(s.article for s in stems(sentence.tokens.words[i - 1]))
