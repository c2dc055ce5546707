"""The secret with what feeds are sent to know who asks: what is taken, and that no mistake shows a value."""

from __future__ import annotations

import json

import pytest

from newswire.errors import FeedHeadersRefused
from newswire.feed_headers import LONGEST, load


def test_the_table_of_headers() -> None:
    table = {"ferries": {"x-api-key": "sesame", "Accept-Language": "nb"}, "buses": {"Authorization": "Bearer sesame"}}
    assert load(json.dumps(table)) == table
    assert load("{}") == {}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "no JSON object"),
        ("[" * 100_000, "no JSON object"),
        ('["sesame"]', "no JSON object"),
        ('{"Ferries": {"x-api-key": "sesame"}}', "'Ferries' is no name of a feed"),
        ('{"ferries": "sesame"}', "ferries: write its headers"),
        ('{"ferries": {}}', "ferries: write its headers"),
        ('{"ferries": {"x api": "sesame"}}', "'x api' is no header"),
        ('{"ferries": {"Host": "sesame"}}', "'Host' is no header"),
        ('{"ferries": {"x-api-key": 5}}', "x-api-key: its value"),
        ('{"ferries": {"x-api-key": ""}}', "x-api-key: its value"),
        (json.dumps({"ferries": {"x-api-key": "sesame\r\nhost: evil.example"}}), "x-api-key: its value"),
        (json.dumps({"ferries": {"x-api-key": "sesame" * LONGEST}}), "x-api-key: its value"),
        ('{"ferries": {"x-api-key": "s\u00e9same"}}', "x-api-key: its value"),
    ],
)
def test_a_broken_table_is_named_and_no_value_shown(text: str, named: str) -> None:
    with pytest.raises(FeedHeadersRefused) as caught:
        load(text)
    assert named in str(caught.value)
    assert "same" not in str(caught.value)
    assert len(str(caught.value)) < 300
