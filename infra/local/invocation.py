"""One call of a function, and the ways in which it fails.

InvocationFailed
├── HandlerRaised   the handler raised, or answered what is no JSON
├── InitFailed      the handler's module did not load
├── TaskTimedOut    killed at the function's Timeout
├── ProcessExited   the process ended in the middle
├── EventTooLarge   over 6 MB, never sent
├── AnswerTooLarge  over 6 MB, thrown away
├── Throttled       every instance stayed busy
└── Stopped         the stack is going down
"""

from concurrent.futures import Future
from dataclasses import dataclass, field

from infra.local.errors import LocalError

# Lambda's limit on the event and on the answer of a synchronous call: 6 MiB and 100 bytes.
PAYLOAD_LIMIT = 6 * 1024 * 1024 + 100


class InvocationFailed(LocalError):
    """A call of a function that gave no answer. The poller catches it (the batch failed), so does the gateway (5xx)."""


class HandlerRaised(InvocationFailed):
    """The handler raised. error_type is the name of its exception."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(f"{error_type}: {message}")
        self.error_type = error_type


class InitFailed(InvocationFailed):
    """The function's process ended or reported an error before it took a first call."""


class TaskTimedOut(InvocationFailed):
    """The call took longer than the function's Timeout; its process was killed."""


class ProcessExited(InvocationFailed):
    """The function's process ended in the middle of the call."""


class EventTooLarge(InvocationFailed):
    """The event is over Lambda's 6 MB."""


class AnswerTooLarge(InvocationFailed):
    """The handler's answer is over Lambda's 6 MB."""


class Throttled(InvocationFailed):
    """All instances of the function were busy for too long."""


class Stopped(InvocationFailed):
    """The function is being stopped."""


@dataclass(frozen=True)
class Invocation:
    """One call on its way through the Runtime API; the answer is JSON bytes, or an InvocationFailed."""

    request_id: str
    event: bytes
    deadline_ms: int
    function_arn: str
    answer: Future[bytes] = field(default_factory=Future)
