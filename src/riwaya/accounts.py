"""The records of events: which claims speak of one happening, why, and what their accounts come to.

All are frozen. JSON shapes are those of the schema `riwaya.event/1` (docs/fields.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from riwaya.model import Claim, Place

EVENT_SCHEMA = "riwaya.event/1"


@dataclass(frozen=True, slots=True)
class CopyEdge:
    """Two reports of which one repeats the other.

    `reason` is `verbatim`, `edited`, `excerpt`, `same_agency` or `same_owner`; `containment` is the share of the
    shorter text that stands in the other, None where a credit or the owner and not the text says so.
    """

    first: str
    second: str
    reason: str
    containment: float | None = None

    def as_json(self) -> dict[str, object]:
        """`{"first", "second", "reason", "containment"}`."""
        return {
            "first": self.first,
            "second": self.second,
            "reason": self.reason,
            "containment": self.containment,
        }


@dataclass(frozen=True, slots=True)
class Link:
    """Why two reports tell of one event: the first claim of each, the bits in sum, and what each field weighed.

    `levels` are field, level of agreement and bits.
    """

    first: str
    second: str
    bits: float
    levels: tuple[tuple[str, str, float], ...]

    def as_json(self) -> dict[str, object]:
        """`{"first", "second", "bits", "levels": [{"field", "level", "bits"}]}`; bits with two decimals."""
        levels = [{"field": field, "level": level, "bits": round(bits, 2)} for field, level, bits in self.levels]
        return {"first": self.first, "second": self.second, "bits": round(self.bits, 2), "levels": levels}

    @staticmethod
    def from_json(given: Mapping[str, Any]) -> Link:
        """The link that `as_json` wrote."""
        levels = tuple((level["field"], level["level"], level["bits"]) for level in given["levels"])
        return Link(given["first"], given["second"], given["bits"], levels)


@dataclass(frozen=True, slots=True)
class IndependentSource:
    """Where accounts of an event come from: one source, however many reports relay it.

    `kind` is `source` (a speaker that reports name), `agency`, `outlet` or `report` (nobody knows whose). `party`: it
    is a side to the conflict, or speaks for one.
    """

    key: str
    name_en: str
    name_ar: str
    kind: str
    party: bool
    report_ids: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """`{"key", "name_en", "name_ar", "kind", "party", "report_ids"}`."""
        return {
            "key": self.key,
            "name_en": self.name_en,
            "name_ar": self.name_ar,
            "kind": self.kind,
            "party": self.party,
            "report_ids": list(self.report_ids),
        }


@dataclass(frozen=True, slots=True)
class Version:
    """One value of a field of an event: what it is, which sources give it (keys), in which claims."""

    value: str
    sources: tuple[str, ...]
    claim_ids: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """`{"value", "sources", "claim_ids"}`."""
        return {"value": self.value, "sources": list(self.sources), "claim_ids": list(self.claim_ids)}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What accounts say of one field. `status` is `agreed`, `contested` or `single_source`."""

    field: str
    status: str
    versions: tuple[Version, ...]

    def as_json(self) -> dict[str, object]:
        """`{"field", "status", "versions"}`."""
        return {"field": self.field, "status": self.status, "versions": [v.as_json() for v in self.versions]}


@dataclass(frozen=True, slots=True)
class Casualties:
    """How many, over all accounts of an event. `victim_class` is `all` or a class of victims that is among them.

    `rule` says how `best` was chosen: `single_source`, `agreed`, `update`, `most_sources` or `median`. `updated`:
    earlier and lower numbers were left behind.
    """

    kind: str
    victim_class: str
    low: int | None
    best: int | None
    high: int | None
    rule: str
    status: str
    updated: bool
    versions: tuple[Version, ...]

    def as_json(self) -> dict[str, object]:
        """The fields by their names."""
        return {
            "kind": self.kind,
            "victim_class": self.victim_class,
            "low": self.low,
            "best": self.best,
            "high": self.high,
            "rule": self.rule,
            "status": self.status,
            "updated": self.updated,
            "versions": [version.as_json() for version in self.versions],
        }


@dataclass(frozen=True, slots=True)
class Stand:
    """Who denies an event, or takes responsibility for it, or concedes its dead, and in which claims."""

    name_en: str
    name_ar: str
    party: bool
    claim_ids: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """`{"name_en", "name_ar", "party", "claim_ids"}`."""
        return {
            "name_en": self.name_en,
            "name_ar": self.name_ar,
            "party": self.party,
            "claim_ids": list(self.claim_ids),
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the accounts of an event come to. `grade` follows Airwars: `confirmed`, `fair`, `weak`, `contested` or
    `discounted`; None where nobody was hurt. `grade_rule` says in words why.
    """

    sources: tuple[IndependentSource, ...] = ()
    copies: tuple[CopyEdge, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    casualties: tuple[Casualties, ...] = ()
    denied_by: tuple[Stand, ...] = ()
    responsibility: tuple[Stand, ...] = ()
    conceded_by: tuple[Stand, ...] = ()
    grade: str | None = None
    grade_rule: str = ""
    summary_en: str = ""
    summary_ar: str = ""

    @property
    def independent_sources(self) -> int:
        """How many there are."""
        return len(self.sources)

    @property
    def contested(self) -> tuple[str, ...]:
        """Fields on which accounts differ; `denied` where one denies what another asserts."""
        fields = [agreement.field for agreement in self.agreements if agreement.status == "contested"]
        fields += [toll.kind for toll in self.casualties if toll.status == "contested"]
        return (*("denied",) * bool(self.denied_by), *dict.fromkeys(fields))

    def as_json(self) -> dict[str, object]:
        """The fields of `riwaya.event/1` that weigh accounts."""
        return {
            "independent_sources": self.independent_sources,
            "sources": [source.as_json() for source in self.sources],
            "copies": [edge.as_json() for edge in self.copies],
            "fields": [agreement.as_json() for agreement in self.agreements],
            "casualties": [toll.as_json() for toll in self.casualties],
            "contested": list(self.contested),
            "denied_by": [stand.as_json() for stand in self.denied_by],
            "responsibility": [stand.as_json() for stand in self.responsibility],
            "conceded_by": [stand.as_json() for stand in self.conceded_by],
            "grade": self.grade,
            "grade_rule": self.grade_rule,
            "summary": {"en": self.summary_en, "ar": self.summary_ar},
        }

    @staticmethod
    def from_json(given: Mapping[str, Any]) -> Assessment:
        """The assessment that `as_json` wrote."""
        return Assessment(
            sources=tuple(IndependentSource(**_tuples(source)) for source in given["sources"]),
            copies=tuple(CopyEdge(**edge) for edge in given["copies"]),
            agreements=tuple(Agreement(**_tuples(agreement)) for agreement in given["fields"]),
            casualties=tuple(Casualties(**_tuples(toll)) for toll in given["casualties"]),
            denied_by=tuple(Stand(**_tuples(stand)) for stand in given["denied_by"]),
            responsibility=tuple(Stand(**_tuples(stand)) for stand in given["responsibility"]),
            conceded_by=tuple(Stand(**_tuples(stand)) for stand in given["conceded_by"]),
            grade=given["grade"],
            grade_rule=given["grade_rule"],
            summary_en=given["summary"]["en"],
            summary_ar=given["summary"]["ar"],
        )


def _tuples(given: Mapping[str, Any]) -> dict[str, Any]:
    """An object's fields with tuples for lists, and its versions as records."""
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    if "versions" in fields:
        fields["versions"] = tuple(Version(**_tuples(version)) for version in fields["versions"])
    return fields


@dataclass(frozen=True, slots=True)
class Event:
    """A hypothesis that several claims speak of the same happening; recomputable from the claims."""

    id: str
    code: str
    place: Place | None
    start: date | None
    end: date | None
    claims: tuple[Claim, ...] = field(default=())
    assessment: Assessment = field(default=Assessment())
    links: tuple[Link, ...] = field(default=())

    @property
    def report_ids(self) -> tuple[str, ...]:
        """Ids of the reports that tell of it, sorted."""
        return tuple(sorted({claim.report_id for claim in self.claims}))

    def as_json(self) -> dict[str, object]:
        """The event's object in `riwaya.event/1`."""
        return {
            "schema": EVENT_SCHEMA,
            "event_id": self.id,
            "code": self.code,
            "place": self.place.as_json() if self.place else None,
            "date": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "report_ids": list(self.report_ids),
            "claim_ids": [claim.id for claim in self.claims],
            **self.assessment.as_json(),
            "links": [link.as_json() for link in self.links],
        }
