"""A feed as RSS 2.0."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from newswire.search.feed import NAME, xml

if TYPE_CHECKING:
    from newswire.search.feed import Entry, Feed

MEDIA_TYPE = "application/rss+xml; charset=utf-8"


def write(feed: Feed) -> str:
    """Return the text of a feed."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        "<channel>\n"
        f"<title>{xml(feed.title)}</title>\n"
        f"<link>{xml(feed.site)}/</link>\n"
        f"<description>{xml(feed.title)}</description>\n"
        f"<generator>{NAME}</generator>\n"
        f"<lastBuildDate>{_date(feed.updated)}</lastBuildDate>\n"
        f'<atom:link rel="self" type="application/rss+xml" href="{xml(feed.address)}"/>\n'
        f"{''.join(_item(entry) for entry in feed.entries)}"
        "</channel>\n"
        "</rss>\n"
    )


def _item(entry: Entry) -> str:
    categories = "".join(f"<category>{xml(topic)}</category>\n" for topic in entry.topics)
    return (
        "<item>\n"
        f"<title>{xml(entry.title)}</title>\n"
        f"<link>{xml(entry.link)}</link>\n"
        f'<guid isPermaLink="false">{xml(entry.id)}</guid>\n'
        f"<pubDate>{_date(entry.published)}</pubDate>\n"
        f"<dc:creator>{xml(entry.author)}</dc:creator>\n"
        f"{categories}"
        # Readers take it for HTML, so what is text is escaped once for that, and once more for XML.
        f"<description>{xml(xml(entry.summary))}</description>\n"
        "</item>\n"
    )


def _date(text: str) -> str:
    return format_datetime(datetime.fromisoformat(text))
