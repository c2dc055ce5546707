"""NewsML-G2 and NITF against real files: each is read, or is refused for a reason that is right."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError, MalformedDelivery, NotAStory
from newswire.formats import newsml_g2, nitf
from newswire.story import Status, Story

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
G2 = SAMPLES / "iptc-newsml-g2"

pytestmark = pytest.mark.skipif(not G2.is_dir(), reason="the samples (../shared) are not here")


def _rows(format_name: str) -> list[dict[str, object]]:
    expected = SAMPLES / "expected.jsonl"
    rows = map(json.loads, expected.read_text().splitlines()) if expected.is_file() else ()
    return [row for row in rows if row["format"] == format_name]


def _read(path: Path) -> list[Story | DeliveryError]:
    delivery = Delivery(id="d1", body=path.read_bytes(), received=datetime.now(UTC))
    is_nitf = nitf.recognises(delivery.body[:4096].decode(errors="replace"), "")
    try:
        return nitf.parse(delivery) if is_nitf else newsml_g2.parse(delivery)
    except DeliveryError as error:
        return [error]


def test_the_samples_are_there() -> None:
    assert len(_rows("newsml-g2")) > 70
    assert len(_rows("nitf")) > 15
    assert len(list(G2.rglob("*.xml"))) > 100


@pytest.mark.parametrize("row", [*_rows("newsml-g2"), *_rows("nitf")], ids=lambda row: str(row["file"]))
def test_every_text_is_a_story(row: dict[str, object]) -> None:
    entries = _read(SAMPLES / str(row["file"]))

    assert any(isinstance(entry, Story) for entry in entries)
    assert all(isinstance(entry, (Story, NotAStory)) for entry in entries)


@pytest.mark.parametrize("path", sorted(G2.rglob("*.xml")), ids=str)
def test_what_iptc_tests_with_is_read_or_no_story(path: Path) -> None:
    for entry in _read(path):
        assert isinstance(entry, (Story, NotAStory, MalformedDelivery))


def test_the_kill_is_of_the_story_before_it() -> None:
    found = [_read(path) for path in sorted((SAMPLES / "superdesk-core").glob("tag_reuters.com_2016_*"))]
    stories = [entry for entries in found for entry in entries if isinstance(entry, Story)]
    by_status = {story.status: story for story in stories}

    assert by_status[Status.KILLED].id == by_status[Status.USABLE].id
    assert by_status[Status.KILLED].version > by_status[Status.USABLE].version


def test_a_document_kills_another_one() -> None:
    entries = _read(SAMPLES / "superdesk-core" / "nitf-fishing.xml")

    assert [entry.status for entry in entries if isinstance(entry, Story)] == [Status.KILLED, Status.KILLED]
    assert len({entry.guid for entry in entries if isinstance(entry, Story)}) == 2
