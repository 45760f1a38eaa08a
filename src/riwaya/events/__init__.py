"""From claims to events: accounts of one happening laid side by side."""

from __future__ import annotations

from riwaya.events.grouping import group_claims

__all__ = ["group_claims"]
