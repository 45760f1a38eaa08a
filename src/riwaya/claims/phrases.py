"""Noun phrases that can act, suffer, speak or be a place: a head the lexicons know, and the words that belong to it.

Order of evidence: a registered name, a source noun, a head noun of a force or body, a title, a common noun for people,
a thing struck, a nisba, a place name. Function words, verbs and dates end a phrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from riwaya.claims.amounts import front_of
from riwaya.claims.context import Sentence
from riwaya.claims.heads import HEAD_TABLES, agrees, choose_head, ends_phrase, head_is_accusative, takes_no_genitive
from riwaya.claims.names import alias_of, extend_name, name_called, quoted_name, with_name
from riwaya.gazetteer import Candidate
from riwaya.lexicons.matcher import Match
from riwaya.text.clitics import cut_before_article, stems
from riwaya.text.spans import Span
from riwaya.text.tokens import WORD

_MAX_WORDS = 9  # the longest official names ("المفوضية السامية للأمم المتحدة لشؤون اللاجئين") have eight words


@dataclass(frozen=True, slots=True)
class Found:
    """A place name found in the tokens: first..last (inclusive), letters cut in front, and what it may be."""

    first: int
    last: int
    skip: int
    candidates: tuple[Candidate, ...]
    proclitic: str
    headed: bool = False
    conjunction: bool = False

    @property
    def is_country(self) -> bool:
        """Is the first thing it may be a country?"""
        return bool(self.candidates) and self.candidates[0].kind == "country"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens first..last (inclusive) without `skip` leading letters.

    `kind`: actor (registered), source, force, body, people, asset, title, person, target, nisba, place.
    `prep` is the preposition that governs it: an id of the links table, `bi`, `li`, `ka`, or ""; of a counted noun, the
    one before its amount, which begins at token `front` (-1: not counted).
    """

    first: int
    last: int
    skip: int
    kind: str
    match: Match | None
    prep: str
    armed: bool = False
    definite: bool = False
    conjunction: bool = False
    name: str | None = None
    actor_id: str | None = None
    sector: str | None = None
    country: str | None = None
    speaks_as: str = "other"
    place: Found | None = None
    owner: Phrase | None = None
    front: int = -1

    @property
    def begins(self) -> int:
        """Its first token, with the amount that counts it ("خمسة من الجنود")."""
        return self.first if self.front < 0 else self.front

    @property
    def agentive(self) -> bool:
        """Can it be the doer of an armed or political act?"""
        if self.kind in ("actor", "force", "body", "asset", "nisba"):
            return True
        if self.kind == "place":
            return self.place is not None and self.place.is_country
        return self.armed

    def covers(self, i: int) -> bool:
        """Does the phrase hold token i?"""
        return self.first <= i <= self.last

    def span(self, sentence: Sentence) -> Span:
        """Its words in the report."""
        return sentence.tokens.span(self.first, self.last, self.skip)


_PHRASE_TABLES = (*HEAD_TABLES, "place_words")
"""Tables of words that a phrase can begin with; a place name can, too."""
_CLITIC_PREPS = {"ب": "bi", "ل": "li", "ك": "ka"}


def find_phrases(sentence: Sentence, places: Mapping[int, Found]) -> list[Phrase]:
    """The noun phrases of a sentence in order, not overlapping. `places` are place names by first token."""
    out: list[Phrase] = []
    i = sentence.first
    for at in sorted({*places, *(k for table in _PHRASE_TABLES for k in sentence.of(table))}):
        if at < i or sentence.tokens.kinds[at] != WORD or sentence.dated(at):
            continue
        phrase = _phrase_at(sentence, at, places)
        if phrase is None:
            continue
        out.append(_counted(sentence, phrase))
        i = phrase.last + 1
    return _with_owners(sentence, out)


def _counted(sentence: Sentence, phrase: Phrase) -> Phrase:
    """With the preposition and the و of its amount, where it has one."""
    if phrase.kind == "place" or (phrase.skip and (phrase.prep in _CLITIC_PREPS.values() or phrase.conjunction)):
        return phrase
    front = front_of(sentence, phrase.first)
    if front is None:
        return phrase
    return replace(phrase, prep=front.prep, conjunction=front.conjunction, front=front.first)


_OWNED = frozenset({"asset", "people", "person", "force", "target", "body"})


def _with_owners(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
    """Tie a force, its men and its aircraft to whom they belong: "طائرة مسيرة تابعة للجيش", "عناصر من التنظيم"."""
    out = list(phrases)
    for k, phrase in enumerate(phrases[:-1]):
        after = phrases[k + 1]
        if (
            phrase.kind not in _OWNED
            or phrase.actor_id
            or after.kind not in ("actor", "force", "body")
            or after.conjunction
        ):
            continue
        gap = range(phrase.last + 1, after.first)
        related = any(
            (m := sentence.find(j, "relations")) and m.entry.row["relation"] == "affiliated_with" for j in gap
        )
        direct = after.prep in ("li", "min") and all(_ties(sentence, j) for j in gap)
        if (related and len(gap) <= 4) or direct:
            out[k] = replace(phrase, owner=after)
    return out


def _ties(sentence: Sentence, j: int) -> bool:
    """May token j stand between a force and whose it is: a preposition written apart, an adjective, a quote?"""
    apart = sentence.tokens.words[j] in ("من", "ل")
    return apart or sentence.is_quote(j) or sentence.find(j, "modifiers") is not None


def _phrase_at(sentence: Sentence, i: int, places: Mapping[int, Found]) -> Phrase | None:
    head = choose_head(sentence, i, places)
    place = places.get(i)
    if head is None:
        return _place_phrase(sentence, place) if place else _area(sentence, i)
    if place and place.last >= head.last and head.table != "actors" and not _says(sentence, i, head):
        return _place_phrase(sentence, place)
    table = head.table
    last = head.last
    if table not in ("nisba", "actors"):
        last = with_name(sentence, head, _extend(sentence, head, places), places)
    elif table == "actors" and last + 1 < sentence.stop:
        last = extend_name(sentence, head)
    kind, armed, sector, role = _kind(head)
    if table == "sources":
        armed = any(m.length == head.length and _kind(m)[1] for m in sentence.matches[i] if m.table in _MEN)
    known = head if table == "actors" else alias_of(sentence, head.last + 1, last)
    country = (known or head).entry.row.get("country") or None
    return Phrase(
        i,
        last,
        _skip(head),
        kind,
        head,
        _prep(sentence, i, head.hit.proclitic, nominative=_nominative(sentence, head)),
        armed,
        head.hit.article,
        bool(head.hit.conjunction),
        known.entry.row["name_ar"] if known else None,
        known.entry.id if known else None,
        sector,
        country,
        role,
    )


def _says(sentence: Sentence, i: int, head: Match) -> bool:
    """`أعلنت القيادة العامة`: behind a verb of saying stands the body, not a site of that name."""
    cue = sentence.find(i - 1, "cues") if i > sentence.first else None
    return head.table == "heads" and cue is not None and cue.entry.row["kind"] == "say_verb"


def _area(sentence: Sentence, i: int) -> Phrase | None:
    """`الأحياء السكنية`, `حي شعبي`: places of a kind, without a name, are what was struck or held."""
    head = sentence.find(i, "place_words")
    if head is None or head.length > 1 or head.entry.row["kind"] not in ("settlement", "region", "feature"):
        return None
    last, k = head.last, head.last + 1
    while k < sentence.stop and not ends_phrase(sentence, k) and _describes(sentence, k, head.hit.article):
        last, k = k, k + 1
    plural = head.hit.form.number == "p"
    if last == head.last and not (plural and head.hit.article):
        return None
    if not head.hit.article and not ends_phrase(sentence, k):
        return None  # "بلدة جديدة عكيدات": the adjective begins a name
    prep = _prep(sentence, i, head.hit.proclitic)
    return Phrase(i, last, _skip(head), "target", head, prep, False, head.hit.article, bool(head.hit.conjunction))


def named_by_kind(sentence: Sentence, i: int) -> Phrase | None:
    """`الوادي`, `البلدة` at token i: a place told by its kind alone, as what is held or besieged."""
    head = sentence.find(i, "place_words")
    if head is None or not head.hit.article or head.entry.row["kind"] not in ("settlement", "region", "feature"):
        return None
    prep = _prep(sentence, i, head.hit.proclitic)
    return Phrase(i, head.last, _skip(head), "target", head, prep, False, True, bool(head.hit.conjunction))


def _describes(sentence: Sentence, k: int, definite: bool) -> bool:
    """Is token k an adjective that agrees in its article with the noun before it?"""
    for match in sentence.matches.get(k, ()):
        if match.table in ("nisba", "modifiers") and not match.hit.proclitic and not match.hit.conjunction:
            return match.hit.article == definite
    word = sentence.tokens.words[k]
    # without an article the word may be the name of the place: only listed adjectives count
    return definite and word.startswith("ال") and len(word) > 4 and word.endswith(("ية", "ي", "ة"))


def _skip(head: Match) -> int:
    """Letters to cut in front; the matcher has left the article of a name out of them."""
    hit = head.hit
    return cut_before_article(hit.skip, hit.proclitic, article=hit.article and head.table != "actors")


def _nominative(sentence: Sentence, head: Match) -> bool:
    return head.hit.form.number == "p" and head.length == 1 and sentence.tokens.words[head.first].endswith("ون")


def _prep(sentence: Sentence, i: int, proclitic: str, *, nominative: bool = False) -> str:
    """The preposition before a phrase; a sound plural in ون stands behind none ("قبل مقاتلون" is a verb)."""
    return _CLITIC_PREPS.get(proclitic) or ("" if nominative else sentence.preposition_before(i))


def _kind(head: Match) -> tuple[str, bool, str | None, str]:
    """(kind, armed, sector, role when it speaks) of a head."""
    row, table = head.entry.row, head.table
    if table == "actors":
        return "actor", row["kind"] in _ARMED_KINDS, row["sector"] or None, row["role"] or "other"
    if table == "heads":
        return row["kind"], row["armed"] == "yes", row["sector"] or None, row["role"] or "party"
    if table == "persons":
        return "person", row["armed"] == "yes", None, "witness"
    if table == "titles":
        return "title", False, row["sector"] or None, row["role"]
    if table == "sources":
        return "source", False, None, row["role"]
    if table == "nisba":
        # "حوثيين" are men; "إسرائيلية" says whose the act is
        return ("people" if head.hit.form.number == "p" and not head.hit.article else "nisba"), False, None, "other"
    return "target", False, None, "other"


_MEN = ("heads", "persons")  # "مقاتلون" are among those who speak, and they are armed


_ARMED_KINDS = frozenset(
    {"military", "police", "intelligence", "armed_group", "militia", "coalition", "private_military", "state"}
)


def _place_phrase(sentence: Sentence, place: Found) -> Phrase:
    country = place.candidates[0] if place.is_country else None
    return Phrase(
        place.first,
        place.last,
        place.skip,
        "place",
        None,
        _prep(sentence, place.first, place.proclitic),
        conjunction=place.conjunction,
        name=country.name_ar if country else None,
        country=country.country if country else None,
        place=place,
    )


def _extend(sentence: Sentence, head: Match, places: Mapping[int, Found]) -> int:
    """The last token of the phrase that begins with `head`: adjectives and one chain of genitives."""
    last = head.last
    definite = head.hit.article or bool(head.hit.drop)
    if head.length > 1 and sentence.tokens.words[head.last].startswith("ال"):
        definite = True  # "منسق الشؤون الإنسانية" has its genitive
    closed = definite or takes_no_genitive(sentence, head)
    titled = head.table == "titles"
    k = last + 1
    while k < sentence.stop and k - head.first < _MAX_WORDS:
        if sentence.is_quote(k) and (quoted := quoted_name(sentence, k)):
            last, definite, closed, k = quoted, True, True, quoted + 1
            continue
        if (called := name_called(sentence, k, places)) is not None:
            return called
        if ends_phrase(sentence, k):
            if not ((titled and _title_joint(sentence, head, k)) or _inside_body(sentence, head, k)):
                break
            inner = _phrase_at(sentence, k + (sentence.tokens.words[k] == "في"), places)
            if inner is None:
                break
            last, definite, closed, k = inner.last, True, True, inner.last + 1
            continue
        step = _step(sentence, head, k, places, definite=definite, closed=closed, titled=titled)
        if step is None:
            break
        last, definite, shut = step
        closed = closed or definite or shut
        k = last + 1
    return last


def accusative(sentence: Sentence, phrase: Phrase) -> bool:
    """Does the phrase's head bear the tanwin of an object ("نائبا")?"""
    if phrase.front >= 0:
        return False  # "ثلاثون شخصا": the number asks for the form
    return phrase.match is not None and phrase.match.table != "actors" and head_is_accusative(sentence, phrase.match)


def _inside_body(sentence: Sentence, head: Match, k: int) -> bool:
    """`قائد في التحالف`, `مصدر في الشرطة`: the body that somebody speaks from belongs to who he is."""
    if head.table not in ("sources", "titles") or sentence.tokens.words[k] != "في" or k + 1 >= sentence.stop:
        return False
    return any(m.table in ("actors", "heads") and not m.hit.proclitic for m in sentence.matches.get(k + 1, ()))


def _title_joint(sentence: Sentence, head: Match, k: int) -> bool:
    joins = head.entry.row.list("joins")
    word = sentence.tokens.words[k]
    return (word == "في" and "في" in joins) or any(
        s.proclitic in ("ل", "ب") and s.proclitic in joins for s in stems(word)
    )


def _step(
    sentence: Sentence, head: Match, k: int, places: Mapping[int, Found], *, definite: bool, closed: bool, titled: bool
) -> tuple[int, bool, bool] | None:
    """Take token k into the phrase: (its last token, is the phrase definite, closed to genitives), or None."""
    word = sentence.tokens.words[k]
    found = [m for m in sentence.matches.get(k, ()) if m.hit.form.pos == "n"]
    clean_start = [m for m in found if not m.hit.conjunction and m.hit.proclitic == ""]
    if any(s.conjunction or s.proclitic for s in stems(word)) and found and not clean_start:
        return None
    many = any(m.table in ("nisba", "actors") and m.hit.form.number == "p" and word.endswith("ين") for m in clean_start)
    if many and closed and head.hit.form.number == "s":
        return None  # "وزير في الحكومة اليمنية الحوثيين": men beside it, no adjective of it
    modifier = next((m for m in clean_start if m.table in ("nisba", "modifiers")), None)
    if modifier and modifier.hit.article == definite:
        return (modifier.last, definite, True) if agrees(sentence, head, modifier) else None
    place = places.get(k)
    noun = next(
        (m for m in clean_start if m.table in ("actors", "heads", "persons", "targets", "titles", "sources")), None
    )
    act = any(m.table == "acts" for m in clean_start)
    if not closed:
        if place and not place.proclitic and (not noun or place.last >= noun.last):
            return place.last, True, True
        if noun:
            if head_is_accusative(sentence, noun):
                return None
            return noun.last, noun.hit.article or noun.table == "actors", False
        if act:
            return None
        if modifier:
            return modifier.last, modifier.hit.article, False
        if any(s.article and not s.proclitic and not s.conjunction for s in stems(word)):
            return k, True, True
        return None
    if noun and not titled and not (noun.table in ("persons", "heads") and word.endswith(("ية", "ي"))):
        return None
    # rows h_… of the actors are people in office: their name belongs to the title, another actor's does not
    another = noun is not None and noun.table in ("actors", "heads") and not noun.entry.id.startswith("h_")
    # the body that a title belongs to stands right behind it: "الناطق باسم الجيش"
    another = another and not (k == head.last + 1 and not sentence.tokens.words[head.last].startswith("ال"))
    # "المبعوث ممثلي المعارضة": several people are no name
    another = another or (noun is not None and noun.hit.form.number == "p" and noun.table in ("titles", "persons"))
    if titled and not act and not another and not (place and place.headed):
        # a title is followed by the name of its holder, which no lexicon lists
        return k, True, True
    if (
        definite
        and any(s.article and not s.proclitic and not s.conjunction for s in stems(word))
        and not place
        and not another
        and not act
        and word.endswith(("ية", "ي", "ة", "ون", "ين", "يون", "يين"))
        and (word.endswith("ية") or not sentence.find(k, "targets", "place_words", "heads", "persons"))
    ):
        return k, True, True
    return None
