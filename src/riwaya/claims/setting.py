"""Where and when an act took place: chosen among the places and dates that its sentence, or the report, tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riwaya.claims.acts import Trigger
from riwaya.claims.context import HARD, Dated, Sentence
from riwaya.claims.phrases import Found, Phrase
from riwaya.claims.places import RUNS_BETWEEN
from riwaya.claims.report import Draft, ReportText, speech_key
from riwaya.lexicons.codes import codes
from riwaya.lexicons.matcher import Match


def place_draft(report: ReportText, draft: Draft, triggers: Sequence[Trigger]) -> None:
    """Where the act took place: in its clause, then where its parts are told, then near it in the same statement."""
    sentence, trigger = report.sentences[draft.at], draft.trigger
    places = report.places[draft.at]
    inside = _in_phrases(report.phrases[draft.at])
    free = [
        f
        for k, f in sorted(places.items())
        if not _is_inside(sentence, f, inside)
        and not _is_where_said(report, draft.at, f)
        and not _stands_for_people(sentence, f)
        and _event_prep(sentence, f, trigger)
    ]
    start, stop = sentence.clause(trigger.first)
    following = [t.first for t in triggers if t.first > trigger.last and t is not trigger and t not in trigger.parts]
    limit = min([stop, *following])
    right = [f for f in free if trigger.last < f.first < limit]
    told = [p.place for p in draft.roles.places if p.place and not _stands_for_people(sentence, p.place)]
    chosen = _together(told, right)
    if not chosen and not trigger.verb:
        chosen = _in_relative(sentence, trigger, free)
    group = codes()[trigger.code].group
    if not chosen and group != "speech":
        chosen = [f for f in free if start <= f.first < trigger.first]
    if not chosen and (said := _says_the_town(sentence, start, stop)) is not None:
        draft.places_at, chosen = _last_town(report, draft.at, said)
    if not chosen and group not in ("speech", "political"):
        chosen = _beside(report, draft, free, triggers)
        draft.place_told_apart = bool(chosen)
    if not chosen and group == "violence":
        chosen = _where_doers_are(sentence, draft, places)
    if draft.places_at is None:
        chosen = _with_joined(sentence, chosen, list(places.values()))
    draft.places = _specific(sentence, sorted(chosen, key=lambda f: f.first))


def _where_doers_are(sentence: Sentence, draft: Draft, places: Mapping[int, Found]) -> list[Found]:
    """`قاتلت قوات الاتحاد في الصومال المتمردين`: the country in which the armed doer of an act is said to be."""
    return [
        f
        for k, f in sorted(places.items())
        if f.is_country
        and sentence.preposition_before(k) == "fi"
        and any(p.armed and p.first < k <= p.last for p in draft.roles.actors)
    ][:1]


def _in_relative(sentence: Sentence, trigger: Trigger, free: Sequence[Found]) -> list[Found]:
    """`المجزرة التي ارتكبتها القوات في كذا`: the places of the clause that tells of the noun."""
    relative = sentence.relative_after(trigger.last, 2)
    if relative is None:
        return []
    start, stop = sentence.clause(relative)
    return [f for f in free if start <= f.first < stop]


def _together(roles: list[Found], right: list[Found]) -> list[Found]:
    """Places in a role, with the ones around them in the same stretch (the finer name may stand before)."""
    return roles + [f for f in right if f not in roles]


def _beside(report: ReportText, draft: Draft, free: Sequence[Found], triggers: Sequence[Trigger]) -> list[Found]:
    """A place told with the act's parts, else the nearest in the same statement: where somebody spoke is not where."""
    sentence, trigger = report.sentences[draft.at], draft.trigger
    for part in trigger.parts:
        start, stop = sentence.clause(part.first)
        told = [f for f in free if start <= f.first < stop]
        if told:
            return told
    # a country is where its own clause says: "المعارك في الصومال" says nothing of the next act
    free = [f for f in free if not (f.candidates and f.candidates[0].kind == "country")]
    key = speech_key(report, trigger.first)
    same = [f for f in free if speech_key(report, f.first) == key]
    if not same:  # told by another in the same sentence, but not where he said it
        same = [f for f in free if speech_key(report, f.first) != -1]
    earlier = [f for f in same if f.first < trigger.first]
    # "في مدينة كذا بمنطقة كذا قرب كذا": what is inside another or near it only says which is meant
    earlier = _specific(sentence, earlier)
    if not earlier:
        return [f for f in same if f.first > trigger.last][:1]
    chosen = earlier[-1:]
    for found in reversed(earlier[:-1]):
        if not _joined_place(sentence, found, chosen[0]):
            break
        chosen.insert(0, found)
    return chosen


def _says_the_town(sentence: Sentence, start: int, stop: int) -> int | None:
    """`في البلدة`: where a type word with the article and no name stands."""
    said = [
        k
        for k, found in sentence.of("place_words").items()
        if start <= k < stop
        and found[0].entry.id in _TOWNS
        and found[0].hit.article
        and found[0].hit.form.number != "p"
    ]
    return min(said, default=None)


_TOWNS = frozenset({"city", "town", "village", "camp", "quarter", "hamlet", "capital"})
"""Type words that point back to a name by themselves: "الناحية" and "التجمع" may be another than the last."""
_SETTLED = frozenset({"city", "town", "village", "camp", "quarter"})


_SAID_OF = {
    "city": frozenset({"city", "town"}),
    "capital": frozenset({"city"}),
    "camp": frozenset({"camp", "town"}),
    "quarter": frozenset({"quarter"}),
}
"""Kinds of places that a type word points back to, where it is narrower than a settled place."""


def _is_called(sentence: Sentence, found: Found, word: Match | None) -> bool:
    """May an unlisted name be the place that the type word says: is "حي كذا" the quarter, and not the city?"""
    head = sentence.find(found.first, "place_words") or (
        sentence.find(found.first - 1, "place_words") if found.first > sentence.first else None
    )
    named = {m.entry.id for m in (head, word) if m is not None}
    return len(named) < 2 or not named & set(_SAID_OF)


def _stands_for_people(sentence: Sentence, found: Found) -> bool:
    """`الغارات التي نفذتها أنقرة`, `لصحيفة "الرياض"`: a government or a newspaper, not a place."""
    k = found.first - 1
    if k > sentence.first and sentence.is_quote(k):
        k -= 1
        return sentence.tokens.words[k] == "ل" or sentence.find(k, "sources") is not None
    verb = sentence.link(k, "light_actor") if k >= sentence.first else None
    return verb is not None and verb.hit.form.pos == "v" and bool(verb.hit.drop) and not found.proclitic


def _last_town(report: ReportText, at: int, before: int) -> tuple[int | None, list[Found]]:
    """The nearest earlier name of a place that is no country or governorate, with its sentence."""
    word = report.sentences[at].find(before, "place_words")
    kinds = _SAID_OF.get(word.entry.id, _SETTLED) if word is not None else _SETTLED
    for back in range(at, max(-1, at - 6), -1):  # beyond some sentences the writer names the town again
        if report.heading_between(back, at):
            break
        there, named = report.sentences[back], _in_order(report.places[back])
        # of "كذا بريف كذا" the town is the first name: the second only says which is meant; the city may be the second
        for found in reversed(named if kinds is not _SETTLED else _specific(there, named)):
            town = any(c.kind in kinds for c in found.candidates) or (
                not found.candidates and _is_called(there, found, word)
            )
            if (back < at or found.first < before) and town and not _stands_for_people(there, found):
                return back, [found]
    return None, []


def _in_order(places: Mapping[int, Found]) -> list[Found]:
    return [places[k] for k in sorted(places)]


def _in_phrases(phrases: Sequence[Phrase]) -> dict[int, int]:
    """Tokens inside longer phrases, with the phrase's first: places there are of a name ("وزارة الدفاع في غزة")."""
    inside: dict[int, int] = {}
    for phrase in phrases:
        if phrase.kind != "place":
            inside.update(dict.fromkeys(range(phrase.first, phrase.last + 1), phrase.first))
    return inside


def _is_inside(sentence: Sentence, found: Found, inside: Mapping[int, int]) -> bool:
    """Does the place belong to a longer name? "قضاء الطارمية" and "مطار الحديدة" are places, not named after one."""
    begins = inside.get(found.first)
    if begins is None or not found.headed or begins < found.first - 1:
        return begins is not None
    head = sentence.find(begins, "place_words")
    if head is None:
        return True
    named = head.entry.id in _TOWNS or head.entry.id == "front"  # "تجمع أحرار كذا" is no place of that name
    known = head.entry.row["kind"] in ("settlement", "region") or head.entry.id in _SITES
    return not (named or (known and found.candidates))


def _is_where_said(report: ReportText, at: int, found: Found) -> bool:
    """`مصادر محلية في كذا`, `مراسلنا في كذا`: where the speaker is, which need not be where it happened."""
    sentence = report.sentences[at]
    if sentence.preposition_before(found.first) != "fi":
        return False
    speakers = (a.speaker for a in report.statements if a.speaker is not None and a.speaker.at == at)
    return any(s.first <= found.first <= s.last or 0 < found.first - s.last <= _AFTER_SPEAKER for s in speakers)


_AFTER_SPEAKER = 2
"""Tokens from the end of a speaker to the place behind "في"."""
_SITES = frozenset({"airport", "base", "port", "dam", "crossing", "hospital", "prison", "camp_military", "field_oil"})
"""Sites that are called after a place: "مطار الحديدة" is where, "وزارة الداخلية" and "طريق السلام" are not."""


_NOT_WHERE = frozenset({"ila", "nahw", "tujah", "an", "maa", "did"})


def _preposition(sentence: Sentence, found: Found) -> str:
    """The preposition before a place, or an "إلى" before the word for what it is: "إلى مدينة كذا", "إلى مشفى كذا"."""
    before = found.first - 1
    while before > sentence.first and (head := sentence.find(before, "place_words")) and not head.hit.conjunction:
        if sentence.preposition_before(before) == "ila":
            return "ila"
        before -= 1
    return sentence.preposition_before(found.first)


def _event_prep(sentence: Sentence, found: Found, trigger: Trigger) -> bool:
    prep = {"ب": "bi", "ل": "li"}.get(found.proclitic) or _preposition(sentence, found)
    if prep == "min" and trigger.frame.get("من") != "place":
        return False
    if prep == "ila" and trigger.frame.get("إلى") == "place":
        return True
    if found.candidates and found.candidates[0].kind == "country" and prep not in ("fi", "bi", "dakhil", "fawq", "ala"):
        return False
    return prep not in _NOT_WHERE


def _joined_place(sentence: Sentence, last: Found, found: Found) -> bool:
    k = last.last + 1
    while k < found.first and sentence.is_quote(k):
        k += 1
    if k > found.first:
        return False
    if k == found.first:
        return found.conjunction
    words = sentence.tokens.words
    if k == found.first - 1 and words[k] in _DASHES:  # "محور كذا – كذا" runs between the two
        head = sentence.find(last.first - 1, "place_words") or sentence.find(last.first, "place_words")
        return head is not None and head.entry.id in RUNS_BETWEEN
    if k == found.first - 1 and words[k] == "و":
        return True
    # "وبلدة كذا": a type word may stand between; "وسط كذا" is no "and"
    heads = [sentence.find(j, "place_words") for j in range(k, found.first)]
    return all(heads) and found.first - k <= 2 and heads[0] is not None and heads[0].hit.conjunction != ""


_DASHES = frozenset("-–—ــ/")


def _with_joined(sentence: Sentence, chosen: Sequence[Found], free: Sequence[Found]) -> list[Found]:
    """The chosen places and those joined to them by و: a list of places is told whole."""
    out = list(chosen)
    for found in sorted(free, key=lambda f: f.first):
        if found not in out and any(_joined_place(sentence, f, found) for f in out):
            out.append(found)
    return out


def _specific(sentence: Sentence, chosen: Sequence[Found]) -> list[Found]:
    """Only the most specific of places that contain each other ("حي X في مدينة Y بريف Z")."""
    out: list[Found] = []
    for previous, found in zip([None, *chosen], chosen, strict=False):
        if previous is None or not _says_which(sentence, previous, found):
            out.append(found)
    return out


_BESIDE, _BEHIND = 5, 12
"""Words between a place and the one it lies in: "حي كذا في مدينة كذا"; "كذا، وهي آخر معقل للفصيل، بمنطقة كذا"."""


def _says_which(sentence: Sentence, previous: Found, found: Found) -> bool:
    """Does the place only say where the one before it lies?"""
    gap = found.first - previous.last
    if gap > _BEHIND or _joined_place(sentence, previous, found):
        return False
    between = range(previous.last + 1, found.first)
    comma = any(sentence.tokens.words[k] in "،," for k in between)
    if gap <= _BESIDE:
        return not comma or _holds(found, previous)
    parted = comma or any(sentence.breaks.get(k) == HARD for k in between)
    return not parted and _lies_around(found, previous)


def _lies_around(found: Found, previous: Found) -> bool:
    """Is the place a region of the governorate in which the one before it lies?"""
    return any(
        area.kind == "region" and area.admin1_id is not None and area.admin1_id == place.admin1_id
        for area in found.candidates
        for place in previous.candidates
    )


_WIDE = frozenset({"country", "admin1", "region"})


def _holds(found: Found, previous: Found) -> bool:
    """`حي كذا، مدينة كذا، شمال سوريا`: is what follows the comma the area in which the place before it lies?"""
    areas = {c.gazetteer_id for c in found.candidates}
    inside = {area for c in previous.candidates for area in (c.within, c.admin1_id) if area}
    if areas & inside:
        return True
    seats = {c.admin1_id for c in found.candidates if c.kind == "city"}
    quarter = any(c.kind in ("quarter", "camp") for c in previous.candidates)
    return bool(found.candidates) and (found.candidates[0].kind in _WIDE or (quarter and bool(seats & inside)))


# words that an unresolved date must stand nearer than a resolved one to be taken
_UNRESOLVED = 6


def when_of(sentence: Sentence, draft: Draft, triggers: Sequence[Trigger]) -> Dated | None:
    """The date of the act: in its clause, else the sentence's only date."""
    trigger = draft.trigger
    start, stop = sentence.clause(trigger.first)
    inside = [d for d in sentence.dates if start <= d.first < stop]
    if inside:
        # words that resolve to no day ("في وقت سابق") yield to words that do
        return min(
            inside, key=lambda d: (abs(d.first - trigger.first) + (_UNRESOLVED if d.when.start is None else 0), d.first)
        )
    for part in trigger.parts:
        p_start, p_stop = sentence.clause(part.first)
        inside = [d for d in sentence.dates if p_start <= d.first < p_stop]
        if inside:
            return inside[0]
    resolved = [d for d in sentence.dates if d.when.start is not None]
    if len(resolved) == 1:
        return resolved[0]
    return sentence.dates[0] if len(sentence.dates) == 1 else None
