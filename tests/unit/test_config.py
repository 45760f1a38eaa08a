"""Settings come from the environment; an impossible value stops the run."""

from __future__ import annotations

import pytest

from riwaya.config import MAX_REPORT_CHARACTERS, SETTINGS
from riwaya.errors import BadConfig


def test_defaults_lie_within_their_bounds() -> None:
    assert all(setting.least <= setting.default <= setting.most for setting in SETTINGS)
    assert all(setting.help and setting.how and setting.unit for setting in SETTINGS)


def test_the_environment_sets_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    variable = MAX_REPORT_CHARACTERS.variable
    monkeypatch.delenv(variable, raising=False)
    assert MAX_REPORT_CHARACTERS.value() == MAX_REPORT_CHARACTERS.default
    monkeypatch.setenv(variable, " 5000 ")
    assert MAX_REPORT_CHARACTERS.value() == 5000


@pytest.mark.parametrize("given", ["many", "-1", "0", "1e6", "٥٠٠٠", "10000001"])
def test_an_impossible_value_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIWAYA_MAX_REPORT_CHARACTERS", given)
    with pytest.raises(BadConfig, match="RIWAYA_MAX_REPORT_CHARACTERS"):
        MAX_REPORT_CHARACTERS.value()
