"""Who says what: statements with their speaker, cue and content, after the source–cue–content scheme of PARC 3.0.

A sentence's cues are taken in order. Each finds its speaker (after the verb, before it, or the last one who spoke),
its content (after إن/أن, إلى, عن, ب, a colon or in quotation marks; or what stands before "بحسب X"), and where the
content ends: at the next cue that is not part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.claims.context import HARD, Sentence
from riwaya.claims.phrases import Phrase
from riwaya.lexicons.matcher import Match
from riwaya.text.clitics import stems
from riwaya.text.sentences import Quotation
from riwaya.text.tokens import BREAK, NUMBER, SIGN, WORD

_WINDOW = 40  # tokens between a verb of saying and its إن: long official titles with a relative clause fit
_SPEAKERS = frozenset({"actor", "source", "title", "force", "body", "people", "person", "place"})
_PREPOSITIONS = (("ila", "الي"), ("an", "عن"), ("min", "من"), ("ala", "علي"), ("fi", "في"))
"""What `takes` of a cue calls the preposition before its content."""
_RELAYERS = frozenset({"media", "agency", "state_media", "monitor"})
_SIBLING_LINKS = frozenset({"while", "also", "after_that"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: tokens first..last of sentence `at`, minus `skip` leading letters; `phrase` when a lexicon knew it."""

    at: int
    first: int
    last: int
    skip: int
    phrase: Phrase | None
    role: str
    name: str | None


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
        self.sentences = sentences
        self.phrases = phrases
        self.quotations = [q for q in quotations if q.depth == 0]
        self.last_speaker: Speaker | None = None
        self.found: list[Attribution] = []

    def run(self) -> list[Attribution]:
        """All statements, in order of their content."""
        paragraph = -1
        for at, sentence in enumerate(self.sentences):
            if sentence.paragraph != paragraph and sentence.role in ("headline", "heading"):
                self.last_speaker = None
            paragraph = sentence.paragraph
            self._sentence(at, sentence)
        return sorted(self.found, key=lambda a: (a.first, -a.last))

    # one sentence -------------------------------------------------------------------------------------------------

    def _sentence(self, at: int, sentence: Sentence) -> None:
        cues = _cues(sentence)
        if not cues:
            self._headline(at, sentence)
            return
        consumed = -1
        for k, cue in enumerate(cues):
            if cue.first <= consumed:
                continue
            kind = cue.entry.row["kind"]
            if kind in ("channel", "turn"):
                continue
            if kind == "according":
                made = self._according(at, sentence, cue)
                if made:
                    consumed = max(consumed, made.speaker.last if made.speaker else cue.last)
            else:
                inner = (
                    self._relayed(at, sentence, cue, cues[k + 1 :]) if "relay" in cue.entry.row.list("takes") else None
                )
                if inner:
                    self.found += inner
                    self.last_speaker = inner[-1].speaker
                    consumed = max(consumed, inner[-1].first - 1)
                    continue
                made = self._said(at, sentence, cue, cues[k + 1 :])
                quoted = any(a.direct and a.holds(cue.first) for a in self.found)
                if made and quoted and (made.speaker is None or made.speaker.first < cue.first or made.direct):
                    made = None  # inside a quotation only a named speaker is quoted again
            if made and any(a.first == made.first and a.last == made.last for a in self.found):
                made = None
            if made:
                nested = any(a.direct and a.holds(cue.first) for a in self.found)
                self.found.append(made)
                if made.speaker and kind != "say_noun" and not nested:
                    self.last_speaker = made.speaker

    def _headline(self, at: int, sentence: Sentence) -> None:
        """`X: content` and `X – content` in a headline attribute it to X when X is one who speaks."""
        tokens = sentence.tokens
        for i in range(sentence.first + 1, min(sentence.first + 9, sentence.stop - 2)):
            if tokens.words[i] in ":–—-" and tokens.kinds[i] == SIGN:
                inside = [
                    p
                    for p in self.phrases[at]
                    if p.last < i and not p.prep and not sentence.find(p.first, "place_words")
                ]
                if (
                    (tokens.words[i] == ":" or tokens.spaced(i))
                    and inside
                    and inside[0].first <= sentence.first + 1
                    and (inside[0].kind in ("actor", "source", "title", "body"))
                ):
                    speaker = self._speaker_of(at, inside[0], inside[0].first, max(p.last for p in inside))
                    first, last, direct = self._trim(sentence, i + 1, sentence.stop - 1)
                    if last > first:
                        self.found.append(
                            Attribution(at, speaker, None, first, last, 0, direct, "asserts", None, "colon_headline")
                        )
                return

    # cues of saying ----------------------------------------------------------------------------------------------

    def _said(self, at: int, sentence: Sentence, cue: Match, later: Sequence[Match]) -> Attribution | None:
        opening = self._opening(at, sentence, cue, later)
        if opening is None:
            return self._quote_before(at, sentence, cue)
        start, speech_start, skip, how = opening
        if how == "object":
            noun = self._object_start(at, sentence, cue)
            if noun is None:
                return None
            start = speech_start = noun
        speaker, channel = self._find_speaker(at, sentence, cue, start)
        if (
            how == "object"
            and "relay" in cue.entry.row.list("takes")
            and (speaker is None or speaker.role not in _RELAYERS)
        ):
            return None  # "نقل المصابين" moves people; only an outlet relays
        if speaker is None and how in ("object", "ila", "an", "bi", "min", "ala", "fi"):
            return None  # a noun after a preposition is said only when somebody says it
        stop = self._content_end(at, sentence, speech_start, later)
        quote = self._opens(speech_start)
        if quote and (how == "quote" or quote.closer >= sentence.stop or self._closes_content(sentence, quote, stop)):
            return Attribution(at, speaker, cue, quote.first, quote.last, 0, True, _stance(cue), channel, f"cue:{how}")
        if how in ("object", "an", "bi", "min", "ala", "fi"):
            stop = min(stop, self._noun_end(sentence, speech_start))
        first, last, direct = self._trim(sentence, speech_start, stop - 1)
        if last < first or (how == "object" and last - first < 1):
            return None
        if first != speech_start:
            skip = 0
        return Attribution(
            at, speaker, cue, first, last, skip, direct or how == "colon", _stance(cue), channel, f"cue:{how}"
        )

    def _relayed(self, at: int, sentence: Sentence, cue: Match, later: Sequence[Match]) -> list[Attribution] | None:
        """`نقلت الوكالة عن مصدر قوله إن …`: the relayer's statement holds the speaker's."""
        an = next(
            (k for k in range(cue.last, min(sentence.stop, cue.last + 14)) if sentence.tokens.words[k] == "عن"), None
        )
        if an is None or an + 1 >= sentence.stop:
            return None
        verb_of_saying = next(
            (c for c in later if c.first > an + 1 and c.first - an <= _WINDOW and c.entry.row["kind"] == "say_noun"),
            None,
        )
        heard = verb_of_saying or cue
        opening = self._opening(
            at, sentence, replace(heard, last=max(heard.last, an)), [c for c in later if c.first > max(heard.last, an)]
        )
        if opening is None or opening[3] in ("object", "an"):
            return None
        phrase = self._phrase_from(at, an + 1)
        stop_name = verb_of_saying.first if verb_of_saying else opening[0]
        end = self._speaker_end(at, sentence, phrase.last + 1 if phrase else an + 2, stop_name)
        speaker = Speaker(
            at, an + 1, end, 0, phrase, phrase.speaks_as if phrase else "anonymous", phrase.name if phrase else None
        )
        begin, how = opening[1], opening[3]
        stop = self._content_end(at, sentence, begin, [c for c in later if c.first > begin])
        quote = self._opens(begin)
        if quote and self._closes_content(sentence, quote, stop):
            first, last, direct = quote.first, quote.last, True
            stop = max(stop, quote.closer)
        else:
            first, last, direct = self._trim(sentence, begin, stop - 1)
        inner = Attribution(
            at, speaker, heard, first, last, 0, direct or how == "colon", _stance(cue), None, "cue:relayed"
        )
        relayer = self._named_after(at, sentence, cue, an) or self._named_before(at, sentence, cue)
        if relayer is None:
            return [inner]
        return [Attribution(at, relayer, cue, an, last, 0, False, "asserts", None, "cue:relay"), inner]

    def _opening(
        self, at: int, sentence: Sentence, cue: Match, later: Sequence[Match]
    ) -> tuple[int, int, int, str] | None:
        """(where the speaker's stretch ends, where the content begins, letters to skip, how) after a cue."""
        takes = cue.entry.row.list("takes")
        limit = min(sentence.stop, cue.last + _WINDOW)
        next_cue = next((c.first for c in later if c.entry.row["kind"] != "channel"), limit)
        tokens = sentence.tokens
        fallback: tuple[int, int, int, str] | None = None
        named_until = -1
        for i in range(cue.last + 1, limit):
            word = tokens.words[i]
            if i <= named_until:
                continue
            if i >= next_cue and not (i == next_cue and sentence.link(i, "complementizer")):
                break
            if tokens.kinds[i] == SIGN:
                if word == ":" and i + 1 < sentence.stop:
                    complementizer = sentence.link(i + 1, "complementizer")
                    return (i, complementizer.last + 1, 0, "inna") if complementizer else (i, i + 1, 0, "colon")
                if sentence.is_quote(i) and (quote := self._opens(i)) and self._is_speech(sentence, quote):
                    return i, i, 0, "quote"
                if sentence.is_quote(i) and (quote := self._opens(i)):
                    named_until = quote.closer  # a name in quotation marks
                elif word in ".؛!؟":
                    break
                continue
            complementizer = sentence.link(i, "complementizer")
            if complementizer and set(takes) & {"inna", "ila", "object", "an", "bi", "min", "ala", "fi", "relay"}:
                return i, complementizer.last + 1, 0, "inna"
            if fallback is None and not any(p.first < i <= p.last for p in self.phrases[at]):
                fallback = self._prepositional(sentence, i, takes)
            sure = fallback and (fallback[3] != "bi" or "inna" not in takes)
            if fallback and sure and not _complementizer_next(sentence, fallback[1]):
                return fallback
        if fallback is None and "object" in takes and not cue.hit.drop:
            return cue.last, cue.last, 0, "object"
        return fallback

    @staticmethod
    def _prepositional(sentence: Sentence, i: int, takes: Sequence[str]) -> tuple[int, int, int, str] | None:
        word = sentence.tokens.words[i]
        for name, preposition in _PREPOSITIONS:
            if name in takes and word == preposition:
                return i, i + 1, 0, name
        if "bi" in takes:
            channel = sentence.dated(i) or any(
                m.table in ("cues", "links", "relations") for m in sentence.matches.get(i, ())
            )
            # the word must be long enough that its ب is a preposition: "باعتقال", not "بلد"
            if (
                not channel
                and any(s.proclitic == "ب" and len(s.text) >= 3 and (s.skip == 1 or s.article) for s in stems(word))
                and (len(word) >= 5)
            ):
                return i, i, 1, "bi"
        return None

    def _object_start(self, at: int, sentence: Sentence, cue: Match) -> int | None:
        """First token of the noun phrase that is the thing said: an act or a toll, right behind the speaker."""
        i = cue.last + 1
        while i < min(sentence.stop, cue.last + 16):
            phrase = self._phrase_from(at, i)
            dated = sentence.dated(i)
            found = sentence.matches.get(i, ())
            noun = any(
                m.table == "acts"
                and m.hit.form.pos == "n"
                and m.hit.proclitic in ("", "ب")
                and not m.entry.id.endswith("_p")
                for m in found
            ) or (sentence.link(i, "event_noun") is not None)
            if noun and not phrase and not sentence.preposition_before(i):
                return i
            if sentence.breaks.get(i) == HARD or (not phrase and sentence.is_verb(i)):
                return None
            i = phrase.last + 1 if phrase else dated.last + 1 if dated else i + 1
        return None

    @staticmethod
    def _noun_end(sentence: Sentence, start: int) -> int:
        """Where a content that is a noun phrase ends: at a comma before a new circumstance, or at a new clause."""
        for i in range(start + 1, sentence.stop):
            if sentence.breaks.get(i) == HARD and not sentence.link(i, "relative"):
                return i
            if sentence.tokens.words[i] in "،," and i + 1 < sentence.stop:
                after = i + 1
                if sentence.link(after, "preposition", "because") or sentence.dated(after) or sentence.is_verb(after):
                    return i
        return sentence.stop

    # speakers ----------------------------------------------------------------------------------------------------

    def _find_speaker(self, at: int, sentence: Sentence, cue: Match, stop: int) -> tuple[Speaker | None, str | None]:
        channel = self._channel(sentence, cue.last + 1, stop)
        if cue.entry.row["kind"] == "say_participle":
            return self._current(at, sentence, cue), channel
        if cue.entry.row["kind"] == "say_noun":
            return self._nearest_before(at, sentence, cue) or self._current(at, sentence, cue), channel
        takes = cue.entry.row.list("takes")
        after = self._named_after(at, sentence, cue, stop)
        if after:
            return after, channel
        before = self._named_before(at, sentence, cue)
        if before:
            return before, channel
        if "continue" in takes or cue.hit.conjunction or cue.first <= sentence.first + 1:
            return self.last_speaker, channel
        return self._current(at, sentence, cue), channel

    def _named_after(self, at: int, sentence: Sentence, cue: Match, stop: int) -> Speaker | None:
        """The words after the verb up to a comma, date, preposition or إن: a known phrase, or an unlisted name."""
        if cue.hit.drop:  # قاله: the pronoun is the object, the subject may still follow
            pass
        i = cue.last + 1
        tokens = sentence.tokens
        while i < stop:
            phrase = self._phrase_from(at, i)
            if phrase and not phrase.prep and phrase.kind in _SPEAKERS:
                if (phrase.kind == "place" and not phrase.agentive) or not self._speaks(phrase):
                    return None
                return self._speaker_of(at, phrase, i, self._speaker_end(at, sentence, phrase.last + 1, stop))
            if sentence.dated(i):
                i = sentence.dated(i).last + 1  # type: ignore[union-attr]  # just tested
                continue
            channel = sentence.find(i, "cues")
            if channel and channel.entry.row["kind"] in ("channel", "turn"):
                i = self._after_channel(at, sentence, channel, stop)
                continue
            if sentence.link(i, "subset"):
                i += 1  # "قال أحدهم محمد"
                continue
            if sentence.link(i, "preposition") or phrase or tokens.kinds[i] == SIGN:
                i = self._skip_aside(at, sentence, i, stop)
                continue
            if tokens.kinds[i] == WORD and self._may_be_name(sentence, i):
                end = self._speaker_end(at, sentence, i + 1, stop)
                inner = [p for p in self.phrases[at] if i < p.first <= end]
                role = inner[0].speaks_as if inner else "other"
                return Speaker(at, i, end, 0, inner[0] if inner else None, role, None)
            return None
        return None

    @staticmethod
    def _speaks(phrase: Phrase) -> bool:
        """People speak; the dead, the wounded and the missing of a toll do not."""
        if phrase.kind != "person" or phrase.match is None:
            return True
        return not phrase.match.entry.row["count"] and phrase.match.entry.row["victim_class"] != "child"

    @staticmethod
    def _may_be_name(sentence: Sentence, i: int) -> bool:
        if any(m.table in ("acts", "cues", "links", "factuality", "weapons") for m in sentence.matches.get(i, ())):
            return False
        return len(sentence.tokens.words[i]) > 2

    def _after_channel(self, at: int, sentence: Sentence, channel: Match, stop: int) -> int:
        i = channel.last + 1
        while (
            i < stop
            and sentence.tokens.kinds[i] == WORD
            and not self._phrase_starts(at, i, "title", "source")
            and (not sentence.breaks.get(i))
        ):
            phrase = self._phrase_from(at, i)
            i = phrase.last + 1 if phrase else i + 1
            if phrase:
                break
        return max(i, channel.last + 1)

    def _skip_aside(self, at: int, sentence: Sentence, i: int, stop: int) -> int:
        """Past a preposition and its noun, or past one sign."""
        if sentence.tokens.kinds[i] == SIGN:
            return i + 1
        link = sentence.link(i, "preposition")
        k = link.last + 1 if link else i
        phrase = self._phrase_from(at, k)
        return min(stop, (phrase.last if phrase else k) + 1)

    def _speaker_end(self, at: int, sentence: Sentence, i: int, stop: int) -> int:
        """Last token of a speaker that continues at token i: names and appositions, up to a comma or a preposition."""
        last = i - 1
        while i < stop:
            if (
                sentence.is_quote(i)
                and (quote := self._opens(i))
                and quote.closer < stop
                and not self._is_speech(sentence, quote)
            ):
                last, i = quote.closer, quote.closer + 1
                continue
            if sentence.tokens.words[i] in "،," and (name := self._name_after_comma(at, sentence, i, stop)):
                return name
            if sentence.tokens.kinds[i] in (SIGN, NUMBER) or sentence.dated(i) or sentence.breaks.get(i):
                break
            phrase = self._phrase_from(at, i)
            if phrase and not phrase.prep:
                last = phrase.last
                i = phrase.last + 1
                continue
            if (
                sentence.tokens.words[i] == "في"
                and (where := self._phrase_from(at, i + 1))
                and where.kind == "place"
                and where.last + 1 < stop
                and self._plain_name(at, sentence, where.last + 1)
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

    def _plain_name(self, at: int, sentence: Sentence, i: int) -> bool:
        return (
            sentence.tokens.kinds[i] == WORD
            and not sentence.dated(i)
            and not sentence.breaks.get(i)
            and not self._phrase_from(at, i)
            and self._may_be_name(sentence, i)
        )

    def _name_after_comma(self, at: int, sentence: Sentence, comma: int, stop: int) -> int | None:
        """`قال رئيس الهيئة، فلان الفلاني، إن`: the last token of a name set off by commas, or None."""
        k = comma + 1
        while (
            k < stop
            and k - comma <= 4
            and sentence.tokens.kinds[k] == WORD
            and self._may_be_name(sentence, k)
            and not (sentence.dated(k) or self._phrase_from(at, k) or sentence.breaks.get(k))
        ):
            k += 1
        enough = k - comma > 2 and not sentence.tokens.words[comma + 1].startswith("و")
        closed = (
            k >= stop or sentence.tokens.words[k] in "،,:" or sentence.dated(k) or sentence.link(k, "complementizer")
        )
        return k - 1 if enough and closed else None

    def _named_before(self, at: int, sentence: Sentence, cue: Match) -> Speaker | None:
        """`المرصد قال إن`: the phrase that ends right before the verb and opens its clause."""
        if cue.hit.conjunction:
            return None
        before = [
            p for p in self.phrases[at] if p.last < cue.first and not p.prep and p.kind in _SPEAKERS and self._speaks(p)
        ]
        if not before:
            return None
        start, _ = sentence.clause(cue.first)
        near = [p for p in before if p.first >= start]
        if near and near[0].first <= start + 2 and (near[0].kind != "place" or near[0].agentive):
            return self._speaker_of(at, near[0], near[0].first, near[0].last)
        # "… التي قالت إن": the antecedent of the relative
        if sentence.link(start, "relative") and before and before[-1].last == start - 1:
            return self._speaker_of(at, before[-1], before[-1].first, before[-1].last)
        return None

    def _nearest_before(self, at: int, sentence: Sentence, cue: Match) -> Speaker | None:
        """`اكتفى الناطق باسمها بالقول إن`: the subject of the clause that the noun of saying closes."""
        start, _ = sentence.clause(cue.first)
        near = [
            p
            for p in self.phrases[at]
            if start <= p.first and p.last < cue.first and not p.prep and p.kind in _SPEAKERS
        ]
        if not near or near[0].kind == "place":
            return None
        return self._speaker_of(
            at, near[0], near[0].first, self._speaker_end(at, sentence, near[0].last + 1, cue.first)
        )

    def _current(self, at: int, sentence: Sentence, cue: Match) -> Speaker | None:
        """Whose words run on: the last statement's speaker in this sentence, else the sentence's subject."""
        here = [a for a in self.found if a.at == at and a.speaker]
        if here:
            return here[-1].speaker
        subject = next(
            (
                p
                for p in self.phrases[at]
                if p.first < cue.first and not p.prep and p.kind in ("actor", "source", "title", "body", "force")
            ),
            None,
        )
        if subject:
            return self._speaker_of(at, subject, subject.first, subject.last)
        return self.last_speaker

    def _speaker_of(self, at: int, phrase: Phrase, first: int, last: int) -> Speaker:
        return Speaker(
            at,
            first,
            max(last, phrase.last),
            phrase.skip if first == phrase.first else 0,
            phrase,
            phrase.speaks_as,
            phrase.name,
        )

    def _phrase_from(self, at: int, i: int) -> Phrase | None:
        return next((p for p in self.phrases[at] if p.first == i), None)

    def _phrase_starts(self, at: int, i: int, *kinds: str) -> bool:
        phrase = self._phrase_from(at, i)
        return phrase is not None and phrase.kind in kinds

    def _channel(self, sentence: Sentence, first: int, stop: int) -> str | None:
        for i in range(first, min(stop, sentence.stop)):
            match = sentence.find(i, "cues")
            if match and match.entry.row["kind"] == "channel":
                return sentence.tokens.span(match.first, match.last).exact
        return None

    # contents ----------------------------------------------------------------------------------------------------

    def _content_end(self, at: int, sentence: Sentence, start: int, later: Sequence[Match]) -> int:
        """Token after the content: the next cue that is a sibling, not a part of it, or the sentence's end."""
        inside = self._opens(start)
        for nxt in later:
            if nxt.first <= start or (inside and inside.opener < nxt.first < inside.closer):
                continue
            kind = nxt.entry.row["kind"]
            if kind == "channel":
                continue
            if kind == "according":
                # what follows a comma names the source of this very content
                return self._before(sentence, nxt.first)
            if kind == "say_participle" or (kind == "turn" and self._opens_clause(sentence, nxt.first)):
                return self._before(sentence, nxt.first)
            if kind == "say_verb" and self._sibling(at, sentence, nxt):
                return self._before(sentence, nxt.first)
        return sentence.stop

    def _sibling(self, at: int, sentence: Sentence, cue: Match) -> bool:
        """Does this verb of saying open a statement beside the one before, rather than inside it?"""
        following = self._phrase_from(at, cue.last + 1)
        named = following is not None and not following.prep and following.kind in _SPEAKERS
        if cue.hit.conjunction:
            # "وهددت باعتقاله" goes on with the subject inside the content; "وقال إن" with the one who speaks
            return (
                named or "continue" in cue.entry.row.list("takes") or cue.entry.row["stance"] in ("asserts", "confirms")
            )
        if sentence.tokens.words[cue.first - 1] in "،,؛":
            return named
        for back in range(1, 4):
            link = sentence.link(cue.first - back, "conjunction") if cue.first - back >= sentence.first else None
            if link and link.entry.id in _SIBLING_LINKS and link.last == cue.first - 1:
                return True
        return False

    @staticmethod
    def _opens_clause(sentence: Sentence, i: int) -> bool:
        """Does token i follow a sign, so that a new turn may begin there?"""
        return i == sentence.first or sentence.tokens.words[i - 1] in "،,.؛:"

    @staticmethod
    def _before(sentence: Sentence, i: int) -> int:
        """Step back over the comma and link words in front of a sibling cue."""
        while i - 1 > sentence.first:
            link = next(
                (
                    sentence.link(k, "conjunction")
                    for k in (i - 1, i - 2, i - 3)
                    if k > sentence.first and (m := sentence.link(k, "conjunction")) and m.last == i - 1
                ),
                None,
            )
            if link:
                i = link.first
            elif sentence.tokens.kinds[i - 1] == SIGN and not sentence.is_quote(i - 1):
                i -= 1
            else:
                break
        return i

    def _according(self, at: int, sentence: Sentence, cue: Match) -> Attribution | None:
        phrase = next((p for p in self.phrases[at] if cue.last < p.first <= cue.last + 3), None)
        i = phrase.first if phrase else cue.last + 1
        if i >= sentence.stop or (sentence.tokens.kinds[i] == SIGN and not sentence.is_quote(i)):
            return None
        end = self._speaker_end(at, sentence, phrase.last + 1 if phrase else i + 1, sentence.stop)
        skip = phrase.skip if phrase else (1 if cue.entry.row["forms"].split("|")[0].endswith(" ل") else 0)
        speaker = Speaker(
            at, i, end, skip, phrase, phrase.speaks_as if phrase else "other", phrase.name if phrase else None
        )
        channel = self._channel(sentence, end + 1, min(end + 8, sentence.stop))
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
            first, last, direct = self._trim(sentence, start, sentence.stop - 1)
        else:
            begin = sentence.first
            for a in self.found:
                if a.at == at and a.last < cue.first and a.cue and a.cue.entry.row["kind"] == "according":
                    begin = max(begin, (a.speaker.last if a.speaker else a.last) + 1)
            first, last, direct = self._trim(sentence, begin, self._before(sentence, cue.first) - 1)
            said = [a for a in self.found if a.at == at and a.last >= last - 1 and a.first >= first]
            if said and said[-1].speaker is not None and said[0].first - first <= 8:
                return None  # "قال X إن …، بحسب قوله": the content has its speaker
        if last <= first:
            return None
        return Attribution(at, speaker, cue, first, last, 0, direct, _stance(cue), channel, "according")

    def _quote_before(self, at: int, sentence: Sentence, cue: Match) -> Attribution | None:
        """A quotation followed by its verb: «…»، قال X."""
        free = [
            q
            for q in self.quotations
            if q.closer < cue.first
            and cue.first - q.closer <= 2
            and not any(a.direct and a.first == q.first for a in self.found)
        ]
        if not free or not self._is_speech(sentence, free[-1]):
            return None
        quote = free[-1]
        speaker, channel = self._find_speaker(at, sentence, cue, min(sentence.stop, cue.last + 8))
        return Attribution(at, speaker, cue, quote.first, quote.last, 0, True, _stance(cue), channel, "quote_after")

    def _opens(self, i: int) -> Quotation | None:
        return next((q for q in self.quotations if q.opener == i), None)

    def _is_speech(self, sentence: Sentence, quote: Quotation) -> bool:
        """Is the quoted stretch a thing said, not a name in quotation marks?"""
        words = [k for k in range(quote.first, quote.last + 1) if sentence.tokens.kinds[k] == WORD]
        if any(
            sentence.link(k, "complementizer") for k in range(quote.closer + 1, min(quote.closer + 3, sentence.stop))
        ):
            return False  # "ذكرت «…» أن": the quotation is the speaker's name
        if len(words) >= 5:  # names in quotation marks have fewer words
            return True
        return len(words) >= 2 and any(sentence.is_verb(k) or sentence.find(k, "acts") for k in words)

    def _closes_content(self, sentence: Sentence, quote: Quotation, stop: int) -> bool:
        """Does nothing but signs follow the quotation inside the content?"""
        return all(sentence.tokens.kinds[k] in (SIGN, BREAK) for k in range(quote.closer, min(stop, sentence.stop)))

    def _trim(self, sentence: Sentence, first: int, last: int) -> tuple[int, int, bool]:
        """Drop signs at both ends; direct when one pair of quotation marks held all of it."""
        kinds, words = sentence.tokens.kinds, sentence.tokens.words
        while last > first and kinds[last] in (SIGN, BREAK) and not sentence.is_quote(last) and words[last] not in ")]":
            last -= 1
        while first < last and kinds[first] in (SIGN, BREAK) and not sentence.is_quote(first):
            first += 1
        quote = self._opens(first)
        if quote and quote.closer == last:
            return quote.first, quote.last, True
        return first, last, False


def _stance(cue: Match) -> str:
    return cue.entry.row["stance"] or "asserts"


def _complementizer_next(sentence: Sentence, i: int) -> bool:
    return i < sentence.stop and sentence.link(i, "complementizer") is not None


def _cues(sentence: Sentence) -> list[Match]:
    """The cues of a sentence in order: one reading a token, longest first, verbs only where they can be verbs."""
    out: list[Match] = []
    reach = -1
    for i in sorted(sentence.matches):
        if i <= reach:
            continue
        aside = sentence.find(i, "factuality")
        if aside and aside.length > 1:
            reach = aside.last  # "تجدر الإشارة إلى أن" attributes nothing
            continue
        found = [m for m in sentence.matches[i] if m.table == "cues"]
        longest = max((m.length for m in sentence.matches[i] if m.table != "acts"), default=1)
        found = [m for m in found if m.length == longest or m.entry.row["kind"] == "according"]
        found = [m for m in found if not (m.entry.row["kind"] == "say_verb" and not _verb_possible(sentence, m))]
        found = [m for m in found if not (m.entry.row["kind"] == "according" and _says_anew(sentence, m))]
        found = [m for m in found if not (m.entry.row["kind"] == "say_participle" and m.hit.article)]
        if not found:
            continue
        order = ("according", "channel", "turn", "say_verb", "say_participle", "say_noun")
        best = min(found, key=lambda m: (-m.length, order.index(m.entry.row["kind"])))
        if best.entry.row["kind"] == "say_noun" and not _introduces(sentence, best):
            continue
        out.append(best)
        reach = best.last
    return out


def _says_anew(sentence: Sentence, match: Match) -> bool:
    """`كما أعلنت عن …`, `فيما ذكر … أن`: the words open a content of their own, they do not name a source for one."""
    if sentence.tokens.words[match.first].lstrip("و") not in ("كما", "فيما"):
        return False
    for k in range(match.last + 1, min(sentence.stop, match.last + 10)):
        if sentence.link(k, "complementizer") or (k == match.last + 1 and sentence.tokens.words[k] == "عن"):
            return True
        if sentence.tokens.words[k] in "،,.؛":
            return False
    return False


def _introduces(sentence: Sentence, noun: Match) -> bool:
    """Does a noun of saying open a content here: "قوله إن", "قولها:", "قوله «…»"?"""
    k = noun.last + 1
    if k >= sentence.stop:
        return False
    if sentence.tokens.words[k] in "،," and k + 1 < sentence.stop:
        k += 1
    quoted = sentence.is_quote(k) and "quote" in noun.entry.row.list("takes")
    return bool(sentence.link(k, "complementizer")) or sentence.tokens.words[k] == ":" or quoted


def _verb_possible(sentence: Sentence, match: Match) -> bool:
    if match.hit.form.pos == "n":
        return True
    if match.hit.article or sentence.preposition_before(match.first):
        return False
    if sentence.link(match.first, "subset"):
        return False
    if sentence.link(match.first, "preposition") and not any(
        sentence.link(k, "complementizer") for k in range(match.last + 1, min(sentence.stop, match.last + 6))
    ):
        return False  # بين and قبل are prepositions unless they bring their أن
    # a noun of people with the same letters (طالب) after an article or number is no verb; the match says which
    return match.hit.proclitic == ""
