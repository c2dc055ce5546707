"""Requests, routes, events and answers, without a socket."""

from __future__ import annotations

import base64
import io
import json
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import parse_headers
from pathlib import Path
from typing import Any

import pytest

from infra.local.cors import answer_headers, preflight_headers
from infra.local.http_answer import MalformedHttpAnswer, answer_of
from infra.local.http_event import event_of
from infra.local.http_request import Request, checked_headers, declared_length, read_body, split_target
from infra.local.problems import Problem
from infra.local.routes import Cors, Route, Router, RouteRefused
from infra.local.template import Template

NOW = datetime(2026, 11, 5, 9, 3, 7, tzinfo=UTC)


def _router(tmp_path: Path, events: str, api: str = "") -> Router:
    (tmp_path / "code").mkdir(exist_ok=True)
    path = tmp_path / "template.yaml"
    path.write_text(f"""
Transform: AWS::Serverless-2016-10-31
Resources:
  Api: {{Type: AWS::Serverless::HttpApi, Properties: {{{api}}}}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: f.f
      Runtime: python3.13
      CodeUri: code
      Events:
{events}
""")
    return Router(Template(path, {}, "http://127.0.0.1:1"))


def _event(name: str, method: str, path: str, extra: str = "") -> str:
    api = f'ApiId: !Ref Api, Method: {method}, Path: "{path}"{extra}'
    return f"        {name}: {{Type: HttpApi, Properties: {{{api}}}}}\n"


ROUTES = (
    _event("A", "GET", "/v1/stories/{id+}")
    + _event("B", "GET", "/v1/stories")
    + _event("C", "POST", "/v1/stories", ", TimeoutInMillis: 5000")
    + _event("D", "GET", "/v1/stories/{id}/versions")
    + _event("E", "GET", "/v1/stories/latest")
    + _event("F", "ANY", "/any/{thing}")
    + _event("G", "GET", "/any/{thing}")
)


@pytest.mark.parametrize(
    ("method", "path", "key", "variables"),
    [
        ("GET", "/v1/stories", "GET /v1/stories", {}),
        ("POST", "/v1/stories", "POST /v1/stories", {}),
        ("GET", "/v1/stories/ap:1", "GET /v1/stories/{id+}", {"id": "ap:1"}),
        ("GET", "/v1/stories/ap:a/b/c", "GET /v1/stories/{id+}", {"id": "ap:a/b/c"}),
        ("GET", "/v1/stories/a//b/", "GET /v1/stories/{id+}", {"id": "a//b/"}),
        ("GET", "/v1/stories/ap:1/versions", "GET /v1/stories/{id}/versions", {"id": "ap:1"}),
        ("GET", "/v1/stories/latest", "GET /v1/stories/latest", {}),
        ("DELETE", "/any/x", "ANY /any/{thing}", {"thing": "x"}),
        ("GET", "/any/x", "GET /any/{thing}", {"thing": "x"}),
    ],
)
def test_a_request_takes_the_most_specific_route(
    tmp_path: Path, method: str, path: str, key: str, variables: dict[str, str]
) -> None:
    found = _router(tmp_path, ROUTES).find(method, path)
    assert found is not None
    assert (found[0].key, found[1]) == (key, variables)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"), ("GET", "/v1/stories/"), ("HEAD", "/v1/stories"), ("PUT", "/v1/stories"), ("GET", "/any/"),
        ("GET", "/any/x/y"), ("GET", "/V1/stories"), ("OPTIONS", "/v1/stories"),
    ],
)  # fmt: skip
def test_a_request_without_a_route_has_none(tmp_path: Path, method: str, path: str) -> None:
    assert _router(tmp_path, ROUTES).find(method, path) is None


def test_the_default_route_takes_what_is_left(tmp_path: Path) -> None:
    router = _router(tmp_path, _event("A", "GET", "/x") + "        Z: {Type: HttpApi, Properties: {ApiId: !Ref Api}}\n")
    assert [(found[0].key, found[1]) for path in ("/x", "/y/z") if (found := router.find("GET", path))] == [
        ("GET /x", {}),
        ("$default", {}),
    ]


def test_a_route_has_the_time_limit_of_the_template(tmp_path: Path) -> None:
    timeouts = {route.key: route.timeout for route in _router(tmp_path, ROUTES).routes}
    assert timeouts["POST /v1/stories"] == 5
    assert timeouts["GET /v1/stories"] == 30


def test_routes_that_cannot_run_here_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RouteRefused, match="GET /x must lead to a function, in payload format 2.0"):
        _router(tmp_path, _event("A", "GET", "/x", ', PayloadFormatVersion: "1.0"'))
    with pytest.raises(RouteRefused, match="one HTTP API can be served, not 2: Api, ServerlessHttpApi"):
        _router(tmp_path, "        A: {Type: HttpApi, Properties: {Method: GET, Path: /x}}\n")


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        ("/a%20b/%C3%A9%2Fc?q=%zz".replace("%zz", "%41"), "/a b/é/c", "q=%41"),
        ("/x?", "/x", ""),
        ("/x?a=1&a=2&b", "/x", "a=1&a=2&b"),
        ("/x?a?b", "/x", "a?b"),
        ("http://host:1/x?y", "/x", "y"),
        ("/%25", "/%", ""),
    ],
)
def test_a_target_is_a_decoded_path_and_a_raw_query(target: str, path: str, query: str) -> None:
    assert split_target(target) == (path, query)


@pytest.mark.parametrize(
    "target",
    ["/%zz", "/%", "/x?q=100%", "/%00", "/a%0Ab", "/%ff", "/é", "/a\x00b", "*", "x", "", "http://host", "/x#y", "//%2"],
)
def test_a_broken_target_is_a_400(target: str) -> None:
    with pytest.raises(Problem) as caught:
        split_target(target)
    assert caught.value.status == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("Content-Length: x", 400),
        ("Content-Length: -1", 400),
        ("Content-Length: ²", 400),
        ("Content-Length: 1\r\nContent-Length: 2", 400),
        ("Content-Length: 1\r\nTransfer-Encoding: chunked", 400),
        ("Transfer-Encoding: gzip", 501),
        ("Transfer-Encoding: gzip, chunked", 501),
        ("Content-Length: 10485761", 413),
        (f"Content-Length: {'9' * 5000}", 413),
    ],
)
def test_a_length_that_is_wrong_is_refused(lines: str, status: int) -> None:
    headers = parse_headers(io.BytesIO(f"{lines}\r\n\r\n".encode("latin-1")))
    with pytest.raises(Problem) as caught:
        declared_length(headers)
    assert caught.value.status == status


@pytest.mark.parametrize(
    ("wire", "body"),
    [
        (b"0\r\n\r\n", b""),
        (b"3\r\nabc\r\n2;name=value\r\nde\r\n0\r\nTrailer: x\r\n\r\n", b"abcde"),
        (b"00A\r\n0123456789\r\n0\r\n\r\n", b"0123456789"),
    ],
)
def test_chunks_are_put_together(wire: bytes, body: bytes) -> None:
    assert read_body(io.BytesIO(wire), None) == body


@pytest.mark.parametrize(
    ("wire", "length", "status"),
    [
        (b"abc", 5, 400),
        (b"", None, 400),
        (b"3\r\nab", None, 400),
        (b"3\r\nabcd\r\n0\r\n\r\n", None, 400),
        (b"-1\r\n", None, 400),
        (b"0x3\r\nabc\r\n", None, 400),
        (b"FFFFFFFFF\r\n", None, 400),
        (b"FFFFFFFF\r\n", None, 413),
        (b"0\r\n" + b"a: b\r\n" * 200, None, 400),
    ],
)
def test_a_broken_body_is_refused(wire: bytes, length: int | None, status: int) -> None:
    with pytest.raises(Problem) as caught:
        read_body(io.BytesIO(wire), length)
    assert caught.value.status == status


def test_a_header_line_that_is_none_is_refused() -> None:
    for lines in (b"Host: x\r\nno colon\r\nA: b\r\n\r\n", b" folded\r\nA: b\r\n\r\n"):
        with pytest.raises(Problem):
            checked_headers(parse_headers(io.BytesIO(lines)))


def _request(**changes: Any) -> Request:
    values: dict[str, Any] = {
        "method": "POST", "path": "/v1/stories", "query": "", "protocol": "HTTP/1.1",
        "headers": (("host", "news.example:8000"),), "body": b"", "source_ip": "127.0.0.1",
    }  # fmt: skip
    return Request(**{**values, **changes})


def _event_of(request: Request, **variables: str) -> dict[str, Any]:
    return event_of(request, Route("POST", "/v1/stories", "arn:f", 30), variables, "request-1", NOW)


def test_an_event_has_payload_format_2() -> None:
    headers = (
        ("host", "news.example:8000"), ("x-many", "1"), ("x-many", "2"), ("cookie", "a=1; b=2"), ("cookie", "c=3"),
        ("user-agent", "curl/8"), ("content-type", "application/json"), ("transfer-encoding", "chunked"),
    )  # fmt: skip
    event = _event_of(_request(query="q=a+b&q=c%26&empty=", headers=headers, body='{"é":1}'.encode()), id="a/b")

    assert event == {
        "version": "2.0",
        "routeKey": "POST /v1/stories",
        "rawPath": "/v1/stories",
        "rawQueryString": "q=a+b&q=c%26&empty=",
        "cookies": ["a=1", "b=2", "c=3"],
        "headers": {
            "host": "news.example:8000",
            "x-many": "1,2",
            "user-agent": "curl/8",
            "content-type": "application/json",
            "content-length": "8",
            "x-forwarded-for": "127.0.0.1",
            "x-forwarded-proto": "http",
        },
        "queryStringParameters": {"q": "a b,c&", "empty": ""},
        "pathParameters": {"id": "a/b"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "laptop",
            "authorizer": {"jwt": {"claims": {"scope": "operations"}, "scopes": ["operations"]}},
            "domainName": "news.example:8000",
            "domainPrefix": "news",
            "http": {
                "method": "POST",
                "path": "/v1/stories",
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "curl/8",
            },
            "requestId": "request-1",
            "routeKey": "POST /v1/stories",
            "stage": "$default",
            "time": "05/Nov/2026:09:03:07 +0000",
            "timeEpoch": 1793869387000,
        },
        "body": '{"é":1}',
        "isBase64Encoded": False,
    }


def test_what_a_request_does_not_have_its_event_does_not_have() -> None:
    event = _event_of(_request())
    assert not {"body", "cookies", "queryStringParameters", "pathParameters"} & set(event)
    assert event["rawQueryString"] == ""


@pytest.mark.parametrize(
    ("content_type", "body", "encoded"),
    [
        ("text/xml; charset=utf-8", "<é/>".encode(), False),
        ("", b"plain", False),
        ("Application/JSON", b"{}", False),
        ("application/json", b"caf\xe9", True),
        ("application/octet-stream", b"text", True),
        ("image/png", b"\x89PNG\x00", True),
        ("application/x-www-form-urlencoded", b"a=b", True),
        ("text/plain", b"\x01\x02SOH", False),
    ],
)
def test_a_body_that_is_not_text_comes_as_base64(content_type: str, body: bytes, encoded: bool) -> None:
    event = _event_of(_request(headers=(("content-type", content_type),) if content_type else (), body=body))
    assert event["isBase64Encoded"] is encoded
    assert (base64.b64decode(event["body"]) if encoded else event["body"].encode()) == body


@pytest.mark.parametrize(
    ("answer", "status", "headers", "body"),
    [
        ({"statusCode": 204}, 204, {"content-type": "text/plain;charset=UTF-8"}, b""),
        ({"statusCode": "201", "body": "é"}, 201, {"content-type": "text/plain;charset=UTF-8"}, "é".encode()),
        ({"statusCode": 200, "headers": {"Content-Type": "a/b", "X-N": 5, "X-B": True}}, 200,
         {"content-type": "a/b", "x-n": "5", "x-b": "true"}, b""),
        ({"statusCode": 200, "headers": None, "cookies": None, "body": None}, 200,
         {"content-type": "text/plain;charset=UTF-8"}, b""),
        ({"statusCode": 200, "headers": {"content-type": "i/p", "Connection": "close", "Content-Length": "9"},
          "body": "AP8=", "isBase64Encoded": True}, 200, {"content-type": "i/p"}, b"\x00\xff"),
        ({"any": 1}, 200, {"content-type": "application/json"}, b'{"any": 1}'),
        ([1], 200, {"content-type": "application/json"}, b"[1]"),
        ("text", 200, {"content-type": "application/json"}, b"text"),
        (None, 200, {"content-type": "application/json"}, b"null"),
    ],
)  # fmt: skip
def test_an_answer_is_read(answer: Any, status: int, headers: dict[str, str], body: bytes) -> None:
    read = answer_of(json.dumps(answer).encode())
    assert (read.status, dict(read.headers), read.body) == (status, headers, body)


def test_cookies_are_lines_of_their_own() -> None:
    read = answer_of(b'{"statusCode": 200, "cookies": ["a=1", "b=2"]}')
    assert [value for name, value in read.headers if name == "set-cookie"] == ["a=1", "b=2"]


@pytest.mark.parametrize(
    "answer",
    [
        {"statusCode": "ok"},
        {"statusCode": None},
        {"statusCode": 99},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "body": "%%%", "isBase64Encoded": True},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "headers": {"a": ["b"]}},
        {"statusCode": 200, "headers": {"a": "b\r\nSet-Cookie: evil=1"}},
        {"statusCode": 200, "headers": {"a b": "c"}},
        {"statusCode": 200, "headers": {"a": "😀"}},
        {"statusCode": 200, "cookies": "a=1"},
    ],
)
def test_a_malformed_answer_is_refused(answer: Any) -> None:
    with pytest.raises(MalformedHttpAnswer):
        answer_of(json.dumps(answer).encode())


CORS = Cors(("https://news.example", "https://*.example.org"), ("GET",), ("x-a", "x-b"), ("etag",), 600, True)


@pytest.mark.parametrize(
    ("cors", "origin", "allowed"),
    [
        (CORS, "https://news.example", "https://news.example"),
        (CORS, "https://a.example.org", "https://a.example.org"),
        (CORS, "https://evil.example", None),
        (Cors(("*",)), "https://any", "*"),
    ],
)
def test_an_origin_is_allowed_by_the_settings(cors: Cors, origin: str, allowed: str | None) -> None:
    assert dict(answer_headers(cors, origin)).get("access-control-allow-origin") == allowed


def test_a_preflight_is_answered_from_the_settings() -> None:
    assert dict(preflight_headers(CORS, "https://news.example")) == {
        "access-control-allow-origin": "https://news.example",
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "etag",
        "access-control-allow-methods": "GET",
        "access-control-allow-headers": "x-a,x-b",
        "access-control-max-age": "600",
    }
    assert preflight_headers(CORS, "https://evil.example") == ()


def test_without_settings_there_is_no_cors(tmp_path: Path) -> None:
    assert _router(tmp_path, ROUTES).cors is None
    settings = "CorsConfiguration: {AllowOrigins: ['*'], AllowMethods: [GET], MaxAge: 5}"
    assert _router(tmp_path, ROUTES, settings).cors == Cors(("*",), ("GET",), max_age=5)
