"""JSON Feed 1.0 and 1.1: every item is a story. See `feed_entry` for identity and version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newswire.errors import DeliveryError, InvalidStory, NotAStory
from newswire.formats import feed_entry, json_text
from newswire.formats.feed_entry import Entry, Source, absolute
from newswire.formats.several import read_each
from newswire.formats.story import body_from_markup, body_from_text
from newswire.normalise.text import clean, clean_line, collapse, decode

if TYPE_CHECKING:
    from newswire.delivery import Delivery
    from newswire.story import Paragraph, Story

_VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/')
_READ = frozenset(
    "id url external_url title content_html content_text summary date_published date_modified author authors tags "
    "language".split()
)


def recognises(head: str, content_type: str) -> bool:
    """Tell whether this is a JSON Feed: by its version, or by its content type where that is further down."""
    return head.startswith("{") and (bool(_VERSION.search(head)) or content_type.startswith("application/feed+json"))


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the stories of a feed in their order; an item that cannot be read is an error in its place.

    Raises
    ------
    MalformedDelivery: the JSON is broken or too deep.
    InvalidStory: it has no list of items.
    NotAStory: the list is empty.
    DeliveryTooLarge: there are more than MAX_STORIES items.
    """
    decoded = decode(delivery.body, delivery.content_type)
    feed, repairs = json_text.loads(decoded.text)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise InvalidStory("a JSON Feed without a list of items", "/items")
    if not items:
        raise NotAStory("a feed with no item in it", "/items")
    source = Source(
        title=_line(feed, "title"),
        site=absolute(_line(feed, "home_page_url"), None),
        language=_line(feed, "language"),
        warnings=(*decoded.warnings, *repairs),
    )
    authors = _authors(feed)
    return read_each(items, lambda item, number: _story(item, f"/items/{number - 1}", authors, source, delivery))


def _story(item: Any, pointer: str, authors: tuple[str, ...], source: Source, delivery: Delivery) -> Story:
    if not isinstance(item, dict):
        raise InvalidStory("an item must be an object", pointer)
    try:
        return feed_entry.story(_entry(item, authors, source.site), source, delivery)
    except DeliveryError as error:
        raise type(error)(error.reason, error.position or pointer) from None


def _entry(item: dict[str, Any], authors: tuple[str, ...], site: str | None) -> Entry:
    paragraphs, abstract = _texts(item)
    extra = {name: value for name, value in item.items() if name not in _READ}
    if abstract:
        extra["abstract"] = abstract
    if _line(item, "external_url"):
        extra["external_url"] = _line(item, "external_url")
    tags = item.get("tags")
    return Entry(
        guid=_line(item, "id"),
        url=absolute(_line(item, "url") or _line(item, "external_url"), site),
        title=_line(item, "title"),
        paragraphs=paragraphs,
        published=_line(item, "date_published"),
        updated=_line(item, "date_modified"),
        authors=_authors(item) or authors,
        keywords=_names(tags if isinstance(tags, list) else []),
        language=_line(item, "language"),
        extra=extra,
    )


def _texts(item: dict[str, Any]) -> tuple[tuple[Paragraph, ...], str | None]:
    """Return the body (HTML before text before summary), and the summary where it says something else."""
    summary = clean(_text(item, "summary")).strip()
    body = (
        body_from_markup(_text(item, "content_html"))
        or body_from_text(_text(item, "content_text"))
        or body_from_text(summary)
    )
    whole = collapse(" ".join(paragraph.text for paragraph in body))
    return body, None if collapse(summary) in whole else summary


def _text(value: dict[str, Any], name: str) -> str:
    text = value.get(name)
    return text if isinstance(text, str) else ""


def _line(value: dict[str, Any], name: str) -> str | None:
    """Return a member as one line; an id may be a number."""
    found = value.get(name)
    if isinstance(found, bool) or not isinstance(found, (str, int)):
        return None
    return clean_line(str(found)) or None


def _authors(value: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of the authors: a list since 1.1, one object before."""
    authors = value.get("authors")
    listed = authors if isinstance(authors, list) else [value.get("author")]
    return _names([_line(author, "name") for author in listed if isinstance(author, dict)])


def _names(values: list[Any]) -> tuple[str, ...]:
    names = (clean_line(value) for value in values if isinstance(value, str))
    return tuple(dict.fromkeys(filter(None, names)))
