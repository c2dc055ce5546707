"""feedparser's test suite: every file gives stories or a typed error, and soon."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.formats import feed
from newswire.formats.binary import looks_binary
from newswire.story import Story

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
FEEDS = SHARED / "feeds" / "feedparser" / "tests"
WENN = SHARED / "samples" / "superdesk-core" / "wenn.xml"

pytestmark = pytest.mark.skipif(not FEEDS.is_dir(), reason="the feeds (../shared) are not here")

LONGEST_SECONDS = 1.0


def _read(path: Path) -> list[Story | DeliveryError]:
    body = path.read_bytes()
    if looks_binary(body):
        return []  # UTF-16 and UTF-32 without a byte order mark: refused before a format is asked
    try:
        return feed.parse(Delivery(id=path.name, body=body, received=datetime.now(UTC)))
    except DeliveryError as error:
        return [error]


def test_every_file_gives_stories_or_a_typed_error() -> None:
    files = [path for path in FEEDS.rglob("*") if path.is_file()]
    outcomes: Counter[str] = Counter()
    slow = []
    for path in files:
        start = time.perf_counter()
        outcomes.update(type(entry).__name__ for entry in _read(path))
        if time.perf_counter() - start > LONGEST_SECONDS:
            slow.append(path.name)

    assert len(files) > 2000
    assert outcomes["Story"] >= 500
    assert slow == []


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("illformed/rdf_channel_empty_textinput.xml", "crashes here"),
        ("wellformed/rdf/rss090_item_title.xml", "Item title"),
        ("wellformed/namespace/rss1.0withModulesNoDefNSLocalNameClash.xml", "Test Item"),
        ("wellformed/namespace/rss2.0noNSwithModulesLocalNameClash.xml", "Test Item"),
    ],
)
def test_headlines(name: str, headline: str) -> None:
    path = FEEDS / name
    if not path.is_file():
        pytest.skip(f"{name} is not among the feeds")
    assert any(headline in (entry.headline or "") for entry in _read(path) if isinstance(entry, Story))


def test_wenn() -> None:
    first, second = _read(WENN)

    assert isinstance(first, Story)
    assert isinstance(second, Story)
    assert first.guid.endswith(":1")
    assert first.first_created == datetime(2015, 1, 30, 0, 33, 6, tzinfo=UTC)
    assert first.version_created == datetime(2015, 1, 30, 2, 40, 56, tzinfo=UTC)
    assert first.extra["abstract"]
