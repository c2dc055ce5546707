"""Lines of a wire to paragraphs."""

from __future__ import annotations

import pytest

from newswire.errors import DeliveryTooLarge
from newswire.formats import wire_text

LONG = "a line of the wire that is as long as such lines are"


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        ([LONG, "and goes on", "", "Next."], [f"{LONG} and goes on", "Next."]),
        ([f"   {LONG}", "and goes on", "   Next."], [f"{LONG} and goes on", "Next."]),
        (["One,", "two,", "three."], ["One,\ntwo,\nthree."]),
        (["Oslo    3   1", "Rome    1   0"], ["Oslo    3   1\nRome    1   0"]),
        (["Oslo....3", "Rome....1"], ["Oslo....3\nRome....1"]),
        (["", " ", ""], []),
    ],
)
def test_paragraphs(lines: list[str], texts: list[str]) -> None:
    assert [paragraph.text for paragraph in wire_text.paragraphs(lines)] == texts


def test_markup_in_columns_is_text() -> None:
    (paragraph,) = wire_text.paragraphs(["a    <b>", "c    &d"])

    assert paragraph.html == "<pre>a    &lt;b&gt;\nc    &amp;d</pre>"


@pytest.mark.parametrize(
    ("paragraph", "agency"),
    [
        ("OSLO (AP) - It opened.", "AP"),
        ("San Diego (tca/dpa) - It opened.", "dpa"),
        ("OSLO, June 20, 2024 /Meridian Releases/ -- It opened.", "Meridian Releases"),
        ("Olaf Scholz (SPD) - the chancellor.", None),
        ("It opened.", None),
        ("", None),
    ],
)
def test_the_agency_of_a_dateline(paragraph: str, agency: str | None) -> None:
    assert wire_text.agency(paragraph) == agency


def test_the_signature() -> None:
    assert wire_text.split_signature("Text.\n==Kyodo\n") == ("Text.", "Kyodo")
    assert wire_text.split_signature("a == b, he said.") == ("a == b, he said.", None)


def test_limits() -> None:
    assert len(wire_text.lines_of("a" + "\n" * 300_000 + "b")) == 3
    with pytest.raises(DeliveryTooLarge, match="MAX_LINES"):
        wire_text.lines_of("a\n" * 50_001)
    with pytest.raises(DeliveryTooLarge, match="MAX_CHARACTERS"):
        wire_text.lines_of("a" * 1_000_001)
