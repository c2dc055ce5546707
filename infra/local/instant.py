"""Times as options of a command: a day, or a time with its zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import click


def check_window(start: datetime | None, end: datetime | None, now: datetime) -> None:
    """Raise click.UsageError where nothing can lie between --from and --to, or between --from and now."""
    if start and start >= (end or now):
        raise click.UsageError(f"--from {_shown(start)} is not before {'--to' if end else 'now,'} {_shown(end or now)}")


def _shown(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


class Instant(click.ParamType[datetime]):
    """A day (2026-03-01) or a time (2026-03-01T09:00:00Z), in UTC where it names no zone.

    Parameters
    ----------
    is_end: a day means its end, so that "to 2026-03-01" holds that day.
    """

    name = "time"

    def __init__(self, *, is_end: bool = False) -> None:
        self._is_end = is_end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return an instant in UTC."""
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
            instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
            return instant + timedelta(days=1) if self._is_end and len(value) <= len("2026-03-01") else instant
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no day and no time: write 2026-03-01 or 2026-03-01T09:00:00Z", param, ctx)
