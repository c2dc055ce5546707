"""The reader behind `html.body`: a parser's events in, paragraphs with their text and their allowed mark-up out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

import nh3

from newswire.normalise.text import clean
from newswire.story import Paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping

_BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol optgroup option p pre "
    "section select summary table tbody td tfoot th thead title tr ul "
    "bibliography block byline byttl dateline distributor hedline hl1 hl2 media-caption tagline".split()  # NITF
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_INLINE = frozenset("a b cite code del em i ins mark s strong sub sup u".split())
_DROPPED = frozenset({"script", "style"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACES = re.compile(" {2,}")
_HREF = re.compile(r"\s*(?:https?://|mailto:)\S+\s*", re.IGNORECASE)
_EMPTY = re.compile(r"<(\w+)(?: [^<>]*)?>(\s*)</\1>")

_ALLOWED = nh3.Cleaner(
    tags={*_INLINE, *_HEADINGS, *"p blockquote ul ol li table tbody tr th td pre br".split()},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_MAX_CELL = 400
"""Characters in a cell of a table of data: one with more in it is part of a page's layout."""
_MOST_OPEN, _MOST_TAGS, _MOST_ROWS, _MOST_PARAGRAPHS = 20, 2_000, 2_000, 10_000
"""Inline elements open at a time, tags in a paragraph, rows of a table, paragraphs, of which the mark-up is kept."""


@dataclass(slots=True)
class _Table:
    rows: list[list[list[Paragraph]]] = field(default_factory=list)
    heads: set[tuple[int, int]] = field(default_factory=set)
    holds_table: bool = False

    def is_data(self) -> bool:
        """Tell a table of data from one that lays out a page."""
        texts = [paragraph.text for row in self.rows for cell in row for paragraph in cell]
        return (
            not self.holds_table
            and any(len(row) > 1 for row in self.rows)
            and all(len(text) <= _MAX_CELL for text in texts)
        )

    def paragraphs(self) -> list[Paragraph]:
        """Return the table as one paragraph, or what its cells hold where it is no table of data."""
        if not self.is_data():
            return [paragraph for row in self.rows for cell in row for paragraph in cell]
        lines = [
            [" ".join(paragraph.text.replace("\n", " ") for paragraph in cell) for cell in row] for row in self.rows
        ]
        filled = [(number, line) for number, line in enumerate(lines) if any(line)]
        if not filled:
            return []
        text = "\n".join("\t".join(line) for _, line in filled)
        if len(filled) > _MOST_ROWS:
            return [Paragraph(text=text)]
        marked = "".join(
            f"<tr>{''.join(self._cell(number, at, text) for at, text in enumerate(line))}</tr>"
            for number, line in filled
        )
        return [Paragraph(text=text, html=_ALLOWED.clean(f"<table>{marked}</table>"))]

    def _cell(self, row: int, column: int, text: str) -> str:
        tag = "th" if (row, column) in self.heads else "td"
        return f"<{tag}>{escape(text, quote=False)}</{tag}>"


class Reader:
    """The target of an lxml parser: gathers text, and ends a paragraph where a block begins or ends."""

    def __init__(self) -> None:
        self._paragraphs: list[Paragraph] = []
        self._text: list[str] = []
        self._marks: list[tuple[int, str]] = []  # tags, and before which piece of the text each stands
        self._inline: list[tuple[str, str]] = []
        self._lists: list[tuple[str, int]] = []
        self._heading: str | None = None
        self._item: str | None = None
        self._quotes = 0  # block quotes that are open
        self._quoted = 0  # quotations in a line that are open
        self._preformatted = 0
        self._dropped = 0
        self._tables: list[_Table] = []
        self._marked = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take a tag that opens."""
        if tag in _DROPPED:
            self._dropped += 1
        elif tag == "br":
            self._break()
        elif tag == "q":
            self._text.append("'" if self._quoted else '"')
            self._quoted += 1
        elif tag in _INLINE:
            self._open(tag, attributes)
        elif tag in _BLOCKS:
            self._flush()
            self._start_block(tag, attributes)

    def end(self, tag: str) -> None:
        """Take a tag that closes."""
        if tag in _DROPPED:
            self._dropped -= 1
        elif tag == "q" and self._quoted:
            self._quoted -= 1
            self._text.append("'" if self._quoted else '"')
        elif tag in _INLINE:
            self._close(tag)
        elif tag in _BLOCKS:
            self._flush()
            self._end_block(tag)

    def data(self, text: str) -> None:
        """Take text between tags."""
        if not self._dropped:
            self._text.append(text if self._preformatted or text.isprintable() else _SPACE.sub(" ", text))

    def close(self) -> list[Paragraph]:
        """Return the paragraphs."""
        self._flush()
        while self._tables:
            self._end_table()
        return self._paragraphs

    def _break(self) -> None:
        """Take a line break; one after another, or after nothing, ends the paragraph, save in preformatted text."""
        last = next((piece for piece in reversed(self._text) if piece == "\n" or piece.strip()), "\n")
        if last == "\n" and not self._preformatted:
            self._flush()
        else:
            self._text.append("\n")

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(self._inline) == _MOST_OPEN:
            return
        opening = f"<{tag}>"
        if tag == "a":
            href = attributes.get("href") or ""
            opening = f'<a href="{escape(clean(href.strip()))}">' if _HREF.fullmatch(href) else ""
        self._inline.append((tag, opening))
        self._mark(opening)

    def _mark(self, *tags: str) -> None:
        self._marks += [(len(self._text), tag) for tag in tags if tag]

    def _close(self, tag: str) -> None:
        for at in reversed(range(len(self._inline))):
            if self._inline[at][0] == tag:
                reopened = [opening for _, opening in self._inline[at + 1 :]]
                closed = [f"</{each}>" for each, opening in reversed(self._inline[at:]) if opening]
                self._mark(*closed, *reopened)
                del self._inline[at]
                return

    def _start_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("ul", "ol"):
            start = attributes.get("start") or ""
            self._lists.append((tag, int(start) - 1 if start.isdecimal() and len(start) < 6 else 0))
        elif tag == "li":
            name, number = self._lists.pop() if self._lists else ("ul", 0)
            self._lists.append((name, number + 1))
            self._item = f'<ol start="{number + 1}"><li>' if name == "ol" else "<ul><li>"
        elif tag in _HEADINGS:
            self._heading = tag
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "table":
            if self._tables:
                self._tables[-1].holds_table = True
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in ("td", "th") and self._tables and self._tables[-1].rows:
            table = self._tables[-1]
            row = table.rows[-1]
            row.append([])
            if tag == "th":
                table.heads.add((len(table.rows) - 1, len(row) - 1))

    def _end_block(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._item = None
        elif tag in _HEADINGS:
            self._heading = None
        elif tag == "blockquote":
            self._quotes -= self._quotes > 0
        elif tag == "pre":
            self._preformatted -= self._preformatted > 0
        elif tag == "table" and self._tables:
            self._end_table()

    def _end_table(self) -> None:
        for paragraph in self._tables.pop().paragraphs():
            self._add(paragraph)

    def _add(self, paragraph: Paragraph) -> None:
        """Add a paragraph where it belongs: to the open cell, or to the body."""
        if self._tables and self._tables[-1].rows:
            row = self._tables[-1].rows[-1]
            if not row:
                row.append([])
            row[-1].append(paragraph)
        else:
            self._paragraphs.append(paragraph)

    def _flush(self) -> None:
        if not self._text:
            return
        text = _tidy(clean("".join(self._text)), bool(self._preformatted))
        if text.strip():
            self._add(Paragraph(text=text, html=self._markup()))
        self._text.clear()
        self._marks.clear()
        if self._inline:
            self._mark(*(opening for _, opening in self._inline))

    def _markup(self) -> str | None:
        """Return the allowed mark-up of the paragraph that ends here, None where it says no more than the text."""
        if not (self._marks or self._heading or self._item or self._quotes or self._preformatted):
            return None
        if len(self._marks) > _MOST_TAGS or self._marked == _MOST_PARAGRAPHS:
            return None
        self._marked += 1
        inner = _EMPTY.sub(r"\2", clean(self._inner()))
        if self._preformatted:
            return _ALLOWED.clean(f"<pre>{inner.strip()}</pre>")
        inner = _SPACES.sub(" ", inner.strip().replace("\n", "<br>"))
        if self._heading:
            return _ALLOWED.clean(f"<{self._heading}>{inner}</{self._heading}>")
        if self._item:
            return _ALLOWED.clean(f"{self._item}{inner}</li></{self._item[1:3]}>")
        if self._quotes:
            return _ALLOWED.clean(f"<blockquote>{inner}</blockquote>")
        return _ALLOWED.clean(f"<p>{inner}</p>") if "<" in inner.replace("<br>", "") else None

    def _inner(self) -> str:
        """Return the text that was gathered with its tags between."""
        pieces: list[str] = []
        done = 0
        for at, tag in self._marks:
            pieces += [escape("".join(self._text[done:at]), quote=False), tag]
            done = at
        rest = escape("".join(self._text[done:]), quote=False)
        return "".join([*pieces, rest, *(f"</{tag}>" for tag, opening in reversed(self._inline) if opening)])


def _tidy(text: str, is_preformatted: bool) -> str:
    if is_preformatted:
        return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
    if "  " in text:
        text = _SPACES.sub(" ", text)
    if "\n" not in text:
        return text.strip(" ")
    lines = (line.strip(" ") for line in text.split("\n"))
    return "\n".join(lines).strip("\n")
