"""A proxy on loopback between the client and the engine that does what networks and busy engines do, by a seed."""

from __future__ import annotations

import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class Fault(StrEnum):
    """What happens to a request; LOST, CUT and DRIP are answers of what has taken effect."""

    DELAY = "delay"
    RESET = "reset"
    BUSY = "429"
    AWAY = "503"
    CUT = "truncated answer"
    LOST = "answer lost after applying"
    DRIP = "slow drip"


class FaultProxy(ThreadingHTTPServer):
    """The proxy; `url` is where clients find it.

    Parameters
    ----------
    engine_url: where requests go.
    seed: of the faults.
    rate: how many of all requests meet one, 0 to 1.
    """

    daemon_threads = True

    def __init__(self, engine_url: str, seed: int, rate: float) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.engine = urlsplit(engine_url).netloc
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.met: Counter[Fault] = Counter()
        self.requests = 0
        self._random = random.Random(seed)  # noqa: S311
        self._rate = rate

    def next_fault(self) -> Fault | None:
        self.requests += 1
        if self._random.random() >= self._rate:
            return None
        fault = self._random.choice(list(Fault))
        self.met[fault] += 1
        return fault

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that turn away from a slow answer are the point of it."""


@contextmanager
def fault_proxy(engine_url: str, seed: int, rate: float) -> Iterator[FaultProxy]:
    """Run a proxy while the block lasts."""
    with FaultProxy(engine_url, seed, rate) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: FaultProxy

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.server.next_fault()
        if fault is Fault.RESET:
            self._reset()
            return
        if fault in (Fault.BUSY, Fault.AWAY):
            self._answer(int(fault), b'{"error": "of the proxy"}', None)
            return
        if fault is Fault.DELAY:
            threading.Event().wait(0.05)
        status, answer = self._ask(body)
        if fault is Fault.LOST:
            self._reset()
        else:
            self._answer(status, answer, fault)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = _pass  # noqa: N815

    def _ask(self, body: bytes) -> tuple[int, bytes]:
        connection = HTTPConnection(self.server.engine, timeout=30)
        try:
            headers = {
                name: value
                for name, value in self.headers.items()
                if name.lower() not in ("host", "connection", "accept-encoding")
            }
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _answer(self, status: int, body: bytes, fault: Fault | None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault is Fault.CUT:
            self.wfile.write(body[: len(body) // 2])
            self._reset()
        elif fault is Fault.DRIP:
            for start in range(0, len(body), len(body) // 5 + 1):
                self.wfile.write(body[start : start + len(body) // 5 + 1])
                threading.Event().wait(0.01)
        else:
            self.wfile.write(body)

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Log nothing."""
