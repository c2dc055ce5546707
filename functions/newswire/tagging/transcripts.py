"""Turns of a transcript: paragraphs that begin with who speaks, "SMITH:", and have no marks around the words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newswire.tagging.quote_spans import Paragraph

_LABEL = re.compile(r"(?P<label>[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,4})(?:\s\([^()\n]{1,60}\))?:\s+(?=\S)")
_LEAST = 3
"""Turns that make a transcript, one of its labels at least twice: a single "Note:" is none."""
_NO_LABELS = frozenset(
    "question answer note correction editor's editor’s source sources read more related photo video by".split()
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says, text[start:end]; `label` is who, as printed."""

    start: int
    end: int
    label: str


def find(text: str, paragraphs: list[Paragraph]) -> dict[int, Turn]:
    """Return the turns of a transcript by where their paragraphs start; none where the text is no transcript."""
    found = {}
    for paragraph in paragraphs:
        match = _LABEL.match(text, paragraph.start, paragraph.end)
        if (
            match
            and match["label"] not in ("Q", "A")
            and not _NO_LABELS.intersection(match["label"].casefold().split())
        ):
            end = paragraph.start + len(text[paragraph.start : paragraph.end].rstrip())
            found[paragraph.start] = Turn(match.end(), end, match["label"])
    labels = Counter(turn.label for turn in found.values())
    if len(found) < _LEAST or max(labels.values()) < _LEAST - 1:
        return {}
    return found
