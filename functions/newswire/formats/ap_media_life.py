"""What may be done with an item of AP's Media API: signals, pubstatus, embargo and editorial types taken together.

AP says: do not use the pubstatus alone. Of all that is said the strictest counts, and what is not known hides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newswire.errors import NotAStory
from newswire.formats.life import strictest
from newswire.formats.ninjs_fields import STATUSES, line, note
from newswire.normalise.text import clean_line
from newswire.story import UNTIL_A_NEWER_VERSION, Status

if TYPE_CHECKING:
    from datetime import datetime

    from newswire.formats.life import Timestamps

_EDITORIAL_TYPES = {
    "kill": Status.KILLED,
    "elimination": Status.KILLED,
    "withhold": Status.WITHHELD,
    "disregard": Status.WITHHELD,
    "advisory": Status.WITHHELD,
}
_UPDATES = frozenset({"add", "clarification", "correction", "corrective", "lead", "takes", "writethru"})
_HELD_FOR_RELEASE = "holdforrelease"


def status(item: dict[str, Any], warnings: list[str], pointer: str) -> Status:
    """Return the strictest status that the item's fields give; `warnings` takes what hides it beside the pubstatus.

    Raises
    ------
    NotAStory: it is a test message.
    """
    signals = _words(item, "signals")
    if "test" in signals:
        raise NotAStory("a test message", pointer)
    types = _words(item, "editorialtypes")
    found = {_EDITORIAL_TYPES.get(kind, Status.USABLE) for kind in types} | {_pubstatus(item, warnings)}
    if "newscontent" not in signals:
        warnings.append("no signal newscontent: withheld")
        found.add(Status.WITHHELD)
    return strictest(found)


def embargo(item: dict[str, Any], timestamps: Timestamps) -> tuple[datetime | None, str | None]:
    """Return the end of the embargo, and its text where no field gives its end: then the story stays hidden."""
    ed_note = note(item, "ed_note") or ""
    until, text = timestamps.embargo(line(item, "embargo"), [ed_note])
    if until is not None:
        return until, text
    if _HELD_FOR_RELEASE in _words(item, "editorialtypes") or "embargoed" in _words(item, "pubstatus"):
        return UNTIL_A_NEWER_VERSION, clean_line(ed_note) or "embargoed"
    return None, None


def correction(item: dict[str, Any]) -> str | None:
    """Return what kind of update this is, as AP calls it (Writethru, Corrective, ...)."""
    given = item.get("editorialtypes")
    kinds = [kind for kind in given if isinstance(kind, str)] if isinstance(given, list) else []
    return ", ".join(clean_line(kind) for kind in kinds if kind.strip().lower() in _UPDATES) or None


def _pubstatus(item: dict[str, Any], warnings: list[str]) -> Status:
    word = next(iter(_words(item, "pubstatus")), "")
    if word == "embargoed":
        return Status.USABLE
    if word not in STATUSES:
        warnings.append(f"unknown pubstatus: withheld: {word[:80]!r}")
    return STATUSES.get(word, Status.WITHHELD)


def _words(item: dict[str, Any], name: str) -> list[str]:
    value = item.get(name)
    words = value if isinstance(value, list) else [value]
    return [word.strip().lower() for word in words if isinstance(word, str)]
