"""The one rule of what may be seen, on documents; tests/integration/test_hidden_stories.py holds every route to it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from newswire.documents import document
from newswire.errors import RequestError, StoryExpired, StoryHidden, StoryKilled, StoryNotFound
from newswire.search import visibility
from newswire.search.caller import Caller, Scope
from newswire.search.visibility import Standing, marks, may_see, standing
from newswire.story import UNTIL_A_NEWER_VERSION, Status, Story, rfc3339
from newswire.withdrawal import Withdrawal
from tests.unit.stories import NOW, make_story

ANYONE = Caller()
SCOPED = Caller(frozenset({Scope.EMBARGOED}))
MICROSECOND = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
EASTERN = timezone(timedelta(hours=-5))

STANDINGS: list[tuple[dict[str, Any], Standing]] = [
    ({}, Standing.USABLE),
    ({"embargo_until": NOW}, Standing.USABLE),
    ({"embargo_until": NOW - HOUR, "expires": NOW + MICROSECOND}, Standing.USABLE),
    ({"embargo_until": (NOW - HOUR).astimezone(EASTERN)}, Standing.USABLE),
    ({"embargo_until": NOW + MICROSECOND}, Standing.EMBARGOED),
    ({"embargo_until": (NOW + HOUR).astimezone(EASTERN)}, Standing.EMBARGOED),
    ({"embargo_until": UNTIL_A_NEWER_VERSION}, Standing.EMBARGOED),
    ({"status": Status.WITHHELD}, Standing.WITHHELD),
    ({"status": Status.WITHHELD, "embargo_until": NOW + HOUR}, Standing.WITHHELD),
    ({"expires": NOW}, Standing.EXPIRED),
    ({"expires": NOW, "embargo_until": NOW + HOUR}, Standing.EXPIRED),
    ({"expires": NOW, "status": Status.WITHHELD}, Standing.EXPIRED),
    ({"status": Status.EXPIRED}, Standing.EXPIRED),
    ({"status": Status.KILLED, "expires": NOW, "embargo_until": NOW + HOUR}, Standing.KILLED),
]


def reveal(
    document: dict[str, Any] | None, story_id: str, now: datetime, caller: Caller, *kills: Story
) -> dict[str, Any]:
    return visibility.reveal(document, story_id, now, caller, lambda: Withdrawal.by(kills))


@pytest.mark.parametrize(("fields", "how"), STANDINGS)
def test_status_embargo_and_expiry_decide_and_the_scope_opens_embargoes_alone(
    fields: dict[str, Any], how: Standing
) -> None:
    stored = document(make_story(**fields))
    assert standing(stored, NOW) is how
    assert may_see(stored, NOW, ANYONE) is (how is Standing.USABLE)
    assert may_see(stored, NOW, SCOPED) is (how in (Standing.USABLE, Standing.EMBARGOED))


def test_a_status_that_nobody_knows_is_hidden() -> None:
    assert not may_see({"status": "draft"}, NOW, SCOPED)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"status": Status.KILLED}, StoryKilled),
        ({"status": Status.EXPIRED}, StoryExpired),
        ({"expires": NOW}, StoryExpired),
        ({"status": Status.WITHHELD}, StoryHidden),
        ({"embargo_until": NOW + HOUR}, StoryHidden),
        ({"embargo_until": UNTIL_A_NEWER_VERSION}, StoryHidden),
    ],
)
def test_each_way_of_being_hidden_has_its_error_without_a_word_of_the_story(
    fields: dict[str, Any], error: type[RequestError]
) -> None:
    hidden = make_story(
        headline="Secret", slug="secret", body="Secret", keywords=("secret",), byline="Secret", **fields
    )
    with pytest.raises(error) as caught:
        reveal(document(hidden), hidden.id, NOW, ANYONE)
    assert "secret" not in f"{caught.value.detail} {caught.value.extra}".lower()


def test_a_kill_says_why_and_an_expired_story_keeps_its_note_to_itself() -> None:
    with pytest.raises(StoryKilled) as killed:
        reveal(document(make_story(status=Status.KILLED, ed_note="Sent in error.")), "x", NOW, ANYONE)
    assert killed.value.extra["tombstone"]["ed_note"] == "Sent in error."
    with pytest.raises(StoryExpired) as expired:
        reveal(document(make_story(expires=NOW, ed_note="Call the desk.")), "x", NOW, ANYONE)
    tombstone = expired.value.extra["tombstone"]
    assert ("ed_note" in tombstone, tombstone["status"], tombstone["expires"]) == (
        False,
        "expired",
        NOW.isoformat()[:19] + "Z",
    )


def kill(number: int, after: timedelta, note: str | None) -> Story:
    return make_story(version=number, version_created=NOW + after, status=Status.KILLED, ed_note=note, received=EARLY)


EARLY = NOW - HOUR
FIRST, LATE, NOTELESS = kill(2, HOUR, "First."), kill(0, HOUR * 3, "Late."), kill(4, HOUR * 2, None)


@pytest.mark.parametrize(
    ("gone", "kills", "at", "note"),
    [
        (make_story(status=Status.KILLED), [FIRST], NOW + HOUR, "First."),
        (make_story(status=Status.KILLED), [FIRST, LATE], NOW + HOUR * 3, "Late."),
        (make_story(status=Status.KILLED, version_created=NOW + HOUR * 9), [FIRST, LATE], NOW + HOUR, "First."),
        (make_story(status=Status.KILLED, version=9), [LATE], NOW + HOUR * 3, "Late."),
        (make_story(status=Status.KILLED, version=9, ed_note="Late."), [LATE], NOW + HOUR * 3, "Late."),
        (FIRST, [FIRST, LATE], NOW + HOUR, "First."),
        (make_story(status=Status.KILLED), [NOTELESS], NOW + HOUR * 2, None),
        (FIRST, [], NOW + HOUR, "First."),
    ],
    ids=[
        "a covered version",
        "the latest of two kills",
        "a small number and a late time",
        "a larger number and an older time",
        "the current version, which has the note of its kill",
        "a kill itself",
        "a kill without a note",
        "a kill that is not known yet",
    ],
)
def test_a_tombstone_says_who_killed_it_when_and_why(
    gone: Story, kills: list[Story], at: datetime, note: str | None
) -> None:
    for order in (kills, kills[::-1]):
        with pytest.raises(StoryKilled) as killed:
            reveal(document(gone), "x", NOW, ANYONE, *order)
        tombstone = killed.value.extra["tombstone"]
        assert (tombstone["supplier"], tombstone["killed_at"], tombstone.get("ed_note")) == ("ena", rfc3339(at), note)


def test_when_an_embargo_ends_is_not_told() -> None:
    with pytest.raises(StoryHidden) as caught:
        reveal(document(make_story(embargo_until=NOW + HOUR)), "x", NOW, ANYONE)
    assert not caught.value.extra
    assert "13:00" not in caught.value.detail


def test_an_embargoed_story_is_marked_for_those_who_see_it_and_no_longer_when_its_time_has_come() -> None:
    until = NOW + HOUR
    stored = document(make_story(embargo_until=until))
    shown = reveal(stored, "x", NOW, SCOPED)
    assert (shown["embargoed"], datetime.fromisoformat(shown["embargo_until"])) == (True, until)
    assert "embargoed" not in reveal(stored, "x", until, SCOPED)
    assert marks(stored, until) == {}


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(StoryNotFound):
        reveal(None, "x", NOW, SCOPED)


@pytest.mark.parametrize("microseconds", [0, 1, 999, 1000, 999_001, 999_999])
def test_an_embargo_ends_at_a_millisecond_that_is_not_earlier(microseconds: int) -> None:
    """The engine cuts off what is less than a millisecond."""
    until = NOW + timedelta(microseconds=microseconds)
    kept = Story.model_validate(make_story(embargo_until=until).model_dump(mode="json")).embargo_until
    assert kept is not None
    assert kept.microsecond % 1000 == 0
    assert timedelta() <= kept - until < timedelta(milliseconds=1)


def test_an_embargo_at_the_end_of_time_stays_one() -> None:
    assert make_story(embargo_until=datetime.max.replace(tzinfo=NOW.tzinfo)).embargo_until == UNTIL_A_NEWER_VERSION
