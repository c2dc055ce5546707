"""Where ninjs 1.x, 2.x, 3.x and their dialects keep what a story needs: one table, and readers of its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newswire.normalise import times
from newswire.normalise.text import clean, clean_line
from newswire.story import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

FIELDS: dict[str, tuple[str, ...]] = {
    "guid": ("guid", "uri"),  # guid: Superdesk
    "version": ("version",),
    "version_created": ("versioncreated", "versionCreated"),
    "first_created": ("firstcreated", "firstCreated"),
    "expires": ("expires",),
    "embargo": ("embargoed", "embargoedUntil", "embargo", "embargoUntil", "embargo_until", "Embargoed"),
    "status": ("pubstatus", "pubStatus", "PubStatus"),
    "urgency": ("urgency",),
    "replaces": ("replacing", "evolvedfrom"),  # TT, Superdesk
    "signals": ("signals",),  # TT
    "ed_note": ("ednote", "edNote"),
    "slug": ("slugline",),
    "byline": ("byline", "by"),
    "located": ("located",),
    "language": ("language",),
    "copyright_holder": ("copyrightholder", "copyrightHolder"),
    "copyright": ("copyrightnotice", "copyrightNotice", "copyrightholder", "copyrightHolder"),
    "source": ("source", "provider"),  # Superdesk
    "usage_terms": ("usageterms", "usageTerms"),
    "genre": ("genre", "genres"),
    "keywords": ("keywords",),  # Superdesk
    "people": ("person", "people"),
    "organisations": ("organisation", "organisations"),
    "places": ("place", "places"),
    "subjects": ("subject", "subjects"),
}

HELD_WHOLE = frozenset(
    name
    for field in (
        "guid version version_created first_created expires embargo status urgency ed_note slug byline located "
        "language copyright usage_terms"
    ).split()
    for name in FIELDS[field]
)
"""Properties of which the story keeps all there is; of the others the rest stays in `extra`."""

STATUSES = {
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.KILLED,
    "cancelled": Status.KILLED,
    "killed": Status.KILLED,
    # TT: a newer item stands for it, or it is not written yet.
    "replaced": Status.WITHHELD,
    "commissioned": Status.WITHHELD,
}
_STRICTEST = (Status.KILLED, Status.WITHHELD, Status.USABLE)


def given(item: dict[str, Any], field: str) -> Iterator[tuple[str, Any]]:
    """Yield the properties that hold `field`, in the order of the table; empty ones are not there."""
    return ((name, item[name]) for name in FIELDS[field] if item.get(name) not in (None, "", [], {}))


def line(item: dict[str, Any], field: str) -> str | None:
    """Return the first text of `field` on one line, or None."""
    return next(
        (text for _, value in given(item, field) if isinstance(value, str) and (text := clean_line(value))), None
    )


def note(item: dict[str, Any], field: str) -> str | None:
    """Return the first text of `field` with its line ends, or None."""
    texts = (clean(value).strip() for _, value in given(item, field) if isinstance(value, str))
    return next(filter(None, texts), None)


def status(item: dict[str, Any]) -> Status | None:
    """Return the strictest status that the item gives, USABLE where it gives none, None where one is unknown."""
    words = [item[name] for name in FIELDS["status"] if item.get(name) is not None]
    found = {STATUSES.get(word.strip().lower()) if isinstance(word, str) else None for word in words}
    if None in found:
        return None
    return next((status for status in _STRICTEST if status in found), Status.USABLE)


def time(item: dict[str, Any], field: str, warnings: list[str], zone: tzinfo) -> datetime | None:
    """Return the time of `field`; None where there is none or it is no time (which `warnings` then says).

    A time without a zone is read in `zone`, the supplier's, and `warnings` says so.
    """
    text = line(item, field)
    if text is None:
        return None
    moment = times.read(text, zone)
    if moment is None:
        warnings.append(f"{field} is no time: {text[:80]!r}")
        return None
    if not moment.has_zone:
        warnings.append(f"{field} has no zone, read as {zone}: {text!r}")
    return moment.instant


def whole_number(value: Any) -> int | None:
    """Return a number that is whole (2, "2", 2.0), or None."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdecimal():
        return int(value.strip()[:40])
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value):
        return int(value)
    return None


def version(item: dict[str, Any]) -> str | None:
    """Return the version as the item gives it, None where it gives none; 2.0 is "2"."""
    given = item.get("version")
    number = whole_number(given)
    return str(number) if number is not None else str(given or "") or None


def entries(value: Any) -> list[dict[str, Any]]:
    """Return a list of objects, whatever a dialect has in its place: one object, or names alone."""
    values = value if isinstance(value, list) else [value]
    named = ({"name": entry} if isinstance(entry, str) else entry for entry in values)
    return [entry for entry in named if isinstance(entry, dict)]


def text_of(entry: dict[str, Any], *names: str) -> str | None:
    """Return the first of these members of `entry` that is text, on one line; codes may be numbers."""
    values = (entry.get(name) for name in names)
    texts = (
        clean_line(str(value)) for value in values if isinstance(value, (str, int)) and not isinstance(value, bool)
    )
    return next(filter(None, texts), None)
