"""Plain text."""

from __future__ import annotations

import pytest

from newswire.story import GuidRule
from tests.unit.formats.deliveries import RECEIVED, read


@pytest.mark.parametrize(
    ("text", "headline", "paragraphs"),
    [
        ("Head\n\nOne.\n\nTwo.", "Head", ["One.", "Two."]),
        ("Head\n\n\n\nOne.", "Head", ["One."]),
        ("Head\r\n\r\nOne\r\nmore.\r\n\r\nTwo.", "Head", ["One\nmore.", "Two."]),
        ("One.\nTwo.\nThree.", None, ["One.", "Two.", "Three."]),
        ("One.\nstill one.\n\nTwo.", None, ["One.\nstill one.", "Two."]),
        ("Only one.", None, ["Only one."]),
        ("Only one.\n\n", None, ["Only one."]),
        ("x" * 301 + "\n\nTwo.", None, ["x" * 301, "Two."]),
    ],
)
def test_headline_and_paragraphs(text: str, headline: str | None, paragraphs: list[str]) -> None:
    story = read(text.encode())

    assert story.headline == headline
    assert [paragraph.text for paragraph in story.paragraphs] == paragraphs


def test_identity_comes_from_the_words() -> None:
    story = read("Head\n\nCafé one.".encode())
    same = read("Head\r\n\r\n\r\nCafe\u0301   one.\n".encode())
    other = read("Head\n\nCafé two.".encode())

    assert story.guid == same.guid
    assert story.guid != other.guid
    assert story.guid.startswith("text:")
    assert len(story.guid) == len("text:") + 32
    assert (story.guid_rule, story.version) == (GuidRule.CONTENT, 1)


def test_the_time_of_receipt_stands_for_the_missing_one() -> None:
    story = read(b"words")

    assert story.version_created == RECEIVED
    assert story.warnings == ("no time in it, the time of receipt stands for it",)


def test_supplier_is_the_deliverys_or_unknown() -> None:
    assert read(b"words").supplier == "unknown"
    assert read(b"words", supplier="nordwire").supplier == "nordwire"


def test_the_dateline_goes_to_its_field() -> None:
    story = read(b"Head\n\nOSLO (Nordwire) - The fjord froze.")

    assert story.dateline is not None
    assert story.dateline.city == "Oslo"
    assert story.dateline.text == "OSLO (Nordwire) -"
    assert story.body_text == "The fjord froze."


@pytest.mark.parametrize("head", ["", "Headline: Bridge\nDate: 2024-06-20\n\n", "Bridge\n\n"])
def test_the_agency_in_the_dateline_is_the_supplier_whatever_stands_above_it(head: str) -> None:
    assert read(f"{head}OSLO (Nordwire) - The bridge opened.\n\nIt is long.".encode()).supplier == "nordwire"
