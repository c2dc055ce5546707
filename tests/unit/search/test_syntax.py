from __future__ import annotations

from datetime import UTC

import pytest

from newswire.search.fields import FIELDS
from newswire.search.query import parse
from newswire.search.syntax import SYNTAX
from newswire.search.tree import Feature
from tests.unit.stories import NOW

TOLD = " ".join(f"{example} {meaning}" for example, meaning in SYNTAX)


@pytest.mark.parametrize("example", [example for example, _ in SYNTAX])
def test_each_example_is_read_without_a_warning(example: str) -> None:
    assert parse(example, UTC, NOW).warnings == ()


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_has_an_example_or_is_named(field: str) -> None:
    assert f"{field}:" in TOLD


@pytest.mark.parametrize("operator", [" OR ", " | ", " NOT ", " -", "NEAR/5", "NEAR alone", '"~5', "*", "(", *Feature])
def test_each_operator_is_told(operator: str) -> None:
    assert operator in TOLD


def test_each_row_is_a_line_of_a_terminal() -> None:
    assert [row for row in SYNTAX if len(row[1]) > 100 or "\n" in "".join(row)] == []
