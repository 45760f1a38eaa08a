"""Arabic spellings among the alternate names that world gazetteers list, and plain Latin ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from riwaya.gazetteer.names import place_key

# Persian, Urdu and Sorani Kurdish write Arabic words with these; folded they are what an Arabic paper prints.
_SAME_LETTERS = str.maketrans({"ک": "ك", "ی": "ي", "ہ": "ه", "ۀ": "ه", "ە": "ه", "ھ": "ه"})
# Names whose letters Arabic lacks: how Arabic papers write those of Iranian cities.
_FOREIGN_SOUNDS = (
    str.maketrans({"پ": "ب", "چ": "تش", "گ": "غ", "ژ": "ج", "ڤ": "ف"}),
    str.maketrans({"پ": "ب", "چ": "ج", "گ": "ك", "ژ": "ج", "ڤ": "ف"}),
)
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640\u200c-\u200f]")
_ARABIC_NAME = re.compile("[\u0621-\u063a\u0641-\u064a]{2,}(?: [\u0621-\u063a\u0641-\u064a]+)*")
_HAS_ARABIC = re.compile("[\u0621-\u06ff]")
_OTHER_THING = re.compile("^(?:محافظة|ولاية|استان|ستان|اقليم|إقليم|دولة) ")
_HEAD = re.compile("^(?:قضاء|ناحية|بلدية|مركز|منطقة|بلدة|قرية|شهرستان|شهر|مدينه|مدينة) (?=..)")
_NOT_SPELLED_SO = re.compile("(?:^| )ئ|ى(?! |$)")  # Uyghur and Kurdish
_LATIN_ARTICLE = re.compile("[AaEe][dlnrstzDLNRSTZşţḑz̧][hH]?[ -]")
_EMPHATIC = re.compile("[حصضطظعق]")  # letters that other languages do not sound and often do not write
_CONSONANTS = str.maketrans(
    {"ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
     "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m",
     "ن": "n", "ه": "h"}
)  # fmt: skip
_LATIN_SIGNS = str.maketrans(
    {"‘": "", "’": "'", "ʿ": "", "ʾ": "'", "ʼ": "'", "ʻ": "", "ı": "i", "ə": "a", "ø": "o", "ł": "l", "đ": "d"}
)


def arabic_names(alternates: Iterable[str], latin: str) -> tuple[str, ...]:
    """The Arabic spellings among alternate names, likeliest first: GeoNames mixes in Persian, Urdu and Kurdish ones."""
    latin_names = [latin, *(name for name in alternates if not _HAS_ARABIC.search(name))]
    skeletons = {_latin_skeleton(name) for name in latin_names}
    definite = any(_LATIN_ARTICLE.match(name) for name in latin_names)
    rated: dict[str, tuple[object, ...]] = {}
    for alternate in alternates:
        for name, changes in _arabic_spelling(alternate):
            rating = (
                changes, _arabic_skeleton(name) not in skeletons, name.startswith("ال") != definite, name.endswith("ه"),
                name[0] == "ا" and name[1] != "ل", -len(_EMPHATIC.findall(name)), len(name), name,
            )  # fmt: skip
            rated[name] = min(rating, rated.get(name, rating))
    # one spelling for one key, with the article where any has it: of القاهرة, القاهره and قاهره only the first
    best: dict[str, str] = {}
    for name in sorted(rated, key=lambda name: (not name.startswith("ال"), rated[name])):
        best.setdefault(place_key(name), name)
    return tuple(sorted(best.values(), key=rated.__getitem__))


def _arabic_spelling(alternate: str) -> Iterator[tuple[str, int]]:
    """The name in Arabic letters that an alternate name gives, if any, and how far it is from what is written."""
    text = unicodedata.normalize("NFC", _MARKS.sub("", alternate))
    text = re.split(r"\s*[،,(/\-]", text)[0].strip()
    name = " ".join(text.translate(_SAME_LETTERS).split())
    if not _OTHER_THING.match(name):
        bare = _HEAD.sub("", name)
        if _ARABIC_NAME.fullmatch(bare) and not _NOT_SPELLED_SO.search(bare):
            yield bare, int(name != text)


def arabised(alternates: Iterable[str]) -> list[str]:
    """Persian and Turkish names with the letters Arabic lacks, as Arabic papers write them."""
    return [name.translate(sounds) for name in alternates for sounds in _FOREIGN_SOUNDS]


def plain_latin(name: str) -> str:
    """A name in ASCII letters: signs and accents dropped."""
    plain = unicodedata.normalize("NFD", name.translate(_LATIN_SIGNS))
    return "".join(char for char in plain if not unicodedata.combining(char)).strip()


def _latin_skeleton(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    plain = re.sub(r"^[ae][a-z]{1,2}[ -]|(?<=[ae])h$", "", plain).replace("ph", "f")
    plain = re.sub("[cs]h|x", "s", plain.replace("kh", "k").replace("gh", "g").replace("dh", "d").replace("th", "t"))
    return re.sub(r"(.)\1+", r"\1", re.sub("[^bdfghjklmnqrstz]", "", plain.replace("c", "k").replace("p", "b")))


def _arabic_skeleton(name: str) -> str:
    bare = re.sub("^ال|[ةه]$", "", name).translate(_CONSONANTS)
    return re.sub(r"(.)\1+", r"\1", re.sub("[^a-z]", "", bare))
