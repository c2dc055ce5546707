"""JSON text to Python values, strictly and within limits."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, NoReturn

from newswire.errors import DeliveryTooLarge, MalformedDelivery
from newswire.formats.story import check_length
from newswire.normalise.text import replace_surrogates

MAX_VALUES = 250_000
"""Values in one delivery: 5000 long stories have fewer, and more cannot be read in the time that a batch has."""

MAX_DEPTH = 100
"""Levels of lists and objects in each other: news needs ten, and the code behind is recursive."""

if TYPE_CHECKING:
    from collections.abc import Iterable

_DECIDING = ("pubstatus", "status", "embargo", "uri", "guid", "version")
"""How the names begin of what a story is, and whether it may be seen."""
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


def loads(text: str) -> tuple[Any, tuple[str, ...]]:
    """Return the value of a JSON text, and what had to be repaired in it.

    Raises
    ------
    MalformedDelivery: it is no JSON (with line and column), too deep, has numbers that JSON does not know (NaN), or an
        object with two different identities, versions, statuses or embargoes: nobody can tell which holds. Of other
        equal names the last one wins, as everywhere.
    DeliveryTooLarge: it has more than MAX_VALUES values, or a text that is too long for a story.
    """
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        position = f"line {error.lineno}, column {error.colno}"
        raise MalformedDelivery(f"broken JSON: {error.msg}", position) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        # Python refuses to read integers of more than 4300 digits.
        raise MalformedDelivery("broken JSON: a number is too long") from None
    _check_size(value)
    if not _SURROGATE_ESCAPE.search(text):
        return value, ()
    repaired = _repair(value)
    return repaired, () if repaired == value else ("half of a surrogate pair became U+FFFD",)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        for name, other in pairs:
            if name.lower().startswith(_DECIDING) and value[name] != other:
                raise MalformedDelivery(f"ambiguous JSON: {name[:80]!r} stands twice, with different values")
    return value


def _refuse(constant: str) -> NoReturn:
    raise MalformedDelivery(f"broken JSON: {constant} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise MalformedDelivery(f"broken JSON: the number {digits[:20]} is too large")
    return number


def _check_size(value: Any) -> None:
    values = 0
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(MAX_DEPTH + 1):
        values += sum(map(len, level))
        if values > MAX_VALUES:
            raise DeliveryTooLarge(f"it has more than {MAX_VALUES} values (MAX_VALUES)")
        for text in (child for parent in level for child in _children(parent) if isinstance(child, str)):
            check_length(len(text))
        level = [child for parent in level for child in _children(parent) if isinstance(child, (dict, list))]
        if not level:
            return
    raise _too_deep()


def _children(parent: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return parent.values() if isinstance(parent, dict) else parent


def _too_deep() -> MalformedDelivery:
    return MalformedDelivery(f"lists and objects are nested more than {MAX_DEPTH} levels deep")


def _repair(value: Any) -> Any:
    if isinstance(value, str):
        return replace_surrogates(value)
    if isinstance(value, list):
        return [_repair(item) for item in value]
    if isinstance(value, dict):
        return {replace_surrogates(name): _repair(item) for name, item in value.items()}
    return value
