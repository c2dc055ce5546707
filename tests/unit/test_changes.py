from __future__ import annotations

from datetime import timedelta

import pytest

from newswire.changes import ChangeKind, Cursor, change_of
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
    ],
)
def test_what_an_accepted_version_changes(fields: dict[str, object], kind: ChangeKind, until: object) -> None:
    change = change_of(make_story(**fields), NOW, first=True)
    assert (change.kind, change.embargo_until) == (kind, until)


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
