"""Is a report Arabic? By its script, and within the script by letters and words that Arabic does not use."""

from __future__ import annotations

import re
from collections import Counter

from riwaya.errors import EmptyReport, UnsupportedLanguage

LONG_LINE_WORDS = 6
"""Lines of fewer words are menus and buttons, whose language says nothing about the text's."""
MIN_SHARE = 0.5
"""An Arabic report that quotes names, units and addresses in Latin letters keeps well over half of its letters."""
MIN_FOREIGN_WORDS = 3
"""One or two words of another language may be a name."""

_SCRIPTS = {
    "Arabic": re.compile(
        "[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+"
    ),
    "Latin": re.compile("[A-Za-z\u00c0-\u024f]+"),
    "Cyrillic": re.compile("[\u0400-\u052f]+"),
    "Hebrew": re.compile("[\u0590-\u05ff]+"),
    "Greek": re.compile("[\u0370-\u03ff]+"),
    "Chinese or Japanese": re.compile("[\u3040-\u30ff\u3400-\u9fff]+"),
}
_LATIN_WORDS = {
    "English": "the of and to in that was for with from were by at is said",
    "French": "le la les des une dans est que pour sur par avec du ont",
    "Turkish": "ve bir bu için ile da de olan olarak daha gibi",
    "German": "der die das und den mit von ist auf dem nicht ein",
    "Spanish": "el los las del una por con para que en se",
    "Kurdish (Kurmanji)": "û li ji bi di ku ev xwe jî bo",
}
# words that stand in every report of the language, spelled as it spells them
_ARABIC_SCRIPT_WORDS = {
    "Arabic": "في من على إلى الى أن ان إن التي الذي عن مع هذا هذه قال وقال ما لا لم قد بعد بين كما خلال",
    "Persian": "است که این را از برای شد در با به می های آن شده کرد بود خود یک و",
    "Urdu": "ہے کے میں اور نے سے کی کا کو ہیں پر اس یہ تھا",
    "Kurdish (Sorani)": "لە بە کە ئەم بۆ دەکات و ئەو لەسەر کرد دوای ئەوە لەگەڵ هەروەها",
}
# "و" is common to all and says nothing
_MARKERS = {name: frozenset(words.split()) - {"و"} for name, words in _ARABIC_SCRIPT_WORDS.items()}
_LATIN_MARKERS = {name: frozenset(words.split()) for name, words in _LATIN_WORDS.items()}
_FOREIGN_LETTERS = {
    "Urdu": re.compile("[ٹڈڑںےھہۂۓ]"),
    "Kurdish (Sorani)": re.compile("[ەێۆڵڕڤ]"),
    "Persian": re.compile("[پچگژیک]"),
}
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str, report_id: str | None = None) -> str:
    """`ar`. Errors: EmptyReport for a text without letters, UnsupportedLanguage for one in another language.

    Script is counted over the lines of six words and more where there are any, so a Latin menu does not hide an
    Arabic text nor an Arabic menu an English one.
    """
    lines = [line for line in text.splitlines() if len(_WORD.findall(line)) >= LONG_LINE_WORDS]
    body = "\n".join(lines)
    counts = _count_scripts(body) if body else _count_scripts(text)
    total = sum(counts.values())
    if not total:
        raise EmptyReport(
            "the report holds no words", hint="Check that the text, not only pictures, was copied.", report_id=report_id
        )
    script, most = counts.most_common(1)[0]
    if counts["Arabic"] < MIN_SHARE * total:
        name = _latin_language(body or text) if script == "Latin" else ""
        seems = f"looks like {name} ({script} letters" if name else f"is not Arabic ({script} letters"
        raise _unsupported(f"this report {seems} {100 * most // total} %)", report_id)
    other = _other_language(body or text)
    if other:
        raise _unsupported(f"this report is in Arabic letters but looks like {other}", report_id)
    return "ar"


def _unsupported(message: str, report_id: str | None) -> UnsupportedLanguage:
    return UnsupportedLanguage(
        f"{message}; riwaya reads Arabic",
        hint="Give riwaya the Arabic report, or leave this one out.",
        report_id=report_id,
    )


def _count_scripts(text: str) -> Counter[str]:
    letters = sum(map(len, _WORD.findall(text)))
    arabic = sum(map(len, _SCRIPTS["Arabic"].findall(text)))
    if arabic >= letters:
        return Counter({"Arabic": arabic})
    counts = Counter({name: sum(map(len, pattern.findall(text))) for name, pattern in _SCRIPTS.items()})
    counts["other"] = max(0, letters - sum(counts.values()))
    return counts


def _latin_language(text: str) -> str:
    words = Counter(_WORD.findall(text.lower()))
    scores = {name: sum(words[word] for word in markers) for name, markers in _LATIN_MARKERS.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= MIN_FOREIGN_WORDS or scores[best] * 10 >= sum(words.values()) > 0 else ""


def _other_language(text: str) -> str:
    """Persian, Urdu or Kurdish: its own words outnumber Arabic's, or its own letters fill a text too short for that.

    ی and ک alone prove nothing: Arabic typed on a Persian keyboard is full of them.
    """
    words = Counter(_WORD.findall(text))
    scores = {name: sum(words[word] for word in markers) for name, markers in _MARKERS.items()}
    best = max(scores, key=lambda name: scores[name])
    if best != "Arabic" and scores[best] >= MIN_FOREIGN_WORDS and scores[best] > scores["Arabic"]:
        return best
    if scores["Arabic"]:
        return ""
    for name, letters in _FOREIGN_LETTERS.items():
        having = sum(count for word, count in words.items() if letters.search(word))
        if having >= MIN_FOREIGN_WORDS and 2 * having > sum(words.values()):
            return name
    return ""
