"""A feed as Atom (RFC 4287)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.search.feed import NAME, xml

if TYPE_CHECKING:
    from newswire.search.feed import Entry, Feed

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


def write(feed: Feed) -> str:
    """Return the text of a feed."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{feed.urn}</id>\n"
        f"<title>{xml(feed.title)}</title>\n"
        f"<updated>{feed.updated}</updated>\n"
        f"<author><name>{NAME}</name></author>\n"
        f"<generator>{NAME}</generator>\n"
        f'<link rel="self" type="application/atom+xml" href="{xml(feed.address)}"/>\n'
        f"{''.join(_entry(entry) for entry in feed.entries)}"
        "</feed>\n"
    )


def _entry(entry: Entry) -> str:
    language = f' xml:lang="{xml(entry.language)}"' if entry.language else ""
    categories = "".join(f'<category term="{xml(topic)}"/>\n' for topic in entry.topics)
    return (
        f"<entry{language}>\n"
        f"<id>{entry.urn}</id>\n"
        f"<title>{xml(entry.title)}</title>\n"
        f"<updated>{entry.updated}</updated>\n"
        f"<published>{entry.published}</published>\n"
        f"<author><name>{xml(entry.author)}</name></author>\n"
        f'<link rel="alternate" href="{xml(entry.link)}"/>\n'
        f"{categories}"
        f"<summary>{xml(entry.summary)}</summary>\n"
        "</entry>\n"
    )
