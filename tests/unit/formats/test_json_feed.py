"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError, DeliveryTooLarge, InvalidStory, MalformedDelivery, NotAStory
from newswire.formats import json_feed
from newswire.story import GuidRule, Story, VersionRule

RECEIVED = datetime(2024, 6, 20, 12, tzinfo=UTC)
HEAD = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Example Times",
    "home_page_url": "https://example.com/",
}


def entries(feed: Any) -> list[Story | DeliveryError]:
    body = feed.encode() if isinstance(feed, str) else json.dumps(feed).encode()
    return json_feed.parse(Delivery(id="d1", body=body, received=RECEIVED))


def one(**item: Any) -> Story:
    (story,) = entries({**HEAD, "items": [item]})
    assert isinstance(story, Story), story
    return story


@pytest.mark.parametrize(
    ("head", "content_type", "expected"),
    [
        ('{"version": "https://jsonfeed.org/version/1.1"', "", True),
        ('{ "title":"x", "version" : "https:\\/\\/jsonfeed.org\\/version\\/1"', "", True),
        ('{"title": "x"', "application/feed+json", True),
        ('{"version": "1", "uri": "https://jsonfeed.org/"', "application/json", False),
        ('[{"version": "https://jsonfeed.org/version/1.1"', "", False),
        ("<feed>", "application/feed+json", False),
    ],
)
def test_recognises(head: str, content_type: str, expected: bool) -> None:
    assert json_feed.recognises(head, content_type) is expected


def test_an_item() -> None:
    story = one(
        id="1",
        url="/1",
        title="Harbour reopens",
        content_html="<p>The harbour</p><p>reopened.</p>",
        content_text="The harbour reopened.",
        summary="In short.",
        date_published="2024-06-20T10:00:00+00:00",
        date_modified="2024-06-20T11:00:00+00:00",
        authors=[{"name": "Ann Example"}, {"url": "https://example.com/bob"}],
        tags=["Ports", "Ports", 1],
        language="en",
        image="https://example.com/1.jpg",
    )

    assert (story.guid, story.supplier, story.publisher) == ("1", "example.com", "Example Times")
    assert (story.headline, story.url) == ("Harbour reopens", "https://example.com/1")
    assert story.body_text == "The harbour\n\nreopened."
    assert story.first_created == datetime(2024, 6, 20, 10, tzinfo=UTC)
    assert story.version_created == datetime(2024, 6, 20, 11, tzinfo=UTC)
    assert story.version_rule is VersionRule.VERSION_CREATED
    assert (story.byline, story.keywords, story.language) == ("Ann Example", ("Ports",), "en")
    assert story.extra["abstract"] == "In short."
    assert story.extra["image"] == "https://example.com/1.jpg"


@pytest.mark.parametrize(
    ("item", "guid", "rule"),
    [
        ({"id": 7}, "7", GuidRule.SUPPLIER),
        ({"url": "https://example.com/1"}, "https://example.com/1", GuidRule.SUPPLIER),
        ({"external_url": "https://example.org/1"}, "https://example.org/1", GuidRule.SUPPLIER),
        ({"id": None, "url": "ftp://example.com/1"}, "feed:d712d28b06e0c0c8024da92d3545c0f7", GuidRule.CONTENT),
    ],
)
def test_identity(item: dict[str, Any], guid: str, rule: GuidRule) -> None:
    story = one(title="Harbour", **item)

    assert (story.guid, story.guid_rule) == (guid, rule)


def test_text_alone_and_a_summary_in_its_place() -> None:
    assert one(id="1", content_text="one\n\n<two>").body_text == "one\n\n<two>"
    assert one(id="1", summary="short").body_text == "short"


@pytest.mark.parametrize("author", [{"author": {"name": "Ann"}}, {"authors": [{"name": "Ann"}]}])
def test_the_authors_of_the_feed_are_those_of_an_item_without(author: dict[str, Any]) -> None:
    (story,) = entries({**HEAD, **author, "items": [{"id": "1", "title": "x"}]})

    assert isinstance(story, Story)
    assert story.byline == "Ann"


def test_an_item_that_cannot_be_read_is_an_error_in_its_place() -> None:
    first, second, third = entries({**HEAD, "items": [3, {"id": "1"}, {"id": "2", "title": "x"}]})

    assert isinstance(first, InvalidStory)
    assert first.position == "/items/0"
    assert isinstance(second, InvalidStory)
    assert second.position == "/items/1"
    assert isinstance(third, Story)


@pytest.mark.parametrize(
    ("feed", "error"),
    [
        ("{", MalformedDelivery),
        ("[]", InvalidStory),
        (HEAD, InvalidStory),
        ({**HEAD, "items": {}}, InvalidStory),
        ({**HEAD, "items": []}, NotAStory),
        ({**HEAD, "items": [{}] * 5001}, DeliveryTooLarge),
    ],
)
def test_what_is_no_feed_with_items(feed: Any, error: type[DeliveryError]) -> None:
    with pytest.raises(error):
        entries(feed)
