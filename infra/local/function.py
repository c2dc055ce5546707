"""A function as its callers see it: a few instances of its process behind one `invoke`."""

import time
from threading import Condition

from infra.local.function_spec import FunctionSpec
from infra.local.invocation import (
    PAYLOAD_LIMIT,
    EventTooLarge,
    InitFailed,
    Stopped,
    Throttled,
)
from infra.local.log import Log
from infra.local.worker import Worker

# How long a call waits for an instance when as many as allowed are busy. Lambda would refuse it at once, but it allows
# a thousand instances, and a laptop four.
BUSY_TIMEOUT = 10.0
# A new process costs a second of processor time; an instance that is busy now is often free in a moment.
_GRACE = 0.05


class Function:
    """Runs one function of the template: instances are started when they are needed, and kept."""

    def __init__(self, spec: FunctionSpec, limit: int, endpoint: str, log: Log) -> None:
        """Nothing is started yet. limit is the most instances at a time; endpoint the URL of the AWS services."""
        self.spec = spec
        self._limit = limit
        self._endpoint = endpoint
        self.log = log
        self._changed = Condition()
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._stopped = False
        self._last_init_error = ""

    def start(self) -> Worker:
        """Start an instance without waiting for it; give it to `ready`. Raises Stopped after stop."""
        with self._changed:
            if self._stopped:
                raise Stopped(f"{self.spec.logical_id} is stopped")
            worker = Worker(self.spec, self._endpoint, self.log)
            self._workers.add(worker)
            return worker

    def ready(self, worker: Worker) -> None:
        """Wait for an instance that was started, and let calls have it.

        Raises InitFailed when the handler does not load; the function's log has the traceback.
        """
        self._initialise(worker)
        self._release(worker)

    def invoke(self, event: bytes) -> bytes:
        """Call the handler with a JSON event, on an idle instance or a new one; gives back its JSON answer.

        Raises InvocationFailed, in its several kinds: the call has failed and may be made again.
        """
        if len(event) > PAYLOAD_LIMIT:
            raise EventTooLarge(
                f"the event has {len(event)} bytes, Lambda takes {PAYLOAD_LIMIT}; "
                "a body that is no UTF-8 counts a third more"
            )
        worker = self._acquire()
        try:
            return worker.invoke(event)
        finally:
            self._release(worker)

    def stop(self) -> None:
        """End every instance; calls under way and calls still to come fail. Does nothing the second time."""
        with self._changed:
            self._stopped = True
            workers = list(self._workers)
            self._changed.notify_all()
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.stop()

    def _acquire(self) -> Worker:
        started_waiting = time.monotonic()
        with self._changed:
            while True:
                if self._stopped:
                    raise Stopped(f"{self.spec.logical_id} is stopped")
                while self._idle:
                    worker = self._idle.pop()
                    if worker.alive:
                        return worker
                    self._workers.discard(worker)
                waited = time.monotonic() - started_waiting
                may_start = len(self._workers) < self._limit
                if may_start and (waited >= _GRACE or not self._workers):
                    worker = self.start()
                    break
                patience = _GRACE if may_start else BUSY_TIMEOUT
                if waited >= patience:
                    raise Throttled(f"all {self._limit} instances of {self.spec.logical_id} are busy")
                self._changed.wait(patience - waited)
        self._initialise(worker)
        return worker

    def _initialise(self, worker: Worker) -> None:
        try:
            worker.wait_ready()
        except InitFailed as error:
            self._discard(worker)
            if self._stopped:
                raise Stopped(f"{self.spec.logical_id} is stopped") from error
            if str(error) != self._last_init_error:  # once, and not for every message in the queue
                self._last_init_error = str(error)
                self.log.line(f"init failed: {error}")
            raise InitFailed(f"{self.spec.logical_id} does not start: {error} (see {self.log.path})") from error

    def _release(self, worker: Worker) -> None:
        with self._changed:
            if worker.alive and not self._stopped:
                self._idle.append(worker)
            else:
                self._workers.discard(worker)
            self._changed.notify()

    def _discard(self, worker: Worker) -> None:
        worker.stop()
        self._release(worker)
