"""How a delivery ended: exactly one outcome each."""

from __future__ import annotations

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


def weightiest(outcomes: list[Outcome]) -> Outcome:
    """Return the outcome of a delivery whose stories ended as given: one story to retry and all of it is retried.

    A delivery that holds no story at all (an S3 test event) was accepted.
    """
    return min(outcomes, key=list(Outcome).index, default=Outcome.ACCEPTED)
