from __future__ import annotations

from datetime import timedelta

import pytest

from newswire import suppliers
from newswire.delivery import Terms
from newswire.retention import limited
from tests.unit.stories import NOW, make_story

DAY = timedelta(days=1)


@pytest.fixture
def thirty_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(suppliers._suppliers().retention, "ena", timedelta(days=30))


@pytest.mark.parametrize(
    ("own", "end"), [(None, NOW + 30 * DAY), (NOW + 9 * DAY, NOW + 9 * DAY), (NOW + 90 * DAY, NOW + 30 * DAY)]
)
def test_the_earlier_end_holds(thirty_days: None, own: object, end: object) -> None:
    assert limited(make_story(expires=own), Terms()).expires == end


def test_without_an_agreement_a_story_stays(thirty_days: None) -> None:
    assert limited(make_story(supplier="dpa"), Terms()).expires is None


def test_it_counts_from_the_creation_of_the_version(thirty_days: None) -> None:
    late = make_story(version_created=NOW - 40 * DAY, received=NOW)
    assert limited(late, Terms()).expires == NOW - 10 * DAY


@pytest.mark.parametrize(("days", "kept"), [(7, 7), (90, 30)])
def test_the_shorter_of_the_agreements_of_a_feed_and_its_supplier_holds(
    thirty_days: None, days: int, kept: int
) -> None:
    assert limited(make_story(), Terms(retention_days=days)).expires == NOW + kept * DAY


def test_a_feed_may_have_an_agreement_where_its_supplier_has_none() -> None:
    assert limited(make_story(supplier="dpa"), Terms(retention_days=7)).expires == NOW + 7 * DAY
