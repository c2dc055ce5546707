"""What holds for the story of every format."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from newswire.errors import DeliveryTooLarge, InvalidStory
from newswire.formats.story import MAX_FIELD_CHARACTERS, make_story
from newswire.story import Status, Story, VersionRule, precedence
from tests.unit.stories import NOW

CENTURIES = timedelta(days=365 * 200)
FIELDS: dict[str, Any] = {
    "supplier": "ena",
    "guid": "urn:x:1",
    "version": int((NOW + CENTURIES).timestamp() * 1000),
    "version_rule": VersionRule.VERSION_CREATED,
    "version_created": NOW + CENTURIES,
    "received": NOW,
}


def test_a_version_from_the_future_is_as_new_as_its_receipt() -> None:
    story = make_story(**FIELDS, first_created=NOW + CENTURIES)
    assert (story.version_created, story.version_rule) == (NOW, VersionRule.RECEIVED)
    assert story.first_created is None
    assert story.extra["version_created"] == (NOW + CENTURIES).isoformat()
    assert any("future" in warning for warning in story.warnings)


def test_so_that_a_later_one_or_a_kill_wins() -> None:
    later: dict[str, Any] = {
        **FIELDS,
        "version": int(NOW.timestamp() * 1000) + 1000,
        "version_created": NOW + timedelta(seconds=1),
        "received": NOW + timedelta(seconds=1),
        "status": Status.KILLED,
    }
    assert precedence(make_story(**FIELDS)) < precedence(Story(**later))


def test_the_suppliers_number_stands_and_a_clock_may_be_ahead() -> None:
    numbered = make_story(**{**FIELDS, "version": 3, "version_rule": VersionRule.SUPPLIER})
    assert (numbered.version, numbered.version_created) == (3, NOW)
    ahead = make_story(**{**FIELDS, "version_created": NOW + timedelta(hours=13)})
    assert ahead.version_created == NOW + timedelta(hours=13)


def test_a_field_that_nobody_can_have_written_is_refused() -> None:
    assert make_story(**FIELDS, headline="x" * MAX_FIELD_CHARACTERS).headline
    with pytest.raises(DeliveryTooLarge, match="headline"):
        make_story(**FIELDS, headline="x" * (MAX_FIELD_CHARACTERS + 1))


def test_a_value_that_does_not_fit_names_its_field() -> None:
    with pytest.raises(InvalidStory, match="urgency"):
        make_story(**FIELDS, urgency=77)
