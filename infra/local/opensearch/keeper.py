"""Keeps a node running while its stack does: a search engine that ends by itself is started again on its data."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Event, Thread

from infra.local.errors import LocalError
from infra.local.opensearch.artifacts import Home
from infra.local.opensearch.node import Node

LOOK_SECONDS = 0.2
RESTARTS = 5
"""So often in a row a node is started again that ends as soon as it has started."""


class Keeper:
    """Starts a node in the background and keeps it running until `stop`.

    Parameters
    ----------
    home: the installed engine.
    folder: the node's folder; its data outlive the node.
    say: takes one line for the person who watches.
    """

    def __init__(self, home: Home, folder: Path, say: Callable[[str], None]) -> None:
        self._home = home
        self._folder = folder
        self._say = say
        # Chosen here and not by the node, so that it comes back at the address that the functions were given.
        self._port = _free_port()
        self._ready: Future[None] = Future()
        self._stopping = Event()
        self._thread = Thread(target=self._keep, name="engine", daemon=True)

    @property
    def url(self) -> str:
        """Where the node answers, or will."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Begin to start the node, without waiting for it."""
        self._thread.start()

    def wait_ready(self) -> None:
        """Wait until the node answers; raise the LocalError that kept it from starting."""
        self._ready.result()

    def stop(self) -> None:
        """End the node; may be repeated."""
        self._stopping.set()
        self._thread.join()

    def _keep(self) -> None:
        failures = 0
        while not self._stopping.is_set() and failures <= RESTARTS:
            try:
                node = Node.start(self._home, self._folder, port=self._port)
            except LocalError as error:
                if not self._ready.done():
                    self._ready.set_exception(error)
                    return
                self._say(str(error))
                failures += 1
                continue
            if not self._ready.done():
                self._ready.set_result(None)
            failures = failures + 1 if self._watch(node) else 0
        if not self._stopping.is_set():
            self._say("the search engine does not stay up: stop with Ctrl-C and look into its log")

    def _watch(self, node: Node) -> bool:
        """Return when the node has ended: True where it had not even run for one look."""
        looks = 0
        with node:
            while node.is_running:
                if self._stopping.wait(LOOK_SECONDS):
                    return False
                looks += 1
            self._say("the search engine ended; it is started again on its data, and nothing is lost meanwhile")
        return looks <= 1


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
