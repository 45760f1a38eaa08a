"""Outlets as data: which publisher a web address belongs to, who owns an outlet, which agency a text credits."""

from __future__ import annotations

import re
from functools import cache

from riwaya.lexicons.loader import read_table
from riwaya.text.addresses import host_of
from riwaya.text.normalize import fold_key


@cache
def _by_domain() -> dict[str, str]:
    return {domain: row["name_ar"] for row in read_table("shared/outlets") for domain in row.list("domains")}


def outlet_of(url: str | None) -> str | None:
    """The Arabic name of who publishes at an address, by its domain; None for an address nobody listed.

    A subdomain is its domain's unless it has a row of its own. Errors: BadLexicon.
    """
    host = host_of(url)
    while "." in host:
        if name := _by_domain().get(host):
            return name
        host = host.partition(".")[2]
    return None


@cache
def _owners() -> dict[str, str]:
    rows = read_table("shared/outlets")
    return {outlet_key(row[column]): row["owner"] or row.id for column in ("name_en", "name_ar") for row in rows}


def outlet_key(outlet: str) -> str:
    """An outlet's name as it is compared: folded, in lower case, without a country in brackets."""
    return re.sub(r"\s*\([^)]*\)", "", fold_key(outlet)).lower()


def owner_of(outlet: str | None) -> str:
    """The owner of an outlet by its Arabic or English name; an outlet nobody listed owns itself. Errors: BadLexicon."""
    if not outlet:
        return ""
    key = outlet_key(outlet)
    return _owners().get(key, key)


@cache
def _states() -> dict[str, str]:
    rows = read_table("shared/outlets")
    return {outlet_key(row[column]): row["state"] for column in ("name_en", "name_ar") for row in rows if row["state"]}


def speaks_for(outlet: str) -> str | None:
    """The id of the actor that an outlet speaks for, by its Arabic or English name, or None. Errors: BadLexicon."""
    return _states().get(outlet_key(outlet))


@cache
def _credits() -> tuple[re.Pattern[str], dict[str, str]]:
    agencies = [row for row in read_table("ar/actors") if row["kind"] == "agency"]
    forms = {fold_key(form): row.id for row in (*agencies, *read_table("ar/credits")) for form in row.list("forms")}
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(r"(?<!\w)و?(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), forms


def agencies_credited(line: str) -> tuple[str, ...]:
    """Ids of the agencies that a byline or dateline credits, in its order, each once. Errors: BadLexicon."""
    pattern, forms = _credits()
    return tuple(dict.fromkeys(forms[found[1]] for found in pattern.finditer(fold_key(line).lower())))
