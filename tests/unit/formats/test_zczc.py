"""Text framed by ZCZC and NNNN."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.delivery import Delivery
from newswire.errors import NotAStory
from newswire.formats import zczc
from newswire.normalise.finish import finish
from newswire.story import Status, Story
from tests.unit.formats.deliveries import RECEIVED


def _delivery(text: str) -> Delivery:
    return Delivery(id="d1", body=text.encode(), received=RECEIVED)


def _read(text: str) -> Story:
    (story,) = zczc.parse(_delivery(text))
    assert isinstance(story, Story)
    return story


def test_lines_with_a_sign_each() -> None:
    story = _read(
        "ZCZC\r\n$n\r\n:Bridge Oslo\r\n=FIRST LEAD\r\n^Bridge opens\r\n^in Oslo\r\n*X\r\n&A\r\n+04015001\r\n"
        "OSLO, June 20 AAP - The bridge opened.\r\n\r\n= Not a header.\r\nNNNN\r\n"
    )

    assert (story.slug, story.headline, story.supplier) == ("Bridge Oslo", "Bridge opens in Oslo", "aap")
    assert (story.extra["take_key"], story.extra["category"]) == ("FIRST LEAD", "n")
    assert [subject.code for subject in story.subjects] == ["04015001"]
    assert [paragraph.text for paragraph in story.paragraphs] == [
        "OSLO, June 20 AAP - The bridge opened.",
        "= Not a header.",
    ]


def test_tabular_text_stands_as_it_is() -> None:
    (paragraph,) = _read("ZCZC\n:Scores\n*T\nOslo  3\n\nRome  1\nNNNN").paragraphs

    assert paragraph.text == "Oslo  3\n\nRome  1"
    assert paragraph.html == "<pre>Oslo  3\n\nRome  1</pre>"


def test_lines_with_a_tag_each() -> None:
    story = _read(
        "zczc\nAN# 12\nKN# Nordwire\nPD# 20 Jun 2024 10:00 GMT\nKY# Bridge\nTI# Bridge opens\nin Oslo\nAB# Short.\n"
        "TX# It opened.\n\nIt is long.\nnnnn\n"
    )

    assert (story.supplier, story.slug, story.headline) == ("nordwire", "Bridge", "Bridge opens in Oslo")
    assert story.extra["abstract"] == "Short."
    assert story.version_created == datetime(2024, 6, 20, 10, tzinfo=UTC)
    assert story.body_text == "It opened.\n\nIt is long."


@pytest.mark.parametrize(
    ("inside", "headline", "slug"),
    [
        ("Slug: bridge\nHeadline: Bridge opens\n\nIt opened.\n", "Bridge opens", "bridge"),
        ("Bridge opens\n\nIt opened.\n", "Bridge opens", None),
        ("It opened.\n", None, None),
    ],
)
def test_other_frames(inside: str, headline: str | None, slug: str | None) -> None:
    story = _read(f"\x01\r\nZCZC NW0451\n\n{inside}\nNNNN\x03")

    assert (story.headline, story.slug, story.body_text) == (headline, slug, "It opened.")
    assert story.extra["reference"] == "NW0451"


def test_a_frame_without_labels() -> None:
    story = _read(
        "ZCZC4821/SXA\nXAB10101_SXA\nR POL S0A QBXB\nBridge opens in June\nWorks end early\n"
        "   OSLO, 20 JUN (NW) - The bridge over the river opens\nin June.\n   It is long.\n\n     COM-ABC/DE\n"
        "20-JUN-24 10:21 NNNN\n"
    )

    assert (story.headline, story.subheadline, story.supplier) == ("Bridge opens in June", "Works end early", "nw")
    assert story.version_created == datetime(2024, 6, 20, 10, 21, tzinfo=UTC)
    assert [paragraph.text for paragraph in story.paragraphs] == [
        "OSLO, 20 JUN (NW) - The bridge over the river opens in June.",
        "It is long.",
    ]
    assert (story.extra["reference"], story.extra["category"], story.extra["sign_off"]) == (
        "4821/SXA",
        "POL",
        "COM-ABC/DE",
    )


def test_lines_with_a_label_may_follow_a_reference() -> None:
    story = _read("ZCZC\nNORDWIRE 1234\nSlug: bridge\nHeadline: Bridge opens\nOSLO. /NW/. It opened.\nNNNN\n")

    assert (story.slug, story.headline, story.body_text) == ("bridge", "Bridge opens", "OSLO. /NW/. It opened.")
    assert story.extra["reference"] == "NORDWIRE 1234"


@pytest.mark.parametrize(
    ("lines", "status", "is_embargoed"),
    [
        ("Release: 0001 Saturday\nHeadline: Bridge opens\n", Status.USABLE, True),
        ("Hold: until further notice\n", Status.WITHHELD, False),
        ("Kill: story NW12\n", Status.WITHHELD, False),
        ("BULLETIN KILL\n", Status.WITHHELD, False),
        ("EMBARGOED UNTIL 1800 FRIDAY\nBridge opens\n", Status.USABLE, True),
        ("Kill Bill is shown again\n", Status.USABLE, False),
    ],
)
def test_lines_that_hold_or_kill(lines: str, status: Status, is_embargoed: bool) -> None:
    story = finish(_read(f"ZCZC NW1\n{lines}\nOSLO (NW) - It opened.\nNNNN\n"))

    assert (story.status, story.embargo_until is not None) == (status, is_embargoed)
    assert story.body_text == "It opened."


@pytest.mark.parametrize(
    "text",
    [
        "The code is NNNN\nand more.",
        "He wrote NNNN",
        "He wrote NNNN\n   NNNNN is more.",
        "A first line that is text and goes on\nin the next.\n\n   And another paragraph, which is indented.",
    ],
)
def test_text_is_not_cut(text: str) -> None:
    words = " ".join(paragraph.text for paragraph in _read(f"ZCZC NW1\n\n{text}\nNNNN\n").paragraphs)

    assert words.split() == text.split()


def test_the_closing_line_may_be_missing_and_frames_follow_each_other() -> None:
    first, empty, last = zczc.parse(_delivery("ZCZC\nOne.\nZCZC\n\nNNNN\nZCZC\nTwo.\nNNNN\nrubbish\n"))

    assert isinstance(first, Story)
    assert isinstance(last, Story)
    assert (first.body_text, last.body_text) == ("One.", "Two.")
    assert isinstance(empty, NotAStory)
    assert empty.position == "frame 2"


def test_what_is_recognised() -> None:
    assert zczc.recognises("ZCZC\nText", "")
    assert zczc.recognises("\x01\r\nVZCZC NW1\r\nText", "")
    assert not zczc.recognises("The ZCZC frame\n", "")
    assert not zczc.recognises("Text\nZCZC\n", "")


@pytest.mark.parametrize("text", ["ZCZC", "ZCZC\n\nNNNN\n", "no frame"])
def test_without_a_frame_or_text_it_is_no_story(text: str) -> None:
    with pytest.raises(NotAStory):
        zczc.parse(_delivery(text))
