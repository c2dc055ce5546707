"""Faults on the way to the engine, and several who send to it at the same time, one request after another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from types import SimpleNamespace
from typing import Any, Protocol

from opensearchpy import exceptions


class Fault(StrEnum):
    """What may happen to a request to the engine; LOST is an answer that is lost after the request took effect."""

    BUSY = "429"
    AWAY = "503"
    PARTLY = "429 for every second document"
    LOST = "lost answer"
    ENDED_BEFORE = "process ended before"
    ENDED_AFTER = "process ended after"


class ProcessEnded(BaseException):
    """The process ends here: nothing that is written below runs."""


class Turns:
    """Runs jobs at the same time, one of them at each moment.

    Parameters
    ----------
    jobs: what is to run; each waits for its turn before each of its requests.
    turns: how many requests the first sends before it is the second's turn, and so on.
    """

    def __init__(self, jobs: Sequence[Callable[[], None]], turns: Sequence[int]) -> None:
        self._jobs = jobs
        self._turns = [number % 2 for number, requests in enumerate(turns) for _ in range(requests)]
        self._gates = [threading.Semaphore(0) for _ in jobs]
        self._paused = threading.Semaphore(0)
        self._unfinished = set(range(len(jobs)))
        self._faults: list[BaseException] = []

    def run(self) -> None:
        if len(self._jobs) == 1:
            self._jobs[0]()
            return
        threads = [threading.Thread(target=self._run, args=(number,)) for number in range(len(self._jobs))]
        for thread in threads:
            thread.start()
        while self._unfinished:
            turn = self._turns.pop(0) if self._turns else 0
            self._gates[sorted(self._unfinished)[turn % len(self._unfinished)]].release()
            self._paused.acquire()
        for thread in threads:
            thread.join()
        if self._faults:
            raise self._faults[0]

    def wait(self, number: int) -> None:
        """Wait for the turn of job `number`, which calls this before each request."""
        if len(self._jobs) > 1:
            self._paused.release()
            self._gates[number].acquire()

    def _run(self, number: int) -> None:
        self._gates[number].acquire()
        try:
            self._jobs[number]()
        except BaseException as fault:  # noqa: BLE001
            self._faults.append(fault)
        finally:
            self._unfinished.remove(number)
            self._paused.release()


class Moment(Protocol):
    """What clients that send at the same time share."""

    turns: Turns

    def next_fault(self) -> Fault | None:
        """Return what happens to the request that is sent now."""

    def poll(self) -> None:
        """Take note that the engine has taken a request."""


class Unsteady:
    """A client of the engine that waits for its turn before each request, and meets the faults of the moment."""

    def __init__(self, client: Any, moment: Moment, job: int) -> None:
        self._client = client
        self._moment = moment
        self._job = job
        self.indices = SimpleNamespace(refresh=lambda **about: self._request(client.indices.refresh, about))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda **about: self._request(getattr(self._client, name), about)

    def _request(self, send: Callable[..., Any], about: dict[str, Any]) -> Any:
        self._moment.turns.wait(self._job)
        fault = self._moment.next_fault()
        if fault is Fault.ENDED_BEFORE:
            raise ProcessEnded
        if fault in (Fault.BUSY, Fault.AWAY):
            raise exceptions.TransportError(int(fault), fault.name)
        if fault is Fault.PARTLY and "body" in about and isinstance(about["body"], bytes):
            return _partly(send, about)
        answer = send(**about)
        self._moment.poll()
        if fault is Fault.ENDED_AFTER:
            raise ProcessEnded
        if fault is Fault.LOST:
            raise exceptions.ConnectionTimeout("TIMEOUT", fault.name, TimeoutError())
        return answer


def _partly(send: Callable[..., Any], about: dict[str, Any]) -> dict[str, Any]:
    """Send every second operation of a bulk request; answer 429 for the others."""
    operations: list[list[bytes]] = []
    for line in about["body"].splitlines(keepends=True):
        if line.startswith((b'{"index":{"_index"', b'{"delete":{"_index"')):
            operations.append([])
        operations[-1].append(line)
    sent = operations[1::2]
    answers = iter(send(**{**about, "body": b"".join(map(b"".join, sent))})["items"] if sent else [])
    busy = {"index": {"status": 429, "error": {"type": "rejected_execution_exception", "reason": "busy"}}}
    return {"items": [next(answers) if number % 2 else busy for number in range(len(operations))]}
