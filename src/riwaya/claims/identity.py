"""Who a short mention of a speaker stands for: "المتحدث", "المصدر نفسه" or a surname after the full name and office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.claims.said import Attribution
from riwaya.claims.scene import Scene
from riwaya.claims.speakers import Speaker

_KINDS = frozenset({"title", "source", "body"})
# folded heads of bodies of which a report may speak of several: "الجيش" need not be the army named last
_MANY = frozenset({"حكومة", "جيش", "قوات", "نظام", "سلطات", "معارضة", "رئيس", "رءاسة"})
_SAME = frozenset({"نفسه", "نفسها", "ذاته", "ذاتها", "عينه", "عينها"})
_SHORT = 2  # letters: function words name nobody


def identify(scenes: Sequence[Scene], found: Sequence[Attribution]) -> list[Attribution]:
    """The statements, where a short mention of a speaker has the name and the role of the last fuller one it fits."""
    out = list(found)
    known: list[tuple[int, frozenset[str], Speaker]] = []
    named = [(a.speaker.at, a.speaker.first, n) for n, a in enumerate(out) if a.speaker]
    for *_, n in sorted(named):
        speaker = out[n].speaker
        if speaker is None:
            continue
        words = _words(scenes, speaker)
        if _is_short(scenes, speaker, words):
            since = _heading_before(scenes, speaker.at)
            fits = (k for at, full, k in reversed(known) if at >= since and words < full and _fits(scenes, speaker, k))
            fuller = next(fits, None)
            if fuller:
                role = fuller.role if speaker.role in ("other", "anonymous") else speaker.role
                out[n] = replace(out[n], speaker=replace(speaker, name=fuller.name or _text(scenes, fuller), role=role))
                continue
        known.append((speaker.at, words, speaker))
    return out


def _is_short(scenes: Sequence[Scene], speaker: Speaker, words: frozenset[str]) -> bool:
    """A surname, or a definite office, source or body without its name."""
    if speaker.name is not None or not words:
        return False
    if speaker.phrase is None:
        return len(words) == 1
    first = scenes[speaker.at].sentence.tokens.words[speaker.first][speaker.skip :]
    return speaker.phrase.kind in _KINDS and first.startswith("ال") and not words & _MANY


def _fits(scenes: Sequence[Scene], short: Speaker, full: Speaker) -> bool:
    """A body is named again by its head: "المقاومة" is not "الناطق باسم المقاومة"."""
    if short.phrase is None or short.phrase.kind != "body":
        return True
    heads = (scenes[s.at].sentence.tokens.words[s.first][s.skip :].removeprefix("ال") for s in (short, full))
    return len(set(heads)) == 1


def _words(scenes: Sequence[Scene], speaker: Speaker) -> frozenset[str]:
    tokens = scenes[speaker.at].sentence.tokens.words[speaker.first : speaker.last + 1]
    bare = (word.removeprefix("و").removeprefix("ال") for word in tokens if word not in _SAME)
    return frozenset(word for word in bare if len(word) > _SHORT)


def _text(scenes: Sequence[Scene], speaker: Speaker) -> str:
    return scenes[speaker.at].sentence.tokens.span(speaker.first, speaker.last, speaker.skip).exact


def _heading_before(scenes: Sequence[Scene], at: int) -> int:
    """The first sentence of the story that sentence `at` belongs to."""
    return next((k for k in range(at, -1, -1) if scenes[k].sentence.role == "heading"), 0)
