"""RSS 0.9x, 1.0 and 2.0, and Atom 0.3 and 1.0: every entry is a story.

See `feed_entry` for identity and version. A feed that is no well-formed XML is read entry by entry (`feed_repair`).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from newswire.errors import DeliveryError, MalformedDelivery, NotAStory
from newswire.formats import feed_entry, feed_fields, feed_repair, xml
from newswire.formats.several import MAX_STORIES, read_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from newswire.delivery import Delivery
    from newswire.formats.feed_entry import Source
    from newswire.story import Story

_TYPES = ("application/rss+xml", "application/atom+xml")
# With a DOCTYPE that declares something, which is refused, the root element is not looked for.
_DOCTYPE = re.compile(r"<!DOCTYPE\s+(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_ENTRIES = ("item", "entry", "deleted-entry")


def recognises(head: str, content_type: str) -> bool:
    """Tell whether this is a feed: by its root element, or where that is not there to see, by its content type."""
    root = xml.root_name(head)
    if root in ("rss", "feed"):
        return True
    if root == "RDF":
        return "/rss/" in head or "/rdf/simple/" in head
    if root == "entry":
        return "/Atom" in head or "/atom/" in head
    return content_type.startswith(_TYPES) or bool(_DOCTYPE.search(head)) or feed_repair.recognises(head)


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the stories of a feed in their order; an entry that cannot be read is an error in its place.

    Raises
    ------
    MalformedDelivery: it is broken beyond its entries, or its DOCTYPE declares something.
    NotAStory: there is no entry in it.
    DeliveryTooLarge: there are more than MAX_STORIES entries.
    """
    try:
        root = xml.parse(delivery.body, delivery.content_type)
        source = feed_fields.source(_head(root))
        found: Iterator[etree._Element | DeliveryError] = _entries(root)
    except MalformedDelivery as error:
        head, found = feed_repair.read(delivery.body, delivery.content_type, error)
        source = feed_fields.source(head, (f"{error}; it was read entry by entry",))
    entries = list(islice(found, MAX_STORIES + 1))
    if not entries:
        raise NotAStory("a feed with no entry in it")
    return read_each(entries, lambda entry, number: _story(entry, number, source, delivery))


def _head(root: etree._Element) -> etree._Element:
    channel = xml.child(root, "channel")
    return root if channel is None else channel


def _entries(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the entries: below the channel (RSS 2.0) or beside it (RSS 1.0), below the root, or the root itself."""
    if xml.name(root) == "entry":
        yield root
        return
    for child in root:
        if xml.name(child) in _ENTRIES:
            yield child
        elif xml.name(child) == "channel":
            yield from (below for below in child if xml.name(below) in _ENTRIES)


def _story(entry: etree._Element | DeliveryError, number: int, source: Source, delivery: Delivery) -> Story:
    if isinstance(entry, DeliveryError):
        raise entry
    try:
        is_deleted = xml.name(entry) == "deleted-entry"
        read = feed_fields.deleted(entry) if is_deleted else feed_fields.entry(entry, source.site)
        return feed_entry.story(read, source, delivery)
    except DeliveryError as error:
        raise type(error)(error.reason, error.position or f"entry {number}") from None
