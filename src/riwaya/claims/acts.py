"""Acts: which words carry an action code, which code the means around them give, which effects belong to which act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from riwaya.claims.context import HARD, Sentence
from riwaya.claims.phrases import Found, Phrase
from riwaya.lexicons.codes import VIOLENT_MEANS, codes
from riwaya.lexicons.matcher import Match
from riwaya.text.clitics import stems
from riwaya.text.normalize import fold_letters
from riwaya.text.tokens import WORD

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
    for i in sorted(sentence.matches):
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
    noun_place = noun_place or _after_light_verb(sentence, match.first)
    return int((match.hit.form.pos == "v") == noun_place)


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
    if (
        match.length == 1
        and hit.article
        and not hit.conjunction
        and not hit.proclitic
        and _after_definite(sentence, match.first)
    ):
        return False  # "المناطق المحاصرة": an adjective
    if match.entry.id.endswith("_p") and (hit.article or hit.proclitic):
        return False  # "المعتقلين" are people; "محاصرة" tells an act
    if match.length == 1 and hit.form.number == "d" and hit.form.bound and not hit.article:
        return False
    # a bound form ("غارتا") needs what it is bound to
    return not (hit.form.bound and not hit.drop and match.last + 1 >= sentence.stop)


_NEEDED_REACH = 5  # words: a subject of three may stand between "أطلق" and its "صاروخا"


def _has_needed(sentence: Sentence, match: Match) -> bool:
    """Does what the word needs to mean the act follow it: a preposition (`R`), or a munition (`W`)?

    `P` is the preposition that must be written on the word, with somebody behind it ("برصاص مسلحين").
    """
    frame = parse_frame(match.entry.row["frame"])
    after = range(match.last + 1, min(sentence.stop, match.last + 1 + _NEEDED_REACH))
    if (preposition := frame.get("R")) and not any(
        sentence.tokens.words[k] == fold_letters(preposition) for k in after
    ):
        return False
    if "P" in frame and (match.hit.proclitic != frame["P"] or match.hit.article or not _named_next(sentence, match)):
        return False
    if "W" in frame:
        # a subject may stand before its verb: "أحد الصواريخ سقط"
        before = range(match.first - 1, max(sentence.first - 1, match.first - 4), -1) if frame["S"] == "weapon" else ()
        return _munition(sentence, after) or _munition(sentence, before)
    return True


def _munition(sentence: Sentence, words: Iterable[int]) -> bool:
    """Does one of the words name a munition, before a clause ends?"""
    for k in words:
        if sentence.breaks.get(k) == HARD:
            return False
        if any(
            m.table == "weapons" and m.entry.row["code"] and m.hit.form.pos == "n" and not m.hit.proclitic
            for m in sentence.matches.get(k, ())
        ):
            return True
    return False


def _named_next(sentence: Sentence, match: Match) -> bool:
    """Does somebody stand right behind the word ("برصاص مسلحين")?"""
    k = match.last + 1
    return k < sentence.stop and any(
        m.table in ("actors", "heads", "persons", "titles", "nisba") and m.hit.form.pos == "n" and not m.hit.proclitic
        for m in sentence.matches.get(k, ())
    )


def _after_definite(sentence: Sentence, i: int) -> bool:
    """Does token i stand right behind a noun with the article?"""
    if i == sentence.first or sentence.tokens.kinds[i - 1] != WORD or sentence.dated(i - 1):
        return False
    if sentence.link(i - 1, "relative", "complementizer", "preposition"):
        return False
    return any(s.article for s in stems(sentence.tokens.words[i - 1]))


# codes by means ---------------------------------------------------------------------------------------------------


def settle_codes(sentence: Sentence, triggers: Sequence[Trigger], phrases: Sequence[Phrase]) -> None:
    """Let the means named in the clause decide triggers that give way to it."""
    for trigger in triggers:
        trigger.weapon = _weapon_of(sentence, trigger, triggers)
        if trigger.code == "air_strike" and trigger.weapon and trigger.weapon.entry.row["class"] == "drone":
            trigger.code = "drone_strike"
            trigger.rules.append(f"means:{trigger.weapon.entry.id}")
        if trigger.gives_way == "means":
            _by_means(sentence, trigger, triggers, phrases, trigger.weapon)


def _by_means(
    sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], phrases: Sequence[Phrase], weapon: Match | None
) -> None:
    code = weapon.entry.row["code"] if weapon else ""
    if code:
        trigger.code = code
        trigger.rules.append(f"means:{weapon.entry.id}" if weapon else "")
        return
    start, stop = sentence.clause(trigger.first)
    neighbour = next(
        (
            t
            for t in triggers
            if t is not trigger
            and start <= t.first < stop
            and not t.gives_way
            and t.code in VIOLENT_MEANS - {"clash", "ground_attack"}
        ),
        None,
    )
    if neighbour:
        trigger.code = neighbour.code
        trigger.rules.append("means:neighbour")
        return
    if trigger.code == "ground_attack":
        noun = any(not t.verb and t.gives_way != "act" and start <= t.first < trigger.first for t in triggers)
        if (
            not noun
            and trigger.match.entry.id.startswith("istahdaf")
            and any(p.kind in ("person", "people") and p.armed and p.last < trigger.first for p in phrases)
        ):
            trigger.code = "shooting"
            trigger.rules.append("means:armed_people")


_TAKEN_FROM_REPORT = frozenset(
    {"air_strike", "drone_strike", "shelling", "explosion", "suicide_attack", "chemical_attack", "shooting"}
)


def settle_bare(told: Sequence[tuple[Trigger, bool]]) -> None:
    """A bare attack ("الهجوم") takes the means the report names: the one told before it, else after it.

    `told` are a report's triggers in order, each with whether it stands in a headline. A bombardment (قصف) takes only
    the means told before it. Indefinite attacks in the body are left alone: they may be others.
    """
    named = [k for k, (t, _) in enumerate(told) if t.code in _TAKEN_FROM_REPORT and not _is_bare(t)]
    for k, (trigger, headline) in enumerate(told):
        if not _is_bare(trigger) or trigger.gives_way != "means" or not (trigger.definite or headline):
            continue
        before = [n for n in named if n < k]
        after = [n for n in named if n > k]
        if trigger.code == "ground_attack":
            chosen = before[-1] if before else (after[0] if after else None)
        else:
            chosen = before[-1] if before and told[before[-1]][0].code in ("air_strike", "drone_strike") else None
        if chosen is not None:
            trigger.code = told[chosen][0].code
            trigger.rules.append("means:report")


def _is_bare(trigger: Trigger) -> bool:
    """Has nothing but the word itself settled the code?"""
    return trigger.gives_way == "means" and not any(rule.startswith("means:") for rule in trigger.rules)


def _weapon_of(sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger]) -> Match | None:
    """The means named with the trigger: right after it, as its subject, after ب, or elsewhere before the next act."""
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
            if match.entry.id.endswith("_adj") and not _follows_act(sentence, match, triggers):
                continue  # "قاعدة جوية", "حصار بحري" name no means
            distance = k - trigger.last if k > trigger.last else trigger.first - k + 1
            # "غارة جوية بطائرة مسيرة": the drone is the means
            implied = 0 if match.entry.row["class"] == "drone" else 1 if match.entry.row["code"] else 2
            key = (implied, max(0, distance))
            if best is None or key < best[:2]:
                best = (*key, match)
            break
    if best is None and not trigger.verb:
        return _weapon_inside(sentence, trigger)
    return best[2] if best else None


def _follows_act(sentence: Sentence, adjective: Match, triggers: Sequence[Trigger]) -> bool:
    """Does the adjective stand right behind an act noun, or behind another adjective that does?"""
    k = adjective.first
    for trigger in triggers:
        if trigger.last < k and all(
            any(m.table in ("weapons", "modifiers", "nisba") for m in sentence.matches.get(j, ()))
            for j in range(trigger.last + 1, k)
        ):
            return True
    return any(t.first <= k <= t.last for t in triggers)


def _weapon_inside(sentence: Sentence, trigger: Trigger) -> Match | None:
    for k in range(trigger.first, trigger.last + 1):
        weapon = sentence.find(k, "weapons")
        if weapon:
            return weapon
    return None


# effects and doubles ----------------------------------------------------------------------------------------------


def merge(
    sentence: Sentence, triggers: Sequence[Trigger], speech_of: Mapping[int, int], apart: Set[int] = frozenset()
) -> list[Trigger]:
    """Tell one act once: effects join the act of their sentence, a verb of hitting joins the act it speaks of.

    `speech_of` gives for each trigger's first token the statement it stands in: acts of two speakers never join.
    `apart` are first tokens of triggers that stand alone: an effect said not to have happened is a claim of its own.
    """
    out: list[Trigger] = []
    for trigger in triggers:
        host = None if trigger.first in apart else _host(sentence, trigger, triggers, speech_of)
        if host is None:
            if trigger.gives_way == "act" and trigger.weapon and trigger.weapon.entry.row["code"] and trigger.count:
                # "قتل طفل بقذيفة": the means is named, the act is not
                trigger.code = trigger.weapon.entry.row["code"]
                trigger.rules.append(f"means:{trigger.weapon.entry.id}")
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
            if (
                sentence.clause(first.first)[0] == sentence.clause(trigger.first)[0]
                or trigger.first - tolls[-1].last <= 8
            ):
                return first if first.count != trigger.count or trigger.code == first.code else None
        return None
    twin = _twin(sentence, trigger, same)
    if twin is not None:
        return twin
    if trigger.verb and trigger.gives_way == "means":
        if sentence.link(trigger.first, "hits") and (noun := _noun_of_hitting(sentence, trigger, same)):
            return noun
        following = [
            t
            for t in same
            if not t.verb
            and t.code == trigger.code
            and 0 < t.first - trigger.last <= 8
            and t.match.hit.proclitic == "ب"
        ]
        if following:
            return following[0]
    return None


def _is_effect(sentence: Sentence, k: int) -> bool:
    """Does token k carry an effect ("وأصيب العشرات")?"""
    return any(m.table == "acts" and m.entry.row["gives_way"] == "act" for m in sentence.matches.get(k, ()))


_TWIN_GAP = 3  # tokens between "للتوقيع" and its "اتفاق"
_RESUMED_GAP = 8  # tokens between a noun and the verb that takes it up with a pronoun: "لغم … زرعته"


def _twin(sentence: Sentence, trigger: Trigger, same: Sequence[Trigger]) -> Trigger | None:
    """The trigger just before that tells the same act: "التوقيع على اتفاق", "انفجار لغم زرعته"."""
    before = [t for t in same if t.code == trigger.code and t.last < trigger.first]
    if not before:
        return None
    near = before[-1]
    gap = range(near.last + 1, trigger.first)
    if trigger.verb:
        resumed = (
            trigger.match.hit.drop and not near.verb and not trigger.match.hit.conjunction and len(gap) <= _RESUMED_GAP
        )
        return near if resumed else None
    joined = trigger.match.hit.conjunction or any(sentence.breaks.get(k) for k in (*gap, trigger.first))
    return near if len(gap) <= _TWIN_GAP and not joined and trigger.gives_way != "act" else None


_HIT_REACH = 12  # words between an act and the verb that says what it hit: "قصف مدفعي عنيف لقوات … استهدف"


def _noun_of_hitting(sentence: Sentence, verb: Trigger, same: Sequence[Trigger]) -> Trigger | None:
    """The act that a verb of hitting speaks of: "قصف … استهدف", "الهجوم الذي استهدف", "استهدف القصف"."""
    nouns = [t for t in same if not t.verb and t.gives_way != "act" and t.code in VIOLENT_MEANS | {"ground_attack"}]
    after = [t for t in nouns if 0 < t.first - verb.last <= 2 and not t.match.hit.proclitic]
    if after:
        return after[0]
    before = [t for t in nouns if 0 < verb.first - t.last <= _HIT_REACH]
    if not before:
        return None
    noun = before[-1]
    clause = [k for k in range(noun.last + 1, verb.first + 1) if sentence.breaks.get(k) == HARD]
    return noun if all(sentence.link(k, "relative") for k in clause) else None


def _nearest_cause(sentence: Sentence, effect: Trigger, means: Sequence[Trigger]) -> Trigger | None:
    """The act an effect comes from: the one after "في/جراء/إثر", else the last before it, else the first after it."""
    _, stop = sentence.clause(effect.first)
    after = [t for t in means if t.first > effect.last]
    before = [t for t in means if t.first < effect.first]
    if after:
        near = after[0]
        caused = (
            sentence.preposition_before(near.first) in ("fi", "bi", "khilal", "bad")
            or near.match.hit.proclitic == "ب"
            or any(sentence.link(k, "because") for k in range(effect.last + 1, near.first))
        )
        between = any(
            sentence.breaks.get(k) == HARD and not _is_effect(sentence, k) for k in range(effect.last + 1, near.first)
        )
        if caused and not between:
            return near
    if before:
        return before[-1]
    return after[0] if after and after[0].first < stop else None
