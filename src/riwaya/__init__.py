"""riwaya reads reports of armed conflict as attributed claims: who says what happened, and which exact words say it.

Four verbs, in the order in which a report passes through them, and the records they hand on:

    for report in read_reports(path):        bytes  -> Report
        document = clean_report(report)      Report -> Document: every line of the page labelled, nothing deleted
        reading = extract_claims(document)   Document -> Reading: sentences, statements, claims with their evidence
    events = group_claims(readings)          Readings -> Events: accounts of one happening side by side

Names are loaded when they are first used, so that `import riwaya` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riwaya.accounts import Event
    from riwaya.events import group_claims
    from riwaya.model import (
        Actor,
        Claim,
        Count,
        Document,
        Mention,
        Place,
        Reading,
        Report,
        Segment,
        SourceLink,
        Statement,
        Weapon,
        When,
    )
    from riwaya.pipeline import clean_report, extract_claims
    from riwaya.reports.files import read_reports
    from riwaya.text.spans import Span

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Claim",
    "Count",
    "Document",
    "Event",
    "Mention",
    "Place",
    "Reading",
    "Report",
    "Segment",
    "SourceLink",
    "Span",
    "Statement",
    "Weapon",
    "When",
    "__version__",
    "clean_report",
    "extract_claims",
    "group_claims",
    "read_reports",
]

_HOME = {
    "Event": "riwaya.accounts",
    "Span": "riwaya.text.spans",
    "clean_report": "riwaya.pipeline",
    "extract_claims": "riwaya.pipeline",
    "group_claims": "riwaya.events",
    "read_reports": "riwaya.reports.files",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOME.get(name, "riwaya.model")), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
