"""The WordPress exports: posts are read, attachments are passed over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.delivery import Delivery
from newswire.formats import wxr
from newswire.story import Status, Story

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "superdesk-core"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples (../shared) are not here")


def _read(name: str) -> list[Story]:
    body = (SAMPLES / name).read_bytes()
    entries = wxr.parse(Delivery(id="d1", body=body, received=datetime.now(UTC)))
    assert all(isinstance(entry, Story) for entry in entries)
    return [entry for entry in entries if isinstance(entry, Story)]


@pytest.mark.parametrize(
    ("name", "usable", "withheld"),
    [("wordpress_wxr.xml", 1, 4), ("wordpress_wxr_funke.xml", 1, 0), ("wordpress_wxr_thumb.xml", 1, 0)],
)
def test_a_sample(name: str, usable: int, withheld: int) -> None:
    statuses = [story.status for story in _read(name)]

    assert (statuses.count(Status.USABLE), statuses.count(Status.WITHHELD)) == (usable, withheld)


def test_a_post_from_the_far_future_does_not_stay_on_top() -> None:
    assert all(story.version_created <= datetime.now(UTC) for story in _read("wordpress_wxr.xml"))


def test_shortcodes_around_text_go_and_the_text_stays() -> None:
    (story,) = _read("wordpress_wxr_funke.xml")

    assert "dropcap" not in story.body_text
    assert story.paragraphs[0].text[0].isupper()
