"""The Ritzau samples: a queue's answer and single items."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.delivery import Delivery
from newswire.formats import ritzau
from newswire.story import Status, Story

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "superdesk-core"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples (../shared) are not here")


@pytest.mark.parametrize(
    ("name", "cities", "has_note"),
    [
        ("ritzau_feed.xml", ["København", "København"], [False, False]),
        ("ritzau_news.xml", ["Haag"], [False]),
        ("ritzau_news_test_ednote.xml", ["Haag"], [True]),
    ],
)
def test_a_sample(name: str, cities: list[str], has_note: list[bool]) -> None:
    body = (SAMPLES / name).read_bytes()
    entries = ritzau.parse(Delivery(id="d1", body=body, received=datetime.now(UTC)))
    stories = [entry for entry in entries if isinstance(entry, Story)]

    assert len(stories) == len(entries)
    assert [story.dateline.city for story in stories if story.dateline] == cities
    assert [story.ed_note is not None for story in stories] == has_note
    assert all(story.status is Status.USABLE and story.word_count > 30 for story in stories)
