"""Where a document names its next page."""

from __future__ import annotations

import json

import pytest

from newswire.feed_pages import next_page

ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'>{}<entry/></feed>"
RSS = "<rss xmlns:a='http://www.w3.org/2005/Atom'><channel><link>https://x.example/</link>{}</channel></rss>"
NEXT = "https://x.example/2"


@pytest.mark.parametrize(
    "document",
    [
        {"version": "https://jsonfeed.org/version/1.1", "next_url": NEXT, "items": []},
        {"data": {"items": [], "next_page": NEXT}},
        {"next_page": NEXT},
        {"links": {"next": NEXT}},
        {"links": {"next": {"href": NEXT}}},
        {"_links": {"next": {"href": NEXT}}},
        ATOM.format(f"<link rel='self' href='/1'/><link rel='next' href='{NEXT}'/>"),
        RSS.format(f"<a:link rel='next' href='{NEXT}'/>"),
    ],
)
def test_the_next_page_is_found(document: object) -> None:
    body = document if isinstance(document, str) else json.dumps(document)
    assert next_page(body.encode()) == NEXT


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'{"next_url": null, "next_page": 5, "links": ["next"], "data": "next_page"}', b"[" * 100_000,
        b'{"a":' * 100_000, b"<feed><link rel='next'", ATOM.format("<link rel='next'/>").encode(),
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        ATOM.format("<entry><link rel='next' href='/2'/></entry>").encode(),
    ],
)  # fmt: skip
def test_what_names_none_has_none(body: bytes) -> None:
    assert next_page(body) is None
