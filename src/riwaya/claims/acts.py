"""Acts: which words carry an action code, which code by the means around them, and which effects belong to which act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from riwaya.lexicons.codes import VIOLENT_MEANS, codes
from riwaya.claims.context import HARD, Sentence
from riwaya.claims.phrases import Found, Phrase
from riwaya.lexicons.matcher import Match


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


def parse_frame(cell: str) -> Mapping[str, str]:
    """`S=actor O=recipient على=place` as a dict; the default frame for an empty cell."""
    if not cell:
        return DEFAULT_FRAME
    return dict(part.split("=", 1) for part in cell.split())


_SHADOWS = ("cues", "factuality", "place_words", "links", "titles", "heads", "persons", "actors", "sources", "targets")


def find_triggers(sentence: Sentence, phrases: Sequence[Phrase], places: Mapping[int, Found]) -> list[Trigger]:
    """The triggers of a sentence in order, one a token."""
    out: list[Trigger] = []
    reach = -1
    taken = _inside_names(phrases, places)
    for i in sorted(sentence.matches):
        if i <= reach or i in taken:
            continue
        match = _choose(sentence, i)
        if match is None:
            continue
        row = match.entry.row
        out.append(Trigger(match.first, match.last, match, row["code"], match.hit.form.pos == "v" or _verbal_phrase(match),
                           parse_frame(row["frame"]), row["count"], row["gives_way"], rules=[f"acts:{match.entry.id}"]))
        reach = match.last
    return out


def _verbal_phrase(match: Match) -> bool:
    return match.length > 1 and bool(match.entry.row["root"]) is False and match.entry.row["frame"].startswith("S=") and (
        not match.hit.article and match.entry.row["nouns"] == ""
    )


def _inside_names(phrases: Sequence[Phrase], places: Mapping[int, Found]) -> set[int]:
    """Tokens that belong to a name of several words: "حركة التحرير", "حي النصر" hold no act."""
    taken: set[int] = set()
    for phrase in phrases:
        if phrase.kind == "actor":
            assert phrase.match is not None
            taken.update(range(phrase.match.first, phrase.match.last + 1))
        elif phrase.kind in ("force", "body", "source", "title"):
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
    found = [m for m in found if m.length == longest and _fits(sentence, m)]
    if not found:
        return None
    if longest == 1 and any(m.length > 1 and m.table in _SHADOWS for m in sentence.matches[i]):
        return None
    ranks = codes()
    return min(found, key=lambda m: (m.hit.skip - 2 * m.hit.article + m.hit.drop, _order(sentence, m),
                                     ranks[m.entry.row["code"]].rank, m.entry.id))


def _order(sentence: Sentence, match: Match) -> int:
    """Verb or noun first, when the letters allow both: a noun after a preposition, else a verb before its subject."""
    noun_place = bool(sentence.preposition_before(match.first)) or match.hit.article or bool(match.hit.proclitic)
    return int((match.hit.form.pos == "v") == noun_place)


def _fits(sentence: Sentence, match: Match) -> bool:
    hit = match.hit
    if hit.form.pos == "v":
        if hit.form.persons == ("1p",):
            return False
        return not sentence.preposition_before(match.first)
    if match.length == 1 and hit.form.number == "d" and hit.form.bound and not hit.article:
        return False
    # a bound form ("غارتا") needs what it is bound to
    return not (hit.form.bound and not hit.drop and match.last + 1 >= sentence.stop)


# codes by means ---------------------------------------------------------------------------------------------------


def settle_codes(sentence: Sentence, triggers: Sequence[Trigger], phrases: Sequence[Phrase], recent: str | None) -> str | None:
    """Let the means named in the clause decide triggers that give way to it; returns the report's latest means.

    `recent` is the code of the means told last in the report: a definite attack with no means of its own takes it.
    """
    for trigger in triggers:
        weapon = _weapon_of(sentence, trigger, triggers)
        trigger.weapon = weapon
        if trigger.gives_way == "means":
            recent = _by_means(sentence, trigger, triggers, phrases, weapon, recent)
        elif trigger.code in VIOLENT_MEANS and trigger.code != "clash":
            recent = trigger.code
    return recent


def _by_means(
    sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], phrases: Sequence[Phrase], weapon: Match | None,
    recent: str | None,
) -> str | None:
    code = weapon.entry.row["code"] if weapon else ""
    if code:
        trigger.code = code
        trigger.rules.append(f"means:{weapon.entry.id}" if weapon else "")
        return code
    start, stop = sentence.clause(trigger.first)
    neighbour = next((t for t in triggers if t is not trigger and start <= t.first < stop and not t.gives_way
                      and t.code in VIOLENT_MEANS - {"clash", "ground_attack"}), None)
    if neighbour:
        trigger.code = neighbour.code
        trigger.rules.append("means:neighbour")
        return trigger.code
    if trigger.code == "ground_attack":
        if trigger.definite and recent:
            trigger.code = recent
            trigger.rules.append("means:report")
            return recent
        if trigger.match.entry.row["id"].startswith("istahdaf") and any(
            p.kind in ("person", "people") and p.armed and p.last < trigger.first for p in phrases
        ):
            trigger.code = "shooting"
            trigger.rules.append("means:armed_people")
    elif trigger.definite and recent in ("air_strike", "drone_strike"):
        trigger.code = recent
        trigger.rules.append("means:report")
    return trigger.code if trigger.code != "ground_attack" else recent


def _weapon_of(sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger]) -> Match | None:
    """The means named with the trigger: right after it, as its subject, after ب, anywhere in the clause before the next act."""
    start, stop = sentence.clause(trigger.first)
    nearest = [t.first for t in triggers if t.first > trigger.last]
    right = min([stop, *nearest])
    previous = [t.last for t in triggers if t.last < trigger.first]
    left = max([start, *(p + 1 for p in previous)])
    best: tuple[int, int, Match] | None = None
    for k in range(left, max(right, trigger.last + 1)):
        for match in sentence.matches.get(k, ()):
            if match.table != "weapons" or match.hit.form.pos != "n":
                continue
            distance = k - trigger.last if k > trigger.last else trigger.first - k + 1
            implied = 0 if match.entry.row["code"] else 1
            key = (implied, max(0, distance))
            if best is None or key < best[:2]:
                best = (*key, match)
            break
    if best is None and not trigger.verb:
        return _weapon_inside(sentence, trigger)
    return best[2] if best else None


def _weapon_inside(sentence: Sentence, trigger: Trigger) -> Match | None:
    for k in range(trigger.first, trigger.last + 1):
        weapon = sentence.find(k, "weapons")
        if weapon:
            return weapon
    return None


# effects and doubles ----------------------------------------------------------------------------------------------


def merge(sentence: Sentence, triggers: Sequence[Trigger], speech_of: Mapping[int, int]) -> list[Trigger]:
    """Tell one act once: effects join the act of their sentence, a verb of hitting joins the act it speaks of.

    `speech_of` gives for each trigger's first token the statement it stands in: acts of two speakers never join.
    """
    out: list[Trigger] = []
    for trigger in triggers:
        host = _host(sentence, trigger, triggers, speech_of)
        if host is None:
            out.append(trigger)
        else:
            host.parts.append(trigger)
            host.parts.extend(trigger.parts)
            host.rules.append(f"merge:{trigger.match.entry.id}")
    return out


def _host(
    sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], speech_of: Mapping[int, int]
) -> Trigger | None:
    here = speech_of.get(trigger.first)
    same = [t for t in triggers if t is not trigger and speech_of.get(t.first) == here]
    if trigger.gives_way == "act":
        means = [t for t in same if t.code in VIOLENT_MEANS and t.gives_way != "act" and t.code != "clash"]
        clashes = [t for t in same if t.code == "clash"]
        for group in (means, clashes):
            if group:
                host = _nearest_cause(sentence, trigger, group)
                if host:
                    return host
        tolls = [t for t in same if t.gives_way == "act" and t.count and t.first < trigger.first]
        if trigger.count and tolls:
            first = tolls[0]
            if sentence.clause(first.first)[0] == sentence.clause(trigger.first)[0] or trigger.first - tolls[-1].last <= 8:
                return first if first.count != trigger.count or trigger.code == first.code else None
        return None
    if trigger.verb and trigger.gives_way == "means":
        start, _ = sentence.clause(trigger.first)
        nouns = [t for t in same if not t.verb and t.code == trigger.code and t.gives_way != "act" and (
            start <= t.first < trigger.first or _relative_of(sentence, t, trigger))]
        if nouns and sentence.link(trigger.first, "hits"):
            return nouns[-1]
        following = [t for t in same if not t.verb and t.code == trigger.code and 0 < t.first - trigger.last <= 8
                     and t.match.hit.proclitic == "ب"]
        if following:
            return following[0]
    return None


def _relative_of(sentence: Sentence, noun: Trigger, verb: Trigger) -> bool:
    return bool(sentence.link(verb.first - 1, "relative")) and noun.first < verb.first <= noun.last + 5


def _nearest_cause(sentence: Sentence, effect: Trigger, means: Sequence[Trigger]) -> Trigger | None:
    """The act an effect comes from: the one after "في/جراء/إثر", else the nearest before it, else the first after it."""
    _, stop = sentence.clause(effect.first)
    after = [t for t in means if t.first > effect.last]
    before = [t for t in means if t.first < effect.first]
    if after:
        near = after[0]
        caused = sentence.preposition_before(near.first) in ("fi", "bi", "khilal", "bad") or near.match.hit.proclitic == "ب" or any(
            sentence.link(k, "because") for k in range(effect.last + 1, near.first))
        between = any(sentence.breaks.get(k) == HARD for k in range(effect.last + 1, near.first))
        if caused and not between:
            return near
    if before:
        return before[-1]
    return after[0] if after and after[0].first < stop else None


