"""Quotations in every style of marks."""

from __future__ import annotations

import time

import pytest

from newswire.compare.quotations import spans


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ('He said "we go" and left.', ["we go"]),
        ("He said “we go” and left.", ["we go"]),
        ("He said ‘we don’t go’ and left.", ["we don’t go"]),
        ("He said 'we don't go' and left.", ["we don't go"]),
        ("Er sagte: „Wir gehen“, und ging.", ["Wir gehen"]),
        ("Er sagte: »Wir gehen«, und ging.", ["Wir gehen"]),
        ("Il a dit « nous partons » hier.", [" nous partons "]),
        ("Han sade ”vi går” i dag.", ["vi går"]),
        ("彼は「行く」と言った。", ["行く"]),
        ("“He called it ‘bad’,” she said.", ["He called it ‘bad’,"]),
        ('"One," he said. "Two."', ["One,", "Two."]),
        ("“We go on.", ["We go on."]),
        ("The dogs' and the ’90s and rock 'n' roll", ["n"]),
        ("A 5'10\" man", []),
        ("Nothing.", []),
        ("", []),
    ],
)
def test_what_is_quoted(paragraph: str, expected: list[str]) -> None:
    assert [paragraph[start:end] for start, end in spans(paragraph)] == expected


@pytest.mark.parametrize("piece", ['"', " 'a", "‘", "‚a ", " »a", "“", "‹", '" '])
def test_hostile_marks_take_linear_time(piece: str) -> None:
    start = time.process_time()

    spans(piece * 100_000)

    assert time.process_time() - start < 2
