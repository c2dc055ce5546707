"""JSON and XML that have lost their beginning are no text: what hides them may have been in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newswire.errors import DeliveryError, MalformedDelivery
from newswire.story import Status, Story
from tests.unit.formats.deliveries import read, read_all

STORIES = Path(__file__).resolve().parents[3] / "events" / "stories"
CODE = [path for path in sorted(STORIES.iterdir()) if path.suffix in (".json", ".xml")]


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.name)
@pytest.mark.parametrize("cut", [1, 29, 97])
def test_a_story_without_its_beginning_is_refused(path: Path, cut: int) -> None:
    try:
        entries = read_all(path.read_bytes()[cut:])
    except DeliveryError:
        return
    assert all(not isinstance(entry, Story) or entry.status is not Status.USABLE for entry in entries)


@pytest.mark.parametrize(
    "text",
    [
        "{'uri': 'urn:x:1', 'pubstatus': 'withheld', 'headline': 'Bridge', 'body_text': 'It opens.'}",
        '{broken json, "headline": "Bridge"',
    ],
)
def test_what_is_meant_for_json_is_no_text(text: str) -> None:
    with pytest.raises(MalformedDelivery, match="JSON"):
        read(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        'Bridge opens\n\nThe mayor said: "It is open": a day to remember.\n\nThe sign read "Bridge": nothing more.',
        "How to write a page\n\nA heading ends in </h1>, a paragraph in </p>, he told the class.",
        "{Updates with mayor} Bridge opens"[1:],
    ],
)
def test_a_text_about_code_is_a_text(text: str) -> None:
    assert read(text.encode()).paragraphs
