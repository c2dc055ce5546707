"""WENN's Atom: what its own namespaces say of an entry beyond the standard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newswire.formats import xml
from newswire.story import Status

if TYPE_CHECKING:
    from lxml import etree

    from newswire.formats.feed_entry import Entry

_NAMESPACES = "http://feed.wenn.com/xmlns/"


def complete(entry: Entry, element: etree._Element) -> Entry:
    """Return `entry` with WENN's slug, tags, times, first line and status, where it is WENN's.

    Its body stays in `extra`, as all that WENN sends: the one to publish is Atom's content.
    """
    if not any(isinstance(child.tag, str) and child.tag.startswith(f"{{{_NAMESPACES}") for child in element):
        return entry
    management, metadata = xml.child(element, "NewsManagement"), xml.child(element, "ContentMetadata")
    tags = (xml.attribute(tag, "value") for tag in xml.children(metadata, "tags", "tag"))
    published = xml.text_of(xml.child(management, "published"))
    updated = xml.text_of(xml.child(management, "updated"))
    first_line = xml.text_of(xml.child(metadata, "first_line"))
    status = (xml.text_of(xml.child(management, "publishing_status")) or "Published").lower()
    warnings = () if status == "published" else (f"WENN's status {status!r} is not 'published': withheld",)
    return replace(
        entry,
        slug=xml.text_of(xml.child(metadata, "slug")),
        keywords=tuple(dict.fromkeys([*entry.keywords, *filter(None, tags)])),
        published=entry.published or published,
        updated=updated or entry.updated,
        status=Status.WITHHELD if warnings else entry.status,
        language=xml.attribute(metadata, "lang") or entry.language,
        warnings=(*entry.warnings, *warnings),
        extra={"abstract": first_line, **entry.extra} if first_line else entry.extra,
    )
