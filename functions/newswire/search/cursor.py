"""The cursor: where a page ended, bound to its query. It is opaque to callers and holds no state on the server."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from newswire.errors import InvalidParameter

if TYPE_CHECKING:
    from newswire.search.parameters import Parameters

_DIGEST_LENGTH = 16


def encode(sort_values: list[Any], parameters: Parameters) -> str:
    """Return the cursor that continues after the hit with these sort values."""
    values = json.dumps(sort_values, separators=(",", ":"))
    return base64.urlsafe_b64encode(f"{_digest(values, parameters)}{values}".encode()).decode().rstrip("=")


def decode(cursor: str, parameters: Parameters) -> list[Any]:
    """Return the sort values that a cursor holds.

    Raises
    ------
    InvalidParameter: it is damaged, or belongs to another query.
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:  # of base64, of UTF-8, and of characters outside ASCII
        text = ""
    digest, values = text[:_DIGEST_LENGTH], text[_DIGEST_LENGTH:]
    if digest != _digest(values, parameters):
        raise InvalidParameter(
            "'cursor' is damaged or belongs to another query; start again without it.", parameter="cursor"
        )
    sort_values: list[Any] = json.loads(values)
    return sort_values


def _digest(values: str, parameters: Parameters) -> str:
    bound = (values, parameters.q, parameters.filters, parameters.start, parameters.end, parameters.sort)
    return hashlib.sha256(repr(bound).encode(errors="replace")).hexdigest()[:_DIGEST_LENGTH]
