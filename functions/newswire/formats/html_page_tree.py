"""An HTML page as a tree that is safe to work on: within limits, and with what is read of a page alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HtmlElement, html_parser

from newswire.errors import DeliveryTooLarge
from newswire.normalise.text import clean, decode

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_TAGS = 100_000
"""Tags that are looked at, those of drawings and scripts too: more cannot be read in a second."""

MAX_ELEMENTS = 5_000
"""Elements that may hold text. A page has one or two thousand; the extractor's time grows with the square of it."""

MAX_DEPTH = 100
"""Elements in each other; pages have fifty, and the libraries behind are recursive."""

MAX_CHARACTERS = 3_000_000
"""Characters of a page, scripts too: as attributes of one tag they would take the parser thirty times the memory."""

MAX_TEXT = 500_000
"""Characters of text: a book has as many."""

MAX_ATTRIBUTE = 250
"""Characters of a class, an id and so on: the rest is cut off."""

MAX_METADATA = 20_000
"""Characters of one value of metadata, addresses too: the rest is cut off."""

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_HEAD_BYTES = 4096
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"[a-z][a-z0-9-]*")
# What no article stands in; the extractor takes no text from it either.
_DROPPED = frozenset(
    "aside button canvas datalist dialog footer iframe nav noscript object script select style svg template".split()
)
_JSON_LD = "application/ld+json"
_METADATA = frozenset({"content", "href"})
# What metadata stands in, and what the extractor judges elements by.
_ATTRIBUTES = frozenset(
    "content name property itemprop http-equiv datetime rel href lang class id role style type aria-hidden "
    "data-component data-testid".split()
)


def decode_page(body: bytes, content_type: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the clean characters of HTML and what was assumed: as the sender declares them, else as its <meta> says.

    Raises
    ------
    DeliveryTooLarge: there are more than MAX_CHARACTERS of them.
    """
    declared = _CHARSET.search(body, 0, _HEAD_BYTES)
    if declared and "charset" not in (content_type or "").lower():
        content_type = f"text/html; charset={declared[1].decode('ascii')}"
    decoded = decode(body, content_type)
    text = clean(decoded.text)
    if len(text) > MAX_CHARACTERS:
        raise DeliveryTooLarge(f"the HTML has {len(text)} characters, the limit is {MAX_CHARACTERS} (MAX_CHARACTERS)")
    return text, decoded.warnings


def build(text: str) -> HtmlElement:
    """Return the root of a page. Scripts (JSON-LD aside), styles, menus, drawings and comments are left out.

    Raises
    ------
    DeliveryTooLarge: another limit of this module is passed; the reason names it.
    """
    parser = etree.HTMLParser(target=_Builder(), huge_tree=True)
    parser.feed(text)
    root: HtmlElement = parser.close()
    return root


class _Builder:
    """The parser's target: builds the tree, and stops at the first limit that is passed."""

    def __init__(self) -> None:
        self._root: HtmlElement = html_parser.makeelement("html")
        self._open: list[HtmlElement] = []
        self._dropped = 0
        self._tags = 0
        self._elements = 0
        self._characters = 0
        self._pieces: list[str] = []
        self._last: HtmlElement | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._tags += 1
        if self._tags > MAX_TAGS:
            raise DeliveryTooLarge(f"the page has over {MAX_TAGS} tags (MAX_TAGS)")
        if self._dropped or (tag in _DROPPED and attributes.get("type", "").lower() != _JSON_LD):
            self._dropped += 1
            return
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise DeliveryTooLarge(f"the page has over {MAX_ELEMENTS} elements (MAX_ELEMENTS)")
        if len(self._open) > MAX_DEPTH:
            raise DeliveryTooLarge(f"the page has elements nested over {MAX_DEPTH} levels deep (MAX_DEPTH)")
        self._flush()
        element = self._add(tag, _kept(attributes))
        self._last = next(element.iterchildren(reversed=True), None)
        self._open.append(element)

    def end(self, tag: str) -> None:  # noqa: ARG002 - the interface; the parser's ends match its starts
        if self._dropped:
            self._dropped -= 1
            return
        self._flush()
        self._last = self._open.pop()

    def data(self, text: str) -> None:
        if not self._dropped:
            self._pieces.append(text)

    def close(self) -> HtmlElement:
        self._flush()
        return self._root

    def _add(self, tag: str, attributes: dict[str, str]) -> HtmlElement:
        if not self._open:
            # The parser opens the root again for what stands behind its end: that belongs to the body.
            self._root.attrib.update(attributes)
            body: HtmlElement | None = self._root.find("body")
            return self._root if body is None else body
        return etree.SubElement(self._open[-1], tag if _TAG.fullmatch(tag) else "span", attributes)

    def _flush(self) -> None:
        if not self._pieces:
            return
        text = _NO_XML.sub("", "".join(self._pieces))
        self._pieces.clear()
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        elif self._open:
            self._open[-1].text = (self._open[-1].text or "") + text
        if self._open and self._open[-1].tag != "script":
            self._characters += len(text)
        if self._characters > MAX_TEXT:
            raise DeliveryTooLarge(f"the page has over {MAX_TEXT} characters of text (MAX_TEXT)")


def _kept(attributes: Mapping[str, str]) -> dict[str, str]:
    return {
        name: _NO_XML.sub("", value[: MAX_METADATA if name in _METADATA else MAX_ATTRIBUTE])
        for name, value in attributes.items()
        if name in _ATTRIBUTES
    }
