"""Names of months and days as Arabic newspapers write them, folded, each with its number.

Three sets of Gregorian names live side by side: Levant and Iraq (نيسان), Egypt and the Gulf (أبريل) and the Maghreb
(جانفي, غشت). No name stands for two months, so one table serves all. Keys are `normalize.fold_key` of the name.
"""

from __future__ import annotations

from riwaya.text.normalize import fold_key

# One string a month: names and spelling variants, `|` between them.
_MONTHS = (
    "كانون الثاني|كانون ثاني|يناير|جانفي|جنفي",
    "شباط|فبراير|فيبراير|فيفري",
    "آذار|اذار|مارس",
    "نيسان|أبريل|إبريل|ابريل|أفريل|افريل|أپريل",
    "أيار|ايار|مايو|ماي|مايس",
    "حزيران|يونيو|يونيه|جوان",
    "تموز|يوليو|يوليه|يوليوز|جويلية|جويليه",
    "آب|اب|أغسطس|اغسطس|أوغسطس|أغسطوس|غشت|أوت|اوت",
    "أيلول|ايلول|سبتمبر|شتنبر|سيبتمبر",
    "تشرين الأول|تشرين أول|أكتوبر|اكتوبر|أوكتوبر",
    "تشرين الثاني|تشرين ثاني|نوفمبر|نونبر|نوڤمبر",
    "كانون الأول|كانون أول|ديسمبر|دجنبر|دسمبر",
)
_HIJRI = (
    "محرم|المحرم|محرم الحرام",
    "صفر",
    "ربيع الأول|ربيع أول",
    "ربيع الآخر|ربيع الثاني|ربيع آخر|ربيع ثاني",
    "جمادى الأولى|جمادى الأول|جمادى أولى|جماد الأول|جماد أول|جمادي الأولى",
    "جمادى الآخرة|جمادى الآخر|جمادى الثانية|جمادى الثاني|جماد الآخر|جماد الثاني|جماد ثاني",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة|ذي القعدة|ذو قعدة|ذي قعدة|ذوالقعدة|ذيالقعدة|ذا القعدة",
    "ذو الحجة|ذي الحجة|ذو حجة|ذي حجة|ذوالحجة|ذيالحجة|ذا الحجة",
)
_WEEKDAYS = (
    "اثنين|إثنين|الإتنين|إتنين|أثنين",
    "ثلاثاء|ثلثاء|ثلاثا",
    "أربعاء|اربعاء|إربعاء|أربعا",
    "خميس",
    "جمعة|جمعه",
    "سبت",
    "أحد|احد",
)


def _numbered(names: tuple[str, ...], first: int) -> dict[str, int]:
    return {fold_key(name): number for number, forms in enumerate(names, first) for name in forms.split("|")}


def _with_article(names: dict[str, int]) -> dict[str, int]:
    # "الإتنين" stands in the table with its article; every other day gets one here
    return {**names, **{f"ال{name}": number for name, number in names.items() if not name.startswith("ال")}}


MONTHS: dict[str, int] = _numbered(_MONTHS, 1)
"""Folded Gregorian month name → 1–12. Keys may hold a space ("تشرين الاول")."""

HIJRI_MONTHS: dict[str, int] = _numbered(_HIJRI, 1)
"""Folded Hijri month name → 1–12. "رمضان", "رجب" are also men's names and "صفر" is zero: only beside a day or year."""

WEEKDAYS: dict[str, int] = _with_article(_numbered(_WEEKDAYS, 0))
"""Folded day name, with and without ال → Monday 0 … Sunday 6. Without ال, "احد" is also "anyone": see the reader."""
