"""Times in running words: where they stand, and which are certain."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.normalise import months, weekdays, written_times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("until 0001 Friday, September 9", "until <clock> <weekday>, <date>"),
        ("until 6 p.m. EST on Thursday", "until <clock> on <weekday>"),
        ("bis Donnerstag, 26. November 2026, 18.00 Uhr MEZ", "bis <weekday>, <date>, <clock>"),
        ("jusqu'au 26 novembre à 18h00", "jusqu'au <date> à <clock>"),
        ("hasta el 26 de noviembre de 2026", "hasta el <date>"),
        ("26.11.2026 klo 10.00", "<date> <clock>"),
        ("26.11. kl. 10", "<date> <clock>"),
        ("keskiviikkoon kello 6 asti", "<weekday> <clock> asti"),
        ("perşembe saat 6", "<weekday> <clock>"),
        ("5 Mrz 2026", "<date>"),
        ("до 10:00 МСК 26 ноября", "до <clock> <date>"),
        ("2026-11-26T10:00:00Z or 2026-11-26", "<stamp> or <date>"),
        ("until May 2027", "until <month>"),
        ("until 2027", "until <year>"),
        ("until midnight tomorrow", "until <clock> <weekday>"),
        (
            "may the 60 people of 10 Downing Street\nhave 1800 euros",
            "may the 60 people of 10 Downing Street have 1800 euros",
        ),
        ("a <clock>", "a  clock>"),
    ],
)
def test_times_are_masked(text: str, expected: str) -> None:
    assert written_times.masked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 p.m. EST November 26, 2026", datetime(2026, 11, 26, 23, tzinfo=UTC)),
        ("6 p.m. ET, Thursday, Nov. 26, 2026", datetime(2026, 11, 26, 23, tzinfo=UTC)),
        ("11:59 p.m. PDT on 10 May 2024", datetime(2024, 5, 11, 6, 59, tzinfo=UTC)),
        ("12:01 a.m. EST November 26, 2026", datetime(2026, 11, 26, 5, 1, tzinfo=UTC)),
        ("12:01AM AEDT, 26 November 2026", datetime(2026, 11, 25, 13, 1, tzinfo=UTC)),
        ("10:30 am ACST 26 June 2026", datetime(2026, 6, 26, 1, tzinfo=UTC)),
        ("18:00 NZDT 26 November 2026", datetime(2026, 11, 26, 5, tzinfo=UTC)),
        ("18:00 BRT 26 November 2026", datetime(2026, 11, 26, 21, tzinfo=UTC)),
        ("12 noon GMT on 26 November 2026", datetime(2026, 11, 26, 12, tzinfo=UTC)),
        ("0001 GMT Thursday 26 November 2026", datetime(2026, 11, 26, 0, 1, tzinfo=UTC)),
        ("1800 hrs UTC, 26.11.2026", datetime(2026, 11, 26, 18, tzinfo=UTC)),
        ("18 Uhr (MEZ) am 26. November 2026", datetime(2026, 11, 26, 17, tzinfo=UTC)),
        ("24:00 MEZ, 26. November 2026", datetime(2026, 11, 26, 23, tzinfo=UTC)),
        ("00:00 GMT 26 November 2026", datetime(2026, 11, 26, tzinfo=UTC)),
        ("10:00 GMT+2, 26/11/2026", datetime(2026, 11, 26, 8, tzinfo=UTC)),
        ("10:00 UTC-05:30 on 2026-11-26", datetime(2026, 11, 26, 15, 30, tzinfo=UTC)),
        ("10:00 МСК, 26 ноября 2026", datetime(2026, 11, 26, 7, tzinfo=UTC)),
        ("le jeudi 26 novembre 2026 à 18h00 CET", datetime(2026, 11, 26, 17, tzinfo=UTC)),
        ("11/26/2026, 18:00 EST", datetime(2026, 11, 26, 23, tzinfo=UTC)),
        ("2026-11-26T18:00:00+01:00 (Thursday)", datetime(2026, 11, 26, 17, tzinfo=UTC)),
    ],
)
def test_a_whole_time_is_certain(text: str, expected: datetime) -> None:
    assert written_times.certain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6 p.m. November 26, 2026",
        "6 p.m. EST November 26",
        "6 p.m. EST Thursday",
        "EST November 26, 2026",
        "12 a.m. EST November 26, 2026",
        "12:00 p.m. EST November 26, 2026",
        "midnight GMT on 26 November 2026",
        "13 p.m. EST November 26, 2026",
        "6:00 EST November 26, 2026",
        "24:30 GMT 26 November 2026",
        "25:00 GMT 26 November 2026",
        "10:00 CST 26 November 2026",
        "6 p.m. EDT November 26, 2026",
        "10:00 MESZ, 26. November 2026",
        "1:30 a.m. ET, November 1, 2026",
        "2:30 a.m. ET, March 8, 2026",
        "10:00 EST+2 26 November 2026",
        "10:00 GMT+25 26 November 2026",
        "10:00 GMT 10/11/2026",
        "10:00 GMT 26.11.26",
        "10:00 GMT Friday 26 November 2026",
        "10:00 GMT Thursday or Friday 26 November 2026",
        "10:00 GMT tomorrow, 26 November 2026",
        "10:00 GMT, 26 or 27 November 2026",
        "10:00 GMT, 26 November 2026 and 11:00 GMT, 27 November 2026",
        "10:00 GMT 31 November 2026",
        "10:00 GMT 26 November 2026; see story 12",
        "10:00 GMT 26 November 2026; the summit in 2027",
        "10:00 GMT 26 listopada 2026",
        "2026-11-26T18:00:00Z at 18:00",
        "2026-11-26T18:00:00Z, Friday",
        "2026-11-26T18:00:00",
    ],
)
def test_whatever_is_open_is_not_certain(text: str) -> None:
    assert written_times.certain(text) is None


def test_a_long_text_is_read_in_time() -> None:
    for piece in ("1.1.", "26 november ", "10:00 ", "may ", "2026-11-26T"):
        assert written_times.certain(piece * (100_000 // len(piece))) is None


@pytest.mark.parametrize(
    ("name", "number"),
    [("Monday", 0), ("jeudi", 3), ("segunda-feira", 0), ("пятницы", 4), ("SÖNDAG", 6), ("day", None)],
)
def test_the_number_of_a_weekday(name: str, number: int | None) -> None:
    assert weekdays.number(name) == number


def test_the_names_are_those_that_have_a_number() -> None:
    assert all(months.number(name) for name in months.NAMES)
    assert all(weekdays.number(name) is not None for name in weekdays.NAMES)
