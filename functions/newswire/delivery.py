"""A delivery: one object as received, before anybody has read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from datetime import datetime

    from newswire.errors import DeliveryError, TryLater

MAX_DELIVERY_BYTES = 10 * 1024 * 1024
"""The largest delivery that is read (10 MB, the body limit of an HTTP API)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed for the feed that a delivery came by, where that is more than its supplier's settings say.

    Parameters
    ----------
    zone: time zone of times that name none, instead of the supplier's.
    language: of stories that name none.
    retention_days: how long its versions may be kept; the shorter of this and the supplier's counts.
    """

    zone: str | None = None
    language: str | None = None
    retention_days: int | None = None

    def as_dict(self) -> dict[str, str | int]:
        """Return what is set, for the queue and the archive."""
        return {name: value for name in self.__dataclass_fields__ if (value := getattr(self, name)) is not None}

    @classmethod
    def read(cls, fields: object) -> Self:
        """Return the terms that `as_dict` gave; raise ValueError for anything else."""
        if not isinstance(fields, dict) or fields.keys() - cls.__dataclass_fields__.keys():
            raise ValueError("these are no terms of a feed")
        days = fields.get("retention_days")
        if days is not None and (type(days) is not int or not 0 < days < 36_500):
            raise ValueError(f"{days!r} is no number of days")
        if not all(isinstance(fields.get(name), str | None) for name in ("zone", "language")):
            raise ValueError("zone and language are text")
        return cls(**fields)


NO_TERMS = Terms()


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
    terms: what was agreed for that channel.
    encoding: of a message of the queue that could not be opened: then `body` is the message's, and `encoding` says how
        it stands for the delivery's own bytes; None, as ever: `body` is those bytes.
    """

    id: str
    body: bytes
    received: datetime
    content_type: str | None = None
    supplier: str | None = None
    feed: str | None = None
    terms: Terms = NO_TERMS
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
