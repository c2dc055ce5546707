"""How a delivery ended: exactly one outcome each, and the one table of what leads to which.

The code that talks to the engine, the tests and the README all follow SIGNALS.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The four ends of a delivery, the weightiest first.

    RETRY: a passing fault (engine away or busy, 429, 5xx); the message stays on the queue.
    QUARANTINED: it can never be processed as it is; it is kept aside with the reason, and acknowledged.
    ACCEPTED: its story is in the index.
    SUPERSEDED: a newer version is in the index already (the engine's 409), or came in the same batch; acknowledged.
    """

    RETRY = "retry"
    QUARANTINED = "quarantined"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"


KEPT = (Outcome.ACCEPTED, Outcome.SUPERSEDED)
"""The outcomes of what the indices hold, or hold something newer of."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What the input or the engine shows, and the outcome that it leads to; None halts the batch.

    Parameters
    ----------
    says: for people.
    outcome: of the story; None where it is our own fault: the batch fails as a whole, and no story is touched.
    statuses: the engine's HTTP statuses that are this signal, of a request or of one document in it.
    """

    says: str
    outcome: Outcome | None
    statuses: frozenset[int] = frozenset()


SIGNALS = (
    Signal("it cannot be read, breaks its format's rules, is no story, or is too large", Outcome.QUARANTINED),
    Signal("a kill names another story, and it is not certain which", Outcome.QUARANTINED),
    Signal("the object that the queue points to is gone", Outcome.QUARANTINED),
    Signal("the engine takes the document (200, 201)", Outcome.ACCEPTED, frozenset({200, 201})),
    Signal("the engine has a newer version (409)", Outcome.SUPERSEDED, frozenset({409})),
    Signal("a newer version came in the same batch, or a kill that covers it is known", Outcome.SUPERSEDED),
    Signal("the engine refuses the document (400)", Outcome.QUARANTINED, frozenset({400})),
    Signal("one document alone is too large for the engine (413)", Outcome.QUARANTINED, frozenset({413})),
    Signal(
        "the engine is busy or away (408, 429, 500 to 599, no answer)",
        Outcome.RETRY,
        frozenset({408, 429, *range(500, 600)}),
    ),
    Signal("S3 is busy or away", Outcome.RETRY),
    Signal("the function's time is nearly up", Outcome.RETRY),
    Signal("credentials or index are wrong (401, 403, 404)", None, frozenset({401, 403, 404})),
)


def of_status(status: int) -> Outcome | None:
    """Return the outcome that the engine's HTTP status leads to; None, halt, also for one that is in no row."""
    return next((signal.outcome for signal in SIGNALS if status in signal.statuses), None)


def weightiest(outcomes: list[Outcome]) -> Outcome:
    """Return the outcome of a delivery whose stories ended as given: one story to retry and all of it is retried.

    A delivery that holds no story at all (an S3 test event) was accepted.
    """
    return min(outcomes, key=list(Outcome).index, default=Outcome.ACCEPTED)
