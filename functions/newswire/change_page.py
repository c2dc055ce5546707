"""The use case: what the log of changes tells a caller, page by page.

Everything is told to everyone, but for what only says that something hidden is there: an embargoed or withheld
version of which nothing was ever shown is told only to callers with the scope. Where an earlier version was shown, all
have to hear of it, so as to take it down; when the embargo ends is told only with the scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NotRequired

from typing_extensions import TypedDict

from newswire.changes import ChangeKind, Cursor
from newswire.errors import InvalidParameter
from newswire.query_string import single, values
from newswire.search.parameters import whole_number
from newswire.search.visibility import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newswire.changes import Changes
    from newswire.index import Index
    from newswire.search.caller import Caller

MAX_SIZE = 1000
DEFAULT_SIZE = 100
MOST_READ = 10_000
"""Changes that are looked at for one page: a caller that may see none of them comes back for the next ones."""

NOW = "now"
"""The value of `after` that stands for the end of the log: to be told of what is still to come."""

_BEGINNING = Cursor()
_HIDING = (ChangeKind.EMBARGOED, ChangeKind.WITHHELD)
_STANDING_FIELDS = ("status", "embargo_until", "expires")


class ToldChange(TypedDict):
    """One change; `cursor` is the place after it, `status` how the story stands now, null where there is none.

    `embargo_until` is told of a version under embargo, with the scope `embargoed` and where the time can be read.
    """

    cursor: str
    change: ChangeKind
    id: str
    version: int
    at: str
    embargo_until: NotRequired[str]
    said: NotRequired[str]
    reason: NotRequired[str]
    status: Standing | None


class ChangePage(TypedDict):
    """Changes in the order of acceptance, and where to go on; `next` is always there, for what is still to come."""

    changes: list[ToldChange]
    next: str


@dataclass(frozen=True, slots=True)
class ChangeParameters:
    """What a caller asks for: at most `size` changes after a place in the log; None is its end, as it is now."""

    after: Cursor | None = _BEGINNING
    size: int = DEFAULT_SIZE


def read(query_string: str) -> ChangeParameters:
    """Return the parameters of a raw query string.

    Raises
    ------
    InvalidParameter: one is unknown, malformed, out of bounds, or given twice.
    """
    given = values(query_string, ("after", "size"))
    after, size = single(given, "after"), single(given, "size")
    return ChangeParameters(
        _place(after.text) if after else _BEGINNING,
        whole_number(size, 1, MAX_SIZE) if size else DEFAULT_SIZE,
    )


def page(parameters: ChangeParameters, changes: Changes, index: Index, now: datetime, caller: Caller) -> ChangePage:
    """Return one page of the changes that this caller is told of.

    Raises
    ------
    InvalidParameter: `after` is no place that the log has given.
    EngineUnavailable, EngineMisconfigured: as of the log.
    """
    if parameters.after is None:
        return {"changes": [], "next": str(changes.end())}
    told: list[tuple[Cursor, dict[str, Any]]] = []
    end = parameters.after
    for end, change in _following(changes, parameters.after):
        if _is_told(change, caller):
            told.append((end, change))
        if len(told) == parameters.size:
            break
    stands = _standings({change["id"] for _, change in told}, index, now)
    return {
        "changes": [_told(cursor, change, stands.get(change["id"]), caller) for cursor, change in told],
        "next": str(end),
    }


def _place(text: str) -> Cursor | None:
    return None if text == NOW else Cursor.read(text)


def _following(changes: Changes, place: Cursor) -> Iterator[tuple[Cursor, dict[str, Any]]]:
    """Return what follows a place, having seen that the log has given it."""
    if place == _BEGINNING:
        return changes.read(place, MOST_READ)
    found = changes.read(Cursor(place.entry if place.offset else place.entry - 1), MOST_READ)
    for cursor, _ in found:
        if cursor == place:
            return found
        if cursor.entry > place.entry:
            break
    raise InvalidParameter(
        "'after' is no place in the log: take `next` of an earlier answer, or 0 to read all of it.", parameter="after"
    )


def _is_told(change: dict[str, Any], caller: Caller) -> bool:
    return caller.sees_embargoed or change["change"] not in _HIDING or bool(change.get("shown_before"))


def _standings(ids: set[str], index: Index, now: datetime) -> dict[str, Standing]:
    """Return how stories stand now, by id, those that are there."""
    found = index.engine.get_many(index.stories, sorted(ids), _STANDING_FIELDS)
    return {document["_id"]: standing(document["_source"], now) for document in found if document}


def _told(cursor: Cursor, change: dict[str, Any], status: Standing | None, caller: Caller) -> ToldChange:
    told: ToldChange = {
        "cursor": str(cursor),
        "change": change["change"],
        "id": change["id"],
        "version": change["version"],
        "at": change["at"],
        "status": status,
    }
    if caller.sees_embargoed and "embargo_until" in change:
        told["embargo_until"] = change["embargo_until"]
    if "said" in change:
        told["said"] = change["said"]
    if "reason" in change:
        told["reason"] = change["reason"]
    return told
