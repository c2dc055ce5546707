"""A search as a feed that readers subscribe to: what RSS, Atom and JSON Feed have in common."""

from __future__ import annotations

import hashlib
import html
import re
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from newswire.search.cursor import Place, whole_milliseconds
from newswire.search.page import cut_line
from newswire.search.parameters import Sort
from newswire.search.query import parse
from newswire.search.visibility import marks
from newswire.search.walk import Walk

if TYPE_CHECKING:
    from newswire.index import Index
    from newswire.search.caller import Caller
    from newswire.search.parameters import Parameters

DEFAULT_SIZE = 50
NAME = "Newswire"
NEVER = "1970-01-01T00:00:00Z"
"""When a feed without stories was updated: a time that does not change with each request."""

_ADDRESS = re.compile(r"https?://[A-Za-z0-9\[][!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]*", re.ASCII)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITY_TAG = re.compile(r'(?:W/)?"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Entry:
    """One story of a feed.

    Parameters
    ----------
    id, supplier: of the story.
    link: where it can be read.
    title: its headline, with a mark before it where the story is under embargo.
    summary: the beginning of its text.
    author: the byline, else the supplier.
    published, updated: times as RFC 3339.
    language: of its text.
    topics: names.
    """

    id: str
    supplier: str
    link: str
    title: str
    summary: str
    author: str
    published: str
    updated: str
    language: str | None
    topics: tuple[str, ...]

    @property
    def urn(self) -> str:
        """An id that is a URI, the same on every server."""
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, self.id)}"


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest stories of a search.

    Parameters
    ----------
    title: what was searched for.
    address: of the feed itself, absolute.
    site: of the server, absolute.
    entries: the newest first.
    """

    title: str
    address: str
    site: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> str:
        """When the newest of its stories was updated, as RFC 3339."""
        return max((entry.updated for entry in self.entries), key=datetime.fromisoformat, default=NEVER)

    @property
    def urn(self) -> str:
        """The id of the feed, a URI."""
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, self.address)}"


def feed(parameters: Parameters, index: Index, now: datetime, caller: Caller, site: str, address: str) -> Feed:
    """Return the newest stories that match and that this caller may see at `now`, unless another order is asked for.

    Only stories with all the words are in it.

    Parameters
    ----------
    parameters, index, now, caller: of the search.
    site, address: of the server and of this feed, absolute URLs.

    Raises
    ------
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    origin = whole_milliseconds(now)
    parameters = replace(parameters, sort=parameters.sort or Sort.NEWEST, highlight=False)
    query = parse(parameters.q, parameters.zone, origin)
    part = Walk(query.tree, parameters, index, now, caller).following(Place(origin))
    searched = str(query) if parameters.q.strip() else "all stories"
    entries = tuple(_entry(hit["_source"], now, site) for hit in part.hits)
    return Feed(f"{NAME}: {searched}", address, site, entries)


def entity_tag(text: str) -> str:
    """Return the ETag of a feed's text."""
    return f'"{hashlib.sha256(text.encode(errors="replace")).hexdigest()[:32]}"'


def is_known(tag: str, if_none_match: str) -> bool:
    """Tell whether a client that sends this If-None-Match has the text with this ETag; a weak tag is as good."""
    return if_none_match.strip() == "*" or tag.strip('"') in _ENTITY_TAG.findall(if_none_match)


def xml(text: str) -> str:
    """Return a text as it can stand in XML, between tags or in an attribute, without what XML cannot hold."""
    return html.escape(_NOT_IN_XML.sub("", text))


def _entry(story: dict[str, Any], now: datetime, site: str) -> Entry:
    url = story.get("url") or ""
    headline = cut_line(story, "headline") or cut_line(story, "slug") or "Without a headline"
    until = marks(story, now).get("embargo_until")
    return Entry(
        id=story["id"],
        supplier=story["supplier"],
        link=url if _ADDRESS.fullmatch(url) else f"{site}/v1/stories/{quote(story['id'], safe='')}",
        title=f"[EMBARGOED until {until}] {headline}" if until else headline,
        summary=story["summary"],
        author=cut_line(story, "byline") or story["supplier"],
        published=story["published"],
        updated=story["version_created"],
        language=cut_line(story, "language"),
        topics=tuple(topic["name"] for topic in story.get("topics", ())),
    )
