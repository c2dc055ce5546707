"""An HTML article page, or a piece of HTML that is no page.

Identity: the page's own address (canonical link, og:url, JSON-LD), without its fragment. A page that names none, and a
piece of HTML, gets a digest of its words: the same words are the same story. Version: the time of the last change.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newswire import suppliers
from newswire.errors import NotAStory
from newswire.formats import fragments, html_page_metadata, html_page_text, html_page_tree, internet_time
from newswire.formats.story import body_from_markup, make_story
from newswire.normalise import dateline, times
from newswire.normalise.text import collapse
from newswire.story import GuidRule, Paragraph, Story, VersionRule, supplier_name

if TYPE_CHECKING:
    from typing import Any

    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError
    from newswire.formats.html_page_metadata import PageMetadata

_PROLOG = r"(?:\s++|<\?[^>]*>|<!--.*?-->)*+"
_WHOLE = re.compile(r"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_BEGINNING = re.compile(
    rf"{_PROLOG}<(?:!doctype\s+html|html|head|body|a|article|b|blockquote|br|center|div|em|figure|font|h[1-6]|header|hr"
    r"|i|img|li|link|main|meta|ol|p|pre|section|span|strong|style|table|title|u|ul)[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[a-z!/]", re.IGNORECASE)
_STARTS_WITH_HEADING = re.compile(rf"{_PROLOG}<h1[\s>]", re.IGNORECASE | re.DOTALL)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_TIME = "no time in it, the time of receipt stands for it"


def recognises(head: str, content_type: str) -> bool:
    """Tell whether this is HTML: it begins like a page or with an element of HTML, or is said to be and has tags."""
    said = "text/html" in content_type or "application/xhtml" in content_type
    return bool(_BEGINNING.match(head) or (said and _TAG.search(head)))


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the one story of a page.

    Raises
    ------
    NotAStory: there is no text of an article in it.
    DeliveryTooLarge: the page is over a limit of `html_page_tree`, or its text has too many paragraphs.
    MalformedDelivery: the extractor fails on it, or it is a part of a news format in XML.
    """
    text, warnings = html_page_tree.decode_page(delivery.body, delivery.content_type)
    if not _WHOLE.match(text):
        fragments.refuse_xml(text)
    if not _PAGE.search(text):
        return [_piece(text, delivery, warnings)]
    root = html_page_tree.build(text)
    page = html_page_metadata.read(root)
    paragraphs = html_page_text.main_text(root, page.headline, page.body)
    if not paragraphs:
        raise NotAStory("the page has no text of an article in it")
    return [_article(page, paragraphs, delivery, [*warnings])]


def _piece(text: str, delivery: Delivery, warnings: tuple[str, ...]) -> Story:
    """Return the story that a piece of HTML is; a first heading at its top is the headline."""
    paragraphs = body_from_markup(text)
    headline = None
    if len(paragraphs) > 1 and _STARTS_WITH_HEADING.match(text):
        headline = collapse(paragraphs[0].text)
        paragraphs = paragraphs[1:]
    if not paragraphs:
        raise NotAStory("there is no text in the HTML")
    return make_story(
        supplier=delivery.supplier or "unknown",
        feed=delivery.feed,
        **_identity(None, headline, paragraphs, None, delivery),
        received=delivery.received,
        headline=headline,
        paragraphs=paragraphs,
        warnings=(*warnings, _NO_TIME),
    )


def _article(page: PageMetadata, paragraphs: tuple[Paragraph, ...], delivery: Delivery, decoding: list[str]) -> Story:
    supplier = delivery.supplier or _supplier(page)
    warnings = [*decoding, *page.warnings]
    soon = delivery.received + timedelta(days=1)
    published = _time(page.published, supplier, warnings, before=soon)
    modified = _time(page.modified, supplier, warnings, before=soon)
    created = max(filter(None, (published, modified)), default=None)
    if created is None:
        warnings.append(_NO_TIME)
    return make_story(
        supplier=supplier,
        feed=delivery.feed,
        publisher=page.publisher,
        url=page.url,
        **_identity(page.url, page.headline, paragraphs, created, delivery),
        expires=_time(page.expires, supplier, warnings, before=datetime.max.replace(tzinfo=UTC)),
        first_created=published,
        received=delivery.received,
        headline=page.headline,
        subheadline=page.subheadline,
        byline=", ".join(page.authors) or None,
        dateline=dateline.from_located(page.located) if page.located else None,
        paragraphs=paragraphs,
        language=page.language,
        copyright=page.copyright,
        keywords=page.keywords,
        genre=page.genre,
        warnings=tuple(warnings),
        extra=_extra(page, read=(published, modified)),
    )


def _identity(
    url: str | None,
    headline: str | None,
    paragraphs: tuple[Paragraph, ...],
    created: datetime | None,
    delivery: Delivery,
) -> dict[str, Any]:
    """Return guid and version with their rules, and `version_created`."""
    filed = created or delivery.received
    if url is None:
        words = " ".join([headline or "", *(paragraph.text for paragraph in paragraphs)])
        digest = hashlib.sha256(collapse(words).encode()).hexdigest()[:32]
        return {
            "guid": f"html:{digest}",
            "guid_rule": GuidRule.CONTENT,
            "version": 1,
            "version_rule": VersionRule.CONTENT,
            "version_created": filed,
        }
    return {
        "guid": url,
        "version": times.milliseconds(filed),
        "version_rule": VersionRule.VERSION_CREATED if created else VersionRule.RECEIVED,
        "version_created": filed,
    }


def _supplier(page: PageMetadata) -> str:
    """Return who publishes the page: by name, else by the host of its address."""
    host = (urlsplit(page.url).hostname or "").removeprefix("www.") if page.url else ""
    return supplier_name(page.publisher or "") or supplier_name(host) or "unknown"


def _time(texts: tuple[str, ...], supplier: str, warnings: list[str], before: datetime) -> datetime | None:
    """Return the first of these times that can be right: readable, after 1970, and before `before`.

    A time without a zone is taken in the supplier's.
    """
    zone = suppliers.zone(supplier)
    for text in texts:
        moment = internet_time.read(text, zone)
        if moment is None or not _EPOCH <= moment.instant < before:
            warnings.append(f"not read as a time: {text[:80]!r}")
            continue
        if not moment.has_zone:
            warnings.append(f"a time has no zone, read as {zone}: {text!r}")
        return moment.instant
    return None


def _extra(page: PageMetadata, read: tuple[datetime | None, datetime | None]) -> dict[str, Any]:
    """Return what the story has no field for, and times that nobody can read as they stand."""
    published, modified = read
    given = {
        "abstract": page.description,
        "authors": list(page.authors),
        "category": page.section,
        "published": None if published else list(page.published),
        "modified": None if modified else list(page.modified),
    }
    return {name: value for name, value in given.items() if value}
