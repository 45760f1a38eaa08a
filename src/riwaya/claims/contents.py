"""Where what is said begins and ends: after إن or أن, a preposition, a colon, or in quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.claims.context import HARD, Sentence
from riwaya.claims.scene import Scene
from riwaya.claims.speakers import SPEAKERS
from riwaya.lexicons.matcher import Match
from riwaya.text.clitics import stems
from riwaya.text.sentences import Quotation
from riwaya.text.tokens import SIGN, WORD

WINDOW = 40  # tokens between a verb of saying and its إن: long official titles with a relative clause fit
_PREPOSITIONS = (("ila", "الي"), ("an", "عن"), ("min", "من"), ("ala", "علي"), ("fi", "في"))
"""What `takes` of a cue calls the preposition before its content."""
_ADVERBIAL = frozenset(
    {"دون", "قبل", "بعد", "منذ", "رغم", "بدون", "بشرط", "شرط", "غير", "الا", "بيد", "كما", "لدرجة", "سبق"}
)
"""Words whose أن opens a circumstance or another clause."""
_CONSEQUENCE = frozenset({"ما", "مما"})
"""Words behind a comma that tell what came of the thing said: "، ما أطلق موجة نزوح"."""
_NOUN_LINKS = frozenset({"event_noun", "light_noun", "stopping", "failure", "toll_noun", "lam_noun", "demonstrative"})
"""Kinds of link word that are nouns, and what a preposition may bring as content."""
_SHORT_CONTENTS = frozenset({"هذا", "هذه", "ذلك", "تلك", "عدم", "وقف", "فتح"})
"""Words of three letters that a ب puts before a content: "ندد بهذه الجريمة"."""
_SIBLING_LINKS = frozenset({"while", "also", "after_that"})


def find_opening(scene: Scene, cue: Match, later: Sequence[Match]) -> tuple[int, int, int, str] | None:
    """(where the speaker's stretch ends, where the content begins, letters to skip, how) after a cue."""
    sentence = scene.sentence
    takes = cue.entry.row.list("takes")
    limit = min(sentence.stop, cue.last + WINDOW)
    follow = [c for c in later if c.entry.row["kind"] != "channel" and not _within_relative(sentence, c)]
    next_cue = next((c.first for c in follow), limit)
    tokens = sentence.tokens
    fallback: tuple[int, int, int, str] | None = None
    named_until = -1
    for i in range(cue.last + 1, limit):
        word = tokens.words[i]
        if i <= named_until:
            continue
        if i >= next_cue and not (i == next_cue and sentence.link(i, "complementizer")):
            after = _aside(scene, i, later)
            if after is None:
                break
            named_until, next_cue = after, next((c.first for c in later if c.first > after), limit)
            continue
        if tokens.kinds[i] == SIGN:
            if opening := _at_sign(scene, cue, i, takes if fallback is None else [t for t in takes if t != "bi"]):
                return opening
            if quote := scene.opens(i):
                named_until = quote.closer  # a name in quotation marks
            elif word in ".؛!؟":
                break
            continue
        complementizer = sentence.link(i, "complementizer")
        if word == "كيف" and "inna" in takes and i > cue.last + 1:
            return i, i + 1, 0, "inna"  # "روت ناجية كيف أحرقوا القرية"
        if complementizer and sentence.tokens.words[i - 1] in _ADVERBIAL:
            continue  # "دون أن" tells how, not what
        if complementizer and (set(takes) & {"inna", "relay"} or _behind_its_own(sentence, i, takes)):
            return i, complementizer.last + 1, 0, "inna"
        if fallback is None and not any(p.first < i <= p.last or (p.first == i and not p.prep) for p in scene.phrases):
            fallback = _prepositional(sentence, i, takes)
        if fallback and fallback[3] == "an" and "object" in takes and object_start(scene, cue, fallback[0]):
            return cue.last, cue.last, 0, "object"  # "أعلنت مسؤوليتها عن": the noun is the thing said
        sure = fallback and (fallback[3] != "bi" or "inna" not in takes)
        if fallback and sure and not _complementizer_next(sentence, fallback[1]):
            return fallback
    if fallback is None and "object" in takes and not cue.hit.drop:
        return cue.last, cue.last, 0, "object"
    return fallback


def _behind_its_own(sentence: Sentence, i: int, takes: Sequence[str]) -> bool:
    """Does أن at token i follow the cue's own preposition: "دعا إلى أن", "رحب بأن"?"""
    words = sentence.tokens.words
    if "bi" in takes and words[i].startswith("ب"):
        return True
    return any(name in takes and words[i - 1] == preposition for name, preposition in _PREPOSITIONS)


def _within_relative(sentence: Sentence, cue: Match) -> bool:
    """`قالت في البيان الذي نشر على صفحتها إن`: a verb right behind الذي tells of the noun before it."""
    return cue.entry.row["kind"] == "say_verb" and sentence.link_before(cue.first, "relative") is not None


def _at_sign(scene: Scene, cue: Match, i: int, takes: Sequence[str]) -> tuple[int, int, int, str] | None:
    """The opening at sign i: a colon, or the mark of a quotation that is speech."""
    sentence = scene.sentence
    if sentence.tokens.words[i] == ":" and i + 1 < sentence.stop:
        complementizer = sentence.link(i + 1, "complementizer")
        return (i, complementizer.last + 1, 0, "inna") if complementizer else (i, i + 1, 0, "colon")
    quote = scene.opens(i)
    if quote is None or _governed(sentence, i, takes):
        return None
    if not (scene.is_speech(quote) or _with_bi(sentence, i, takes) or _right_behind(scene, cue, quote)):
        return None
    if "quote" not in takes and quote.last - quote.first < _PHRASE and not _with_bi(sentence, i, takes):
        return None  # "حملوا الحكومة «المسؤولية الكاملة»": a part of the content
    if "object" in takes and object_start(scene, cue, i):
        return cue.last, cue.last, 0, "object"  # "وثق مقتل «…»"
    return i, i, 0, "quote"


_PHRASE = 3  # tokens less one: a quotation of up to three words behind a verb that takes none is a phrase


def _governed(sentence: Sentence, i: int, takes: Sequence[str]) -> bool:
    """Does a preposition that is not the cue's own govern the quotation at token i: "أعلنت … لـ«الحفاظ على»"?"""
    before = sentence.tokens.words[i - 1]
    if before in ("ل", "ك"):
        return True
    own = {preposition for name, preposition in _PREPOSITIONS if name in takes}
    return before not in own and sentence.preposition_before(i) not in ("", "bi", "li")


def _right_behind(scene: Scene, cue: Match, quote: Quotation) -> bool:
    """`وأضاف «سأزور الجرحى».`: right behind its verb and closed with the clause, a short quotation is said too."""
    takes = cue.entry.row.list("takes")
    if quote.opener != cue.last + 1 or "quote" not in takes or "object" in takes:
        return False
    after, stop = quote.closer + 1, scene.sentence.stop
    if any(scene.sentence.link(k, "complementizer") for k in range(after, min(after + 2, stop))):
        return False
    return after >= stop or scene.sentence.tokens.kinds[after] == SIGN


def _aside(scene: Scene, i: int, later: Sequence[Match]) -> int | None:
    """`أكد المجلس، بحسب الوكالة، أن`: the last token of an aside that names another source before the content."""
    cue = next((c for c in later if c.first == i), None)
    if cue is None or cue.entry.row["kind"] != "according" or cue.hit.conjunction:
        return None
    for k in range(cue.last + 1, min(scene.sentence.stop, cue.last + _LONGEST_ASIDE)):
        if scene.sentence.link(k, "complementizer"):
            return k - 1
        if scene.sentence.is_verb(k):
            return None
    return None


_LONGEST_ASIDE = 8  # tokens: a source with its title, between commas


def _prepositional(sentence: Sentence, i: int, takes: Sequence[str]) -> tuple[int, int, int, str] | None:
    word = sentence.tokens.words[i]
    for name, preposition in _PREPOSITIONS:
        if name in takes and word == preposition:
            return i, i + 1, 0, name
    if "bi" in takes:
        channel = sentence.dated(i) or any(
            m.table in ("cues", "relations") or (m.table == "links" and m.entry.row["kind"] not in _NOUN_LINKS)
            for m in sentence.matches.get(i, ())
        )
        # the word must be long enough that its ب is a preposition: "باعتقال", not "بلد"
        if (
            not channel
            and any(s.proclitic == "ب" and len(s.text) >= 3 and (s.skip == 1 or s.article) for s in stems(word))
            and (
                len(word) >= 5
                or (len(word) == 4 and takes[0] == "bi")
                or word[1:] in _SHORT_CONTENTS
                or _act_behind_bi(sentence, i)
            )
        ):
            return i, i, 1, "bi"
    return None


def object_start(scene: Scene, cue: Match, before: int | None = None) -> int | None:
    """First token of the noun phrase that is the thing said: an act or a toll, right behind the speaker."""
    sentence = scene.sentence
    i = cue.last + 1
    while i < min(sentence.stop, cue.last + 16, before or sentence.stop):
        phrase = scene.phrase_from(i)
        dated = sentence.dated(i)
        found = sentence.matches.get(i, ())
        noun = any(
            m.table == "acts"
            and m.hit.form.pos == "n"
            and m.hit.proclitic in ("", "ب")
            and not m.entry.id.endswith("_p")
            for m in found
        ) or (sentence.link(i, "event_noun") is not None or _outcome(found))
        if sentence.tokens.words[i] == "ما" and sentence.tokens.kinds[i - 1] == WORD and i > cue.last + 1:
            return i  # "نفى المصدر ما تناقلته وسائل الإعلام"
        free = i == cue.last + 1 or not sentence.preposition_before(i)
        if noun and not phrase and free and not _adjectival(scene, i):
            return i
        if sentence.breaks.get(i) == HARD or (not phrase and sentence.is_verb(i)):
            return None
        if sentence.tokens.words[i] in "،," and i + 1 < sentence.stop and sentence.tokens.words[i + 1][0] == "و":
            return None  # "التي تعتبر قريبة من الجبهة، وفي آذار قتل …"
        i = phrase.last + 1 if phrase else dated.last + 1 if dated else i + 1
    return None


def _adjectival(scene: Scene, i: int) -> bool:
    """`أهالي المناطق المحاصرة`: with its article behind another definite word it is an adjective or a genitive."""
    sentence = scene.sentence
    words = sentence.tokens.words
    if not (words[i].startswith("ال") and words[i - 1].startswith("ال")):
        return False
    subjects = (p for p in scene.phrases if p.kind == "place" or (p.kind in SPEAKERS and not p.prep))
    return not any(p.covers(i - 1 - k) for p in subjects for k in (0, 1))


def noun_end(sentence: Sentence, start: int) -> int:
    """Where a content that is a noun phrase ends: at a comma before a new circumstance, or at a new clause."""
    for i in range(start + 1, sentence.stop):
        if sentence.breaks.get(i) == HARD and not sentence.link(i, "relative", "complementizer"):
            return i
        if _next_noun(sentence, start, i):
            return i
        if sentence.tokens.words[i] in "،," and i + 1 < sentence.stop:
            after = i + 1
            if (
                sentence.dated(after)
                or sentence.is_verb(after)
                or sentence.link(after, "relative")
                or sentence.tokens.words[after] in _CONSEQUENCE
            ):
                return i
    return sentence.stop


def _next_noun(sentence: Sentence, start: int, i: int) -> bool:
    """`التي أعلنت مسؤوليتها عن التفجير هجمات`: an indefinite noun behind a definite one belongs to another verb."""
    if not sentence.tokens.words[i - 1].startswith("ال") or sentence.tokens.words[i].startswith("ال"):
        return False
    return i - start <= 3 and any(
        m.table == "acts"
        and m.hit.form.pos == "n"
        and m.hit.form.number == "p"
        and not m.hit.proclitic
        and not m.hit.conjunction
        and not m.hit.drop
        and m.length == 1
        for m in sentence.matches.get(i, ())
    )


def content_end(scene: Scene, start: int, later: Sequence[Match]) -> int:
    """Token after the content: the next cue that is a sibling, not a part of it, or the sentence's end."""
    sentence = scene.sentence
    inside = scene.opens(start)
    for nxt in later:
        if nxt.first <= start or (inside and inside.opener < nxt.first < inside.closer):
            continue
        kind = nxt.entry.row["kind"]
        if kind == "channel":
            continue
        if kind == "according":
            # what follows a comma names the source of this very content
            return step_back(sentence, nxt.first)
        if kind == "say_participle" or (kind == "turn" and _opens_clause(sentence, nxt.first)):
            return step_back(sentence, nxt.first)
        if kind == "say_verb" and _sibling(scene, nxt, later):
            return step_back(sentence, _begins(scene, nxt))
    return _before_gloss(sentence, start)


def _before_gloss(sentence: Sentence, start: int) -> int:
    """`… التي ارتكبها التنظيم، في إشارة إلى داعش.`: the outlet's own gloss at the end of a sentence is not said."""
    words = sentence.tokens.words
    for k in range(start + 2, sentence.stop - 2):
        if words[k] == "في" and words[k + 1] in _GLOSS and words[k - 1] in "،,":
            # between two commas the gloss stands inside what is said
            return k - 1 if not any(word in "،," for word in words[k + 1 : sentence.stop]) else sentence.stop
    return sentence.stop


_GLOSS = frozenset({"اشارة", "تلميح"})
"""What the outlet says the speaker did with the words: "في إشارة إلى", "في تلميح إلى"."""


def goes_on_after(scene: Scene, end: int, later: Sequence[Match]) -> int | None:
    """`قتل خمسة، بحسب المرصد، في غارة على القرية`: last token of the part behind a source that ends at token `end`."""
    sentence = scene.sentence
    k = end + 1
    if k < sentence.stop and sentence.tokens.kinds[k] == SIGN and sentence.tokens.words[k] in "،,-–—)":
        k += 1
    if k >= sentence.stop or sentence.find(k, "cues") or sentence.dated(k) or sentence.link(k, "conjunction"):
        return None
    if sentence.tokens.words[k] == "من":
        return None  # "نشطاء من المقاومة"
    leads = sentence.link(k, "preposition", "because") or any(
        s.proclitic in ("ب", "ل") and not s.conjunction for s in stems(sentence.tokens.words[k])
    )
    stop = next((step_back(sentence, c.first) for c in later if c.first > k), sentence.stop)
    if not leads or not any(sentence.find(i, "acts") for i in range(k, stop)):
        return None
    return stop - 1


def _begins(scene: Scene, cue: Match) -> int:
    """Where the clause of a verb of saying begins: at the subject before it, when a link opens the clause there."""
    subject = next((p for p in scene.phrases if p.last == cue.first - 1 and not p.prep and p.kind in SPEAKERS), None)
    linked = subject and scene.sentence.link_before(subject.first, "conjunction")
    return subject.first if subject and linked and linked.entry.id in _SIBLING_LINKS else cue.first


def _sibling(scene: Scene, cue: Match, later: Sequence[Match]) -> bool:
    """Does this verb of saying open a statement beside the one before, rather than inside it?"""
    sentence = scene.sentence
    if find_opening(scene, cue, [c for c in later if c.first > cue.last]) is None:
        return False
    if "relay" in cue.entry.row.list("takes") and not _relays(scene, cue):
        return False
    following = scene.phrase_from(cue.last + 1)
    named = following is not None and not following.prep and following.kind in SPEAKERS
    if cue.hit.conjunction:
        # "وهددت باعتقاله" goes on with the subject inside the content; "وقال إن" with the one who speaks
        return named or "continue" in cue.entry.row.list("takes") or cue.entry.row["stance"] in ("asserts", "confirms")
    if sentence.tokens.words[cue.first - 1] in "،,؛":
        return named
    begins = _begins(scene, cue)
    link = sentence.link_before(begins, "conjunction")
    if begins < cue.first and (link is None or sentence.tokens.words[link.first - 1] not in "،,؛"):
        return False
    return link is not None and link.entry.id in _SIBLING_LINKS


def _relays(scene: Scene, cue: Match) -> bool:
    """`ونقلت الوكالة عن …` hands on words, "ونقلت 30 مصابا إلى" people."""
    words = scene.sentence.tokens.words
    return "عن" in words[cue.last + 1 : min(scene.sentence.stop, cue.last + _LONGEST_ASIDE)]


def _opens_clause(sentence: Sentence, i: int) -> bool:
    """Does token i follow a sign, so that a new turn may begin there?"""
    return i == sentence.first or sentence.tokens.words[i - 1] in "،,.؛:"


def step_back(sentence: Sentence, i: int) -> int:
    """Step back over the comma and link words in front of a sibling cue."""
    while i - 1 > sentence.first:
        link = sentence.link_before(i, "conjunction")
        if link and link.first > sentence.first:
            i = link.first
        elif sentence.tokens.kinds[i - 1] == SIGN and not sentence.is_quote(i - 1):
            i -= 1
        else:
            break
    return i


def _complementizer_next(sentence: Sentence, i: int) -> bool:
    return i < sentence.stop and sentence.link(i, "complementizer") is not None


def _act_behind_bi(sentence: Sentence, i: int) -> bool:
    return any(
        m.table == "acts" and m.hit.form.pos == "n" and m.hit.proclitic == "ب" for m in sentence.matches.get(i, ())
    )


_OUTCOMES = frozenset({"collapse_n", "fail_n", "fail_n2", "stumble_n", "suspend_n", "cancel_n", "delay_n"})


def _outcome(found: Sequence[Match]) -> bool:
    """`أعلنت اللجنة انهيار المفاوضات`: the noun tells what became of something."""
    return any(m.table == "factuality" and m.entry.id in _OUTCOMES and not m.hit.proclitic for m in found)


def _with_bi(sentence: Sentence, i: int, takes: Sequence[str]) -> bool:
    """`هددوا بـ«شلالات من الدماء»`: behind the cue's own ب a quotation of few words is said too."""
    return "bi" in takes and i > sentence.first and sentence.tokens.words[i - 1] == "ب"
