"""Lines without labels before a wire's text."""

from __future__ import annotations

import pytest

from newswire.formats import wire_head

_TEXT = "   OSLO, 11 MAR (NW) - The bridge over the river opens in June."


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("Bridge opens", {"headline": "Bridge opens"}),
        ("R POL S0A QBXB\nBridge opens", {"routing": "R POL S0A QBXB", "category": "POL", "headline": "Bridge opens"}),
        ("r a NW\nBridge opens", {"routing": "r a NW", "category": "a", "headline": "Bridge opens"}),
        ("XAB10101_SXA\nBridge opens", {"routing": "XAB10101_SXA", "headline": "Bridge opens"}),
        ("11-MAR-26 10:22\nBridge opens\nNW", {"date": "11-MAR-26 10:22", "headline": "Bridge opens"}),
        ("Bridge opens\n11-MAR-26 10:22", {"date": "11-MAR-26 10:22", "headline": "Bridge opens"}),
        (
            "Bridge opens in June\nWorks end early",
            {"headline": "Bridge opens in June", "subheadline": "Works end early"},
        ),
        ("Bridge Oslo\nBridge opens in June", {"slug": "Bridge Oslo", "headline": "Bridge opens in June"}),
        ("Bridge opens in June\nBy Jane Doe", {"headline": "Bridge opens in June", "byline": "Jane Doe"}),
        ("Eds: With photos.\nBridge opens", {"ed_note": "Eds: With photos.", "headline": "Bridge opens"}),
        ("Bridge opens\n\n", {"headline": "Bridge opens"}),
        # Headlines, however they look.
        ("G20 LEADERS MEET", {"headline": "G20 LEADERS MEET"}),
        ("A MAN IS 9", {"headline": "A MAN IS 9"}),
        ("1984", {"headline": "1984"}),
        ("NO TIME TO LOSE IN 2026", {"headline": "NO TIME TO LOSE IN 2026"}),
    ],
)
def test_the_lines_before_a_dateline(head: str, fields: dict[str, str]) -> None:
    found, text = wire_head.read(f"{head}\n{_TEXT}\n\nIt is long.".split("\n"))

    assert {name: value for name, value in found.items() if value} == fields
    assert [line for line in text if line] == [_TEXT, "It is long."]


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Bridge opens\nWorks end early\n\nThe minister said so.", "Bridge opens"),
        ("The bridge opens in June, and that\nis what he said.\n\nIt is long.", None),
        ("Bridge opens", None),
        ("One\nTwo\nThree\nFour\n\nFive.", None),
    ],
)
def test_after_codes_short_lines_are_titles(text: str, headline: str | None) -> None:
    found, rest = wire_head.read(["R POL S0A QBXB", *text.split("\n")])

    assert found.get("headline") == headline
    assert (rest == text.split("\n")) is (headline is None)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opens in June, and that is\nwhat the minister said.\n\nIt is long.",
        "It opened.\n\n   Another paragraph, which is indented and rather long.",
        "Jane Doe\nJohn Smith\n\nThey won.",
        _TEXT,
        "",
    ],
)
def test_text_without_a_head_stays_whole(text: str) -> None:
    lines = text.split("\n")

    assert wire_head.read(lines) == ({}, lines)


def test_what_holds_the_story_is_a_note_wherever_the_text_begins() -> None:
    found, text = wire_head.read(["BULLETIN KILL", "The story about a bridge is wrong.", "It is not open."])

    assert found["ed_note"] == "BULLETIN KILL"
    assert text == ["The story about a bridge is wrong.", "It is not open."]
    assert wire_head.read(["BULLETIN KILL"]) == ({"headline": "BULLETIN KILL"}, [])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("11-MAR-26 10:22", True),
        ("11 Mar 2026 10:22 GMT", True),
        ("111022 GMT Mar 26", True),
        ("2026", False),
        ("11 March 2026", False),
        ("1 of 2 bridges opens at 10:22", False),
        ("", False),
    ],
)
def test_times(line: str, expected: bool) -> None:
    assert wire_head.is_time(line) is expected
