"""Datelines: the right one or none, and no word lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newswire.normalise import dateline
from newswire.story import Dateline

FILED = datetime(2021, 1, 2, 8, tzinfo=UTC)
JAN_2 = date(2021, 1, 2)


@pytest.mark.parametrize(
    ("text", "city", "country", "day"),
    [
        ("OSLO (AP) --", "Oslo", None, None),
        ("NEW YORK--(BUSINESS WIRE)--Jan. 2, 2021--", "New York", None, JAN_2),
        ("STOCKHOLM (TT)", "Stockholm", None, None),
        ("BRUSSELS (Belga)", "Brussels", None, None),
        ("OSLO (Reuters) -", "Oslo", None, None),
        ("TURIN, Italy (AP) —", "Turin", "Italy", None),
        ("Berlin (dpa) –", "Berlin", None, None),
        ("Kassel (dpa/lhe) -", "Kassel", None, None),
        ("Tel Aviv/Beirut (dpa) -", "Tel Aviv/Beirut", None, None),
        ("San Diego (tca/dpa) -", "San Diego", None, None),
        ("BUENOS AIRES, Argentina (AP) _", "Buenos Aires", "Argentina", None),
        ("RIO DE JANEIRO (Example News Agency) -", "Rio de Janeiro", None, None),
        ("PORT-AU-PRINCE, Haiti (AP) --", "Port-au-Prince", "Haiti", None),
        ("L'AQUILA, Italy (AP) --", "L'Aquila", "Italy", None),
        ("SPRINGFIELD, Ill. (AP) --", "Springfield", None, None),
        ("PORTLAND, Maine (AP) --", "Portland", None, None),
        ("LONDON/PARIS, Jan 2 (Reuters) -", "London/Paris", None, JAN_2),
        ("PARIS, 2 jan. 2021 (AFP) -", "Paris", None, JAN_2),
        ("Wien, 2. Jänner (APA) -", "Wien", None, JAN_2),
        ("ROMA, 2 gen (ANSA) -", "Roma", None, JAN_2),
        ("(ANSA) - ROMA, 2 GEN -", "Roma", None, JAN_2),
        ("Madrid, 2 ene (EFE).-", "Madrid", None, JAN_2),
        ("MADRID, 2 Ene. (Europa Press) -", "Madrid", None, JAN_2),
        ("Lisboa, 02 jan 2021 (Lusa) –", "Lisboa", None, JAN_2),
        ("BEIJING, Jan. 2 (Xinhua) --", "Beijing", None, JAN_2),
        ("TOKYO, Jan. 2, Kyodo -", "Tokyo", None, JAN_2),
        ("SYDNEY, Jan 2 AAP -", "Sydney", None, JAN_2),
        ("SYDNEY January 2 AAP -", "Sydney", None, JAN_2),
        ("MOSCOW, January 2. /TASS/.", "Moscow", None, JAN_2),
        ("МОСКВА, 2 января. /ТАСС/.", "Москва", None, JAN_2),
        ("МОСКВА, 2 янв - РИА Новости.", "Москва", None, JAN_2),
        ("NEW DELHI, Jan 2 (PTI)", "New Delhi", None, JAN_2),
        ("New Delhi [India], January 2 (ANI):", "New Delhi", "India", JAN_2),
        ("BRUSSEL 02/01 (BELGA) =", "Brussel", None, JAN_2),
        ("Bern, 2. Jan. (ats) -", "Bern", None, JAN_2),
        ("Genève (ats)", "Genève", None, None),
        ("Oslo (NTB):", "Oslo", None, None),
        ("DEN HAAG (ANP) -", "Den Haag", None, None),
        ("NEW YORK--(BUSINESS WIRE)--", "New York", None, None),
        ("NEW YORK, Jan. 2, 2021 /PRNewswire/ --", "New York", None, JAN_2),
        ("NEW YORK, Jan. 2, 2021 (GLOBE NEWSWIRE) --", "New York", None, JAN_2),
        ("TORONTO, ON / ACCESSWIRE / January 2, 2021 /", "Toronto", None, JAN_2),
        ("Jan 2 (Reuters) -", None, None, JAN_2),
        ("(AP) —", None, None, None),
        ("OTTAWA —", "Ottawa", None, None),
        ("SAN JOSE, Calif. —", "San Jose", None, None),
        ("新华社北京1月2日电（记者李明）", "北京", None, None),
        ("【東京共同】", "東京", None, None),
        ("(서울=연합뉴스) 홍길동 기자 =", "서울", None, None),
    ],
)
def test_datelines(text: str, city: str | None, country: str | None, day: date | None) -> None:
    rest = "A cat was found in a tree on Sunday."

    assert dateline.split(f"{text} {rest}", FILED) == (
        Dateline(text=text, city=city, country=country, date=day),
        rest,
    )


def test_a_wire_that_puts_no_space_after_the_dateline() -> None:
    found, rest = dateline.split("NEW YORK--(BUSINESS WIRE)--Example Corp. said", FILED)

    assert (found and found.city, rest) == ("New York", "Example Corp. said")


def test_a_day_gets_the_year_that_is_nearest() -> None:
    found, _ = dateline.split("PARIS, Nov 24 (Reuters) - A", FILED)

    assert found is not None
    assert found.date == date(2020, 11, 24)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The ministry said on Monday that it agreed.",
        "Olaf Example (SPD) – der Kanzler",
        "Ann Example (Mercedes) - 1:22.3",
        "He said (AP) - the agency",
        "In 2020 (AP) - something",
        "OSLO (AP) reported",
        "OSLO, - The",
        "(XYZ) - no agency",
        "Jan 2 (Statistics) - results",
        "",
        "PARIS, Feb 30 (Reuters) 5 - ",
        "BREAKING - The harbour has been closed to all ships",
        "NATO - The alliance said on Monday that it would",
        "BOSTON - 14 degrees",
        "(AP) a note",
    ],
)
def test_no_dateline_rather_than_a_wrong_one(paragraph: str) -> None:
    assert dateline.split(paragraph, FILED) == (None, paragraph)


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


@pytest.mark.parametrize(
    ("text", "year"),
    [("BRISBANE, March 11 (AAP) -", 2020), ("BRISBANE, Jan 3 (AAP) -", 2021), ("OSLO, Dec 31 (AP) -", 2020)],
)
def test_a_day_without_year_is_the_last_such_day(text: str, year: int) -> None:
    found, _ = dateline.split(f"{text} Words.", FILED)

    assert found is not None
    assert found.date is not None
    assert found.date.year == year
