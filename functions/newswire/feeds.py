"""The feeds that are polled: settings as data. `feeds.json` in the archive bucket, else the one that ships."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from newswire.addresses import WebAddress, shown
from newswire.errors import AddressRefused, FeedsRefused
from newswire.normalise.text import declared_charset
from newswire.story import supplier_name

SHIPPED = Path(__file__).with_suffix(".json")
MAX_FEEDS = 500
FIRST_WINDOW = timedelta(days=1)
"""How far the first request to an address with {since} looks back."""

_SINCE = "{since}"
_CHARSET = re.compile(r"[a-z0-9][a-z0-9_.:-]{1,39}", re.ASCII | re.IGNORECASE)
"""How a name of a character set is written."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that is polled. Whether it is RSS, Atom, JSON Feed or an agency's own JSON is seen from the document.

    Parameters
    ----------
    name: what its deliveries have as their feed, and what its state is kept under.
    url: its https address; `{since}` in it becomes the time from which on stories are wanted (RFC 3339, UTC).
    supplier: who sends it; None where the document says it.
    zone: time zone of its times that name none, instead of its supplier's.
    language: of its stories that name none.
    charset: of its documents, instead of the one that the server names.
    retention_days: how long its stories may be kept, where that is shorter than its supplier's agreement says.
    period_seconds: the time between two polls.
    overlap_seconds: how far each window of `{since}` reaches back into the one before, for stories that came late.
    sites: other hosts that it may redirect to, each with its port unless that is 443.
    identified: its own host is sent the headers that the secret FeedHeaders has for it, an API key for example.
    private: its hosts may have addresses of a private network or of this machine, and need no https.
    """

    name: str
    url: str
    supplier: str | None = None
    zone: str | None = None
    language: str | None = None
    charset: str | None = None
    retention_days: int | None = None
    period_seconds: int = 300
    overlap_seconds: int = 600
    sites: tuple[str, ...] = ()
    identified: bool = False
    private: bool = False

    @property
    def site(self) -> str:
        """Its own host."""
        return WebAddress.read(_with_since(self.url, datetime.now(UTC))).site

    @property
    def allowed(self) -> frozenset[str]:
        """The hosts that may be visited for it: its own, and the other `sites`."""
        return frozenset((self.site, *self.sites))

    @property
    def has_window(self) -> bool:
        """Whether each request asks for a window of time of its own: then no two are for the same document."""
        return _SINCE in self.url

    def address(self, cursor: datetime | None, now: datetime) -> str:
        """Return the address to ask, for what came since `cursor`, or since FIRST_WINDOW ago where there is none."""
        since = cursor - timedelta(seconds=self.overlap_seconds) if cursor else now - FIRST_WINDOW
        return _with_since(self.url, since)


def configured(text: str | None) -> tuple[Feed, ...]:
    """Return the feeds of a stack: those in the text of its own feeds.json, where it has one, else those that ship.

    Raises FeedsRefused, as `load`.
    """
    return load(SHIPPED.read_text() if text is None else text)


def load(text: str) -> tuple[Feed, ...]:
    """Return the feeds in the text of a feeds.json.

    Raises
    ------
    FeedsRefused: it is broken; the message names the feed and what is wrong with it.
    """
    try:
        entries = json.loads(text)["feeds"]
    except json.JSONDecodeError as error:
        raise FeedsRefused(f"feeds.json is no JSON: line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (ValueError, LookupError, TypeError, RecursionError):
        entries = None
    if not isinstance(entries, list) or len(entries) > MAX_FEEDS:
        raise FeedsRefused(f'feeds.json is no JSON object with a list "feeds" of at most {MAX_FEEDS}')
    feeds = tuple(_feed(number, entry) for number, entry in enumerate(entries, 1))
    names = [feed.name for feed in feeds]
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise FeedsRefused(f"feeds.json: two feeds are named {doubled[0]}")
    return feeds


def _feed(number: int, entry: Any) -> Feed:
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(name, str) or name != supplier_name(name):
        raise FeedsRefused(f"feeds.json: feed {number}: it needs a name of small letters, digits and hyphens")
    if unknown := sorted(entry.keys() - Feed.__dataclass_fields__.keys()):
        raise FeedsRefused(f"feeds.json: {name}: there is no setting {unknown[0]!r}")
    for setting, value in entry.items():
        if wrong := _CHECKS[setting](value):
            written = shown(value) if isinstance(value, str) else value
            raise FeedsRefused(f"feeds.json: {name}: {setting}: {written!r:.200} is {wrong}")
    if "url" not in entry:
        raise FeedsRefused(f"feeds.json: {name}: it needs a url")
    feed = Feed(**{**entry, "sites": tuple(entry.get("sites", ()))})
    if feed.url.lower().startswith("http:") and not feed.private:
        raise FeedsRefused(
            f"feeds.json: {name}: url: {shown(feed.url)!r} is no https address, and the feed is not private"
        )
    return feed


def _with_since(url: str, since: datetime) -> str:
    return url.replace(_SINCE, quote(f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", safe=""))


def _url(value: Any) -> str | None:
    try:
        WebAddress.read(_with_since(value, datetime.now(UTC)))
    except (AddressRefused, AttributeError):
        return "no plain web address like https://example.com/feed.xml"
    return None


def _supplier(value: Any) -> str | None:
    known = isinstance(value, str) and supplier_name(value) == value
    return None if known else "no name of small letters, digits and hyphens"


def _zone(value: Any) -> str | None:
    try:
        ZoneInfo(value)
    except (OSError, ValueError, LookupError, TypeError):
        return "no time zone: write one like Europe/Berlin"
    return None


def _charset(value: Any) -> str | None:
    is_name = isinstance(value, str) and _CHARSET.fullmatch(value)
    known = is_name and declared_charset(f"text/plain; charset={value}")
    return None if known else "no character set that is known, like iso-8859-1"


def _site(value: Any) -> str | None:
    """Tell what is wrong with a host of a list: it must be written just as the guard writes it."""
    try:
        address = WebAddress.read(f"https://{value}/")
    except AddressRefused:
        return "no host like example.com or example.com:8443"
    return None if address.site == value else f"to be written {address.site!r}"


def _sites(value: Any) -> str | None:
    return next(filter(None, map(_site, value)), None) if isinstance(value, list) else "no list of hosts"


def _is_yes_or_no(value: Any) -> str | None:
    return None if isinstance(value, bool) else "neither true nor false"


def _matches(pattern: re.Pattern[str], what: str) -> Any:
    return lambda value: None if isinstance(value, str) and pattern.fullmatch(value) else what


def _between(least: int, most: int) -> Any:
    """Return the check of a whole number; `True` is none."""
    what = f"no whole number from {least} to {most}"
    return lambda value: None if type(value) is int and least <= value <= most else what


_CHECKS = {
    "name": _supplier,
    "url": _url,
    "supplier": _supplier,
    "zone": _zone,
    "language": _matches(_LANGUAGE, "no language tag like en or pt-BR"),
    "charset": _charset,
    "retention_days": _between(1, 36_499),
    "period_seconds": _between(1, 7 * 86_400),
    "overlap_seconds": _between(0, 7 * 86_400),
    "sites": _sites,
    "identified": _is_yes_or_no,
    "private": _is_yes_or_no,
}
"""By setting, what says what is wrong with a value; None where nothing is."""
