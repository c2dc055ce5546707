"""The gateway on a socket: HTTP as clients speak it, well and badly."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from infra.local.authorizer import USER, unsigned_token
from infra.local.commands.search import search
from infra.local.errors import LocalError, PortInUse
from infra.local.gateway import Gateway
from infra.local.http_api import HttpApi
from infra.local.invocation import (
    AnswerTooLarge,
    EventTooLarge,
    HandlerRaised,
    InvocationFailed,
    Stopped,
    TaskTimedOut,
    Throttled,
)
from infra.local.log import Log
from infra.local.routes import Router, RouteRefused
from infra.local.template import Template
from tests.unit.local import handlers

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      CorsConfiguration: {AllowOrigins: ["https://news.example"], AllowMethods: [GET, POST]}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: f.f
      Runtime: python3.13
      CodeUri: .
      FunctionName: newswire-Sample
      Events:
        A: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: ANY, Path: "/echo/{rest+}"}}
        B: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /slow, TimeoutInMillis: 200}}
        C: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /only-get}}
"""

ARN = "arn:aws:lambda:us-east-1:123456789012:function:newswire-Sample"
Answer = Callable[[bytes], bytes]


def _echo(event: bytes) -> bytes:
    return json.dumps(
        {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": event.decode()}
    ).encode()


class Served:
    """A gateway, its answer to be set by the test."""

    def __init__(self, folder: Path) -> None:
        (folder / "template.yaml").write_text(TEMPLATE)
        self.answer: Answer = _echo
        self._function = handlers.Answering(folder, lambda event: self.answer(event))
        self._log = Log(folder / "gateway.log")
        self.gateway = Gateway("127.0.0.1", 0, self._log)
        self._api = HttpApi(Router(Template(folder / "template.yaml", {}, "http://127.0.0.1:1")), {ARN: self._function})
        self.gateway.serve(self._api)
        self.client = httpx.Client(base_url=self.gateway.url, timeout=20)

    def raw(self, wire: bytes) -> bytes:
        """What the gateway answers to these bytes until it ends the connection."""
        with socket.create_connection(("127.0.0.1", self.client.base_url.port or 0), timeout=10) as connection:
            connection.sendall(wire)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    @property
    def log(self) -> str:
        return self._log.path.read_text()

    def close(self) -> None:
        self.client.close()
        self.gateway.stop()
        self._api.close()
        self._function.log.close()
        self._log.close()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("gateway"))
    yield served
    served.close()


@pytest.fixture
def served(gateway: Served) -> Served:
    gateway.answer = _echo
    return gateway


def _raiser(error: Exception) -> Answer:
    def raise_it(_: bytes) -> bytes:
        raise error

    return raise_it


def test_a_request_becomes_an_event_and_the_answer_a_response(served: Served) -> None:
    response = served.client.post(
        "/echo/a%2Fb?x=1&x=%20",
        content="{}",
        headers=[("content-type", "application/json"), ("X-One", "1"), ("x-one", "2"), ("cookie", "a=1; b=2")],
    )
    event = response.json()
    assert response.status_code == 200
    assert response.headers["apigw-requestid"] == event["requestContext"]["requestId"]
    assert event["routeKey"] == "ANY /echo/{rest+}"
    assert event["pathParameters"] == {"rest": "a/b"}
    assert event["rawQueryString"] == "x=1&x=%20"
    assert event["headers"]["x-one"] == "1,2"
    assert event["cookies"] == ["a=1", "b=2"]
    assert event["body"] == "{}"
    assert event["requestContext"]["http"]["sourceIp"] == "127.0.0.1"


def test_a_bearer_token_is_passed_on_as_a_jwt_authorizer_does(served: Served) -> None:
    headers = {"authorization": f"Bearer {unsigned_token('embargoed')}"}
    context = served.client.get("/echo/x", headers=headers).json()["requestContext"]
    assert context["authorizer"] == {"jwt": {"claims": {"scope": "embargoed"}, "scopes": ["embargoed"]}}
    assert served.client.get("/echo/x").json()["requestContext"]["authorizer"] == {"jwt": USER}


def test_a_malformed_bearer_token_is_a_401(served: Served) -> None:
    response = served.client.get("/echo/x", headers={"authorization": "Bearer nonsense"})
    assert (response.status_code, response.headers["content-type"]) == (401, "application/problem+json")
    assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'


def test_search_embargoed_sends_a_token_and_shows_the_mark(served: Served) -> None:
    url = f"{served.gateway.url}/echo"
    asked = json.loads(CliRunner().invoke(search, ["x", "--json", "--embargoed", "--url", url]).stdout)
    assert asked["requestContext"]["authorizer"]["jwt"]["scopes"] == ["embargoed"]
    asked = json.loads(CliRunner().invoke(search, ["x", "--json", "--url", url]).stdout)
    assert asked["requestContext"]["authorizer"]["jwt"]["scopes"] == ["operations"]
    hits = [_hit(embargoed=True, embargo_until=until) for until in ("2026-03-01T13:00:00Z", "9999-12-31T00:00:00Z")]
    page: dict[str, Any] = {
        "query": {"text": "x", "understood_as": "x", "warnings": [], "did_you_mean": None},
        "facets": {},
        "histogram": [],
        "stories": [*hits, _hit()],
        "total": {"value": 3, "relation": "eq"},
        "next": None,
    }
    served.answer = lambda _: json.dumps({"statusCode": 200, "body": json.dumps(page)}).encode()
    shown = CliRunner().invoke(search, ["x", "--embargoed", "--url", url]).stdout
    assert shown.count("under embargo") == 2
    assert "under embargo until 2026-03-0" in shown  # in the zone of the machine
    assert "under embargo until a newer version" in shown


def _hit(**marks: Any) -> dict[str, Any]:
    plain = {
        "id": "ena:1",
        "headline": "Harbour",
        "slug": None,
        "supplier": "ena",
        "urgency": None,
        "summary": "Open.",
        "partial": False,
    }
    shown = {"version_created": "2026-03-01T12:00:00Z", "highlights": {"headline": None, "body": []}}
    return {**plain, **shown, **marks}


def test_a_chunked_body_arrives_whole(served: Served) -> None:
    event = served.client.post("/echo/x", content=iter([b"ab\xff", b"", b"cd"])).json()
    assert base64.b64decode(event["body"]) == b"ab\xffcd"
    assert event["headers"]["content-length"] == "5"
    assert "transfer-encoding" not in event["headers"]


def test_a_connection_is_kept_between_requests(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.client.base_url.port or 0), timeout=10) as connection:
        stream = connection.makefile("rwb")
        for n in range(3):
            stream.write(b"POST /echo/%d HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi" % n)
            stream.flush()
            assert stream.readline() == b"HTTP/1.1 200 OK\r\n"
            headers = dict(line.rstrip().split(b": ", 1) for line in iter(stream.readline, b"\r\n"))
            assert json.loads(stream.read(int(headers[b"content-length"])))["rawPath"] == f"/echo/{n}"
        stream.close()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_every_method_reaches_a_function(served: Served, method: str) -> None:
    assert served.client.request(method, "/echo/x").json()["requestContext"]["http"]["method"] == method


def test_a_head_request_is_a_route_of_its_own(served: Served) -> None:
    assert served.client.head("/only-get").status_code == 404
    response = served.client.head("/echo/x")
    assert (response.status_code, response.content) == (200, b"")
    assert int(response.headers["content-length"]) > 100
    assert served.client.get("/echo/next").status_code == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (HandlerRaised("KeyError", "x"), 500),
        (TaskTimedOut("Task timed out"), 500),
        (InvocationFailed("whatever"), 500),
        (AnswerTooLarge("7 MB"), 502),
        (EventTooLarge("7 MB"), 413),
        (Throttled("busy"), 503),
        (Stopped("stopped"), 503),
    ],
)
def test_a_failed_call_is_a_problem(served: Served, error: Exception, status: int) -> None:
    served.answer = _raiser(error)
    response = served.client.get("/echo/x")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["status"] == status
    assert str(error) in problem["detail"]


def test_a_malformed_answer_is_a_500(served: Served) -> None:
    served.answer = lambda _: b'{"statusCode": "many"}'
    response = served.client.get("/echo/x")
    assert (response.status_code, response.json()["title"]) == (500, "Internal Server Error")


def test_a_request_without_a_route_is_a_404(served: Served) -> None:
    response = served.client.get("/nowhere")
    assert (response.status_code, response.json()["detail"]) == (404, "no route takes GET /nowhere")


def test_a_slow_function_is_a_504_and_goes_on_without_its_client(served: Served) -> None:
    finish, finished = Event(), Event()

    def answer(_: bytes) -> bytes:
        finish.wait(10)
        finished.set()
        return b"{}"

    served.answer = answer
    assert served.client.get("/slow").status_code == 504
    finish.set()
    assert finished.wait(10)


def test_a_body_over_the_limit_is_refused_before_it_is_read(served: Served) -> None:
    started = time.monotonic()
    response = served.client.post("/echo/x", content=b"x" * (10 * 1024 * 1024 + 1))
    assert response.status_code == 413
    assert "10485760 bytes" in response.json()["detail"]
    assert response.headers["connection"] == "close"
    assert time.monotonic() - started < 5
    chunked = served.client.post("/echo/x", content=(b"x" * 1_000_000 for _ in range(12)))
    assert chunked.status_code == 413


def test_a_client_that_waits_for_continue_gets_it_or_the_refusal(served: Served) -> None:
    head = (
        b"POST /echo/x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    )
    allowed = served.raw(head % 2 + b"hi")
    assert allowed.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
    refused = served.raw(head % 99_999_999)
    assert refused.startswith(b"HTTP/1.1 413 ")
    assert b"100 Continue" not in refused


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("options", [(), ("-H", "Expect:"), ("-H", "Transfer-Encoding: chunked")])
def test_curl_sees_the_refusal_of_a_large_body(served: Served, tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "large").write_bytes(b"x" * 30_000_000)
    command = ["curl", "-sS", "-w", "%{http_code}", "-o", "-", *options, "--data-binary", f"@{tmp_path / 'large'}"]
    done = subprocess.run([*command, f"{served.gateway.url}/echo/x"], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.stdout.endswith("413"), done.stderr


@pytest.mark.parametrize(
    ("wire", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"GET  /a b HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/x\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\n\r\n", 505),
        (b"\x16\x03\x01\x02\x00\x01\x00 /\r\n\r\n", 400),
        (b"BREW /echo/x HTTP/1.1\r\n\r\n", 501),
        (b"GET /echo/%zz HTTP/1.1\r\n\r\n", 400),
        (b"GET /echo/%00 HTTP/1.1\r\n\r\n", 400),
        (b"GET /echo/\x00 HTTP/1.1\r\n\r\n", 400),
        (b"GET /echo/x?q=100% HTTP/1.1\r\n\r\n", 400),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET /echo/x HTTP/1.1\r\nA: " + b"x" * 70_000 + b"\r\n\r\n", 431),
        (b"GET /echo/x HTTP/1.1\r\n" + b"A: x\r\n" * 200 + b"\r\n", 431),
        (b"GET /echo/x HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"POST /echo/x HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST /echo/x HTTP/1.1\r\nContent-Length: 9\r\n\r\nhi", 400),
        (b"POST /echo/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"POST /echo/x HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
    ],
    ids=range(18),
)
def test_a_malformed_request_is_refused_and_the_next_one_answered(served: Served, wire: bytes, status: int) -> None:
    head, _, body = served.raw(wire).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"content-type: application/problem+json" in head
    problem = json.loads(body)
    assert problem["status"] == status
    assert problem["detail"]
    assert served.client.get("/echo/next").status_code == 200


def test_a_client_that_leaves_does_no_harm(served: Served, capfd: pytest.CaptureFixture[str]) -> None:
    for wire in (
        b"",
        b"GET /ec",
        b"POST /echo/x HTTP/1.1\r\nContent-Length: 5\r\n\r\n",
        b"GET /echo/x HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", served.client.base_url.port or 0)) as connection:
            connection.sendall(wire)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    assert served.client.get("/echo/next").status_code == 200
    assert capfd.readouterr() == ("", "")


def test_cors_comes_from_the_template_alone(served: Served) -> None:
    served.answer = lambda _: b'{"statusCode": 200, "headers": {"access-control-allow-origin": "*", "x-own": "1"}}'
    plain = served.client.get("/echo/x")
    assert "access-control-allow-origin" not in plain.headers
    assert plain.headers["x-own"] == "1"
    ours = served.client.get("/echo/x", headers={"origin": "https://news.example"})
    assert ours.headers["access-control-allow-origin"] == "https://news.example"
    preflight = served.client.options(
        "/echo/x", headers={"origin": "https://news.example", "access-control-request-method": "POST"}
    )
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-methods"] == "GET,POST"


def test_requests_are_answered_at_the_same_time(served: Served) -> None:
    together, count = Event(), []

    def answer(_: bytes) -> bytes:
        count.append(1)
        if len(count) == 4:
            together.set()
        assert together.wait(10)
        return b"{}"

    served.answer = answer
    with ThreadPoolExecutor(4) as pool:
        responses = list(pool.map(lambda n: httpx.get(f"{served.gateway.url}/echo/{n}").status_code, range(4)))
    assert responses == [200] * 4


def test_a_request_is_one_line_of_the_log(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.client.get("/echo/x?secret=\u202e")
    served.raw(b"GET /\x1b[31m HTTP/1.1\r\n\r\n")
    handlers.wait_until(lambda: served.log.count("\n") == 2)
    first, second = sorted(served.log.splitlines(), key=lambda line: "31m" in line)
    served.close()
    assert "127.0.0.1 GET /echo/x?secret=%E2%80%AE HTTP/1.1 200 " in first
    assert "\\x1b[31m" in second


def test_stop_ends_open_connections(tmp_path: Path) -> None:
    served = Served(tmp_path)
    with socket.create_connection(("127.0.0.1", served.client.base_url.port or 0), timeout=5) as connection:
        connection.sendall(b"GET /echo/x HTTP/1.1\r\n\r\n")
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        served.gateway.stop()
        assert b"".join(iter(lambda: connection.recv(65536), b""))
    served.close()


def test_a_port_in_use_is_one_line(served: Served, tmp_path: Path) -> None:
    port = served.client.base_url.port or 0
    log = Log(tmp_path / "second.log")
    with pytest.raises(PortInUse, match=f"port {port} is in use: .* name another with --port"):
        Gateway("127.0.0.1", port, log)
    log.close()


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("256.1.1.1", 0)])
def test_an_unusable_address_is_one_line(tmp_path: Path, host: str, port: int) -> None:
    log = Log(tmp_path / "gateway.log")
    with pytest.raises(LocalError, match=f"cannot listen on {host} port {port}"):
        Gateway(host, port, log)
    log.close()


def test_a_route_to_a_function_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    functions: dict[str, Any] = {}
    with pytest.raises(
        RouteRefused, match="leads to arn:aws:lambda.*newswire-Sample, which the template does not have"
    ):
        HttpApi(Router(Template(tmp_path / "template.yaml", {}, "http://127.0.0.1:1")), functions)
