"""ANPA 1312: the header, the lines of the head, tables, trailers, and what hides a story."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryTooLarge, InvalidStory, MalformedDelivery
from newswire.formats import anpa_1312
from newswire.story import UNTIL_A_NEWER_VERSION, Status, Story, VersionRule
from tests.unit.formats.deliveries import RECEIVED

KEYWORD = "^BC-Bridge, 1st Ld,120<\n"
BODY = "^Bridge opens<\n\t   OSLO (NW) _ The bridge opened.\n"


def _bytes(
    text: str = BODY,
    keyword: str = KEYWORD,
    header: str = "r f\x13\x11 BC-Bridge 1stLd   06-01 0180",
    trailer: str = "NW-WF-06-01-24 0745GMT<",
) -> bytes:
    return f"\x16\x16\x01a1234\x1fworld\n{header}\n\x02{keyword}{text}\n\x03{trailer}\n\x0c\n\x04".encode("cp1252")


def _delivery(body: bytes, supplier: str | None = None) -> Delivery:
    return Delivery(id="d1", body=body, received=RECEIVED, supplier=supplier)


def _read(body: bytes, supplier: str | None = None) -> Story:
    (story,) = anpa_1312.parse(_delivery(body, supplier))
    assert isinstance(story, Story)
    return story


def _texts(story: Story) -> list[str]:
    return [paragraph.text for paragraph in story.paragraphs]


def test_what_the_header_and_the_trailer_say() -> None:
    story = _read(_bytes())

    assert (story.id, story.version_rule) == ("nw:anpa:a1234:2024-06-01", VersionRule.VERSION_CREATED)
    assert story.version_created == datetime(2024, 6, 1, 7, 45, tzinfo=UTC)
    assert (story.slug, story.headline, story.correction) == ("Bridge", "Bridge opens", "1st Ld")
    assert [(subject.code, subject.scheme) for subject in story.subjects] == [("f", "anpa-1312")]
    assert story.extra["take_key"] == "1st Ld"
    assert story.extra["word_count_sent"] == 120
    assert _texts(story) == ["OSLO (NW) — The bridge opened."]


def test_the_same_transmission_under_another_category_is_the_same_story() -> None:
    assert _read(_bytes(header="r a\x13\x11 BC-Bridge 1stLd   06-01 0180")).id == _read(_bytes()).id


@pytest.mark.parametrize(
    "line_end",
    ["\n", "\r\n", "\r", "\r\r\n"],
)
def test_line_ends_make_no_difference(line_end: str) -> None:
    assert _read(_bytes().replace(b"\n", line_end.encode())) == _read(_bytes())


def test_the_lines_of_the_head() -> None:
    head = (
        "^Bridge opens<\n^AP Photo X101<\n^Eds: With photos.<\n^EDITOR'S NOTE _ First of two.<\n"
        "^A bridge has opened\nin Oslo.<\n^By JANE DOE=\n^Nordwire Writer=\n^Part one=\n\t   Text.\n"
    )
    story = _read(_bytes(head))

    assert story.headline == "Bridge opens"
    assert story.byline == "By JANE DOE"
    assert story.extra["byline_title"] == "Nordwire Writer"
    assert story.extra["abstract"] == "A bridge has opened in Oslo."
    assert story.ed_note == "AP Photo X101\nWith photos.\nEDITOR'S NOTE — First of two."
    assert _texts(story) == ["Part one", "Text."]


@pytest.mark.parametrize(
    "headline",
    ["Embargo on Cuba is eased", "Ed Miller wins", "By The Numbers: bridges", "AP video shows bridge", "Advent begins"],
)
def test_a_headline_is_no_note(headline: str) -> None:
    story = _read(_bytes(f"^{headline}<\n^By JANE DOE=\n\t   Text.\n"))

    assert (story.headline, story.byline, story.ed_note) == (headline, "By JANE DOE", None)


@pytest.mark.parametrize(
    ("wire", "printed"),
    [
        ("won 3{ games", "won 3½ games"),
        ("{ back", "½ back"),
        ("a {sic} b", "a {sic} b"),
        ("snake_case and _ dash", "snake_case and — dash"),
        ("``Yes,'' she said: `Go.'", "“Yes,” she said: ‘Go.'"),
        ("wrapped\nline", "wrapped line"),
        ("L\xf3pez", "López"),
    ],
)
def test_characters_are_printed_as_newspapers_do(wire: str, printed: str) -> None:
    assert _texts(_read(_bytes(f"^Head<\n\t   {wire}\n"))) == [printed]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("\x08^;W;L\x10 \n\x08Oslo\x10 City;3;1{\x10 \n", "\tW\tL\nOslo City\t3\t1½"),
        ("\x08\x1f\x1e W\x1e \x1e L\n\x08Oslo\x1f\x1e 3\x1e \x1e _\n", "\tW\tL\nOslo\t3\t—"),
        ("\t   ;MIN;MAX<\n\t   Oslo;1;2<\n", "\tMIN\tMAX\nOslo\t1\t2"),
    ],
)
def test_tables_keep_their_cells(rows: str, text: str) -> None:
    (table,) = _read(_bytes(f"^Head<\n{rows}")).paragraphs

    assert table.text == text
    assert table.html is not None
    assert table.html.startswith("<table><tr><td></td><td>")


def test_agate_stands_as_it_is() -> None:
    header = "r s\x14\x12 BC-Scores   06-01"
    (paragraph,) = _read(
        _bytes("^Scores=\n\t   Oslo 1, Rome 0\n\t   Bern 2, Graz <2\n", "^BC-Scores<\n", header)
    ).paragraphs

    assert paragraph.text == "Oslo 1, Rome 0\nBern 2, Graz <2"
    assert paragraph.html == "<pre>Oslo 1, Rome 0\nBern 2, Graz &lt;2</pre>"


def test_lines_that_do_not_end_are_the_story() -> None:
    story = _read(_bytes("^Top news<\n^First thing\n^Second thing\n"))

    assert (story.headline, _texts(story)) == ("Top news", ["First thing", "Second thing"])


def test_a_sender_without_signs() -> None:
    body = (
        b"\x01KYO123\r\nr i BC-Quake 09-12 0123\r\n\x02BC-Quake\r\nQuake hits Japan\r\nBy Jane Doe\r\n"
        b"   TOKYO, Dec. 9 (Kyodo) - A quake was felt in\r\nthe north.\r\n   No damage.\r\n==Kyodo\r\n\x03\x04"
    )
    story = _read(body)

    assert (story.supplier, story.slug, story.headline) == ("kyodo", "Quake", "Quake hits Japan")
    assert _texts(story)[1:] == ["No damage."]
    assert story.version_created.date().isoformat() == "2023-12-09"
    assert story.version_rule is VersionRule.CONTENT


@pytest.mark.parametrize(
    ("header", "day", "warning"),
    [
        ("06-01", "2024-06-01", "the header's day stands for it"),
        ("06-20", "2024-06-20", "time of receipt"),
        ("31-12", "2023-12-31", "the header's day stands for it"),
        ("99-99", "2024-06-20", "the header's date is none"),
    ],
)
def test_without_a_trailer_the_header_gives_the_day(header: str, day: str, warning: str) -> None:
    body = _bytes(header=f"r f\x13\x11 BC-Bridge   {header} 0180", trailer="")
    story = _read(body)

    assert story.version_created.date().isoformat() == day
    assert any(warning in text for text in story.warnings)
    assert (story.guid, story.version) == (_read(body).guid, 1)


@pytest.mark.parametrize(
    ("trailer", "created"),
    [
        ("AP-NY-01-05-89 0745EST<", datetime(1989, 1, 5, 12, 45, tzinfo=UTC)),
        ("AP-NY-25-12-13 0745GMT<", datetime(2013, 12, 25, 7, 45, tzinfo=UTC)),
    ],
)
def test_the_zone_and_the_order_of_a_trailer(trailer: str, created: datetime) -> None:
    assert _read(_bytes(trailer=trailer)).version_created == created


def test_a_trailer_without_zone_is_in_the_suppliers_and_says_so() -> None:
    story = _read(_bytes(trailer="DPA-WF-06-01-24 0745<"))

    assert story.version_created == datetime(2024, 6, 1, 5, 45, tzinfo=UTC)
    assert "read as Europe/Berlin" in story.warnings[0]


@pytest.mark.parametrize(
    ("keyword", "text", "embargo"),
    [
        ("^BC-Bridge, ADV 05,120<\n", BODY, "ADV 05"),
        ("^BC-Bridge, $adv05-06,120<\n", BODY, "$adv05-06"),
        (KEYWORD, "^Bridge opens<\n^$adv05<\n\t   Text.\n", "$adv05"),
        (KEYWORD, "^Bridge opens<\n^For release Sunday, June 5<\n\t   Text.\n", "For release Sunday, June 5"),
        (
            KEYWORD,
            "^For use Sunday, June 5, and thereafter<\n^Bridge opens<\n\t   Text.\n",
            "For use Sunday, June 5, and thereafter",
        ),
        ("^BC-Advent,120<\n", BODY, None),
        ("^BC-US--Adv 101 Course,120<\n", "^Adventures<\n\t   Text.\n", None),
    ],
)
def test_an_advance_is_held(keyword: str, text: str, embargo: str | None) -> None:
    header = f"r f\x13\x11 {keyword[1:-1].partition(',')[0].split()[0]}   06-01 0180"
    story = _read(_bytes(text, keyword=keyword, header=header))

    assert story.embargo_text == embargo
    assert story.embargo_until == (UNTIL_A_NEWER_VERSION if embargo else None)


@pytest.mark.parametrize(
    ("take", "status"),
    [
        ("KILL", Status.WITHHELD),
        ("1st Ld, Kill", Status.WITHHELD),
        ("Withdrawal", Status.WITHHELD),
        ("Withhold", Status.WITHHELD),
        ("Disregard", Status.WITHHELD),
        ("Hold", Status.WITHHELD),
        ("Hold for Release", Status.WITHHELD),
        ("HFR", Status.WITHHELD),
        ("Embargoed", Status.WITHHELD),
        ("Killings", Status.USABLE),
        ("Hold on", Status.USABLE),
        ("1st Ld", Status.USABLE),
    ],
)
def test_a_message_that_kills_or_holds_in_words_is_held_for_an_editor(take: str, status: Status) -> None:
    assert _read(_bytes(keyword=f"^BC-Bridge, {take},120<\n")).status is status


def test_many_transmissions_each_have_their_outcome() -> None:
    several = _bytes() + _bytes("", keyword="") + _bytes().replace(b"a1234", b"a1235")
    first, empty, last = anpa_1312.parse(_delivery(several))

    assert isinstance(first, Story)
    assert isinstance(last, Story)
    assert (first.guid, last.guid) == ("anpa:a1234:2024-06-01", "anpa:a1235:2024-06-01")
    assert isinstance(empty, InvalidStory)
    assert empty.position == "transmission 2"


@pytest.mark.parametrize(
    ("head", "is_anpa"),
    [
        (_bytes().decode(), True),
        ("\x7f\x7f" + _bytes().decode().replace("\n", "\r\n"), True),
        ("\x16\x16\x01a1234\n", False),
        ("\x01eca0003 3 i 380  dpa 0045\n\nA/B/\n\x02Head =\n", False),
        ("\x01Race 1\n\n1 Horse 2 Other\n", False),
        ("Text before " + _bytes().decode(), False),
    ],
)
def test_structure_is_the_proof(head: str, is_anpa: bool) -> None:
    assert anpa_1312.recognises(head, "") is is_anpa


def test_what_is_refused() -> None:
    with pytest.raises(MalformedDelivery):
        anpa_1312.parse(_delivery(b"\x16\x16\x01a1234"))
    with pytest.raises(InvalidStory):
        anpa_1312.parse(_delivery(_bytes("", keyword="")))
    with pytest.raises(DeliveryTooLarge, match="MAX_STORIES"):
        anpa_1312.parse(_delivery(_bytes() * 5001))
    with pytest.raises(DeliveryTooLarge, match="MAX_CHARACTERS"):
        anpa_1312.parse(_delivery(_bytes("x" * 1_000_001)))
