"""The texts of a feed: plain, escaped mark-up or XHTML, by what they say they are, else by their look.

Escaped mark-up is unescaped once: what is left then ("&amp;lt;") is the story's own text.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from typing import TYPE_CHECKING, NamedTuple

from newswire.formats import xml
from newswire.formats.binary import looks_binary
from newswire.formats.story import body_from_markup, body_from_text
from newswire.normalise.text import clean_line, decode

if TYPE_CHECKING:
    from lxml import etree

    from newswire.story import Paragraph

_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
# In a text that says that it is plain, only what parts paragraphs is taken for mark-up (seen from many publishers).
_BLOCK_TAG = re.compile(r"<(?:p|br|div)\b[^<>]*>", re.IGNORECASE)
# In a line a single tag may be what the headline is about ("The <b> element").
_CLOSED_TAG = re.compile(r"</[a-z][a-z0-9]*\s*>|<br\b[^<>]*>|<(\w+)\b[^<>]*/>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_PLAIN = ("text", "text/plain")
_MARKUP = ("html", "xhtml", "text/html", "application/xhtml+xml")


class Text(NamedTuple):
    """One text of a feed, unescaped as far as XML goes, and what it says of itself ("" where it says nothing)."""

    value: str
    kind: str = ""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its paragraphs; errors as of `formats.story.body_from_markup`."""
        if self.kind in _MARKUP or (_BLOCK_TAG if self.kind in _PLAIN else _TAG).search(self.value):
            return body_from_markup(self.value)
        return body_from_text(self.value if self.kind in _PLAIN else html.unescape(self.value))

    @property
    def line(self) -> str | None:
        """It as one line, for headlines and names; None where it is empty."""
        if self.kind in _MARKUP or (self.kind not in _PLAIN and _CLOSED_TAG.search(self.value)):
            return clean_line(" ".join(paragraph.text for paragraph in body_from_markup(self.value))) or None
        return clean_line(self.value if self.kind in _PLAIN else html.unescape(self.value)) or None


def read(element: etree._Element) -> Text:
    """Return the text of an RSS or Atom element (Atom 0.3 with its `mode` too)."""
    kind = (xml.attribute(element, "type") or "").lower()
    mode = (xml.attribute(element, "mode") or "").lower()
    if any(xml.name(below) for below in element):
        return Text(xml.markup(element), "html")
    known = kind if kind in (*_PLAIN, *_MARKUP) else ""
    if mode == "base64" or (not mode and _is_binary(kind)):
        return Text(_unpacked(element.text or ""), known)
    return Text(element.text or "", known)


def _is_binary(kind: str) -> bool:
    """Tell whether Atom says that content of this media type is base64."""
    return "/" in kind and kind not in _MARKUP and not kind.startswith("text/") and not kind.endswith("xml")


def _unpacked(value: str) -> str:
    try:
        body = base64.b64decode(value)
    except (binascii.Error, ValueError):
        return value
    return "" if looks_binary(body) else decode(body).text
