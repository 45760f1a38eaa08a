"""Addresses of pages, as they stand in what people hand in: some are broken."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(address: str | None) -> str:
    """The host of an address in lower case; "" where there is none, or the address is broken ("http://[x")."""
    try:
        return urlsplit(address or "").hostname or ""
    except ValueError:
        return ""
