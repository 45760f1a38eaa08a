"""Settings come from the environment; an impossible value stops the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from riwaya.config import MAX_REPORT_CHARACTERS, SETTINGS, data_folder, geonames_url
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


def test_the_data_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RIWAYA_DATA_FOLDER", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.setenv("RIWAYA_DATA_FOLDER", "here/there")
    with pytest.raises(BadConfig, match="is not an absolute path"):
        data_folder()
    monkeypatch.delenv("RIWAYA_DATA_FOLDER")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert data_folder() == tmp_path / "xdg" / "riwaya"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert data_folder() == tmp_path / ".local" / "share" / "riwaya"


def test_the_address_of_the_dumps_is_an_http_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RIWAYA_GEONAMES_URL", raising=False)
    assert geonames_url() == "https://download.geonames.org/export/dump"
    monkeypatch.setenv("RIWAYA_GEONAMES_URL", "file:///etc")
    with pytest.raises(BadConfig, match="RIWAYA_GEONAMES_URL"):
        geonames_url()
