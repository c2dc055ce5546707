"""The character set of texts that declare none."""

from __future__ import annotations

import time

import pytest

from newswire.normalise import charsets
from newswire.normalise.text import decode
from tests.unit.normalise.charset_texts import TEXTS

_CASES = [(text, charset) for _, sets, text in TEXTS for charset in sets]


@pytest.mark.parametrize(("text", "charset"), _CASES, ids=[f"{name}-{one}" for name, sets, _ in TEXTS for one in sets])
def test_long_and_short_texts_are_read(text: str, charset: str) -> None:
    for part in (text, text[:120], text[:60], text[60:120]):
        body = part.encode(charset, "replace")

        assert decode(body).text == body.decode(charset)


@pytest.mark.parametrize("text", [text for _, sets, text in TEXTS if sets == ("cp1252",)])
def test_western_text_is_taken_for_nothing_else(text: str) -> None:
    for start in range(0, len(text) - 60, 20):
        body = text[start : start + 60].encode("cp1252")

        assert decode(body).text == body.decode("cp1252")


@pytest.mark.parametrize("text", ["für", "Zürich", "5 €", "“Go”", "Mäntsälä", "É", "çà et là"])
def test_a_few_characters_are_western(text: str) -> None:
    assert charsets.detect(text.encode("cp1252")) == "cp1252"


def test_marked_up_text_after_a_long_ascii_head() -> None:
    russian = next(text for name, _, text in TEXTS if name == "ru")
    body = b"<html>" + b"<p class='menu'>Home</p>\n" * 1000 + f"<p>{russian}</p>".encode("koi8-r")

    assert russian in decode(body).text


def test_a_broken_byte_does_not_hide_the_character_set() -> None:
    korean = next(text for name, _, text in TEXTS if name == "ko")

    assert korean[:40] in decode(korean.encode("cp949") + b"\xff").text


@pytest.mark.parametrize("piece", [b"\xff", b"\xe4", b"\xe4\x81", b"a\xe4", b"\xc3\xa4\xe4", b"\n\xe4"])
def test_hostile_bytes_take_little_time(piece: bytes) -> None:
    body = piece * (5_000_000 // len(piece))
    begun = time.process_time()
    decode(body)

    assert time.process_time() - begun < 1
