from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newswire.search import feed_atom, feed_rss
from newswire.search.feed import Entry, Feed, entity_tag, is_known, xml

TAG = entity_tag("text")


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        (TAG, True),
        (f"W/{TAG}", True),
        (f'"a", W/"b",{TAG}', True),
        ("*", True),
        ("", False),
        ('"a"', False),
        (TAG.strip('"'), False),
        ('"', False),
    ],
)
def test_a_client_is_known_by_its_tag(sent: str, known: bool) -> None:
    assert is_known(TAG, sent) is known


def test_a_hostile_tag_is_read_in_a_moment() -> None:
    start = time.perf_counter()
    for hostile in ('"' * 100_000, "W/" * 50_000, 'W/"' * 30_000):
        is_known(TAG, hostile)
    assert time.perf_counter() - start < 1


@given(st.text(st.characters()))
def test_any_text_can_stand_in_xml(text: str) -> None:
    element = etree.fromstring(f'<a b="{xml(text)}">{xml(text)}</a>'.encode())
    kept = "".join(
        each for each in text if each >= " " and each not in "\ufffe\uffff" and not "\ud800" <= each <= "\udfff"
    )
    assert "".join(each for each in element.text or "" if each >= " ") == kept


lines = st.text(max_size=40)


@given(lines, lines, lines, st.lists(lines, max_size=3))
def test_a_feed_of_any_text_is_xml(title: str, summary: str, language: str, topics: list[str]) -> None:
    time = "2026-03-01T12:00:00Z"
    entry = Entry("ena:1", "ena", "http://x/", title, summary, title, time, time, language, tuple(topics))
    feed = Feed(title, "http://x/v1/feed.rss", "http://x", (entry,))
    for written in (feed_rss, feed_atom):
        etree.fromstring(written.write(feed).encode())
