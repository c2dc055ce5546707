"""The request of a page on the real engine: its tiers, its order, its marks, and what it never shows."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from typing import Any

import pytest
from opensearchpy import OpenSearch

from newswire.index import Index
from newswire.search import request
from newswire.search.caller import Caller, Scope
from newswire.search.index_only import FIELD, id_hash
from newswire.search.page import as_hit
from newswire.search.parameters import Circle, Parameters, Sort
from newswire.search.query import parse
from newswire.search.tree import And, Everything, Node, Not, Phrase, Prefix, TagField, Tagged, Word
from newswire.story import Dateline, Organisation, Origin, Person, Place, Status, Topic
from tests.integration.test_search_clauses import answer, find, words, write
from tests.unit.stories import NOW, make_story


def test_stories_with_some_of_the_words_are_those_that_have_not_all(index: Index, engine: OpenSearch) -> None:
    write(
        index,
        engine,
        make_story(guid="all", headline="Storm", body="The harbour closed. Public call."),
        make_story(guid="two", headline="Harbour storm", body="Nothing else. Public call."),
        make_story(guid="one", headline="Town", body="The harbour is near. Public call."),
        make_story(guid="no call", headline="Harbour", body="A storm."),
        make_story(guid="denied", headline="Harbour", body="Rain. Public call."),
    )
    tree = And((Word("harbour"), Word("storm"), Word("closed"), Phrase("public call"), Not(Word("rain"))))
    assert find(index, tree) == ["all"]
    assert find(index, tree, partial=True) == ["two", "one"]


def test_of_stories_that_match_alike_the_newest_comes_first(index: Index, engine: OpenSearch) -> None:
    ages = {"week": 7, "day": 1, "now": 0, "year": 365}
    write(
        index, engine, *(make_story(guid=guid, version_created=NOW - timedelta(days=age)) for guid, age in ages.items())
    )
    assert find(index, Word("harbour")) == ["now", "day", "week", "year"]


@pytest.mark.parametrize("others", [0, 200])
def test_a_much_better_match_of_last_week_comes_before_a_poor_one_of_today(
    index: Index, engine: OpenSearch, others: int
) -> None:
    filler = "The council met and spoke of many things before the evening. " * 5
    write(
        index,
        engine,
        make_story(
            guid="good",
            headline="Harbour reopens",
            body=f"The harbour opened again. {filler}",
            version_created=NOW - timedelta(days=7),
        ),
        make_story(guid="poor", headline="Council meets", body=f"{filler} One man lives near the harbour. {filler}"),
        *(make_story(guid=str(number), headline="Council meets", body=filler) for number in range(others)),
    )
    assert find(index, Word("harbour")) == ["good", "poor"]


def test_scores_of_the_same_origin_do_not_move_with_the_clock(index: Index, engine: OpenSearch) -> None:
    write(index, engine, make_story())
    scores = {
        index.search(request.build(Word("harbour"), Parameters(), now, Caller(), origin=NOW))["hits"]["hits"][0][
            "sort"
        ][0]
        for now in (NOW, NOW + timedelta(days=2))
    }
    assert len(scores) == 1


def test_a_page_goes_on_and_leaves_out_what_it_is_told_to(index: Index, engine: OpenSearch) -> None:
    write(index, engine, *(make_story(guid=str(number)) for number in range(5)))
    hits = answer(index, Word("harbour"))["hits"]["hits"]
    ids = [hit["_source"]["id"].partition(":")[2] for hit in hits]
    assert find(index, Word("harbour"), after=hits[1]["sort"]) == ids[2:]
    assert find(index, Word("harbour"), exclude=[id_hash(f"ena:{guid}") for guid in ids[1:3]]) == [ids[0], *ids[3:]]


def test_what_is_index_only_is_found_by_and_never_given(index: Index, engine: OpenSearch) -> None:
    story = make_story(
        topics=(Topic(code="medtop:20001065", name="football", origin=Origin.RULE, confidence=1),),
        organisations=(Organisation(name="United Nations", origin=Origin.MODEL, confidence=1),),
        places=(Place(name="Kharkiv", lat=49.98, lon=36.25, country="UA", origin=Origin.RULE, confidence=1),),
    )
    index.write([story])
    unrefreshed = index.get(story.id)  # of the engine's log of writes, not of its index
    engine.indices.refresh(index=index.stories)
    found = answer(index, Tagged(TagField.ORGANISATION, "UN"))["hits"]["hits"]
    assert unrefreshed
    for document in (unrefreshed, index.get(story.id) or {}, found[0]["_source"]):
        assert FIELD not in document
    assert find(index, Everything(), Parameters(filters=(("topic", ("medtop:15000000",)),))) == [story.guid]
    assert find(index, Everything(), Parameters(near=Circle(50.0, 36.2, 20))) == [story.guid]
    assert find(index, Everything(), Parameters(near=Circle(50.0, 30.0, 20))) == []


def test_a_hit_has_all_that_a_page_shows_and_little_more(index: Index, engine: OpenSearch) -> None:
    found_by: dict[str, Any] = {"origin": Origin.RULE, "confidence": 1, "evidence": "said so"}
    story = make_story(
        slug="HARBOUR",
        publisher="The Lisbrack Post",
        dateline=Dateline(text="LISBRACK, March 1", city="Lisbrack"),
        url="https://example.com/1",
        language="en",
        urgency=3,
        topics=(Topic(code="medtop:20001065", name="football", **found_by),),
        people=(Person(name="Olena Kovalenko", **found_by),),
        organisations=(Organisation(name="United Nations", **found_by),),
        places=(Place(name="Kharkiv", lat=49.98, lon=36.25, country="UA", **found_by),),
        embargo_until=NOW + timedelta(days=1),
        expires=NOW + timedelta(days=2),
    )
    write(index, engine, story)
    [hit] = answer(index, Word("harbour"), caller=Caller(frozenset({Scope.EMBARGOED})))["hits"]["hits"]
    whole = index.get(story.id)
    shown = as_hit(hit, NOW, partial=False)
    assert shown == as_hit({**hit, "_source": whole}, NOW, partial=False)
    assert [name for name, value in shown.items() if value in (None, [])] == []
    assert "said so" not in json.dumps(hit)


def test_nothing_hidden_is_found_by_what_is_denied_or_by_its_status(index: Index, engine: OpenSearch) -> None:
    tomorrow = NOW + timedelta(days=1)
    write(
        index,
        engine,
        make_story(guid="shown"),
        make_story(guid="killed", status=Status.KILLED),
        make_story(guid="withheld", status=Status.WITHHELD),
        make_story(guid="embargoed", embargo_until=tomorrow),
        make_story(guid="expired", expires=NOW),
    )
    editor = Caller(frozenset({Scope.EMBARGOED}))
    status = TagField.STATUS
    assert find(index, Not(Word("nothing"))) == ["shown"]
    for value in ("killed", "withheld", "expired", "embargoed"):
        assert find(index, Tagged(status, value)) == []
        assert find(index, Not(Tagged(status, value))) == ["shown"]
    assert find(index, Tagged(status, "embargoed"), caller=editor) == ["embargoed"]
    assert sorted(find(index, Everything(), caller=editor)) == ["embargoed", "shown"]


MARKED: list[tuple[Node, str | None, list[str]]] = [
    (words("calls harbours"), "A <mark>call</mark> to the president", ["The <mark>harbour</mark> of C++ at AT&amp;T."]),
    (Phrase("to the president"), "A call <mark>to</mark> <mark>the</mark> <mark>president</mark>", []),
    (Phrase("president call"), None, []),
    (Prefix("presiden"), "A call to the <mark>president</mark>", []),
    (Word("C++"), None, ["The harbour of <mark>C++</mark> at AT&amp;T."]),
    (Word("AT&T"), None, ["The harbour of C++ at <mark>AT&amp;T</mark>."]),
    (And((Word("call"), Not(Word("absent")))), "A <mark>call</mark> to the president", []),
]


def test_what_matches_is_marked(index: Index, engine: OpenSearch) -> None:
    write(index, engine, make_story(headline="A call to the president", body="The harbour of C++ at AT&T."))
    for tree, headline, body in MARKED:
        hits = answer(index, tree)["hits"]["hits"]
        marks = hits[0].get("highlight", {}) if hits else {}
        assert (marks.get("headline", [None])[0], marks.get("body_text", [])) == (headline, body), tree


WORDS = [f"word{number}" for number in range(150)]
WORST = {
    "words": " ".join(WORDS),
    "any of them": " OR ".join(WORDS),
    "none of them": " ".join(f"-{word}" for word in WORDS),
    "beginnings": " OR ".join(f"{word}*" for word in WORDS),
    "a phrase": f'"{" ".join(WORDS)}"',
    "signs within": " ".join(f"${word}" for word in WORDS),
    "parts": "-".join(WORDS),
    "characters": "".join(map(chr, range(0x4E00, 0x4E00 + 150))),
    "characters apart": " ".join(map(chr, range(0x4E00, 0x4E00 + 150))),
    "near": " ".join(f"{word} NEAR/9 x" for word in WORDS),
    "organisations": " OR ".join(f"org:{word}" for word in WORDS),
}


def test_the_engine_takes_the_worst_that_a_reader_can_type(index: Index) -> None:
    for name, q in WORST.items():
        tree = parse(q, UTC, NOW).tree
        for partial in {False, request.can_be_partial(tree)}:
            options: dict[str, Any] = {"partial": partial, "exclude": range(400)}
            assert find(index, tree, Parameters(sort=Sort.RELEVANCE), **options) == [], name
