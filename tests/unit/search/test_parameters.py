from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.errors import InvalidParameter
from newswire.search.parameters import MAX_VALUES, Circle, Facet, Parameters, Sort, read


def test_nothing_asked_for_means_the_defaults() -> None:
    assert read("") == Parameters()


def test_every_parameter_is_read() -> None:
    parameters = read(
        "q=a%2C+b&supplier=ap&supplier=dpa&language=en&urgency=3&from=2026-03-01&to=2026-03-02T10:00:00%2B01:00"
        "&sort=oldest&size=100&cursor=abc&highlight=false&near=50.45,30.52,200&tz=Europe/Berlin&facets=topic,day,topic"
        "&status=usable&country=UA&group=story"
    )
    assert parameters == Parameters(
        q="a, b",
        filters=(
            ("supplier", ("ap", "dpa")),
            ("country", ("UA",)),
            ("language", ("en",)),
            ("urgency", ("3",)),
            ("status", ("usable",)),
        ),
        start=datetime(2026, 2, 28, 23, tzinfo=UTC),
        end=datetime(2026, 3, 2, 9, tzinfo=UTC),
        sort=Sort.OLDEST,
        size=100,
        cursor="abc",
        highlight=False,
        near=Circle(50.45, 30.52, 200),
        facets=(Facet.TOPIC, Facet.DAY),
        zone=ZoneInfo("Europe/Berlin"),
    )


def test_a_supplier_is_found_by_the_name_it_was_pushed_with() -> None:
    assert read("supplier=My+Agency&feed=World").filters == (("supplier", ("my-agency",)), ("feed", ("world",)))


def test_a_day_as_the_end_is_the_whole_day() -> None:
    assert read("to=2026-03-01").end == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query_string", "parameter"),
    [
        ("colour=red", "colour"),
        ("Q=x", "Q"),
        ("size=0", "size"),
        ("size=101", "size"),
        ("size=1000", "size"),
        ("size=-1", "size"),
        ("size=1.5", "size"),
        ("size=", "size"),
        ("size=٣", "size"),
        ("size=" + "9" * 5000, "size"),
        ("size=1&size=2", "size"),
        ("sort=best", "sort"),
        ("from=yesterday", "from"),
        ("from=2026-02-30", "from"),
        ("to=9999-12-31", "to"),
        ("to=2026-03-01T10:00:00", "to"),
        ("from=0001-01-01T00:00:00%2B23:00", "from"),
        ("from=2026-03-02&to=2026-03-01", "to"),
        ("urgency=10", "urgency"),
        ("highlight=yes", "highlight"),
        ("q=a&q=b", "q"),
        ("near=50.45,30.52", "near"),
        ("near=91,0,1", "near"),
        ("near=0,181,1", "near"),
        ("near=0,0,0", "near"),
        ("near=0,0,20041", "near"),
        ("near=nan,0,1", "near"),
        ("near=a,b,c", "near"),
        ("tz=Mars/Olympus", "tz"),
        ("tz=../../etc/passwd", "tz"),
        ("tz=", "tz"),
        ("tz=EST", "tz"),
        ("tz=posix/Europe/Berlin", "tz"),
        ("tz=Europe/", "tz"),
        ("tz=%00/", "tz"),
        ("facets=", "facets"),
        ("facets=topic,colour", "facets"),
        ("group=cluster", "group"),
        ("supplier=" + "x" * 1001, "supplier"),
        ("&".join(["supplier=a"] * (MAX_VALUES + 1)), "supplier"),
    ],
)
def test_a_wrong_parameter_is_named(query_string: str, parameter: str) -> None:
    with pytest.raises(InvalidParameter) as caught:
        read(query_string)
    assert caught.value.extra["parameter"] == parameter


def test_the_position_is_that_of_the_value_in_the_query_string() -> None:
    query_string = "q=storm&size=0"
    with pytest.raises(InvalidParameter) as caught:
        read(query_string)
    assert query_string[caught.value.extra["position"] :] == "0"


def test_a_day_is_one_of_the_callers_zone_also_when_clocks_change() -> None:
    parameters = read("tz=Europe/Berlin&from=2026-03-29&to=2026-03-29")
    assert (parameters.start, parameters.end) == (
        datetime(2026, 3, 28, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),
    )


def test_an_export_has_another_size() -> None:
    assert (read("", 1000, 1000).size, read("size=999", 1000, 1000).size) == (1000, 999)


@given(st.text())
def test_any_query_string_is_read_or_refused(query_string: str) -> None:
    try:
        read(query_string)
    except InvalidParameter as error:
        assert error.extra["parameter"] is not None  # noqa: PT017
