"""The cursor: where a page ended, signed, and bound to its query and to what its caller may see. Opaque to callers.

Nothing is kept for it on the server. By time, the place is the last story's time and id. By relevance it is more, since
scores move while stories arrive: the stories shown last, see walk.py.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from newswire.errors import InvalidParameter

if TYPE_CHECKING:
    from newswire.search.caller import Caller
    from newswire.search.parameters import Parameters

MAX_LENGTH = 4096
"""Longest cursor in characters."""
MOST_SHOWN = 600
"""Stories shown last that a cursor holds; more would not fit its length beside the longest id."""

_FORMAT = 1
_SIGNATURE_BYTES = 16
_HEAD = struct.Struct(">BBqIfqH")
_HASH = struct.Struct(">i")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Tier(IntEnum):
    """Which stories are being shown.

    ALL_WORDS: those with all words, and nothing follows. ALL_WORDS_FIRST: the same, those with some words follow.
    SOME_WORDS: these.
    """

    ALL_WORDS = 0
    ALL_WORDS_FIRST = 1
    SOME_WORDS = 2


@dataclass(frozen=True, slots=True)
class Key:
    """What a story is sorted by.

    Parameters
    ----------
    score: its relevance, as the engine said it (single precision); 0 where the order is another.
    time: its version_created, in milliseconds since 1970.
    story_id: its id.
    """

    score: float
    time: int
    story_id: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the results of a search.

    Parameters
    ----------
    origin: the time of the first page, in whole milliseconds: what "now" means on every page, but for visibility.
    tier: which stories come next.
    total, exact: how many stories match, as counted for the first page; a lower bound where not exact.
    last: of the story before this place; None at the beginning of a tier.
    shown: by relevance, the `id_hash` of the stories of this tier that were shown last, in order; at most MOST_SHOWN.
    """

    origin: datetime
    tier: Tier = Tier.ALL_WORDS
    total: int = 0
    exact: bool = True
    last: Key | None = None
    shown: tuple[int, ...] = ()


class Cursors:
    """Writes and reads cursors.

    Parameters
    ----------
    key: what they are signed with; who knows it can make them.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def write(self, place: Place, parameters: Parameters, caller: Caller) -> str:
        """Return the cursor of a place in the results of this search."""
        data = _packed(place)
        signature = self._signature(data, parameters, caller)
        return base64.urlsafe_b64encode(signature + data).decode().rstrip("=")

    def read(self, cursor: str, parameters: Parameters, caller: Caller) -> Place:
        """Return the place that a cursor holds.

        Raises
        ------
        InvalidParameter: it is damaged or forged, or belongs to another query or to a caller with other scopes.
        """
        signed = _decoded(cursor) if len(cursor) <= MAX_LENGTH else b""
        signature, data = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._signature(data, parameters, caller)):
            raise InvalidParameter(
                "'cursor' is damaged, or belongs to another query or other scopes; start again without it.",
                parameter="cursor",
            )
        return _unpacked(data)

    def _signature(self, data: bytes, parameters: Parameters, caller: Caller) -> bytes:
        asked = (
            *(parameters.q, parameters.filters, str(parameters.start), str(parameters.end), str(parameters.near)),
            *(str(parameters.zone), parameters.sort, sorted(caller.scopes), _FORMAT),
        )
        bound = json.dumps(asked).encode()
        message = len(bound).to_bytes(4) + bound + data
        return hmac.digest(self._key, message, hashlib.sha256)[:_SIGNATURE_BYTES]


def whole_milliseconds(moment: datetime) -> datetime:
    """Return a time as a cursor can hold it."""
    return moment - timedelta(microseconds=moment.microsecond % 1000)


def _decoded(cursor: str) -> bytes:
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError:  # no base64, or characters outside ASCII
        return b""


def _packed(place: Place) -> bytes:
    last = place.last or Key(0, 0, "")
    origin = (place.origin - _EPOCH) // _MILLISECOND
    flags = place.tier | place.exact << 4
    shown = place.shown[-MOST_SHOWN:]
    head = _HEAD.pack(_FORMAT, flags, origin, place.total, last.score, last.time, len(shown))
    return head + b"".join(_HASH.pack(each) for each in shown) + last.story_id.encode()


def _unpacked(data: bytes) -> Place:
    _, flags, origin, total, score, time, count = _HEAD.unpack_from(data)
    end = _HEAD.size + count * _HASH.size
    story_id = data[end:].decode()
    return Place(
        origin=_EPOCH + origin * _MILLISECOND,
        tier=Tier(flags & 15),
        total=total,
        exact=bool(flags >> 4),
        last=Key(score, time, story_id) if story_id else None,
        shown=tuple(each for (each,) in _HASH.iter_unpack(data[_HEAD.size : end])),
    )
