"""Embargoes in words: what hides a story, what does not, and until when."""

from __future__ import annotations

import time
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
        "Embargo lifts at 18:00 GMT on Thursday",
        "For use after 6 p.m. Thursday",
        "FOR USE NOVEMBER 26",
        "For use Saturday, March 14, and thereafter",
        "For release: Nov 26, 2026",
        "EMBARGOED STORY",
        "HFR",
        "Do not publish until further notice",
        "This release is under embargo until Friday",
        "MEDIA RELEASE - EMBARGOED UNTIL 10AM",
        "Frei für Donnerstag, 26. November",
        "PUBLICAR A PARTIR DEL 26 DE NOVIEMBRE",
        "Ministeriö: julkaisuvapaa torstaina klo 10",
        "Må ikke offentliggøres før torsdag",
        "Persbericht: onder embargo tot vrijdag 10.00 uur",
        "ЭМБАРГО до 10:00 26 ноября",
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
        "Embargo until 1990: a history",
        "Do not use before 2020 the vaccine labelled X, says ministry",
        "Hold for release order of the court upheld",
        "Arms embargo until 2027 agreed by EU",
        "Oil embargo lifts on Friday, says minister",
        "Embargo lifted at 18:00 GMT Thursday",
        "For immediate release: Nov. 26, 2026",
        "For release on Friday, the film tells of a harbour",
        "Julkaisuvapaa heti",
        "The following is not for publication",
        "Embargoed until Friday, " + "the very long sentence went on " * 20,
    ],
)
def test_a_line_that_does_not(line: str) -> None:
    assert embargo.in_lines([line]) is None


@pytest.mark.parametrize(
    ("note", "is_lifted"),
    [
        ("With a table.\nEmbargo lifted at 1000 GMT, free for use", True),
        ("Sperrfrist aufgehoben", True),
        ("The story is no longer under embargo", True),
        ("Embargo lifted for subscribers until Friday, then for all", False),
        ("For immediate release", False),
        ("", False),
    ],
)
def test_a_note_can_lift_an_embargo(note: str, is_lifted: bool) -> None:
    assert embargo.is_lifted(note) is is_lifted


@pytest.mark.parametrize(
    "note",
    [
        "(see also POLITICS) Embargoed to 0001 Friday September 9",
        "Bitte Sperrfrist beachten: 19.00 Uhr",
        "Results are attached (embargoed until 10:00 GMT).",
        "With a table; Journal embargo until 23:30 GMT",
    ],
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
        "Adds that the arms embargo until 2027 was agreed by EU",
        "Sin embargo, hasta el viernes no hay acuerdo",
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
        ("For release after 6 p.m. EST November 26, 2026", datetime(2026, 11, 26, 23, tzinfo=UTC)),
        ("Embargoed until the speech, 10:00 GMT on 10 May 2024", None),
        ("Embargoed until about 10:00 GMT on 10 May 2024", None),
        ("Embargoed until 10:00 GMT or later on 10 May 2024", None),
        ("Issued at 10:00 GMT on 10 May 2024, embargoed until delivery", None),
        ("Embargoed until 10:00 GMT on 10 May 2024" + " and then" * 300, None),
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
        "WITHHOLD",
        "Please disregard the story slugged HARBOUR-FIRE",
        "STORNO",
        "Achtung: Bitte Text nicht verwenden",
        "Meldung zurückgezogen",
        "Bitte löschen",
        "ANNULATION",
        "ANULACIÓN: Puerto",
        "ANNULLAMENTO",
        "(Story withdrawn)",
    ],
)
def test_words_that_ask_to_kill(text: str) -> None:
    assert embargo.asks_to_kill(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kill the bill protest in Bristol",
        "Two die in road kill row",
        "Killing of an item",
        "",
        "Mandatory kill of infected poultry ordered",
        "Annule et remplace la dépêche de 10:00",
        "Concert annulé à Paris",
        "Report withdrawn after minister's complaint",
        "Withdrawal from the treaty: what it means",
    ],
)
def test_words_that_only_sound_so(text: str) -> None:
    assert not embargo.asks_to_kill(text)


@pytest.mark.parametrize(
    "piece", ["embargo until the ", "not for release ", "for use at 1. ", "hold for ", "please kill ", "(a: "]
)
def test_hostile_text_is_read_in_time(piece: str) -> None:
    line = piece * (100_000 // len(piece))
    started = time.process_time()
    for text in (line, line.replace(" ", "\n")):
        embargo.in_note(text)
        embargo.in_lines([text])
        embargo.asks_to_kill(text)
        embargo.certain_end(text)

    assert time.process_time() - started < 2
