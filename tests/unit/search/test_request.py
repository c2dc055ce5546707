from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from newswire.search.caller import Caller
from newswire.search.parameters import Circle, Parameters, Sort
from newswire.search.request import COUNTED_TO, build, can_be_partial, filters, newness, order
from newswire.search.tree import And, Everything, Node, Not, Phrase, Similar, TagField, Tagged, Word
from tests.unit.stories import NOW

TREE = And((Word("harbour"), Word("storm")))


def built(tree: Node = TREE, parameters: Parameters | None = None, **options: Any) -> dict[str, Any]:
    return build(tree, parameters or Parameters(), NOW, Caller(), **{"origin": NOW, **options})


@pytest.mark.parametrize(
    ("tree", "asked", "sort"),
    [
        (TREE, None, Sort.RELEVANCE),
        (Everything(), None, Sort.NEWEST),
        (Not(Word("harbour")), None, Sort.NEWEST),
        (Tagged(TagField.PERSON, "putin"), None, Sort.NEWEST),
        (Similar("ena:1"), None, Sort.RELEVANCE),
        (TREE, Sort.OLDEST, Sort.OLDEST),
        (Everything(), Sort.RELEVANCE, Sort.RELEVANCE),
    ],
)
def test_the_order_is_the_one_asked_for_or_by_relevance_where_there_is_text(
    tree: Node, asked: Sort | None, sort: Sort
) -> None:
    assert order(tree, Parameters(sort=asked)) is sort


def test_a_request_is_bounded() -> None:
    request = built(parameters=Parameters(size=7))
    assert request["size"] == 8
    assert request["timeout"] == "5s"
    assert request["track_total_hits"] == COUNTED_TO == 10_000
    assert "search_after" not in request


def test_a_page_begins_after_the_one_before() -> None:
    assert built(after=[1.5, 7, "ena:1"])["search_after"] == [1.5, 7, "ena:1"]


def test_every_order_ends_with_time_and_id() -> None:
    for sort in Sort:
        keys = [key for each in built(parameters=Parameters(sort=sort))["sort"] for key in each]
        assert keys[-2:] == ["version_created", "id"]


def test_the_newest_are_counted_from_the_origin_and_only_by_relevance() -> None:
    origin = NOW - timedelta(hours=1)
    [_, newest] = built(origin=origin)["query"]["function_score"]["functions"]
    assert newest["exp"]["version_created"]["origin"] == origin.isoformat()
    assert newest["weight"] < 1
    assert "function_score" not in built(parameters=Parameters(sort=Sort.NEWEST))["query"]


def test_newness_is_what_the_engine_multiplies_by() -> None:
    [plain, newest] = built()["query"]["function_score"]["functions"]
    assert newest["exp"]["version_created"]["scale"] == "3d"
    for days, left in ((0, 1), (3, 0.5), (6, 0.25)):
        created = (NOW - timedelta(days=days)).isoformat()
        assert newness(created, NOW) == pytest.approx(plain["weight"] + newest["weight"] * left)


def test_what_is_asked_for_is_marked() -> None:
    assert "highlight_query" in built()["highlight"]
    assert "highlight" not in built(parameters=Parameters(highlight=False))
    assert "highlight" not in built(Everything())


def test_the_filters_stand_apart_by_parameter() -> None:
    parameters = Parameters(
        filters=(("supplier", ("dpa", "ena")), ("topic", ("football", "unknown")), ("urgency", ("1",))),
        near=Circle(50.45, 30.52, 200),
        start=NOW,
    )
    found = filters(parameters)
    assert found == {
        "supplier": {"terms": {"supplier": ["dpa", "ena"]}},
        "topic": {"terms": {"index_only.topics": ["medtop:20001065", "unknown"]}},
        "urgency": {"terms": {"urgency": ["1"]}},
        "near": {"geo_distance": {"distance": "200.000000km", "index_only.points": {"lat": 50.45, "lon": 30.52}}},
        "period": {"range": {"version_created": {"gte": NOW.isoformat()}}},
    }
    within = built(parameters=parameters)["query"]["function_score"]["query"]["bool"]["filter"]
    assert all(clause in within for clause in found.values())


def test_stories_are_left_out_by_their_hash() -> None:
    found = built(exclude=[1, -2])["query"]["function_score"]["query"]["bool"]
    assert found["must_not"] == [{"terms": {"index_only.id_hash": [1, -2]}}]


def test_some_of_the_words_are_another_request() -> None:
    assert can_be_partial(TREE)
    assert not can_be_partial(Phrase("harbour storm"))
    assert built(partial=True)["query"] != built()["query"]
