"""The parameters of a search, read from a query string and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from newswire.errors import InvalidParameter

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


@dataclass(frozen=True, slots=True)
class _Value:
    """One value of the query string, and where it stands in it."""

    name: str
    text: str
    position: int

    def invalid(self, detail: str) -> InvalidParameter:
        return InvalidParameter(detail, parameter=self.name, position=self.position)


def read(query_string: str) -> Parameters:
    """Return the parameters of a raw query string.

    Raises
    ------
    InvalidParameter: one is unknown, malformed, out of bounds, or given twice; `extra` has its name and the position
        of its value in the query string, in characters from 0.
    """
    given: dict[str, list[_Value]] = {}
    for value in _values(query_string):
        if value.name not in FILTERS and value.name not in _READERS:
            known = ", ".join(sorted([*FILTERS, *_READERS]))
            raise value.invalid(f"There is no parameter '{value.name[:100]}'. There are: {known}.")
        if value.name not in ("q", "cursor") and len(value.text) > MAX_VALUE_LENGTH:
            raise value.invalid(f"'{value.name}' is longer than {MAX_VALUE_LENGTH} characters.")
        given.setdefault(value.name, []).append(value)
    for name, values in given.items():
        if name in _READERS and len(values) > 1:
            raise values[1].invalid(f"'{name}' is given more than once.")
        if len(values) > MAX_VALUES:
            raise values[MAX_VALUES].invalid(f"'{name}' is given more than {MAX_VALUES} times.")
    single = {_FIELD.get(name, name): reader(given[name][0]) for name, reader in _READERS.items() if name in given}
    filters = tuple((name, tuple(_filter(value) for value in given[name])) for name in FILTERS if name in given)
    return Parameters(filters=filters, **single)  # type: ignore[arg-type]


def _values(query_string: str) -> list[_Value]:
    values = []
    for match in re.finditer(r"[^&]+", query_string):
        name, equals, text = match.group().partition("=")
        position = match.start() + len(name) + len(equals)
        values.append(_Value(unquote_plus(name), unquote_plus(text), position))
    return values


def _filter(value: _Value) -> str:
    if value.name == "urgency":
        return str(_whole_number(value, 1, 9))
    return value.text


def _whole_number(value: _Value, low: int, high: int) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", value.text, re.ASCII) or not low <= int(value.text) <= high:
        raise value.invalid(f"'{value.name}' is a whole number from {low} to {high}, not '{value.text[:100]}'.")
    return int(value.text)


def _size(value: _Value) -> int:
    return _whole_number(value, 1, MAX_SIZE)


def _sort(value: _Value) -> Sort:
    try:
        return Sort(value.text)
    except ValueError:
        raise value.invalid(f"'sort' is one of {', '.join(Sort)}, not '{value.text[:100]}'.") from None


def _flag(value: _Value) -> bool:
    if value.text not in ("true", "false"):
        raise value.invalid(f"'{value.name}' is true or false, not '{value.text[:100]}'.")
    return value.text == "true"


def _start(value: _Value) -> datetime:
    return _instant(value, timedelta())


def _end(value: _Value) -> datetime:
    """Read the end of a range: a day means the whole of it, an instant is itself outside."""
    return _instant(value, timedelta(days=1))


def _instant(value: _Value, day: timedelta) -> datetime:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value.text, re.ASCII):
            return datetime.combine(date.fromisoformat(value.text), time(), UTC) + day
        instant = datetime.fromisoformat(value.text)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise value.invalid(
        f"'{value.name}' is a day (2026-03-01) or a time with zone (2026-03-01T09:00:00Z), not '{value.text[:100]}'."
    )


def _text(value: _Value) -> str:
    return value.text


_READERS: dict[str, Callable[[_Value], object]] = {
    "q": _text,
    "from": _start,
    "to": _end,
    "sort": _sort,
    "size": _size,
    "cursor": _text,
    "highlight": _flag,
}
_FIELD = {"from": "start", "to": "end"}
