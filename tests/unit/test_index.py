from __future__ import annotations

import json
from typing import Any

from infra.opensearch.indices import definition
from newswire.documents import as_document, as_version_document, document, story_of, whole
from newswire.engine import BULK_BYTES, _chunks
from newswire.search.index_only import ACRONYMS, FIELD, ID_HASH, POINTS, TOPICS, id_hash
from newswire.search.parameters import FILTERS
from newswire.search.stop_words import STOP_WORDS
from newswire.search.tag_clauses import FEATURES, FOLDED, NAMES
from newswire.search.text_clauses import TEXT_FIELDS
from newswire.story import Origin, Person, Status, Story
from tests.unit.stories import NOW, make_story


def test_the_strict_mapping_has_every_field_of_a_story_and_no_other() -> None:
    assert set(definition("stories")["mappings"]["properties"]) == {
        *Story.model_fields,
        *Story.model_computed_fields,
        FIELD,
    }


def test_the_strict_mapping_has_what_is_index_only_and_keeps_it_out_of_what_is_given_back() -> None:
    mappings = definition("stories")["mappings"]
    assert set(mappings["properties"][FIELD]["properties"]) == set(json.loads(as_document(make_story()))[FIELD])
    assert mappings["_source"] == {"excludes": [FIELD]}


def test_documents_for_readers_have_nothing_that_is_index_only() -> None:
    story = make_story()
    kept = json.loads(as_version_document(story, 1))
    read_back = story_of(json.loads(as_document(story))).model_dump()
    for given in (document(story), whole(kept), kept["document"], read_back):
        assert FIELD not in given


def test_the_fields_that_searches_name_are_in_the_mapping() -> None:
    properties = definition("stories")["mappings"]["properties"]
    texts = [name for searched in TEXT_FIELDS.values() for name in (*searched.stemmed, *searched.exact)]
    tags = (*FILTERS.values(), *NAMES.values(), *FOLDED.values(), *FEATURES.values(), TOPICS, ACRONYMS, POINTS, ID_HASH)
    for path in (*texts, *tags):
        inner: dict[str, Any] = {"properties": properties}
        for name in path.removesuffix("^2").split("."):
            inner = {**inner.get("properties", {}), **inner.get("fields", {})}[name]


def test_the_analyzers_that_searches_name_are_in_the_mapping() -> None:
    analyzers = definition("stories")["settings"]["analysis"]["analyzer"]
    for searched in TEXT_FIELDS.values():
        assert {searched.quoted, searched.exact_quoted} <= set(analyzers)


def test_the_engine_leaves_the_stop_words_out_of_queries_and_of_nothing_else() -> None:
    analysis = definition("stories")["settings"]["analysis"]
    assert analysis["filter"]["query_stop"]["stopwords"] == sorted(STOP_WORDS)
    stopping = {name for name, analyzer in analysis["analyzer"].items() if "query_stop" in analyzer["filter"]}
    assert stopping == {"news_query", "exact_query"}
    for name in stopping:  # "WHO" stays a word
        filters = analysis["analyzer"][name]["filter"]
        assert filters.index("query_stop") < filters.index("lowercase")


def test_a_killed_story_is_written_without_its_text() -> None:
    killed = make_story(status=Status.KILLED, people=(Person(name="Ann Ray", origin=Origin.MODEL, confidence=1),))
    assert "Harbour" not in json.dumps(document(killed))
    written = json.loads(as_document(killed))
    nothing: dict[str, list[str]] = {"topics": [], "acronyms": [], "points": [], "names": []}
    assert written.pop(FIELD) == {"id_hash": id_hash(killed.id), **nothing}
    assert written == document(killed)


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
