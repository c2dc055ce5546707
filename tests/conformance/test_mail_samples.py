"""Superdesk's mails: the values that the expected ones name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newswire.delivery import Delivery
from newswire.formats import mail
from newswire.normalise.text import collapse
from newswire.story import Story

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
EXPECTED = SAMPLES / "expected.jsonl"

pytestmark = pytest.mark.skipif(not EXPECTED.is_file(), reason="the samples (../shared) are not here")


def _rows() -> list[dict[str, Any]]:
    rows = map(json.loads, EXPECTED.read_text().splitlines()) if EXPECTED.is_file() else ()
    return [row for row in rows if row["format"] == "email"]


def test_the_samples_are_there() -> None:
    assert len(_rows()) >= 8


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["file"])
def test_the_values_of_a_mail(row: dict[str, Any]) -> None:
    body = (SAMPLES / row["file"]).read_bytes()
    assert mail.recognises(body.decode("utf-8", "replace").lstrip()[:4096], "")
    (story,) = mail.parse(Delivery(id=row["file"], body=body, received=datetime.now(UTC)))

    assert isinstance(story, Story)
    expect = row["expect"]
    assert story.guid == expect["guid"]
    assert story.version_created == datetime.fromisoformat(expect["issued"])
    assert story.headline == expect.get("headline", story.headline)
    assert all(phrase in collapse(story.body_text) for phrase in expect["body_contains"])
