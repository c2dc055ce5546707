"""The HTTP side of the gateway: sockets, and HTTP as clients really speak it.

It stands on http.server and not on a WSGI server, because functions see the raw query string, every header line and the
undecoded body, and WSGI has folded those before an application sees them.
"""

import contextlib
import errno
import socket
import time
import traceback
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Thread, current_thread
from typing import Any, ClassVar

from infra.local.connections import OpenConnections, TrackedHandler
from infra.local.errors import LocalError, PortInUse
from infra.local.http_api import HttpApi
from infra.local.http_request import Request, checked_headers, declared_length, read_body, split_target
from infra.local.log import Log
from infra.local.problems import Problem

_STOP_INTERVAL = 0.1  # seconds until the server notices that it is to stop
_STOP_SECONDS = 1.0  # how long requests under way may still take to end
_IDLE_TIMEOUT = 30.0
_LINGER = 5.0
_READ_SIZE = 1 << 16


class Gateway:
    """Listens from the start, so that requests wait for a stack that is coming up; answers them after `serve`."""

    def __init__(self, host: str, port: int, log: Log) -> None:
        """Bind host and port (0 takes a free one). Raises PortInUse, or LocalError for an unusable host."""
        try:
            self._server = _Server(host, port, log)
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                raise PortInUse(port) from error
            raise LocalError(f"cannot listen on {host} port {port}: {error}") from error
        self._host = host
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        """Where the API answers."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._server.server_address[1]}"

    def serve(self, api: HttpApi) -> None:
        """Begin to answer requests."""
        self._server.api = api
        self._thread = Thread(target=self._server.serve_forever, args=(_STOP_INTERVAL,), name="gateway", daemon=True)
        self._thread.start()

    def begin_stop(self) -> None:
        """Take no more connections; requests under way may still be answered."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def stop(self) -> None:
        """Take no more connections and end those that are open; what they still have to log is logged by then."""
        self.begin_stop()
        self._server.open_connections.end()
        deadline = time.monotonic() + _STOP_SECONDS
        for thread in list(self._server.serving):
            thread.join(max(0.0, deadline - time.monotonic()))


class _Server(ThreadingTCPServer):
    api: HttpApi
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, log: Log) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.log = log
        self.open_connections = OpenConnections()
        self.serving: set[Thread] = set()
        super().__init__((host, port), _Handler)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        self.serving.add(current_thread())
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.serving.discard(current_thread())

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        # A client that goes away is everyday; the rest is a bug, and its traceback is worth more than a line.
        self.log.line(f"{client_address[0]} connection lost: {traceback.format_exc()}")


class _Handler(TrackedHandler, BaseHTTPRequestHandler):
    server: _Server
    server_version = "newswire"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_TIMEOUT
    wbufsize: ClassVar[int] = -1
    disable_nagle_algorithm = True

    def exchange(self) -> None:
        self._started = time.monotonic()
        try:
            answer = self.server.api.answer(self._request())
        except Problem as problem:
            self._refuse(problem)
        else:
            self._send(answer.status, answer.headers, answer.body)

    # http.server's own names.
    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = exchange  # noqa: N815

    def handle_expect_100(self) -> bool:
        # The client waits for this word before it sends the body; a body that would be refused is refused now.
        try:
            declared_length(self.headers)
        except Problem as problem:
            self._refuse(problem)
            return False
        result = super().handle_expect_100()
        self.wfile.flush()
        return result

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what http.server itself refuses: lines that are no HTTP, too many headers, unknown methods."""
        detail = "; ".join(part for part in (message, explain) if part)
        self._refuse(Problem(HTTPStatus(code), detail or HTTPStatus(code).description))

    def _request(self) -> Request:
        if self.request_version not in ("HTTP/1.0", "HTTP/1.1"):
            raise Problem(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "speak HTTP/1.1")
        path, query = split_target(self.path)
        headers = checked_headers(self.headers)
        try:
            body = read_body(self.rfile, declared_length(self.headers))
        except TimeoutError as error:
            detail = f"no more of the body came for {_IDLE_TIMEOUT:g} s"
            raise Problem(HTTPStatus.REQUEST_TIMEOUT, detail) from error
        return Request(self.command, path, query, self.request_version, headers, body, self.client_address[0])

    def _refuse(self, problem: Problem) -> None:
        # What is left of the request cannot be told from the next one.
        self.close_connection = True
        self.request_version = self.protocol_version  # whatever it was; http.server sends no headers to HTTP/0.9
        self._send(problem.status, (("content-type", "application/problem+json"), *problem.headers), problem.body)
        self._linger()

    def _send(self, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != HTTPStatus.NO_CONTENT:
            self.send_header("content-length", str(len(body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if self.command != "HEAD" and status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            self.wfile.write(body)
        self.wfile.flush()
        self._log_access(status, len(body))

    def _linger(self) -> None:
        """Read what the client still sends: a connection closed on unread data is reset, and takes the answer along."""
        deadline = time.monotonic() + _LINGER
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            while (left := deadline - time.monotonic()) > 0:
                self.connection.settimeout(left)
                if not self.connection.recv(_READ_SIZE):
                    return

    def _log_access(self, status: int, size: int) -> None:
        took = f"{(time.monotonic() - self._started) * 1000:.0f} ms"
        self.server.log.line(f"{self.client_address[0]} {self.requestline} {status} {size} bytes {took}")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing on the terminal: the log has one line a request."""
