"""What is withdrawn of a story: all that a kill covers, and all that has expired, in whatever order they arrive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from newswire.normalise import times
from newswire.story import Status, Story, precedence, tombstone

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTHING = -1
GONE = (Status.KILLED, Status.EXPIRED)
"""The states of a version that has no text left."""
_TIES = 2**15
"""Versions that `rank` tells apart: as many as an external version of 63 bits has room for, up to the year 9999."""
_EXPLAINED_BY = {"killed": ("note", "came"), "killed_at": ("latest_version", "latest_note")}
"""What belongs to a number of a withdrawal."""


class Kill(NamedTuple):
    """When a kill came, and what the agency said with it."""

    at: datetime
    note: str | None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The kills of one story, and its expiry, as one.

    A kill covers every version before it, by number or by time. By number alone it would lose to a supplier whose
    numbers do not grow (Reuters) or who kills in another format than it writes; by time alone to one whose times are
    missing. A version lives on only if it has a larger number than every kill, and is not older than
    any: when in doubt, hidden. What joins two withdrawals takes the larger number of each, so their order does not
    matter.

    Parameters
    ----------
    killed: the largest precedence of a kill; NOTHING where there is none.
    killed_at: milliseconds since 1970 of the latest kill that says its time; NOTHING where none does.
    expired: the precedence up to which the story has expired; NOTHING where it has not.
    note, came: what the agency said with the kill of `killed`, and when that kill came, in milliseconds since 1970.
    latest_version, latest_note: which version the kill of `killed_at` is, and what the agency said with it.
    """

    killed: int = NOTHING
    killed_at: int = NOTHING
    expired: int = NOTHING
    note: str | None = None
    came: int = NOTHING
    latest_version: int = NOTHING
    latest_note: str | None = None

    @classmethod
    def by(cls, kills: Iterable[Story]) -> Withdrawal:
        """Return what these kills of one story withdraw."""
        return reduce(or_, map(_of_one, kills), cls())

    def __or__(self, other: Withdrawal) -> Withdrawal:
        """Return both as one."""
        last = max(self, other, key=lambda each: (each.killed, each.came, each.note or ""))
        latest = max(
            self, other, key=lambda each: (each.rank("killed_at"), each.latest_version, each.latest_note or "")
        )
        return Withdrawal(
            last.killed,
            latest.killed_at,
            max(self.expired, other.expired),
            last.note,
            last.came,
            latest.latest_version,
            latest.latest_note,
        )

    def part(self, name: str) -> Withdrawal:
        """Return one number of it alone, with what explains it."""
        names = (name, *_EXPLAINED_BY.get(name, ()))
        return Withdrawal(**{each: getattr(self, each) for each in names})

    def rank(self, name: str) -> int:
        """Return what one number is ordered by beside others of the same story: the external version of its marker.

        Two kills of one moment may say different things, and be written at once by writers that know nothing of each
        other: so their versions count too, else the note of the slower writer would stay.
        """
        number: int = getattr(self, name)
        if name != "killed_at" or number == NOTHING:
            return number
        return number * _TIES + max(self.latest_version, 0) % _TIES

    def kills(self, story: Story) -> bool:
        """Tell whether a version was made before one of the kills, or is one."""
        return precedence(story) <= self.killed or _milliseconds(story.version_created) < self.killed_at

    def covers(self, story: Story) -> bool:
        """Tell whether nothing may be left of a version's text."""
        return self.kills(story) or precedence(story) <= self.expired

    def kill_of(self, version_created: datetime) -> Kill | None:
        """Return the kill that tells when and why a version made at this time was killed; None where none is known.

        The latest one, where the version is not newer than it; else the one with the largest number.
        """
        if _milliseconds(version_created) <= self.killed_at:
            return Kill(_instant(self.killed_at), self.latest_note)
        return Kill(_instant(self.came), self.note) if self.came > NOTHING else None

    def query(self) -> dict[str, Any]:
        """Return the engine's query for the versions that are covered and still have their text."""
        by_number = {"range": {"precedence": {"lte": self.killed}}}
        by_time = {"range": {"version_created": {"lt": self.killed_at, "format": "epoch_millis"}}}
        old = {"range": {"precedence": {"lte": self.expired}}}
        killed = _any([by_number, by_time] if self.killed_at > 0 else [by_number], but=[Status.KILLED])
        return _any([killed, _any([old], but=[*GONE])], but=[])

    def bury(self, story: Story) -> Story:
        """Return what stays of a version: itself where it is not covered, else its tombstone.

        Why it was killed is not told here: the kill is a version of its own, and tells it.
        """
        if self.kills(story):
            note = story.ed_note if story.status is Status.KILLED else None
            return tombstone(story).model_copy(update={"ed_note": note})
        if self.covers(story):
            left = {"status": Status.EXPIRED, "expires": story.expires, "ed_note": None}
            return tombstone(story).model_copy(update=left)
        return story

    def bury_current(self, story: Story) -> Story:
        """Return what stays of a story, of its current version: where it is killed, with the note of the kill."""
        left = self.bury(story)
        kill = self.kill_of(story.version_created) if self.kills(story) else None
        return left.model_copy(update={"ed_note": kill.note}) if kill else left


def _of_one(kill: Story) -> Withdrawal:
    came = _milliseconds(kill.version_created)
    withdrawn = Withdrawal(killed=precedence(kill), note=kill.ed_note, came=came)
    if not says_its_time(kill):
        return withdrawn
    return replace(withdrawn, killed_at=came, latest_version=kill.version, latest_note=kill.ed_note)


def says_its_time(kill: Story) -> bool:
    """Tell whether a kill says when it was made; by the time of its receipt a late copy would cover what came since."""
    return kill.version_created != kill.received


def _milliseconds(instant: datetime) -> int:
    """Return milliseconds since 1970; what is before is 0, since the engine's external versions are not negative."""
    return max(times.milliseconds(instant), 0)


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _any(queries: list[dict[str, Any]], but: list[Status]) -> dict[str, Any]:
    refused = {"must_not": {"terms": {"status": but}}} if but else {}
    return {"bool": {"should": queries, "minimum_should_match": 1, **refused}}
