"""Signed pushes: who sends, when and what, under a key that the supplier and Newswire share (HMAC-SHA256).

    X-Newswire-Signature: supplier=ena,t=1772359200,v1=<64 hexadecimal digits>

is over the time in Unix seconds, the supplier, the feed (empty where none is named), each followed by a line feed, and
the body, all as bytes. Names of suppliers and feeds hold no line feed, so no two pushes have the same bytes.
While a key is being replaced, there may be a v1 under each.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newswire.errors import SignatureRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER = "X-Newswire-Signature"
TOLERANCE = timedelta(seconds=300)
"""How far the time of a signature may be from ours, to either side."""

_WRITTEN = re.compile(r"supplier=([a-z0-9_.-]{1,64}), ?t=([0-9]{1,11})((?:, ?v1=[0-9a-fA-F]{64}){1,4})", flags=re.ASCII)
_DIGEST = re.compile(r"[0-9a-fA-F]{64}", flags=re.ASCII)
_NOBODYS_KEY = secrets.token_bytes(32)
"""Where a supplier has no key, as long is calculated as where it has one: who has one is nobody's business."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What the header of a signed push says; nothing of it is true before `verify` says so.

    Parameters
    ----------
    supplier: who says that it sends.
    seconds: when it was signed, Unix time.
    digests: of what is signed, hexadecimal, under one key or several.
    """

    supplier: str
    seconds: int
    digests: tuple[str, ...]

    @property
    def ends(self) -> datetime:
        """When it is refused for its age, by any clock of ours."""
        return datetime.fromtimestamp(self.seconds, UTC) + 2 * TOLERANCE

    def content(self, feed: str | None, body: bytes) -> bytes:
        """Return the bytes that are signed."""
        return f"{self.seconds}\n{self.supplier}\n{feed or ''}\n".encode() + body

    def verify(self, keys: Iterable[bytes], feed: str | None, body: bytes, now: datetime) -> None:
        """Return if the supplier has signed this under one of its keys, and lately.

        Parameters
        ----------
        keys: of the supplier.
        feed, body: what was pushed.
        now: our time.

        Raises
        ------
        SignatureRefused: it is none of these; it does not say whether the supplier is known.
        """
        if abs(now.timestamp() - self.seconds) > TOLERANCE.total_seconds():
            raise SignatureRefused(f"The signature is from another time than ours, by more than {TOLERANCE.seconds} s.")
        content = self.content(feed, body)
        expected = [_digest(key, content) for key in tuple(keys) or (_NOBODYS_KEY,)]
        equal = [hmac.compare_digest(one, other.lower()) for one in expected for other in self.digests]
        if not any(equal):
            raise SignatureRefused("The signature is wrong: see the README, Signed pushes.")


def read(header: str) -> Signature:
    """Return what the header of a signed push says.

    Raises
    ------
    SignatureRefused: it is missing, or not written as it is to be.
    """
    found = _WRITTEN.fullmatch(header)
    if not found:
        raise SignatureRefused(f"Sign the push: {HEADER}: supplier=NAME,t=SECONDS,v1=HEX.")
    return Signature(found[1], int(found[2]), tuple(_DIGEST.findall(found[3])))


def sign(key: bytes, supplier: str, feed: str | None, body: bytes, now: datetime) -> str:
    """Return the header of a push that is signed now."""
    unsigned = Signature(supplier, int(now.timestamp()), ())
    return f"supplier={supplier},t={unsigned.seconds},v1={_digest(key, unsigned.content(feed, body))}"


def _digest(key: bytes, content: bytes) -> str:
    return hmac.new(key, content, hashlib.sha256).hexdigest()
