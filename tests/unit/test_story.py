from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from newswire.story import (
    MAX_ID_BYTES,
    MAX_VERSION,
    Paragraph,
    ParagraphKind,
    Status,
    Story,
    VersionRule,
    precedence,
    story_id,
    supplier_name,
    tombstone,
)
from tests.unit.stories import NOW, make_story


def test_the_id_is_supplier_and_guid() -> None:
    assert make_story(supplier="dpa", guid="urn:x:1").id == "dpa:urn:x:1"


@given(st.text(min_size=1, max_size=700), st.text(min_size=1, max_size=700))
def test_ids_fit_the_engine_and_differ_where_guids_differ(one: str, other: str) -> None:
    first, second = (guid.encode(errors="ignore").decode() or "x" for guid in (one, other))
    assert len(f"{story_id('ena', first)}@{MAX_VERSION}".encode()) <= 512
    assert (story_id("ena", first) == story_id("ena", second)) == (first == second)


def test_a_long_guid_is_cut_between_characters_and_kept_whole() -> None:
    story = make_story(guid="é" * 400)
    assert len(story.id.encode()) <= MAX_ID_BYTES
    assert story.guid == "é" * 400


LATER = NOW + timedelta(seconds=1)
TIMED = VersionRule.VERSION_CREATED


@pytest.mark.parametrize(
    ("loser", "winner"),
    [
        ({"version": 1}, {"version": 2}),
        ({"version": 1, "version_created": LATER}, {"version": 2}),
        ({"version": 1, "status": Status.KILLED}, {"version": 2}),
        ({"version": 2, "version_created": LATER}, {"version": 2, "status": Status.KILLED}),
        ({"version": 0}, {"version": 0, "version_created": LATER}),
        ({"version": 2**29 - 1, "version_created": LATER}, {"version": 2**29}),
        ({"version": 2**29}, {"version": 2**29, "status": Status.KILLED}),
        ({"version": 978556838}, {"version": 1542761538}),
        ({"version": 7}, {"version": 1_772_366_400_000, "version_rule": TIMED}),
        ({"version_rule": VersionRule.CONTENT, "version_created": LATER}, {"version_rule": VersionRule.CONTENT}),
    ],
)
def test_of_two_states_one_wins_whatever_the_order(loser: dict[str, Any], winner: dict[str, Any]) -> None:
    assert precedence(make_story(**loser)) < precedence(make_story(**winner))


VERSIONS = st.integers(0, MAX_VERSION) | st.integers(0, 2**30)


@given(VERSIONS, VERSIONS)
def test_a_newer_version_wins_over_a_kill_of_an_older_one(one: int, other: int) -> None:
    older, newer = sorted((one, other))
    kill = precedence(make_story(version=older, status=Status.KILLED, version_created=LATER))
    assert (older == newer) or kill < precedence(make_story(version=newer))


def test_the_largest_version_fits_the_engines_64_bits() -> None:
    assert precedence(make_story(version=MAX_VERSION, status=Status.KILLED)) < 2**63


def test_a_tombstone_has_the_reason_and_none_of_the_text() -> None:
    story = make_story(
        ed_note="Sent in error.", byline="By A Person", subheadline="Sub", keywords=("harbour",), extra={"a": 1}
    )
    stone = tombstone(story)
    assert stone.status is Status.KILLED
    assert (stone.id, stone.version, stone.ed_note) == (story.id, story.version, "Sent in error.")
    assert "harbour" not in stone.model_dump_json().lower()
    assert not stone.extra


def test_body_and_word_count_leave_out_what_a_publisher_inserted() -> None:
    story = make_story(
        paragraphs=(
            Paragraph(text="Two words."),
            Paragraph(kind=ParagraphKind.TEASER, text="You will not believe this", why="teaser"),
            Paragraph(text="Three more words."),
        )
    )
    assert story.body_text == "Two words.\n\nThree more words."
    assert story.word_count == 5


def test_published_is_the_first_creation_where_known() -> None:
    first = datetime(2026, 2, 1, tzinfo=UTC)
    assert make_story(first_created=first).published == first
    assert make_story().published == NOW


@pytest.mark.parametrize("wrong", [{"urgency": 0}, {"urgency": 10}, {"version": -1}, {"version": 2**60}, {"guid": ""}])
def test_out_of_bounds_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        make_story(**wrong)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValidationError):
        make_story(version_created=datetime(2026, 3, 1))  # noqa: DTZ001


def test_a_story_survives_json() -> None:
    story = make_story(embargo_until=NOW, urgency=3)
    assert Story.model_validate_json(story.model_dump_json()) == story


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("AP", "ap"),
        (" Example News Agency ", "example-news-agency"),
        ("../../etc", "etc"),
        ("x" * 100, "x" * 64),
        ("", None),
        ("...", None),
        ("タス", None),
    ],
)
def test_supplier_names_are_plain(given: str, name: str | None) -> None:
    assert supplier_name(given) == name


@given(st.text())
def test_every_supplier_name_is_one_that_a_story_takes(text: str) -> None:
    name = supplier_name(text)
    assert name is None or make_story(supplier=name).supplier == name
