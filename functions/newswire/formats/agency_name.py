"""Who sends, by the names that a document gives its agency: "STT", "reuters.com", "© The Example Press Ltd."."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from newswire import suppliers
from newswire.story import supplier_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 40
"""Characters: more is a sentence about rights, no name."""
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,10}", re.IGNORECASE)
_GENERAL = frozenset({"ac", "co", "com", "gov", "net", "or", "org"})
_RIGHTS = re.compile(
    r"^(?:(?:copyright|\(c\)|©|\d{4}|by)[\s,:]+|©)+|[\s.,]{1,9}all rights reserved\W*$|[\s,]{1,9}\d{4}$", re.IGNORECASE
)
_ARTICLE = re.compile(r"^the-(?=.)")
_COMPANY = re.compile(
    r"(?<=.)(?:-(?:inc|ltd|limited|llc|plc|corp|pty|gmbh|a\.?g|a\.?b|a\.?s|oy|s\.?a|s\.?p\.?a|s\.?r\.?l|b\.?v|n\.?v)\.?)+$"
)


def first(names: Iterable[str | None]) -> str | None:
    """Return the first of the names that is one, as a supplier is called; of a host its own name ("ap" of "ap.org").

    An agency that is now "ansa.it", now "ANSA" and now "Agenzia ANSA" is one supplier, or its kill would not find its
    story: articles, the kind of company and remarks about rights are no part of the name.
    """
    return next(filter(None, (_short(name) for name in names if name)), None)


def _short(name: str) -> str | None:
    bare = _RIGHTS.sub("", name[: 2 * _LONGEST].strip())
    if len(bare) > _LONGEST:
        return None
    letters = unicodedata.normalize("NFKD", _without_domain(bare)).encode("ascii", "ignore").decode()
    found = supplier_name(letters)
    return suppliers.short_name(_COMPANY.sub("", _ARTICLE.sub("", found))) if found else None


def _without_domain(name: str) -> str:
    if not _HOST.fullmatch(name):
        return name
    labels = name.lower().split(".")[:-1]
    return labels[-2] if len(labels) > 1 and labels[-1] in _GENERAL else labels[-1]
