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
        # the place as agencies of the world print it
        ("Zürich (awp) -", "Zürich", None, None),
        ("Berlin (dpa/bb) -", "Berlin", None, None),
        ("Wien (APA) -", "Wien", None, None),
        ("Rust (APA/sda) –", "Rust", None, None),
        ("Berne (ats) -", "Berne", None, None),
        ("Helsinki (STT) -", "Helsinki", None, None),
        ("London (PA) —", "London", None, None),
        ("Islamabad: (APP) -", "Islamabad", None, None),
        ("New Delhi: (PTI) –", "New Delhi", None, None),
        ("Rome, Italy (CNN) --", "Rome", "Italy", None),
        ("CANBERRA, Jan 2 (AAP)", "Canberra", None, JAN_2),
        ("CANBERRA, AAP -", "Canberra", None, None),
        ("TOKYO, Jan. 2 (Kyodo) --", "Tokyo", None, JAN_2),
        ("TOKYO, Jan 2 Kyodo -", "Tokyo", None, JAN_2),
        ("LONDON, Jan. 2, 2021 (GLOBE NEWSWIRE) --", "London", None, JAN_2),
        ("SYDNEY, Jan. 2, 2021 /Medianet-AsiaNet/ --", "Sydney", None, JAN_2),
        ("TOKYO, Jan 2 /Kyodo JBN-AsiaNet/ -", "Tokyo", None, JAN_2),
        ("BEIJING, Jan. 2, 2021 /Xinhua-AsiaNet/--", "Beijing", None, JAN_2),
        ("MONTREAL, Jan. 2, 2021 /CNW Telbec/ -", "Montreal", None, JAN_2),
        ("MOSCOW. Jan 2 (Interfax) -", "Moscow", None, JAN_2),
        ("KYIV. Jan 2 (Interfax-Ukraine) –", "Kyiv", None, JAN_2),
        ("Lisboa, 2 jan 2021 (Lusa) -", "Lisboa", None, JAN_2),
        ("Budapest, 2021. január 2., szombat (MTI) -", "Budapest", None, JAN_2),
        ("Warszawa, 02.01.2021 (PAP) -", "Warszawa", None, JAN_2),
        ("02.01. Warszawa (PAP) -", "Warszawa", None, JAN_2),
        ("Bern, 2.1.2021 (sda) -", "Bern", None, JAN_2),
        ("Bern, 02.01. (sda) -", "Bern", None, JAN_2),
        ("Bern, 2021-01-02 (sda) -", "Bern", None, JAN_2),
        ("BRUSSEL 02/01/2021 (BELGA) =", "Brussel", None, JAN_2),
        ("CHICAGO, 12/24/2020 (ENA) -", "Chicago", None, date(2020, 12, 24)),
        ("Paris, samedi 2 janvier (AFP) -", "Paris", None, JAN_2),
        ("Paris, le 2 janvier 2021 (AFP) -", "Paris", None, JAN_2),
        ("Praha 2. ledna (ČTK) -", "Praha", None, JAN_2),
        ("Wien (pts001/02.01.2021/08:00) -", "Wien", None, None),
        ("LONDON, UNITED KINGDOM--(Marketwired - Jan. 2, 2021) -", "London", "United Kingdom", JAN_2),
        ("København/Ritzau -", "København", None, None),
        ("Oslo/NTB -", "Oslo", None, None),
        ("Paris, France | AFP | Saturday 2 January 2021 - 10:00 UTC+1 |", "Paris", "France", JAN_2),
        ("Paris, France | AFP |", "Paris", "France", None),
        ("GÖTEBORG TT", "Göteborg", None, None),
        ("Stockholm TT-AFP", "Stockholm", None, None),
        # several places, or one place twice
        ("ATLANTA, Ga.; BOSTON, Mass. (AP) —", "Atlanta", None, None),
        ("NEW YORK and LONDON, Jan. 2, 2021 /PRNewswire/ --", "New York", None, JAN_2),
        ("MUMBAI, India and LONDON, Jan. 2, 2021 /PRNewswire/ --", "Mumbai", "India", JAN_2),
        ("DÜSSELDORF, Germany & NEW YORK--(BUSINESS WIRE)--", "Düsseldorf", "Germany", None),
        ("Berlin und Paris (dpa) -", "Berlin", None, None),
        ("PORT OF SPAIN, Trinidad and Tobago (AP) —", "Port of Spain", "Trinidad and Tobago", None),
        ("OSLO (AP) — OSLO (AP) —", "Oslo", None, None),
        ("OSLO, Jan 2 (Reuters) - OSLO (Reuters) -", "Oslo", None, JAN_2),
        ("Reuters -", None, None, None),
        ("Baghdad, Jan 2 (ZZZ):", "Baghdad", None, JAN_2),
        ("'s-HERTOGENBOSCH (ANP) -", "'s-Hertogenbosch", None, None),
        ("’t HARDE (ANP) -", "’t Harde", None, None),
        ("Barcelona (España), 2 ene (EFE).-", "Barcelona", "España", JAN_2),
        ("Halle (Saale) (dpa) -", "Halle (Saale)", None, None),
        ("Москва. 2 января. ИНТЕРФАКС -", "Москва", None, JAN_2),
        ("København /ritzau/", "København", None, None),
        ("ROMA (ANSA) - ROMA, 02 GEN -", "Roma", None, JAN_2),
        # no agency
        ("Oslo, Norway, 2 January 2021 –", "Oslo", "Norway", JAN_2),
        ("New Delhi, January 2:", "New Delhi", None, JAN_2),
        ("KANDAHAR, Afghanistan:", "Kandahar", "Afghanistan", None),
        ("Caracas, Venezuela -", "Caracas", "Venezuela", None),
        ("NEW DELHI:", "New Delhi", None, None),
        ("FREDERICTON, N.B. —", "Fredericton", None, None),
        ("Zürich, 2. Januar 2021 –", "Zürich", None, JAN_2),
        ("WINTERSWIJK, 2 January 2021 –", "Winterswijk", None, JAN_2),
        ("Wien -", "Wien", None, None),
        ("Lima.-", "Lima", None, None),
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
        "Olaf Example (Berlin) (SPD) - The chancellor",
        "Winner (2) (AP) - A horse",
        "Ein Beispiel /zwei/ Beispiele stehen hier.",
        "Example. 2 days. A - The",
        "Reuters - the agency of the town - was closed by police.",
        "NATO (XYZ) is a word.",
        "UPDATED, January 2, 2021 - The harbour was closed by police on Monday.",
        "Baghdad (ZZZ) - The harbour was closed.",
        "Iran (IRNA) - the agency was closed by police",
        "Paris - Roubaix is a race that nobody forgets.",
        "Paris – the capital of France – is a town that nobody forgets.",
        "Wien - Die schönsten Seiten der Stadt im Winter",
        "Oslo - In 14 degrees.",
        "Example - The company said on Monday that it would",
        "WASHINGTON: I never said that the harbour would be closed.",
        "LONDON: A history of the town and of its harbour",
        "London: The town was built by the river, she said.",
        "ISLANDS: The town was built by the river, she said.",
        "Hotel/Spa - The house has been open since May.",
        "Audi TT Roadster are on sale from Monday, the company said.",
        "Ann Example (PAP) - The minister said on Monday that it would",
        "HARRISBURG, PA - 14 degrees",
        "Version 2-1 (Beta) - The programme was published on Monday",
        "Monday, January 2, 2021 - The programme was published on Monday",
        "Ann Example, London, wrote in 2010 - The town was built by the river.",
        "Anna Beispiel und Otto Beispiel (Mercedes) - The two were there.",
        "Berlin (dpa) - berichtete die Agentur.",
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


@pytest.mark.parametrize("text", ["iPhones were sold again on Monday.", "al-Ahram said so on Monday."])
def test_a_name_may_begin_small(text: str) -> None:
    assert dateline.split(f"Kairo (dpa) - {text}", FILED)[1] == text


@pytest.mark.parametrize("line", ["CANBERRA, Jan 2 (AAP)", "Stockholm TT", "WASHINGTON (Reuters)", "Oslo (NTB):"])
def test_a_line_of_its_own(line: str) -> None:
    found, rest = dateline.split(line, FILED)

    assert (found and found.text, rest) == (line, "")


def test_a_header_line_is_a_dateline_as_a_whole() -> None:
    line = "Paris, France | AFP | Saturday 01/02/2021 - 10:00 UTC+1 | 450 words"

    assert dateline.split(line, FILED) == (
        Dateline(text=line, city="Paris", country="France", date=date(2021, 2, 1)),
        "",
    )


@pytest.mark.parametrize("located", ["Winterswijk", "winterswijk", None])
def test_a_place_that_a_field_names_needs_no_agency(located: str | None) -> None:
    found, rest = dateline.split("Winterswijk – Bürgermeister Beispiel trat am Montag zurück.", FILED, located)

    assert (found and found.city) == (located and "Winterswijk")
    assert rest.startswith("Bürgermeister" if located else "Winterswijk")


@pytest.mark.parametrize("style", dateline.examples(), ids=lambda style: str(style["name"]))
def test_each_style_reads_its_example(style: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    example = f"{style['example']} The cat that was found in a tree is well."
    found, _ = dateline.split(example, FILED)

    assert found is not None
    assert found.text == style["example"]

    others = tuple(other for other in dateline.examples() if other != style)
    monkeypatch.setattr(dateline, "_styles", lambda: tuple(map(dateline._style, others)))
    assert dateline.split(example, FILED)[0] != found


@pytest.mark.parametrize("piece", ["A ", "A, ", "(AP", "1.", "/ ", "| ", "A and ", "A; ", "- "])
def test_any_text_takes_no_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))

    assert dateline.split(text, FILED) == (None, text)
