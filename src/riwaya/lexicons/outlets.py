"""Outlets as data: which publisher a web address belongs to."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from riwaya.lexicons.loader import read_table


@cache
def _by_domain() -> dict[str, str]:
    return {domain: row["name_ar"] for row in read_table("shared/outlets") for domain in row.list("domains")}


def outlet_of(url: str | None) -> str | None:
    """The Arabic name of who publishes at an address, by its domain; None for an address nobody listed.

    A subdomain is its domain's unless it has a row of its own. Errors: BadLexicon.
    """
    try:
        host = (urlsplit(url or "").hostname or "").lower()
    except ValueError:  # an address with broken brackets
        return None
    while "." in host:
        if name := _by_domain().get(host):
            return name
        host = host.partition(".")[2]
    return None
