"""Datelines: the right one or none."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newswire.normalise import dateline
from newswire.story import Dateline

FILED = datetime(2021, 1, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("paragraph", "city", "country"),
    [
        ("OSLO (AP) -- The", "Oslo", None),
        ("OSLO (Reuters) - The", "Oslo", None),
        ("TURIN, Italy (AP) — The", "Turin", "Italy"),
        ("Berlin (dpa) – Das", "Berlin", None),
        ("San Diego (tca/dpa) - The", "San Diego", None),
        ("BUENOS AIRES, Argentina (AP) _ The", "Buenos Aires", "Argentina"),
        ("RIO DE JANEIRO (Example News Agency) - A", "Rio de Janeiro", None),
        ("PORT-AU-PRINCE, Haiti (AP) -- A", "Port-au-Prince", "Haiti"),
        ("SPRINGFIELD, Ill. (AP) -- A", "Springfield", None),
        ("NEW YORK--(BUSINESS WIRE)-- A", "New York", None),
    ],
)
def test_datelines(paragraph: str, city: str, country: str | None) -> None:
    text, _, _ = paragraph.rpartition(" ")
    assert dateline.find(paragraph, FILED) == Dateline(text=text, city=city, country=country)


@pytest.mark.parametrize(
    ("paragraph", "city", "day"),
    [
        ("PARIS, Nov 24 (Reuters) - A", "Paris", date(2020, 11, 24)),
        ("PARIS, 24 Nov. (AFP) - A", "Paris", date(2020, 11, 24)),
        ("Wien, 3. März (APA) - Ein", "Wien", date(2021, 3, 3)),
    ],
)
def test_a_day_gets_the_year_that_is_nearest(paragraph: str, city: str, day: date) -> None:
    text, _, _ = paragraph.rpartition(" ")
    assert dateline.find(paragraph, FILED) == Dateline(text=text, city=city, date=day)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The ministry said on Monday that it agreed.",
        "Olaf Example (SPD) – der Kanzler",
        "He said (AP) - the agency",
        "In 2020 (AP) - something",
        "OSLO (AP) reported",
        "OSLO, - The",
        "NEW YORK--(BUSINESS WIRE)--Glued",
        "(AP) - no place",
        "",
        "PARIS, Feb 30 (Reuters) 5 - ",
    ],
)
def test_no_dateline_rather_than_a_wrong_one(paragraph: str) -> None:
    assert dateline.find(paragraph, FILED) is None


@pytest.mark.parametrize(
    ("located", "expected"),
    [
        ("Turin, Italy", Dateline(city="Turin", country="Italy")),
        ("Turin, Piedmont, Italy", Dateline(city="Turin", country="Italy")),
        ("CAPITOL HILL", Dateline(city="Capitol Hill")),
        (", Italy", None),
    ],
)
def test_located(located: str, expected: Dateline | None) -> None:
    assert dateline.from_located(located) == expected
