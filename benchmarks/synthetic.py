#!/usr/bin/env python3
"""Reports made up by rule, as many as are wanted: for measuring stores and speed, never for measuring reading.

    benchmarks/synthetic.py N [--seed S] > FILE.jsonl

Happenings are drawn first: a place, a day, an act, a toll. Each is told by one to six reports of different outlets, in
other words, with tolls that differ, by speakers that differ; a fifth of the reports are copies of another with a line
added or a sentence left out. The same N and seed give the same bytes. Everything in them is invented.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

PLACES = (
    "دوما حرستا إدلب سراقب خان شيخون تدمر الرقة منبج عفرين حلب حمص درعا القنيطرة دير الزور الحسكة تعز الحديدة صعدة "
    "مأرب عدن الفلوجة الموصل الرمادي تكريت كركوك بعقوبة بنغازي درنة سرت مصراتة الفاشر نيالا أم درمان"
)
_TWO_WORDS = ("خان شيخون", "دير الزور", "أم درمان")
OUTLETS = tuple(
    f"{kind} {name}"
    for kind in ("صحيفة", "وكالة", "موقع", "شبكة", "إذاعة")
    for name in ("الضفاف", "المرسى", "البيان الجديد", "السهل", "المنارة", "الواحة")
)
ACTS = (
    "غارات جوية على {object} في مدينة {place}",
    "قصف مدفعي استهدف {object} في مدينة {place}",
    "انفجار سيارة مفخخة قرب {object} في مدينة {place}",
    "هجوم بطائرة مسيرة على {object} في مدينة {place}",
    "اشتباكات عنيفة بين الجيش ومسلحين قرب {object} في مدينة {place}",
)
OBJECTS = ("سوق شعبي", "مستشفى ميداني", "مدرسة", "محطة وقود", "مسجد", "مخيم للنازحين", "مخبز")
SPEAKERS = (
    "المرصد السوري لحقوق الإنسان",
    "مصدر طبي",
    "ناشطون محليون",
    "شهود عيان",
    "مصدر عسكري",
    "الدفاع المدني",
    "مسؤول محلي",
    "المتحدث باسم الجيش",
)
LEADS = (
    "قتل {dead} أشخاص على الأقل وأصيب {hurt} آخرون في {act} {day}، بحسب {speaker}.",
    "أسفرت {act} {day} عن مقتل {dead} مدنيين وإصابة {hurt} بجروح، وفق ما أفاد {speaker}.",
    "أعلن {speaker} أن {act} {day} أدت إلى مقتل {dead} أشخاص وجرح {hurt} آخرين.",
)
BODIES = (
    "وقال {speaker} إن بين القتلى {few} أطفال.",
    "ونفى {speaker} مسؤوليته عن الهجوم.",
    "وأضاف {speaker} أن الحصيلة مرشحة للارتفاع بسبب وجود جرحى في حالات خطرة.",
    "واتهم {speaker} قوات الحكومة بقصف {object}.",
    "ونزحت مئات العائلات من أحياء مدينة {place} خلال الأيام الماضية.",
    "وكانت مدينة {place} قد شهدت الأسبوع الماضي قصفا مماثلا أوقع عددا من الجرحى.",
    "وطالبت منظمات إنسانية بوقف فوري لإطلاق النار وفتح ممرات آمنة.",
    "وذكر {speaker} أن فرق الإنقاذ ما زالت تبحث عن ناجين تحت الأنقاض.",
    "وأوضح {speaker} أن الأضرار طالت المنازل المجاورة وشبكة الكهرباء.",
    "ولم تعلن أي جهة مسؤوليتها عن الهجوم حتى مساء اليوم.",
)
DAYS = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت")
FIRST_DAY = date(2015, 1, 1)
MOST_ACCOUNTS = 6
COPIES = 0.2
SPAN_DAYS = 3650
"""Ten years: an archive's breadth. A hundred thousand reports are then some 27 a day."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What a group of reports tells of."""

    place: str
    day: date
    act: str
    struck: str
    dead: int
    hurt: int


def place_names() -> list[str]:
    """The places in which things happen."""
    text = PLACES
    for name in _TWO_WORDS:
        text = text.replace(name, name.replace(" ", "_"))
    return [name.replace("_", " ") for name in text.split()]


def reports(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """So many reports as lines of JSON hold them: `id`, `text`, `title`, `url`, `outlet`, `published`."""
    dice = random.Random(seed)
    places = place_names()
    made = 0
    while made < count:
        struck = dice.choice(OBJECTS)
        happening = Happening(
            dice.choice(places),
            FIRST_DAY + timedelta(dice.randrange(SPAN_DAYS)),
            dice.choice(ACTS),
            struck,
            dice.randint(3, 10),
            dice.randint(3, 40),
        )
        told: list[dict[str, str]] = []
        for outlet in dice.sample(OUTLETS, dice.randint(1, MOST_ACCOUNTS)):
            if made == count:
                return
            copied = dice.choice(told) if told and dice.random() < COPIES else None
            told.append(_copy(dice, copied, outlet, made) if copied else _account(dice, happening, outlet, made))
            yield told[-1]
            made += 1


def _account(dice: random.Random, told: Happening, outlet: str, number: int) -> dict[str, str]:
    published = told.day + timedelta(dice.choice((0, 0, 0, 1)))
    day = f"يوم {DAYS[(told.day.weekday() + 1) % 7]}"

    def filled(sentence: str) -> str:
        return sentence.format(
            place=told.place,
            object=told.struck,
            day=day,
            act=told.act.format(object=told.struck, place=told.place),
            dead=max(3, told.dead + dice.choice((0, 0, 0, 1, -1))),
            hurt=told.hurt,
            few=dice.randint(2, 3),
            speaker=dice.choice(SPEAKERS),
        )

    title = f"قتلى وجرحى في {told.act.format(object=told.struck, place=told.place)}"
    body = [filled(dice.choice(LEADS)), *(filled(s) for s in dice.sample(BODIES, dice.randint(4, 8)))]
    lines = [title, outlet, published.isoformat(), *(" ".join(body[i : i + 3]) for i in range(0, len(body), 3))]
    return _line(number, title, outlet, published.isoformat(), lines)


def _copy(dice: random.Random, original: dict[str, str], outlet: str, number: int) -> dict[str, str]:
    lines = original["text"].split("\n")
    lines[1] = outlet
    if len(lines) > 5 and dice.random() < 0.5:
        del lines[-1]
    else:
        lines.append(f"تابعوا آخر الأخبار على قناة {outlet}")
    return _line(number, original["title"], outlet, original["published"], lines)


def _line(number: int, title: str, outlet: str, published: str, lines: list[str]) -> dict[str, str]:
    return {
        "id": f"made-{number:06}",
        "url": f"https://news.example/{number:06}",
        "title": title,
        "outlet": outlet,
        "published": published,
        "text": "\n".join(lines),
    }


def main() -> None:
    """Write the reports to standard output."""
    parser = argparse.ArgumentParser(description="Write made-up reports as JSON lines.")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for line in reports(arguments.count, arguments.seed):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
