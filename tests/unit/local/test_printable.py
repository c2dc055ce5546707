"""What a terminal would obey is shown, not obeyed."""

from __future__ import annotations

import json

import pytest

from infra.local.printable import printable, printable_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – “text” é 漢 👍", "plain – “text” é 漢 👍"),
        ("two\nlines\r\nand\ttabs", "two lines and tabs"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("a\x9b31mb\x7f", "a\ufffd31mb␡"),
        ("over\x08\x08\x00", "over␈␈␀"),
        ("a\u202egnp.exe\u2066b\u2069", "agnp.exeb"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
        ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
    ],
)
def test_control_characters_are_made_visible_or_left_out(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_json_says_the_same_without_them() -> None:
    said = {"a": "\x9b31m \x7f \x1b é"}
    text = printable_json(json.dumps(said, ensure_ascii=False))
    assert json.loads(text) == said
    assert not set(text) & set(map(chr, [*range(32), *range(0x7F, 0xA0)]))
