"""Web archives of one page, as browsers save them (.mhtml): the page itself, without its pictures."""

from __future__ import annotations

import email
import email.policy
import email.utils
from datetime import UTC, datetime
from email.message import Message

from riwaya.errors import UnreadableInput
from riwaya.reports.pages import PAGE_TYPES, RawPage


def unpack_mhtml(data: bytes, name: str) -> RawPage:
    """The first page of HTML in a saved web archive, its address and the moment it was saved.

    Errors: UnreadableInput where it holds no page.
    """
    try:
        # the older policy: the newer one parses headers in time that grows with the square of their length
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() not in PAGE_TYPES:
                continue
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                address = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "")[:2000]
                return RawPage(
                    name,
                    body,
                    address if address.startswith(("http://", "https://")) else None,
                    part.get_content_charset(),
                    _saved_at(message),
                )
    except (ValueError, LookupError, IndexError, TypeError, AttributeError, RecursionError) as error:
        # the standard library's parser meets headers that its own classes cannot hold
        raise UnreadableInput(f"{name} is no web archive: {error}", hint="Save the page again.") from error
    raise UnreadableInput(f"{name} holds no page of HTML", hint="Save the page as a web archive (.mhtml) or as HTML.")


def _saved_at(message: Message) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(str(message.get("Date", ""))[:100])
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
