"""Speech that no verb introduces: `X: …` in a headline, and sentences that are nothing but a quotation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.claims.said import Attribution
from riwaya.claims.scene import Scene
from riwaya.claims.speakers import Speaker, speaker_of
from riwaya.lexicons.matcher import Match
from riwaya.text.tokens import BREAK, SIGN

SHORT_WORD = 2  # letters: function words are no sign that two stretches name or say the same
_HEADED = 9  # tokens: the longest name before a headline's colon


def headline_speech(scene: Scene) -> list[Attribution]:
    """`X: content` and `X – content` in a headline attribute it to X when X is one who speaks."""
    sentence = scene.sentence
    tokens = sentence.tokens
    for i in range(sentence.first + 1, min(sentence.first + _HEADED, sentence.stop - 2)):
        if tokens.kinds[i] != SIGN or tokens.words[i] not in ":–—-":
            continue
        inside = [p for p in scene.phrases if p.last < i and not p.prep and not sentence.find(p.first, "place_words")]
        parted = tokens.words[i] == ":" or tokens.spaced(i)
        if not (parted and inside and inside[0].first <= sentence.first + 1 and inside[0].kind in _HEADLINE_SPEAKERS):
            return []
        speaker = speaker_of(scene, inside[0], inside[0].first, max(p.last for p in inside))
        first, last, direct = scene.trim(i + 1, sentence.stop - 1)
        if last <= first:
            return []
        return [Attribution(scene.at, speaker, None, first, last, 0, direct, "asserts", None, "colon_headline")]
    return []


_HEADLINE_SPEAKERS = frozenset({"actor", "source", "title", "body"})


def bare_quotation(
    scene: Scene, cues: Sequence[Match], found: Sequence[Attribution], speakers: Sequence[Speaker]
) -> Attribution | None:
    """A sentence that is all quotation goes on with who spoke last; a heading's speaker is found later."""
    sentence = scene.sentence
    opener = sentence.first + (sentence.tokens.kinds[sentence.first] == SIGN and not sentence.is_quote(sentence.first))
    quote = scene.opens(opener)
    if quote is None or not scene.is_speech(quote) or any(a.holds(quote.first) for a in found):
        return None
    rest = range(quote.closer, sentence.stop)
    if any(sentence.tokens.kinds[k] not in (SIGN, BREAK) for k in rest) or any(c.first in rest for c in cues):
        return None
    title = sentence.role in ("headline", "heading")
    speaker = speakers[-1] if speakers and not title else None
    if speaker is None and not title:
        return None
    return Attribution(scene.at, speaker, None, quote.first, quote.last, 0, True, "asserts", None, "quotation_alone")


def name_headings(scenes: Sequence[Scene], found: Sequence[Attribution]) -> list[Attribution]:
    """The statements, where a heading in quotation marks is said by whom the report quotes with the same words."""
    out = list(found)
    for n, title in enumerate(found):
        if title.rule != "quotation_alone" or title.speaker is not None:
            continue
        words = _words(scenes, title)
        same = (a for a in found if a.speaker and a.at != title.at and len(words & _words(scenes, a)) > len(words) / 2)
        if again := next(same, None):
            out[n] = replace(title, speaker=again.speaker)
    return out


def _words(scenes: Sequence[Scene], said: Attribution) -> set[str]:
    tokens = scenes[said.at].sentence.tokens
    return {word for word in tokens.words[said.first : said.last + 1] if len(word) > SHORT_WORD}
