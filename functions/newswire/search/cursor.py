"""The cursor: where a page ended, bound to its query and to what its caller may see. It is opaque to callers."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from newswire.errors import InvalidParameter

if TYPE_CHECKING:
    from newswire.search.caller import Caller
    from newswire.search.parameters import Parameters

_DIGEST_LENGTH = 16


def encode(sort_values: list[Any], parameters: Parameters, caller: Caller) -> str:
    """Return the cursor that continues after the hit with these sort values."""
    values = json.dumps(sort_values, separators=(",", ":"))
    return base64.urlsafe_b64encode(f"{_digest(values, parameters, caller)}{values}".encode()).decode().rstrip("=")


def decode(cursor: str, parameters: Parameters, caller: Caller, length: int) -> list[Any]:
    """Return the sort values that a cursor holds: numbers, `length` values in all, and a story's id as the last.

    Raises
    ------
    InvalidParameter: it is damaged, or belongs to another query or to a caller with other scopes.
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:  # of base64, of UTF-8, and of characters outside ASCII
        text = ""
    digest, values = text[:_DIGEST_LENGTH], text[_DIGEST_LENGTH:]
    try:
        *numbers, story_id = json.loads(values)
    except (ValueError, TypeError, RecursionError):
        numbers, story_id = [], None
    sound = isinstance(story_id, str) and all(type(number) in (int, float) for number in numbers)
    if not sound or len(numbers) != length - 1 or digest != _digest(values, parameters, caller):
        raise InvalidParameter(
            "'cursor' is damaged, or belongs to another query or other scopes; start again without it.",
            parameter="cursor",
        )
    return [*numbers, story_id]


def _digest(values: str, parameters: Parameters, caller: Caller) -> str:
    asked = (parameters.q, parameters.filters, parameters.start, parameters.end, parameters.sort)
    bound = (values, *asked, sorted(caller.scopes))
    return hashlib.sha256(repr(bound).encode(errors="replace")).hexdigest()[:_DIGEST_LENGTH]
