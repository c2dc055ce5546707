"""The lines before a wire's text that have no labels: codes for routing, a time, notes, a slug, the headline, a byline.

Where the text begins is seen by its dateline or its indent; without either nothing is taken for a head but lines that
are codes or a time.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from newswire.formats import internet_time, wire_text, wire_times
from newswire.normalise import byline, ed_notes, embargo
from newswire.normalise.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MAX_LINES = 10
_MAX_LINE = 200
_MAX_NOTE = 80
_MAX_TITLES, _MAX_TITLE = 3, 120
"""Lines of headlines, and characters of each."""
_MAX_TIME = 40
# "R POL S0A QBXB", "r a AAP": priority, category, selectors; "XAA10101_SXA_QBXB": a number for machines.
_ROUTING = re.compile(
    r"(?P<priority>[A-Za-z])[ ]+(?P<category>[a-z]|[A-Z]{3}(?=.*\b(?:[A-Z]+\d|\d+[A-Z])))(?:[ ]+[A-Z0-9]{1,8}){1,4}"
    r"|(?=[A-Z_]*\d)(?=\d*[A-Z])[A-Z0-9]{2,12}(?:_[A-Z0-9]{1,12}){0,4}"
)
# "Bridge Oslo": capitalised words without a verb between them, before a longer line.
_SLUG = re.compile(r"[A-Z0-9][\w'’-]*(?:[ /][A-Z0-9][\w'’-]*){0,3}/?")


def read(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return what the lines before the text say, by the names of `text_headers.split`, and the lines of the text."""
    fields: dict[str, str] = {}
    start = _without_codes(lines, fields)
    end = _start_of_text(lines, start)
    if end is None and start:
        end = _after_titles(lines, start)
    if end is None:
        # What holds a story is no text of it, also where nothing else is clear; alone it is all that there is.
        holds = start < len(lines) and _holds(lines[start])
        if holds and not any(line.strip() for line in lines[start + 1 :]):
            return fields | {"headline": clean_line(lines[start])}, []
        end = start + holds
    agency = (wire_text.agency(lines[end].strip()) or "").lower() if end < len(lines) else ""
    stack = [line for line in map(clean_line, lines[start:end]) if line and line.lower() != agency]
    _read_stack(stack, fields)
    return fields, list(lines[end:])


def is_time(line: str) -> bool:
    """Tell whether a line is a date with the time of day, and nothing else."""
    text = line.strip()
    if not (8 <= len(text) <= _MAX_TIME and text[0].isdigit()):
        return False
    moment = internet_time.read(text) or wire_times.day_time_group(text)
    return moment is not None and moment.has_time


def _without_codes(lines: Sequence[str], fields: dict[str, str]) -> int:
    """Read the codes and the time that the lines begin with into `fields`; return where the others begin."""
    routing: list[str] = []
    for at, line in enumerate(lines[:_MAX_LINES]):
        text = line.strip()
        codes = _ROUTING.fullmatch(text)
        if codes and any(following.strip() for following in lines[at + 1 :]):
            routing.append(text)
            fields["routing"] = "\n".join(routing)
            fields["category"] = codes["category"] or fields.get("category", "")
        elif is_time(text):
            fields["date"] = text
        elif text:
            return at
    return 0 if not fields else min(len(lines), _MAX_LINES)


def _start_of_text(lines: Sequence[str], start: int) -> int | None:
    """Return the line in which the text begins, None where nothing tells it, or what is before it is text too."""
    head = range(start, min(len(lines), start + _MAX_LINES))
    flush = next((at for at in head if lines[at][:1] not in (" ", "\t", "")), None)
    for at in head:
        line = lines[at].strip()
        is_indented = flush is not None and at > flush and lines[at][:1] in (" ", "\t") and line
        if wire_text.agency(line) or (is_indented and len(line) >= _MAX_TIME):
            return at if at > start else None
        if len(line) > _MAX_LINE or (line.endswith(".") and not _is_note(line)):
            return None
    return None


def _after_titles(lines: Sequence[str], start: int) -> int | None:
    """Return the line after the few short ones that follow codes, up to a blank one; None where they are text."""
    titles = list(takewhile(str.strip, lines[start : start + _MAX_TITLES + 1]))
    end = start + len(titles)
    are_titles = all(len(line) <= _MAX_TITLE and not line.rstrip().endswith(".") for line in titles)
    return end if are_titles and 0 < len(titles) <= _MAX_TITLES and any(map(str.strip, lines[end:])) else None


def _is_note(line: str) -> bool:
    return ed_notes.is_note(line) or _holds(line)


def _holds(line: str) -> bool:
    return len(line) <= _MAX_NOTE and (embargo.asks_to_kill(line) or embargo.in_lines([line]) is not None)


def _read_stack(stack: Iterable[str], fields: dict[str, str]) -> None:
    notes: list[str] = []
    titles: list[str] = []
    for line in stack:
        names = byline.of_line(line) if titles else None
        if _is_note(line):
            notes.append(line)
        elif is_time(line):
            fields["date"] = line
        elif names:
            fields["byline"] = names
        else:
            titles.append(line)
    if len(titles) > 1 and _SLUG.fullmatch(titles[0]) and len(titles[0]) < len(titles[1]):
        fields["slug"] = titles.pop(0)
    if titles:
        fields["headline"] = titles[0]
        fields["subheadline"] = " ".join(titles[1:])
    if notes:
        fields["ed_note"] = "\n".join(notes)
