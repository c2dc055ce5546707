"""The parameters of a search, read from a query string and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from math import nan
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from newswire.query_string import SHOWN, Value, single, values
from newswire.story import supplier_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

MAX_SIZE = 100
DEFAULT_SIZE = 20
MAX_KILOMETRES = 20_040.0
"""Half of the way around the Earth: everywhere."""
MAX_VALUES = 50
"""Most values of one repeated parameter."""
MAX_VALUE_LENGTH = 1000
"""Longest value in characters, but for `q`, which is cut with a warning, and `cursor`."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle on the Earth: degrees in WGS 84, and kilometres."""

    latitude: float
    longitude: float
    kilometres: float


class Facet(StrEnum):
    """What the stories that match are counted by; HISTOGRAM gives the bars over time instead of values."""

    SUPPLIER = "supplier"
    FEED = "feed"
    PUBLISHER = "publisher"
    TOPIC = "topic"
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    COUNTRY = "country"
    LANGUAGE = "language"
    GENRE = "genre"
    URGENCY = "urgency"
    DAY = "day"
    HISTOGRAM = "histogram"


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
    "country": "places.country",
    "language": "language",
    "genre": "genre",
    "urgency": "urgency",
    "status": "status",
}
"""Parameters that filter by exact value, and the field of the index that each one filters."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a caller asks for.

    Parameters
    ----------
    q: the reader's query, as typed.
    filters: (parameter, values): one of the values within a parameter, all of the parameters.
    near: stories with a place within this circle.
    start, end: stories whose version_created is at or after `start` and before `end`.
    sort: the order; None means relevance where the query has words, else newest first.
    size: most stories a page, 1 to MAX_SIZE.
    cursor: where the page before ended, as given by it.
    highlight: whether the matching words are marked.
    facets: what the matching stories are counted by.
    explain: whether it is told why each story of the page matches.
    story: the id of a story of which it is told why it matches or does not.
    zone: the caller's time zone: of days in `q`, `from` and `to`, and of the days that are counted by.
    """

    q: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    near: Circle | None = None
    sort: Sort | None = None
    size: int = DEFAULT_SIZE
    cursor: str | None = None
    highlight: bool = True
    facets: tuple[Facet, ...] = ()
    explain: bool = False
    story: str | None = None
    zone: tzinfo = UTC


def read(query_string: str, most: int = MAX_SIZE, default: int = DEFAULT_SIZE) -> Parameters:
    """Return the parameters of a raw query string.

    Parameters
    ----------
    query_string: as sent.
    most, default: the size of a page, at most and where it is not given.

    Raises
    ------
    InvalidParameter: one is unknown, malformed, out of bounds, or given twice; `extra` has its name and the position
        of its value in the query string, in characters from 0.
    """
    given = values(query_string, (*FILTERS, *_READERS, *_READ_HERE))
    for name, found in given.items():
        if name not in ("q", "cursor") and len(found[0].text) > MAX_VALUE_LENGTH:
            raise found[0].invalid(f"'{name}' is longer than {MAX_VALUE_LENGTH} characters.")
        if len(found) > MAX_VALUES:
            raise found[MAX_VALUES].invalid(f"'{name}' is given more than {MAX_VALUES} times.")
    zone = _zone(value) if (value := single(given, "tz")) else UTC
    readers: dict[str, Callable[[Value], object]] = {
        **_READERS,
        "from": partial(_instant, zone=zone, days=0),
        "to": partial(_instant, zone=zone, days=1),  # a day as the end means the whole of it
        "size": partial(whole_number, low=1, high=most),
    }
    asked = {
        _FIELD.get(name, name): reader(value) for name, reader in readers.items() if (value := single(given, name))
    }
    asked.pop("group", None)  # the copies of a story have no cluster yet: each is a group of its own
    filters = tuple((name, tuple(_filter(value) for value in given[name])) for name in FILTERS if name in given)
    parameters = Parameters(**{"filters": filters, "zone": zone, "size": default, **asked})  # type: ignore[arg-type]
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


def _sort(value: Value) -> Sort:
    try:
        return Sort(value.text)
    except ValueError:
        raise value.invalid(f"'sort' is one of {', '.join(Sort)}, not '{value.text[:SHOWN]}'.") from None


def _flag(value: Value) -> bool:
    if value.text not in ("true", "false"):
        raise value.invalid(f"'{value.name}' is true or false, not '{value.text[:SHOWN]}'.")
    return value.text == "true"


def _instant(value: Value, zone: tzinfo, days: int) -> datetime:
    """Read a time with its zone, or the beginning of a day in the caller's zone, so many days later."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value.text, re.ASCII):
            day = date.fromisoformat(value.text) + timedelta(days=days)
            return datetime.combine(day, time(), zone).astimezone(UTC)
        instant = datetime.fromisoformat(value.text)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise value.invalid(
        f"'{value.name}' is a day (2026-03-01) or a time with zone (2026-03-01T09:00:00Z), not '{value.text[:SHOWN]}'."
    )


def _zone(value: Value) -> tzinfo:
    # Others, like "EST" and "localtime", mean something else to the engine, or nothing.
    known = value.text == "UTC" or ("/" in value.text and not value.text.startswith(("posix/", "right/")))
    try:
        return ZoneInfo(value.text if known else "")
    except (OSError, ValueError, LookupError):  # what it makes of a path, of a folder, and of a name that there is not
        raise value.invalid(f"'tz' is a time zone like Europe/Berlin, not '{value.text[:SHOWN]}'.") from None


def _circle(value: Value) -> Circle:
    try:
        latitude, longitude, kilometres = (float(part) for part in value.text.split(","))
    except ValueError:
        latitude = longitude = kilometres = nan
    if not (abs(latitude) <= 90 and abs(longitude) <= 180 and 0 < kilometres <= MAX_KILOMETRES):
        raise value.invalid(
            f"'near' is a latitude, a longitude and kilometres (50.45,30.52,200), not '{value.text[:SHOWN]}'."
        )
    return Circle(latitude, longitude, kilometres)


def _facets(value: Value) -> tuple[Facet, ...]:
    names, known = value.text.split(","), frozenset(Facet)
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise value.invalid(f"'facets' is a list of {', '.join(Facet)}; '{unknown[:SHOWN]}' is none of them.")
    return tuple(dict.fromkeys(map(Facet, names)))


def _group(value: Value) -> str:
    if value.text != "story":
        raise value.invalid(f"'group' is story, not '{value.text[:SHOWN]}'.")
    return value.text


def _text(value: Value) -> str:
    return value.text


_READERS: dict[str, Callable[[Value], object]] = {
    "q": _text,
    "near": _circle,
    "sort": _sort,
    "cursor": _text,
    "highlight": _flag,
    "facets": _facets,
    "group": _group,
    "explain": _flag,
    "story": _text,
}
_READ_HERE = ("from", "to", "size", "tz")
_FIELD = {"from": "start", "to": "end"}
