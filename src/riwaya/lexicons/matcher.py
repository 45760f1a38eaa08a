"""Finding lexicon entries in tokens: every reading of every word and fixed phrase, with the letters each one covers.

The matcher proposes all readings; the stages choose among them. What a word can be is worked out once and kept.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from riwaya.lexicons.loader import read_table
from riwaya.lexicons.morphology import DUAL, PLURAL, SINGULAR, Entry, Form, listed_forms, noun_forms, verb_entry_forms
from riwaya.text.clitics import Stem, cut_before_article, stems, without_enclitic
from riwaya.text.tokens import WORD, Tokens

# table -> (columns of singular forms, column of plural forms)
TABLES: dict[str, tuple[tuple[str, ...], str]] = {
    "acts": (("nouns", "phrases"), ""),
    "nonacts": (("forms",), ""),
    "topics": (("forms",), ""),
    "weapons": (("forms",), ""),
    "persons": (("forms",), "plural"),
    "targets": (("forms",), "plural"),
    "cues": (("forms",), ""),
    "factuality": (("forms",), ""),
    "heads": (("forms",), "plural"),
    "titles": (("forms",), ""),
    "sources": (("forms",), "plural"),
    "nisba": (("forms",), ""),
    "relations": (("forms",), ""),
    "links": (("forms",), ""),
    "place_words": (("forms",), "plural"),
    "modifiers": (("forms",), ""),
    "actors": (("forms",), ""),
}
NAMES = frozenset({"actors"})
"""Tables of names: the article is part of the name and must stand, or not, as listed; names are not inflected."""
_FUNCTION_TABLES = frozenset({"cues", "factuality", "relations", "links"})


class Hit(NamedTuple):
    """One reading of one word: the form, the letters cut in front (`skip`) and at the end (`drop`)."""

    form: Form
    skip: int
    drop: int
    article: bool
    proclitic: str
    conjunction: str
    future: bool = False

    @property
    def entry(self) -> Entry:
        """The lexeme."""
        return self.form.entry


class Match(NamedTuple):
    """An entry (`table` is its table) found at tokens first..last (inclusive); `hit` is the reading of the first word.

    Entry and table stand in it, not behind the hit: they are asked for at every token by every reader.
    """

    first: int
    last: int
    hit: Hit
    entry: Entry
    table: str

    @property
    def length(self) -> int:
        """How many tokens it covers."""
        return self.last - self.first + 1


def _sound(plural: str, bases: set[str]) -> bool:
    """Is a plural in ون made from one of the singulars (or is no singular listed)?"""
    stem = plural[:-2]
    return not bases or stem in bases or stem + "ة" in bases or stem + "ي" in bases or len(stem) > 3


def _plural_of(plural: str, bases: set[str]) -> bool:
    """Is a word in ون the plural of one of the bases?"""
    stem = plural.removesuffix("ون")
    return stem != plural and bool({stem, stem + "ة", stem + "ي"} & bases)


def is_verb_opener(word: str, openers: frozenset[str]) -> bool:
    """Is the first word of a listed phrase a verb, judged by its ending and by the other openers of its row?

    "فتحوا", "أطلقت" show it; "يفتح" begins with the prefix; "فتح" is one when "فتحت" or "فتحوا" is listed beside it.
    """
    if word.endswith("وا") or word.startswith("ي"):
        return True
    if word.endswith("ت") and not word.endswith("ات"):
        return True
    if word.startswith("ت") and "ي" + word[1:] in openers:
        return True
    return word + "ت" in openers or word + "وا" in openers or (word.endswith("ي") and word[:-1] + "ت" in openers)


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    needs: tuple[str, ...]  # ب or ل that must stand on each word ("نائب أول ل" lists it apart); "" for none
    hanging: str  # a final ب or ل that stands on the next word
    article: bool | None  # of the first word; None when free
    verbal: bool  # the first word is a verb ("فتحوا النار")
    number: str  # of its first word: "ضحايا مدنيون" is a plural
    entry: Entry


def bare(word: str) -> str:
    """A folded word without its article."""
    for stem in stems(word):
        if stem.article and not stem.proclitic and not stem.conjunction:
            return stem.text
    return word


# endings of duals and sound plurals, and what stands for them in a listed form
_INFLECTED = (("تين", ("ة",)), ("تان", ("ة",)), ("ين", ("", "ون")), ("ان", ("",)), ("و", ("ون",)))


@lru_cache(maxsize=1 << 17)
def _variants(word: str) -> frozenset[str]:
    """What a word inside a phrase may be listed as: with clitics, tanwin alef or a pronoun taken off."""
    out = set()
    for stem in stems(word):
        out.add(stem.text)
        if stem.text.endswith("ا") and len(stem.text) > 3:
            out.add(stem.text[:-1])
        for ending, listed in _INFLECTED:
            if stem.text.endswith(ending) and len(stem.text) > len(ending) + 1:
                out |= {stem.text[: -len(ending)] + tail for tail in listed}
        for base, _ in without_enclitic(stem.text):
            out.add(base)
            if base.endswith("ت"):
                out.add(base[:-1] + "ة")
    return frozenset(out)


_QUOTES = frozenset('«»“”"')
_MEMO_WORDS = 200_000
"""Word types whose readings are kept; an archive has more, and the memory of a worker is bounded."""


class _WordInfo(NamedTuple):
    singles: tuple[tuple[Hit, Entry, str], ...]  # its readings as one word, as a match holds them
    starts: dict[str, list[tuple[_Phrase, Hit]]]  # phrases that begin with the word, by their second word ("": none)


class Lexicon:
    """All tables together: `scan` finds their entries in tokens. Errors: BadLexicon, MissingBuild when made."""

    def __init__(self, tables: Iterable[str] = tuple(TABLES)) -> None:
        self._forms: dict[str, list[Form]] = {}
        self._phrases: dict[str, list[_Phrase]] = {}
        self._memo: dict[str, _WordInfo] = {}
        for table in tables:
            self._load(table)

    def _load(self, table: str) -> None:
        singular, plural = TABLES[table]
        for row in read_table(f"ar/{table}"):
            entry = Entry.of(table, row)
            for form, verb in verb_entry_forms(entry):
                self._add(form, verb)
            plurals = {words[-1] for words in listed_forms(row, plural)} if plural else set()
            bases = {words[-1] for column in singular for words in listed_forms(row, column)}
            for column in singular:
                listed = listed_forms(row, column)
                openers = frozenset(words[0] for words in listed if len(words) > 1)
                for k, words in enumerate(listed):
                    # تلفزيون ends like a plural and is none: its singular would be listed beside it
                    later = k > 0 and (words[-1].endswith("ات") or _plural_of(words[-1], bases))
                    sound = words[-1].endswith("ون") if later else words[-1] + "ون" in plurals
                    verbal = table == "acts" and len(words) > 1 and is_verb_opener(words[0], openers)
                    self._add_noun(entry, words, PLURAL if later else SINGULAR, sound_plural=sound, verbal=verbal)
            for words in listed_forms(row, plural) if plural else ():
                # سجون, عيون: broken plurals that only look like sound ones
                broken = words[-1].endswith("ون") and not _sound(words[-1], bases)
                self._add_noun(entry, words, PLURAL, sound_plural=not broken)

    def _add(self, word: str, form: Form) -> None:
        known = self._forms.setdefault(word, [])
        if form not in known:
            known.append(form)

    def _add_noun(
        self, entry: Entry, words: tuple[str, ...], number: str, *, sound_plural: bool = False, verbal: bool = False
    ) -> None:
        if not words:
            return
        named = entry.table in NAMES
        kept: list[str] = []
        needs: list[str] = []
        hanging = ""
        for word in words:
            if len(word) == 1 and word in "بل" and len(words) > 1 and not named:
                hanging = word
            else:
                kept.append(word)
                needs.append(hanging)
                hanging = ""
        if len(kept) == 1 and not hanging and not needs[0] and not named:
            self._add_word(entry, kept[0], number, sound_plural=sound_plural)
            return
        article = bare(kept[0]) != kept[0] if named else None
        # a verb has no article: ألقت only begins with its letters
        exact = (verbal, named)  # by whether it is the first word
        bared = tuple(word if exact[k > 0] else bare(word) for k, word in enumerate(kept))
        plain = named or verbal or entry.table in _FUNCTION_TABLES
        starts = {bared[0]: number}
        if not plain:
            starts |= {form: of for form, of, bound in noun_forms(bared[0], number) if not bound}
        for start, of in starts.items():
            phrase = _Phrase(bared, tuple(needs), hanging, article, verbal, SINGULAR if plain else of, entry)
            known = self._phrases.setdefault(start, [])
            if phrase not in known:
                known.append(phrase)

    def _add_word(self, entry: Entry, listed: str, number: str, *, sound_plural: bool) -> None:
        word = bare(listed)
        if entry.table in _FUNCTION_TABLES:
            self._add(word, Form(entry, "n", number))
            self._add(listed, Form(entry, "n", number))
            if entry.table in ("cues", "factuality") and len(word) > 3:  # shorter ones are particles, not nouns
                if word.endswith("ة"):
                    self._add(word[:-1] + "ت", Form(entry, "n", number, bound=True))
                elif word[-1] not in "اءي":
                    self._add(word + "ا", Form(entry, "n", number))
            return
        for form, form_number, bound in noun_forms(word, number, sound_plural=sound_plural):
            self._add(form, Form(entry, "n", form_number, bound))

    def forget(self) -> None:
        """Empty the memory of words met so far; the tables stay."""
        self._memo.clear()

    def _info(self, word: str) -> _WordInfo:
        known = self._memo.get(word)
        if known is None:
            if len(self._memo) >= _MEMO_WORDS:
                self._memo.clear()
            starts: dict[str, list[tuple[_Phrase, Hit]]] = {}
            for phrase, hit in self._starts(word):
                starts.setdefault(phrase.words[1] if len(phrase.words) > 1 else "", []).append((phrase, hit))
            singles = tuple((hit, hit.form.entry, hit.form.entry.table) for hit in self._hits(word))
            known = self._memo[word] = _WordInfo(singles, starts)
        return known

    def _hits(self, word: str) -> list[Hit]:
        out: list[Hit] = []
        for stem in stems(word):
            out += self._at_stem(stem, stem.text, 0)
            if not stem.article:
                for base, pronoun in without_enclitic(stem.text):
                    out += self._at_stem(stem, base, len(pronoun), pronoun=pronoun)
        # the same form with fewer letters cut is the better reading
        seen: set[Form] = set()
        kept = []
        for hit in sorted(out, key=lambda h: (h.skip + h.drop, h.drop)):
            if hit.form not in seen:
                seen.add(hit.form)
                kept.append(hit)
        return kept

    def _at_stem(self, stem: Stem, base: str, drop: int, *, pronoun: str = "") -> list[Hit]:
        found: list[tuple[Form, int, bool]] = [(form, 0, False) for form in self._forms.get(base, ())]
        if pronoun:
            # قصفوه: the silent alef goes; رماه: ى becomes ا
            if base.endswith("و"):
                found += [(f, 0, False) for f in self._forms.get(base + "ا", ()) if f.pos == "v"]
            if base.endswith("ا"):
                found += [(f, 0, False) for f in self._forms.get(base[:-1] + "ي", ()) if f.pos == "v"]
        if base[0] == "س" and len(base) > 3 and base[1] in "يتن":
            found += [(f, 1, True) for f in self._forms.get(base[1:], ()) if f.pos == "v" and f.tense == "i"]
        out = []
        for form, more, future in found:
            if form.pos == "v":
                if stem.article or stem.proclitic not in ("", "ل") or (stem.proclitic and form.tense == "p"):
                    continue
                if pronoun == "ي":
                    continue  # verbs take ني
            elif stem.proclitic and len(base) <= 3 and form.entry.table in _FUNCTION_TABLES:
                continue  # كما holds no ما
            elif pronoun == "ي" and form.entry.table in _FUNCTION_TABLES:
                continue  # شرطي is a policeman, not "my condition"
            elif form.bound and form.number == DUAL and stem.article:
                continue  # الاجتماعي is no "two meetings"
            elif (form.bound and not pronoun and form.number == SINGULAR and base.endswith("ت")) or (
                pronoun and base.endswith("ة")
            ):
                continue
            out.append(Hit(form, stem.skip + more, drop, stem.article, stem.proclitic, stem.conjunction, future))
        return out

    def _starts(self, word: str) -> list[tuple[_Phrase, Hit]]:
        out = []
        for stem in stems(word):
            for phrase in self._phrases.get(stem.text, ()):
                if phrase.article is not None and phrase.article != stem.article:
                    continue
                if phrase.needs[0] and phrase.needs[0] != stem.proclitic:
                    continue
                if phrase.verbal and (stem.article or stem.proclitic):
                    continue
                form = Form(phrase.entry, "n", phrase.number)
                if phrase.verbal:
                    form = Form(phrase.entry, "v", voice="a", tense="i" if phrase.words[0][0] in "يت" else "p")
                hit = Hit(form, stem.skip, 0, stem.article, stem.proclitic, stem.conjunction)
                # the article of a name belongs to it
                if phrase.article:
                    hit = hit._replace(skip=cut_before_article(stem.skip, stem.proclitic, article=stem.article))
                out.append((phrase, hit))
        return out

    def scan(self, tokens: Tokens, first: int, stop: int) -> dict[int, list[Match]]:
        """Every match that begins in tokens [first, stop), by first token; longer ones first. Stays within `stop`."""
        out: dict[int, list[Match]] = {}
        words, kinds, memo = tokens.words, tokens.kinds, self._memo
        for i in range(first, stop):
            if kinds[i] != WORD:
                continue
            info = memo.get(words[i]) or self._info(words[i])
            if info.starts:
                found = _phrases_at(info, words, i, stop)
                found += [Match(i, i, *single) for single in info.singles]
                if found:
                    out[i] = found
            elif info.singles:
                out[i] = [Match(i, i, *single) for single in info.singles]
        return out


def _phrases_at(info: _WordInfo, words: list[str], i: int, stop: int) -> list[Match]:
    """The phrases that stand at token i, longer ones first; the second word picks the few that can."""
    starts = info.starts
    likely = list(starts.get("", ()))
    after = i + 1
    while after < stop and words[after] in _QUOTES:
        after += 1
    if after < stop and len(starts) > (1 if likely else 0):
        for variant in starts.keys() & _variants(words[after]):  # walks the smaller of the two
            likely += starts[variant]
    found = []
    for phrase, hit in likely:
        last = _follow(phrase, words, i, stop)
        if last is not None:
            entry = hit.form.entry
            found.append(Match(i, last, hit, entry, entry.table))
    if len(found) > 1:
        found.sort(key=lambda m: (-m.last, m.table, m.entry.id))
    return found


def _follow(phrase: _Phrase, words: list[str], i: int, stop: int) -> int | None:
    """The last token of the phrase when it stands at token i, else None."""
    last = i
    for k in range(1, len(phrase.words)):
        last += 1
        while last < stop and words[last] in _QUOTES:
            last += 1  # سقوط «صاروخ»
        if last >= stop:
            return None
        word = words[last]
        if phrase.needs[k]:
            if not any(s.proclitic == phrase.needs[k] and s.text == phrase.words[k] for s in stems(word)):
                return None
        elif word != phrase.words[k] and (phrase.article is not None or phrase.words[k] not in _variants(word)):
            return None
    if phrase.hanging:
        if last + 1 >= stop:
            return None
        after = words[last + 1]
        if after != phrase.hanging and not any(s.proclitic == phrase.hanging for s in stems(after)):
            return None
    return last


@cache
def load_lexicon() -> Lexicon:
    """The bundled lexicon, loaded once. Errors: BadLexicon, MissingBuild."""
    lexicon = Lexicon()
    # it lives as long as the process: the collector need not walk its half million objects again and again
    gc.freeze()
    # reading makes many small objects and hardly a cycle: the collector's first look after 700 of them costs a tenth
    if 0 < gc.get_threshold()[0] < 50_000:  # 0: whoever uses the library has put the collector out of work
        gc.set_threshold(50_000)
    return lexicon
