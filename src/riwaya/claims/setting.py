"""Where and when an act took place: chosen among the places and dates that its sentence, or the report, tells."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.claims.acts import Trigger
from riwaya.claims.context import Dated, Sentence
from riwaya.claims.phrases import Found, Phrase
from riwaya.claims.report import Draft, ReportText, speech_key
from riwaya.lexicons.codes import codes


def place_draft(report: ReportText, draft: Draft, triggers: Sequence[Trigger]) -> None:
    """Where the act took place: in its clause, then where its parts are told, then near it in the same statement."""
    sentence, trigger = report.sentences[draft.at], draft.trigger
    places = report.places[draft.at]
    inside = _in_phrases(report.phrases[draft.at])
    free = [f for k, f in sorted(places.items()) if k not in inside and _event_prep(sentence, f, trigger)]
    start, stop = sentence.clause(trigger.first)
    following = [t.first for t in triggers if t.first > trigger.last and t is not trigger and t not in trigger.parts]
    limit = min([stop, *following])
    right = [f for f in free if trigger.last < f.first < limit]
    chosen = _together([p.place for p in draft.roles.places if p.place], right)
    if not chosen and not trigger.verb:
        chosen = _in_relative(sentence, trigger, free)
    if not chosen and codes()[trigger.code].group != "speech":
        chosen = [f for f in free if start <= f.first < trigger.first]
        if not chosen and codes()[trigger.code].group != "political":
            chosen = _beside(report, draft, free, triggers)
            draft.place_told_apart = bool(chosen)
    if not chosen and _says_the_town(sentence, start, stop):
        draft.places_at, chosen = _last_town(report, draft.at, trigger.first)
    if draft.places_at is None:
        chosen = _with_joined(sentence, chosen, list(places.values()))
    draft.places = _specific(sentence, sorted(chosen, key=lambda f: f.first))


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


def _says_the_town(sentence: Sentence, start: int, stop: int) -> bool:
    """`في البلدة`: a type word with the article and no name."""
    return any(
        start <= k < stop and found[0].entry.row["kind"] == "settlement" and found[0].hit.article
        for k, found in sentence.of("place_words").items()
    )


def _last_town(report: ReportText, at: int, before: int) -> tuple[int | None, list[Found]]:
    """The nearest earlier name of a place that is no country or governorate, with its sentence."""
    for back in range(at, max(-1, at - 6), -1):  # beyond some sentences the writer names the town again
        if report.heading_between(back, at):
            break
        for found in sorted(report.places[back].values(), key=lambda f: -f.first):
            area = bool(found.candidates) and found.candidates[0].kind in ("country", "region")
            if (back < at or found.first < before) and not area:
                return back, [found]
    return None, []


def _in_phrases(phrases: Sequence[Phrase]) -> set[int]:
    """Tokens inside longer phrases: places there belong to a name ("وزارة الدفاع في غزة")."""
    inside: set[int] = set()
    for phrase in phrases:
        if phrase.kind != "place":
            inside.update(range(phrase.first, phrase.last + 1))
    return inside


_NOT_WHERE = frozenset({"ila", "nahw", "tujah", "an", "maa", "did"})


def _event_prep(sentence: Sentence, found: Found, trigger: Trigger) -> bool:
    prep = {"ب": "bi", "ل": "li"}.get(found.proclitic) or sentence.preposition_before(found.first)
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
    if k > found.first or not sentence.tokens.words[k].startswith("و"):
        return False
    # "وبلدة كذا": a type word may stand between
    return all(sentence.find(j, "place_words") is not None for j in range(k, found.first)) and found.first - k <= 2


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
        if (
            previous is not None
            and found.first - previous.last <= 5
            and not _joined_place(sentence, previous, found)
            and not any(sentence.tokens.words[k] in "،," for k in range(previous.last + 1, found.first))
        ):
            continue
        out.append(found)
    return out


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
