"""The life of a story as its supplier tells it: times, embargo, version, status, and what had to be assumed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newswire import suppliers
from newswire.delivery import NO_TERMS, Terms
from newswire.formats import internet_time
from newswire.normalise import embargo, times
from newswire.story import MAX_VERSION, UNTIL_A_NEWER_VERSION, Status, VersionRule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_KILLS = re.compile(r"kill|withdr|withh|retract|cancel|delete|elimin|annul|anul|storno|trekk|træk")
_NUMBER = re.compile(r"[vV]?\.?[ ]?(\d{1,19})", re.ASCII)


class Timestamps:
    """Reads the times of one story.

    Parameters
    ----------
    supplier: whose zone a time without one is in.
    warnings: takes what was assumed.
    extra: takes, by its name, a time that is none: the story goes on without it.
    terms: of the delivery; they may name another zone.
    """

    def __init__(self, supplier: str, warnings: list[str], extra: dict[str, Any], terms: Terms = NO_TERMS) -> None:
        self._zone = suppliers.zone(supplier, terms.zone)
        self._warnings = warnings
        self._extra = extra

    def instant(self, name: str, text: str | None) -> datetime | None:
        """Return the instant that `text` names, or None where it names none."""
        if not text:
            return None
        moment = internet_time.read(text, self._zone)
        if moment is None:
            self._warnings.append(f"{name} is no time: {text[:80]!r}")
            self._extra[name] = text
            return None
        if not moment.has_zone:
            self._warnings.append(f"{name} has no zone, read as {self._zone}: {text!r}")
        return moment.instant

    def embargo(self, text: str | None, notes: Iterable[str] = ()) -> tuple[datetime | None, str | None]:
        """Return the end of an embargo, and its text where that is no time: then the story stays hidden.

        Parameters
        ----------
        text: the embargo as a field gives it.
        notes: notes to editors in which an embargo may stand in words, where no field gives it.
        """
        if not text:
            return _in_words("\n".join(notes))
        moment = times.read(text, self._zone)  # not as tolerant as others: of "2026" it is no 1 January
        if moment is None and (end := embargo.certain_end(text)):
            return end, None
        if moment is None:
            self._warnings.append(f"the embargo is no time, hidden until a newer version: {text[:80]!r}")
            return UNTIL_A_NEWER_VERSION, text
        if not moment.has_zone:
            self._warnings.append(f"the embargo has no zone, read as the latest it can mean: {text!r}")
        return moment.latest, None


def _in_words(notes: str) -> tuple[datetime | None, str | None]:
    words = embargo.in_note(notes)
    if words is None:
        return None, None
    end = embargo.certain_end(words)
    return (UNTIL_A_NEWER_VERSION, words) if end is None else (end, None)


def version(
    number: str | None, created: datetime | None, received: datetime, warnings: list[str] | None = None
) -> tuple[int, VersionRule]:
    """Return the version by the supplier's number ("3", "v3"), else by when it was created, else by when received.

    `warnings` takes a version that is no number.
    """
    said = (number or "").strip()
    found = _NUMBER.fullmatch(said)
    if found and int(found[1]) <= MAX_VERSION:
        return int(found[1]), VersionRule.SUPPLIER
    if said and warnings is not None:
        warnings.append(f"the version is no number, the time stands for it: {said[:80]!r}")
    if created is not None and times.milliseconds(created) >= 0:
        return times.milliseconds(created), VersionRule.VERSION_CREATED
    return times.milliseconds(received), VersionRule.RECEIVED


def kills(code: str) -> bool:
    """Tell whether a code (of a signal, of a message to editors) asks not to use the story."""
    return _KILLS.search(code.lower()) is not None


def strictest(statuses: Iterable[Status]) -> Status:
    """Return the status that hides most: of several things that are said about a story, the strictest counts."""
    found = set(statuses)
    return next((status for status in (Status.KILLED, Status.WITHHELD) if status in found), Status.USABLE)
