"""What is withdrawn of a story: all that a kill covers, and all that has expired, in whatever order they arrive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newswire.normalise import times
from newswire.story import Status, Story, precedence, tombstone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

NOTHING = -1
GONE = (Status.KILLED, Status.EXPIRED)
"""The states of a version that has no text left."""


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
    note: what the agency said with the last kill.
    """

    killed: int = NOTHING
    killed_at: int = NOTHING
    expired: int = NOTHING
    note: str | None = None

    @classmethod
    def by(cls, kills: Iterable[Story]) -> Withdrawal:
        """Return what these kills of one story withdraw."""
        ordered = sorted(kills, key=lambda kill: (precedence(kill), kill.ed_note or ""))
        return cls(
            killed=max(map(precedence, ordered), default=NOTHING),
            killed_at=max(
                (_milliseconds(kill.version_created) for kill in ordered if _says_its_time(kill)), default=NOTHING
            ),
            note=ordered[-1].ed_note if ordered else None,
        )

    def __or__(self, other: Withdrawal) -> Withdrawal:
        """Return both as one."""
        last = max(self, other, key=lambda each: (each.killed, each.note or ""))
        return Withdrawal(
            max(self.killed, other.killed),
            max(self.killed_at, other.killed_at),
            max(self.expired, other.expired),
            last.note,
        )

    def part(self, name: str) -> Withdrawal:
        """Return one number of it alone; the note belongs to `killed`."""
        note = self.note if name == "killed" else None
        return replace(Withdrawal(note=note), **{name: getattr(self, name)})

    def kills(self, story: Story) -> bool:
        """Tell whether a version was made before one of the kills, or is one."""
        return precedence(story) <= self.killed or _milliseconds(story.version_created) < self.killed_at

    def covers(self, story: Story) -> bool:
        """Tell whether nothing may be left of a version's text."""
        return self.kills(story) or precedence(story) <= self.expired

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
        """Return what stays of a story, of its current version: where it is killed, with the note of the last kill."""
        left = self.bury(story)
        return left.model_copy(update={"ed_note": self.note}) if self.kills(story) else left


def _says_its_time(kill: Story) -> bool:
    # Where it is the time of receipt, a late copy of the kill would cover what came since.
    return kill.version_created != kill.received


def _milliseconds(instant: datetime) -> int:
    """Return milliseconds since 1970; what is before is 0, since the engine's external versions are not negative."""
    return max(times.milliseconds(instant), 0)


def _any(queries: list[dict[str, Any]], but: list[Status]) -> dict[str, Any]:
    refused = {"must_not": {"terms": {"status": but}}} if but else {}
    return {"bool": {"should": queries, "minimum_should_match": 1, **refused}}
