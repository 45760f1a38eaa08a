"""Annotated reports: both formats give one shape, and what is wrong is said with file, line and field."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from riwaya.annotations import BadAnnotation, annotated, of_reading, read_annotations
from riwaya.errors import MissingInput
from riwaya.model import Report
from riwaya.pipeline import read_document

TEXT = "قصف الجيش حي النور أمس، بحسب مسعفين."


def mention(words: str, **more: object) -> dict[str, object]:
    start = TEXT.index(words)
    return {"text": words, "span": [start, start + len(words)], **more}


def claim(**changed: object) -> dict[str, object]:
    return {"code": "shelling", "trigger": [0, 3], **changed}


def line(**changed: object) -> dict[str, object]:
    return {"id": "r1", "text": TEXT, "claims": [claim()], **changed}


def test_the_short_format() -> None:
    when = mention("أمس", date="2020-02-11")
    count = {**mention("مسعفين"), "kind": "killed", "low": 3, "high": None}
    full = claim(
        source=mention("مسعفين"),
        factuality="actual",
        actors=[mention("الجيش")],
        places=[mention("حي النور")],
        when=when,
        counts=[count],
    )
    statement = {"source": mention("مسعفين"), "cue": "بحسب", "content": [0, 22], "direct": False}
    report = annotated(line(claims=[full], statements=[statement], furniture=[[22, 23]]), "gold.jsonl:1")
    (found,) = report.claims
    assert (found.code, found.trigger.exact, found.trigger.start, found.trigger.end) == ("shelling", "قصف", 0, 3)
    assert found.source is not None
    assert found.source.exact == "مسعفين"
    assert [actor.exact for actor in found.actors] == ["الجيش"]
    assert found.counts == (("killed", 3, None),)
    assert found.date == "2020-02-11"
    assert found.given == {"source", "factuality", "actors", "places", "when", "date", "counts"}
    assert report.statements is not None
    assert [statement.content for statement in report.statements] == [(0, 22)]
    assert report.furniture == ((22, 23),)


def test_what_is_left_out_was_not_annotated() -> None:
    report = annotated(line(), "here")
    assert report.claims[0].given == frozenset()
    assert report.statements is None
    assert report.furniture is None
    assert annotated(line(claims=[], statements=[], furniture=[]), "here").statements == ()


def test_what_riwaya_prints_is_an_annotation_too() -> None:
    reading = read_document(Report("r1", "قالت مصادر طبية إن تسعة مدنيين قتلوا في قصف مدفعي على مدينة دوما."))
    printed = annotated(json.loads(json.dumps(reading.as_json())), "there")
    taken = of_reading(reading)
    assert printed.claims == taken.claims
    assert len(printed.claims) == len(reading.claims) > 0
    assert printed.statements == taken.statements
    assert printed.text_sha256 == taken.text_sha256 == reading.document.report.text_sha256
    assert (printed.text, taken.text) == ("", reading.document.report.text)
    first, noted = reading.claims[0], printed.claims[0]
    assert first.source is not None
    assert noted.source is not None
    assert noted.source.exact == first.source.span.exact
    assert {"source", "factuality", "actors", "recipients", "weapon", "places", "counts"} <= noted.given


WRONG: list[tuple[dict[str, Any], str]] = [
    (line(id=None), "id is no string: None"),
    ({"id": "r1"}, "claims is missing"),
    (line(claims=[claim(code="bombing")]), "claims[0].code is 'bombing', not one of"),
    (line(claims=[claim(), claim(trigger=[5, 2])]), "claims[1].trigger is [5, 2], which is no stretch"),
    (line(claims=[claim(trigger=[0, 99])]), "is [0, 99], which is no stretch in a text of 36 characters"),
    (line(claims=[claim(trigger=None)]), "claims[0].trigger is no span"),
    (line(claims=[claim(trigger=[0, True])]), "claims[0].trigger is no span"),
    (line(claims=[claim(actors={})]), "claims[0].actors is no list"),
    (
        line(claims=[claim(actors=[{"text": "الجيش", "span": [0, 3]}])]),
        "actors[0] reads «الجيش», but at [0, 3] the text has «قصف»",
    ),
    (line(claims=[claim(factuality="true")]), "claims[0].factuality is 'true', not one of actual"),
    (line(claims=[claim(counts=[{"kind": "dead", "low": 3, "high": 3}])]), "counts[0].kind is 'dead'"),
    (line(claims=[claim(counts=[{"kind": "killed", "low": "3"}])]), "counts[0].low is neither a whole number nor null"),
    (line(statements=[{"source": None, "content": [0, 400]}]), "statements[0].content is [0, 400]"),
    (line(furniture=[7]), "furniture[0] is no span"),
]


@pytest.mark.parametrize(("record", "what"), WRONG, ids=[what for _, what in WRONG])
def test_what_is_wrong_is_said_with_file_line_and_field(record: dict[str, Any], what: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in (line(id="r0"), record)) + "\n", "utf-8")
    with pytest.raises(BadAnnotation) as caught:
        read_annotations(str(path))
    assert str(caught.value).startswith(f"{path}:2: ")
    assert what in str(caught.value)
    assert caught.value.hint


def test_a_file_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"

    def error(content: str, *, texts: bool = False) -> str:
        path.write_text(content, "utf-8")
        with pytest.raises(BadAnnotation) as caught:
            read_annotations(str(path), texts=texts)
        return str(caught.value)

    assert error("\n\n") == f"{path} holds no report"
    assert error("{").startswith(f"{path}:1: not JSON")
    assert error("[]").startswith(f"{path}:1: the line is no JSON object")
    twice = json.dumps(line()) + "\n\n" + json.dumps(line())
    assert error(twice) == f"{path}:3: r1 stands already at {path}:1"
    assert error(json.dumps(line(text="")), texts=True) == f"{path}:1: the report has no text to read"
    path.write_bytes('{"id": "قصف"}'.encode("cp1256"))
    with pytest.raises(BadAnnotation, match="is not UTF-8 text"):
        read_annotations(str(path))
    with pytest.raises(MissingInput, match="cannot be read"):
        read_annotations(str(tmp_path / "absent.jsonl"))
    path.write_text("\ufeff" + json.dumps(line()), "utf-8")
    assert [report.where for report in read_annotations(str(path), texts=True)] == [f"{path}:1"]


def test_the_example_of_the_page_is_right(root: Path) -> None:
    page = (root / "docs" / "how-we-measure.md").read_text("utf-8")
    (block,) = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    shown = annotated(json.loads(block), "page")
    (whole,) = read_annotations(str(root / "examples" / "annotated.jsonl"), texts=True)
    assert shown.text == whole.text == (root / "examples" / "market.txt").read_text("utf-8")
    assert shown.claims[0] == whole.claims[1]
    assert (shown.statements, shown.furniture) == (whole.statements, whole.furniture)
