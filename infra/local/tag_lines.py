"""What `newswire tag` reads: its own lines, and those that `newswire parse --json` prints."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from newswire.language import detect, likeliest
from newswire.story import Dateline
from newswire.tagging.tagger import Text
from newswire.tagging.unmarked import Unmarked

_BODIES = ("body", "body_text")
"""By what name the text goes: the first that is there; offsets are of it."""


class BrokenLine(Exception):
    """A line holds no text to tag; its message says what is wrong. Tell it, and go on with the next line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text and by what its sender knows it."""

    id: Any
    text: Text


def read(line: bytes) -> Line:
    """Return the text of a line, its language told by its words where the line says none; raises BrokenLine."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BrokenLine(f"no JSON: {error}") from None
    if not isinstance(record, dict):
        raise BrokenLine(f'an object with "id", "headline" and "body" is wanted, not {type(record).__name__}')
    name = next((name for name in _BODIES if name in record), None)
    if name is None:
        raise BrokenLine('no "body", and no "body_text" as "newswire parse --json" prints it')
    headline, body, said = (_string(record, key) for key in ("headline", name, "language"))
    language = said.strip().lower()[:2] or _told(f"{headline}\n{body}")
    genre = _string(record, "genre")
    text = Text(headline, body, language, dateline=_dateline(record), genres=(genre,) if genre else ())
    return Line(record.get("id"), text)


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str | None):
        raise BrokenLine(f'"{key}" is to be a string, not {type(value).__name__}')
    return value or ""


def _dateline(record: dict[str, Any]) -> Dateline | None:
    try:
        return Dateline.model_validate(record["dateline"]) if record.get("dateline") else None
    except ValidationError as error:
        raise BrokenLine(f'"dateline": {error.errors()[0]["msg"]}') from None


def _told(text: str) -> str | None:
    words = Unmarked(text).text
    return detect(words) or likeliest(words)
