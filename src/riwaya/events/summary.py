"""An event in one sentence, in English and in Arabic, made of its fields and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from riwaya.accounts import Assessment, Casualties, Event, Stand
from riwaya.events.casualties import ALL
from riwaya.lexicons.loader import read_table
from riwaya.lexicons.registry import names_of

MOST_NAMES = 3
"""Names that a sentence lists; of more it says how many."""
_MONTHS_EN = (
    "January February March April May June July August September October November December"
).split()  # fmt: skip
_MONTHS_AR = (
    "كانون الثاني/يناير|شباط/فبراير|آذار/مارس|نيسان/أبريل|أيار/مايو|حزيران/يونيو|تموز/يوليو|آب/أغسطس|أيلول/سبتمبر|"
    "تشرين الأول/أكتوبر|تشرين الثاني/نوفمبر|كانون الأول/ديسمبر"
).split("|")
_CLASSES = {
    "civilian": ("civilians", "مدنيون"),
    "child": ("children", "أطفال"),
    "woman": ("women", "نساء"),
    "man": ("men", "رجال"),
    "combatant": ("combatants", "مقاتلون"),
    "medic": ("medics", "مسعفون"),
    "journalist": ("journalists", "صحفيون"),
}
_KINDS = {
    "killed": ("killed", "القتلى"),
    "injured": ("injured", "الجرحى"),
    "missing": ("missing", "المفقودون"),
    "captured": ("captured", "المحتجزون"),
    "displaced": ("displaced", "النازحون"),
}


def summarised(event: Event) -> Event:
    """The event with its two sentences."""
    assessment = replace(event.assessment, summary_en=_english(event), summary_ar=_arabic(event))
    return replace(event, assessment=assessment)


def _label(code: str, language: str) -> str:
    return next(row[f"label_{language}"] for row in read_table("shared/codes") if row["code"] == code)


def _english(event: Event) -> str:
    weighed = event.assessment
    what = _label(event.code, "en")
    act = f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
    where = f" in {event.place.name_en or event.place.name_ar or event.place.span.exact}" if event.place else ""
    first = f"According to {_list([s.name_en for s in weighed.sources], 'and', 'others')}: {act}{where}{_day_en(event)}"
    doers = _doers(weighed)
    first += f", attributed to {_list([en for en, _ in doers], 'and', 'others')}" if doers else ""
    first += f"; {_tolls(weighed, 0)}" if weighed.casualties else ""
    parts = [first]
    parts += [f"{_stand(stand, 0)} denies it" for stand in weighed.denied_by[:MOST_NAMES]]
    parts += [f"{_stand(stand, 0)} says it acted" for stand in weighed.responsibility[:MOST_NAMES]]
    reports, sources = len(event.report_ids), weighed.independent_sources
    count = f"{_plural(reports, 'article')}, {_plural(sources, 'independent source')}"
    return f"{'; '.join(parts)}. {count}."


def _arabic(event: Event) -> str:
    weighed = event.assessment
    where = f" في {event.place.name_ar or event.place.name or event.place.span.exact}" if event.place else ""
    sources = _list([_genitive(source.name_ar) for source in weighed.sources], "و", "غيرها")
    first = f"بحسب {sources}: {_label(event.code, 'ar')}{where}{_day_ar(event)}"
    doers = _doers(weighed)
    first += f"، والفاعل المذكور {_list([ar for _, ar in doers], 'و', 'غيره')}" if doers else ""
    first += f"؛ {_tolls(weighed, 1)}" if weighed.casualties else ""
    parts = [first]
    parts += [f"مع نفي من {_genitive(_stand(stand, 1))}" for stand in weighed.denied_by[:MOST_NAMES]]
    parts += [f"بإقرار من {_genitive(_stand(stand, 1))}" for stand in weighed.responsibility[:MOST_NAMES]]
    count = f"عدد الأخبار {len(event.report_ids)}، عدد المصادر المستقلة {weighed.independent_sources}"
    return f"{'؛ '.join(parts)}. {count}."


def _genitive(name: str) -> str:
    """The name after a preposition: a sound plural changes its ending («بحسب الحوثيين»)."""
    return re.sub(r"^(ال\w{3,})ون(?!\w)", r"\1ين", name)


def _stand(stand: Stand, language: int) -> str:
    return (stand.name_en, stand.name_ar)[language]


def _doers(weighed: Assessment) -> list[tuple[str, str]]:
    """English and Arabic names of who is said to have acted, those that most sources name first."""
    for agreement in weighed.agreements:
        if agreement.field == "actor":
            return [names_of(version.value) for version in agreement.versions]
    return []


def _list(names: Sequence[str], word: str, others: str) -> str:
    """Names in a sentence; Arabic writes its "and" against the next word and before each."""
    shown = list(dict.fromkeys(names))
    more = len(shown) - MOST_NAMES
    shown = [*shown[:MOST_NAMES], f"{more} {others}"] if more > 1 else shown
    if word == "و":
        return " و".join(shown)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {word} {shown[-1]}"


def _tolls(weighed: Assessment, language: int) -> str:
    """`killed 14 to 17 (of them children 4)`, kinds parted by commas."""
    parts = []
    for kind in dict.fromkeys(toll.kind for toll in weighed.casualties):
        its = [toll for toll in weighed.casualties if toll.kind == kind]
        whole = next((toll for toll in its if toll.victim_class == ALL), None)
        classes = [
            f"{_CLASSES[t.victim_class][language]} {_range(t, language)}" for t in its if t.victim_class in _CLASSES
        ]
        said = f"{_KINDS[kind][language]} {_range(whole, language)}" if whole else _KINDS[kind][language]
        parts.append(f"{said} ({', '.join(classes) if language == 0 else '، '.join(classes)})" if classes else said)
    return (", " if language == 0 else "، ").join(parts)


def _range(toll: Casualties, language: int) -> str:
    least, to, most = (("at least", "to", "at most"), ("على الأقل", "إلى", "على الأكثر"))[language]
    if toll.low is not None and toll.high is not None:
        return str(toll.low) if toll.low == toll.high else f"{toll.low} {to} {toll.high}"
    if toll.low is None and toll.high is None:
        return "?"
    bound, number = (least, toll.low) if toll.high is None else (most, toll.high)
    return f"{bound} {number}" if language == 0 else f"{number} {bound}"


def _day_en(event: Event) -> str:
    if event.start is None:
        return ""
    day = f"{event.start.day} {_MONTHS_EN[event.start.month - 1]} {event.start.year}"
    if event.end and event.end != event.start:
        return f" between {day} and {event.end.day} {_MONTHS_EN[event.end.month - 1]} {event.end.year}"
    return f" on {day}"


def _day_ar(event: Event) -> str:
    if event.start is None:
        return ""
    day = f"{event.start.day} {_MONTHS_AR[event.start.month - 1]} {event.start.year}"
    if event.end and event.end != event.start:
        return f" بين {day} و{event.end.day} {_MONTHS_AR[event.end.month - 1]} {event.end.year}"
    return f" في {day}"


def _plural(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
