from __future__ import annotations

import json

from infra.opensearch.indices import mapping
from newswire.index import BULK_BYTES, _chunks, document
from newswire.search.parameters import FILTERS
from newswire.search.request import EXACT_FIELDS, FIELDS
from newswire.story import Status, Story
from tests.unit.stories import make_story


def test_the_strict_mapping_has_every_field_of_a_story_and_no_other() -> None:
    assert set(mapping()["mappings"]["properties"]) == {*Story.model_fields, *Story.model_computed_fields}


def test_the_fields_that_searches_name_are_in_the_mapping() -> None:
    properties = mapping()["mappings"]["properties"]
    for path in FILTERS.values():
        field, _, inner = path.partition(".")
        assert properties[field]["properties"][inner] if inner else properties[field]
    for weighted in (*FIELDS, *EXACT_FIELDS):
        field, _, inner = weighted.removesuffix("^2").partition(".")
        assert not inner or inner in properties[field]["fields"]


def test_a_killed_story_is_written_without_its_text() -> None:
    assert "Harbour" not in json.dumps(document(make_story(status=Status.KILLED)))


def test_bulk_requests_stay_under_the_engines_limit() -> None:
    pairs = [(number, b"x" * 1_000_000) for number in range(9)]
    chunks = list(_chunks(pairs))
    assert [pair for chunk in chunks for pair in chunk] == pairs
    assert all(sum(len(pair) for _, pair in chunk) <= BULK_BYTES for chunk in chunks)


def test_one_story_over_the_limit_goes_alone() -> None:
    pairs = [(0, b"x"), (1, b"x" * (BULK_BYTES + 1)), (2, b"x")]
    assert [len(chunk) for chunk in _chunks(pairs)] == [1, 1, 1]
