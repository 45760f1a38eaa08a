"""Pages and records of web archives, made for tests: whole ones, and the material of broken ones."""

from __future__ import annotations

STORY = (
    "قتل {n} جنود وجرح خمسة في كمين نصبه مسلحون على الطريق الساحلي صباح اليوم، بحسب ما أفاد مصدر عسكري.",
    "وقال المصدر إن المسلحين فتحوا النار على دورية كانت في طريقها إلى حاجز قريب من الميناء رقم {n}.",
    "وأضاف أن تعزيزات وصلت إلى المكان بعد نصف ساعة، وأن المهاجمين انسحبوا إلى الجبال المجاورة.",
)
MENU = "".join(f'<li><a href="/{n}">قسم {n}</a></li>' for n in range(40))


def story(n: int) -> bytes:
    """A page of a news site: a menu of forty links, a headline, three paragraphs; `n` tells pages apart."""
    body = "".join(f"<p>{line.format(n=n)}</p>" for line in STORY)
    title = f"مقتل {n} جنود في كمين على الطريق الساحلي"
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f"<html><head>{head}</head><body><ul>{MENU}</ul><h1>{title}</h1><div>{body}</div></body></html>".encode()


def record(
    url: str,
    body: bytes,
    *,
    status: str = "200 OK",
    media: str = "text/html; charset=utf-8",
    headers: str = "",
    length: int | str | None = None,
    kind: str = "response",
) -> bytes:
    """A WARC record as a crawler writes it; `length` overrules the true one."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-10T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:{url}>\r\nContent-Type: application/http;msgtype=response\r\n"
        f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def good(n: int) -> bytes:
    """A whole record with a page of conflict."""
    return record(f"http://www.a.example/news/{n}", story(n))
