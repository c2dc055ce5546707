from __future__ import annotations

import json

from infra.opensearch.indices import definition
from newswire.documents import as_document, as_version_document, document
from newswire.engine import BULK_BYTES, _chunks
from newswire.search.parameters import FILTERS
from newswire.search.request import EXACT_FIELDS, FIELDS
from newswire.story import Status, Story
from tests.unit.stories import NOW, make_story


def test_the_strict_mapping_has_every_field_of_a_story_and_no_other() -> None:
    assert set(definition("stories")["mappings"]["properties"]) == {*Story.model_fields, *Story.model_computed_fields}


def test_the_fields_that_searches_name_are_in_the_mapping() -> None:
    properties = definition("stories")["mappings"]["properties"]
    for path in FILTERS.values():
        field, _, inner = path.partition(".")
        assert properties[field]["properties"][inner] if inner else properties[field]
    for weighted in (*FIELDS, *EXACT_FIELDS):
        field, _, inner = weighted.removesuffix("^2").partition(".")
        assert not inner or inner in properties[field]["fields"]


def test_a_killed_story_is_written_without_its_text() -> None:
    killed = make_story(status=Status.KILLED)
    assert "Harbour" not in json.dumps(document(killed))
    assert json.loads(as_document(killed)) == document(killed)


def test_the_strict_mapping_of_versions_has_every_field_of_their_documents() -> None:
    whole = json.loads(as_version_document(make_story(expires=NOW, rules_version="r1"), 1))
    assert set(definition("versions")["mappings"]["properties"]) == {*whole, "withdrawal"}


def test_bulk_requests_stay_under_the_engines_limit() -> None:
    lines = dict.fromkeys(range(9), b"x" * 1000000)
    chunks = list(_chunks(lines))
    assert [position for chunk in chunks for position in chunk] == list(lines)
    assert all(sum(len(lines[position]) for position in chunk) <= BULK_BYTES for chunk in chunks)


def test_one_story_over_the_limit_goes_alone() -> None:
    lines = {0: b"x", 1: b"x" * (BULK_BYTES + 1), 2: b"x"}
    assert [len(chunk) for chunk in _chunks(lines)] == [1, 1, 1]
