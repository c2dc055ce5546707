from __future__ import annotations

from typing import Any

from newswire.search import facets
from newswire.search.facets import Filters
from newswire.search.parameters import Facet, read


def answer(*counts: tuple[str, int]) -> dict[str, Any]:
    return {"most": {"buckets": [{"key": value, "doc_count": count} for value, count in counts]}}


def test_the_filters_of_what_is_counted_stand_beside_the_query() -> None:
    filters = Filters.of(read("feed=world&language=en&genre=x&facets=feed,language,person"))
    assert [name for name, _ in filters.within.filters] == ["genre"]
    assert set(filters.beside) == {"feed", "language"}
    assert filters.all_but("feed") == {"bool": {"filter": [filters.beside["language"]]}}
    asked = facets.aggregations(filters)
    assert list(asked) == ["feed", "language", "person"]
    assert len(asked["person"]["filter"]["bool"]["filter"]) == 2


def test_without_a_filter_of_its_own_nothing_is_moved() -> None:
    parameters = read("genre=x&facets=feed,histogram")
    filters = Filters.of(parameters)
    assert (filters.within, filters.beside) == (parameters, {})
    assert list(facets.aggregations(filters)) == ["feed"]


def test_shards_look_at_more_values_than_are_told() -> None:
    terms = facets.aggregations(Filters.of(read("facets=person")))["person"]["aggs"]["most"]["terms"]
    assert (terms["field"], terms["size"], terms["shard_size"]) == ("people.name", 20, 200)


def test_counts_of_tiers_are_added_up_the_most_first() -> None:
    read_ = facets.read([{"feed": answer(("a", 1), ("b", 2))}, {"feed": answer(("a", 3))}], read("facets=feed"))
    assert read_ == {
        "feed": [{"value": "a", "label": "a", "count": 4}, {"value": "b", "label": "b", "count": 2}],
    }


def test_a_chosen_value_is_counted_once() -> None:
    counted = {"feed": {**answer(("a", 1)), "chosen": answer(("a", 1))["most"]}}
    assert facets.read([counted], read("facets=feed"))["feed"] == [{"value": "a", "label": "a", "count": 1}]


def test_topics_have_names_and_parents_and_countries_names() -> None:
    counted = {
        "topic": answer(("medtop:15000000", 2), ("medtop:20000822", 1), ("medtop:1", 1)),
        "country": answer(("UA", 1), ("Ruritania", 1)),
    }
    found = facets.read([counted], read("facets=topic,country"))
    assert [(each["label"], each.get("parent")) for each in found["topic"]] == [
        ("sport", None), ("medtop:1", None), ("competition discipline", "medtop:15000000"),
    ]  # fmt: skip
    assert [each["label"] for each in found["country"]] == ["Ruritania", "Ukraine"]


def test_days_are_told_the_newest_first() -> None:
    counted = {"day": {"most": {"buckets": [
        {"key": 2, "key_as_string": "2026-03-01", "doc_count": 1},
        {"key": 1, "key_as_string": "2026-02-28", "doc_count": 9},
    ]}}}  # fmt: skip
    assert [each["value"] for each in facets.read([counted], read("facets=day"))["day"]] == ["2026-03-01", "2026-02-28"]
    assert Facet.DAY in read("facets=day").facets
