"""A delivery: one object as received, before anybody has read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from newswire.errors import DeliveryError, TryLater

MAX_DELIVERY_BYTES = 10 * 1024 * 1024
"""The largest delivery that is read (10 MB, the body limit of an HTTP API)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One object as received.

    Parameters
    ----------
    id: names this delivery from push to outcome.
    body: the bytes, untouched.
    received: when we got it, an instant in UTC.
    content_type: as the sender declared it, None where it did not.
    supplier: who sent it, None where neither the signature nor the request says so: then the payload may.
    feed: the channel it came by.
    encoding: of a message of the queue that could not be opened: then `body` is the message's, and `encoding` says how
        it stands for the delivery's own bytes; None, as ever: `body` is those bytes.
    """

    id: str
    body: bytes
    received: datetime
    content_type: str | None = None
    supplier: str | None = None
    feed: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Unopened:
    """A delivery that could not even be opened: its object is gone or out of reach, or its envelope is broken.

    Parameters
    ----------
    delivery: what we know of it; its body is the queue's message as it came.
    error: why it could not be opened.
    """

    delivery: Delivery
    error: DeliveryError | TryLater
