"""The words that tell time in news, folded, and the surfaces in which a mention of time may begin.

Written here in ordinary spelling and folded on loading. Months and days stand in `text.calendar`, numbers in
`text.numberwords`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from riwaya.claims.times.periods import DAY, HOUR, MONTH, WEEK, YEAR
from riwaya.text.calendar import HIJRI_MONTHS, MONTHS, WEEKDAYS
from riwaya.text.normalize import fold_key
from riwaya.text.numberwords import folded

Phrase = tuple[str, ...]
PhraseTable = Mapping[str, tuple[Phrase, ...]]


def _numbers(*rows: tuple[int, str]) -> dict[str, int]:
    return {fold_key(word): value for value, listed in rows for word in listed.split()}


def _names(*rows: tuple[str, str]) -> dict[str, str]:
    return {fold_key(word): value for value, listed in rows for word in listed.split()}


def _phrases(listed: str) -> PhraseTable:
    return by_first_word(tuple(fold_key(phrase).split()) for phrase in listed.split("|"))


def by_first_word(phrases: Iterable[Phrase]) -> PhraseTable:
    """Phrases by their first word, longest first."""
    table: dict[str, tuple[Phrase, ...]] = {}
    for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)):
        table[phrase[0]] = (*table.get(phrase[0], ()), phrase)
    return table


RELATIVE_DAYS: dict[Phrase, int] = {
    tuple(fold_key(phrase).split()): days
    for days, listed in (
        (0, "اليوم|هذا اليوم|يومنا هذا|هذا النهار|هذا الصباح|هذا المساء|هذه الليلة|الليلة|هذا الفجر"),
        (0, "الآن|حالا|هذه اللحظة"),
        (-1, "أمس|يوم أمس|الأمس|يوم الأمس|البارحة|يوم البارحة|امبارح|ليلة البارحة"),
        (-1, "اليوم الماضي|اليوم المنصرم|اليوم الفائت"),
        (-2, "أول أمس|أول من أمس|أمس الأول|يوم أمس الأول|ليلة أول أمس|ليلة أول من أمس"),
        (-2, "قبل أمس|قبل يوم أمس|يوم قبل أمس|قبل البارحة|أول البارحة|قبل امبارح|أول امبارح"),
        (-2, "اليوم قبل أمس|اليوم الذي قبل أمس|اليوم قبل البارحة|الليلة قبل الماضية"),
        (1, "غدا|غد|الغد|يوم غد|يوم الغد|بكرة|بكرا|اليوم المقبل|اليوم القادم"),
        (2, "بعد غد|بعد الغد|يوم بعد غد|بعد بكرة|اليوم الذي بعد الغد|اليوم بعد الغد|بعد يوم غد"),
    )
    for phrase in listed.split("|")
}
"""Days told from the report's own: phrase → how many days later."""

HOLIDAYS: dict[Phrase, tuple[int, int, bool]] = {
    tuple(fold_key(phrase).split()): day
    for day, listed in (
        ((10, 1, True), "عيد الفطر|عيد الفطر المبارك"),
        ((12, 10, True), "عيد الأضحى|عيد الأضحى المبارك"),
        ((1, 1, True), "رأس السنة الهجرية"),
        ((3, 12, True), "عيد المولد النبوي|المولد النبوي"),
        ((12, 25, False), "عيد الميلاد|عيد الميلاد المجيد"),
        ((1, 1, False), "رأس السنة|رأس السنة الميلادية"),
    )
    for phrase in listed.split("|")
}
"""Feasts with a fixed day: phrase → month, day, by the Hijri calendar or not. Easter has two dates and none here."""

HOLIDAY_PHRASES = by_first_word(HOLIDAYS)

LAST_NIGHT = _phrases("الليلة الماضية|الليلة الفائتة|الليلة المنصرمة")
"""The night between yesterday and today: neither day alone."""

RELATIVE_PHRASES = by_first_word(RELATIVE_DAYS)

SAME_DAY = _phrases(
    "اليوم نفسه|اليوم ذاته|ذات اليوم|نفس اليوم|ذلك اليوم|الليلة نفسها|الليلة ذاتها|تلك الليلة|يومها|نفس الليلة"
)
"""The day last spoken of."""

THE_SAME = folded("نفسه ذاته نفسها ذاتها")
THAT = folded("ذلك تلك ذاك")

NEIGHBOUR = _numbers((1, "التالي التالية اللاحق"), (-1, "السابق السابقة"))
"""Before or after the time last spoken of."""

PARTS_OF_DAY = folded(
    "فجر صباح ظهر عصر مساء ليل ليلة ليلية صبيحة ضحى نهار غروب ظهيرة مغرب الفجر الصباح الظهر العصر المساء "
    "الليل الظهيرة المغرب"
)
NIGHTS = folded("ليل ليلة ليلية")
TIME_NOUNS = folded("وقت ساعة ساعات الساعات بوقت")
PART_ADVERBS = folded("فجرا صباحا ظهرا عصرا مساء ليلا مساءا نهارا")
"""Times of day that stand without a day."""

_NIGHT_HOURS = "الليل المتأخرة|الليل الأولى|الليل|متأخرة من الليل"
_DAY_HOURS = (
    "الصباح الأولى|الصباح الباكر|الصباح الباكرة|الصباح|الفجر الأولى|الفجر|الظهيرة|الظهر|العصر|المساء الأولى|"
    "المساء|النهار"
)
NIGHT_PARTS = _phrases(
    "|".join(
        (
            "ليلا|منتصف الليل|بعد منتصف الليل|قبل منتصف الليل|قبيل منتصف الليل|وقت متأخر من الليل|ساعة متأخرة من الليل",
            "في وقت متأخر من الليل|في ساعة متأخرة من الليل",
            *(f"ساعات {hours}" for hours in _NIGHT_HOURS.split("|")),
        )
    )
)
"""Parts of the night without a day."""
DAY_PARTS = _phrases(
    "|".join(
        (
            "فجرا|صباحا|ظهرا|عصرا|مساء|مساءا|نهارا|الصباح الباكر|الفجر الباكر",
            "الساعات الأولى من الصباح|الساعات الأولى من الفجر|في هذه الأثناء|هذه الأثناء",
            *(f"ساعات {hours}" for hours in _DAY_HOURS.split("|")),
        )
    )
)
"""Parts of the day without a day."""
JUST_NOW = _phrases(
    "|".join(f"{front}{what}" for front in ("قبل ", "منذ ") for what in ("قليل", "وقت قصير", "وقت قليل"))
    + "|هذه اللحظات|في هذه اللحظات|للتو"
)
"""Moments before the report was written."""

UNITS = _names(
    (HOUR, "ساعة ساعه ساعات ساعتان ساعتين الساعات الساعتين"),
    (DAY, "يوم يوما يومان يومين أيام أياما اليومين الأيام ليلة ليلتين ليال ليالي الليالي الليلتين"),
    (WEEK, "أسبوع أسبوعا أسبوعان أسبوعين أسابيع الأسبوعين الأسابيع"),
    (MONTH, "شهر شهرا شهران شهرين أشهر شهور شهورا أشهرا الشهرين الأشهر الشهور"),
    (YEAR, "سنة سنه عام عاما سنتان سنتين عامان عامين سنوات سنين أعوام أعواما العامين السنتين السنوات السنين الأعوام"),
    ("decade", "عقد عقدا عقدان عقدين عقود العقدين العقود"),
    ("minute", "دقيقة دقيقتان دقيقتين دقائق لحظات الدقائق"),
)
DUALS = folded(
    "ساعتان ساعتين الساعتين يومان يومين اليومين ليلتين الليلتين أسبوعان أسبوعين الأسبوعين شهران شهرين الشهرين "
    "عامان عامين العامين سنتان سنتين السنتين عقدان عقدين العقدين دقيقتان دقيقتين"
)
PLURALS = folded(
    "ساعات الساعات أيام أياما الأيام ليال ليالي الليالي أسابيع الأسابيع أشهر أشهرا شهور شهورا الأشهر الشهور "
    "سنوات سنين أعوام أعواما السنوات السنين الأعوام عقود العقود دقائق الدقائق لحظات"
)
INDEFINITE_PLURALS = frozenset(word for word in PLURALS if not word.startswith("ال"))
ONE_UNIT = _names((WEEK, "الأسبوع"), (MONTH, "الشهر"), (YEAR, "العام السنة"), ("decade", "العقد"), ("century", "القرن"))
"""Single units with ال: time words only together with هذا or an adjective ("العام" is also "general")."""
BARE_UNIT = _names((WEEK, "أسبوع"), (MONTH, "شهر"), (YEAR, "عام سنة"), (DAY, "يوم"))

THIS = folded("هذا هذه")
DAY_WORDS = folded("يوم ليوم بيوم")
DATE_WORDS = folded("بتاريخ تاريخ")
YEAR_WORDS = folded("عام العام سنة السنة لعام بعام لسنة بسنة للعام بالعام")

TURNS = _numbers(
    (-1, "الماضي الماضية الماضيين الماضيتين الماض المنصرم المنصرمة المنصرمين الفائت الفائتة الفائتين"),
    (0, "الجاري الجارية الحالي الحالية"),
    (1, "المقبل المقبلة المقبلين القادم القادمة القادمين الآتي الآتية الجاي"),
)
MONTH_TURNS = folded("الماضي المنصرم الفائت الجاري الحالي المقبل القادم")
"""After a day alone ("15 الجاري"): the month is meant."""
RECENT = folded("الأخيرة الأخير الأخيرين الأخيرتين")
"""With a plural or dual, the last ones; with a single unit, the last of a row."""
FEW = folded("القليلة القليلات قليلة معدودة معدودات")
AGAIN = _numbers((-1, "قبل"), (1, "بعد"))
"""Before an adjective of `TURNS`: the one before last, the one after next."""

EDGES = _names(
    ("beginning", "بداية مطلع أوائل مستهل بدايات بدء"),
    ("middle", "منتصف نصف نص"),
    ("midst", "أواسط"),
    ("end", "نهاية أواخر ختام نهايات"),
    ("first", "أول"),
    ("last", "آخر"),
)
SEASONS: dict[str, tuple[int, int]] = {
    fold_key(word): months
    for months, listed in (
        ((3, 5), "ربيع الربيع"),
        ((6, 8), "صيف الصيف"),
        ((9, 11), "خريف الخريف"),
        ((12, 2), "شتاء الشتاء"),
    )
    for word in listed.split()
}
"""Season → its first and last month, by the meteorological calendar."""

DECADES = {
    fold_key(article + stem + ending): decade
    for decade, stem in enumerate("عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين".split(" "), 2)
    for article in ("", "ال")
    for ending in ("يات", "ات")
}
"""العشرينيات … التسعينيات → 2 … 9."""

HEDGES = _phrases("نحو|حوالي|قرابة|زهاء|ما يقارب|ما يقرب من|أكثر من|أقل من|ما يزيد عن|ما يزيد على|أزيد من")
VAGUE_NUMBERS = folded("بضعة بضع عدة عدد")
VAGUE_ADJECTIVES = folded("عدة عديدة قليلة طويلة كثيرة معدودة")
ONE_OR_TWO = folded("واحد واحدة اثنين اثنتين فقط")

AGO, SINCE, DURING, AFTER, LASTING = "ago", "since", "during", "after", "lasting"
DISTANCE = _names(
    (AGO, "قبل قبيل"),
    (SINCE, "منذ منذو مذ"),
    (DURING, "خلال غضون"),
    (AFTER, "بعد عقب بعيد"),
    (LASTING, "طوال طيلة مدى مدار"),
)
"""Prepositions that put a stretch of time before or after a day; part of the mention."""

ROUGHLY = folded("تقريبا")

KNOWN_BY_THEIR_DAY = {(9, 11): 2001, (10, 7): 2023}
"""Attacks that the press calls by month and day alone: (month, day) → year."""
EVENT_WORDS = folded("أحداث هجمات هجوم اعتداءات تفجيرات لهجمات بهجوم لهجوم بهجمات باعتداءات لأحداث لاعتداءات")
"""Words before such a day that make it the known one."""

_SPANS = (
    "الفترة الماضية|الفترة الأخيرة|الفترة المنصرمة|الفترة المقبلة|الفترة القادمة|تلك الفترة|هذه الفترة|الآونة الأخيرة"
)
UNDATED = _phrases(
    "|".join(
        (
            "مؤخرا|حينها|آنذاك|وقتها|حينذاك|وقتذاك|يومذاك|عندئذ|سابقا|لاحقا|حديثا|في السابق|في حينه",
            *(f"{front}{how}" for front in ("في وقت ", "وقت ", "بوقت ") for how in ("سابق", "لاحق", "متأخر", "مبكر")),
            *(f"{front}{span}" for front in ("", "في ", "خلال ", "طوال ", "طيلة ") for span in _SPANS.split("|")),
            *(f"{front}ذلك {word}" for front in ("", "في ", "منذ ") for word in ("الحين", "الوقت")),
            "في تلك الأثناء|في غضون ذلك|منذ فترة|منذ فترة طويلة|منذ زمن|منذ زمن طويل",
            "في المستقبل القريب|الماضي القريب",
        )
    )
)
"""Words of time that no calendar resolves; they are still the report's words for when."""

NAMED_AFTER_DAYS = folded(
    "شارع قصر ملعب ساحة ميدان جسر حي مدينة حزب حركة قوى تيار صحيفة جريدة مدرسة جامعة لواء كتيبة تحالف مستشفى "
    "مشفى سد حديقة قناة فريق جبل معسكر ائتلاف ثورة انتفاضة سوق مسجد جامع قرية بلدة محطة مجلة موقع ثوار شهداء "
    "دوار مجمع بحيرة قاعدة مخيم"
)
"""Heads of names that hold a day: شارع 26 سبتمبر, حزب 8 آذار, سد تشرين, سوق الثلاثاء."""

NOT_FRIDAY = folded("صلاة خطبة إمام خطيب مسجد جامع سورة")
"""Before "الجمعة": the prayer, not the day, unless a preposition of time stands before it."""

NEWSPAPERS = folded("المصري أخبار صحيفة جريدة عين مجلة عدن حزب مؤسسة")
"""Before "اليوم": a paper or channel of that name."""
CHANNELS = folded("روسيا سوريا فلسطين ليبيا اليمن العراق مصر السودان القدس لبنان الأردن")
MEDIA = folded("قناة موقع صحيفة وكالة شبكة منصة لقناة لموقع لوكالة لشبكة بقناة جريدة مراسل إعلام")
"""Before a name of `CHANNELS` with "اليوم" after it: "قناة روسيا اليوم" is a channel, "في سوريا اليوم" a day."""
WORLD_DAYS = folded("العالمي الدولي الوطني الواحد المفتوح")
"""After "اليوم": a day in the year's calendar, or no day at all."""

GENERAL = folded(
    "الأمين المدير القائد المراقب النائب المدعي المفتش المشرف الرأي القطاع الإضراب الأمن الحرس السكرتير "
    "الادعاء المؤتمر القنصل الحاكم المنسق أمين مدير قائد مراقب نائب مدعي مشرف رأي إضراب المجلس الصالح الممثل "
    "الكاتب الوكيل الدين"
)
"""Before "عام" and "العام": the adjective "general"."""

MONTHS_THAT_ARE_WORDS = folded("مارس ماي آب اب أوت تموز أيار نيسان تشرين شباط أيلول مايس")
"""Month names that are also verbs, persons, places or companies: alone they need a word of time before them."""

TIME_PREPOSITIONS = folded(
    "في منذ خلال حتى بحلول قبل بعد شهر إلى بين وحتى لغاية ففي وفي ومنذ وخلال طوال طيلة مطلع بداية نهاية موسم"
)
"""Before a bare month or year: a word that makes it a time."""

_FRONTS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك")
# a clitic would make another word of these: "باب" door, "لامس" touched, "وغد" scoundrel, "لمن" for whom, "كاب"
_NO_FRONTS = folded("آب اب أوت ماي غد")
_CONJUNCTION_ONLY = folded("أمس من في على بين قبل بعد منذ خلال أول آخر نص نصف منتصف")


def _starts() -> dict[str, tuple[str, int]]:
    words: set[str] = set()
    words.update(phrase[0] for phrase in (*RELATIVE_DAYS, *HOLIDAYS))
    for phrases in (LAST_NIGHT, SAME_DAY, UNDATED, NIGHT_PARTS, DAY_PARTS, JUST_NOW):
        words.update(phrases)
    for names in (MONTHS, HIJRI_MONTHS, WEEKDAYS):
        words.update(name.split()[0] for name in names)
    for table in (PARTS_OF_DAY, PART_ADVERBS, ONE_UNIT, PLURALS, DUALS, EDGES, SEASONS, DECADES, DISTANCE):
        words.update(table)
    words |= folded(
        "يوم يومي شهري بتاريخ تاريخ هذا هذه شهر الشهر عام عامي سنة الربع النصف الثلث أسبوع من بين ما على "
        "الفترة ساعة الساعة وقت في الساعات"
    )
    out: dict[str, tuple[str, int]] = {}
    for word in sorted(words):
        fronts = ("",) if word in _NO_FRONTS else ("", "و", "ف") if word in _CONJUNCTION_ONLY else _FRONTS
        for front in fronts:
            surface, skip = front + word, len(front)
            if front.endswith("ل") and word.startswith("ال"):  # ل + اليوم = لليوم
                surface, skip = front + "ل" + word[2:], len(front) + 1
            # a bare word wins over a shorter one with a clitic ("بعد" is not ب+عد)
            if surface not in out or skip < out[surface][1]:
                out[surface] = (word, skip)
    return out


STARTS = _starts()
"""Surface, clitics included → the time word that begins there and the letters before it ("لليوم": اليوم, 2)."""


def _after_in() -> frozenset[str]:
    words = {"ال", "اخر", "مدي", "مدار", *UNITS, *DATE_WORDS, *YEAR_WORDS, *VAGUE_NUMBERS, *DISTANCE, *TIME_NOUNS}
    for table in (
        HEDGES,
        UNDATED,
        NIGHT_PARTS,
        DAY_PARTS,
        JUST_NOW,
        SAME_DAY,
        LAST_NIGHT,
        RELATIVE_PHRASES,
        HOLIDAY_PHRASES,
    ):
        words |= {word for phrases in table.values() for phrase in phrases for word in phrase}
    return frozenset(words)


AFTER_IN = _after_in()
"""Words that may come second in a mention of time, besides numbers and those that begin one."""
