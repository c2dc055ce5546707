"""Pushes that a supplier has signed, on moto."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newswire.delivery import MAX_DELIVERY_BYTES
from newswire.errors import SigningKeysRefused
from newswire.secret import KEPT
from newswire.signature import HEADER, TOLERANCE, sign
from newswire.state import UsedBefore
from push.handler import SIGNED_ROUTE, handler
from tests.conftest import Context, FrozenApp, receive
from tests.integration.conftest import SIGNING_KEYS

KEYS = {supplier: key.encode() for supplier, key in SIGNING_KEYS.items()}
BODY = "Sturm über dem Hafen 🌊\n\nEs stürmt.".encode()


def post(
    app: FrozenApp, body: bytes, header: str | None, query: str = "", route: str = SIGNED_ROUTE, **headers: str
) -> tuple[int, Any]:
    path = route.partition(" ")[2]
    event = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": query,
        "headers": {**headers, **({HEADER.lower(): header} if header is not None else {})},
        "requestContext": {"http": {"method": "POST", "path": path}, "requestId": "r", "stage": "$default"},
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }
    answer = handler(event, Context(), app)  # type: ignore[arg-type]
    return answer["statusCode"], {**json.loads(answer["body"]), "headers": answer["headers"]}


def signed(app: FrozenApp, body: bytes = BODY, feed: str | None = None, supplier: str = "ena") -> str:
    return sign(KEYS[supplier], supplier, feed, body, app.now())


@pytest.mark.parametrize(("query", "feed"), [("", None), ("supplier=ENA&feed=World+News", "world-news")])
def test_a_signed_push_is_of_the_supplier_that_signed_it(signing: FrozenApp, query: str, feed: str | None) -> None:
    status, answer = post(signing, BODY, signed(signing, feed=feed), query)
    assert status == 202
    assert answer["deliveries"][0]["story"].startswith("ena:")
    [record] = receive(signing)["Records"]
    assert record["messageAttributes"]["supplier"]["stringValue"] == "ena"


@pytest.mark.parametrize("route", [SIGNED_ROUTE, "POST /v1/stories"])
def test_a_replayed_push_is_refused_and_one_signed_anew_is_not(signing: FrozenApp, route: str) -> None:
    header = signed(signing)
    assert post(signing, BODY, header, route=route)[0] == 202
    status, problem = post(signing, BODY, header, route=route)
    assert (status, problem["title"]) == (401, "Signature refused")
    assert "anew" in problem["detail"]
    # Another of several digests, or another spelling, is the same push.
    for other in (header.replace(",t=", ", t="), f"{header},v1={'0' * 64}", header[:-64] + header[-64:].upper()):
        assert post(signing, BODY, other, route=route)[0] == 401
    signing.clock += timedelta(seconds=1)
    assert post(signing, BODY, signed(signing), route=route)[0] == 202
    assert len(receive(signing)["Records"]) == 2


def test_a_repeated_push_with_the_same_key_is_the_same_delivery(signing: FrozenApp) -> None:
    ids = set()
    for _ in range(2):
        signing.clock += timedelta(seconds=1)
        key = {"idempotency-key": "k"}
        ids.add(post(signing, BODY, signed(signing), **key)[1]["deliveries"][0]["id"])
    assert len(ids) == 1


@pytest.mark.parametrize("query", ["supplier=zyx", "supplier=zyx&feed=world"])
def test_a_supplier_cannot_push_as_another(signing: FrozenApp, query: str) -> None:
    feed = "world" if "feed" in query else None
    status, problem = post(signing, BODY, signed(signing, feed=feed), query)
    assert (status, problem["status"]) == (403, 403)
    assert post(signing, BODY, signed(signing, feed=feed).replace("ena", "zyx"), query)[0] == 401
    assert receive(signing)["Records"] == []


@pytest.mark.parametrize("seconds", [-TOLERANCE.seconds - 1, TOLERANCE.seconds + 1])
def test_a_timestamp_of_another_time_is_refused(signing: FrozenApp, seconds: int) -> None:
    header = signed(signing)
    signing.clock += timedelta(seconds=seconds)
    status, problem = post(signing, BODY, header)
    assert (status, problem["headers"]["www-authenticate"]) == (401, HEADER)
    assert receive(signing)["Records"] == []


@pytest.mark.parametrize(
    ("body", "header_of", "status"),
    [
        (b"", None, 401),
        (BODY, None, 401),
        (BODY, b"another body", 401),
        (b"", b"", 400),
        (b" \n", b" \n", 400),
        (b"\x89PNG\r\n\x1a\n\0\0", b"\x89PNG\r\n\x1a\n\0\0", 400),
        (b"x" * (MAX_DELIVERY_BYTES + 1), b"", 413),
    ],
)
def test_bodies_that_are_refused(signing: FrozenApp, body: bytes, header_of: bytes | None, status: int) -> None:
    header = None if header_of is None else signed(signing, header_of)
    found, problem = post(signing, body, header)
    assert found == problem["status"] == status
    assert problem["headers"]["content-type"] == "application/problem+json"
    assert receive(signing)["Records"] == []


def test_a_refused_push_leaves_nothing_behind(signing: FrozenApp) -> None:
    post(signing, b"", signed(signing, b""))
    post(signing, BODY, signed(signing)[:-1] + "g")
    post(signing, BODY, signed(signing), "supplier=zyx")
    assert boto3.client("dynamodb").scan(TableName="state")["Items"] == []


def test_where_a_caller_is_authorized_a_signature_is_not_needed_but_must_be_right(signing: FrozenApp) -> None:
    assert post(signing, BODY, None, "supplier=zyx", "POST /v1/stories")[0] == 202
    assert post(signing, BODY, "", "supplier=zyx", "POST /v1/stories")[0] == 401
    assert post(signing, BODY, signed(signing), "supplier=zyx", "POST /v1/stories")[0] == 403


def test_what_could_not_be_queued_may_be_pushed_again_as_it_is(signing: FrozenApp) -> None:
    header = signed(signing)
    with patch.object(signing.queue, "send", side_effect=ConnectionError), pytest.raises(ConnectionError):
        post(signing, BODY, header)
    assert post(signing, BODY, header)[0] == 202


def test_keys_are_read_again_after_some_minutes(signing: FrozenApp) -> None:
    new = "the-successor-of-the-key-of-ena-for-tests"
    assert post(signing, BODY, signed(signing))[0] == 202
    boto3.client("secretsmanager").put_secret_value(SecretId="SigningKeys", SecretString=json.dumps({"ena": [new]}))
    signing.clock += KEPT - timedelta(seconds=1)
    assert post(signing, BODY, signed(signing))[0] == 202
    signing.clock += timedelta(seconds=1)
    assert post(signing, BODY, signed(signing))[0] == 401
    assert post(signing, BODY, sign(new.encode(), "ena", None, BODY, signing.now()))[0] == 202


def test_a_broken_secret_ends_the_call_so_that_an_alarm_rings(signing: FrozenApp) -> None:
    boto3.client("secretsmanager").put_secret_value(SecretId="SigningKeys", SecretString="{}}")
    with pytest.raises(SigningKeysRefused):
        post(signing, BODY, signed(signing))


def test_a_name_is_used_once_and_kept_until_it_ends(signing: FrozenApp) -> None:
    with signing.state.once("a", signing.now()):
        pass
    with pytest.raises(UsedBefore), signing.state.once("a", signing.now()):
        pytest.fail("nothing is done under a used name")
    [item] = boto3.client("dynamodb").scan(TableName="state")["Items"]
    assert item == {"pk": {"S": "a"}, "ttl": {"N": str(int(signing.now().timestamp()))}}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(header=st.one_of(st.text(), st.from_regex(r"supplier=[a-z]{1,3}, ?t=[0-9]{1,11}(, ?v1=[0-9a-fA-F]{64}){1,4}")))
@example("supplier=ena,t=99999999999,v1=" + "0" * 64)
@example("supplier=ena,t=0,v1=" + "0" * 64)
@example("\ud800")
def test_whatever_the_header_says_it_is_refused_and_no_fault(signing: FrozenApp, header: str) -> None:
    status, problem = post(signing, BODY, header)
    assert status == problem["status"] == 401
