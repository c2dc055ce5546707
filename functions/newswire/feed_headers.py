"""What polled feeds ask us to identify ourselves with: a secret, {"ferries": {"x-api-key": "..."}}."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TypeAlias

from newswire.errors import FeedHeadersRefused
from newswire.story import supplier_name

FeedHeaders: TypeAlias = Mapping[str, Mapping[str, str]]
"""By the name of a feed, the headers of its requests."""

LONGEST = 8_000
"""Characters of a value: no server takes more (RFC 9110, 5.4)."""

_NAME = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]{1,100}", re.ASCII | re.IGNORECASE)  # a token of RFC 9110, 5.6.2
_OURS = frozenset("host content-length transfer-encoding connection accept-encoding if-none-match".split())
"""Headers that the poller itself sends, or that change what a request is."""


def load(text: str) -> FeedHeaders:
    """Return the headers by feed in the text of the secret.

    Raises
    ------
    FeedHeadersRefused: it is broken; the message names the feed and the header, and never holds a value.
    """
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        table = None
    if not isinstance(table, dict):
        raise FeedHeadersRefused('the secret FeedHeaders is no JSON object like {"ferries": {"x-api-key": "..."}}')
    return {_feed(name): _headers(name, headers) for name, headers in table.items()}


def _feed(name: str) -> str:
    if supplier_name(name) != name:
        raise FeedHeadersRefused(f"the secret FeedHeaders: {name[:100]!r} is no name of a feed")
    return name


def _headers(feed: str, headers: object) -> dict[str, str]:
    if not isinstance(headers, dict) or not headers:
        raise FeedHeadersRefused(f'the secret FeedHeaders: {feed}: write its headers, {{"x-api-key": "..."}}')
    for name, value in headers.items():
        if not _NAME.fullmatch(name) or name.lower() in _OURS:
            raise FeedHeadersRefused(f"the secret FeedHeaders: {feed}: {name[:100]!r} is no header to be set here")
        if not (isinstance(value, str) and 0 < len(value) <= LONGEST and value.isascii() and value.isprintable()):
            raise FeedHeadersRefused(
                f"the secret FeedHeaders: {feed}: {name}: its value is no plain text of 1 to {LONGEST} characters"
            )
    return headers
