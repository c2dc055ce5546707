"""Feeds: whatever the bytes are, stories or a DeliveryError; and no word of an entry is lost."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.delivery import Delivery
from newswire.errors import DeliveryError, MalformedDelivery
from newswire.formats import feed, feed_repair, internet_time, json_feed, xml
from newswire.story import Story
from tests.properties.harm import check

if TYPE_CHECKING:
    pass

RECEIVED = datetime(2024, 6, 20, 12, tzinfo=UTC)
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Beispiel</title><link>https://example.com/</link><language>de</language>
<item><title>Häfen &amp; mehr</title><link>/1</link><guid isPermaLink="false">1</guid><dc:creator>A</dc:creator>
<pubDate>Thu, 20 Jun 2024 11:00:00 +0200</pubDate><category domain="d">c</category>
<description>&lt;p&gt;kurz&lt;/p&gt;</description><content:encoded><![CDATA[<p>a<br>b</p>]]></content:encoded></item>
<item><title>Zwei</title><description>Text</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://example.com/"><title>Exemple</title>
<entry><id>1</id><title type="html">&lt;b&gt;Café&lt;/b&gt;</title><link href="1"/>
<updated>2024-06-20T11:00:00Z</updated>
<author><name>A</name></author><category term="t" scheme="s"/>
<content type="xhtml"><div><p>un</p></div></content></entry>
<entry><id>2</id><title>Deux</title><content mode="base64">YQ==</content></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Example",
        "items": [{"id": "1", "url": "/1", "title": "Häfen", "content_html": "<p>a</p>", "authors": [{"name": "A"}]}],
    }
)
_NAMES = st.sampled_from(
    "title link guid id description summary content pubDate updated author category source language rights".split()
)
_WORDS = st.text("abcdé漢1&<>;#x \n", min_size=1, max_size=12)


@pytest.mark.parametrize("document", [RSS, ATOM])
@given(st.data())
def test_a_damaged_feed(document: str, data: st.DataObject) -> None:
    body = bytearray(document.encode())
    for _ in range(data.draw(st.integers(0, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(1, 255))
    check(feed, bytes(body[: data.draw(st.integers(0, len(body)))]))


@given(st.data())
def test_a_damaged_json_feed(data: st.DataObject) -> None:
    body = bytearray(JSON.encode())
    for _ in range(data.draw(st.integers(0, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(1, 255))
    check(json_feed, bytes(body[: data.draw(st.integers(0, len(body)))]))


@pytest.mark.parametrize("document", [RSS, ATOM])
@given(st.data())
def test_pieces_of_a_feed_in_any_order(document: str, data: st.DataObject) -> None:
    pieces = re.findall(r"<[^>]*>|[^<]+", document)
    drawn = data.draw(st.lists(st.sampled_from(pieces), max_size=30))
    check(feed, ("<rss><channel><item>" + "".join(drawn)).encode())


@given(st.lists(st.tuples(_NAMES, _WORDS), max_size=8), st.booleans())
def test_any_text_in_known_elements(elements: list[tuple[str, str]], escaped: bool) -> None:
    inside = "".join(f"<{name}>{escape(text) if escaped else text}</{name}>" for name, text in elements)
    check(feed, f"<rss><channel><item>{inside}</item></channel></rss>".encode())


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "url", "title", "authors", "tags", "items", "summary"]), inner)
        ),
        max_leaves=10,
    )
)
def test_any_values_in_a_json_feed(value: Any) -> None:
    check(json_feed, json.dumps(value).encode())
    check(json_feed, json.dumps({"items": [value], "authors": value, "title": value}).encode())


@given(st.text(st.characters(), max_size=200), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_text(text: str, charset: str) -> None:
    check(feed, f"<rss><item><title>{text}</title></item>".encode(charset, errors="ignore"))
    check(json_feed, text.encode(charset, errors="ignore"))


@given(st.text(st.characters(), max_size=120) | st.text("0123456789:.-+ ,TZGMTadeNovSun()", max_size=60))
def test_any_text_as_a_time(text: str) -> None:
    moment = internet_time.read(text)

    assert moment is None or moment.instant.tzinfo is UTC


@given(
    st.lists(st.text("abcdé漢1", min_size=1, max_size=8), min_size=1, max_size=10), st.sampled_from(["", "<br>", "<b>"])
)
def test_no_word_is_lost(words: list[str], broken: str) -> None:
    item = f"<item><title>x</title>{broken}<description>{' '.join(words)}</description></item>"
    (story,) = feed.parse(Delivery(id="d1", body=f"<rss><channel>{item}</channel></rss>".encode(), received=RECEIVED))

    assert isinstance(story, Story)
    assert story.body_text.split() == [word for text in words for word in text.split()]


@given(st.binary(max_size=300))
def test_repair_takes_any_bytes(body: bytes) -> None:
    try:
        _, entries = feed_repair.read(b"<rss><channel><item>" + body, None, MalformedDelivery("x"))
        found = list(entries)
    except DeliveryError:
        return
    assert all(isinstance(entry, DeliveryError) or xml.name(entry) for entry in found)
