"""IPTC 7901: header lines, stacked lines, notes that are no body, day-time groups, character sets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryTooLarge, InvalidStory, MalformedDelivery
from newswire.formats import iptc_7901
from newswire.normalise.finish import finish
from newswire.story import UNTIL_A_NEWER_VERSION, Status, Story, VersionRule
from tests.unit.formats.deliveries import RECEIVED

STACK = "Bridge opens in Oslo =\r\n"
BODY = "\r\n   Oslo (dpa) - The bridge over the fjord opened on\r\nThursday.\r\n\r\n   It is long.\r\n"


def _bytes(
    stack: str = STACK,
    body: str = BODY,
    header: str = "eca0003 3 i 380  dpa 0045",
    slug: str = "Bridge/Oslo/\r\n",
    group: str = "201341 GMT Jun 24",
) -> bytes:
    text = f"\x7f\x7f\x01{header}\r\n\r\n{slug}\x02{stack}{body}\r\n\x03{group}\r\n\x7f\r\n\x04"
    return text.encode("latin-1")


def _delivery(body: bytes) -> Delivery:
    return Delivery(id="d1", body=body, received=RECEIVED)


def _read(body: bytes) -> Story:
    (story,) = iptc_7901.parse(_delivery(body))
    assert isinstance(story, Story)
    return story


def _texts(story: Story) -> list[str]:
    return [paragraph.text for paragraph in story.paragraphs]


def test_what_the_header_says() -> None:
    story = _read(_bytes())

    assert (story.id, story.version_rule) == ("dpa:iptc7901:eca0003:2024-06-20", VersionRule.VERSION_CREATED)
    assert (story.urgency, story.slug, story.headline) == (3, "Bridge/Oslo", "Bridge opens in Oslo")
    assert [(subject.code, subject.scheme) for subject in story.subjects] == [("i", "iptc-7901")]
    assert {name: story.extra[name] for name in ("category", "word_count_sent", "agency", "sequence")} == {
        "category": "i",
        "word_count_sent": 380,
        "agency": "dpa",
        "sequence": "0045",
    }
    assert _texts(story) == ["Oslo (dpa) - The bridge over the fjord opened on Thursday.", "It is long."]


@pytest.mark.parametrize(
    ("header", "supplier", "category"),
    [
        ("eca062 4 i 211 ccccb   dpa 061", "dpa", "i"),
        ("ecp0007 4 s 850  dpa-tns 0908", "dpa", "s"),
        ("bsf012 4 POL 120  ats 0123", "ats", "POL"),
        ("nw0001 4 rs 46", "dpa", "rs"),
    ],
)
def test_header_lines(header: str, supplier: str, category: str) -> None:
    story = _read(_bytes(header=header))

    assert (story.supplier, story.extra["category"]) == (supplier, category)


@pytest.mark.parametrize(
    ("stack", "markers", "headline", "byline"),
    [
        ("Head =\r\n", None, "Head", None),
        ("Head\nBy Jane Doe, dpa =\r\n", None, "Head", "By Jane Doe, dpa"),
        ("REFILE\n1ST LEAD\nHead\nBy dpa correspondents =\r\n", "REFILE 1ST LEAD", "Head", "By dpa correspondents"),
        ("(Achtung)\nHead =\r\n", "(Achtung)", "Head", None),
        ("(Neu: 1400)\nHead\nVon Maja Muster, dpa =\r\n", "(Neu: 1400)", "Head", "Von Maja Muster, dpa"),
        ("2ND LEAD\nHead =\r\n", "2ND LEAD", "Head", None),
        ("EURO 2024\nHead of it =\r\n", "EURO 2024", "Head of it", None),
        ("FIRST LINE\nSECOND LINE =\r\n", None, "FIRST LINE", None),
        ("A headline that is so long that it fills a line of the wire\nand goes on =\r\n", None,
         "A headline that is so long that it fills a line of the wire and goes on", None),
        ("1 + 1 = 2, they say =\r\n", None, "1 + 1 = 2, they say", None),
        ("Head without a sign\r\n", None, "Head without a sign", None),
    ],
)  # fmt: skip
def test_stacked_lines(stack: str, markers: str | None, headline: str, byline: str | None) -> None:
    story = _read(_bytes(stack))

    assert (story.correction, story.headline, story.byline) == (markers, headline, byline)
    assert _texts(story)[-1] == "It is long."


def test_a_dateline_is_no_headline() -> None:
    story = _read(_bytes("", body="\r\nBerlin (dpa) - It opened\r\n\r\nIt is long\r\n"))

    assert (story.headline, _texts(story)) == (None, ["Berlin (dpa) - It opened", "It is long"])


def test_a_second_headline_is_no_part_of_the_first() -> None:
    story = _read(_bytes("Head\nSecond head =\r\n"))

    assert (story.headline, story.subheadline) == ("Head", "Second head")


@pytest.mark.parametrize(
    "opening",
    [
        "# Notebook",
        "# dpa NOTEBOOK",
        "# Notizblock",
        "* * * *\r\nThe following information is not for publication",
        "The following information is not intended for publication",
        "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt",
        "Ces informations ne sont pas destinées à la publication",
        "Editorial contacts",
    ],
)
def test_notes_are_for_editors(opening: str) -> None:
    notes = f"\r\n{opening}\r\n\r\n## Contacts\r\n- Tel: 123\r\n\r\ndpa jd n1 mu\r\n"
    story = _read(_bytes(body=BODY + notes))

    assert _texts(story)[1:] == ["It is long."]
    assert story.ed_note is not None
    assert story.ed_note.endswith("- Tel: 123")
    assert story.extra["sign_off"] == "dpa jd n1 mu"
    assert story.embargo_until is None


def test_a_story_about_publication_keeps_its_words() -> None:
    story = _read(_bytes(body="\r\nThe letter was not for publication, she said.\r\n\r\nMore.\r\n"))

    assert _texts(story) == ["The letter was not for publication, she said.", "More."]


@pytest.mark.parametrize(
    ("group", "created"),
    [
        ("131137 GMT Nov 13", datetime(2013, 11, 13, 11, 37, tzinfo=UTC)),
        ("071341 GMT Okt 15", datetime(2015, 10, 7, 13, 41, tzinfo=UTC)),
        ("211259 Nov 18", datetime(2018, 11, 21, 11, 59, tzinfo=UTC)),
        ("301320 MESZ Jun 11", datetime(2011, 6, 30, 11, 20, tzinfo=UTC)),
        ("241200 GMT f\xe9v 2010", datetime(2010, 2, 24, 12, 0, tzinfo=UTC)),
        ("051312 GMT Mrz 24", datetime(2024, 3, 5, 13, 12, tzinfo=UTC)),
        ("051312 GMT noi 23", datetime(2023, 11, 5, 13, 12, tzinfo=UTC)),
        ("311200 GMT dic 99", datetime(1999, 12, 31, 12, 0, tzinfo=UTC)),
    ],
)
def test_day_time_groups(group: str, created: datetime) -> None:
    assert _read(_bytes(group=group)).version_created == created


@pytest.mark.parametrize(
    ("end", "created"),
    [
        ("\r\n131137 GMT Nov 13\r\n", datetime(2013, 11, 13, 11, 37, tzinfo=UTC)),
        ("\r\nECA0003    2013-11-13/11:37\r\n\r\n131137 Nov 13\r\n", datetime(2013, 11, 13, 10, 37, tzinfo=UTC)),
        ("\r\nECA0003    2013-11-13/11:37", datetime(2013, 11, 13, 10, 37, tzinfo=UTC)),
    ],
)
def test_a_day_time_group_before_etx_is_no_body(end: str, created: datetime) -> None:
    story = _read(_bytes(body=BODY + end, group=""))

    assert story.version_created == created
    assert _texts(story) == _texts(_read(_bytes()))


@pytest.mark.parametrize("group", ["", "nonsense", "991137 GMT Nov 13", "131137 GMT Foo 13"])
def test_a_nonsense_time_loses_no_story(group: str) -> None:
    body = _bytes(group=group)
    story = _read(body)

    assert story.version_created == RECEIVED
    assert "time of receipt" in story.warnings[-1]
    assert (story.version, story.version_rule) == (1, VersionRule.CONTENT)
    assert story.guid == _read(body).guid


def test_latin_1_and_mixed_line_ends() -> None:
    story = _read(_bytes("Z\xfcrich\n =\r\n", body="\r\nGen\xe8ve\xa0(ats) Un\r\n\r\n\nDeux\n"))

    assert story.headline == "Zürich"
    assert story.body_text == "Genève (ats) Un\n\nDeux"
    assert "not UTF-8" in story.warnings[0]


def test_without_control_characters() -> None:
    head = "eca0005 3 i 120  dpa 0045\n\nEU/energy/\n2nd LEAD\nEU agrees =\n"
    text = f"{head}\nBrussels (dpa) - Text.\n\n071341 GMT Jun 22\n"
    assert iptc_7901.recognises(text, "")
    story = _read(text.encode())

    assert (story.slug, story.correction, story.headline) == ("EU/energy", "2nd LEAD", "EU agrees")
    assert story.body_text == "Brussels (dpa) - Text."
    assert story.version_created == datetime(2022, 6, 7, 13, 41, tzinfo=UTC)


def test_columns_are_kept() -> None:
    table = "\r\n1. Oslo     3    1\r\n2. Bergen   2    0\r\n"
    paragraph = _read(_bytes(body=BODY + table)).paragraphs[-1]

    assert paragraph.text == "1. Oslo     3    1\n2. Bergen   2    0"
    assert paragraph.html == f"<pre>{paragraph.text}</pre>"


def test_an_embargo_in_the_stack_hides_and_a_kill_waits_for_an_editor() -> None:
    embargoed = _read(_bytes("EMBARGOED UNTIL FRIDAY 0001\nHead =\r\n"))
    kill = _read(_bytes("KILL\nHead =\r\n"))

    assert (embargoed.embargo_until, embargoed.embargo_text) == (UNTIL_A_NEWER_VERSION, "EMBARGOED UNTIL FRIDAY 0001")
    assert (kill.status, _read(_bytes()).status) == (Status.WITHHELD, Status.USABLE)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("WITHDRAWAL", Status.WITHHELD),
        ("STORNO", Status.WITHHELD),
        ("Achtung: Bitte Text nicht verwenden", Status.WITHHELD),
        ("Meldung zur\xfcckgezogen", Status.WITHHELD),
        ("Bitte l\xf6schen", Status.WITHHELD),
        ("KILL", Status.WITHHELD),
        ("Der Storno der Reise", Status.USABLE),
    ],
)
@pytest.mark.parametrize(
    ("stack", "body"),
    [
        ("{}\nHead of the story =\r\n", BODY),
        ("{} =\r\n", BODY),
        ("Head of the story =\r\n", "\r\n   {}\r\n" + BODY),
    ],
)
def test_words_that_kill_wait_for_an_editor(stack: str, body: str, words: str, status: Status) -> None:
    story = finish(_read(_bytes(stack.format(words), body=body.format(words))))

    assert story.status is status
    assert story.body_text.endswith("The bridge over the fjord opened on Thursday.\n\nIt is long.")


def test_many_messages_each_have_their_outcome() -> None:
    several = (
        _bytes() + _bytes("", body="", header="eca0004 3 i 0  dpa 0046") + _bytes(header="eca0005 3 i 9  dpa 0047")
    )
    first, empty, last = iptc_7901.parse(_delivery(several))

    assert isinstance(first, Story)
    assert isinstance(last, Story)
    assert last.guid == "iptc7901:eca0005:2024-06-20"
    assert isinstance(empty, InvalidStory)
    assert empty.position == "message 2"


@pytest.mark.parametrize(
    "head",
    [
        "\x01Race 1\n\n1 Horse 2 Other\n",
        "\x16\x16\x01W2870\x1fworld\nr f\x13\x11 BC-A 11-13 1049\n\x02",
        "Plain text\n",
        "",
    ],
)
def test_soh_alone_is_no_proof(head: str) -> None:
    assert not iptc_7901.recognises(head, "")


def test_what_is_refused() -> None:
    with pytest.raises(MalformedDelivery):
        iptc_7901.parse(_delivery(b"\x01no header"))
    with pytest.raises(InvalidStory):
        iptc_7901.parse(_delivery(b"\x01eca0003 3 i 380"))
    with pytest.raises(DeliveryTooLarge, match="MAX_STORIES"):
        iptc_7901.parse(_delivery(_bytes() * 5001))
