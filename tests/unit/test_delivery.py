from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from newswire import suppliers
from newswire.delivery import Terms
from newswire.outcome import Outcome
from newswire.record import Record
from tests.unit.ninjs import make_delivery

TERMS = Terms(zone="Asia/Tokyo", language="ja", retention_days=7)


@pytest.mark.parametrize("terms", [Terms(), TERMS, Terms(retention_days=1)])
def test_terms_come_back_as_they_were_written(terms: Terms) -> None:
    assert Terms.read(terms.as_dict()) == terms


@pytest.mark.parametrize(
    "fields",
    [
        None,
        [],
        "x",
        {"colour": "red"},
        {"zone": 1},
        {"language": ["en"]},
        {"retention_days": 0},
        {"retention_days": True},
        {"retention_days": "7"},
        {"retention_days": 36_500},
    ],
)
def test_what_are_no_terms_is_refused(fields: Any) -> None:
    with pytest.raises(ValueError, match="feed|days|text"):
        Terms.read(fields)


def test_the_archive_keeps_them_for_a_replay() -> None:
    record = Record(replace(make_delivery(), terms=TERMS), Outcome.ACCEPTED)
    assert Record.read(record.as_json().encode()).delivery.terms == TERMS


def test_the_zone_of_the_feed_stands_before_the_suppliers() -> None:
    assert str(suppliers.zone("dpa")) == "Europe/Berlin"
    assert str(suppliers.zone("dpa", "Asia/Tokyo")) == "Asia/Tokyo"


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "../../etc/passwd", "\0", "x" * 10_000])
def test_a_zone_that_there_is_not_is_passed_over(zone: str) -> None:
    assert str(suppliers.zone("dpa", zone)) == "Europe/Berlin"
