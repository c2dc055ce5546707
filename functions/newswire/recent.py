"""How the deliveries of the last day ended, as the archive tells.

An object of the archive is read once a process: what is in it does not change. Where there are too many for one look,
the newest are read first and the others with the next looks.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from newswire.archive import raw_instant
from newswire.record import unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from newswire.archive import Archive
    from newswire.outcome import Outcome
    from newswire.record import Record

PERIOD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a delivery ended.

    Parameters
    ----------
    id: of the delivery.
    supplier: who sent it; None where nobody has said.
    outcome: of the whole.
    at: when its batch was archived, right after it was written to the index.
    lag_seconds: from its receipt until then.
    """

    id: str
    supplier: str | None
    outcome: Outcome
    at: datetime
    lag_seconds: float


@dataclass(frozen=True, slots=True)
class Day:
    """The deliveries of the last day: each once, as it ended last, the newest first; all `since` then are there."""

    since: datetime
    ended: tuple[Ended, ...]


class Recent:
    """The deliveries of the last day.

    Parameters
    ----------
    archive: where they are kept.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._read: dict[str, tuple[Ended, ...]] = {}

    def day(self, now: datetime, has_time: Callable[[], bool]) -> Day:
        """Return what is known of the day before `now`; what there is no time to read is left to the next look.

        Raises
        ------
        ArchiveUnavailable: S3 does not answer, or refuses us.
        """
        keys = list(self._archive.batches_newest_first(now - PERIOD, now + PERIOD))  # a clock may be a little ahead
        self._read = {key: self._read[key] for key in keys if key in self._read}
        missing = (key for key in keys if key not in self._read)
        with closing(self._archive.objects(missing)) as objects:
            for key, data in objects:
                self._read[key] = tuple(_ended(key, data)) if data is not None else ()
                if not has_time():
                    break
        known = list(takewhile(self._read.__contains__, keys))
        newest: dict[tuple[str, str | None], Ended] = {}
        for ended in chain.from_iterable(self._read[key] for key in known):
            newest.setdefault((ended.id, ended.supplier), ended)  # suppliers name theirs alike
        is_whole = len(known) == len(keys)
        return Day(now - PERIOD if is_whole else raw_instant(known[-1]), tuple(newest.values()))


def _ended(key: str, data: bytes) -> Iterator[Ended]:
    at = raw_instant(key)
    for record in unpack(key, data).records:
        yield Ended(record.delivery.id, record.supplier, record.outcome, at, _lag(record, at))


def _lag(record: Record, at: datetime) -> float:
    return max((at - record.delivery.received).total_seconds(), 0.0)
