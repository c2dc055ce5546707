"""The seed: one story as a website republished it, as plain text."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.delivery import Delivery
from newswire.formats import parse
from newswire.story import Story

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "seed" / "republished-ap-story.txt"


@pytest.mark.skipif(not SEED.is_file(), reason="the seed (../shared) is not here")
def test_the_seed() -> None:
    body = SEED.read_bytes()
    (story,) = parse(Delivery(id="d1", body=body, received=datetime.now(UTC), content_type="text/plain"))

    assert isinstance(story, Story)
    words = body.decode().split()
    assert story.headline is not None
    assert [*story.headline.split(), *(word for each in story.paragraphs for word in each.text.split())] == words
    assert story.guid == f"text:{hashlib.sha256(' '.join(words).encode()).hexdigest()[:32]}"
    assert story.dateline is None
    assert len(story.paragraphs) == 29
    assert story.body_text.startswith("The Russian Foreign Ministry said Monday")
    assert story.body_text.endswith("the president said.")
