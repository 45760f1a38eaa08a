"""Who says what: statements with their speaker, cue and content, after the source–cue–content scheme of PARC 3.0.

A sentence's cues are taken in order. Each finds its speaker (after the verb, before it, or the last one who spoke),
its content (after إن/أن, إلى, عن, ب, a colon or in quotation marks; or what stands before "بحسب X"), and where the
content ends: at the next cue that is not part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.claims.antecedents import judged, of_antecedent, report_of
from riwaya.claims.contents import WINDOW, content_end, find_opening, goes_on_after, noun_end, object_start, step_back
from riwaya.claims.context import Sentence
from riwaya.claims.cues import WHAT, find_cues, holder_of, is_hearsay, names_source, stance_of, told_about
from riwaya.claims.identity import identify
from riwaya.claims.phrases import Phrase
from riwaya.claims.quoted import SHORT_WORD, bare_quotation, headline_speech, name_headings
from riwaya.claims.recall import agrees, gender_of, learned
from riwaya.claims.said import RELAYERS, Attribution
from riwaya.claims.scene import Scene
from riwaya.claims.speakers import (
    SPEAKERS,
    Speaker,
    behind_a_noun,
    channel_of,
    issuer_before,
    named_after,
    named_before,
    nearest_before,
    speaker_end,
    speaker_of,
)
from riwaya.lexicons.matcher import Match
from riwaya.text.sentences import Quotation
from riwaya.text.tokens import SIGN

_ISSUED = 2  # sentences back: "جاء في البيان" follows soon upon the naming of the text
_CLITICS = 3  # letters before and behind a noun: "لبيان", "بيانا"
_NEAR = 3  # tokens: "بيانا أصدرته الوزارة"
_LIGHT = 10  # tokens from a verb of saying to the participle that brings its content
_MEMORY = 6  # speakers back: a verb without a subject goes on with somebody of the last paragraphs


class Attributor:
    """Reads the statements of a report, sentence by sentence, remembering who spoke last."""

    def __init__(
        self, sentences: Sequence[Sentence], phrases: Sequence[Sequence[Phrase]], quotations: Sequence[Quotation]
    ) -> None:
        outer = [q for q in quotations if q.depth == 0]
        self.scenes = [Scene(at, sentence, phrases[at], outer) for at, sentence in enumerate(sentences)]
        self.speakers: list[Speaker] = []
        self.found: list[Attribution] = []

    def run(self) -> list[Attribution]:
        """All statements, in order of their content."""
        paragraph = -1
        for scene in self.scenes:
            sentence = scene.sentence
            if sentence.paragraph != paragraph and sentence.role in ("headline", "heading"):
                self.speakers.clear()
            paragraph = sentence.paragraph
            self._sentence(scene)
        found = identify(self.scenes, name_headings(self.scenes, self.found))
        return sorted(found, key=lambda a: (a.first, -a.last))

    def _sentence(self, scene: Scene) -> None:
        cues = find_cues(scene)
        if bare := bare_quotation(scene, cues, self.found, self.speakers):
            self.found.append(bare)
        if not cues:
            self.found += headline_speech(scene)
            return
        consumed = -1
        for k, cue in enumerate(cues):
            if cue.first <= consumed:
                continue
            kind = cue.entry.row["kind"]
            if kind in ("channel", "turn"):
                continue
            inside = any(a.holds(cue.first) and not a.relays for a in self.found)
            nested = any(a.direct and a.holds(cue.first) for a in self.found)
            if kind == "according":
                made = self._according(scene, cue, cues[k + 1 :])
                if made:
                    consumed = max(consumed, made.speaker.last if made.speaker else cue.last)
            else:
                inner = self._relayed(scene, cue, cues[k + 1 :]) if "relay" in cue.entry.row.list("takes") else None
                if inner:
                    self.found += inner
                    self.speakers += [a.speaker for a in inner if a.speaker]
                    consumed = max(consumed, inner[-1].first - 1)
                    continue
                made = self._said(scene, cue, cues[k + 1 :])
                if made and nested and not self._quoted_again(scene, cue, made):
                    made = None
            again = made and [a for a in self.found if a.first == made.first and a.last == made.last]
            if again and not (kind == "according" and again[0].cue and again[0].cue.last < cue.first):
                made = None
            if made:
                self.found.append(made)
                if made.speaker and kind != "say_noun" and not inside and not again:
                    self.speakers.append(made.speaker)

    def _quoted_again(self, scene: Scene, cue: Match, made: Attribution) -> bool:
        """Inside a quotation only a speaker that it names is quoted again."""
        around = [a for a in self.found if a.direct and a.holds(cue.first)]
        if made.speaker is None or made.direct:
            return False
        return made.speaker.at == scene.at and made.speaker.first >= around[-1].first

    def _said(self, scene: Scene, cue: Match, later: Sequence[Match]) -> Attribution | None:
        sentence = scene.sentence
        at = scene.at
        if cue.entry.row["kind"] == "say_noun" and (about := told_about(scene, cue)):
            return report_of(scene, cue, about)
        opening = find_opening(scene, cue, later)
        if opening is None:
            return self._quote_before(scene, cue) or of_antecedent(scene, cue) or judged(scene, cue, later)
        start, speech_start, skip, how = opening
        if how == "object":
            noun = object_start(scene, cue)
            if noun is None:
                return None
            start = speech_start = noun
            if cue.entry.id == "claim_resp_phrase":
                speech_start = cue.first + 1  # "مسؤوليتها عن التفجير"
        speaker, channel = self._find_speaker(scene, cue, start)
        if (
            how == "object"
            and "relay" in cue.entry.row.list("takes")
            and (speaker is None or speaker.role not in RELAYERS)
        ):
            return None  # "نقل المصابين" moves people; only an outlet relays
        unnamed = cue.entry.id == "announce" and how == "an" and opening[0] == cue.last + 1
        if unnamed and "3ms" in cue.hit.form.persons and not cue.hit.conjunction:
            return None  # "أعلن عن مقتل": it was announced, by nobody named
        blamed = how == "bi" and cue.entry.row["stance"] == "accuses"  # "واتهمت الجماعة ب…": by whom is not said
        if speaker is None and not blamed and how in ("object", "ila", "an", "bi", "min", "ala", "fi"):
            return None  # a noun after a preposition is said only when somebody says it
        stop = content_end(scene, speech_start, later)
        quote = scene.opens(speech_start)
        if quote and (how == "quote" or quote.closer >= sentence.stop or scene.closes_content(quote, stop)):
            return Attribution(
                at, speaker, cue, quote.first, quote.last, 0, True, stance_of(cue), channel, f"cue:{how}"
            )
        if how in ("object", "an", "bi", "min", "ala", "fi", "ila"):
            stop = min(stop, noun_end(sentence, speech_start))
        first, last, direct = scene.trim(speech_start, stop - 1)
        if last < first or (how == "object" and last - first < 1):
            return None
        if first != speech_start:
            skip = 0
        stance = stance_of(cue)
        if how == "object" and sentence.tokens.words[first].startswith("مسءوليت"):
            stance = "claims_responsibility"
        return Attribution(at, speaker, cue, first, last, skip, direct or how == "colon", stance, channel, f"cue:{how}")

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
        verb = self._verb_before(scene, cue)
        if verb and (speaker := self._find_speaker(scene, verb, cue.first)[0]):
            return speaker, channel
        if cue.entry.row["kind"] == "say_participle":
            return self._current(scene, cue), channel
        if holder := holder_of(scene, cue):
            return speaker_of(scene, holder, holder.first, speaker_end(scene, holder.last + 1, stop)), channel
        if cue.entry.row["kind"] == "say_noun":
            return nearest_before(scene, cue) or self._current(scene, cue), channel
        if _first_person(cue):
            quoted = [a for a in self.found if a.direct and a.holds(cue.first) and a.speaker]
            return (quoted[-1].speaker if quoted else self._last(cue)), channel
        if is_hearsay(cue):
            return None, channel
        if issuer := issuer_before(scene, cue):
            return issuer, channel
        if cue.entry.id == "document_says" and (issuer := self._issuer(scene, cue)):
            return issuer, channel
        told = self._goes_on(scene, cue)
        if not _takes_up(sentence, cue) and (
            named := named_after(scene, cue, stop, told=told) or named_before(scene, cue)
        ):
            return replace(named, gender=learned(cue, named.gender, named.first)), channel
        around = [a for a in self.found if a.at == scene.at and a.holds(cue.first) and not a.direct]
        if around and sentence.tokens.words[cue.first - 1] in WHAT:
            return around[-1].speaker, channel
        joined = cue.hit.conjunction or cue.first <= sentence.first + 1
        if around or (not joined and behind_a_noun(scene, cue)):
            return self._subject(scene, cue, around[-1].first) if around else None, channel
        if "continue" in cue.entry.row.list("takes") and joined:
            return self._last(cue), channel
        speaker = self._current(scene, cue)
        if cue.entry.row["stance"] == "accuses" and speaker and scene.at - speaker.at > 1:
            return None, channel  # "واتهمت الجماعة ب…" is as well "was accused"
        return speaker, channel

    def _goes_on(self, scene: Scene, cue: Match) -> bool:
        """`ودانت الوزارة القصف، ودعت موسكو إلى…`: can the verb have the speaker of the statement before it?"""
        if not cue.hit.conjunction or cue.first <= scene.sentence.first + 1:
            return False
        here = [a.speaker for a in self.found if a.at == scene.at and a.speaker and not a.holds(cue.first)]
        if not here:
            verb = next((c for c in find_cues(scene) if c.entry.row["kind"] == "say_verb"), cue)
            subject = named_after(scene, verb, cue.first) if verb.last < cue.first else None
            here = [replace(subject, gender=learned(verb, subject.gender, subject.first))] if subject else []
        return bool(here) and here[-1].gender != "" and agrees(cue, here[-1].gender)

    def _verb_before(self, scene: Scene, cue: Match) -> Match | None:
        """`وقال فلان مضيفا: …`, `وتابع بالقول إن`: the verb of saying whose content the later cue opens."""
        said_by = cue.hit.article or scene.sentence.tokens.words[cue.first].startswith("ب")
        if cue.entry.row["kind"] != "say_participle" and not said_by:
            return None
        verbs = [
            m
            for m in find_cues(scene)
            if m.last < cue.first and m.entry.row["kind"] == "say_verb" and cue.first - m.last <= _LIGHT
        ]
        if not verbs or any(a.at == scene.at and a.cue == verbs[-1] for a in self.found):
            return None
        return verbs[-1]

    def _issuer(self, scene: Scene, cue: Match) -> Speaker | None:
        """`وجاء في البيان: …`, `جاء في بيان للجيش أن`: who issued the text, named behind it here or a little before."""
        text = cue.last
        owner = scene.phrase_from(text + 1)
        if owner and owner.prep in ("", "li"):
            return speaker_of(scene, owner, text, speaker_end(scene, owner.last + 1, scene.sentence.stop))
        noun = scene.sentence.tokens.words[text].removeprefix("ال")
        for before in reversed(self.scenes[max(0, scene.at - _ISSUED) : scene.at]):
            words = before.sentence.tokens.words
            for k in range(before.sentence.first, before.sentence.stop):
                if noun not in words[k] or len(words[k]) - len(noun) > _CLITICS:
                    continue
                near = [p for p in before.phrases if abs(p.first - k) <= _NEAR + (p.first < k) and p.kind in SPEAKERS]
                behind = [p for p in near if p.first > k]
                named = next(iter(behind or [p for p in near if not p.prep]), None)
                if named:
                    return speaker_of(before, named, named.first, named.last)
        return None

    def _last(self, cue: Match) -> Speaker | None:
        """The last speaker with whom the verb agrees."""
        fits = (s for s in reversed(self.speakers[-_MEMORY:]) if agrees(cue, s.gender))
        return next(fits, self.speakers[-1] if self.speakers else None)

    def _current(self, scene: Scene, cue: Match) -> Speaker | None:
        """Whose words run on: a speaker of this sentence, else its subject, else who spoke last."""
        first = scene.sentence.first  # a quotation of several sentences may run on into this one
        around = [a for a in self.found if a.at == scene.at or (a.direct and a.holds(first))]
        here = [a.speaker for a in around if a.speaker and agrees(cue, a.speaker.gender)]
        return here[-1] if here else self._subject(scene, cue, scene.sentence.first) or self._last(cue)

    def _subject(self, scene: Scene, cue: Match, start: int) -> Speaker | None:
        """The first phrase from token `start` on that can be the subject of the verb: "إن الشرطة حضرت وهددت ب…"."""
        subject = next(
            (
                p
                for p in scene.phrases
                if start <= p.first < cue.first
                and not p.prep
                and p.kind in ("actor", "source", "title", "body", "force")
                and agrees(cue, gender_of(scene.sentence, p))
            ),
            None,
        )
        return speaker_of(scene, subject, subject.first, subject.last) if subject else None

    def _according(self, scene: Scene, cue: Match, later: Sequence[Match]) -> Attribution | None:
        sentence = scene.sentence
        at = scene.at
        if not names_source(sentence, cue):
            return None
        after = cue.last + 1
        if after + 1 < sentence.stop and (date := sentence.dated(after + 1)) and sentence.is_verb(after):
            after = date.last + 1  # "بحسب ما أعلن أول من أمس المتحدث"
        phrase = next((p for p in scene.phrases if cue.last < p.first <= after + 2), None)
        i = phrase.first if phrase else after
        if i >= sentence.stop or (sentence.tokens.kinds[i] == SIGN and not sentence.is_quote(i)):
            return None
        quoted = scene.opens(i)
        end = quoted.closer if quoted else speaker_end(scene, phrase.last + 1 if phrase else i + 1, sentence.stop)
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
            aside = next((a for a in self.found if a.at == at and a.cue and a.cue.last < cue.first < a.first), None)
            if aside:  # "أكد المجلس، بحسب الوكالة، أن …"
                first, last, direct = aside.first, aside.last, aside.direct
            else:
                rest = goes_on_after(scene, end, later)
                first, last, direct = scene.trim(begin, rest or step_back(sentence, cue.first) - 1)
            said = [a for a in self.found if a.at == at and a.last >= last - 1 and a.first >= first]
            if said and not aside and self._same_speaker(said[-1].speaker, speaker):
                return None  # "قال X إن …، بحسب قوله": the content has its speaker
        if last <= first:
            return None
        return Attribution(at, speaker, cue, first, last, 0, direct, stance_of(cue), channel, "according")

    def _same_speaker(self, said: Speaker | None, named: Speaker) -> bool:
        """Does "بحسب …" only name again who is speaking: the same words, a pronoun, or nobody known?"""
        if said is None:
            return False
        if named.phrase is None or named.phrase.match is None:
            return True
        words, again = (
            {w for w in self.scenes[s.at].sentence.tokens.words[s.first : s.last + 1] if len(w) > SHORT_WORD}
            for s in (said, named)
        )
        return bool(words & again)

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


def _takes_up(sentence: Sentence, cue: Match) -> bool:
    """`لكنه أكد`, `إلا أنها قالت`: the pronoun before the verb stands for who speaks."""
    before = sentence.tokens.words[max(cue.first - 1, sentence.first)].lstrip("وف")
    return before in _TAKEN_UP


_TAKEN_UP = frozenset(stem + ending for stem in ("لكن", "ان") for ending in ("ه", "ها", "هم"))


def _first_person(cue: Match) -> bool:
    """`نؤكد`, `أطالب`: whoever is being quoted speaks."""
    persons = cue.hit.form.persons
    return bool(persons) and all(person.startswith("1") for person in persons)
