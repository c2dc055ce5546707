from __future__ import annotations

import time

import pytest

from newswire.search.export import Format, wanted


@pytest.mark.parametrize(
    ("accept", "written"),
    [
        ("", None),
        ("*/*", None),
        ("application/json", None),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", None),
        ("application/x-ndjson", Format.NDJSON),
        ("Application/X-NDJSON; charset=utf-8", Format.NDJSON),
        ("text/csv", Format.CSV),
        ("text/csv;q=0.5, application/json", None),
        ("application/json;q=0.5, text/csv;q=0.9", Format.CSV),
        ("text/csv;header=present;q=0.2, application/x-ndjson;q=0.3", Format.NDJSON),
        ("text/csv;q=0", None),
        ("text/*", None),
        (";;,,q=", None),
    ],
)
def test_the_format_is_the_one_that_is_liked_best(accept: str, written: Format | None) -> None:
    assert wanted(accept) is written


@pytest.mark.parametrize(
    "hostile", ["," * 100_000, ";" * 100_000, "text/csv;" * 20_000, "a;q=" * 30_000, " " * 100_000]
)
def test_a_hostile_header_is_read_in_a_moment(hostile: str) -> None:
    start = time.perf_counter()
    wanted(hostile)
    assert time.perf_counter() - start < 1
