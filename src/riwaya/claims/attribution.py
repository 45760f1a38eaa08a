"""Who says what: statements with their speaker, cue and content, after the source–cue–content scheme of PARC 3.0.

A sentence's cues are taken in order. Each finds its speaker (after the verb, before it, or the last one who spoke),
its content (after إن/أن, إلى, عن, ب, a colon or in quotation marks; or what stands before "بحسب X"), and where the
content ends: at the next cue that is not part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.claims.contents import WINDOW, content_end, find_opening, noun_end, object_start, step_back
from riwaya.claims.context import Sentence
from riwaya.claims.cues import find_cues, stance_of
from riwaya.claims.phrases import Phrase
from riwaya.claims.scene import Scene
from riwaya.claims.speakers import (
    Speaker,
    channel_of,
    named_after,
    named_before,
    nearest_before,
    speaker_end,
    speaker_of,
)
from riwaya.lexicons.matcher import Match
from riwaya.text.sentences import Quotation
from riwaya.text.tokens import SIGN

_RELAYERS = frozenset({"media", "agency", "state_media", "monitor"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement: content is tokens first..last (inclusive) from sentence `at` on, minus `skip` leading letters.

    `rule` names what found it; `stance` comes from the cue.
    """

    at: int
    speaker: Speaker | None
    cue: Match | None
    first: int
    last: int
    skip: int
    direct: bool
    stance: str
    channel: str | None
    rule: str

    def holds(self, i: int) -> bool:
        """Is token i inside the content?"""
        return self.first <= i <= self.last


class Attributor:
    """Reads the statements of a report, sentence by sentence, remembering who spoke last."""

    def __init__(
        self, sentences: Sequence[Sentence], phrases: Sequence[Sequence[Phrase]], quotations: Sequence[Quotation]
    ) -> None:
        outer = [q for q in quotations if q.depth == 0]
        self.scenes = [Scene(at, sentence, phrases[at], outer) for at, sentence in enumerate(sentences)]
        self.last_speaker: Speaker | None = None
        self.found: list[Attribution] = []

    def run(self) -> list[Attribution]:
        """All statements, in order of their content."""
        paragraph = -1
        for scene in self.scenes:
            sentence = scene.sentence
            if sentence.paragraph != paragraph and sentence.role in ("headline", "heading"):
                self.last_speaker = None
            paragraph = sentence.paragraph
            self._sentence(scene)
        return sorted(self.found, key=lambda a: (a.first, -a.last))

    def _sentence(self, scene: Scene) -> None:
        sentence = scene.sentence
        cues = find_cues(sentence)
        if not cues:
            self._headline(scene)
            return
        consumed = -1
        for k, cue in enumerate(cues):
            if cue.first <= consumed:
                continue
            kind = cue.entry.row["kind"]
            if kind in ("channel", "turn"):
                continue
            nested = any(a.direct and a.holds(cue.first) for a in self.found)
            if kind == "according":
                made = self._according(scene, cue)
                if made:
                    consumed = max(consumed, made.speaker.last if made.speaker else cue.last)
            else:
                inner = self._relayed(scene, cue, cues[k + 1 :]) if "relay" in cue.entry.row.list("takes") else None
                if inner:
                    self.found += inner
                    self.last_speaker = inner[-1].speaker
                    consumed = max(consumed, inner[-1].first - 1)
                    continue
                made = self._said(scene, cue, cues[k + 1 :])
                if made and nested and (made.speaker is None or made.speaker.first < cue.first or made.direct):
                    made = None  # inside a quotation only a named speaker is quoted again
            if made and any(a.first == made.first and a.last == made.last for a in self.found):
                made = None
            if made:
                self.found.append(made)
                if made.speaker and kind != "say_noun" and not nested:
                    self.last_speaker = made.speaker

    def _headline(self, scene: Scene) -> None:
        """`X: content` and `X – content` in a headline attribute it to X when X is one who speaks."""
        sentence = scene.sentence
        at = scene.at
        tokens = sentence.tokens
        for i in range(sentence.first + 1, min(sentence.first + 9, sentence.stop - 2)):
            if tokens.words[i] in ":–—-" and tokens.kinds[i] == SIGN:
                inside = [
                    p for p in scene.phrases if p.last < i and not p.prep and not sentence.find(p.first, "place_words")
                ]
                if (
                    (tokens.words[i] == ":" or tokens.spaced(i))
                    and inside
                    and inside[0].first <= sentence.first + 1
                    and (inside[0].kind in ("actor", "source", "title", "body"))
                ):
                    speaker = speaker_of(scene, inside[0], inside[0].first, max(p.last for p in inside))
                    first, last, direct = scene.trim(i + 1, sentence.stop - 1)
                    if last > first:
                        self.found.append(
                            Attribution(at, speaker, None, first, last, 0, direct, "asserts", None, "colon_headline")
                        )
                return

    def _said(self, scene: Scene, cue: Match, later: Sequence[Match]) -> Attribution | None:
        sentence = scene.sentence
        at = scene.at
        opening = find_opening(scene, cue, later)
        if opening is None:
            return self._quote_before(scene, cue)
        start, speech_start, skip, how = opening
        if how == "object":
            noun = object_start(scene, cue)
            if noun is None:
                return None
            start = speech_start = noun
        speaker, channel = self._find_speaker(scene, cue, start)
        if (
            how == "object"
            and "relay" in cue.entry.row.list("takes")
            and (speaker is None or speaker.role not in _RELAYERS)
        ):
            return None  # "نقل المصابين" moves people; only an outlet relays
        if speaker is None and how in ("object", "ila", "an", "bi", "min", "ala", "fi"):
            return None  # a noun after a preposition is said only when somebody says it
        stop = content_end(scene, speech_start, later)
        quote = scene.opens(speech_start)
        if quote and (how == "quote" or quote.closer >= sentence.stop or scene.closes_content(quote, stop)):
            return Attribution(
                at, speaker, cue, quote.first, quote.last, 0, True, stance_of(cue), channel, f"cue:{how}"
            )
        if how in ("object", "an", "bi", "min", "ala", "fi"):
            stop = min(stop, noun_end(sentence, speech_start))
        first, last, direct = scene.trim(speech_start, stop - 1)
        if last < first or (how == "object" and last - first < 1):
            return None
        if first != speech_start:
            skip = 0
        return Attribution(
            at, speaker, cue, first, last, skip, direct or how == "colon", stance_of(cue), channel, f"cue:{how}"
        )

    def _relayed(self, scene: Scene, cue: Match, later: Sequence[Match]) -> list[Attribution] | None:
        """`نقلت الوكالة عن مصدر قوله إن …`: the relayer's statement holds the speaker's."""
        sentence = scene.sentence
        at = scene.at
        an = next(
            (k for k in range(cue.last, min(sentence.stop, cue.last + 14)) if sentence.tokens.words[k] == "عن"), None
        )
        if an is None or an + 1 >= sentence.stop:
            return None
        verb_of_saying = next(
            (c for c in later if c.first > an + 1 and c.first - an <= WINDOW and c.entry.row["kind"] == "say_noun"),
            None,
        )
        heard = verb_of_saying or cue
        opening = find_opening(
            scene, heard._replace(last=max(heard.last, an)), [c for c in later if c.first > max(heard.last, an)]
        )
        if opening is None or opening[3] in ("object", "an"):
            return None
        phrase = scene.phrase_from(an + 1)
        stop_name = verb_of_saying.first if verb_of_saying else opening[0]
        end = speaker_end(scene, phrase.last + 1 if phrase else an + 2, stop_name)
        speaker = Speaker(
            at, an + 1, end, 0, phrase, phrase.speaks_as if phrase else "anonymous", phrase.name if phrase else None
        )
        begin, how = opening[1], opening[3]
        stop = content_end(scene, begin, [c for c in later if c.first > begin])
        quote = scene.opens(begin)
        if quote and scene.closes_content(quote, stop):
            first, last, direct = quote.first, quote.last, True
            stop = max(stop, quote.closer)
        else:
            first, last, direct = scene.trim(begin, stop - 1)
        inner = Attribution(
            at, speaker, heard, first, last, 0, direct or how == "colon", stance_of(cue), None, "cue:relayed"
        )
        relayer = named_after(scene, cue, an) or named_before(scene, cue)
        if relayer is None:
            return [inner]
        return [Attribution(at, relayer, cue, an, last, 0, False, "asserts", None, "cue:relay"), inner]

    def _find_speaker(self, scene: Scene, cue: Match, stop: int) -> tuple[Speaker | None, str | None]:
        sentence = scene.sentence
        channel = channel_of(scene, cue.last + 1, stop)
        if cue.entry.row["kind"] == "say_participle":
            return self._current(scene, cue), channel
        if cue.entry.row["kind"] == "say_noun":
            return nearest_before(scene, cue) or self._current(scene, cue), channel
        takes = cue.entry.row.list("takes")
        if _first_person(cue):
            quoted = [a for a in self.found if a.direct and a.holds(cue.first) and a.speaker]
            return (quoted[-1].speaker if quoted else self.last_speaker), channel
        after = named_after(scene, cue, stop)
        if after:
            return after, channel
        before = named_before(scene, cue)
        if before:
            return before, channel
        if cue.hit.conjunction and "continue" not in takes and (inner := self._subject_within(scene, cue)):
            return inner, channel
        if "continue" in takes or cue.hit.conjunction or cue.first <= sentence.first + 1:
            return self.last_speaker, channel
        return self._current(scene, cue), channel

    def _subject_within(self, scene: Scene, cue: Match) -> Speaker | None:
        """`قال X إن الشرطة حضرت وهددت ب…`: a verb joined inside a content has that content's subject."""
        around = [a for a in self.found if a.at == scene.at and a.holds(cue.first) and not a.direct]
        if not around or cue.entry.row["stance"] in ("asserts", "confirms", ""):
            return None
        inside = [p for p in scene.phrases if around[-1].first <= p.first < cue.first and not p.prep and p.agentive]
        return speaker_of(scene, inside[0], inside[0].first, inside[0].last) if inside else None

    def _current(self, scene: Scene, cue: Match) -> Speaker | None:
        """Whose words run on: the last statement's speaker in this sentence, else the sentence's subject."""
        at = scene.at
        here = [a for a in self.found if a.at == at and a.speaker]
        if here:
            return here[-1].speaker
        subject = next(
            (
                p
                for p in scene.phrases
                if p.first < cue.first and not p.prep and p.kind in ("actor", "source", "title", "body", "force")
            ),
            None,
        )
        if subject:
            return speaker_of(scene, subject, subject.first, subject.last)
        return self.last_speaker

    def _according(self, scene: Scene, cue: Match) -> Attribution | None:
        sentence = scene.sentence
        at = scene.at
        phrase = next((p for p in scene.phrases if cue.last < p.first <= cue.last + 3), None)
        i = phrase.first if phrase else cue.last + 1
        if i >= sentence.stop or (sentence.tokens.kinds[i] == SIGN and not sentence.is_quote(i)):
            return None
        end = speaker_end(scene, phrase.last + 1 if phrase else i + 1, sentence.stop)
        skip = phrase.skip if phrase else (1 if cue.entry.row["forms"].split("|")[0].endswith(" ل") else 0)
        speaker = Speaker(
            at, i, end, skip, phrase, phrase.speaks_as if phrase else "other", phrase.name if phrase else None
        )
        channel = channel_of(scene, end + 1, min(end + 8, sentence.stop))
        opens = cue.first <= sentence.first + 1 or cue.hit.conjunction == "و"
        if opens:
            start = end + 1
            limit = min(sentence.stop, start + 12)  # "وفق ما أعلنت الوزارة في بيان نشرته أمس، …"
            comma = next(
                (
                    k
                    for k in range(start, limit)
                    if sentence.tokens.words[k] in "،,:" or sentence.link(k, "complementizer")
                ),
                None,
            )
            if comma is not None and sentence.tokens.words[comma] in "،,:":
                start = comma + 1
            if complementizer := sentence.link(start, "complementizer"):
                start = complementizer.last + 1
            if start >= sentence.stop - 1:
                return None
            first, last, direct = scene.trim(start, sentence.stop - 1)
        else:
            begin = sentence.first
            for a in self.found:
                if a.at == at and a.last < cue.first and a.cue and a.cue.entry.row["kind"] == "according":
                    begin = max(begin, (a.speaker.last if a.speaker else a.last) + 1)
            first, last, direct = scene.trim(begin, step_back(sentence, cue.first) - 1)
            said = [a for a in self.found if a.at == at and a.last >= last - 1 and a.first >= first]
            if said and said[-1].speaker is not None and said[0].first - first <= 8:
                return None  # "قال X إن …، بحسب قوله": the content has its speaker
        if last <= first:
            return None
        return Attribution(at, speaker, cue, first, last, 0, direct, stance_of(cue), channel, "according")

    def _quote_before(self, scene: Scene, cue: Match) -> Attribution | None:
        """A quotation followed by its verb: «…»، قال X."""
        sentence = scene.sentence
        at = scene.at
        free = [
            q
            for q in scene.quotations
            if q.closer < cue.first
            and cue.first - q.closer <= 2
            and not any(a.direct and a.first == q.first for a in self.found)
        ]
        if not free or not scene.is_speech(free[-1]):
            return None
        quote = free[-1]
        speaker, channel = self._find_speaker(scene, cue, min(sentence.stop, cue.last + 8))
        return Attribution(at, speaker, cue, quote.first, quote.last, 0, True, stance_of(cue), channel, "quote_after")


def _first_person(cue: Match) -> bool:
    """`نؤكد`, `أطالب`: whoever is being quoted speaks."""
    persons = cue.hit.form.persons
    return bool(persons) and all(person.startswith("1") for person in persons)
