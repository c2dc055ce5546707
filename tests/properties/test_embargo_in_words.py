"""Embargoes in words: a certain end is exact, and any text can be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from newswire.normalise import embargo
from newswire.normalise.hiding_rules import read

_ZONES = st.sampled_from([("GMT", 0), ("UTC", 0), ("CET", 1), ("MEZ", 1), ("EST", -5), ("PST", -8), ("JST", 9)])
_LOCAL = st.integers(0, 365 * 24 * 60 * 7).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
_STYLES = st.sampled_from(
    [
        "Embargoed until {day:%I:%M} {half} {zone} on {day:%A, %B} {day.day}, {day.year}",
        "Embargo: {day:%H%M} {zone}, {day.day} {day:%b} {day.year}",
        "Sperrfrist {day.day}.{day.month}.{day.year}, {day:%H.%M} Uhr ({zone})",
        "For use after {day:%H:%M} {zone} {day:%Y-%m-%d}",
    ]
)
_PIECES = st.sampled_from(
    [text for rule in read()["rule"] for text in (*rule["examples"], *rule["genuine"])]
    + ["10:00 GMT", "26 November 2026", "2026-11-26T10:00:00Z", "midnight", "EMBARGO", "<clock>", "\n"]
)


@given(_LOCAL, _ZONES, _STYLES)
def test_an_end_is_exact_or_open(local: datetime, zone: tuple[str, int], style: str) -> None:
    name, east = zone
    text = style.format(day=local, half="p.m." if local.hour >= 12 else "a.m.", zone=name)
    instant = local.replace(tzinfo=timezone(timedelta(hours=east))).astimezone(UTC)

    assert embargo.in_lines([text]) == text
    found = embargo.certain_end(text)
    assert found == instant or (found is None and local.hour in range(13))


@given(_LOCAL, _ZONES, _STYLES, st.integers(1, 6))
def test_a_weekday_that_contradicts_leaves_it_open(
    local: datetime, zone: tuple[str, int], style: str, days: int
) -> None:
    text = style.format(day=local, half="p.m." if local.hour >= 12 else "a.m.", zone=zone[0])

    assert embargo.certain_end(f"{text}, {local + timedelta(days=days):%A}") is None


@given(st.lists(_PIECES | st.text(max_size=20)).map(" ".join))
def test_any_text_is_read(text: str) -> None:
    assert embargo.in_lines([text]) in (text, None)
    assert embargo.in_note(text) in (*text.splitlines(), None)
    embargo.asks_to_kill(text)
    end = embargo.certain_end(text)
    assert end is None or end.tzinfo is UTC
