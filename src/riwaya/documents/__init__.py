"""From a report to a document: a role for every stretch of the text, and what the page says about itself."""

from __future__ import annotations

from riwaya.documents.furniture import label_lines
from riwaya.documents.language import detect_language
from riwaya.documents.metadata import read_byline, read_dateline, read_headline, read_outlet, read_published
from riwaya.errors import EmptyReport
from riwaya.model import Document, Report

__all__ = ["clean_report", "label_lines"]


def clean_report(report: Report) -> Document:
    """Label the report's text and read its metadata; nothing is deleted, `report.text` stays the only text.

    Offsets: half-open code points of `report.text`. Errors: EmptyReport for a text without words,
    UnsupportedLanguage for one that is not Arabic (skip the report); BadLexicon from the tables.
    """
    if not report.text.strip():
        raise EmptyReport(
            "the report is empty", hint="Check that the text, not only pictures, was copied.", report_id=report.id
        )
    language = detect_language(report.text, report.id)
    segments = label_lines(report.text, title=report.title, outlet=report.outlet, byline=report.byline)
    headline = read_headline(report.text, segments)
    outlet = read_outlet(report, headline)
    published, date_source = read_published(report, segments)
    return Document(
        report=report,
        segments=segments,
        headline=headline,
        byline=read_byline(report.text, segments, outlet),
        dateline=read_dateline(report.text, segments),
        outlet=outlet,
        published=published,
        date_source=date_source,
        language=language,
    )
