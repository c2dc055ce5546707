from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from newswire.changes import ChangeKind, Cursor, change_of, unmatched
from newswire.errors import InvalidParameter
from newswire.story import UNTIL_A_NEWER_VERSION, Status
from tests.unit.stories import NOW, make_story

LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("fields", "kind", "until"),
    [
        ({}, ChangeKind.PUBLISHED, None),
        ({"status": Status.WITHHELD}, ChangeKind.WITHHELD, None),
        ({"status": Status.KILLED, "embargo_until": LATER}, ChangeKind.KILLED, None),
        ({"embargo_until": LATER}, ChangeKind.EMBARGOED, LATER),
        ({"embargo_until": NOW}, ChangeKind.PUBLISHED, None),
        ({"embargo_until": UNTIL_A_NEWER_VERSION}, ChangeKind.EMBARGOED, None),
        ({"expires": LATER}, ChangeKind.PUBLISHED, None),
        ({"expires": NOW}, ChangeKind.EXPIRED, None),
        ({"expires": NOW, "embargo_until": LATER}, ChangeKind.EXPIRED, None),
        ({"expires": NOW, "status": Status.WITHHELD}, ChangeKind.EXPIRED, None),
        ({"expires": NOW, "status": Status.KILLED}, ChangeKind.KILLED, None),
    ],
)
def test_what_an_accepted_version_changes(fields: dict[str, object], kind: ChangeKind, until: object) -> None:
    change = change_of(make_story(**fields), NOW, first=True)
    assert (change.kind, change.embargo_until) == (kind, until)


def test_a_version_that_came_after_its_kill_is_told_as_killed_and_once() -> None:
    story = make_story(embargo_until=LATER)
    killed = change_of(story, NOW, first=True, killed=True)
    assert (killed.kind, killed.embargo_until) == (ChangeKind.KILLED, None)
    assert killed.key == change_of(story, NOW, first=True).key


def test_an_unmatched_kill_says_what_it_says_and_why_it_is_not_certain_which() -> None:
    notice = make_story(status=Status.WITHHELD, headline="BULLETIN KILL", ed_note="Kill STORM." + "!" * 2000)
    told = unmatched(notice, NOW, "it names STORM").as_dict()
    assert told["said"].startswith("BULLETIN KILL / Kill STORM.")
    assert len(told["said"]) == 1000
    assert told["reason"] == "it names STORM"
    assert unmatched(make_story(headline=None), NOW).said is None


def test_a_notice_under_embargo_is_told_without_its_words() -> None:
    told = unmatched(make_story(embargo_until=LATER), NOW, "it names STORM")
    assert (told.said, told.reason) == (None, None)
    assert unmatched(make_story(embargo_until=NOW), NOW, "it names STORM").reason == "it names STORM"


def test_times_are_told_in_utc_with_a_z() -> None:
    eastern = NOW.astimezone(timezone(timedelta(hours=-5)))
    told = change_of(make_story(embargo_until=LATER), eastern, first=True).as_dict()
    assert (told["at"], told["embargo_until"]) == ("2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z")


def test_two_states_of_one_version_are_two_changes() -> None:
    keys = {change_of(make_story(version_created=NOW + timedelta(seconds=n)), NOW, first=True).key for n in (0, 0, 1)}
    assert len(keys) == 2


@pytest.mark.parametrize("text", ["0", "", "7", "7.3"])
def test_a_place_in_the_log_is_read_as_it_was_written(text: str) -> None:
    cursor = Cursor.read(text)
    assert Cursor.read(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["-1", "1.2.3", "x", "1.x", "٣", "9" * 16, " 1", "1.-2"])
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidParameter) as told:
        Cursor.read(text)
    assert told.value.extra == {"parameter": "after"}
