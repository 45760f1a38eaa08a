"""Names that follow a noun phrase: of the person it speaks of, in quotation marks or brackets, after "known as"."""

from __future__ import annotations

from collections.abc import Container

from riwaya.claims.context import Sentence
from riwaya.claims.heads import choose_head, ends_phrase
from riwaya.lexicons.matcher import Match
from riwaya.text.numberwords import folded
from riwaya.text.tokens import NUMBER, SIGN, WORD

_CALLED = folded(
    "معروف معروفة معروفين معروفون المعروف المعروفة المعروفين المعروفون يعرف تعرف يعرفون "
    "مسمى مسماة المسمى المسماة يسمى تسمى يدعى تدعى المدعو المدعوة ملقب الملقب يلقب تلقب"
)


def name_called(sentence: Sentence, k: int, places: Container[int]) -> int | None:
    """`قوات معروفة باسم كذا`: the last token of the name by which the phrase is known, when it begins at token k."""
    words = sentence.tokens.words
    if words[k] not in _CALLED:
        return None
    k += 1
    if k < sentence.stop and words[k] in ("باسم", "ب"):
        k += 1
    if k >= sentence.stop:
        return None
    if sentence.is_quote(k):
        return quoted_name(sentence, k)
    named = choose_head(sentence, k, places)
    return named.last if named is not None and named.table == "actors" else None


def alias_of(sentence: Sentence, first: int, last: int) -> Match | None:
    """The registered name that closes a phrase behind a word like "معروفة باسم"."""
    for k in range(first, last + 1):
        if sentence.tokens.words[k] in _CALLED:
            return next(
                (m for j in range(k + 1, last + 1) for m in sentence.of("actors").get(j, ()) if m.last <= last), None
            )
    return None


_NAMES_IN_Y = folded("يوسف ياسر يحيى يونس ياسين يعقوب تامر توفيق تيسير تركي تقي تميم توما")


_MAX_NAME = 4  # words of a name: "عبد الرحمن محمد القدسي"


def with_name(sentence: Sentence, head: Match, last: int, places: Container[int]) -> int:
    """`الشاب محمد حمدو عرب`, `الشاب (حيدر الصالح)`: one person and the name he has, which no lexicon lists."""
    human = head.table in ("persons", "titles", "sources") or (
        head.table == "heads" and head.entry.row["kind"] == "people"
    )
    if not human or head.hit.form.number != "s" or not (head.hit.article or head.hit.drop):
        return last
    before = sentence.tokens.words[head.first - 1] if head.first > sentence.first else ""
    if before.startswith("ال") and sentence.find(head.first, "modifiers"):
        return last  # "المستشفى العسكري", "الطرف الآخر": adjectives of another noun
    k = last + 1
    words, kinds = sentence.tokens.words, sentence.tokens.kinds
    opened = k < sentence.stop and words[k] == "("
    k += opened
    first = k
    while (
        k < sentence.stop and k - first < _MAX_NAME and kinds[k] == WORD and not sentence.dated(k) and k not in places
    ):
        if not _name_word(sentence, k):
            break
        k += 1
    if opened:
        return k if k > first and k < sentence.stop and words[k] == ")" else last
    # one unlisted word may be a verb ("الطفل عاد إلى بيته"); two are a name
    return k - 1 if k - first > 1 else last


def _name_word(sentence: Sentence, k: int) -> bool:
    """May the word be part of a person's name: unlisted, without a preposition, no form of a verb in the present?"""
    word = sentence.tokens.words[k]
    if any(
        m.table not in ("modifiers", "weapons", "nisba", "common_names", "persons") for m in sentence.matches.get(k, ())
    ):
        return False
    if word in _FUNCTION or sentence.preposition_before(k):
        return False
    if word[0] in "يت":
        return word in _NAMES_IN_Y
    # letters that may be a conjunction or preposition: a short word is more often a name ("وليد", "بدر")
    longest = {"و": 5, "ف": 5, "ب": 4}.get(word[0], len(word))
    return len(word) <= longest and not word.startswith("لل")


_FUNCTION = folded(
    "كان كانت كانوا قد لم لن لا ما هو هي هم الذي التي الذين أن إن أو أم ثم بل حتى كما بعد قبل مع عن من إلى في على هذا "
    "هذه ذلك تلك كل بعض غير دون حيث إذ إذا لو ليس ليست أيضا ذو ذي ذات"
)


def quoted_name(sentence: Sentence, k: int) -> int | None:
    """The closing mark of a short quoted name that starts at token k ("قوات «درع الجبل»"), or None."""
    for j in range(k + 1, min(k + 6, sentence.stop)):
        if sentence.is_quote(j):
            return j if j > k + 1 and not any(sentence.is_verb(x) for x in range(k + 1, j)) else None
        if sentence.tokens.kinds[j] in (SIGN, NUMBER):
            return None
    return None


def extend_name(sentence: Sentence, head: Match) -> int:
    """A registered name may be followed by a nisba or a bracketed abbreviation that belongs to it."""
    last = head.last
    k = last + 1
    if not ends_phrase(sentence, k):
        nisba = sentence.find(k, "nisba")
        if (
            nisba
            and not (nisba.hit.form.number != "s" and sentence.tokens.words[k].endswith("ين"))
            and nisba.hit.article
            and not nisba.hit.conjunction
            and not nisba.hit.proclitic
        ):
            last = nisba.last
    words = sentence.tokens.words
    if last + 3 < sentence.stop and words[last + 1] == "(" and words[last + 3] == ")":
        last += 3
    return last
