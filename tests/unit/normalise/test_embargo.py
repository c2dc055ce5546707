"""Embargoes in words: what hides a story, what does not, and until when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.normalise import embargo


@pytest.mark.parametrize(
    "line",
    [
        "EMBARGOED UNTIL 0001 FRIDAY",
        "Embargoed to 0001 Friday September 9",
        "Strictly embargoed: Not for public release until 12 noon",
        "Embargo: 10 May",
        "EMBARGO",
        "Attention editors: embargoed for 10 May",
        "Under embargo until Monday",
        "HOLD FOR RELEASE",
        "Not for publication before 10 May",
        "Do not use before 6 p.m.",
        "For release Monday, 10 May",
        "Sperrfrist: Freitag, 10.00 Uhr",
        "Sous embargo jusqu'au 10 mai",
        "Bajo embargo hasta el 10 de mayo",
        "Embargado hasta el 26 de noviembre",
        "DO NOT PUBLISH BEFORE THURSDAY",
        "HOLD UNTIL FRIDAY",
        "Embargo until 18:00 GMT Friday (embargo on the picture has been lifted)",
        "EMBARGOED until 6 p.m. Friday; none of it may be used before",
    ],
)
def test_a_line_that_holds_a_story(line: str) -> None:
    assert embargo.in_lines(["A lead.", line]) == line
    assert embargo.in_note(f"A note.\n{line}") == line


@pytest.mark.parametrize(
    "line",
    [
        "Embargo on cod ends after ten years",
        "The embargo until 1990 was the longest of the century.",
        "The US embargo, which began in 1962, is to end.",
        "EMBARGO LIFTED",
        "Embargo: what it means for Cuba",
        "Embargo 2021: oil",
        "Sperrfrist aufgehoben",
        "No embargo",
        "FOR IMMEDIATE RELEASE",
        "The film is for release in May.",
        "The following is not for publication",
        "Embargoed until Friday, " + "the very long sentence went on " * 20,
    ],
)
def test_a_line_that_does_not(line: str) -> None:
    assert embargo.in_lines([line]) is None


@pytest.mark.parametrize(
    "note", ["(see also POLITICS) Embargoed to 0001 Friday September 9", "Bitte Sperrfrist beachten: 19.00 Uhr"]
)
def test_in_a_note_it_may_stand_anywhere(note: str) -> None:
    assert embargo.in_note(note) == note


@pytest.mark.parametrize(
    "note",
    [
        "The following is not for publication",
        "Embargo lifted",
        "With photos.",
        "Adds quote on the oil embargo.",
        "Adds background on the embargo to Iran",
    ],
)
def test_a_note_about_something_else(note: str) -> None:
    assert embargo.in_note(note) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EMBARGOED UNTIL 10:00 GMT, 10 May 2024", datetime(2024, 5, 10, 10, tzinfo=UTC)),
        ("Embargo: 2024-05-10T10:00:00+02:00", datetime(2024, 5, 10, 8, tzinfo=UTC)),
        ("Sperrfrist: 10. Mai 2024, 10:00 (MESZ)", datetime(2024, 5, 10, 8, tzinfo=UTC)),
        ("Embargoed until 0001 UTC on Friday, May 10, 2024", datetime(2024, 5, 10, 0, 1, tzinfo=UTC)),
        ("EMBARGOED UNTIL 0001 FRIDAY", None),
        ("Embargoed until 10:00 on 10 May 2024", None),
        ("Embargoed until 10:00 GMT on 10 May", None),
        ("Embargoed until 10:00 GMT (12:00 CEST) on 10 May 2024", None),
        ("Embargoed until 10:00 GMT on 31 June 2024", None),
        ("Embargoed until 10:00 GMT on 10 Foo 2024", None),
        ("Embargo: 2024-05-10T10:00:00Z or 2024-05-11T10:00:00Z", None),
        ("Embargo: 2024-05-99T10:00:00Z", None),
    ],
)
def test_only_a_whole_time_is_certain(text: str, expected: datetime | None) -> None:
    assert embargo.certain_end(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "BULLETIN KILL: wrong date",
        "MANDATORY KILL",
        "KILL",
        "KILL: Harbour",
        "Kill this story: it is wrong",
        "A note.\nMembers are asked to kill the story slugged Harbour.",
    ],
)
def test_words_that_ask_to_kill(text: str) -> None:
    assert embargo.asks_to_kill(text)


@pytest.mark.parametrize(
    "text", ["Kill the bill protest in Bristol", "Two die in road kill row", "Killing of an item", ""]
)
def test_words_that_only_sound_so(text: str) -> None:
    assert not embargo.asks_to_kill(text)
