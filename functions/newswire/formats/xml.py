"""XML of any agency as a tree: one safe parser, tolerant where suppliers are sloppy, and readers by local name.

Nothing is fetched and no entity is expanded: a DOCTYPE that declares anything itself is refused before parsing; a bare
one (NITF names its DTD) is passed over.
"""

from __future__ import annotations

import codecs
import re
from html.entities import html5
from typing import TYPE_CHECKING

from lxml import etree

from newswire.errors import DeliveryError, DeliveryTooLarge, MalformedDelivery, UnknownFormat
from newswire.normalise.text import Decoded, clean, clean_line, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TAGS = 250_000
"""Tags in one delivery: more cannot be read in the time that a batch has."""
MAX_ATTRIBUTES = 1000
"""Attributes of one element: the library takes quadratic time to list them."""

MAX_EQUALS_SIGNS = 250_000
"""Equals signs in one delivery, as many as it can have attributes: a tree of more takes the memory that a batch has."""

_DOCTYPE_REFUSED = "the DOCTYPE declares entities or elements of its own: that is refused"
_TOO_DEEP = "elements are nested deeper than 256, or one text is longer than 10 million characters"
"""What the library's limits mean, which are not ours to set."""

_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|\s+|<!DOCTYPE[^>\[]*>)*", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)|<!DOCTYPE\s+(?:[\w.-]+:)?([\w.-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml\b[^<>]*?\?>", re.IGNORECASE)
_DECLARED = re.compile(rb"""^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']""", re.IGNORECASE)
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_CONTROL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")
_XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}


def root_name(head: str) -> str:
    """Return the local name of the root element that text begins with, "" where it does not begin like XML.

    Of a DOCTYPE that declares something it is that name: so the format's parser refuses it, and says why.
    """
    prolog = _PROLOG.match(head)
    root = _ROOT.match(head, prolog.end() if prolog else 0)
    return root[1] or root[2] if root else ""


def of_no_format(head: str) -> DeliveryError:
    """Return why a delivery that begins like mark-up is of no format."""
    prolog = _PROLOG.match(head)
    if prolog and head[prolog.end() : prolog.end() + 9].upper() == "<!DOCTYPE":
        return MalformedDelivery(_DOCTYPE_REFUSED)
    root = root_name(head)
    if not root:
        return UnknownFormat("mark-up without a root element: it is no XML and no HTML page")
    known = "NewsML-G2, NITF, NewsML 1, RSS, Atom, WXR, Ritzau"
    return UnknownFormat(f"XML with the root element <{root[:80]}>: no news format that we know ({known})")


def assumed(body: bytes, content_type: str | None = None) -> tuple[str, ...]:
    """Return what has to be assumed to read an XML document's characters."""
    return _decoded(body, content_type).warnings


def parse(body: bytes, content_type: str | None = None) -> etree._Element:
    """Return the root of an XML document.

    Undefined HTML entities (`&nbsp;`), bare ampersands and control characters are repaired, as suppliers send them.

    Raises
    ------
    MalformedDelivery: it is not well formed, or its DOCTYPE declares something; the position is line and column.
    DeliveryTooLarge: there are more than MAX_TAGS tags in it, or more than MAX_EQUALS_SIGNS.
    """
    text = _decoded(body, content_type).text
    tags = text.count("<") + text.count("&lt;")  # escaped mark-up is read as mark-up later
    if tags > MAX_TAGS:
        raise DeliveryTooLarge(f"it has {tags} tags, the limit is {MAX_TAGS} (MAX_TAGS)")
    attributes = text.count("=")
    if attributes > MAX_EQUALS_SIGNS:
        raise DeliveryTooLarge(
            f"it may have {attributes} attributes, the limit is {MAX_EQUALS_SIGNS} (MAX_EQUALS_SIGNS)"
        )
    text = _DECLARATION.sub("", text, count=1)
    prolog = _PROLOG.match(text)
    if prolog and text[prolog.end() : prolog.end() + 9].upper() == "<!DOCTYPE":
        raise MalformedDelivery(_DOCTYPE_REFUSED)
    text = _NAMED_ENTITY.sub(_character, text)
    try:
        return _tree(text)
    except etree.XMLSyntaxError as error:
        repaired = _BARE_AMPERSAND.sub("&amp;", _CONTROL_REFERENCE.sub("", clean(text)))
        try:
            return _tree(repaired)
        except etree.XMLSyntaxError:
            line, column = error.position
            raise MalformedDelivery(f"the XML is broken: {_reason(error)}", f"line {line}, column {column}") from None


def _reason(error: etree.XMLSyntaxError) -> str:
    if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        return _TOO_DEEP
    return str(error.msg).rpartition(", line ")[0] or str(error.msg)


def _tree(text: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
        encoding="utf-8",
    )
    root = etree.fromstring(text.strip().encode(errors="replace"), parser)
    if root is None:
        raise MalformedDelivery("the XML is empty")
    if any(len(element.attrib) > MAX_ATTRIBUTES for element in root.iter()):
        raise DeliveryTooLarge(f"an element has more than {MAX_ATTRIBUTES} attributes (MAX_ATTRIBUTES)")
    return root


def _decoded(body: bytes, content_type: str | None) -> Decoded:
    declared = _DECLARED.match(body)
    if declared and not body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared[1].decode("ascii")
        return decode(body, f"text/xml; charset={name}")
    return decode(body, content_type)


def _character(match: re.Match[str]) -> str:
    if match[1] in _XML_ENTITIES:
        return match[0]
    return html5.get(f"{match[1]};", f"&amp;{match[1]};")


def name(element: etree._Element) -> str:
    """Return the local name of an element, "" for what is none (an entity reference)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, *path: str) -> Iterator[etree._Element]:
    """Yield the elements at a path of local names below an element, in document order; none below None."""
    if element is None or not path:
        return
    for below in element:
        if name(below) == path[0]:
            if len(path) == 1:
                yield below
            else:
                yield from children(below, *path[1:])


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first element at a path of local names, or None."""
    return next(children(element, *path), None)


def descendants(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the elements below `element`, at any depth, whose local name is one of `names`."""
    return (below for below in element.iterdescendants() if name(below) in names)


def text_of(element: etree._Element | None) -> str | None:
    """Return the text in an element, mark-up aside, on one line; None where there is none."""
    if element is None:
        return None
    return clean_line("".join(element.itertext())) or None


def attribute(element: etree._Element | None, *names: str) -> str | None:
    """Return the first of these attributes (by local name) that is there and not empty, on one line."""
    if element is None:
        return None
    return next((value for each in names if (value := clean_line(_raw_attribute(element, each)))), None)


def _raw_attribute(element: etree._Element, local_name: str) -> str:
    plain = element.attrib.get(local_name)
    if plain is None:
        qualified = next((key for key in element.attrib if str(key).endswith(f"}}{local_name}")), None)
        plain = element.attrib.get(qualified) if qualified else None
    return str(plain or "")


def markup(element: etree._Element) -> str:
    """Return what is inside an element as mark-up without namespaces, for `formats.story.body_from_markup`."""
    pieces: list[str] = []
    _write(element, pieces)
    return "".join(pieces)


def _write(element: etree._Element, pieces: list[str]) -> None:
    pieces.append(_escape(element.text))
    for below in element:
        tag = name(below)
        if tag:
            attributes = "".join(
                f' {etree.QName(key).localname}="{_escape(str(value), quote=True)}"'
                for key, value in below.attrib.items()
            )
            pieces.append(f"<{tag}{attributes}>")
            _write(below, pieces)
            if tag not in ("br", "hr", "img"):
                pieces.append(f"</{tag}>")
        pieces.append(_escape(below.tail))


def _escape(text: str | None, *, quote: bool = False) -> str:
    escaped = (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;") if quote else escaped
