from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.errors import InvalidParameter
from newswire.search.parameters import MAX_VALUES, Parameters, Sort, read


def test_nothing_asked_for_means_the_defaults() -> None:
    assert read("") == Parameters()


def test_every_parameter_is_read() -> None:
    parameters = read(
        "q=a%2C+b&supplier=ap&supplier=dpa&language=en&urgency=3&from=2026-03-01&to=2026-03-02T10:00:00%2B01:00"
        "&sort=oldest&size=100&cursor=abc&highlight=false"
    )
    assert parameters == Parameters(
        q="a, b",
        filters=(("supplier", ("ap", "dpa")), ("language", ("en",)), ("urgency", ("3",))),
        start=datetime(2026, 3, 1, tzinfo=UTC),
        end=datetime(2026, 3, 2, 9, tzinfo=UTC),
        sort=Sort.OLDEST,
        size=100,
        cursor="abc",
        highlight=False,
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


@given(st.text())
def test_any_query_string_is_read_or_refused(query_string: str) -> None:
    try:
        read(query_string)
    except InvalidParameter as error:
        assert error.extra["parameter"] is not None  # noqa: PT017
