"""Whatever is asked or pushed: an answer, or a problem document that says what is wrong; never a failure of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.handler import handler as ingest
from newswire.search.parameters import Facet
from push.handler import handler as push
from search.handler import handler as search
from tests.conftest import Context, FrozenApp, receive
from tests.integration.http import event_for, take_in
from tests.unit.ninjs import make_ninjs
from tests.unit.stories import make_story

MEGABYTE = "x" * 2**20
NESTED = 100_000
PATHS = ["/v1/stories", "/v1/suggest", "/v1/feed.rss", "/v1/feed.atom", "/v1/feed.json", "/v1/changes"]
PATHS += ["/v1/stories/ena:1", "/v1/stories/ena:1/similar", "/v1/stories/ena:1/versions", "/v1/stories/ena:1/diff"]
NAMES = (
    "q supplier feed publisher topic person organisation place country language genre urgency status from to tz near "
    "sort size cursor facets highlight group explain story after nothing"
).split()
TEXTS = [
    *('{"match_all":{}}', "[]", "null", "true", "NaN", "-Infinity", "1e400", "-1", "0", "9" * 400, '"' * 999),
    *("1,2", "nan,nan,nan", "1e308,1e308,1e308", "0000-00-00", "9999-12-31", "0001-01-01T00:00:00+23:59"),
    "9999-12-31T23:59:59.999999-23:59",
    *("../../etc/passwd", "UTC", "Etc/GMT+12", "a/b", "\0", "\ud800", "\udfff\ud800", "\ufffe", "\u202e", "İ"),
    *("_id:1", "similar:ena:1", "similar:" * 9, 'near:"\0"~1km', "-" * 999, "(" * 999, "é" * 999, ",".join(Facet)),
]  # fmt: skip
SENT = [quote(text, errors="surrogatepass") for text in TEXTS]
RAW = ["%", "%zz", "%ed%a0%80", "%ff%fe", "%00", "+", "=", "&&&", "\x7f", "é", "%25" * 99]
"""As no client writes it."""


def is_answered(answer: dict[str, Any]) -> bool:
    """Tell whether it is a success, or a problem document that blames the request."""
    if answer["statusCode"] == 200:
        return True
    told = answer["headers"].get("Content-Type") or answer["headers"].get("content-type")
    problem = json.loads(answer["body"])
    return (
        400 <= answer["statusCode"] < 500
        and told == "application/problem+json"
        and problem["status"] == answer["statusCode"]
        and len(answer["body"]) < 10_000
    )


@pytest.fixture
def stories(app: FrozenApp) -> FrozenApp:
    take_in(app, make_story(guid="1"), make_story(guid="2", body="A harbour again."))
    return app


def get(app: FrozenApp, path: str, query: str) -> dict[str, Any]:
    answer = search(event_for(path, query), Context(), app)  # type: ignore[arg-type]
    json.dumps(answer).encode()  # as the runtime hands it over
    answer["body"].encode()
    return answer


@pytest.mark.parametrize("path", PATHS)
def test_every_parameter_with_every_hostile_value_is_answered(stories: FrozenApp, path: str) -> None:
    failed = [
        (name, sent[:60], answer["statusCode"], answer["body"][:200])
        for name in NAMES
        for sent in (*SENT, *RAW)
        if not is_answered(answer := get(stories, path, f"{name}={sent}"))
    ]
    assert failed == []


PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(SENT + RAW) | st.text(max_size=20).map(quote))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(PATHS), pairs=st.lists(PAIRS, max_size=6))
def test_parameters_together_and_repeated_are_answered(
    stories: FrozenApp, path: str, pairs: list[tuple[str, str]]
) -> None:
    query = "&".join(f"{name}={sent}" for name, sent in pairs)
    answer = get(stories, path, query)
    assert is_answered(answer), (query, answer)


def test_a_megabyte_in_any_parameter_is_answered(stories: FrozenApp) -> None:
    for name in NAMES:
        answer = get(stories, "/v1/stories", f"{name}={MEGABYTE}")
        assert is_answered(answer), (name, answer["statusCode"], answer["body"][:200])


def test_what_is_only_to_be_asked_for_cannot_be_posted(stories: FrozenApp) -> None:
    for path in ("/v1/search", *PATHS):
        event = event_for(path)
        event["requestContext"]["http"]["method"] = "POST"
        answer = search(event | {"body": '{"q": "harbour"}'}, Context(), stories)  # type: ignore[arg-type]
        assert answer["statusCode"] == 404, path
        assert json.loads(answer["body"])["status"] == 404


def ninjs(**fields: Any) -> bytes:
    return json.dumps({**make_ninjs(), **fields}).encode()


BODIES: dict[str, Callable[[], bytes]] = {
    "a number": lambda: b"1",
    "null": lambda: b"null",
    "a string": lambda: b'"harbour"',
    "an empty object": lambda: b"{}",
    "an empty list": lambda: b"[]",
    "lists in lists": lambda: b"[" * NESTED + b"]" * NESTED,
    "lists without an end": lambda: b"[" * NESTED,
    "objects in objects": lambda: b'{"a":' * NESTED + b"1" + b"}" * NESTED,
    "nested in a story": lambda: ninjs(x=0).replace(b'"x": 0', b'"x": ' + b"[" * NESTED + b"]" * NESTED),
    "nested a little": lambda: ninjs(x=0).replace(b'"x": 0', b'"x": ' + b"[" * 400 + b"]" * 400),
    "not a number": lambda: ninjs(version=float("nan"), urgency=float("inf"), body_text=float("-inf")),
    "huge numbers": lambda: ninjs(version=10**400, urgency=10**400),
    "long numbers": lambda: ninjs(x=0).replace(b'"x": 0', b'"version": ' + b"9" * 100_000),
    "keys twice": lambda: b'{"uri": "a", "uri": ["b"], "headline": "x", "headline": null, "version": {}}',
    "lone surrogates": lambda: ninjs(headline="a \ud800", uri="u\udfff", person=[{"name": "\ud83d"}]),
    "lone surrogates as names": lambda: ninjs(**{"\ud800": "\udfff"}),
    "lone surrogates in bytes": lambda: b'{"uri": "u", "headline": "\xed\xa0\x80"}',
    "zeros": lambda: ninjs(headline="\0", uri="\0", body_text="a\0b"),
    "wrong types": lambda: ninjs(headline=[], uri={}, versioncreated=1, person="x", place=[[]], subject=[None]),
    "a megabyte in one word": lambda: ninjs(headline=MEGABYTE, body_text=MEGABYTE),
    "a megabyte as the id": lambda: ninjs(uri=MEGABYTE),
    "a megabyte as a name": lambda: ninjs(person=[{"name": MEGABYTE}], **{MEGABYTE: 1}),
    "very many keys": lambda: ninjs(**{f"x{number}": number for number in range(50_000)}),
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_whatever_is_pushed_is_taken_in_or_refused_and_then_has_an_outcome(
    app: FrozenApp, body: Callable[[], bytes]
) -> None:
    event = {
        "version": "2.0",
        "rawPath": "/v1/stories",
        "rawQueryString": "supplier=ena",
        "headers": {"content-type": "application/json"},
        "requestContext": {"http": {"method": "POST", "path": "/v1/stories"}, "requestId": "r", "stage": "$default"},
        "body": body().decode("utf-8", "surrogatepass"),
        "isBase64Encoded": False,
    }
    answer = push(event, Context(), app)  # type: ignore[arg-type]
    assert answer["statusCode"] == 202 or is_answered(answer), answer["body"][:500]
    json.loads(answer["body"].encode())
    queued = receive(app)
    assert len(queued["Records"]) == (answer["statusCode"] == 202)
    assert ingest(queued, Context(), app) == {"batchItemFailures": []}  # type: ignore[arg-type]
