"""What an editor does to a text, and what the comparison says of it."""

from __future__ import annotations

import json
import time

import pytest

from newswire import compare
from newswire.compare import Change, alignment

FIRE = "Police said 12 people died in the fire on Monday."
MAYOR = 'Mayor Jo Doe said "we will rebuild the market by May 3".'
CAUSE = "The cause of the fire was not known, officials added."
HELP = "The Red Cross asked for blankets, water and money."
RAIN = "Rain fell all night in the north of the country."


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


STORY = text(f"{FIRE} {MAYOR}", CAUSE, f"{HELP} {RAIN}")

# what the editor did, the new text, and the changes but "same": (change, from, to)
EDITS = [
    ("nothing", STORY, []),
    ("a death toll updated", STORY.replace("12 people", "15 people"), [("altered", 0, 0)]),
    ("a quotation corrected", STORY.replace("will rebuild", "may rebuild"), [("altered", 1, 1)]),
    ("a date in a quotation corrected", STORY.replace("May 3", "May 4"), [("altered", 1, 1)]),
    ("a paragraph moved up", text(CAUSE, f"{FIRE} {MAYOR}", f"{HELP} {RAIN}"), [("moved", 2, 0)]),
    ("a paragraph moved down", text(f"{FIRE} {MAYOR}", f"{HELP} {RAIN}", CAUSE), [("moved", 2, 4)]),
    (
        "a paragraph moved up and altered",
        text(CAUSE.replace("officials", "police"), f"{FIRE} {MAYOR}", f"{HELP} {RAIN}"),
        [("moved", 2, 0)],
    ),
    ("paragraphs joined", text(f"{FIRE} {MAYOR} {CAUSE}", f"{HELP} {RAIN}"), []),
    ("a paragraph parted", text(FIRE, MAYOR, CAUSE, HELP, RAIN), []),
    ("the last paragraph cut", text(f"{FIRE} {MAYOR}", CAUSE), [("removed", 3, None), ("removed", 4, None)]),
    ("a sentence cut", STORY.replace(f" {MAYOR}", ""), [("removed", 1, None)]),
    ("a sentence added", STORY.replace(CAUSE, f"{CAUSE} It began in a kitchen."), [("added", None, 3)]),
    ("a new lead", text("A market in the capital has burned down.", STORY), [("added", None, 0)]),
    (
        "the lead rewritten",
        STORY.replace(FIRE, "A fire on Monday killed at least 12 people, police said."),
        [("removed", 0, None), ("added", None, 0)],
    ),
    (
        "the lead tightened",
        STORY.replace(FIRE, "Police said on Monday 12 people died in the fire."),
        [("altered", 0, 0)],
    ),
    (
        "a correction put first",
        text("CORRECTION: An earlier version gave a wrong date.", STORY),
        [("added", None, 0)],
    ),
    (
        "a correction put last",
        text(STORY, "(This version corrects the date in paragraph one.)"),
        [("added", None, 5)],
    ),
    (
        "a sentence split in two",
        STORY.replace("was not known, officials added.", "was not known. Officials added nothing."),
        [("altered", 2, 2), ("added", None, 3)],
    ),
    (
        "two sentences made one",
        STORY.replace(f"{HELP} {RAIN}", f"{HELP[:-1]}, while rain fell in the north."),
        [("altered", 3, 3), ("removed", 4, None)],
    ),
    ("curly quotation marks", STORY.replace(' "w', " “w").replace('3"', "3”"), []),
    ("German quotation marks", STORY.replace(' "w', " „w").replace('3"', "3“"), []),
    ("only white space", STORY.replace(" ", "  ").replace("\n\n", "\n\n\n"), []),
    ("only a comma", STORY.replace("known, officials", "known officials"), []),
    ("only a dash", STORY.replace("known, officials", "known — officials"), []),
    ("quotation marks taken off", STORY.replace('"', ""), [("altered", 1, 1)]),
    ("a capital letter", STORY.replace("Rain fell", "RAIN fell"), [("altered", 4, 4)]),
    ("a word added", STORY.replace("water and", "water, tents and"), [("altered", 3, 3)]),
    ("a word cut", STORY.replace("all night ", ""), [("altered", 4, 4)]),
    ("a name corrected", STORY.replace("Jo Doe", "Jo Roe"), [("altered", 1, 1)]),
    ("a negation", STORY.replace("was not known", "was known"), [("altered", 2, 2)]),
    (
        "a sentence replaced",
        STORY.replace(RAIN, "Schools stay closed until next week."),
        [("removed", 4, None), ("added", None, 4)],
    ),
    ("the sentence said twice", text(STORY, CAUSE), [("added", None, 5)]),
    ("all cut", "", [("removed", number, None) for number in range(5)]),
    (
        "two edits at once",
        STORY.replace("12 people", "15 people").replace(RAIN, ""),
        [("altered", 0, 0), ("removed", 4, None)],
    ),
]


@pytest.mark.parametrize(("new", "expected"), [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])
def test_an_edit_is_told(new: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    found = compare.texts(STORY, new).sentences

    assert [(s.change, s.from_sentence, s.to_sentence) for s in found if s.change is not Change.SAME] == expected


@pytest.mark.parametrize(
    ("old", "new", "numbers", "quotations"),
    [
        ("12 people died there.", "15 people died there.", (("12", "15"),), False),
        ("A dozen died there now.", "At least 13 died there now.", ((None, "13"),), False),
        ("It fell by 5% last year.", "It fell by 6% last year.", (("5%", "6%"),), False),
        ('He said "we will go" today.', 'He said "we may go" today.', (), True),
        ("He said “I paid $5” today.", "He said “I paid $6” today.", (("$5", "$6"),), True),
        ("Er sagte „wir gehen“ heute.", "Er sagte „wir bleiben“ heute.", (), True),
        ("彼は「行く」と言った。", "彼は「行かぬ」と言った。", (), True),
        ('He said "we will go" today.', 'He said "we will go" yesterday.', (), False),
        ("Twelve people died there.", "12 people died there.", (), False),
    ],
)
def test_changed_numbers_and_quotations_are_flagged(
    old: str, new: str, numbers: tuple[tuple[str | None, str | None], ...], quotations: bool
) -> None:
    [found] = compare.texts(old, new).sentences

    assert found.change is Change.ALTERED
    assert (found.numbers, found.quotations) == (numbers, quotations)


def test_a_quotation_over_two_sentences_is_one() -> None:
    old = "“We will go. We will come back,” she said."
    new = "“We will go. We will not come back,” she said."

    first, second = compare.texts(old, new).sentences

    assert (first.change, first.quotations) == (Change.SAME, False)
    assert (second.change, second.quotations) == (Change.ALTERED, True)


def test_a_sentence_added_or_removed_has_its_numbers_and_quotations() -> None:
    gone, come = compare.texts("Three ships left port.", 'The minister said "no" 5 times.').sentences

    assert (gone.numbers, gone.quotations) == ((("Three", None),), False)
    assert (come.numbers, come.quotations) == (((None, "5"),), True)


def test_a_removed_sentence_stands_where_it_stood() -> None:
    new = text(f"{FIRE} Nobody was arrested so far.", HELP)

    found = compare.texts(text(FIRE, MAYOR, HELP, CAUSE), new).sentences

    assert [s.old or s.new for s in found] == [FIRE, MAYOR, "Nobody was arrested so far.", HELP, CAUSE]
    assert [s.paragraph for s in found] == [0, 1, 0, 1, 3]


def test_the_longest_run_stays_and_the_rest_moved() -> None:
    found = compare.texts(text(FIRE, CAUSE, HELP, RAIN), text(RAIN, FIRE, CAUSE, HELP)).sentences

    assert [s.change for s in found] == [Change.MOVED, Change.SAME, Change.SAME, Change.SAME]


def test_of_two_sentences_that_changed_places_the_same_one_moved_both_ways() -> None:
    first, second = "Rain fell all night.", "Snow lay all day."

    there = compare.texts(text(first, second), text(second, first)).sentences
    back = compare.texts(text(second, first), text(first, second)).sentences

    assert [s.new for s in there if s.change is Change.MOVED] == [s.new for s in back if s.change is Change.MOVED]


def test_of_two_runs_as_long_the_one_with_more_words_stays() -> None:
    found = compare.texts(text("Rain fell.", FIRE), text(FIRE, "Rain fell.")).sentences

    assert [(s.change, s.new) for s in found] == [(Change.SAME, FIRE), (Change.MOVED, "Rain fell.")]


@pytest.mark.parametrize(
    ("old", "new", "similarity"),
    [("", "", 1.0), ("One two.", "", 0.0), ("One two.", "One two!", 1.0), ("One two six ten.", "One two six.", 0.8571)],
)
def test_similarity_is_the_share_of_words_in_both(old: str, new: str, similarity: float) -> None:
    assert compare.texts(old, new).similarity == similarity


def test_too_many_candidates_give_a_coarse_answer_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    altered = STORY.replace("the", "a")
    assert not compare.texts(STORY, altered).coarse

    monkeypatch.setattr(alignment, "_MOST_PAIRS", 0)

    assert compare.texts(STORY, altered).coarse


def test_a_table_altered_gives_a_coarse_answer_that_says_so() -> None:
    table = "row " * 5_000

    found = compare.texts(table, f"{table}end")

    assert found.coarse
    assert found.sentences[0].words == (("-", table.strip()), ("+", f"{table}end"))
    assert not compare.texts(table, table).coarse


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["Same as before."] * 5000, ["Same as before."] * 4999),
        ([f"Item {n} is on the list." for n in range(5000)], [f"Item {n} is on the list." for n in range(5000, 10000)]),
        ([f"Item {n} is on the list." for n in range(5000)], [f"Item {n} is on the list." for n in range(5000, 0, -1)]),
        ([f"Word{n} and word{n + 1}." for n in range(5000)], [f"Term{n} or term{n + 1}." for n in range(5000)]),
        (["word " * 200_000], ["word term " * 100_000]),
        (['"' * 200_000], ["'a " * 70_000]),
    ],
    ids=["identical", "altered", "reversed", "different", "one sentence", "quotation marks"],
)
def test_long_texts_take_linear_time(old: list[str], new: list[str]) -> None:
    start = time.process_time()

    compare.texts(" ".join(old), " ".join(new))

    assert time.process_time() - start < 5


def test_the_answer_is_ready_for_json() -> None:
    answer = compare.texts(text(FIRE, RAIN), text(FIRE.replace("12", "15"), RAIN)).as_dict()

    assert json.loads(json.dumps(answer)) == answer
    assert answer["sentences"][0] == {
        "change": "altered",
        "from": 0,
        "to": 0,
        "paragraph": 0,
        "old": "Police said 12 people died in the fire on Monday.",
        "new": "Police said 15 people died in the fire on Monday.",
        "words": [["=", "Police said "], ["-", "12 "], ["+", "15 "], ["=", "people died in the fire on Monday."]],
        "numbers": [["12", "15"]],
        "quotations": False,
    }
    assert answer["counts"] == {
        "same": 1,
        "added": 0,
        "removed": 0,
        "altered": 1,
        "moved": 0,
        "numbers": 1,
        "quotations": 0,
    }
    assert answer["coarse"] is False
