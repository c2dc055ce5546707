"""The query string of a request, value by value, each knowing where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_plus

from newswire.errors import InvalidParameter

if TYPE_CHECKING:
    from collections.abc import Collection

SHOWN = 100
"""Characters of a wrong value that are shown to its sender."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a query string.

    Parameters
    ----------
    name, text: decoded.
    position: of the value in the query string as sent, in characters from 0.
    """

    name: str
    text: str
    position: int

    def invalid(self, detail: str) -> InvalidParameter:
        """Return the error that says what is wrong with this value; `extra` has its name and position."""
        return InvalidParameter(detail, parameter=self.name[:SHOWN], position=self.position)


def values(query_string: str, known: Collection[str]) -> dict[str, list[Value]]:
    """Return the values of a raw query string by name, in their order.

    Parameters
    ----------
    query_string: as sent; payload format 2.0 joins repeats with commas elsewhere, and a query may hold commas.
    known: the parameters that there are.

    Raises
    ------
    InvalidParameter: a parameter is not among `known`.
    """
    given: dict[str, list[Value]] = {}
    for match in re.finditer(r"[^&]+", query_string):
        name, equals, text = match.group().partition("=")
        value = Value(unquote_plus(name), unquote_plus(text), match.start() + len(name) + len(equals))
        if value.name not in known:
            there_are = f"There are: {', '.join(sorted(known))}." if known else "There are none here."
            raise value.invalid(f"There is no parameter '{value.name[:SHOWN]}'. {there_are}")
        given.setdefault(value.name, []).append(value)
    return given


def single(given: dict[str, list[Value]], name: str) -> Value | None:
    """Return the one value of a parameter, None where it is not given.

    Raises
    ------
    InvalidParameter: it is given more than once.
    """
    found = given.get(name, [])
    if len(found) > 1:
        raise found[1].invalid(f"'{name}' is given more than once.")
    return found[0] if found else None


def with_value(query_string: str, name: str, text: str) -> str:
    """Return a raw query string with one value of a parameter, instead of those that it has."""
    others = [part for part in query_string.split("&") if part and unquote_plus(part.partition("=")[0]) != name]
    # What is sent raw may not stand in a header; "%" is there already where it is meant.
    return "&".join([*(quote(part, safe=_MAY_STAND) for part in others), f"{name}={quote(text)}"])


_MAY_STAND = "%=+-._~!$'()*,;:@/?"
