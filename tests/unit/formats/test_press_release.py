"""Press releases as plain text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.delivery import Delivery
from newswire.errors import InvalidStory
from newswire.formats import press_release
from newswire.story import UNTIL_A_NEWER_VERSION, Story
from tests.unit.formats.deliveries import RECEIVED


def _read(text: str) -> Story:
    (story,) = press_release.parse(Delivery(id="d1", body=text.encode(), received=RECEIVED))
    assert isinstance(story, Story)
    return story


@pytest.mark.parametrize(
    ("dateline", "supplier"),
    [
        ("OSLO, Norway, June 19, 2024 /PRNewswire/ --", "prnewswire"),
        ("OSLO, Norway, June 19, 2024 /PRNewswire-AsiaNet/ --", "asianet"),
        ("OSLO, Norway, June 19, 2024 (GLOBE NEWSWIRE) --", "globenewswire"),
        ("OSLO, June 19, 2024 /CNW/ -", "cnw"),
        ("OSLO, Norway, June 19, 2024 /Meridian Releases/ --", "meridian-releases"),
    ],
)
def test_wires(dateline: str, supplier: str) -> None:
    story = _read(
        f"FOR IMMEDIATE RELEASE\n\nAcme opens a bridge\n\nIt is long\n\n{dateline} Acme opened it.\n\nSOURCE Acme\n"
    )

    assert (story.supplier, story.headline, story.subheadline) == (supplier, "Acme opens a bridge", "It is long")
    assert story.version_created == datetime(2024, 6, 19, tzinfo=UTC)
    assert [paragraph.text for paragraph in story.paragraphs] == [f"{dateline} Acme opened it.", "SOURCE Acme"]
    assert story.ed_note == "FOR IMMEDIATE RELEASE"
    assert story.embargo_until is None


def test_a_line_with_date_and_time_and_contacts() -> None:
    story = _read(
        "Acme Opens a Bridge\n\nJune 19, 2024 08:00 AM Eastern Daylight Time\n\nMedia contact:\nJane Doe\n"
        "jane@acme.example\n\n"
        "OSLO, Norway--(BUSINESS WIRE)--Acme opened a bridge.\n\nItem       2023    2024\nBridges       1       2\n"
    )

    assert (story.supplier, story.headline) == ("businesswire", "Acme Opens a Bridge")
    assert story.version_created == datetime(2024, 6, 19, 12, tzinfo=UTC)
    assert story.ed_note == "Media contact:\nJane Doe\njane@acme.example"
    assert story.paragraphs[1].text == "Item       2023    2024\nBridges       1       2"
    assert story.warnings == ()


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        ("MEDIA RELEASE PR12345", "PR12345"),
        ("NEWS RELEASE\nPR12345", "PR12345"),
        ("News release no. PR 12345", "PR 12345"),
        ("AsiaNet 12345", "AsiaNet 12345"),
        ("BW2043", "BW2043"),
        ("Media Release: 2024/12", None),
        ("PRESS RELEASE", None),
    ],
)
def test_a_reference_is_no_headline(line: str, reference: str | None) -> None:
    story = _read(f"{line}\nAcme opens a bridge\n\nOSLO, June 19, 2024 /PRNewswire-AsiaNet/ -- It opened.\n")

    assert (story.headline, story.ed_note, story.supplier) == ("Acme opens a bridge", line, "asianet")
    assert story.extra.get("reference") == reference


@pytest.mark.parametrize("headline", ["PR 12345 people attend", "Media release: bridge opens", "PR12345A opens"])
def test_a_headline_is_no_reference(headline: str) -> None:
    assert _read(f"{headline}\n\nOSLO, June 19, 2024 /PRNewswire/ -- It opened.\n").headline == headline


def test_an_embargoed_release_without_a_time_is_hidden() -> None:
    story = _read("EMBARGOED PRESS RELEASE\n\nAcme opens a bridge\n\nIt opened.\n")

    assert (story.embargo_until, story.embargo_text) == (UNTIL_A_NEWER_VERSION, "EMBARGOED PRESS RELEASE")


@pytest.mark.parametrize("line", ["EMBARGOED UNTIL 0001 FRIDAY", "Embargo: 21 June", "Sperrfrist: Freitag, 10 Uhr"])
def test_an_embargo_in_words_hides(line: str) -> None:
    story = _read(f"{line}\n\nAcme opens a bridge\n\nIt opened.\n")

    assert (story.embargo_until, story.embargo_text) == (UNTIL_A_NEWER_VERSION, line)
    assert (story.headline, story.body_text) == ("Acme opens a bridge", "It opened.")


@pytest.mark.parametrize(
    ("text", "recognised"),
    [
        ("FOR IMMEDIATE RELEASE\n\nText.", True),
        ("PRESS RELEASE\n\nText.", True),
        ("EMBARGOED UNTIL FRIDAY\n\nText.", True),
        ("Head\n\nOSLO--(BUSINESS WIRE)--Text.", True),
        ("Embargo on Cuba eased\n\nText.", False),
        ("The press release said so.\n\nText.", False),
        ("Business Wire was sold\n\nText.", False),
        ("<p>FOR IMMEDIATE RELEASE</p>", False),
        ("", False),
    ],
)
def test_what_is_recognised(text: str, recognised: bool) -> None:
    assert press_release.recognises(text, "") is recognised


def test_without_text_it_is_refused() -> None:
    with pytest.raises(InvalidStory):
        _read("FOR IMMEDIATE RELEASE\n")
