"""What all tests share: where the project lies, and how hypothesis searches."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The ordinary run tries the same examples every time, so that a failure is never a matter of luck;
# `HYPOTHESIS_PROFILE=search` looks further, with new examples each time.
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=150)
settings.register_profile(
    "search", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# what a developer has imported into his own gazetteer must not change what the tests read
os.environ["RIWAYA_DATA_FOLDER"] = tempfile.mkdtemp(prefix="riwaya-tests-")

# a run started in the background of a script ignores interrupts, and so would the commands that the tests interrupt
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The bundled sample reports."""
    return ROOT / "src" / "riwaya" / "samples" / "reports.jsonl"
