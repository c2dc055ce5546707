"""The parameters of a search, read from a query string and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from newswire.query_string import SHOWN, Value, single, values
from newswire.story import supplier_name

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_SIZE = 100
DEFAULT_SIZE = 20
MAX_VALUES = 50
"""Most values of one repeated parameter."""
MAX_VALUE_LENGTH = 1000
"""Longest value in characters, but for `q`, which is cut with a warning, and `cursor`."""


class Sort(StrEnum):
    """The order of results; ties are broken by time and id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


FILTERS = {
    "supplier": "supplier",
    "feed": "feed",
    "publisher": "publisher",
    "topic": "topics.code",
    "person": "people.name",
    "organisation": "organisations.name",
    "place": "places.name",
    "language": "language",
    "genre": "genre",
    "urgency": "urgency",
}
"""Parameters that filter by exact value, and the field of the index that each one filters."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a caller asks for.

    Parameters
    ----------
    q: the reader's query, as typed.
    filters: (parameter, values): one of the values within a parameter, all of the parameters.
    start, end: stories whose version_created is at or after `start` and before `end`.
    sort: the order; None means relevance where the query has words, else newest first.
    size: most stories a page, 1 to MAX_SIZE.
    cursor: where the page before ended, as given by it.
    highlight: whether the matching words are marked.
    """

    q: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    sort: Sort | None = None
    size: int = DEFAULT_SIZE
    cursor: str | None = None
    highlight: bool = True


def read(query_string: str) -> Parameters:
    """Return the parameters of a raw query string.

    Raises
    ------
    InvalidParameter: one is unknown, malformed, out of bounds, or given twice; `extra` has its name and the position
        of its value in the query string, in characters from 0.
    """
    given = values(query_string, (*FILTERS, *_READERS))
    for name, found in given.items():
        if name not in ("q", "cursor") and len(found[0].text) > MAX_VALUE_LENGTH:
            raise found[0].invalid(f"'{name}' is longer than {MAX_VALUE_LENGTH} characters.")
        if len(found) > MAX_VALUES:
            raise found[MAX_VALUES].invalid(f"'{name}' is given more than {MAX_VALUES} times.")
    asked = {
        _FIELD.get(name, name): reader(value) for name, reader in _READERS.items() if (value := single(given, name))
    }
    filters = tuple((name, tuple(_filter(value) for value in given[name])) for name in FILTERS if name in given)
    parameters = Parameters(filters=filters, **asked)  # type: ignore[arg-type]
    if parameters.start and parameters.end and parameters.start >= parameters.end:
        raise given["to"][0].invalid("'to' is not after 'from'.")
    return parameters


def _filter(value: Value) -> str:
    if value.name == "urgency":
        return str(whole_number(value, 1, 9))
    if value.name in ("supplier", "feed"):
        return supplier_name(value.text) or value.text
    return value.text


def whole_number(value: Value, low: int, high: int) -> int:
    """Return the whole number that a value is; raise InvalidParameter where it is none from `low` to `high`."""
    if not re.fullmatch(r"-?[0-9]{1,9}", value.text, re.ASCII) or not low <= int(value.text) <= high:
        raise value.invalid(f"'{value.name}' is a whole number from {low} to {high}, not '{value.text[:SHOWN]}'.")
    return int(value.text)


def _size(value: Value) -> int:
    return whole_number(value, 1, MAX_SIZE)


def _sort(value: Value) -> Sort:
    try:
        return Sort(value.text)
    except ValueError:
        raise value.invalid(f"'sort' is one of {', '.join(Sort)}, not '{value.text[:SHOWN]}'.") from None


def _flag(value: Value) -> bool:
    if value.text not in ("true", "false"):
        raise value.invalid(f"'{value.name}' is true or false, not '{value.text[:SHOWN]}'.")
    return value.text == "true"


def _start(value: Value) -> datetime:
    return _instant(value, timedelta())


def _end(value: Value) -> datetime:
    """Read the end of a range: a day means the whole of it, an instant is itself outside."""
    return _instant(value, timedelta(days=1))


def _instant(value: Value, day: timedelta) -> datetime:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value.text, re.ASCII):
            return datetime.combine(date.fromisoformat(value.text), time(), UTC) + day
        instant = datetime.fromisoformat(value.text)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise value.invalid(
        f"'{value.name}' is a day (2026-03-01) or a time with zone (2026-03-01T09:00:00Z), not '{value.text[:SHOWN]}'."
    )


def _text(value: Value) -> str:
    return value.text


_READERS: dict[str, Callable[[Value], object]] = {
    "q": _text,
    "from": _start,
    "to": _end,
    "sort": _sort,
    "size": _size,
    "cursor": _text,
    "highlight": _flag,
}
_FIELD = {"from": "start", "to": "end"}
