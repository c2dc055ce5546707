"""The life of a story as its supplier tells it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from newswire.formats.life import Timestamps
from newswire.story import UNTIL_A_NEWER_VERSION


def _embargo(text: str) -> tuple[datetime | None, str | None]:
    warnings: list[str] = []
    extra: dict[str, Any] = {}
    return Timestamps("nordwire", warnings, extra).embargo(text)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026-06-20T18:00:00+02:00", datetime(2026, 6, 20, 16, tzinfo=UTC)),
        ("20260620T180000Z", datetime(2026, 6, 20, 18, tzinfo=UTC)),
        ("2026-06-20", datetime(2026, 6, 21, 12, tzinfo=UTC)),
        ("18:00 GMT 20 June 2026", datetime(2026, 6, 20, 18, tzinfo=UTC)),
    ],
)
def test_an_embargo_ends_when_its_time_is_certain(text: str, end: datetime) -> None:
    assert _embargo(text) == (end, None)


@pytest.mark.parametrize("text", ["2026", "2026-06", "20 June 2026", "Saturday", "YYYYMMDD000000-HHMM"])
def test_an_embargo_that_cannot_be_read_hides(text: str) -> None:
    assert _embargo(text) == (UNTIL_A_NEWER_VERSION, text)
