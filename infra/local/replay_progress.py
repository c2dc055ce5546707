"""The progress of a replay in the terminal: how far in the archive's time, how many, how fast, and how they ended."""

from __future__ import annotations

import time
from datetime import datetime
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from infra.local.counted import counted, deliveries
from newswire.archive import raw_hour
from newswire.replay import Replayed


class ReplayProgress:
    """A bar over the time of the archive: S3 does not say how many objects there are without listing them all.

    Parameters
    ----------
    end: of the replay; the bar begins with the first object.
    """

    def __init__(self, end: datetime) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._end = end
        self._first: datetime | None = None
        self._began = time.monotonic()
        self._bar = self._progress.add_task("replaying", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, done: Replayed, doing: str = "replaying") -> None:
        """Show what is done."""
        if not done.key:
            self._progress.update(self._bar, description=doing)
            return
        here = raw_hour(done.key)
        self._first = self._first or here
        rate = done.deliveries / max(time.monotonic() - self._began, 0.001)
        outcomes = " · ".join(f"{number} {outcome}" for outcome, number in sorted(done.outcomes.items()))
        self._progress.update(
            self._bar,
            description=f"{doing} · {here:%Y-%m-%d %H} h · {counted(done.objects, 'object')} · "
            f"{deliveries(done.deliveries)} ({rate:.0f}/s) · {outcomes}",
            completed=(here - self._first).total_seconds(),
            total=max((self._end - self._first).total_seconds(), 1),
        )
