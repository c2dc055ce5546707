"""What is withdrawn does not depend on the order in which kills and expiries become known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newswire.story import Status, Story, precedence
from newswire.withdrawal import Withdrawal
from tests.properties.engine_model import EngineModel
from tests.unit.stories import NOW, make_story

WITHDRAWALS = st.builds(
    Withdrawal,
    killed=st.integers(-1, 3),
    killed_at=st.integers(-1, 3),
    expired=st.integers(-1, 3),
    note=st.none() | st.sampled_from(["a", "b"]),
    came=st.integers(-1, 1),
    latest_version=st.sampled_from([-1, 0, 1, 2**15, 2**40]),
    latest_note=st.none() | st.sampled_from(["a", "b"]),
)
INSTANTS = st.datetimes(datetime(1960, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
STORIES = st.builds(
    lambda version, instant, status: make_story(version=version, version_created=instant, status=status),
    st.integers(0, 3) | st.integers(2**29, 2**40),
    st.sampled_from([NOW, NOW + timedelta(microseconds=999), NOW + timedelta(milliseconds=1)]) | INSTANTS,
    st.sampled_from(Status),
)


@given(WITHDRAWALS, WITHDRAWALS, WITHDRAWALS)
def test_withdrawals_join_in_any_order_any_number_of_times(a: Withdrawal, b: Withdrawal, c: Withdrawal) -> None:
    assert a | b == b | a
    assert (a | b) | c == a | (b | c)
    assert a | a == a


@given(st.lists(STORIES.filter(lambda story: story.status is Status.KILLED)), STORIES)
def test_kills_together_withdraw_what_each_of_them_does(kills: list[Story], story: Story) -> None:
    together = Withdrawal.by(kills)
    joined = Withdrawal()
    for kill in kills:
        joined |= Withdrawal.by([kill])
    assert together == joined
    assert together.kills(story) == any(Withdrawal.by([kill]).kills(story) for kill in kills)


@given(STORIES, st.lists(STORIES, max_size=3))
def test_nothing_is_left_of_what_is_covered_and_all_of_what_is_not(story: Story, kills: list[Story]) -> None:
    withdrawal = Withdrawal.by(kills)
    left = withdrawal.bury(story)
    if withdrawal.covers(story):
        assert left.status is Status.KILLED
        assert (left.headline, left.body_text) == (None, "")
    else:
        assert left == story


@given(STORIES, STORIES)
def test_the_engine_finds_what_is_covered_to_the_millisecond(story: Story, kill: Story) -> None:
    withdrawal = Withdrawal.by([kill])
    model = EngineModel()
    body = {
        "precedence": precedence(story),
        "status": story.status,
        "version_created": story.model_dump(mode="json")["version_created"],
    }
    model.create(index="versions", id="1", body=body)
    model.refresh(index="versions")
    found = model.search(index="versions", body={"query": withdrawal.query()})["hits"]["hits"]
    assert bool(found) == (withdrawal.covers(story) and story.status is not Status.KILLED)


@given(INSTANTS.filter(lambda instant: instant > datetime(1970, 1, 2, tzinfo=UTC)))
def test_a_kill_covers_what_is_a_millisecond_older_and_nothing_of_its_own_time(instant: datetime) -> None:
    kill = make_story(version=0, version_created=instant, status=Status.KILLED)
    withdrawal = Withdrawal.by([kill])
    assert withdrawal.kills(make_story(version=1, version_created=instant - timedelta(milliseconds=1)))
    assert not withdrawal.kills(make_story(version=1, version_created=instant))
