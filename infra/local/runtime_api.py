"""The Lambda Runtime API, as one function instance sees it.

The runtime client knows nothing of itself but the address it is given, so every instance has a server of its own.
"""

import json
from concurrent.futures import Future, InvalidStateError
from http.server import BaseHTTPRequestHandler
from queue import SimpleQueue
from socketserver import ThreadingTCPServer
from threading import Thread
from typing import Any, ClassVar

from infra.local.invocation import (
    PAYLOAD_LIMIT,
    AnswerTooLarge,
    HandlerRaised,
    InitFailed,
    Invocation,
    InvocationFailed,
)

_VERSION = "/2018-06-01/runtime"
_STOP_INTERVAL = 0.1  # seconds until a server notices that it is to stop


class RuntimeApi:
    """Hands invocations to one function process, one at a time, and takes its answers."""

    def __init__(self) -> None:
        """Listen on a free port of the loopback interface."""
        self.initialised: Future[None] = Future()
        self._submitted: SimpleQueue[Invocation | None] = SimpleQueue()
        self._current: Invocation | None = None
        self._ended: InvocationFailed | None = None
        self._server = _Server(self)
        self._thread = Thread(
            target=self._server.serve_forever, args=(_STOP_INTERVAL,), name="runtime-api", daemon=True
        )
        self._thread.start()

    @property
    def address(self) -> str:
        """host:port, the value of AWS_LAMBDA_RUNTIME_API."""
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    def submit(self, invocation: Invocation) -> None:
        """Give the process its next invocation; its answer arrives in invocation.answer."""
        self._current = invocation
        if self._ended is not None:
            _settle(invocation.answer, self._ended)
        self._submitted.put(invocation)

    def end(self, error: InvocationFailed) -> None:
        """Give the process is gone: its start, or the invocation it had in hand, has failed, and so will later ones."""
        self._ended = error
        _settle(self.initialised, InitFailed(str(error)))
        if self._current is not None:
            _settle(self._current.answer, error)

    def close(self) -> None:
        """Stop listening; call `end` first."""
        self._submitted.put(None)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next_invocation(self) -> Invocation | None:
        """Give what the process asks for when it is idle: blocks; None means that there is nothing more to come."""
        _settle(self.initialised, None)
        return self._submitted.get()

    def accept_answer(self, request_id: str, body: bytes) -> bool:
        """Take the handler's answer; False when it is not for the invocation in hand."""
        if self._current is None or self._current.request_id != request_id:
            return False
        if len(body) > PAYLOAD_LIMIT:
            size = f"{len(body)} bytes, the limit is {PAYLOAD_LIMIT}"
            _settle(self._current.answer, AnswerTooLarge(f"the answer has {size}"))
        else:
            _settle(self._current.answer, body)
        return True

    def accept_error(self, request_id: str, body: bytes) -> bool:
        """Take the handler's exception; False when it is not for the invocation in hand."""
        if self._current is None or self._current.request_id != request_id:
            return False
        _settle(self._current.answer, HandlerRaised(*_error_of(body)))
        return True

    def accept_init_error(self, body: bytes) -> bool:
        """Take the error that kept the handler's module from loading."""
        _settle(self.initialised, InitFailed(": ".join(_error_of(body))))
        return True


def _settle(future: Future[Any], outcome: Any) -> None:
    # The process's own word, its end and the stop of the stack race; the first one counts.
    try:
        if isinstance(outcome, InvocationFailed):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
    except InvalidStateError:
        return


def _error_of(body: bytes) -> tuple[str, str]:
    try:
        error = json.loads(body)
        return str(error["errorType"]), str(error["errorMessage"])
    except (ValueError, KeyError, TypeError):
        return "Runtime.Unknown", body.decode("utf-8", "replace")


class _Server(ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, api: RuntimeApi) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.api = api

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a connection breaks whenever a function process is killed, and its end is reported elsewhere."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # Small writes and Nagle's algorithm make 40 ms of every invocation: write an answer at once, and without delay.
    wbufsize: ClassVar[int] = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        if self.path != f"{_VERSION}/invocation/next":
            self._answer(404)
            return
        invocation = self.server.api.next_invocation()
        if invocation is None:
            self.close_connection = True
            return
        headers = {
            "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
            "Lambda-Runtime-Deadline-Ms": str(invocation.deadline_ms),
            "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
        }
        self._answer(200, invocation.event, headers)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        api = self.server.api
        match self.path.removeprefix(f"{_VERSION}/").split("/"):
            case ["invocation", request_id, "response"]:
                accepted = api.accept_answer(request_id, body)
            case ["invocation", request_id, "error"]:
                accepted = api.accept_error(request_id, body)
            case ["init", "error"]:
                accepted = api.accept_init_error(body)
            case _:
                self._answer(404)
                return
        # An answer that is too large is accepted as well: refused, the client would end its process.
        self._answer(202 if accepted else 400)

    def _answer(self, status: int, body: bytes = b"{}", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: what a function does is in its own log."""
