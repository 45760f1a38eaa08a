"""A case: reports, what was read from them, and events, kept in one SQLite file or in a PostgreSQL database."""

from __future__ import annotations

from riwaya.store.opening import open_case
from riwaya.store.repository import Case

__all__ = ["Case", "open_case"]
