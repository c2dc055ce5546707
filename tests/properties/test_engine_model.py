"""The model of the engine answers as the real node does: the same requests to both, and the same answers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opensearchpy import OpenSearch, exceptions

from infra.opensearch.indices import definition
from newswire.withdrawal import Withdrawal
from tests.properties.engine_model import EngineModel

IDS = st.sampled_from(["NAME-a", "NAME-b"])
ENTRIES = st.sampled_from(["NAME-1", "NAME-2"])
STORIES = st.sampled_from(["NAME-s", "NAME-t"])


def _bulk(operations: list[tuple[str, int, str, dict[str, Any] | None]]) -> dict[str, Any]:
    lines: list[dict[str, Any]] = []
    for id_, version, rule, document in operations:
        about = {"_index": "INDEX", "_id": id_, "version": version, "version_type": rule}
        lines += [{"index": about}, document] if document is not None else [{"delete": about}]
    return {"body": "".join(json.dumps(line) + "\n" for line in lines).encode()}


DOCUMENT = st.fixed_dictionaries(
    {"story": STORIES},
    optional={
        "version": st.integers(0, 2),
        "precedence": st.integers(0, 3),
        "status": st.sampled_from(["usable", "killed", "expired"]),
        "version_created": st.sampled_from(
            ["2026-03-01T12:00:00Z", "2026-03-01T12:00:00.001999Z", "1969-12-31T23:59:59.999Z"]
        ),
    },
)
OPERATION = st.tuples(IDS, st.integers(1, 3), st.sampled_from(["external", "external_gte"]), st.none() | DOCUMENT)
WITHDRAWAL = st.builds(
    Withdrawal, st.integers(-1, 3), st.sampled_from([-1, 0, 1772366400001, 1772366400002]), st.integers(-1, 3)
)
REQUEST = st.one_of(
    st.tuples(st.just("bulk"), st.lists(OPERATION, min_size=1, max_size=4).map(_bulk)),
    st.tuples(st.just("create"), st.builds(lambda id_, document: {"id": id_, "body": document}, ENTRIES, DOCUMENT)),
    st.tuples(st.just("mget"), st.just({"body": {"docs": [{"_id": "NAME-a"}, {"_id": "NAME-b"}, {"_id": "NAME-1"}]}})),
    st.tuples(st.just("refresh"), st.just({})),
    st.tuples(
        st.just("search"),
        st.builds(
            lambda story, withdrawal: {
                "body": {
                    "query": {
                        "bool": {
                            "should": [
                                {
                                    "bool": {
                                        "filter": [
                                            {"term": {"story": story}},
                                            {"exists": {"field": "version"}},
                                            withdrawal.query(),
                                        ]
                                    }
                                }
                            ]
                        }
                    },
                    "version": True,
                }
            },
            STORIES,
            WITHDRAWAL,
        ),
    ),
    st.tuples(
        st.just("search"),
        st.lists(STORIES, min_size=1, unique=True).map(
            lambda values: {
                "body": {
                    "size": 0,
                    "query": {"terms": {"story": values}},
                    "aggs": {"found": {"terms": {"field": "story", "size": len(values), "include": values}}},
                }
            }
        ),
    ),
)


@pytest.fixture(scope="module")
def index(engine: OpenSearch) -> Iterator[str]:
    name = f"test-{uuid.uuid4().hex[:12]}-model"
    body = definition("versions")
    body["settings"] |= {"refresh_interval": "-1", "number_of_replicas": 0}
    engine.indices.create(index=name, body=body)
    yield name
    engine.indices.delete(index=name, params={"ignore_unavailable": "true"})


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(requests=st.lists(REQUEST, min_size=4, max_size=16))
def test_the_model_answers_as_the_node_does(
    engine: OpenSearch, index: str, requests: list[tuple[str, dict[str, Any]]]
) -> None:
    model = EngineModel()
    for name, about in _named(requests, uuid.uuid4().hex):
        assert _answer(model, index, name, about) == _answer(engine, index, name, about), (name, about)


def _named(value: Any, name: str) -> Any:
    """Give the documents of requests names of their own."""
    match value:
        case bytes():
            return value.replace(b"NAME", name.encode())
        case str():
            return value.replace("NAME", name)
        case dict():
            return {key: _named(each, name) for key, each in value.items()}
        case list() | tuple():
            return [_named(each, name) for each in value]
    return value


def _answer(client: Any, index: str, name: str, about: dict[str, Any]) -> Any:
    """Send a request, return what the write path reads of its answer."""
    if name == "refresh":
        client.indices.refresh(index=index)
        return None
    if name == "bulk":
        answer = client.bulk(body=about["body"].replace(b"INDEX", index.encode()))
        items = [next(iter(item.values())) for item in answer["items"]]
        return [(item["status"], item.get("result"), "error" in item) for item in items]
    try:
        answer = getattr(client, name)(index=index, **about)
    except exceptions.ConflictError as error:
        return error.status_code
    if name == "create":
        return answer["result"]
    if name == "mget":
        return [(each["found"], each.get("_version"), each.get("_source")) for each in answer["docs"]]
    hits = [(hit["_id"], hit["_version"], hit["_source"]) for hit in answer["hits"]["hits"]]
    buckets = answer.get("aggregations", {}).get("found", {}).get("buckets", [])
    return sorted(hits, key=str), {bucket["key"] for bucket in buckets}
