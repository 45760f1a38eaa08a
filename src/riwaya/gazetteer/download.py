"""Get a country's places from GeoNames, or from a mirror of it: whole files or none."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

from riwaya.config import FETCH_TIMEOUT, geonames_url
from riwaya.errors import StopRun

_PIECE = 1 << 16


class DownloadFailed(StopRun):
    """A file could not be fetched whole; nothing of it is kept."""

    code = "download_failed"


def get_country(code: str, folder: Path, tick: Callable[[str, int, int], None] = lambda *_: None) -> list[Path]:
    """Fetch the dump of a country (ISO code, such as SY) and its alternate names into `folder`; returns the files.

    `tick` is called with the address, the bytes so far and the bytes in all (0: not told). Errors: DownloadFailed,
    BadConfig.
    """
    if not re.fullmatch("[A-Za-z]{2}", code):
        raise DownloadFailed(f"{code!r} is no country code", hint="Give the two letters of ISO 3166, such as SY or YE.")
    base, code = geonames_url(), code.upper()
    wanted = ((f"{base}/{code}.zip", f"{code}.zip"), (f"{base}/alternatenames/{code}.zip", f"{code}-names.zip"))
    return [_fetch(address, folder / name, tick) for address, name in wanted]


def _fetch(address: str, target: Path, tick: Callable[[str, int, int], None]) -> Path:
    request = urllib.request.Request(address, headers={"User-Agent": "riwaya"})
    part = target.with_name(f"{target.name}.part")
    try:
        with urllib.request.urlopen(request, timeout=FETCH_TIMEOUT.value()) as answer, part.open("wb") as out:
            told = answer.headers.get("Content-Length", "")
            whole = int(told) if told.isdigit() else 0
            done = 0
            while piece := answer.read(_PIECE):
                out.write(piece)
                done += len(piece)
                tick(address, done, whole)
    except urllib.error.HTTPError as error:
        error.close()
        hint = "Is there such a country at this address?" if error.code == 404 else "Try again later."
        raise DownloadFailed(f"{address} answers {error.code} {error.reason}", hint=hint) from error
    except (OSError, http.client.HTTPException) as error:
        part.unlink(missing_ok=True)
        reason = getattr(error, "reason", None) or error
        raise DownloadFailed(
            f"{address} could not be fetched: {reason}", hint="Check the connection, or import a file from disk."
        ) from error
    if (whole and done != whole) or not _whole_zip(part):
        part.unlink(missing_ok=True)
        raise DownloadFailed(
            f"{address} came only in part: {done} bytes{f' of {whole}' if whole else ''}", hint="Try again."
        )
    return part.replace(target)


def _whole_zip(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except zipfile.BadZipFile:
        return False
