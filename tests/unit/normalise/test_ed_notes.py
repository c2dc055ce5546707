"""Notes to editors leave the body; sentences of a story do not."""

from __future__ import annotations

import pytest

from newswire.normalise import ed_notes
from newswire.story import Paragraph


@pytest.mark.parametrize(
    "note",
    [
        "(Adds minister's reaction in paragraph 3)",
        "(Recasts with quote, background (paragraph 4))",
        "(Updated with details)",
        "(Neu: Zitat des Ministers)",
        "(Actualise avec réaction)",
        "Eds: Adds full-year results. With Photos.",
        "EDITOR'S NOTE _ This is the first of three stories.",
        "Editor’s note: This is the first of three stories.",
        "ATTN EDITORS - A second version will follow.",
        "Hinweis an die Redaktionen: Es folgt eine Zusammenfassung.",
        'SUBS 3rd graf pvs, "The harbour ..."; picks up 4th graf',
        "ADDS 2 grafs at the end",
        "EMBARGOED UNTIL 0001 FRIDAY",
    ],
)
def test_a_note(note: str) -> None:
    assert ed_notes.is_note(note)


@pytest.mark.parametrize(
    "sentence",
    [
        "Adds to the trouble: the harbour is frozen.",
        "Editors at the paper said they had not been told.",
        "The editor's note was found on Monday.",
        "(Applause)",
        "(The minister adds that nobody was hurt.)",
        "ADD the sugar to the milk.",
        "Updates will follow.",
        "Achtung!",
        "(Adds " + "very " * 200 + "much)",
    ],
)
def test_no_note(sentence: str) -> None:
    assert not ed_notes.is_note(sentence)


def _take_out(*texts: str) -> tuple[list[str], list[str]]:
    kept, notes = ed_notes.take_out([Paragraph(text=text) for text in texts])
    return [paragraph.text for paragraph in kept], notes


def test_notes_are_taken_from_the_start_and_the_end() -> None:
    note = "(Adds detail)"

    assert _take_out(note, "a", "b") == (["a", "b"], [note])
    assert _take_out("a", "b", note) == (["a", "b"], [note])
    middle = [*"abcdefg", note, *"hijk"]
    assert _take_out(*middle) == (middle, [])


def test_where_nothing_would_be_left_all_stays() -> None:
    notes = ["(Adds detail)", "Eds: With photos."]

    assert _take_out(*notes) == (notes, [])
