"""Stories whole, many in one answer: one JSON object a line, or a table.

An answer ends where it would grow too large for the function to give (see MOST_BYTES); a cursor leads on from there.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from newswire.search.cursor import Place, whole_milliseconds
from newswire.search.parameters import Sort
from newswire.search.query import parse
from newswire.search.visibility import marks
from newswire.search.walk import Walk, behind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from newswire.index import Index
    from newswire.search.caller import Caller
    from newswire.search.cursor import Cursors
    from newswire.search.parameters import Parameters

MOST_STORIES = 1000
MOST_BYTES = 5_500_000
"""Of an answer as the function gives it, a JSON string in ASCII: Lambda takes 6 MB, headers and all."""
_AT_ONCE = 50
"""Stories asked for in one request: each may have megabytes."""
_SEPARATOR = "; "

_HIGHEST = re.compile(r"\s*([^;,\s]+)\s*(?:;[^,]*?\bq=([01](?:\.\d{0,3})?))?")


class Format(StrEnum):
    """How stories are written, by media type."""

    NDJSON = "application/x-ndjson"
    CSV = "text/csv"


@dataclass(frozen=True, slots=True)
class Export:
    """Some of the stories, written, and the cursor of the rest, None where there is none."""

    text: str
    following: str | None


def wanted(accept: str) -> Format | None:
    """Return the format that an Accept header asks for; None where it prefers a page, or names none of these."""
    best, found = 0.0, None
    for each in accept.split(","):
        if (match := _HIGHEST.match(each)) is None:
            continue
        name, weight = match[1].lower(), float(match[2] or 1)
        if weight > best:
            best, found = weight, name
    return Format(found) if found in set(Format) else None


def export(
    parameters: Parameters, written: Format, index: Index, cursors: Cursors, now: datetime, caller: Caller
) -> Export:
    """Return the first stories that match and that this caller may see at `now`, the newest first unless asked.

    Only stories with all the words are exported.

    Raises
    ------
    InvalidParameter: the cursor is damaged, or belongs to another query or other scopes.
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    parameters = replace(parameters, sort=parameters.sort or Sort.NEWEST)
    start = Place(whole_milliseconds(now))
    if parameters.cursor is not None:
        start = cursors.read(parameters.cursor, parameters, caller)
    query = parse(parameters.q, parameters.zone, start.origin)
    walk = Walk(query.tree, replace(parameters, size=_AT_ONCE, highlight=False), index, now, caller)
    lines: list[str] = [_row(_COLUMNS)] if written is Format.CSV else []
    size, stories = sum(map(_size, lines)), 0
    place: Place | None = start
    for hit, after in _hits(walk, start):
        if stories == parameters.size:
            break
        line = _line(hit["_source"], written, now)
        if size + _size(line) > MOST_BYTES:
            if stories:
                break
            line = _line({**hit["_source"], "body_text": None, "too_large": True}, written, now)
        lines.append(line)
        size, stories, place = size + _size(line), stories + 1, after
    else:
        place = None
    return Export("".join(lines), cursors.write(place, parameters, caller) if place else None)


def _hits(walk: Walk, place: Place | None) -> Iterator[tuple[dict[str, Any], Place]]:
    """Yield every hit that follows, and the place behind it."""
    while place is not None:
        part = walk.following(place, _WHOLE)
        for number, hit in enumerate(part.hits, 1):
            yield hit, behind(place, part.hits[:number])
        place = part.next


def _line(story: dict[str, Any], written: Format, now: datetime) -> str:
    shown = {**story, **marks(story, now)}
    if written is Format.NDJSON:
        return json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n"
    return _row(_cell(column, shown) for column in _COLUMNS)


def _cell(column: str, story: dict[str, Any]) -> str:
    """Return a cell of the table. What a spreadsheet would take for a formula gets an apostrophe before it."""
    value = story.get(column)
    match value:
        case None:
            text = ""
        case bool():
            text = str(value).lower()
        case list():
            text = _SEPARATOR.join(each["name"] if isinstance(each, dict) else str(each) for each in value)
        case dict():
            text = str(value.get("text") or "")
        case _:
            text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(cells: Iterable[str]) -> str:
    row = io.StringIO()
    csv.writer(row).writerow(cells)
    return row.getvalue()


def _size(line: str) -> int:
    return len(json.dumps(line))


_WHOLE: dict[str, Any] = {"_source": {"excludes": ["paragraphs", "extra", "index_only"]}}
"""`body_text` has the words of the paragraphs, and `extra` is the supplier's."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_COLUMNS = (
    "id version status supplier feed publisher published version_created received language urgency genre slug headline "
    "subheadline byline dateline body_text word_count topics people organisations places keywords correction ed_note "
    "url copyright usage_terms embargoed embargo_until too_large"
).split()
"""The columns of the table, named as the fields of a story; a cell that holds several names divides them by "; "."""
