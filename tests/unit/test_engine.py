"""What the engine answers, what becomes of each story, and what is sent again, by a script of answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from opensearchpy import exceptions

from newswire.engine import LONGEST_PAUSE_SECONDS, MAX_DOCUMENT_BYTES, TIMEOUT_SECONDS, Engine, Operation
from newswire.errors import EngineMisconfigured, EngineUnavailable
from newswire.outcome import Outcome

LOST = exceptions.ConnectionTimeout("TIMEOUT", "timed out", TimeoutError())
REFUSED = exceptions.ConnectionError("N/A", "connection refused", OSError())
CUT = exceptions.SerializationError("half a JSON document")


class ScriptedClient:
    """Answers bulk requests by a script: an error, or the status of each document, by its id where that matters."""

    def __init__(self, *script: Exception | Callable[[list[str]], list[int]]) -> None:
        self._script = list(script)
        self.sent: list[list[str]] = []

    def bulk(self, body: bytes, **_: Any) -> dict[str, Any]:
        ids = [json.loads(line)["index"]["_id"] for line in body.splitlines()[::2]]
        self.sent.append(ids)
        answer = self._script.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return {"items": [{"index": _item(status)} for status in answer(ids)]}


def _item(status: int) -> dict[str, Any]:
    if status < 300:
        return {"status": status, "result": "created" if status == 201 else "updated"}
    return {"status": status, "error": {"type": "some_exception", "reason": "for a reason"}}


def every(status: int) -> Callable[[list[str]], list[int]]:
    return lambda ids: [status] * len(ids)


def each(**statuses: int) -> Callable[[list[str]], list[int]]:
    return lambda ids: [statuses[id_] for id_ in ids]


def error(status: int) -> Exception:
    return exceptions.TransportError(status, "scripted", {})


def operations(*ids: str, size: int = 2) -> list[Operation]:
    return [Operation("stories", id_, 1, b"[" + b" " * (size - 2) + b"]") for id_ in ids]


def outcomes(client: ScriptedClient, *ids: str, seconds_left: float = 30.0) -> list[Outcome]:
    engine = Engine(client, lambda: seconds_left, sleep=lambda _: None)  # type: ignore[arg-type]
    return [answer.outcome for answer in engine.bulk(operations(*ids))]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.ACCEPTED),
        (201, Outcome.ACCEPTED),
        (409, Outcome.SUPERSEDED),
        (400, Outcome.QUARANTINED),
        (429, Outcome.RETRY),
        (500, Outcome.RETRY),
        (503, Outcome.RETRY),
    ],
)
def test_the_status_of_a_document_decides_about_it_alone(status: int, outcome: Outcome) -> None:
    client = ScriptedClient(each(a=201, b=status, c=200), each(b=status))
    assert outcomes(client, "a", "b", "c") == [Outcome.ACCEPTED, outcome, Outcome.ACCEPTED]


@pytest.mark.parametrize(
    "fault", [error(408), error(429), error(500), error(502), error(503), error(504), LOST, REFUSED, CUT]
)
def test_a_passing_fault_is_tried_once_more_and_then_left_to_the_queue(fault: Exception) -> None:
    client = ScriptedClient(fault, every(200))
    assert outcomes(client, "a", "b") == [Outcome.ACCEPTED] * 2
    client = ScriptedClient(fault, fault)
    assert outcomes(client, "a", "b") == [Outcome.RETRY] * 2
    assert client.sent == [["a", "b"]] * 2


def test_only_what_was_not_taken_is_sent_again() -> None:
    client = ScriptedClient(each(a=200, b=429, c=409), each(b=200))
    assert outcomes(client, "a", "b", "c") == [Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.SUPERSEDED]
    assert client.sent == [["a", "b", "c"], ["b"]]


def test_the_pause_has_full_jitter_and_keeps_within_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    bounds: list[tuple[float, float]] = []

    def highest(low: float, high: float) -> float:
        bounds.append((low, high))
        return high

    monkeypatch.setattr("newswire.engine.random.uniform", highest)
    for seconds_left in (600.0, TIMEOUT_SECONDS + 1.0):
        slept: list[float] = []
        engine = Engine(ScriptedClient(error(503), every(200)), lambda left=seconds_left: left, slept.append)  # type: ignore[arg-type, misc]
        engine.bulk(operations("a"))
        assert slept == [bounds[-1][1]]
    assert bounds == [(0, LONGEST_PAUSE_SECONDS), (0, 0.5)]


def test_nothing_is_repeated_when_the_time_is_nearly_up() -> None:
    client = ScriptedClient(error(503))
    assert outcomes(client, "a", seconds_left=TIMEOUT_SECONDS) == [Outcome.RETRY]


@pytest.mark.parametrize("status", [401, 403, 404, 405])
def test_our_own_fault_halts_the_batch(status: int) -> None:
    with pytest.raises(EngineMisconfigured, match=str(status)):
        outcomes(ScriptedClient(error(status)), "a")
    with pytest.raises(EngineMisconfigured, match=str(status)):
        outcomes(ScriptedClient(each(a=200, b=status)), "a", "b")


def test_a_request_that_is_too_large_is_halved_until_one_document_is() -> None:
    too_large = error(413)
    client = ScriptedClient(too_large, every(200), too_large, too_large, every(200))
    assert outcomes(client, "a", "b", "c", "d") == [
        Outcome.ACCEPTED,
        Outcome.ACCEPTED,
        Outcome.QUARANTINED,
        Outcome.ACCEPTED,
    ]
    assert client.sent == [["a", "b", "c", "d"], ["a", "b"], ["c", "d"], ["c"], ["d"]]


def test_what_no_answer_could_hold_is_not_sent_at_all() -> None:
    client = ScriptedClient(every(200))
    large = operations("large", size=MAX_DOCUMENT_BYTES + 1)
    answers = Engine(client).bulk([*large, *operations("a")])  # type: ignore[arg-type]
    assert [answer.outcome for answer in answers] == [Outcome.QUARANTINED, Outcome.ACCEPTED]
    assert client.sent == [["a"]]


def test_an_answer_tells_what_was_there_before() -> None:
    answers = Engine(ScriptedClient(each(a=201, b=200))).bulk(operations("a", "b"))  # type: ignore[arg-type]
    assert [answer.created for answer in answers] == [True, False]


def test_an_equal_version_may_be_written_again_and_only_an_alias_takes_it() -> None:
    [action, document] = Operation("stories", "a", 7, b"{}").lines().splitlines()
    about = {"_index": "stories", "_id": "a", "version": 7, "version_type": "external_gte", "require_alias": True}
    assert (json.loads(action), document) == ({"index": about}, b"{}")


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (error(503), EngineUnavailable),
        (LOST, EngineUnavailable),
        (CUT, EngineUnavailable),
        (error(403), EngineMisconfigured),
    ],
)
def test_reading_raises_what_a_caller_can_answer(fault: Exception, raised: type[Exception]) -> None:
    class Client:
        def mget(self, **_: Any) -> Any:
            raise fault

        search = mget

    engine = Engine(Client())  # type: ignore[arg-type]
    with pytest.raises(raised):
        engine.get_many("stories", ["a"])
    with pytest.raises(raised):
        engine.search("stories", {})


@pytest.mark.parametrize(
    ("fault", "error"),
    [("index_not_found_exception", EngineMisconfigured), ("no_shard_available_action_exception", EngineUnavailable)],
)
def test_a_document_that_cannot_be_read_is_not_missing(fault: str, error: type[Exception]) -> None:
    client: Any = SimpleNamespace(mget=lambda **_: {"docs": [{"_id": "1", "error": {"type": fault}}]})
    with pytest.raises(error):
        Engine(client).get_many("stories", ["1"])
