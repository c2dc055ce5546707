"""Who sends, by the names that a document gives its agency: "STT", "reuters.com", "The Example Press"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newswire.story import supplier_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,10}", re.IGNORECASE)
_GENERAL = frozenset({"ac", "co", "com", "gov", "net", "or", "org"})


def first(names: Iterable[str | None]) -> str | None:
    """Return the first of the names that is one, as a supplier is called; of a host its own name ("ap" of "ap.org").

    An agency that is now "ansa.it" and now "ANSA" is one supplier, or its kill would not find its story.
    """
    return next(filter(None, (supplier_name(_without_domain(name)) for name in names if name)), None)


def _without_domain(name: str) -> str:
    if not _HOST.fullmatch(name):
        return name
    labels = name.lower().split(".")[:-1]
    return labels[-2] if len(labels) > 1 and labels[-1] in _GENERAL else labels[-1]
