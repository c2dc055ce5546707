"""Sentences: where they end, in the languages of the agencies. `|` is where one is cut from the next."""

from __future__ import annotations

import time
import tomllib

import pytest

from newswire.compare import splitting
from newswire.compare.splitting import paragraphs, sentences

ENGLISH = [
    "The mayor left. | The council stayed.",
    "Gov. Smith met Sen. Jane Roe on Tuesday. | They agreed.",
    "U.S. President Roe spoke. | He was brief.",
    "He lives in the U.S. | She does not.",
    "He moved from Washington, D.C. | The family followed.",
    "Mr. and Mrs. Doe came. | Dr. Roe did not.",
    "No. 10 said nothing. | The answer is No. | He left.",
    "The match ends at 5 p.m. Monday. | Fans wait.",
    "It began at 9 a.m. | Police closed the road.",
    "It opens at 9 a.m. EST. | Doors close at noon.",
    "J. R. Roe won. | George W. Doe lost.",
    "Prices rose 3.5 percent. | Oil fell 2.1%.",
    "Acme Corp. Chief Executive Jo Doe quit. | Shares fell.",
    "He worked for Acme Inc. | The firm closed.",
    "On Jan. 3 he left. | On Sept. 12 he was back.",
    '"I go." | Then she went.',
    '"Really?" he asked. | "Yes!" she said.',
    "“We will rebuild.” | The crowd cheered.",
    "It was late (after 10 p.m.). | Nobody came.",
    "He waited ... and waited. | Nothing.",
    "And then... | The lights went out.",
    "I will ... The court is wrong.",
    "He paused . . . and left. | Nothing.",
    "What now?! | Nobody knew.",
    "Yahoo! Sports reported it. | It was wrong.",
    "St. Louis won. | Mt. Example was closed.",
    "The vote was 12 to 3. | It passed.",
    "It was built in 1999. | It burned in 2001.",
    "See p. 12. | Then vol. 3.",
    "Harbour reopens after storm",
    "GOV. SMITH RESIGNS. | THE HOUSE VOTES.",
    "Visit example.com for more. | Or call.",
]
GERMAN = [
    "Er kam am 3. Mai. | Das war ein Montag.",
    "Im 19. Jahrhundert war das anders. | Heute nicht.",
    "Der 2. Weltkrieg begann. | Alle wussten es.",
    "1. FC Beispiel gewann. | Die Fans feierten.",
    "Es waren z.B. Äpfel da. | Auch Birnen.",
    "Die Firma zahlte ca. 3 Mio. Euro. | Das reicht.",
    "Dr. Anna Beispiel sprach. | Prof. Otto schwieg.",
    "„Wir gehen.“ | Dann gingen sie.",
    "»Nein.« | Er blieb.",
    "Er war 23. | Sie war älter.",
]
FRENCH = [
    "M. Le Maire est parti. | Il reviendra.",
    "« Oui. » | Il est resté.",
    "Mme Dupont a gagné. | M. Durand a perdu.",
    "Le prix est de 3,5 euros. | C'est cher !",
    "Pourquoi ? | Personne ne sait.",
]
SPANISH = [
    "¿Qué pasa? | ¡Nada! | Él no habló.",
    "El Sr. Ejemplo y la Sra. Muestra llegaron. | Todos aplaudieron.",
    "EE. UU. Ejemplo ganó. | Fue fácil.",
    "«No lo sé». | Luego calló.",
]
ITALIAN_AND_PORTUGUESE = [
    "Il dott. Rossi parla. | Nessuno ascolta.",
    "O Sr. Exemplo saiu. | Ele volta amanhã.",
    "Parlò per 3 ore. | È finita.",
]
NORDIC_AND_DUTCH = [
    "Han kom den 3. maj. | Det regnade.",
    "Hij zei bijv. Ja. | Het was niet waar.",
    "Det kostar ca 3 milj. kronor. | Många klagar.",
]
RUSSIAN = ["А. С. Пример ушёл. | Он вернётся.", "Это было в 1999 г. | Он уехал.", "Ул. Примера закрыта. | Почему?"]
ARABIC_AND_HINDI = ["لماذا؟ | لا أعرف.", "ذهب د. أحمد. | ثم عاد.", "वह आया। | वह गया।"]

ALL = [
    *ENGLISH,
    *GERMAN,
    *FRENCH,
    *SPANISH,
    *ITALIAN_AND_PORTUGUESE,
    *NORDIC_AND_DUTCH,
    *RUSSIAN,
    *ARABIC_AND_HINDI,
]


def split(paragraph: str) -> list[str]:
    return [paragraph[start:end] for start, end in sentences(paragraph)]


@pytest.mark.parametrize("marked", ALL)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    expected = marked.split(" | ")

    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("他来了。我们走。", ["他来了。", "我们走。"]),
        ("「行く。」と言った。彼は来た。", ["「行く。」と言った。", "彼は来た。"]),
        ("真的吗？是！", ["真的吗？", "是！"]),
        ("Results:\n1. Doe\n2. Roe", ["Results:", "1. Doe", "2. Roe"]),
        ("Today:\n• Rain\n• Wind", ["Today:", "• Rain", "• Wind"]),
        ("A line that is\nwrapped goes on.", ["A line that is\nwrapped goes on."]),
        ("  One.   Two. ", ["One.", "Two."]),
        ("", []),
        (" \n ", []),
        ("...", ["..."]),
        (". . .", [". . ."]),
    ],
)
def test_sentences_without_spaces_and_lists(paragraph: str, expected: list[str]) -> None:
    assert split(paragraph) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\n \t\n\n Two.\n", ["One.", "Two."]),
        ("One\nline.", ["One\nline."]),
        ("", []),
    ],
)
def test_blank_lines_part_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


DATA: dict[str, list[str]] = tomllib.loads(splitting._DATA.read_text(encoding="utf-8"))


@pytest.mark.parametrize("table", DATA)
def test_a_word_is_said_once(table: str) -> None:
    assert len(set(DATA[table])) == len(DATA[table])


@pytest.mark.parametrize(
    ("table", "paragraph", "count"),
    [
        ("abbreviations", "Then {}. Example came.", 1),
        ("before_number", "Then {}. 10 came.", 1),
        ("before_ordinal", "Es war {} 3. Beispiel.", 1),
        ("clock", "It is 5 {}. Example is late.", 2),
        ("after_clock", "It is 5 p.m. {}", 1),
        ("exclaiming", "Then {}! Example came.", 1),
        ("openers", "He knows Dr. {} example.", 2),
    ],
)
def test_each_word_of_the_data_does_its_work(table: str, paragraph: str, count: int) -> None:
    assert [word for word in DATA[table] if len(split(paragraph.format(word))) != count] == []


@pytest.mark.parametrize(
    "piece", [".", ".'", ". ", "\n ", "J. ", "U.S. ", "\t", '"', ".\u00a0", "1. ", "- ", "。」", "\n- "]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece)) + "x"
    start = time.process_time()

    for paragraph in paragraphs(text):
        split(paragraph)

    assert time.process_time() - start < 2
