"""Lines of a wire to paragraphs: wrapped lines are joined again, what is set in columns stays as it stands."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from newswire.errors import DeliveryTooLarge
from newswire.formats.story import MAX_PARAGRAPHS
from newswire.normalise import dateline
from newswire.normalise.text import clean, clean_line, collapse
from newswire.story import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_CHARACTERS = 1_000_000
"""Characters of one story: a novel."""

MAX_LINES = 50_000

_LINE_END = re.compile(r"\r+\n?")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*+\n){2,}+")
_SIGNATURE = re.compile(r"\s*==\s*(?P<agency>\w{2,20})\s*$")
_DATELINE_AGENCY = re.compile(
    r"\((?:[^()/]*/)*(?P<named>[^()/]+)\)|/ ?(?P<slashed>[^/]{2,40}?) ?/|(?P<bare>[A-Z]\w{1,9})\W*$"
)
_MAX_HEADLINE = 200
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""A dateline's day does not matter here."""
_INDENT = re.compile(r"\t| {2,}(?=\S)")
_COLUMNS = re.compile(r"\S(?: {3,}|\t+|\.{4,})(?=\S)")
_WRAPPED = 40
"""Characters: a paragraph whose lines are all shorter was not wrapped, it is a list or verse."""


def with_plain_line_ends(text: str) -> str:
    """Return raw wire text with a line feed at the end of each line, and one blank line at most between others."""
    return _BLANK_LINES.sub("\n\n", _LINE_END.sub("\n", text) if "\r" in text else text)


def lines_of(text: str) -> list[str]:
    """Return the lines of one story's raw text, control characters still in it.

    Raises
    ------
    DeliveryTooLarge: it has more than MAX_CHARACTERS or MAX_LINES.
    """
    check_length(text)
    lines = with_plain_line_ends(text).split("\n")
    if len(lines) > MAX_LINES:
        raise DeliveryTooLarge(f"it has {len(lines)} lines, the limit is {MAX_LINES} (MAX_LINES)")
    return lines


def clean_lines_of(text: str) -> list[str]:
    """Return the lines of one story's text without control characters; errors as of `lines_of`."""
    check_length(text)
    return lines_of(clean(text))


def check_length(text: str) -> None:
    """Refuse the text of one story that nobody can have written.

    Raises
    ------
    DeliveryTooLarge: it has more than MAX_CHARACTERS.
    """
    if len(text) > MAX_CHARACTERS:
        raise DeliveryTooLarge(f"a story has {len(text)} characters, the limit is {MAX_CHARACTERS} (MAX_CHARACTERS)")


def paragraphs(lines: Iterable[str]) -> list[Paragraph]:
    """Return the paragraphs of clean lines that are parted by blank ones, or where there is none, by their indents."""
    return [_paragraph(block) for blank_free in _blocks(lines) for block in _by_indent(blank_free)]


def preformatted(lines: Sequence[str]) -> Paragraph:
    """Return lines as one paragraph that keeps its line ends and columns."""
    text = "\n".join(clean(line).rstrip() for line in lines).strip("\n")
    return Paragraph(text=text, html=f"<pre>{escape(text, quote=False)}</pre>")


def table(rows: Sequence[Sequence[str]]) -> Paragraph:
    """Return rows of cells as one paragraph: in its text a row a line, a tab between cells."""
    cells = [[collapse(clean(cell)) for cell in row] for row in rows]
    text = "\n".join("\t".join(row).rstrip() for row in cells).strip("\n")
    marked = "".join(f"<tr>{''.join(f'<td>{escape(cell, quote=False)}</td>' for cell in row)}</tr>" for row in cells)
    return Paragraph(text=text, html=f"<table>{marked}</table>")


def split_headline(lines: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the headline, and the other lines: a short first line by itself that is no sentence and no dateline."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    if len(filled) < 2 or filled[1] == filled[0] + 1:
        return None, list(lines)
    first = clean_line(lines[filled[0]])
    if len(first) > _MAX_HEADLINE or first.endswith((".", ":", ";", ",")) or agency(first):
        return None, list(lines)
    return first, list(lines[filled[0] + 1 :])


def split_signature(text: str) -> tuple[str, str | None]:
    """Return text without the agency's signature at its end ("==Kyodo"), and the agency."""
    found = _SIGNATURE.search(text, max(0, len(text) - _MAX_HEADLINE))
    return (text[: found.start()], found["agency"]) if found else (text, None)


def agency(paragraph: str) -> str | None:
    """Return the agency in the dateline at the head of a paragraph, or None; of "tca/dpa" that is the latter."""
    found = dateline.split(paragraph, _ANY_TIME)[0]
    named = _DATELINE_AGENCY.search(found.text) if found and found.text else None
    return next(filter(None, named.groups())) if named else None


def checked(found: list[Paragraph]) -> tuple[Paragraph, ...]:
    """Return the paragraphs that have text.

    Raises
    ------
    DeliveryTooLarge: there are more than MAX_PARAGRAPHS of them.
    """
    kept = tuple(paragraph for paragraph in found if paragraph.text.strip())
    if len(kept) > MAX_PARAGRAPHS:
        raise DeliveryTooLarge(f"it has {len(kept)} paragraphs, the limit is {MAX_PARAGRAPHS} (MAX_PARAGRAPHS)")
    return kept


def digest(*texts: str | None) -> str:
    """Return a short digest of the words in `texts`: what identifies a story where its format does not."""
    words = collapse(" ".join(filter(None, texts)))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _blocks(lines: Iterable[str]) -> list[list[str]]:
    return [list(block) for filled, block in groupby(map(str.rstrip, lines), key=bool) if filled]


def _by_indent(block: list[str]) -> list[list[str]]:
    """Part a block where a line is indented and others are not: so do wires that print no blank lines."""
    indented = [bool(_INDENT.match(line)) for line in block]
    if _is_set_in_columns(block) or not any(indented[1:]):
        return [block]
    parts: list[list[str]] = []
    for line, starts in zip(block, indented, strict=True):
        if starts or not parts:
            parts.append([])
        parts[-1].append(line)
    return parts


def _paragraph(block: list[str]) -> Paragraph:
    if _is_set_in_columns(block):
        return preformatted(block)
    if max(map(len, block)) < _WRAPPED:
        return Paragraph(text="\n".join(map(collapse, block)))
    return Paragraph(text=collapse(" ".join(block)))


def _is_set_in_columns(block: list[str]) -> bool:
    return len(block) > 1 and sum(bool(_COLUMNS.search(line)) for line in block) * 2 > len(block)
