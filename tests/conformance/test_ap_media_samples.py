"""The samples of AP's Media API: text and pictures, items and feed pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.delivery import Delivery
from newswire.formats import ap_media
from newswire.story import Status, Story

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "superdesk-core"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples (../shared) are not here")


@pytest.mark.parametrize(
    ("name", "has_text"),
    [
        ("ap_media_feed.json", True),
        ("ap_media_item.json", True),
        ("ap_media_picture.json", True),
        ("ap_media_text_feed.json", False),
        ("ap_media_text_item.json", False),
    ],
)
def test_a_sample(name: str, has_text: bool) -> None:
    body = (SAMPLES / name).read_bytes()
    (story,) = ap_media.parse(Delivery(id="d1", body=body, received=datetime.now(UTC)))

    assert ap_media.recognises(body[:4096].decode(), "")
    assert isinstance(story, Story)
    assert (story.supplier, story.version, story.status) == ("ap", 0, Status.USABLE)
    assert bool(story.paragraphs) is has_text
    assert has_text or any("renditions.nitf" in warning for warning in story.warnings)
    assert "://" not in story.guid
