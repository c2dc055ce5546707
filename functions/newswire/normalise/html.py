"""Mark-up to paragraphs: no word lost, none split, none glued to another."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from lxml import etree

from newswire.errors import DeliveryTooLarge
from newswire.normalise.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_TAGS = 50_000
"""Tags in one text: more cannot be read in the time that a batch has."""

_BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol optgroup option p pre "
    "section select summary table tbody td tfoot th thead title tr ul "
    "block byline byttl dateline distributor hedline hl1 hl2 media-caption".split()  # NITF
)
_CELLS = frozenset({"td", "th"})
_DROPPED = frozenset({"script", "style"})
_CDATA = "<![CDATA["
_SPACE = re.compile(r"[ \t\n\r\f]+")


def paragraphs(markup: str) -> list[str]:
    """Return the text of the paragraphs in `markup` (HTML, XHTML, or text with tags in it).

    Block elements end a paragraph, inline ones leave no trace; `<br>` is a line feed; a table row is one paragraph with
    a tab between its cells. Scripts, styles and comments are dropped, entities unescaped once. Nothing is fetched.

    Raises
    ------
    DeliveryTooLarge: there are more than MAX_TAGS tags in it.
    """
    if not markup.strip():
        return []
    tags = markup.count("<")
    if tags > MAX_TAGS:
        raise DeliveryTooLarge(f"it has {tags} tags, the limit is {MAX_TAGS} (MAX_TAGS)")
    # The target interface: no tree, so no limit to its depth. huge_tree lifts the same limit in the tokenizer.
    parser = etree.HTMLParser(target=_Collector(), huge_tree=True)
    parser.feed(_keep_unfinished_tag(_escape_cdata(clean(markup))))
    found: list[str] = parser.close()
    return found


def _escape_cdata(markup: str) -> str:
    """Make the content of CDATA sections text, as it is in XHTML: to HTML it is a comment."""
    pieces: list[str] = []
    at = 0
    while (start := markup.find(_CDATA, at)) >= 0 and (end := markup.find("]]>", start)) >= 0:
        pieces += [markup[at:start], html.escape(markup[start + len(_CDATA) : end])]
        at = end + len("]]>")
    return "".join([*pieces, markup[at:]])


def _keep_unfinished_tag(markup: str) -> str:
    """Escape a tag that the text ends in (cut off, or no tag at all: "x<y"): it would take the last words with it."""
    end = markup.rfind(">") + 1
    return markup[:end] + markup[end:].replace("<", "&lt;")


class _Collector:
    """The parser's target: gathers text, and ends a paragraph where a block begins or ends."""

    def __init__(self) -> None:
        self._paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._rows = 0
        self._preformatted = 0
        self._dropped = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - the interface
        if tag in _DROPPED:
            self._dropped += 1
        elif tag == "br":
            self._pieces.append("\n")
        elif tag in _CELLS and self._rows and self._pieces:
            self._pieces.append("\t")
        elif tag in _BLOCKS:
            self._boundary(tag)
            self._rows += tag == "tr"
            self._preformatted += tag == "pre"

    def end(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped -= 1
        elif tag in _BLOCKS:
            self._boundary(tag)
            self._rows -= tag == "tr"
            self._preformatted -= tag == "pre"

    def data(self, text: str) -> None:
        if not self._dropped:
            self._pieces.append(text if self._preformatted else _SPACE.sub(" ", text))

    def close(self) -> list[str]:
        self._flush()
        return self._paragraphs

    def _boundary(self, tag: str) -> None:
        """End the paragraph; inside a table row a block only parts words."""
        if self._rows and tag != "tr":
            self._pieces.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        if not self._pieces:
            return
        joined = clean("".join(self._pieces))
        self._pieces.clear()
        if self._preformatted:
            text = "\n".join(line.rstrip() for line in joined.strip("\n").split("\n"))
        else:
            rows = (re.sub(" {2,}", " ", line) for line in joined.split("\n"))
            lines = ("\t".join(cell.strip(" ") for cell in line.split("\t")) for line in rows)
            text = "\n".join(lines).strip("\n")
        if text.strip():
            self._paragraphs.append(text)
