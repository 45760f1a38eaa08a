"""What one report tells of one act: the claims of a report that speak of the same happening, made comparable.

A report names an act in its headline, tells it in its lead and returns to it further down. Those claims are one
telling. Tellings, not claims, are compared between reports.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Hashable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from riwaya.events.days import UNKNOWN, Calendar, act_calendar, report_calendar, since_long
from riwaya.events.spots import Spot, spots_of
from riwaya.lexicons.codes import codes
from riwaya.model import Actor, Claim, Document, Reading
from riwaya.text.normalize import fold_key

FAMILIES = {
    **dict.fromkeys(("air_strike", "drone_strike", "shelling", "explosion", "suicide_attack"), "strike"),
    **dict.fromkeys(("chemical_attack", "shooting", "killing", "casualties", "destruction"), "strike"),
    **dict.fromkeys(("ground_attack", "clash", "capture", "withdrawal", "surrender"), "fight"),
    **dict.fromkeys(("detention", "abduction", "release", "prisoner_exchange"), "custody"),
}
"""Codes that accounts of one event interchange: one paper's shelling is another's air strike. Others stand alone."""
EFFECTS = frozenset({"killing", "casualties", "shooting", "destruction", "ground_attack", "displacement"})
"""Codes that tell an effect, or an attack without its means: they go with a strike as well as with a fight."""
POLITICAL = frozenset({"evacuation", "release", "detention", "prisoner_exchange", "protest"})
"""Codes of the political group that name a happening at a place; talks, deals and aid go on for weeks."""
SPEECH = frozenset({"accuse", "claim_responsibility", "deny", "condemn"})
"""Speech about an act: it joins the act that its sentence, or the text shortly before it, tells."""
REACH_BACK = 800
"""Characters after which a claim without a place no longer returns to an act: about two paragraphs."""
LONGEST = 7
"""Days of the longest interval that dates an act; what is told of a month or a year is no single act."""

T = TypeVar("T", bound=Hashable)

_LEAD = frozenset({"headline", "lead"})
_WORD = re.compile(r"[^\W\d_]{3,}")
_PREFIX = re.compile("^[وف]?(?:[بك]?ال|لل|[بلك])(?=..)")


def makes_event(code: str) -> bool:
    """Does an act of this code happen at a place and a time, so that accounts of it can be laid side by side?"""
    return code in POLITICAL or codes()[code].group in ("violence", "force_posture", "harm")


def denies(claim: Claim) -> bool:
    """Does the claim say that the act did not happen? That nobody was hurt in it is no denial."""
    if claim.factuality != "negated" or claim.code == "casualties":
        return False
    return any(link.stance in ("denies", "rejects") for link in claim.source_chain)


def of_a_period(claim: Claim) -> bool:
    """Does it tell what weeks or months came to, and no single act: "منذ نهاية نيسان قتل مئات"?"""
    when = claim.when
    if when is None:
        return False
    if when.start and when.end and (when.end - when.start).days > LONGEST:
        return True
    return since_long(fold_key(when.span.exact))


@lru_cache(maxsize=1 << 12)
def _families(told: frozenset[str]) -> frozenset[str]:
    return frozenset(FAMILIES.get(code, code) for code in told)


@dataclass(slots=True)
class Telling:
    """What one report tells of one act; days are ordinals, `published` is the report's day, `words` are hashes.

    `attached` are claims of speech about the act and denials of it: they do not say what it was.
    """

    report_id: str
    order: int
    claim_ids: list[str]
    codes: Set[str]
    spots: tuple[Spot, ...]
    first_day: int | None
    last_day: int | None
    published: int | None
    calendar: Calendar
    actors: Set[str]
    sides: Set[str]
    recipients: Set[str]
    weapons: Set[str]
    tolls: Set[tuple[str, int]]
    words: Collection[int]
    at: int
    sentences: list[int]
    lead: bool
    denied: bool = False
    attached: list[str] = field(default_factory=list)

    @property
    def families(self) -> frozenset[str]:
        """The kinds of act that its codes may tell."""
        return _families(frozenset(self.codes))

    def kin(self, other: Telling) -> bool:
        """Are the acts of one kind, or is one an effect that goes with the other?"""
        mine, theirs = self.families, other.families
        if mine & theirs:
            return True
        armed = {"strike", "fight"}
        return bool(self.codes & EFFECTS and theirs & armed) or bool(other.codes & EFFECTS and mine & armed)

    def join(self, other: Telling) -> None:
        """Take in another telling of the same act from the same report."""
        self.claim_ids += other.claim_ids
        self.codes |= other.codes
        spots = {spot.key: spot for spot in (*self.spots, *other.spots)}
        self.spots = tuple(spots[key] for key in sorted(spots))
        if self.first_day is None:
            self.first_day, self.last_day = other.first_day, other.last_day
        if self.calendar == UNKNOWN:
            self.calendar = other.calendar
        self.actors |= other.actors
        self.sides |= other.sides
        self.recipients |= other.recipients
        self.weapons |= other.weapons
        self.tolls |= other.tolls
        self.words = {*self.words, *other.words}
        self.at = other.at
        self.sentences += other.sentences
        self.lead = self.lead or other.lead
        self.denied = self.denied and other.denied


class Pool:
    """Keeps one of each equal value: a hundred thousand reports name few actors, places and words."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Any] = {}

    def one(self, value: T) -> T:
        """The kept value that equals this one."""
        kept: T = self._kept.setdefault(value, value)
        return kept

    def pack(self, telling: Telling) -> Telling:
        """Make the telling small: its sets are shared with others, and it is not to be joined to any more."""
        for name in ("codes", "actors", "sides", "recipients", "weapons", "tolls"):
            setattr(telling, name, self.one(frozenset(map(self.one, getattr(telling, name)))))
        telling.words = tuple(sorted(map(self.one, telling.words)))
        telling.spots = self.one(telling.spots)
        telling.calendar = self.one(telling.calendar)
        telling.sentences = []
        return telling


def tellings_of(reading: Reading, skip: Sequence[tuple[int, int]] = ()) -> list[Telling]:
    """The tellings of a report in text order, without claims inside the `skip` stretches (lines of the site)."""
    own = report_calendar(reading)
    found: list[Telling] = []
    later: list[Claim] = []
    for claim in reading.claims:
        at = claim.trigger.span.start
        if any(start <= at < end for start, end in skip):
            continue
        if claim.code in SPEECH:
            later.append(claim)
        elif makes_event(claim.code) and (claim.factuality == "actual" or denies(claim)) and not of_a_period(claim):
            new = _telling(reading.document, claim, len(found), own)
            home = next((telling for telling in reversed(found) if _same_act(telling, new)), None)
            if home is None:
                found.append(new)
            else:
                home.join(new)
    for claim in later:
        _attach(claim, found)
    return found


def _telling(document: Document, claim: Claim, order: int, own: Calendar) -> Telling:
    when = claim.when
    first = when.start.toordinal() if when and when.start else None
    last = when.end.toordinal() if when and when.start and when.end else first
    return Telling(
        report_id=claim.report_id,
        order=order,
        claim_ids=[claim.id],
        codes={claim.code},
        spots=spots_of(claim.places),
        first_day=first,
        last_day=last,
        published=document.published.toordinal() if document.published else None,
        calendar=act_calendar(when, own),
        actors={_who(actor) for actor in claim.actors},
        sides={actor.country for actor in claim.actors if actor.country},
        recipients={_who(actor) for actor in claim.recipients},
        weapons={claim.weapon.weapon_class} - {"unknown"} if claim.weapon else set(),
        tolls=_tolls(claim),
        words=_words(document, claim),
        at=claim.trigger.span.start,
        sentences=[claim.sentence.start],
        lead=order == 0
        or any(s.role in _LEAD and s.start <= claim.trigger.span.start < s.end for s in document.segments),
        denied=claim.factuality != "actual",
    )


def _tolls(claim: Claim) -> set[tuple[str, int]]:
    """Stated numbers of dead and hurt; a part of another number goes by its class of victims."""
    found = set()
    for count in claim.counts:
        if count.low and not count.cumulative and count.kind in ("killed", "injured"):
            kind = count.kind if count.subset_of is None else f"{count.kind} {count.victim_class}"
            found.add((kind, count.low))
    return found


def _key(words: str) -> str:
    return _PREFIX.sub("", fold_key(words).replace("ة", "ه"))


def _who(actor: Actor) -> str:
    return actor.id or _key(actor.name or actor.span.exact)


def _words(document: Document, claim: Claim) -> set[int]:
    """Hashes of the words of the claim's sentence that no other field compares."""
    taken = [mention.span for mention in (*claim.places, *claim.counts, *claim.source_chain, claim.trigger)]
    taken += [claim.when.span] if claim.when else []
    taken += [link.cue for link in claim.source_chain if link.cue]
    start, end = claim.sentence.start, claim.sentence.end
    letters = list(document.report.text[start:end])
    for span in taken:
        for k in range(max(0, span.start - start), min(len(letters), span.end - start)):
            letters[k] = " "
    words = (_PREFIX.sub("", word) for word in _WORD.findall(fold_key("".join(letters)).replace("ة", "ه")))
    return {zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words if len(word) > 2}


def _same_act(old: Telling, new: Telling) -> bool:
    """May a later claim of a report speak of the act of an earlier one?"""
    if not old.kin(new) or not _days_agree(old, new):
        return False
    mine = [spot for spot in old.spots if spot.fine]
    theirs = [spot for spot in new.spots if spot.fine]
    if mine and theirs:
        return any(a.same(b) for a in mine for b in theirs)
    return bool(theirs) or new.at - old.at <= REACH_BACK


def _days_agree(old: Telling, new: Telling) -> bool:
    if old.first_day is not None and new.first_day is not None and old.last_day and new.last_day:
        return new.first_day - old.last_day <= 1 and old.first_day - new.last_day <= 1
    yeardays = old.calendar.yeardays_apart(new.calendar)
    apart = old.calendar.weekdays_apart(new.calendar) if yeardays is None else yeardays
    return apart is None or apart <= 1


def _attach(claim: Claim, tellings: Sequence[Telling]) -> None:
    """Give speech to the act that its own sentence tells, else to the last one told shortly before."""
    at = claim.trigger.span.start
    same = [telling for telling in tellings if claim.sentence.start in telling.sentences]
    before = [telling for telling in tellings if 0 <= at - telling.at <= REACH_BACK]
    home = same[0] if same else max(before, key=lambda telling: telling.at, default=None)
    if home:
        home.attached.append(claim.id)


def split_reviewed(telling: Telling, reviewed: Mapping[str, str]) -> list[Telling]:
    """The telling, cut where a person put its claims into several events."""
    homes = {reviewed.get(claim_id) for claim_id in telling.claim_ids}
    if len(homes) == 1:
        return [telling]
    parts: list[Telling] = []
    for home in sorted(homes, key=lambda home: (home is None, home or "")):
        ids = [claim_id for claim_id in telling.claim_ids if reviewed.get(claim_id) == home]
        part = Telling(**{name: getattr(telling, name) for name in Telling.__slots__})
        part.claim_ids, part.attached = ids, [] if parts else telling.attached
        parts.append(part)
    return parts
