"""The search and the operations function behind a real socket, in this process: what the page's tests talk to."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import unquote

from newswire.app import App
from operations.handler import RELEASE_ROUTE
from operations.handler import handler as operate
from search.handler import handler as search
from tests.conftest import Context

OPERATIONS = ("GET /v1/operations", RELEASE_ROUTE)

_ONE_AT_A_TIME = Lock()  # as Lambda does: a function answers one event at a time


class SearchServer(ThreadingHTTPServer):
    """Answers with the two functions; `scope` is what the authorizer lets every caller have."""

    daemon_threads = True
    app: App
    scope: str | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SearchServer

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        event = self._event()
        handler = operate if event["routeKey"] in OPERATIONS else search
        with _ONE_AT_A_TIME:
            answer = handler(event, Context(), self.server.app)  # type: ignore[arg-type]
        body = answer.get("body") or ""
        sent = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
        self.send_response(answer["statusCode"])
        for name, value in answer["headers"].items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def _event(self) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        path = unquote(path)
        event: dict[str, Any] = {
            "version": "2.0",
            "routeKey": f"{self.command} {path}",
            "rawPath": path,
            "rawQueryString": query,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "requestContext": {
                "domainName": self.headers["host"],
                "http": {"method": self.command, "path": path},
                "requestId": "r",
                "stage": "$default",
            },
            "isBase64Encoded": False,
        }
        if path.startswith("/v1/stories/"):
            event["pathParameters"] = {"id": path.removeprefix("/v1/stories/")}
        if released := re.fullmatch("/v1/quarantine/([^/]+)/release", path):
            event |= {"routeKey": RELEASE_ROUTE, "pathParameters": {"id": released[1]}}
        if self.server.scope:
            event["requestContext"]["authorizer"] = {"jwt": {"claims": {"scope": self.server.scope}, "scopes": None}}
        return event


@contextmanager
def serve(app: App) -> Iterator[SearchServer]:
    """Serve on a free port of the loopback until the end."""
    server = SearchServer(("127.0.0.1", 0), _Handler)
    server.app = app
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
