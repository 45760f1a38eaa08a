"""The evaluation: on a gold small enough that the right figures are worked out here, by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from riwaya.annotations import AnnotatedReport, BadAnnotation, Words, annotated
from riwaya.cli import app
from riwaya.evaluate import FIGURES, Figure, evaluate, overlap_share, pair_claims, same

ONE = "قصف الجيش حي النور أمس وقتل ثلاثة مدنيين، بحسب مسعفين."
TWO = "سيطر الفصيل على الجسر، وقال الناطق: «انسحب العدو من الجسر»."
TEXT = f"{ONE} {TWO}"


def words(exact: str) -> dict[str, object]:
    start = TEXT.index(exact)
    return {"text": exact, "span": [start, start + len(exact)]}


def claim(code: str, trigger: str, **fields: object) -> dict[str, object]:
    sentence = [0, len(ONE)] if trigger in ONE else [len(ONE) + 1, len(TEXT)]
    base: dict[str, object] = {"source": None, "factuality": "actual", "actors": [], "recipients": [], "places": []}
    return {"code": code, "trigger": words(trigger), "sentence": sentence, **base, "when": None, "counts": [], **fields}


def report(*claims: dict[str, object], **fields: object) -> AnnotatedReport:
    return annotated({"id": "r1", "text": TEXT, "claims": list(claims), **fields}, "gold.jsonl:1")


def counted(low: int | None, high: int | None, kind: str = "killed") -> dict[str, object]:
    return {**words("ثلاثة مدنيين"), "kind": kind, "low": low, "high": high}


def figures(gold: AnnotatedReport, read: AnnotatedReport) -> dict[str, tuple[int, int, int]]:
    """Name of a figure → right, annotated, read."""
    found = evaluate([gold], [read]).figures
    return {name: (figure.right, figure.annotated, figure.read) for name, figure in found.items()}


GOLD = (
    claim(
        "shelling",
        "قصف",
        source=words("مسعفين"),
        actors=[words("الجيش")],
        recipients=[words("مدنيين")],
        places=[words("حي النور")],
        when=words("أمس"),
        counts=[counted(3, 3)],
    ),
    claim("capture", "سيطر", actors=[words("الفصيل")]),
    claim("withdrawal", "انسحب", source=words("الناطق"), factuality="actual"),
)


def test_a_perfect_reading() -> None:
    found = evaluate([report(*GOLD)], [report(*GOLD)])
    assert {name for name, figure in found.figures.items() if figure.f1 not in (1.0, None)} == set()
    assert found.misses == found.extras == []
    assert found.codes["shelling"] == Figure(1, 1, 1)


def test_figures_of_a_reading_with_faults() -> None:
    read = (
        # right code, wrong source; one actor too many; no recipient; the place by half of its words; one count wrong
        claim(
            "shelling",
            "قصف",
            source=words("الناطق"),
            actors=[words("الجيش"), words("الفصيل")],
            places=[words("النور")],
            when=words("أمس"),
            counts=[counted(3, 3), counted(3, None, "injured")],
        ),
        # the trigger of the capture, but another code
        claim("ground_attack", "سيطر"),
        # right but for factuality; the trigger lies elsewhere in the sentence
        claim("withdrawal", "العدو", source=words("الناطق"), factuality="negated"),
        # nothing of the kind
        claim("killing", "قتل"),
    )
    assert figures(report(*GOLD), report(*read)) == {
        "claims": (2, 3, 4),
        "claims, any code": (2, 3, 4),
        "claims, whole": (0, 3, 4),
        "source": (1, 2, 2),
        "factuality": (1, 2, 2),
        "actors": (1, 1, 2),
        "recipients": (0, 1, 0),
        "places": (1, 1, 1),
        "when": (1, 1, 1),
        "counts": (1, 1, 2),
        "numbers": (1, 1, 2),
    }
    found = evaluate([report(*GOLD)], [report(*read)])
    claims = found.figures["claims"]
    assert (claims.precision, claims.recall) == (2 / 4, 2 / 3)
    assert claims.f1 == pytest.approx(2 * (1 / 2) * (2 / 3) / (1 / 2 + 2 / 3))
    assert found.codes == {
        "shelling": Figure(1, 1, 1),
        "withdrawal": Figure(1, 1, 1),
        "capture": Figure(0, 1, 0),
        "ground_attack": Figure(0, 0, 1),
        "killing": Figure(0, 0, 1),
    }
    (miss,) = found.misses
    assert (miss.code, miss.trigger.exact, miss.where, miss.instead) == (
        "capture",
        "سيطر",
        "gold.jsonl:1",
        "ground_attack",
    )
    assert miss.context == TWO
    assert [(extra.code, extra.instead) for extra in found.extras] == [("ground_attack", "capture"), ("killing", None)]


def test_what_was_not_annotated_is_not_measured() -> None:
    bare = annotated({"id": "r1", "text": TEXT, "claims": [{"code": "shelling", "trigger": words("قصف")}]}, "gold:1")
    assert figures(bare, report(*GOLD)) == {"claims": (1, 1, 3), "claims, any code": (1, 1, 3)}


def test_statements_and_quotations() -> None:
    quoted = words("انسحب العدو من الجسر")["span"]
    said = words("قصف الجيش حي النور أمس وقتل ثلاثة مدنيين")["span"]
    half = words("قصف الجيش حي النور أمس")["span"]
    gold = [
        {"source": words("مسعفين"), "content": said, "direct": False},
        {"source": words("الناطق"), "content": quoted, "direct": True},
    ]
    read = [
        {"source": words("الناطق"), "content": half, "direct": False},
        {"source": words("الناطق"), "content": quoted, "direct": True},
        {"source": None, "content": words("بحسب مسعفين")["span"], "direct": True},
    ]
    found = figures(report(statements=gold), report(statements=read))
    # 22 of 40 letters overlap: enough for a statement; its speaker is wrong
    assert found["statements"] == (2, 2, 3)
    assert found["statements, speaker"] == (1, 2, 3)
    assert found["quotations"] == (1, 1, 2)


def test_furniture_is_counted_in_characters() -> None:
    found = figures(report(furniture=[[0, 10], [20, 30]]), report(furniture=[[5, 15]]))
    assert found["furniture"] == (5, 20, 10)


def test_dates_are_compared_where_they_are_annotated() -> None:
    def dated(day: str | None) -> AnnotatedReport:
        return report(claim("shelling", "قصف", when={**words("أمس"), "date": day}))

    assert figures(dated("2020-02-11"), dated("2020-02-11"))["date"] == (1, 1, 1)
    assert figures(dated("2020-02-11"), dated("2020-02-12"))["date"] == (0, 1, 1)
    assert figures(dated("2020-02-11"), dated(None))["date"] == (0, 1, 0)
    assert "date" not in figures(report(*GOLD), dated("2020-02-11"))


def test_claims_pair_by_trigger_then_by_sentence_and_source() -> None:
    gold = report(claim("shelling", "قصف"), claim("shelling", "قتل", source=words("مسعفين"))).claims
    read = report(
        claim("shelling", "الجيش"),
        claim("shelling", "قتل ثلاثة"),
        claim("shelling", "ثلاثة", source=words("مسعفين")),
        claim("shelling", "الفصيل"),
    ).claims
    assert pair_claims(gold, read) == [(0, 0), (1, 1)]
    assert pair_claims(gold[1:], (read[0], read[2])) == [(0, 1)]
    assert pair_claims(gold, read[3:]) == []


def test_reports_that_were_not_read_and_reports_that_nobody_annotated() -> None:
    other = annotated({"id": "r2", "claims": [claim("shelling", "قصف")]}, "read.jsonl:1")
    found = evaluate([report(*GOLD)], [other])
    assert found.unread == ["r1"]
    assert found.figures["claims"] == Figure(0, 3, 0)
    assert (found.figures["claims"].precision, found.figures["claims"].recall) == (None, 0.0)
    assert found.extras == []


def test_two_texts_are_not_compared() -> None:
    changed = annotated({"id": "r1", "text": TEXT + "!", "claims": []}, "read.jsonl:1")
    with pytest.raises(BadAnnotation, match=r"^gold\.jsonl:1: r1 is not the text that was read$"):
        evaluate([report(*GOLD)], [changed])


def test_nothing_to_find_and_nothing_found_is_no_figure() -> None:
    assert Figure().f1 is None
    assert Figure().as_json() == {"precision": None, "recall": None, "f1": None, "right": 0, "annotated": 0, "read": 0}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("الناطق باسم الجيش", "المتحدث باسم الجيش", True),
        ("مصدر طبي", "مصدر أمني", False),
        ("المرصد السوري", "الجيش السوري", False),
        ("والمرصد", "المرصد السوري لحقوق الإنسان", True),
        ("وزير الدفاع", "الوزير", True),
        ("رئيس البعثة", "البعثة", True),
        ("الجيش", "الفصيل", False),
        ("في", "في", False),
    ],
)
def test_same_words(a: str, b: str, expected: bool) -> None:
    here, there = Words(a, 0, len(a)), Words(b, 500, 500 + len(b))
    assert same(here, there) is same(there, here) is expected


def test_same_place_and_same_name() -> None:
    assert same(Words("الوزير", 0, 6), Words("الوزير نادر", 0, 11))
    assert not same(Words("أ ب ج د", 0, 7), Words("د ه و ز", 6, 13))
    assert same(Words("سانا", 0, 4, "SANA"), Words("الوكالة السورية", 90, 105, "SANA"))
    assert same(None, None)
    assert not same(None, Words("الجيش", 0, 5))


def test_share_of_overlap() -> None:
    assert overlap_share((0, 10), (5, 15)) == pytest.approx(5 / 15)
    assert overlap_share((0, 10), (10, 20)) == 0.0
    assert overlap_share((2, 8), (0, 12)) == 0.5


def test_the_command(tmp_path: Path) -> None:
    gold, read = tmp_path / "gold.jsonl", tmp_path / "read.jsonl"
    text = "قتل تسعة مدنيين في قصف مدفعي على مدينة دوما، بحسب ناشطين."
    right = {"code": "shelling", "trigger": [19, 28]}
    wrong = {"code": "siege", "trigger": [0, 3]}
    gold.write_text(json.dumps({"id": "a", "text": text, "claims": [right, wrong]}) + "\n", "utf-8")
    read.write_text(json.dumps({"id": "a", "claims": [right]}) + "\n", "utf-8")

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, ["evaluate", str(gold), *arguments])
        assert done.exit_code == 0, done.output
        return done.stdout

    printed = json.loads(run("--predicted", str(read), "--format", "json"))
    assert printed["schema"] == "riwaya.evaluation/1"
    assert printed["figures"]["claims"] == {
        "precision": 1.0,
        "recall": 0.5,
        "f1": 0.667,
        "right": 1,
        "annotated": 2,
        "read": 1,
    }
    assert [miss["code"] for miss in printed["misses"]] == ["siege"]
    shown = run()
    assert "1 report " in shown
    assert "misses: 1 of 1 claims annotated and not read" in shown
    assert "«قتل»" in shown
    assert "misses" not in run("--list", "extras")


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "claims": []}\n', "utf-8")
    done = CliRunner().invoke(app, ["evaluate", str(gold)])
    assert done.exit_code == 2
    assert f"riwaya: error[bad_annotation]: {gold}:1: the report has no text to read" in done.stderr


def test_every_figure_says_what_it_counts(root: Path) -> None:
    page = (root / "docs" / "how-we-measure.md").read_text("utf-8")
    for name in FIGURES:
        assert f"| `{name}` |" in page
