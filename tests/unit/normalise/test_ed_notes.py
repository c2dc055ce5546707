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
        "(Writes through with reaction)",
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
        "(NOTE: A second version will follow.)",
        "(HINWEIS: Bilder folgen)",
        "(REMARQUE Une nouvelle version suivra)",
        "(Note: language in paragraph 5 may offend)",
        "NOTE: Language in paragraph 5 may offend some readers",
        "ATTENTION - ajoute réactions ///",
        "ATTENTION - ADDS quotes, background",
        "/// Mise à jour",
        "///-----------------------",
        "(Complète avec réactions)",
        "(Agrega citas)",
        "(actualizza con dichiarazioni)",
        "(Mise à jour avec bilan)",
        "(Atualiza com declarações)",
        "(Voegt reactie toe)",
        "(Lägger till citat)",
        "Redaktioner: Bilder finns.",
        "Til redaktionerne: Billeder følger.",
        "Till redaktionen: Bilder kommer.",
        "An die Redaktionen: Bilder folgen.",
        "Noot voor de redactie: beeld volgt.",
        "Toimituksille: kuvia tulossa.",
        "(This Nov 23 story has been corrected to say that it rained)",
        "(This Nov. 23 story corrects the name in paragraph 2)",
        "(This story was refiled to fix a typo in the headline)",
        "(This version of the Nov 23 story corrects the headline)",
        "UPDATES with quotes, background",
        "RECASTS, ADDS reaction",
        "CORRECTS date in paragraph 2",
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
        "(The note: a page of white paper.)",
        "Note: the author was in Oslo then.",
        "ATTENTION - the train does not stop here.",
        "Attention - the train does not stop here.",
        "(This story is not over, she said.)",
        "(In the story, a cat corrects a dog.)",
        "(This year it was corrected twice.)",
        "(Completely new)",
        "(Note: this is one.) It was found on Monday (at sea)",
        "(No change since Monday)",
        "COMPLETE list of the winners",
        "UPDATES from the harbour",
        "Redaktion: Anna Beispiel",
        "(With a smile)",
        "Redaktionen i Oslo: stengt fra mandag.",
        "UPDATES will be sent on Monday.",
        "UPDATES ON THE STORM",
        "RECASTS",
        "https://example.com/",
        "He said so (and adds: never again)",
        "Av/Till/Fran",
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


def test_a_note_that_a_sign_off_follows() -> None:
    note = "(NOTE: Pictures will follow.)"

    assert _take_out("a", "b", note, "ENA ab/cd", "(END)") == (["a", "b", "ENA ab/cd", "(END)"], [note])


@pytest.mark.parametrize("piece", ["(adds ", "(", "/", "(In ", "(This ", "UPDATES ", "/// ", "a,", " "])
def test_any_text_takes_no_time(piece: str) -> None:
    assert not ed_notes.is_note(piece * (100_000 // len(piece)))
    ed_notes.is_note((piece * 600)[:600])
