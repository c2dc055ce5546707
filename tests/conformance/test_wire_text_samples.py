"""Agencies' own ANPA 1312 and IPTC 7901 files: what `expected.jsonl` says of them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newswire.delivery import Delivery
from newswire.formats import anpa_1312, iptc_7901
from newswire.story import Story

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
FORMATS = {"anpa-1312": anpa_1312, "iptc-7901": iptc_7901}

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples (../shared) are not here")


def _rows() -> list[dict[str, Any]]:
    expected = SAMPLES / "expected.jsonl"
    rows = map(json.loads, expected.read_text().splitlines()) if expected.is_file() else ()
    return [row for row in rows if row["format"] in FORMATS]


def _options(expected: Any) -> list[Any]:
    return expected["any_of"] if isinstance(expected, dict) else [expected]


def _letters(text: Any) -> str:
    return re.sub(r"[\W_]", "", str(text)).lower().removeprefix("bc").removeprefix("ap")


def test_the_samples_are_there() -> None:
    assert len(_rows()) >= 17


@pytest.mark.parametrize("row", _rows(), ids=lambda row: str(row["file"]))
def test_a_sample_is_read_as_expected(row: dict[str, Any]) -> None:
    body = (SAMPLES / row["file"]).read_bytes()
    module = FORMATS[row["format"]]
    assert module.recognises(body[:4096].decode("cp1252").lstrip(), "")
    (story,) = module.parse(Delivery(id="d1", body=body, received=datetime.now(UTC)))
    assert isinstance(story, Story)
    found = {
        "headline": story.headline,
        "slugline": story.slug,
        "byline": story.byline,
        "urgency": story.urgency,
        "category": story.extra["category"],
        "take_key": story.extra.get("take_key"),
        "word_count": story.extra.get("word_count_sent"),
    }
    expect = row["expect"]
    for field in found.keys() & expect.keys():
        assert _letters(found[field]) in [_letters(option) for option in _options(expect[field])], field
    words = " ".join(story.body_text.replace("“", '"').replace("”", '"').split())
    assert [text for text in expect.get("body_contains", ()) if text not in words] == []
    assert [text for text in expect.get("body_excludes", ()) if text in words] == []
    assert expect.get("ed_note", "") in " ".join((story.ed_note or "").split())
    if expect["issued"].endswith("Z"):
        assert story.version_created == datetime.fromisoformat(expect["issued"])
