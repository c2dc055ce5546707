"""The log of changes: every accepted change once, in the order of acceptance, without gaps.

An entry is one document `{number}` with the changes of one batch. It is created, never overwritten, at the next
number, and read by number, searchable yet or not. So whoever reads up to the first number that is missing has read
all there is, and nothing will ever appear before it. A writer that finds its number taken reads what the other wrote,
leaves out what is in it, and takes the next. In this way a delivery that comes twice, at two writers at once or a
month later, is one change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from newswire.engine import engine_errors
from newswire.errors import InvalidParameter
from newswire.opensearch import exceptions
from newswire.story import UNTIL_A_NEWER_VERSION, Status, Story, precedence, rfc3339
from newswire.told import Told, unseen_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from newswire.engine import Engine

CHANGES = "changes"
"""The alias of the log; it stands for `changes-v1`, which no reindex touches."""

_READ_AT_ONCE = 32
"""Entries read in one request."""

_CHANGES_AN_ENTRY = 500

_LONGEST_SAYING = 1000
"""Characters of a notice that are told."""


class ChangeKind(StrEnum):
    """What became of a story.

    PUBLISHED: a version may be seen. EMBARGOED: not before a time. WITHHELD: not until a newer version. KILLED: for
    good. RELEASED: the time of an embargo came. EXPIRED: its time is up, its text is gone. UNMATCHED_KILL: it is
    not certain which story a kill names (then it is in quarantine), or which of its versions; a person has to look.
    """

    PUBLISHED = "published"
    EMBARGOED = "embargoed"
    WITHHELD = "withheld"
    KILLED = "killed"
    RELEASED = "released"
    EXPIRED = "expired"
    UNMATCHED_KILL = "unmatched_kill"


_HIDES = (ChangeKind.EMBARGOED, ChangeKind.WITHHELD)
_SHOWS = (ChangeKind.PUBLISHED, ChangeKind.RELEASED)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one story.

    Parameters
    ----------
    kind: what became of it.
    id, version: of the story.
    key: the same for the same change, whoever writes it and how often.
    at: when it was accepted.
    shown_before: an earlier version could be seen by everyone, so that everyone has to be told that it cannot now.
    first: it is certain that nobody can have written it before `tail` was read.
    embargo_until: of an EMBARGOED one.
    said, reason: of an UNMATCHED_KILL, what the notice says, and why it is not certain which story it means.
    settles: the key of another change that this one makes needless.
    """

    kind: ChangeKind
    id: str
    version: int
    key: str
    at: datetime
    shown_before: bool = False
    first: bool = False
    embargo_until: datetime | None = None
    said: str | None = None
    reason: str | None = None
    settles: str | None = None

    @property
    def shows(self) -> bool:
        """Whether everyone knows of the story, after it or from before."""
        return self.kind in _SHOWS or self.shown_before

    def as_dict(self) -> dict[str, Any]:
        """Return what the log keeps."""
        known = {
            "change": self.kind,
            "id": self.id,
            "version": self.version,
            "at": rfc3339(self.at),
            "embargo_until": rfc3339(self.embargo_until) if self.embargo_until else None,
            "shown_before": self.shown_before or None,
            "said": self.said,
            "reason": self.reason,
        }
        return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the log: all changes of the entries up to `entry` are read, and `offset` of the next one."""

    entry: int = 0
    offset: int = 0

    def __str__(self) -> str:
        return f"{self.entry}.{self.offset}"

    @classmethod
    def read(cls, text: str) -> Cursor:
        """Return the cursor that `str` wrote; "0" or "" is the beginning. Raises InvalidParameter for anything else."""
        entry, _, offset = text.partition(".")
        parts = (entry or "0", offset or "0")
        if not all(part.isascii() and part.isdigit() and len(part) <= 15 for part in parts):
            raise InvalidParameter(
                "'after' is no place in the log: take `next` of an earlier answer, 0 or now.", parameter="after"
            )
        return cls(int(parts[0]), int(parts[1]))


def change_of(story: Story, at: datetime, *, first: bool, killed: bool = False) -> Change:
    """Return the change that a version is, at the time of its acceptance.

    Parameters
    ----------
    story: the version.
    at: when it was accepted.
    first: see Change.
    killed: a kill that came before it covers it, and it has become the story's tombstone.
    """
    kind, key, settles = ChangeKind.PUBLISHED, state_key(story.id, precedence(story)), None
    if killed:
        kind = ChangeKind.KILLED
    elif story.status is not Status.KILLED and story.expires and story.expires <= at:
        kind, key = ChangeKind.EXPIRED, later_key(key, ChangeKind.EXPIRED)
    elif story.status is not Status.USABLE:
        kind = ChangeKind(story.status)
    elif story.embargo_until and story.embargo_until > at:
        kind = ChangeKind.EMBARGOED
    elif story.embargo_until:
        settles = later_key(key, ChangeKind.RELEASED)
    until = story.embargo_until if kind is ChangeKind.EMBARGOED else None
    known = None if until == UNTIL_A_NEWER_VERSION else until
    return Change(kind, story.id, story.version, key, at, first=first, embargo_until=known, settles=settles)


def unmatched(notice: Story, at: datetime, reason: str | None = None) -> Change:
    """Return the change that tells of a kill for which no story was certain, so that a person can act on it.

    Parameters
    ----------
    notice: the story that asks to kill another.
    at: when it came.
    reason: why it is not certain which, with what it names.
    """
    key = later_key(state_key(notice.id, precedence(notice)), ChangeKind.UNMATCHED_KILL)
    change = Change(ChangeKind.UNMATCHED_KILL, notice.id, notice.version, key, at)
    if notice.embargo_until and notice.embargo_until > at:
        return change
    said = " / ".join(filter(None, (notice.headline, notice.ed_note)))[:_LONGEST_SAYING]
    return replace(change, said=said or None, reason=reason)


def state_key(story_id: str, precedence: int) -> str:
    """Return the key of a change that is one state of a story."""
    return f"{story_id}@{precedence}"


def later_key(state: str, kind: ChangeKind) -> str:
    """Return the key of what becomes of a state, of its key: the same whether it is told on arrival or later."""
    return f"{state}@{kind}"


class Changes:
    """The log of changes.

    Parameters
    ----------
    engine: the search engine.
    prefix: stands before the name.
    """

    def __init__(self, engine: Engine, prefix: str = "") -> None:
        self._engine = engine
        self._alias = f"{prefix}{CHANGES}"
        self._told = Told(engine, self._alias)
        self._tail: int | None = None

    def tail(self) -> int:
        """Return the number of an entry before which nothing will be written; errors as `Engine.search`."""
        if self._tail is None:
            self._tail = self._last()
        return self._tail

    def append(self, changes: Sequence[Change], tail: int, now: datetime) -> None:
        """Write changes to the end of the log, those that are not in it yet.

        Parameters
        ----------
        changes: in their order.
        tail: what `tail` returned before any of those that are `first` could be known to anybody.
        now: the time.

        Raises
        ------
        EngineUnavailable: not all is written; the same again writes what is missing.
        EngineMisconfigured: credentials or index are wrong.
        """
        missing = list({change.key: change for change in self._unwritten(changes, all_of_them=False)}.values())
        shown = self._told.shown_before([change for change in missing if change.kind in _HIDES])
        missing = [replace(change, shown_before=change.key in shown) for change in missing]
        for start in range(0, len(missing), _CHANGES_AN_ENTRY):
            tail = self._append(missing[start : start + _CHANGES_AN_ENTRY], tail, now)

    def read(self, after: Cursor, size: int) -> Iterator[tuple[Cursor, dict[str, Any]]]:
        """Yield at most `size` changes after a place, each with the place after it; errors as `Engine.search`."""
        entry, offset = after.entry, after.offset
        while size > 0:
            found = self._entries(entry + 1)
            for number, source in found:
                changes = source["changes"][offset : offset + size]
                for position, change in enumerate(changes, offset + 1):
                    is_last = position == len(source["changes"])
                    yield (Cursor(number) if is_last else Cursor(number - 1, position)), change
                size -= len(changes)
                if size <= 0:
                    return
                entry, offset = number, 0
            if len(found) < _READ_AT_ONCE:
                return

    def end(self) -> Cursor:
        """Return the place after everything that is written by now; errors as `Engine.search`."""
        number = self._newest()  # that searches know of: what was written in the last second is read by its number
        while found := self._entries(number + 1):
            number += len(found)
        return Cursor(number)

    def written(self, keys: Iterable[str]) -> set[str]:
        """Return those of these keys that the log has; errors as `Engine.search`."""
        wanted = list(keys)
        return self._told.having("keys", wanted) if wanted else set()

    def _append(self, changes: list[Change], tail: int, now: datetime) -> int:
        """Write one entry at the first free number after `tail`; return it."""
        number = tail
        while changes:
            if self._create(number + 1, changes, now):
                self._tail = number + 1
                return number + 1
            found = self._entries(number + 1)
            taken = {key for _, entry in found for key in entry["keys"]}
            changes = [change for change in changes if change.key not in taken]
            number += len(found)
            if len(found) == _READ_AT_ONCE:  # far behind: look at all of it at once
                number = max(number, self._last())
                changes = self._unwritten(changes, all_of_them=True)
        self._tail = number
        return number

    def _create(self, number: int, changes: list[Change], now: datetime) -> bool:
        """Write an entry unless its number is taken; tell whether it was free."""
        body = {
            "number": number,
            "written": now.isoformat(),
            "keys": [key for change in changes for key in (change.key, change.settles) if key],
            "shown": sorted({change.id if change.shows else unseen_key(change.id) for change in changes}),
            "changes": [change.as_dict() for change in changes],
        }
        with engine_errors():
            try:
                self._engine.client.create(
                    index=self._alias, id=str(number), body=body, params={"require_alias": "true"}
                )
            except exceptions.ConflictError:
                return False
        return True

    def _entries(self, start: int) -> list[tuple[int, dict[str, Any]]]:
        """Return the entries from a number on, at most _READ_AT_ONCE, up to the first that is missing."""
        numbers = range(start, start + _READ_AT_ONCE)
        found: list[tuple[int, dict[str, Any]]] = []
        for number, hit in zip(numbers, self._engine.get_many(self._alias, [str(n) for n in numbers]), strict=True):
            if hit is None:
                break
            found.append((number, hit["_source"]))
        return found

    def _last(self) -> int:
        self._engine.refresh(self._alias)
        return self._newest()

    def _newest(self) -> int:
        request = {"size": 1, "sort": [{"number": "desc"}], "_source": ["number"]}
        hits = self._engine.search(self._alias, request)["hits"]["hits"]
        return int(hits[0]["_source"]["number"]) if hits else 0

    def _unwritten(self, changes: Iterable[Change], *, all_of_them: bool) -> list[Change]:
        """Return the changes that the log does not have; only those in doubt are looked for, unless all of them are."""
        changes = list(changes)
        written = self.written(change.key for change in changes if all_of_them or not change.first)
        return [change for change in changes if change.key not in written]
