"""The embargo of a ninjs item: under whatever name it stands, and whatever stands there, it hides."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from newswire.normalise import times
from newswire.normalise.text import clean_line
from newswire.story import UNTIL_A_NEWER_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"(?:utc_?)?(?:embargo|publish_?schedule)", re.IGNORECASE)
"""What their names begin with: the standard's, and those that suppliers gave it (Superdesk holds by a schedule)."""
_REASON = re.compile(r"reason$", re.IGNORECASE)
_IN_MILLISECONDS = 10**11
_LEAST_EPOCH = 10**9
"""Seconds since 1970; a smaller number is no time of ours."""


def is_embargo(name: str) -> bool:
    """Tell whether the name of a property says that it holds an embargo."""
    return _NAME.match(name) is not None


def embargo(item: dict[str, Any], warnings: list[str]) -> tuple[datetime | None, str | None]:
    """Return the end of the embargo, and what stands there where that is no time: then the story stays hidden.

    A time without a zone, or a date alone, is read as the latest instant that it can mean; of several the last counts.
    What is empty, null or false is none; a reason alone is one.
    """
    said = [(name, value) for name, value in _given(item) if not _is_empty(value)]
    said = [(name, value) for name, value in said if not _REASON.search(name)] or said
    until: datetime | None = None
    for _, value in said:
        end = _end(value, warnings)
        if end is None:
            text = clean_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
            warnings.append(f"the embargo is no time, hidden until a newer version: {text[:80]!r}")
            return UNTIL_A_NEWER_VERSION, text
        until = max(until or end, end)
    return until, None


def _given(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the embargoes of an item and of the objects in it; those of associated items are not its own."""
    for name, value in item.items():
        if is_embargo(name):
            yield name, value
        elif isinstance(value, dict):
            yield from ((below, member) for below, member in value.items() if is_embargo(below))


def _is_empty(value: Any) -> bool:
    if isinstance(value, (dict, list)):
        return all(map(_is_empty, value.values() if isinstance(value, dict) else value))
    return not (clean_line(value) if isinstance(value, str) else value)


def _end(value: Any, warnings: list[str]) -> datetime | None:
    """Return the latest instant that a value names, None where it names none, or says something else besides."""
    if isinstance(value, (dict, list)):
        members = value.values() if isinstance(value, dict) else value
        ends = [_end(member, warnings) for member in members if not (_is_empty(member) or member is True)]
        found = [end for end in ends if end is not None]
        return max(found) if found and len(found) == len(ends) else None
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _since_1970(value)
    text = clean_line(value)
    if re.fullmatch(r"\d{10}|\d{13}", text, re.ASCII):
        return _since_1970(int(text))
    moment = times.read(text)
    if moment and not moment.has_zone:
        warnings.append(f"the embargo has no zone, read as the latest it can mean: {text!r}")
    return moment.latest if moment else None


def _since_1970(number: float) -> datetime | None:
    seconds = number / 1000 if number >= _IN_MILLISECONDS else number
    if seconds < _LEAST_EPOCH:
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return None
