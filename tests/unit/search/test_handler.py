"""The search handler where the engine gives no whole answer: never a part of one, always when to come back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from opensearchpy import exceptions

from newswire.engine import Engine
from newswire.settings import Settings
from search.handler import handler
from tests.conftest import Context, FrozenApp
from tests.integration.http import event_for

PATHS = ["/v1/stories", "/v1/stories application/x-ndjson", "/v1/stories text/csv"]
PATHS += ["/v1/feed.rss", "/v1/feed.atom", "/v1/feed.json"]
WHOLE: dict[str, Any] = {
    "timed_out": False,
    "took": 1,
    "_shards": {"failed": 0},
    "hits": {"total": {"value": 0, "relation": "eq"}, "hits": []},
}


class Client:
    """A client that answers each search alike, or raises."""

    def __init__(self, answer: dict[str, Any] | Exception) -> None:
        self._answer = answer

    def search(self, **_: Any) -> dict[str, Any]:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def ask(path: str, answer: dict[str, Any] | Exception, key: str = "k") -> dict[str, Any]:
    app = FrozenApp(Settings(opensearch_url="http://127.0.0.1:9", cursor_key=key))
    app.__dict__["engine"] = Engine(Client(answer))  # type: ignore[arg-type]
    path, _, accept = path.partition(" ")
    event = event_for(path)
    event["headers"]["accept"] = accept
    answered: dict[str, Any] = handler(event, Context(), app)  # type: ignore[arg-type]
    return answered


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "answer",
    [
        exceptions.TransportError(429, "rejected", {}),
        exceptions.TransportError(503, "away", {}),
        exceptions.TransportError(500, "task cancelled", {}),
        {**WHOLE, "timed_out": True},
        {**WHOLE, "_shards": {"failed": 1}},
    ],
    ids=["429", "503", "cancelled", "timed out", "failed shard"],
)
def test_a_busy_engine_is_503_with_a_time_to_come_back(path: str, answer: dict[str, Any] | Exception) -> None:
    answered = ask(path, answer)
    headers = {name.lower(): value for name, value in answered["headers"].items()}
    assert (answered["statusCode"], headers["content-type"]) == (503, "application/problem+json")
    assert int(headers["retry-after"]) > 0


@pytest.mark.parametrize("path", PATHS)
def test_a_whole_answer_is_200(path: str) -> None:
    assert ask(path, WHOLE)["statusCode"] == 200


def test_without_a_key_for_cursors_no_page_is_given() -> None:
    answered = ask("/v1/stories", WHOLE, key="")
    assert answered["statusCode"] == 500
    assert "CURSOR" not in json.dumps(answered), "what is wrong with us is not the caller's"
