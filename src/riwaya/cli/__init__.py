"""The command line: one command a verb. Arguments come in here and text goes out; everything else lies below."""

from __future__ import annotations

from riwaya.cli.case import register
from riwaya.cli.commands import DEMO_REPORTS, app, main

__all__ = ["DEMO_REPORTS", "app", "main"]

register(app)
