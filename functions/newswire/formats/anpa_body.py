"""The text of an ANPA 1312 transmission: its header lines (headline, byline, notes), paragraphs and tables.

A line that begins with `^` is set flush left, one with a tab begins a paragraph; `<` and `=` end a line that is set by
itself (flush left, centred). Rows of tables begin with BS; their cells are parted by RS, US or `;`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import groupby

from newswire.formats import wire_text
from newswire.normalise import embargo
from newswire.normalise.text import clean_line
from newswire.story import Paragraph

_KEYWORD_EXTRAS = re.compile(r"^\^?(?:\*\w{1,6}<)?\s*\^?")
_NOTE = re.compile(
    r"""\W*(?:eds?\.?\s*[:_\u2014-] | editors?(?:['’]s?)?(?:\s+notes?)?\s*[:_\u2014-] | note\ to\ editors
      | (?:with\ )?ap\ (?:photo|video|graphic|audio|interactive)s?\b(?:\W*$|[:;,.]|\ [A-Z]{1,6}\d)
      | \$?adv(?![a-z]) | photos?: | graphics?:)""",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL = re.compile(r"^\W*Eds\.?:\s*", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por)\s+[A-Z]")
_BYLINE_TITLE = re.compile(
    r"press|writer|editor|correspondent|columnist|reporter|bureau|service|news|staff", re.IGNORECASE
)
_MAX_HEADLINE = 150
_INDENT = re.compile(r"\t| {3}")
_CELL = re.compile(r"[\x1e\x1f][\x1e\x1f \t]*")
_HALF = re.compile(r"(?<![^\s\d;\x1e\x1f])\{(?!\w)")
_DASH = re.compile(r"(?<![^\s;\x1e\x1f])_(?![^\s;\x1e\x1f])")
_OPENING = re.compile(r"(?<![^\s\"“(\[—-])`")


class _Kind(Enum):
    LINE = auto()
    """Begins with `^`."""
    PLAIN = auto()
    """Begins with nothing: some senders have no signs."""
    PARAGRAPH = auto()
    """Is indented."""
    ROW = auto()


@dataclass(slots=True)
class _Element:
    kind: _Kind
    text: str
    end: str
    """`<` or `=` where it is set by itself."""


@dataclass(slots=True)
class Text:
    """What stands between STX and ETX.

    Parameters
    ----------
    keyword: the line after STX: slug, take key and word count, parted by commas.
    notes: what is said to editors.
    """

    keyword: str | None = None
    headline: str | None = None
    abstract: str | None = None
    byline: str | None = None
    byline_title: str | None = None
    notes: list[str] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)


def read(raw: str, keyword: str, *, tabular: bool) -> Text:
    """Return the parts of the raw text of a transmission, control characters still in it.

    `keyword` is that of the header (the line after STX repeats it in full); `tabular` where the header says that the
    lines stand as they are (agate).
    """
    text = Text()
    lines = wire_text.lines_of(raw)
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    said = _element(_Kind.LINE, _KEYWORD_EXTRAS.sub("", lines[first].strip())).text
    if _repeats(said, keyword):
        text.keyword = clean_line(said)
        del lines[: first + 1]
    elements = _elements(lines, tabular=tabular)
    body = _read_head(elements, text) if any(e.kind is _Kind.LINE for e in elements) else _read_plain(elements, text)
    text.paragraphs = _paragraphs(body, tabular=tabular)
    return text


def _repeats(line: str, keyword: str) -> bool:
    """Tell whether a line begins with the header's keyword, whatever it is cut and spaced like there."""
    said, full = (re.sub(r"[\W_]", "", text).lower() for text in (keyword.split()[0] if keyword.split() else "", line))
    return bool(said) and full.startswith(said[:12])


def _elements(lines: list[str], *, tabular: bool) -> list[_Element]:
    found: list[tuple[_Kind, list[str]]] = []
    goes_on, in_head = False, True
    for line in lines:
        stripped = line.strip(" \t\x0c\x04\x7f")
        if not stripped.strip("^"):
            goes_on = False
        elif stripped[0] == "\x08":
            found.append((_Kind.ROW, [stripped[1:].lstrip("^")]))
        elif stripped[0] == "^":
            found.append((_Kind.LINE, [stripped[1:].strip()]))
        elif goes_on and not (_INDENT.match(line) or tabular or (in_head and _BYLINE.match(stripped))):
            found[-1][1].append(stripped)
        else:
            kind = _Kind.PARAGRAPH if _INDENT.match(line) or tabular else _Kind.PLAIN
            found.append((kind, [line.strip("\t\x0c\x04\x7f").rstrip() if tabular else stripped]))
        in_head = in_head and not _INDENT.match(line)
        goes_on = bool(stripped.strip("^")) and stripped[-1] not in "<=" and stripped[0] != "\x08"
    return [_element(kind, " ".join(pieces)) for kind, pieces in found]


def _element(kind: _Kind, text: str) -> _Element:
    """Return the element without the sign that ends it; a line of cells is a row."""
    bare = text.rstrip("<= ")
    end = text[len(bare) :].strip()[:1]
    if end == "<" and kind is not _Kind.LINE and bare.count(";") >= 2 and "; " not in bare:
        kind = _Kind.ROW
    return _Element(kind, _printed(bare if end else text), end)


def _printed(text: str) -> str:
    """Put the characters that newspapers print for those of the wire: a half, dashes, quotes."""
    if "{" in text:
        text = _HALF.sub("½", text)
    if "_" in text:
        text = _DASH.sub("—", text)
    if "`" in text or "''" in text:
        text = _OPENING.sub("‘", text.replace("``", "“").replace("''", "”"))
    return text.replace("\x10", "")


def _read_head(elements: list[_Element], text: Text) -> list[_Element]:
    """Read the header lines into `text`, and return the elements of the body."""
    count = next(
        (at for at, element in enumerate(elements) if element.kind is not _Kind.LINE or not element.end), len(elements)
    )
    head, body = elements[:count], elements[count:]
    by = next((at for at, line in enumerate(head) if _BYLINE.match(line.text) and (line.end == "=" or at)), None)
    if by is not None:
        after = by + 1
        text.byline = clean_line(head[by].text)
        if after < count and _BYLINE_TITLE.search(head[after].text):
            text.byline_title = clean_line(head[after].text)
            after += 1
        body = head[after:] + body
        head = head[:by]
    centred = [element for element in head if not _read_line(element, text)]
    if centred and text.headline is None:
        text.headline = clean_line(centred.pop(0).text)
    return centred + body


def _read_plain(elements: list[_Element], text: Text) -> list[_Element]:
    """Read a head without signs: a short line by itself, then perhaps a byline; return the elements of the body."""
    body = list(elements)
    if _is_plain_line(body) and not wire_text.agency(body[0].text):
        text.headline = clean_line(body.pop(0).text)
    if _is_plain_line(body) and _BYLINE.match(body[0].text):
        text.byline = clean_line(body.pop(0).text)
    return body


def _is_plain_line(body: list[_Element]) -> bool:
    return len(body) > 1 and body[0].kind is _Kind.PLAIN and len(body[0].text) <= _MAX_HEADLINE


def _read_line(element: _Element, text: Text) -> bool:
    """Read one line of the head into `text`; False where it belongs to the body."""
    line = clean_line(element.text)
    if _NOTE.match(line) or embargo.in_lines([line]):
        text.notes.append(_without_label(line))
    elif element.end == "=":
        return False
    elif text.headline is None:
        text.headline = line
    elif text.abstract is None:
        text.abstract = line
    else:
        return False
    return True


def _without_label(note: str) -> str:
    if note.startswith("(") and note.endswith(")"):
        note = note[1:-1]
    return _LABEL.sub("", note).strip()


def _paragraphs(body: list[_Element], *, tabular: bool) -> list[Paragraph]:
    found: list[Paragraph] = []
    for kind, group in groupby(body, key=lambda element: element.kind):
        elements = [element for element in group if not re.fullmatch(r"[\s_—]*", element.text)]
        if kind is _Kind.ROW:
            found.append(wire_text.table([_cells(element.text) for element in elements]))
        elif kind is _Kind.PARAGRAPH and tabular and len(elements) > 1:
            found.append(wire_text.preformatted([element.text.lstrip() for element in elements]))
        else:
            found += [Paragraph(text=clean_line(element.text)) for element in elements]
    return found


def _cells(row: str) -> list[str]:
    return _CELL.split(row) if re.search(r"[\x1e\x1f]", row) else row.split(";")
