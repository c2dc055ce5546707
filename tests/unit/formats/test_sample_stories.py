"""The sample stories that ship in events/stories: each is read, and is what its name says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.delivery import Delivery
from newswire.formats import parse
from newswire.story import Status, Story

RECEIVED = datetime(2026, 11, 24, tzinfo=UTC)
STORIES = Path(__file__).resolve().parents[3] / "events" / "stories"
FILES = sorted(path for path in STORIES.iterdir() if path.name != "README.md")


def _stories(path: Path) -> list[Story]:
    entries = parse(Delivery(id="d1", body=path.read_bytes(), received=RECEIVED))
    assert all(isinstance(entry, Story) for entry in entries)
    return [entry for entry in entries if isinstance(entry, Story)]


def _named(word: str) -> Story:
    (path,) = (path for path in FILES if word in path.name)
    (story,) = _stories(path)
    return story


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_is_read(path: Path) -> None:
    for story in _stories(path):
        if story.status is Status.KILLED:
            continue
        assert story.headline
        assert 15 < story.word_count < 350
        if path.name.endswith(".ninjs.json"):
            assert story.supplier in {"ena", "nordwire", "meridian-press"}
            assert story.warnings == ()
            assert story.dateline is not None or ".picture." in path.name


def test_every_sample_is_in_the_readme() -> None:
    readme = (STORIES.parent / "README.md").read_text()
    assert [path.name for path in FILES if path.name not in readme] == []


def test_the_correction_is_a_newer_version_of_the_same_story() -> None:
    first, second = _named("ever-given-refloated"), _named("ever-given-correction")

    assert (first.id, first.version, second.version) == (second.id, 1, 2)
    assert second.ed_note is not None
    assert "400 metres" in second.body_text
    assert "400 metres" not in first.body_text


def test_the_updates_are_one_chain() -> None:
    chain = [_named(f"notre-dame-fire-{number}") for number in (1, 2, 3)]

    assert len({story.id for story in chain}) == 1
    assert [story.version for story in chain] == [1, 2, 3]


def test_the_kill_is_of_the_story_before_it() -> None:
    usable, kill = _named("09-lhc"), _named("10-lhc")

    assert (usable.id, usable.status, kill.status) == (kill.id, Status.USABLE, Status.KILLED)
    assert kill.version > usable.version


def test_one_is_withheld_and_one_has_an_embargo_that_has_passed() -> None:
    embargo = _named("embargoed").embargo_until

    assert _named("withheld").status is Status.WITHHELD
    assert embargo is not None
    assert embargo < RECEIVED


def test_one_is_a_picture_and_one_file_holds_several() -> None:
    assert _named("picture").extra["type"] == "picture"
    (several,) = (path for path in FILES if ".several.ninjs" in path.name)
    assert len(_stories(several)) == 2
