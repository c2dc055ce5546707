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
    stories = [make_story(guid=str(number), body="x" * 1_000_000) for number in range(9)]
    chunks = list(_chunks(stories))
    assert sum(map(len, chunks)) == 2 * len(stories)
    assert all(sum(map(len, lines)) <= BULK_BYTES for lines in chunks)


def test_one_story_over_the_limit_goes_alone() -> None:
    large = make_story(guid="large", body="x" * (BULK_BYTES + 1))
    assert [len(lines) for lines in _chunks([make_story(), large, make_story()])] == [2, 2, 2]
