"""Who speaks: the phrase after the verb of saying, before it, or the name that runs on from it."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.claims.context import Sentence
from riwaya.claims.phrases import Phrase
from riwaya.claims.recall import agrees, follows_subject, gender_of, is_object_form, leads
from riwaya.claims.scene import Scene
from riwaya.lexicons.matcher import Match
from riwaya.text.clitics import stems
from riwaya.text.tokens import NUMBER, SIGN, WORD

SPEAKERS = frozenset({"actor", "source", "title", "force", "body", "people", "person", "place"})
"""Kinds of phrase that can be who speaks."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: tokens first..last of sentence `at` less `skip` leading letters; `phrase` when a lexicon knew it.

    `gender` is how verbs agree with the speaker, "" where the words do not tell.
    """

    at: int
    first: int
    last: int
    skip: int
    phrase: Phrase | None
    role: str
    name: str | None
    gender: str = ""


def named_after(scene: Scene, cue: Match, stop: int, *, told: bool = False) -> Speaker | None:
    """The words after the verb up to a comma, date, preposition or إن: a known phrase, or an unlisted name.

    With `told` somebody is speaking already: who alone is named behind a verb of asking is asked.
    """
    sentence = scene.sentence
    at = scene.at
    i = cue.last + 1
    tokens = sentence.tokens
    if follows_subject(cue):
        return None
    while i < stop:
        phrase = scene.phrase_from(i)
        if phrase and not phrase.prep and phrase.kind in SPEAKERS:
            disagrees = i == cue.last + 1 and not leads(cue, phrase, gender_of(sentence, phrase))
            if is_object_form(sentence, phrase) or (disagrees and cue.entry.row["stance"] in _HEARD):
                return None  # "واتهم المعارضة ب…": a masculine verb, and whom it accuses
            if (phrase.kind == "place" and not phrase.agentive and not _capital(cue, phrase)) or not _speaks(phrase):
                return None
            if (
                cue.entry.id in _INFORMING
                and phrase.speaks_as in ("media", "agency")
                and _named_between(scene, phrase.last + 1, stop)
            ):
                i = phrase.last + 1  # "أبلغ الوكالة ضابط أن"
                continue
            addressed = (_is_object(cue, phrase) or cue.entry.id in _INFORMING) and not cue.hit.drop
            end = speaker_end(scene, phrase.last + 1, stop, addressed=addressed)
            hearer = cue.entry.row["stance"] == "accuses" or told
            if hearer and addressed and not _named_between(scene, end + 1, stop):
                return None  # nobody else is named before "ب…": whom somebody accuses
            return speaker_of(scene, phrase, i, end)
        if cue.entry.id in _INFORMING and (quote := scene.opens(i)) and quote.closer < stop:
            i = quote.closer + 1  # "أبلغ «الوطن» قائد المنطقة أن"
            continue
        if quoted := _outlet_quoted(scene, i):
            i = quoted  # "قال لـ«الجريدة» مصدر مطلع"
            continue
        if sentence.dated(i):
            i = sentence.dated(i).last + 1  # type: ignore[union-attr]  # just tested
            continue
        channel = sentence.find(i, "cues")
        if channel and channel.entry.row["kind"] in ("channel", "turn"):
            i = _after_channel(scene, channel, stop)
            continue
        if sentence.link(i, "subset"):
            i += 1  # "قال أحدهم محمد"
            continue
        if sentence.link(i, "preposition") or phrase or tokens.kinds[i] == SIGN:
            i = _skip_aside(scene, i, stop)
            continue
        if tokens.kinds[i] == WORD and _may_be_name(sentence, i):
            heard = cue.entry.id in _INFORMING or cue.entry.row["stance"] in _HEARD
            end = speaker_end(scene, i + 1 + (tokens.words[i] in _KUNYA), stop, addressed=heard)
            inner = [p for p in scene.phrases if i < p.first <= end]
            role = inner[0].speaks_as if inner else "other"
            return Speaker(at, i, end, 0, inner[0] if inner else None, role, None)
        return None
    return None


def _outlet_quoted(scene: Scene, i: int) -> int | None:
    """The token behind a name in quotation marks that a single ل or ب at token i governs, or None."""
    sentence = scene.sentence
    if sentence.tokens.words[i] not in ("ل", "ب") or i + 1 >= sentence.stop:
        return None
    quote = scene.opens(i + 1)
    return quote.closer + 1 if quote and quote.closer < sentence.stop else None


def _capital(cue: Match, phrase: Phrase) -> bool:
    """`نفت الخرطوم`, `ودعت موسكو إلى`: a city right behind a verb of saying speaks for its government."""
    return phrase.first == cue.last + 1 and _city(phrase)


def _city(phrase: Phrase) -> bool:
    found = phrase.place
    return found is not None and not found.headed and any(c.kind == "city" for c in found.candidates)


def _named_between(scene: Scene, first: int, stop: int) -> bool:
    """Does another phrase or name stand in tokens [first, stop)?"""
    kinds = scene.sentence.tokens.kinds
    return any(
        scene.phrase_from(k) or (kinds[k] == WORD and _may_be_name(scene.sentence, k)) for k in range(first, stop)
    )


def _speaks(phrase: Phrase) -> bool:
    """People speak; the dead, the wounded and the missing of a toll do not."""
    if phrase.kind != "person" or phrase.match is None:
        return True
    return not phrase.match.entry.row["count"] and phrase.match.entry.row["victim_class"] != "child"


def _may_be_name(sentence: Sentence, i: int) -> bool:
    word = sentence.tokens.words[i]
    if word in _KUNYA and i + 1 < sentence.stop and sentence.tokens.kinds[i + 1] == WORD:
        return True
    if any(
        m.table in ("acts", "nonacts", "cues", "links", "factuality", "weapons") for m in sentence.matches.get(i, ())
    ):
        return False
    if word in _ADVERBS:
        return False
    return len(word) > 2 and word.lstrip("وف") not in _PRONOUNS


def _after_channel(scene: Scene, channel: Match, stop: int) -> int:
    sentence = scene.sentence
    i = channel.last + 1
    if i < stop and (quote := scene.opens(i)):
        return quote.closer + 1  # "في تصريحات إلى «الوطن»"
    while (
        i < stop
        and sentence.tokens.kinds[i] == WORD
        and not scene.phrase_starts(i, "title", "source")
        and not sentence.find(i, "cues")
        and (not sentence.breaks.get(i))
    ):
        phrase = scene.phrase_from(i)
        i = phrase.last + 1 if phrase else i + 1
        if phrase:
            break
    return max(i, channel.last + 1)


def _skip_aside(scene: Scene, i: int, stop: int) -> int:
    """Past a preposition and its noun, or past one sign."""
    sentence = scene.sentence
    if sentence.tokens.kinds[i] == SIGN:
        return i + 1
    link = sentence.link(i, "preposition")
    if link and link.hit.drop:
        return link.last + 1  # "فيها" has its noun
    k = link.last + 1 if link else i
    phrase = scene.phrase_from(k)
    behind = (phrase.last if phrase else k) + 1
    if not phrase and behind < stop and not sentence.tokens.words[k].startswith("ال"):
        owner = scene.phrase_from(behind)
        named = owner and owner.definite and owner.kind != "title" and not (owner.prep or owner.conjunction)
        if owner and named:
            behind = owner.last + 1  # "في خطبة إمام المسجد"
        elif not owner and sentence.tokens.words[behind].startswith("ال"):
            behind += 1  # "في خطبة الجمعة"
    quote = scene.opens(behind) if behind < stop else None  # "على منصة «إكس»"
    return min(stop, quote.closer + 1 if quote else behind)


def speaker_end(scene: Scene, i: int, stop: int, *, addressed: bool = False) -> int:
    """Last token of a speaker that continues at token i: names and appositions, up to a comma or a preposition.

    With `addressed` another body that follows is whom the speaker asks, warns or accuses.
    """
    sentence = scene.sentence
    last = i - 1
    while i < stop:
        quote = scene.opens(i) if sentence.is_quote(i) else None
        emphatic = quote is not None and sentence.find(quote.first, "nonacts")  # «بأشد العبارات»
        if quote and quote.closer < stop and not emphatic and not scene.is_speech(quote):
            last, i = quote.closer, quote.closer + 1
            continue
        if sentence.tokens.words[i] in "،," and (name := _name_after_comma(scene, i, stop)):
            return name
        if sentence.tokens.kinds[i] in (SIGN, NUMBER) or sentence.dated(i) or sentence.breaks.get(i):
            break
        if addressed and _many(sentence.tokens.words[i]):
            break  # "طمأن الوزير الناخبين"
        if sentence.tokens.words[i] in ("ل", "ب") or sentence.tokens.words[i] in _ADVERBS:
            break  # "مصدر لـ«الجريدة»", "ناطق بشدة"
        phrase = scene.phrase_from(i)
        if phrase and not phrase.prep:
            if addressed and phrase.kind in _ADDRESSED:
                break
            last = phrase.last
            i = phrase.last + 1
            continue
        if (
            sentence.tokens.words[i] == "في"
            and (where := scene.phrase_from(i + 1))
            and where.kind == "place"
            and where.last + 1 < stop
            and _plain_name(scene, where.last + 1)
        ):
            last, i = where.last, where.last + 1  # "الناشط في درعا فلان"
            continue
        if (
            any(
                m.table in ("links", "cues", "factuality") or (m.table == "acts" and m.hit.form.pos == "v")
                for m in sentence.matches.get(i, ())
            )
            or sentence.tokens.words[i] == "فقد"
        ):
            break
        if any(s.proclitic in ("ل", "ب") for s in stems(sentence.tokens.words[i])) and sentence.matches.get(i):
            break
        last = i
        i += 1
    return last


def _plain_name(scene: Scene, i: int) -> bool:
    sentence = scene.sentence
    return (
        sentence.tokens.kinds[i] == WORD
        and not sentence.dated(i)
        and not sentence.breaks.get(i)
        and not scene.phrase_from(i)
        and _may_be_name(sentence, i)
    )


def _name_after_comma(scene: Scene, comma: int, stop: int) -> int | None:
    """`قال رئيس الهيئة، فلان الفلاني، إن`: the last token of a name set off by commas, or None."""
    sentence = scene.sentence
    k = comma + 1
    while (
        k < stop
        and k - comma <= 4
        and sentence.tokens.kinds[k] == WORD
        and _may_be_name(sentence, k)
        and not (sentence.dated(k) or scene.phrase_from(k) or sentence.breaks.get(k))
    ):
        k += 1
    enough = k - comma > 2 and not sentence.tokens.words[comma + 1].startswith("و")
    closed = k >= stop or sentence.tokens.words[k] in "،,:" or sentence.dated(k) or sentence.link(k, "complementizer")
    return k - 1 if enough and closed else None


def named_before(scene: Scene, cue: Match) -> Speaker | None:
    """`المرصد قال إن`: the phrase that ends right before the verb and opens its clause."""
    sentence = scene.sentence
    if cue.hit.conjunction:
        return None
    antecedent = _antecedent(scene, cue)
    if antecedent:
        return speaker_of(scene, antecedent, antecedent.first, antecedent.last)
    governed = next((p for p in scene.phrases if p.last == cue.first - 1 and p.prep), None)
    if governed and _opens_relative(scene, cue, governed):
        return speaker_of(scene, governed, governed.first, governed.last)
    before = [p for p in scene.phrases if p.last < cue.first and not p.prep and p.kind in SPEAKERS and _speaks(p)]
    start, _ = sentence.clause(cue.first)
    near = [p for p in before if p.first >= start and agrees(cue, gender_of(sentence, p))]
    if behind_a_noun(scene, cue) and sentence.preposition_before(cue.first - 1):
        return None
    joined = next((p for p in near if p.last == cue.first - 1 and p.conjunction), None)
    if joined and (joined.kind != "place" or joined.agentive or _city(joined)):
        return speaker_of(scene, joined, joined.first, joined.last)  # "…، وأنقرة تدعو إلى"
    opens = near and near[0].first <= start + 1 and near[0].last == cue.first - 1 and _city(near[0])
    if near and near[0].first <= start + 2 and (opens or near[0].kind != "place" or near[0].agentive):
        return speaker_of(scene, near[0], near[0].first, near[0].last)
    return _unlisted_before(scene, cue, start)


def behind_a_noun(scene: Scene, cue: Match) -> bool:
    """`كتب تحث على القتال`: the word before the verb is its subject, and nobody that could speak."""
    k = cue.first - 1
    sentence = scene.sentence
    return (
        sentence.tokens.kinds[k] == WORD
        and not any(p.covers(k) for p in scene.phrases)
        and not sentence.dated(k)
        and not any(m.table in ("links", "factuality") for m in sentence.matches.get(k, ()))
        and not any(m.last == k and m.length > 1 for m in sentence.all("cues"))
    )


def _opens_relative(scene: Scene, cue: Match, noun: Phrase) -> bool:
    """`من ساكن يقول إن`: a clause about an indefinite noun needs no الذي; "من جهته قال" is no such noun."""
    turned = any(m.length > 1 and m.first < noun.first <= m.last for m in scene.sentence.all("cues"))
    related = not noun.definite and noun.kind in _RELATED
    return related and not turned and agrees(cue, gender_of(scene.sentence, noun))


def _unlisted_before(scene: Scene, cue: Match, start: int) -> Speaker | None:
    """`إلا أن أبوت أقر بأن`: one or two unlisted words are all that stands between أن and the verb."""
    sentence = scene.sentence
    link = sentence.link(start, "complementizer")
    first = (link.last if link and not link.hit.drop else start) + 1
    if link is None or not 1 <= cue.first - first <= _NAME_WORDS:
        return None
    if not all(_plain_name(scene, k) for k in range(first, cue.first)):
        return None
    return Speaker(scene.at, first, cue.first - 1, 0, None, "other", None)


_NAME_WORDS = 2


def _antecedent(scene: Scene, cue: Match) -> Phrase | None:
    """`الجيش الذي سبق أن رفض`, `الشبكة التي قالت إن`: whom the relative clause of the verb is about."""
    sentence = scene.sentence
    start, _ = sentence.clause(cue.first)
    if start > sentence.first and sentence.tokens.words[start - 1] == "سبق":
        start, _ = sentence.clause(start - 1)
    if not sentence.link(start, "relative"):
        return None
    return next((p for p in scene.phrases if p.last == start - 1 and p.kind in SPEAKERS and _speaks(p)), None)


def issuer_before(scene: Scene, cue: Match) -> Speaker | None:
    """`تصريحات للرئيس أكد فيها أن`: whose the text is in which somebody speaks."""
    sentence = scene.sentence
    if cue.last + 1 >= sentence.stop or sentence.tokens.words[cue.last + 1] not in _THEREIN:
        return None
    texts = [
        m
        for m in sentence.all("cues")
        if m.first < cue.first and m.entry.row["kind"] in ("say_noun", "channel") and m.last >= cue.first - 8
    ]
    for text in reversed(texts):
        owner = next((p for p in scene.phrases if text.last < p.first <= text.last + 2), None)
        if owner and owner.prep in ("", "li", "min") and owner.kind in SPEAKERS and owner.last < cue.first:
            return speaker_of(scene, owner, owner.first, speaker_end(scene, owner.last + 1, cue.first))
    return None


_THEREIN = frozenset({"فيه", "فيها", "فيهما", "خلاله", "خلالها"})
_INFORMING = frozenset({"inform_ablagha", "inform_akhbara", "reassure"})
"""Verbs whose object is whom one tells."""
_IN_NAMES = frozenset({"الدين", "العابدين", "الحسين", "الامين", "الحرمين"})


def _many(word: str) -> bool:
    """Is an unlisted word a plural or dual in the object's case: "الناخبين"?"""
    return word.startswith("ال") and word.endswith("ين") and word not in _IN_NAMES


_HEARD = frozenset({"accuses", "demands", "warns", "offers"})
"""Stances of verbs whose object hears what is said."""
_ADDRESSED = frozenset({"actor", "force", "body", "people", "place"})
_RELATED = frozenset({"source", "title", "person", "people", "body"})


def _is_object(cue: Match, phrase: Phrase) -> bool:
    """Does the verb take an object of this kind before its content: whom it accuses, warns, asks?"""
    return cue.entry.row["stance"] in _HEARD and phrase.kind != "source"


def nearest_before(scene: Scene, cue: Match) -> Speaker | None:
    """`اكتفى الناطق باسمها بالقول إن`: the subject of the clause that the noun of saying closes."""
    sentence = scene.sentence
    start, _ = sentence.clause(cue.first)
    near = [p for p in scene.phrases if start <= p.first and p.last < cue.first and not p.prep and p.kind in SPEAKERS]
    comma = max((k for k in range(start, cue.first) if sentence.tokens.words[k] in "،,"), default=start)
    near = [p for p in near if p.first > comma] or near
    if not near or near[0].kind == "place":
        return None
    return speaker_of(scene, near[0], near[0].first, speaker_end(scene, near[0].last + 1, cue.first))


def speaker_of(scene: Scene, phrase: Phrase, first: int, last: int) -> Speaker:
    """The speaker that a phrase names, written in tokens first..last."""
    return Speaker(
        scene.at,
        first,
        max(last, phrase.last),
        phrase.skip if first == phrase.first else 0,
        phrase,
        "official" if phrase.kind == "place" else phrase.speaks_as,
        phrase.name,
        gender_of(scene.sentence, phrase),
    )


_KUNYA = frozenset({"ام", "ابو"})
# folded spelling
_ADVERBS = frozenset(
    "جزءيا رسميا علنا مءخرا سابقا لاحقا حاليا مجددا صراحة ضمنا مبدءيا نهاءيا كليا بشدة بشكل بصورة بوضوح تماما "
    "فورا اخيرا سريعا بداية امام عقب اثر عشية غداة خلال اثناء ضمن لدي عند وسط قرب تجاه ازاء نحو وانما انما بل".split()
)
_PRONOUNS = frozenset({"هو", "هي", "هم", "هن", "هما", "نحن", "انا", "انت", "هذا", "هذه", "ذلك", "تلك"})


def channel_of(scene: Scene, first: int, stop: int) -> str | None:
    """The first words in tokens [first, stop) that tell through what somebody spoke ("في بيان"), as written."""
    sentence = scene.sentence
    for i in range(first, min(stop, sentence.stop)):
        match = sentence.find(i, "cues")
        if match and match.entry.row["kind"] == "channel":
            return sentence.tokens.span(match.first, match.last).exact
    return None
