"""A feed that is no well-formed XML, entry by entry: what is broken in one costs no other.

An entry that is well-formed by itself is read as XML; another one tag by tag, whatever stands between `<title>` and
`</title>` being the title. The last one of a feed that was cut off is an error in its place.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from lxml import etree

from newswire.errors import DeliveryError, MalformedDelivery
from newswire.formats import xml
from newswire.formats.feed_fields import PREFIXES
from newswire.normalise.text import clean, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)\b([^<>]*)>", re.IGNORECASE)
_LATE_START = re.compile(rf"<\?xml\b[^<>]*\?>\s*{_ROOT.pattern}", re.IGNORECASE)
_START = re.compile(r"<((?:[\w.-]{1,40}:)?(?:item|entry))(?:\s[^<>]*)?>")
_SUBSET = re.compile(r"<!DOCTYPE[^<>\[]*\[", re.IGNORECASE)
_DECLARED = re.compile(r"""\bxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"<&]*)"|'([^'<&]*)')""")
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]{0,40}):")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_LINK = re.compile(r"<link\b([^<>]*)>")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REL = re.compile(r"""\brel\s*=\s*["'](?!alternate)""")
_ADDRESSES = {prefix: address for address, prefix in PREFIXES.items() if prefix}

_ENCODING = re.compile(rb"""<\?xml\b[^<>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = 4096
"""Bytes in which the declaration stands, behind what a server printed before it."""

_TEXTS = (
    "title link guid id pubDate published issued updated modified dc:date content:encoded content description summary "
    "author dc:creator category dc:subject language dc:language copyright rights"
).split()
"""Elements that are read tag by tag."""

_BODIES = ("content:encoded", "content", "description", "summary")


def recognises(head: str) -> bool:
    """Tell whether text that does not begin like XML has a feed in it, behind the warnings of a web server, say."""
    return bool(_LATE_START.search(head))


def read(
    body: bytes, content_type: str | None, error: MalformedDelivery
) -> tuple[etree._Element, Iterator[etree._Element | DeliveryError]]:
    """Return the head of a broken feed, and one by one its entries, or why one cannot be read.

    Raises
    ------
    MalformedDelivery: `error`, where there is no entry to be seen, or the DOCTYPE declares something.
    """
    encoding = _ENCODING.search(body, 0, _HEAD)
    declared_type = f"text/xml; charset={encoding[1].decode()}" if encoding else content_type
    text = _NO_XML.sub("", clean(decode(body, declared_type).text))
    start = _START.search(text)
    head = text[: start.start() if start else 0]
    root = _ROOT.search(head)
    if root is None or _SUBSET.search(head):
        raise error
    declared = {match[1]: match[2] or match[3] for match in _DECLARED.finditer(root[1])}
    entries = (_entry(chunk, declared, number) for number, chunk in enumerate(_chunks(text), start=1))
    return _tag_by_tag("channel", head[root.end() :]), entries


def _chunks(text: str) -> Iterator[str]:
    """Yield the entries, each up to its end tag, or to the next entry where that is missing."""
    starts = list(_START.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    for start, limit in zip(starts, ends, strict=True):
        end = text.find(f"</{start[1]}>", start.end(), limit)
        yield text[start.start() : limit if end < 0 else end + len(f"</{start[1]}>")]


def _entry(chunk: str, declared: dict[str | None, str], number: int) -> etree._Element | DeliveryError:
    start = _START.match(chunk)
    name = start[1] if start else ""
    if not chunk.endswith(f"</{name}>"):
        return MalformedDelivery("the feed is cut off or broken in this entry: it has no end", f"entry {number}")
    try:
        return xml.parse(f"<feed {_namespaces(declared, chunk)}>{chunk}</feed>".encode())[0]
    except MalformedDelivery:
        return _tag_by_tag(name.rpartition(":")[2], chunk[start.end() if start else 0 :])


def _namespaces(declared: dict[str | None, str], chunk: str) -> str:
    """Return declarations of the prefixes that `chunk` uses: as the root has them, else the usual ones, else any."""
    default = f'xmlns="{declared[None]}"' if declared.get(None) else ""
    prefixes = sorted(set(_PREFIX.findall(chunk)) - {"xml"})
    addresses = (declared.get(prefix) or _ADDRESSES.get(prefix) or f"undeclared:{prefix}" for prefix in prefixes)
    return " ".join([default, *(f'xmlns:{prefix}="{each}"' for prefix, each in zip(prefixes, addresses, strict=True))])


def _tag_by_tag(name: str, text: str) -> etree._Element:
    """Return an element with the known texts in `text`, each all that stands between its start and its end tag."""
    element = etree.Element(name)
    for tag in _TEXTS:
        prefix, _, local = tag.rpartition(":")
        for written in _written(tag, text):
            child = etree.SubElement(element, f"{{{_ADDRESSES[prefix]}}}{local}" if prefix else local)
            child.text = _content(written)
            if "<" in written and "<![CDATA[" not in written:
                child.set("type", "html")
    for link in _LINK.finditer(text):
        href = _HREF.search(link[1])
        if href and not _REL.search(link[1]):
            etree.SubElement(element, "link", href=_unescaped(href[1] or href[2] or ""))
    return element


def _written(tag: str, text: str) -> Iterator[str]:
    """Yield what stands in each of these elements; where the end tag is missing, a body goes on to the entry's end."""
    start = re.compile(rf"<{tag}(?:\s[^<>]*)?(?<!/)>")
    match = start.search(text)
    while match:
        end = text.find(f"</{tag}>", match.end())
        if end < 0:
            end = -1 if tag in _BODIES else text.find("<", match.end())
        end = len(text) if end < 0 else end
        yield text[match.end() : end]
        match = start.search(text, end)


def _content(written: str) -> str:
    """Return what XML makes of an element's content: CDATA as it is; else text unescaped, unless tags stand in it."""
    if "<![CDATA[" in written:
        return _CDATA.sub(lambda match: match[1], written)
    return written if "<" in written else _unescaped(written)


def _unescaped(written: str) -> str:
    return _NO_XML.sub("", html.unescape(written))
