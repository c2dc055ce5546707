"""The documents of one feed: asked for page by page, and queued where they hold something new.

Feeds of the newest stories are read on while a page has no story of the last poll: more have come meanwhile than one
page holds. Feeds that are asked for a window of time are read to their last page. Where a poll has no time for all
pages, the next one goes on there, and the cursor moves on after the last one.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from newswire.delivery import Delivery, Terms
from newswire.errors import DeliveryError, FeedUnreachable, NotAStory
from newswire.formats import parse, xml
from newswire.normalise.text import decode
from newswire.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newswire.feed_state import FeedState
    from newswire.feeds import Feed
    from newswire.fetch import Fetched

logger = logging.getLogger(__name__)

PAGES = 20
"""Pages of a feed that one poll reads."""
MAX_PAGED_STORIES = 100_000
"""Stories on the pages that polls read one after the other: all of them are kept in the feed's state."""

_NEXT = (
    ("next_url",),  # JSON Feed 1.1
    ("next_page",),
    ("data", "next_page"),  # AP Media API
    ("links", "next"),  # JSON:API 1.1
    ("links", "next", "href"),
    ("_links", "next", "href"),  # HAL
)
"""Where a JSON document names its next page."""

_NO_TIME = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
"""Stands for the time of receipt, so that a story that has no time of its own is the same at each poll."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one feed.

    Parameters
    ----------
    feed: its settings.
    get: fetches an address with these headers; raises FeedUnreachable.
    send: queues a delivery.
    has_time: tells whether there is time for one more page.
    now: the time of this poll.
    """

    feed: Feed
    get: Callable[[str, Mapping[str, str]], Fetched]
    send: Callable[[Delivery], None]
    has_time: Callable[[], bool]
    now: datetime

    def read(self, state: FeedState) -> tuple[int, FeedState]:
        """Queue what holds something new; return how many stories are new, and the state after it.

        Raises
        ------
        FeedUnreachable: a page gave no document, or they have no end. The state stays as it was: twice is harmless.
        """
        address = state.next_page or self.feed.address(state.cursor, self.now)
        fetched = self.get(address, {} if state.next_page else _conditions(self.feed, state))
        digest = _sha256(fetched.body)
        # Of a window's pages the first may be as it was, and the next one new.
        is_known = digest == state.digest and not state.next_page and not self.feed.has_window
        if fetched.status == 304 or is_known:
            return 0, replace(state, cursor=self.now, pace=state.pace.counted(0, self.now))
        if not state.next_page:
            etag, last_modified = fetched.etag, fetched.last_modified
            state = replace(state, etag=etag, last_modified=last_modified, digest=digest, began=self.now)
        return self._read_on(state, fetched, address)

    def _read_on(self, state: FeedState, fetched: Fetched, address: str) -> tuple[int, FeedState]:
        known, items = set(state.items), list[str]()
        for number in range(1, PAGES + 1):
            page = self._queued(fetched, known | set(items))
            is_end = set(page) <= set(items)  # empty, or read just now: else pages in a circle would never end
            items += page
            following = None if is_end else self._following(state, page, fetched, address)
            if following is None or number == PAGES or not self.has_time():
                break
            address, fetched = following, self.get(following, {})
        more = following is not None
        if more and len(known) > MAX_PAGED_STORIES:
            raise FeedUnreachable(f"its pages have no end: more than {MAX_PAGED_STORIES} stories (MAX_PAGED_STORIES)")
        new = len(set(items) - known)
        is_first = state.cursor is None  # what a feed held before says nothing of its pace
        return new, replace(
            state,
            next_page=following,
            cursor=state.cursor if more else state.began,
            items=tuple(dict.fromkeys([*items, *state.items] if more or state.next_page else items)),
            last_story=self.now if new else state.last_story,
            pace=state.pace.counted(0 if is_first else new, self.now),
        )

    def _queued(self, fetched: Fetched, known: set[str]) -> tuple[str, ...]:
        """Queue a page if there is something new in it; return digests of the stories in it."""
        delivery = _delivery(self.feed, fetched, self.now)
        items = _items(delivery)
        if new := len(set(items) - known):
            self.send(delivery)
            logger.info("delivery queued", extra={"delivery": delivery.id, "feed": self.feed.name, "stories": new})
        return items

    def _following(self, state: FeedState, page: tuple[str, ...], fetched: Fetched, address: str) -> str | None:
        """Return the address of the next page, None where there is none or nothing in it can be new."""
        if not self.feed.has_window and _is_read_up(state, page):
            return None
        named = next_page(fetched.body, fetched.content_type)
        following = urljoin(address, named) if named else address
        return None if following == address else following


def _is_read_up(state: FeedState, page: tuple[str, ...]) -> bool:
    """Tell whether a page of a feed of the newest stories is as old as the last poll.

    Where that poll left pages unread, its own stories may have moved on to them meanwhile: then the page must hold no
    other.
    """
    known = set(state.items)
    return known.issuperset(page) if state.next_page else not known or not known.isdisjoint(page)


def next_page(body: bytes, content_type: str | None = None) -> str | None:
    """Return the address of the next page that a document names, as it is written; None where it names none.

    JSON as in `_NEXT`; XML by a link to it (RFC 5005, of Atom, and used in RSS channels).
    """
    if body.lstrip()[:1] == b"{":
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            return None
        return next(filter(None, (_at(document, path) for path in _NEXT)), None)
    try:
        root = xml.parse(body, content_type)
    except DeliveryError:
        return None
    links = [*xml.children(root, "link"), *xml.children(root, "channel", "link")]
    return next((link.get("href") for link in links if link.get("rel") == "next"), None)


def _at(document: Any, path: Sequence[str]) -> str | None:
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    return document if isinstance(document, str) else None


def _conditions(feed: Feed, state: FeedState) -> dict[str, str]:
    """Return the headers that ask for a document only if it is another one than the last."""
    conditions = {} if feed.has_window else {"if-none-match": state.etag, "if-modified-since": state.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _delivery(feed: Feed, fetched: Fetched, now: datetime) -> Delivery:
    """Return a document as a delivery; raise FeedUnreachable where it is a web page or something else than a feed.

    An error page that is sent with status 200 would be taken for a story.
    """
    head = decode(fetched.body.lstrip(b"\0\t\n\v\f\r ")[:4096], fetched.content_type).text.lstrip()
    if not head.startswith(("<", "{", "[")) or head[:200].lower().startswith(("<!doctype html", "<html")):
        raise FeedUnreachable("it answers with something else than a feed, perhaps a web page with an error")
    content_type = fetched.content_type
    if feed.charset:
        content_type = f"{(content_type or 'text/plain').split(';')[0].strip()}; charset={feed.charset}"
    return Delivery(
        id=hashlib.sha256(f"{feed.name}\n{_sha256(fetched.body)}".encode()).hexdigest()[:32],
        body=fetched.body,
        received=now,
        content_type=content_type,
        supplier=feed.supplier,
        feed=feed.name,
        terms=Terms(zone=feed.zone, language=feed.language, retention_days=feed.retention_days),
    )


def _items(delivery: Delivery) -> tuple[str, ...]:
    """Return a digest of each story in a document, whatever else in the document changes with each request.

    One that cannot be read has its reason for a digest, and a document that cannot be read at all is one such story:
    it is queued once, to be quarantined for a person to look at. One that holds no story has none.
    """
    try:
        entries = parse(replace(delivery, received=_NO_TIME))
    except NotAStory:
        return ()
    except DeliveryError as error:
        entries = [error]
    return tuple(dict.fromkeys(map(_digest, entries)))


def _digest(entry: Story | DeliveryError) -> str:
    content = entry.model_dump_json() if isinstance(entry, Story) else str(entry)
    return hashlib.sha256(content.encode(errors="replace")).hexdigest()[:16]
