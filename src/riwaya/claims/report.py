"""One report under reading: its tokens, its sentences, and what each stage found in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from riwaya.claims.actors import count_countries, settle_actors
from riwaya.claims.acts import Trigger
from riwaya.claims.attribution import Attributor
from riwaya.claims.casualties import Counted
from riwaya.claims.context import Dated, Sentence
from riwaya.claims.dates import find_date_mentions, stated_today
from riwaya.claims.factuality import Factuality
from riwaya.claims.phrases import Found, Phrase, find_phrases
from riwaya.claims.places import PlaceResolver, find_places
from riwaya.claims.said import Attribution
from riwaya.claims.times.periods import Period
from riwaya.claims.zones import Roles
from riwaya.lexicons.matcher import Lexicon
from riwaya.model import BODY_ROLES, Document
from riwaya.text.normalize import clean
from riwaya.text.sentences import find_quotations, split_sentences
from riwaya.text.tokens import Tokens


class ReportText:
    """One document under reading: its tokens, sentences and what each stage found in them."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        text = document.report.text
        self.tokens = Tokens(text, clean(text))
        self.sentences: list[Sentence] = []
        self.places: list[dict[int, Found]] = []
        self.phrases: list[list[Phrase]] = []
        self.today = self._stated_date()
        self._split(lexicon)
        self.statements = Attributor(self.sentences, self.phrases, self._quotations).run()
        self._locate()

    def _split(self, lexicon: Lexicon) -> None:
        tokens = self.tokens
        self._quotations = [q for run in self._runs() for q in find_quotations(tokens, *run)]
        spoken_of: Period | None = None
        for paragraph, segment in enumerate(self.document.segments):
            if segment.role not in BODY_ROLES:
                continue
            first, stop = tokens.range_of(segment.start, segment.end)
            for a, b in split_sentences(tokens, first, stop):
                sentence = Sentence.read(tokens, a, b, lexicon, role=segment.role, paragraph=paragraph)
                self.sentences.append(sentence)
                spoken_of = self._date(sentence, None if segment.role == "heading" else spoken_of)
                places = find_places(sentence)
                self.places.append(places)
                self.phrases.append(find_phrases(sentence, places))
        settle_actors(self.sentences, self.phrases, self.document.published or self.today)

    def _runs(self) -> list[tuple[int, int]]:
        """Token ranges of paragraphs that follow each other: a quotation may run over them."""
        runs: list[tuple[int, int]] = []
        before = None
        for segment in self.document.segments:
            first, stop = self.tokens.range_of(segment.start, segment.end)
            if segment.role in BODY_ROLES:
                if runs and before == segment.role and segment.role in ("lead", "paragraph"):
                    first = runs.pop()[0]
                runs.append((first, stop))
            before = segment.role
        return runs

    def _stated_date(self) -> date | None:
        """The day the text itself calls today, for reports whose page bears no date."""
        for segment in self.document.segments:
            if segment.role in BODY_ROLES:
                found = stated_today(self.tokens, *self.tokens.range_of(segment.start, segment.end))
                if found:
                    return found
        return None

    def _date(self, sentence: Sentence, previous: Period | None) -> Period | None:
        """Read the dates of a sentence; returns the time last spoken of at its end."""
        for mention in find_date_mentions(
            self.tokens,
            sentence.first,
            sentence.stop,
            published=self.document.published,
            text_date=self.today,
            previous=previous,
        ):
            sentence.dates.append(Dated(mention.first, mention.last, mention.when))
            if mention.when.start and mention.when.end:
                previous = Period(mention.when.start, mention.when.end)
        return previous

    def _locate(self) -> None:
        countries = count_countries(p for phrases in self.phrases for p in phrases)
        self.resolver = PlaceResolver(
            ((s, f) for s, places in zip(self.sentences, self.places, strict=True) for f in places.values()), countries
        )

    def day_of_headline(self) -> Dated | None:
        """The one day that the headline dates the whole report by ("حصاد الأحداث ليوم الأحد 28-11-2021")."""
        days = [
            d
            for s in self.sentences
            if s.role == "headline"
            for d in s.dates
            if d.when.precision == 1 and d.when.anchor == "text"
        ]
        return days[0] if days and len({d.when.start for d in days}) == 1 else None

    def heading_between(self, first: int, later: int) -> bool:
        """Does a heading divide two sentences? What follows it is another story."""
        return any(self.sentences[k].role == "heading" for k in range(first + 1, later + 1))

    def chain(self, i: int) -> list[Attribution]:
        """The statements that hold token i, outermost first."""
        found = [a for a in self.statements if a.holds(i)]
        return sorted(found, key=lambda a: (a.first - a.last, a.first, a.rule != "according"))


def speech_key(report: ReportText, i: int) -> int:
    """Which statement token i stands in, by its place in the report's list; -1 in the outlet's own voice."""
    chain = report.chain(i)
    return report.statements.index(chain[-1]) if chain else -1


@dataclass(slots=True)
class Draft:
    """A claim in the making."""

    at: int
    trigger: Trigger
    roles: Roles
    factuality: Factuality
    chain: list[Attribution]
    counts: list[Counted] = field(default_factory=list)
    places: list[Found] = field(default_factory=list)
    when: Dated | None = None
    when_rule: str = ""
    role: str = "paragraph"
    inherited: list[tuple[int, Phrase]] = field(default_factory=list)
    places_at: int | None = None
    place_told_apart: bool = False
    told: bool = False
    worth: bool = True
