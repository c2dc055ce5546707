"""An entry of a feed, whatever its dialect, and the story that it is.

Identity: the guid or id of the entry, else its link (both are the supplier's), else a digest of its words. The supplier
is the host of the site that the feed belongs to, so that one story in two feeds of a site is one story.
Version: the time of the last change, else that of publication, else of receipt, in milliseconds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from newswire.errors import InvalidStory
from newswire.formats import life
from newswire.formats.life import Timestamps
from newswire.formats.story import make_story
from newswire.normalise import embargo
from newswire.normalise.text import collapse
from newswire.story import GuidRule, Paragraph, Status, Story, Subject, VersionRule, supplier_name

if TYPE_CHECKING:
    from datetime import datetime

    from newswire.delivery import Delivery

_HEAD = 3
"""Paragraphs at whose head an embargo stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The feed as a whole.

    Parameters
    ----------
    title: of the feed, which is the publisher's name for it.
    site: the address of the site that the feed belongs to.
    language, copyright: of every entry that does not say its own.
    warnings: what had to be assumed to read the feed at all.
    """

    title: str | None = None
    site: str | None = None
    language: str | None = None
    copyright: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: text is clean, addresses are whole, times and `embargo` are as they were written."""

    guid: str | None = None
    url: str | None = None
    title: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    status: Status = Status.USABLE
    published: str | None = None
    updated: str | None = None
    embargo: str | None = None
    expires: str | None = None
    slug: str | None = None
    authors: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    keywords: tuple[str, ...] = ()
    publisher: str | None = None
    language: str | None = None
    copyright: str | None = None
    warnings: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


def story(entry: Entry, source: Source, delivery: Delivery) -> Story:
    """Return the story that an entry is.

    Raises
    ------
    InvalidStory: there is neither a headline nor text in it; the other entries are not touched.
    """
    if not (entry.title or entry.paragraphs or entry.status is Status.KILLED):
        raise InvalidStory("neither a headline nor text in it")
    supplier = delivery.supplier or _supplier(entry, source)
    warnings, extra = [*source.warnings, *entry.warnings], dict(entry.extra)
    if entry.authors:
        extra["authors"] = list(entry.authors)
    written = Timestamps(supplier, warnings, extra, delivery.terms)
    published, updated = _times(entry, written, delivery.received, warnings, extra)
    embargo_until, embargo_text = written.embargo(entry.embargo, [embargo.in_lines(_head(entry)) or ""])
    guid, guid_rule = _guid(entry)
    version, version_rule = life.version(None, updated, delivery.received)
    if guid_rule is GuidRule.CONTENT:
        version, version_rule = 1, VersionRule.CONTENT
    return make_story(
        supplier=supplier,
        feed=delivery.feed,
        publisher=entry.publisher or source.title,
        guid=guid,
        guid_rule=guid_rule,
        version=version,
        version_rule=version_rule,
        url=entry.url,
        status=entry.status,
        embargo_until=embargo_until,
        embargo_text=embargo_text,
        expires=written.instant("expires", entry.expires),
        first_created=published,
        version_created=updated or delivery.received,
        received=delivery.received,
        headline=entry.title,
        slug=entry.slug,
        byline=", ".join(entry.authors) or None,
        paragraphs=entry.paragraphs,
        language=entry.language or source.language,
        copyright=entry.copyright or source.copyright,
        subjects=entry.subjects,
        keywords=entry.keywords,
        warnings=tuple(warnings),
        extra=extra,
    )


def absolute(link: str | None, base: str | None) -> str | None:
    """Return `link` as a whole http(s) address, seen from `base`; None where it is none."""
    if not link:
        return None
    try:
        address = urljoin(base or "", link)
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def _times(
    entry: Entry, written: Timestamps, received: datetime, warnings: list[str], extra: dict[str, Any]
) -> tuple[datetime | None, datetime | None]:
    """Return when it was published and last changed. Not later than now: feeds are full of entries from tomorrow."""
    found: dict[str, datetime | None] = {}
    for name, text in (("published", entry.published), ("updated", entry.updated)):
        instant = written.instant(name, text)
        if instant is not None and instant > received:
            warnings.append(f"{name} is in the future, the time of receipt stands for it: {(text or '')[:80]!r}")
            extra[name] = text
            instant = received
        found[name] = instant
    updated = found["updated"] or found["published"]
    if updated is None:
        warnings.append("no time in it, the time of receipt stands for it")
    return found["published"], updated


def _head(entry: Entry) -> list[str]:
    """Return the lines in which an embargo may stand in words."""
    return [entry.title or "", *(line for part in entry.paragraphs[:_HEAD] for line in part.text.splitlines())]


def _supplier(entry: Entry, source: Source) -> str:
    for address in (source.site, entry.url):
        try:
            host = urlsplit(address or "").hostname or ""
        except ValueError:
            continue
        name = supplier_name(host.removeprefix("www."))
        if name:
            return name
    return supplier_name(source.title or "") or "unknown"


def _guid(entry: Entry) -> tuple[str, GuidRule]:
    own = entry.guid or entry.url
    if own:
        return own, GuidRule.SUPPLIER
    words = collapse(" ".join([entry.title or "", *(paragraph.text for paragraph in entry.paragraphs)]))
    return f"feed:{hashlib.sha256(words.encode()).hexdigest()[:32]}", GuidRule.CONTENT
