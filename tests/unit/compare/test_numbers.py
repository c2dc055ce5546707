"""Numbers: which a sentence has, and which changed."""

from __future__ import annotations

import time
import tomllib
from decimal import Decimal

import pytest

from newswire.compare import numbers as module
from newswire.compare.numbers import changed, numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 12 people died on May 3, 2026.", ["12", "May 3", "2026"]),
        ("It cost $3.5 million, up 5 per cent.", ["$3.5 million", "5 per cent"]),
        ("Two hundred were hurt, 1 500 fled.", ["Two hundred", "1 500"]),
        ("He won 3-2 at 10:30.", ["3", "2", "10:30"]),
        ("It fell to -5 degrees.", ["-5"]),
        ("A 20 m wall cost £2bn.", ["20", "£2bn"]),
        ("Am 3. Mai waren es 3 Mrd Euro.", ["3. Mai", "3 Mrd Euro"]),
        ("El 3 de mayo murieron cinco.", ["3 de mayo", "cinco"]),
        ("地震で3万人", ["3万"]),
        ("Only 3 out of 5 came.", ["3", "5"]),
        ("Version 1.2.3 of " + "9" * 100, ["1.2.3", "9" * 100]),
        ("Someone often phoned.", []),
        ("", []),
    ],
)
def test_numbers_as_printed(text: str, expected: list[str]) -> None:
    assert [number.text for number in numbers(text)] == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("12 died", "15 died", [("12", "15")]),
        ("three died", "five died", [("three", "five")]),
        ("12 died", "twelve died", []),
        ("1,500 fled", "1500 fled", []),
        ("5% more", "5 per cent more", []),
        ("$2m", "$2 million", []),
        ("$5 million", "€5 million", [("$5 million", "€5 million")]),
        ("5 million", "5 billion", [("5 million", "5 billion")]),
        ("on May 3", "on May 4", [("May 3", "May 4")]),
        ("on May 3", "on June 3", [("May 3", "June 3")]),
        ("on May 3", "on 3 May", []),
        ("5% of 3", "3", [("5%", None)]),
        ("died", "2 died", [(None, "2")]),
        ("5% of 30", "$9 and 6% of 30", [("5%", "6%"), (None, "$9")]),
        ("3 dead, 5 hurt", "5 dead, 3 hurt", [("5", None), (None, "5")]),
        ("10:30", "10:45", [("10:30", "10:45")]),
        ("١٢ قتيلا", "12 قتيلا", []),
    ],
)
def test_changed_numbers(old: str, new: str, expected: list[tuple[str | None, str | None]]) -> None:
    found = changed(numbers(old), numbers(new))

    assert sorted(found, key=str) == sorted(expected, key=str)


DATA = tomllib.loads(module._DATA.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("table", "sentence", "count"),
    [("words", "They saw {} there.", 1), ("scales", "They saw 3 {} there.", 1), ("units", "They saw 3 {} there.", 1)],
)
def test_each_word_of_the_data_is_part_of_a_number(table: str, sentence: str, count: int) -> None:
    found = {word: numbers(sentence.format(word)) for word in DATA[table]}

    assert [word for word, read in found.items() if len(read) != count or word not in read[0].text] == []


@pytest.mark.parametrize("short", DATA["short_scales"])
def test_a_short_scale_needs_a_currency(short: str) -> None:
    [money, length] = numbers(f"It cost $3{short} for 3 {short} then.")

    assert money.value == 3 * DATA["short_scales"][short]
    assert length.value == Decimal(3)


@pytest.mark.parametrize("piece", ["1 ", "1", "1,", "$", "- ", "three ", "100 000 ", "3 million million ", "May "])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    start = time.process_time()

    numbers(piece * 100_000)

    assert time.process_time() - start < 2
