"""The text in a NewsML-G2 item's content: XHTML, NITF, other mark-up or plain text, inline or escaped."""

from __future__ import annotations

import base64
import inspect
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newswire.errors import DeliveryTooLarge, MalformedDelivery
from newswire.formats import nitf_text, xml
from newswire.formats.nitf_text import NitfText
from newswire.formats.story import body_from_markup, body_from_text, check_length
from newswire.normalise.text import decode

if TYPE_CHECKING:
    from lxml import etree

    from newswire.story import Paragraph

MAX_RENDITIONS = 50
"""Renditions of one text: items have one or two."""

_TEXT_TYPE = re.compile(r"text/|application/(?:[\w.-]{1,40}\+)?xml\b", re.IGNORECASE)
# Mark-up in content that promises text (ANSA and others).
_TAGGED = re.compile(r"<(?:p|br|div|html|body|pre|table)\b[^<>]*>", re.IGNORECASE)
# A typesetter's pseudo-tags, escaped in the text (STT): &lt;endash&gt;-&lt;/endash&gt;.
_PSEUDO_TAGS = re.compile(r"&lt;([a-z][a-z0-9]{0,15})&gt;([^<>&]{0,200})&lt;/\1&gt;", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rendition:
    """One rendition of an item's text.

    Parameters
    ----------
    text: what it says, a headline and the like included where the content itself has them.
    page_header: what stands above the text in XHTML: headline, byline, time and topics once more.
    word_count_sent: the supplier's own count.
    others: texts of the item's other renditions that have words which this one has not.
    unread: content that is encoded, and no text or broken: what it is.
    """

    text: NitfText = field(default_factory=NitfText)
    page_header: str | None = None
    word_count_sent: int | None = None
    others: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """Its text without mark-up, a paragraph after the other."""
        return "\n\n".join(paragraph.text for paragraph in self.text.paragraphs)


def read(item: etree._Element) -> Rendition:
    """Return the rendition with the most words, an empty one where the item has no text.

    Raises
    ------
    DeliveryTooLarge: it has more than MAX_RENDITIONS renditions, or too many tags or paragraphs.
    """
    inline = [each for content_set in xml.children(item, "contentSet") for each in content_set if _is_inline(each)]
    if len(inline) > MAX_RENDITIONS:
        raise DeliveryTooLarge(f"it has {len(inline)} renditions, the limit is {MAX_RENDITIONS} (MAX_RENDITIONS)")
    found = [_rendition(content) for content in inline]
    unread = tuple(what for rendition in found for what in rendition.unread)
    return replace(_fullest(found) if len(found) > 1 else next(iter(found), Rendition()), unread=unread)


def _fullest(found: list[Rendition]) -> Rendition:
    """Return the rendition with the most words. They are renditions of one text: what others add is kept apart."""
    words = [Counter(rendition.plain.split()) for rendition in found]
    best = max(range(len(found)), key=lambda at: words[at].total())
    others = dict.fromkeys(found[at].plain for at in range(len(found)) if words[at] - words[best])
    return replace(found[best], others=tuple(others))


def _is_inline(content: etree._Element) -> bool:
    return xml.name(content) in ("inlineXML", "inlineData")


def _rendition(content: etree._Element) -> Rendition:
    if encoding := xml.attribute(content, "encoding"):
        return _encoded(content, encoding)
    if xml.name(content) == "inlineXML" and len(content):
        return _xml(content)
    text = inspect.cleandoc("".join(content.itertext()))
    return Rendition(_text(text), word_count_sent=_word_count(content))


def _encoded(content: etree._Element, encoding: str) -> Rendition:
    """Return the rendition that text in base64 is; of another type or encoding its description is all."""
    kind = xml.attribute(content, "contenttype") or "text/plain"
    text = "".join(content.itertext())
    check_length(len(text))
    if not (encoding.lower().endswith("base64") and _TEXT_TYPE.match(kind)):
        return Rendition(unread=(f"{kind} in {encoding}",))
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return Rendition(unread=(f"{kind} in broken {encoding}",))
    return Rendition(_text(inspect.cleandoc(decode(raw, kind).text)), word_count_sent=_word_count(content))


def _word_count(content: etree._Element) -> int | None:
    count = xml.attribute(content, "wordcount") or ""
    return int(count) if re.fullmatch(r"[1-9]\d{0,8}", count, re.ASCII) else None


def _xml(content: etree._Element) -> Rendition:
    root = content[0]
    header = None
    if nitf_text.is_nitf(xml.name(root)):
        text = nitf_text.read(root)
    elif xml.name(root).lower() == "html":
        body = xml.child(root, "body")
        if body is not None:
            header = " ".join(nitf_text.take_out(body, "header", only=lambda each: each.getparent() is body))
        title = xml.text_of(xml.child(root, "head", "title"))
        text = NitfText(headline=title, paragraphs=_paragraphs(root if body is None else body))
    else:
        text = NitfText(paragraphs=_paragraphs(content))
    return Rendition(text, page_header=header or None, word_count_sent=_word_count(content))


def _paragraphs(body: etree._Element) -> tuple[Paragraph, ...]:
    if not len(body):
        # The lines of bare text are indented like the XML around them.
        return _text("\n".join(line.strip() for line in (body.text or "").splitlines())).paragraphs
    markup = xml.markup(body)
    return body_from_markup(_PSEUDO_TAGS.sub(r"\2", markup) if "&lt;/" in markup else markup)


def _text(text: str) -> NitfText:
    if nitf_text.is_nitf(xml.root_name(text)):
        with suppress(MalformedDelivery):
            return nitf_text.from_string(text)
    if _TAGGED.search(text):
        return NitfText(paragraphs=body_from_markup(text))
    return NitfText(paragraphs=body_from_text(text))
