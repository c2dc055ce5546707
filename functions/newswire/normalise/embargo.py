"""What a line or a note says in words about not using a story: an embargo, until when, or the wish to kill it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.normalise import written_times
from newswire.normalise.hiding_rules import Hides, rules, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_MAX_LINE = 300
"""Characters of a line that says so: a longer one is a paragraph."""
_MAX_NOTE_LINE = 2000
"""Characters of a line of a note that are read."""
_MAX_NOTE_LINES = 500
"""Lines of a note that are read: a longer one is hostile."""


def in_lines(lines: Iterable[str]) -> str | None:
    """Return the first of the lines at a story's head that says the story is not to be used yet, or None."""
    return next((line for line in lines if len(line) <= _MAX_LINE and _holds(line, in_a_note=False)), None)


def in_note(note: str) -> str | None:
    """Return the line of a note to editors that says the story is not to be used yet, or None."""
    return next((line for line in _lines(note) if _holds(line, in_a_note=True)), None)


def is_lifted(note: str) -> bool:
    """Tell whether a note to editors says that the embargo which the story bears is over."""
    return any(words("lifted").search(line) and not words("still").search(line) for line in _lines(note))


def asks_to_kill(text: str) -> bool:
    """Tell whether a headline or a note asks not to use the story that it comes with, or another one, at all."""
    kills = rules(Hides.KILL)
    return any(kills.in_note(line) for line in _lines(text))


def story_asks_to_kill(headline: str | None, note: str | None, first_paragraph: str | None) -> bool:
    """Tell whether one of the places where agencies put it asks to kill; see `asks_to_kill`. A paragraph is no line."""
    line = first_paragraph if len(first_paragraph or "") <= _MAX_LINE else None
    return asks_to_kill("\n".join(filter(None, (headline, note, line))))


def certain_end(text: str) -> datetime | None:
    """Return the one instant that an embargo's text names with its day, year, hour and zone; None where one is open."""
    if len(text) > _MAX_NOTE_LINE or words("other_end").search(text):
        return None
    return written_times.certain(text)


def _lines(note: str) -> list[str]:
    return [line[:_MAX_NOTE_LINE] for line in note.splitlines()[:_MAX_NOTE_LINES]]


def _holds(line: str, *, in_a_note: bool) -> bool:
    embargoes = rules(Hides.EMBARGO)
    found = embargoes.in_note(line) if in_a_note else embargoes.in_line(line)
    return found is not None and not (words("at_once").search(line) and not words("still").search(line))
