from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

import pytest
from spacy.tokens import Doc

from newswire.story import Quote
from newswire.tagging import language_model, quotes
from newswire.tagging.names import Name
from tests.unit.tagging import quote_gold

PEOPLE = ("Jane Doe", "John Roe", "Mary Major")


def _names(text: str) -> list[Name]:
    people = [quote_gold.named(text, "person", name) for name in PEOPLE]
    return [*people, quote_gold.named(text, "organisation", "Harbour Board")]


def _find(text: str, language: str = "en") -> list[Quote]:
    return quotes.find(text, language_model.parse, _names(text), language)


@pytest.mark.parametrize(("name", "least"), [("open", 0.95), ("held", 0.93), ("blind", 0.84)])
def test_most_of_our_own_quotations_have_the_right_speaker(name: str, least: float) -> None:
    right, total, wrong = quote_gold.score(
        quote_gold.load(name), lambda told: quotes.find(told.text, language_model.parse, told.names)
    )
    assert right / total >= least, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“We are leaving in May,” Jane Doe said.", ["Jane Doe"]),
        ("“We are leaving in May,” said Jane Doe, who had met John Roe.", ["Jane Doe"]),
        ("“We leave in May,” Jane Doe, the harbour master, told John Roe, “and not before.”", ["Jane Doe", "Jane Doe"]),
        ("Jane Doe attacked John Roe, saying he was “a danger to us all.”", ["Jane Doe"]),
        ("The pier was described by Jane Doe as “a very long pier.”", ["Jane Doe"]),
        ("Jane Doe was quoted as saying: “It is a very long pier.”", ["Jane Doe"]),
        ("It is, according to Jane Doe, “a very long pier indeed.”", ["Jane Doe"]),
        ("Jane Doe’s vow to “build a very long pier” was welcome.", ["Jane Doe"]),
        ("Jane Doe called John Roe’s plan “a very bad joke.”", ["Jane Doe"]),
        ("Jane Doe was clear: “There will be no pier.”", ["Jane Doe"]),
        ("“Is this really the end of it?” Jane Doe asked.", ["Jane Doe"]),
        ("“We won. We won at last.” The band played. “Twice, in fact,” said Jane Doe.", ["Jane Doe", "Jane Doe"]),
        ("Jane Doe met John Roe. “The pier is long,” she said.", ["Jane Doe"]),
        ("Jane Doe met John Roe. “The pier is long,” he said.", ["John Roe"]),
        ("John Roe, aide to Jane Doe, arrived. He met Mary Major. “It is long,” he said.", ["John Roe"]),
        ("Senator Jane Doe came late. “The pier is long,” the senator said.", ["Jane Doe"]),
        (
            "President John Roe met President Jane Doe. “It is long,” he said. “We agree,” the president said.",
            ["John Roe", "John Roe"],
        ),
        ("The town sheriff, Jane Doe, met John Roe. “It is long,” the sheriff said.", ["Jane Doe"]),
        ("Gen. Jane Doe met John Roe. “The pier is long,” the general said.", ["Jane Doe"]),
        ("Jane Doe was sentenced. “You have betrayed us all,” the judge said.", ["the judge"]),
        ("John Roe rose. Her publisher, Jane Doe, begs to differ: “It is too long.”", ["Jane Doe"]),
        ("John Roe won again. “It was a long race,” the Australian said.", ["John Roe"]),
        ("The Harbour Board met. “The pier is too long,” the board said.", ["Harbour Board"]),
        ("The Harbour Board met. It said the pier was “far too long for us.”", ["Harbour Board"]),
        ("“The pier is too long,” said a spokesman for the port.", ["a spokesman for the port"]),
        ("A former port official said it was “long.” “We knew it,” the official said.", ["a former port official"]),
        ("“The pier is too long,” said co-founder Jane Doe, who knew it.", ["Jane Doe"]),
        ("“The pier is long,” Jane Doe and John Roe said.", ["Jane Doe and John Roe"]),
        ("Jane Doe was asked about it.\n\n“The pier is too long.”", ["Jane Doe"]),
        ("“The pier is long.”\n— Jane Doe", ["Jane Doe"]),
        ("“The pier is too long” — Jane Doe", ["Jane Doe"]),
        ("“One of us was right,\n\n“and it was me,” said Jane Doe.", ["Jane Doe", "Jane Doe"]),
        ("It is “a very long pier to be sure.”", [None]),
        ("“The pier is long,” he said.", [None]),
        ("PORT ELLERY, May 3 (Newsdesk) - Jane Doe said it was “too long by half a mile.”", ["Jane Doe"]),
        ("Jane Doe called it “a disgrace.” Mary Major said the pier was “very long” now.", ["Jane Doe", "Mary Major"]),
        (
            "Prime Minister Jane Doe met the port minister, John Roe. “It is long,” the minister said.",
            ["John Roe"],
        ),
        ("Minister Mary Major met Minister Jane Doe. “It is too long,” the minister said.", ["Jane Doe"]),
        ("Jane Doe left.\n\nHer neighbour nodded. “It is too long,” she said.", ["her neighbour"]),
        ("John Roe left.\n\nHis lawyer said he would go. “It is long,” the lawyer said.", ["his lawyer"]),
        ("John Roe left. His lawyer said he would appeal.\n\n“It is too long.”", ["his lawyer"]),
        ("The Harbour Board met. “The pier is too long,” the ministry said.", ["the ministry"]),
        ("PORT (Harbour Board) - A bank shut. “It is too long,” the bank said.", ["the bank"]),
        ("Harbour Board chief executive Jane Doe said it was “too long.”", ["Jane Doe"]),
        ("“The pier is long,” chairman, CEO and president Jane Doe said.", ["Jane Doe"]),
        ("In May the pier was “built in a very great hurry,” writes the Harbour Board.", ["Harbour Board"]),
        ("“It is long,” Jane Doe said on the “Pier Show” on Monday.", ["Jane Doe"]),
        ("Jane Doe left the Harbour Board.\n\n“It is too long for us,” they said.", ["Harbour Board"]),
        ("Jane Doe said the board would respond “in a time of our own.”", ["Jane Doe"]),
        ("John Roe left. The 23-year-old bus driver was tired. “It is long,” he said.", ["John Roe"]),
        ("Mary Major left Jane Doe, a port lawyer. “It is long,” the lawyer said.", ["Jane Doe"]),
        ("“It is long,” said Jane Doe. Jane’s husband frowned.\n\n“It is,” he said.", ["Jane Doe", "Jane’s husband"]),
        ("Jane Doe met John Roe. “It is too long,” said the old woman.", ["Jane Doe"]),
        ("To Jane Doe, the old woman was a bore. “It is too long,” the woman said.", ["the woman"]),
        ("Jane Doe helped the woman up. “It is too long,” the woman said.", ["the woman"]),
        ("Jane Doe met a 93-year-old, tired woman. “It is too long,” said the tired woman.", ["the tired woman"]),
        ("Jane Doe met a very old woman. “It is too long,” said the old woman.", ["the old woman"]),
        ("Mary Major sat down. Asked about Jane Doe’s leg, she said it was “long enough.”", ["Mary Major"]),
        ("Asked about Jane Doe’s leg, she said it was “long enough.”", ["Jane Doe"]),
        ("The Harbour Board answered, with the clerk, Jane Doe, writing that it “was for it before.”", ["Jane Doe"]),
        ("Mary Major met with Jane Doe, saying it was “far too long for us.”", ["Mary Major"]),
        (
            "A person familiar with the plans, who may not speak, said the pier would last “for ten years.”",
            ["a person familiar with the plans"],
        ),
        ("Two clerks came. “It was a very bad night,” one of them said.", ["one of them"]),
        ("Jane Doe told them it was “far too long,” according to a recording.", ["Jane Doe"]),
        ("It is “far too long,” according to Jane Doe.", ["Jane Doe"]),
        ("Mary Major left. Asked if he would go, John Roe paused. “It is too long,” he said.", ["John Roe"]),
        ("“The pier is long,” Jane Doe said, adding that it was “also far too wide.”", ["Jane Doe", "Jane Doe"]),
    ],
)
def test_who_speaks(text: str, speakers: list[str | None]) -> None:
    assert [quote.speaker for quote in _find(text)] == speakers


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “deep state” is back.",
        "She wrote “The Long Road to Winter Harbour” in May.",
        "It was called “Winter Harbour, Summer Pier,” and won.",
        "No marks at all, said Jane Doe.",
        "",
        "“”",
    ],
)
def test_scare_quotes_and_titles_are_no_quotations(text: str) -> None:
    assert _find(text) == []


def test_a_few_words_count_right_beside_a_verb_of_speech() -> None:
    assert [(quote.text, quote.speaker) for quote in _find("“Never,” said Jane Doe.")] == [("Never,", "Jane Doe")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("When Xqz visited Mary Major, it rained. “It is far too long,” she said.", "Mary Major"),
        ("Mary Major met Arthur. Arthur frowned. “It is far too long,” she said.", "Mary Major"),
        ("Mary Major met Mrs Arthur. Mrs Arthur frowned. “It is far too long,” she said.", "Arthur"),
        ("Xqz told Mary Major that it rained. “It is far too long,” she said.", "Xqz"),
    ],
)
def test_she_is_one_who_is_known_to_be_a_woman_or_begins_the_sentence(text: str, speaker: str) -> None:
    names = [
        quote_gold.named(text, "person", "Xqz"),
        quote_gold.named(text, "person", "Arthur"),
        quote_gold.named(text, "person", "Mary Major"),
    ]
    assert [quote.speaker for quote in quotes.find(text, language_model.parse, names)] == [speaker]


def test_offsets_enclose_the_words_without_marks_and_evidence_names_the_verb() -> None:
    text = "The tide 🌊 rose. “We are leaving in May,” Jane Doe said."
    (quote,) = _find(text)
    assert text[quote.start : quote.end] == quote.text == "We are leaving in May,"
    assert quote.evidence == "'said' after it: Doe"


def test_turns_of_a_transcript_are_quotations_of_their_speakers() -> None:
    text = (
        "Jane Doe met John Roe.\n\nDOE: You said “no”.\n\nJOHN ROE: I did not.\n\nDOE: You did.\n\nA PASSER-BY: He did!"
    )
    found = [(quote.text, quote.speaker) for quote in _find(text)]
    assert found == [
        ("You said “no”.", "Jane Doe"),
        ("I did not.", "John Roe"),
        ("You did.", "Jane Doe"),
        ("He did!", "A PASSER-BY"),
    ]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("de", "„Der Hafen bleibt geschlossen“, sagte Erika Muster am Montag.", "Erika Muster"),
        ("fr", "« Le port reste fermé aujourd'hui », a déclaré Jeanne Exemple.", "Jeanne Exemple"),
        ("es", "«El puerto sigue cerrado hoy», dijo Juana Ejemplo.", "Juana Ejemplo"),
        ("de", "„Der Hafen bleibt geschlossen“ steht an der Tür.", None),
        ("sv", "”Hamnen är stängd i dag”, sade Anna Exempel.", None),
    ],
)
def test_speakers_beside_quotations_in_other_languages(language: str, text: str, speaker: str | None) -> None:
    assert [quote.speaker for quote in _find(text, language)] == [speaker]


def test_only_sentences_near_quotations_are_parsed_and_quoted_words_are_not() -> None:
    seen: list[str] = []

    def parse(passages: Iterable[str]) -> Iterator[Doc]:
        passages = list(passages)
        seen.extend(passages)
        return language_model.parse(passages)

    quotes.find("The tide rose. “It came over the wall,” said Jane Doe.\n\nThe tide fell.", parse, [])
    assert seen == ['"Yes," said Jane Doe.']


@pytest.mark.parametrize(
    "piece",
    ['"a" b c said ', "“We go on and on,” he said. ", "“yes\n\n", "DOE: yes\n\n", "he said ‘so’ ", "Mr. ", "🌊“"],
)
def test_hostile_text_ends_soon(piece: str) -> None:
    text = "Jane Doe spoke. " + piece * (40_000 // len(piece))
    start = time.process_time()
    _find(text)
    assert time.process_time() - start < 20


def test_a_long_text_is_cut() -> None:
    text = "“We go on and on,” he said. " * 3 + "x" * quotes.MAX_CHARACTERS + " “We go on,” he said."
    assert len(_find(text)) == 3
