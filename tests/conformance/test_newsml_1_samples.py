"""The NewsML 1.x samples (AFP, ANA-MPE): each is read, and says what it says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.delivery import Delivery
from newswire.formats import newsml_1
from newswire.story import Status, Story

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "superdesk-core"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples (../shared) are not here")


def _read(name: str) -> Story:
    body = (SAMPLES / name).read_bytes()
    (story,) = newsml_1.parse(Delivery(id="d1", body=body, received=datetime.now(UTC)))
    assert isinstance(story, Story)
    return story


@pytest.mark.parametrize(
    ("name", "supplier", "city", "language", "paragraphs"),
    [
        ("afp.xml", "afp", "Stockholm", "en", 10),
        ("afp20.xml", "afp", "Strasbourg", "fr", 2),
        ("ana1.xml", "ana-mpe", "Athens", "EN", 4),
    ],
)
def test_a_sample(name: str, supplier: str, city: str, language: str, paragraphs: int) -> None:
    story = _read(name)

    assert (story.supplier, story.version, story.status, story.language) == (supplier, 1, Status.USABLE, language)
    assert story.guid.startswith(f"urn:newsml:{supplier}.")
    assert not story.guid.endswith(":1")
    assert story.dateline is not None
    assert story.dateline.city == city
    assert len(story.paragraphs) == paragraphs
    assert story.warnings == ()


def test_utf_8_that_says_it_is_latin_1() -> None:
    assert "�" not in _read("afp20.xml").body_text
    assert "Ã" not in _read("afp20.xml").body_text
