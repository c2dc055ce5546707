from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newswire.story import Status, Story, precedence
from newswire.withdrawal import Withdrawal
from tests.unit.stories import NOW, make_story

HOUR = timedelta(hours=1)


def kill(version: int = 2, after: timedelta = HOUR, note: str | None = None) -> Story:
    return make_story(version=version, version_created=NOW + after, status=Status.KILLED, ed_note=note)


@pytest.mark.parametrize(
    ("version", "after", "is_covered"),
    [
        (1, timedelta(0), True),
        (2, HOUR, True),
        (2, HOUR * 2, True),
        (3, timedelta(0), True),
        (3, HOUR, False),
        (3, HOUR * 2, False),
    ],
    ids=["older", "the same", "same number, later", "larger number, earlier", "larger, at the same time", "newer"],
)
def test_a_kill_covers_by_number_or_by_time(version: int, after: timedelta, is_covered: bool) -> None:
    story = make_story(version=version, version_created=NOW + after)
    assert Withdrawal.by([kill()]).covers(story) == is_covered


def test_a_kill_without_a_time_covers_by_number_alone() -> None:
    untimed = make_story(version=1, status=Status.KILLED, version_created=NOW + HOUR, received=NOW + HOUR)
    assert not Withdrawal.by([untimed]).covers(make_story(version=2))


def test_the_current_version_tells_why_with_the_note_of_the_last_kill() -> None:
    withdrawal = Withdrawal.by([kill(2, note="Second."), kill(1, note="First.")])
    assert withdrawal.bury_current(make_story()).ed_note == "Second."
    late = withdrawal | Withdrawal.by([kill(0, HOUR * 2, "Late.")])
    assert late.bury_current(make_story()).ed_note == "Late."
    assert withdrawal.bury(make_story()).ed_note is None
    assert withdrawal.bury(kill(1, note="First.")).ed_note == "First."


def test_of_kills_of_one_moment_the_larger_version_tells_why_whichever_is_written_first() -> None:
    first, second = Withdrawal.by([kill(1, note="Z.")]), Withdrawal.by([kill(2, note="A.")])
    assert (first | second).bury_current(make_story()).ed_note == "A."
    # Two writers at once: the marker of the first may not take the place of the second's.
    assert first.rank("killed_at") < second.rank("killed_at") < Withdrawal.by([kill(1, HOUR * 2)]).rank("killed_at")
    assert Withdrawal().rank("killed_at") < 0
    far = Withdrawal.by([kill(2**40 - 1).model_copy(update={"version_created": datetime.max.replace(tzinfo=UTC)})])
    assert far.rank("killed_at") < 2**63, "the engine takes no larger version"


def test_an_expired_version_keeps_when_and_loses_its_text() -> None:
    story = make_story(expires=NOW)
    left = Withdrawal(expired=precedence(story)).bury(story)
    assert (left.status, left.expires, left.headline, left.body_text) == (Status.EXPIRED, NOW, None, "")


def test_a_kill_weighs_more_than_an_expiry() -> None:
    story = make_story()
    both = Withdrawal(expired=precedence(story)) | Withdrawal.by([kill()])
    assert both.bury(story).status is Status.KILLED
    assert both.bury(Withdrawal(expired=precedence(story)).bury(story)).status is Status.KILLED


def test_a_part_of_a_withdrawal_holds_one_number() -> None:
    withdrawal = Withdrawal(1, 2, 3, "Why.", 4, 5, "Late.")
    assert [withdrawal.part(name) for name in ("killed", "killed_at", "expired")] == [
        Withdrawal(killed=1, note="Why.", came=4),
        Withdrawal(killed_at=2, latest_version=5, latest_note="Late."),
        Withdrawal(expired=3),
    ]
