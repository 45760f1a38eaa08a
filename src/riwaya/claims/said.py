"""One act of saying: who speaks, by which cue, which tokens are what is said."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.claims.speakers import Speaker
from riwaya.lexicons.matcher import Match

RELAYERS = frozenset({"media", "agency", "state_media", "monitor"})
"""Roles of those who hand on what others say."""


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

    @property
    def relays(self) -> bool:
        """Is it an outlet's statement, so that whom it quotes goes on speaking?"""
        return self.speaker is not None and self.speaker.role in RELAYERS
