"""The process ends before or after each side effect of a batch; the batch comes again; nothing tells the difference."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ConnectTimeoutError

from ingest.handler import handler
from newswire.changes import Cursor
from newswire.delivery import Delivery
from newswire.ingest import take_in
from tests.conftest import BUCKET, Context, FrozenApp, keys, receive
from tests.unit.ninjs import make_delivery

CALM = "calm"
AWAY = "drop/ena/away"
"""An object that S3 never answers for; what points to it stays on the queue."""


DROPPED = {
    "Records": [
        {
            "eventSource": "aws:s3",
            "eventName": "ObjectCreated:Put",
            "s3": {"bucket": {"name": BUCKET}, "object": {"key": AWAY}},
        }
    ]
}


class ProcessEnded(BaseException):
    """The process ends here: no `except Exception` and no handler below runs."""


class SideEffects:
    """Counts the calls of a process to engine, S3 and SQS, and ends it before or after one of them.

    Parameters
    ----------
    end: ends it at this point: an even one is before call end / 2, an odd one after it; None lets it run.
    """

    def __init__(self, end: int | None = None) -> None:
        self._end = end
        self.calls: list[str] = []

    def counted(self, call: Callable[..., Any], name: Callable[..., str]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            point = 2 * len(self.calls)
            self.calls.append(name(*args))
            self._pass(point)
            try:
                return call(*args, **kwargs)
            finally:
                self._pass(point + 1)

        return counted

    def _pass(self, point: int) -> None:
        if point == self._end:
            raise ProcessEnded


@pytest.fixture
def crashing(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> Callable[[SideEffects], None]:
    """Begins a process anew, with the side effects that are given."""
    transport, s3, sqs = app.engine.client.transport, app.archive._client, app.queue._client
    send, call_s3, call_sqs = transport.perform_request, s3._make_api_call, sqs._make_api_call  # type: ignore[attr-defined]

    def away(operation: str, parameters: dict[str, Any]) -> Any:
        if parameters.get("Key") == AWAY:
            raise ConnectTimeoutError(endpoint_url="https://s3")
        return call_s3(operation, parameters)

    def instrument(effects: SideEffects) -> None:
        for side in ("index", "changes"):
            app.__dict__.pop(side, None)
        monkeypatch.setattr(transport, "perform_request", effects.counted(send, lambda *args: f"{args[0]} {args[1]}"))
        monkeypatch.setattr(s3, "_make_api_call", effects.counted(away, lambda *args: str(args[0])))
        monkeypatch.setattr(sqs, "_make_api_call", effects.counted(call_sqs, lambda *args: str(args[0])))

    return instrument


def deliveries(name: str) -> list[Delivery]:
    """A batch with something of everything, and names of its own."""

    def story(guid: str, version: str, **fields: Any) -> Delivery:
        return make_delivery(delivery_id=f"{name}-{guid}{version}", uri=f"urn:{name}:{guid}", version=version, **fields)

    return [
        story("new", "1"),
        story("updated", "2"),
        story("killed", "3", pubStatus="canceled"),
        story("large", "1", bodies=[{"contentType": "text/plain", "value": "word " * 1000}]),
        story("sealed", "1", embargoed="2026-03-02T12:00:00Z"),
        make_delivery(b"{", delivery_id=f"{name}-poison"),
    ]


def earlier(name: str) -> list[Delivery]:
    """What came before the batch."""
    return [
        make_delivery(delivery_id=f"{name}-{guid}{version}", uri=f"urn:{name}:{guid}", version=version)
        for guid, version in (("updated", "1"), ("killed", "1"), ("killed", "2"))
    ]


def test_after_an_end_at_any_point_the_state_is_as_without_it(
    app: FrozenApp, crashing: Callable[[SideEffects], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "newswire.queue.MAX_INLINE_BYTES", 2000
    )  # what is larger goes by S3; small ones are faster read
    _take_in_earlier(app, [CALM])
    begin, event = _prepare(app, CALM)
    calm = SideEffects()
    crashing(calm)
    answer = handler(event, Context(), app)  # type: ignore[arg-type]
    calls = list(calm.calls)
    assert len(answer["batchItemFailures"]) == 1
    expected = _state(app, CALM, begin)
    assert {"PutObject", "GetObject", "ChangeMessageVisibilityBatch"} < set(calls)
    assert sum("_create" in call for call in calls) == 1

    points = range(2 * len(calls))
    crashing(SideEffects())
    _take_in_earlier(app, [f"p{point}" for point in points])
    for point in points:
        crashing(SideEffects())
        begin, event = _prepare(app, f"p{point}")
        crashing(SideEffects(point))
        with pytest.raises(ProcessEnded):
            handler(event, Context(), app)  # type: ignore[arg-type]
        crashing(SideEffects())
        handler(event, Context(), app)  # type: ignore[arg-type]
        _forget(app, event)
        assert _state(app, f"p{point}", begin) == expected, f"ended at point {point}: {calls[point // 2]}"


def _take_in_earlier(app: FrozenApp, names: list[str]) -> None:
    sides: dict[str, Any] = {"index": app.index, "changes": app.changes, "clock": app.now, "time_left": app.time_left}
    take_in([delivery for name in names for delivery in earlier(name)], **sides)


def _prepare(app: FrozenApp, name: str) -> tuple[Cursor, dict[str, Any]]:
    """Queue a batch; return the place in the log where it begins, and the event that Lambda gets."""
    for delivery in deliveries(name):
        app.queue.send(delivery)
    boto3.client("sqs").send_message(QueueUrl=app.settings.queue_url, MessageBody=json.dumps(DROPPED))
    return Cursor(app.changes.tail()), receive(app)


def _forget(app: FrozenApp, event: dict[str, Any]) -> None:
    """Take a batch off the queue: moto looks at each message that is there, whenever it is asked."""
    entries = [
        {"Id": str(number), "ReceiptHandle": each["receiptHandle"]} for number, each in enumerate(event["Records"])
    ]
    boto3.client("sqs").delete_message_batch(QueueUrl=app.settings.queue_url, Entries=entries)  # type: ignore[arg-type]


def _state(app: FrozenApp, name: str, begin: Cursor) -> Any:
    """Return all that a batch has left behind, with the batch's name taken out."""
    client = app.engine.client
    found = {}
    for index in (app.index.stories, app.index.versions):
        client.indices.refresh(index=index)
        request = {
            "query": {"prefix": {"id" if index == app.index.stories else "story": f"ena:urn:{name}:"}},
            "size": 100,
        }
        hits = client.search(index=index, body=request, params={"version": "true"})["hits"]["hits"]
        found[index] = sorted((hit["_id"], hit["_version"], hit["_source"]) for hit in hits)
    state = {
        "indices": found,
        "log": [change for _, change in app.changes.read(begin, 1000)],
        "archive": _records(f"{name}-", "raw/"),
        "quarantine": _records(f"{name}-", "quarantine/"),
    }
    return json.loads(json.dumps(state).replace(name, CALM))


def _records(start: str, folder: str) -> dict[str, Any]:
    """Take what the bucket holds of deliveries whose id begins with `start` out of it: by id, what became of each."""
    s3 = boto3.client("s3")
    found = {}
    for key in keys(folder):
        body = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        s3.delete_object(Bucket=BUCKET, Key=key)
        for line in gzip.decompress(body).splitlines() if key.endswith(".gz") else [body]:
            record = json.loads(line)
            if record["id"].startswith(start):
                found[record["id"]] = record["outcome"], [story["outcome"] for story in record["stories"]]
    return found
