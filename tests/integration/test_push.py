"""The push handler on moto."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from push.handler import handler
from tests.conftest import Context, FrozenApp, receive
from tests.unit.ninjs import make_ninjs


def post(app: FrozenApp, body: bytes, query: str = "", headers: dict[str, str] | None = None) -> tuple[int, Any]:
    event = {
        "version": "2.0",
        "rawPath": "/v1/stories",
        "rawQueryString": query,
        "headers": headers or {},
        "requestContext": {"http": {"method": "POST", "path": "/v1/stories"}, "requestId": "r", "stage": "$default"},
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }
    answer = handler(event, Context(), app)  # type: ignore[arg-type]
    return answer["statusCode"], json.loads(answer["body"])


def test_a_pushed_story_is_queued_and_named(app: FrozenApp) -> None:
    status, answer = post(
        app, json.dumps(make_ninjs()).encode(), "supplier=ena&feed=world", {"content-type": "application/json"}
    )
    assert status == 202
    [delivery] = answer["deliveries"]
    assert delivery["story"] == "ena:urn:newsml:example.com:20260301:1"
    [record] = receive(app)["Records"]
    attributes = {name: value["stringValue"] for name, value in record["messageAttributes"].items()}
    assert attributes["delivery"] == delivery["id"]
    assert (attributes["supplier"], attributes["feed"], attributes["content_type"]) == (
        "ena",
        "world",
        "application/json",
    )


def test_what_cannot_be_read_is_taken_all_the_same(app: FrozenApp) -> None:
    status, answer = post(app, b'{"broken": ')
    assert status == 202
    [delivery] = answer["deliveries"]
    assert delivery["story"] is None
    assert "line 1" in delivery["reason"]
    assert len(receive(app)["Records"]) == 1


def test_a_repeated_push_with_the_same_key_is_the_same_delivery(app: FrozenApp) -> None:
    body = b"Harbour reopens\n\nIt did."
    one, two, other = (
        post(app, content, headers={"idempotency-key": "k"})[1]["deliveries"][0]["id"]
        for content in (body, body, body + b"!")
    )
    assert one == two != other
    assert post(app, body)[1]["deliveries"][0]["id"] != one


@pytest.mark.parametrize(
    ("body", "query", "named"),
    [
        (b"", "", None),
        (b" \n ", "", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "", None),
        (b"text", "colour=red", "colour"),
        (b"text", "supplier=a&supplier=b", "supplier"),
        (b"text", "supplier=...", "supplier"),
        (b"text", "feed=", "feed"),
    ],
)
def test_what_is_wrong_at_the_door_is_refused_and_nothing_is_queued(
    app: FrozenApp, body: bytes, query: str, named: str | None
) -> None:
    status, problem = post(app, body, query)
    assert status == problem["status"] == 400
    assert problem.get("parameter") == named
    assert receive(app)["Records"] == []
