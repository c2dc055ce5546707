from __future__ import annotations

from datetime import UTC

import pytest

from newswire.search.fields import FIELDS, NAMES, Field, field_named, meant_by
from newswire.search.query import parse
from newswire.search.tokens import Kind, tokenize
from newswire.search.tree import Feature, Has
from tests.unit.stories import NOW


@pytest.mark.parametrize(("name", "field"), NAMES.items())
def test_each_name_is_read_as_its_field_in_any_case(name: str, field: Field) -> None:
    for typed in (name, name.upper(), name.title()):
        assert tokenize(f"{typed}:x", [])[0].field is field


def test_each_field_goes_by_its_own_name() -> None:
    assert [field_named(field.value) for field in FIELDS] == list(FIELDS)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("headine", "headline"),
        ("Perosn", "person"),
        ("orgnisation", "organisation"),
        ("urgancy", "urgency"),
        ("befor", "before"),
        ("http", None),
        ("x", None),
    ],
)
def test_a_field_is_offered_where_one_looks_alike(typed: str, name: str | None) -> None:
    assert meant_by(typed) == name


@pytest.mark.parametrize("feature", Feature)
def test_each_feature_is_read(feature: Feature) -> None:
    assert parse(f"has:{feature}", UTC, NOW).tree == Has(feature)


def test_what_is_no_field_is_a_word() -> None:
    assert [token.kind for token in tokenize("Note: 10:30 https://x.org/a", [])] == [Kind.WORD] * 3
