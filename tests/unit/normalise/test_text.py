"""Characters out of bytes, clean text out of characters."""

from __future__ import annotations

import pytest

from newswire.normalise.text import clean, clean_line, decode, split_paragraphs, wide_charset


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (b"plain", None, "plain"),
        ("Zürich – “gut”".encode(), None, "Zürich – “gut”"),
        (b"\xef\xbb\xbfmark", None, "mark"),
        (b"\xff\xfe" + "für".encode("utf-16-le"), None, "für"),
        (b"\xfe\xff" + "für".encode("utf-16-be"), None, "für"),
        ("für “alle” 5 €".encode("cp1252"), None, "für “alle” 5 €"),
        ("für “alle”".encode("cp1252"), "text/plain; charset=ISO-8859-1", "für “alle”"),
        ("Москва".encode("koi8-r"), "text/plain; charset=KOI8-R", "Москва"),
        ("für".encode(), "text/plain; charset=iso-8859-15", "für"),
        ("für".encode("cp1252"), 'text/plain; charset="no-such-thing"', "für"),
        ("für".encode("cp1252"), "text/plain; charset=rot13", "für"),
        ("für".encode("cp1252"), "text/plain; charset=punycode", "für"),
        ("für".encode("cp1252"), "text/plain; charset=\r\nX: y", "für"),
        (b"", None, ""),
    ],
)
def test_the_character_set_is_found(body: bytes, content_type: str | None, text: str) -> None:
    assert decode(body, content_type).text == text


def test_utf8_that_was_cut_off_is_still_utf8() -> None:
    decoded = decode("Grüße aus Köln, schöne Grüße".encode()[:-2])

    assert decoded.text == "Grüße aus Köln, schöne Grü\ufffd"
    assert decoded.warnings


@pytest.mark.parametrize(
    ("body", "content_type", "text", "warnings"),
    [
        (b"f\xfcr", "text/plain; charset=utf-8", "für", ("declared as UTF-8, but it is not, read as cp1252",)),
        (b"f\xfcr", "text/plain; charset=iso-8859-1", "für", ()),
        (b"f\xfcr 5 \x80", "text/plain; charset=iso-8859-1", "für 5 €", ("declared as Latin-1, read as cp1252",)),
        (b"f\xfcr", "text/plain; charset=windows-1252", "für", ()),
        (b"f\xfcr", None, "für", ("not UTF-8, read as cp1252",)),
        ("Москва".encode("koi8-r"), "text/plain; charset=koi8-r", "Москва", ()),
        ("鎔基".encode("gbk"), "text/plain; charset=gb2312", "鎔基", ()),
        ("für Müller, Grüße – ".encode() + b"caf\xe9 \x96 na", None, "für Müller, Grüße – café – na",
         ("some bytes are no UTF-8, read as cp1252",)),
    ],
)  # fmt: skip
def test_what_had_to_be_assumed(body: bytes, content_type: str | None, text: str, warnings: tuple[str, ...]) -> None:
    decoded = decode(body, content_type)

    assert (decoded.text, decoded.warnings) == (text, warnings)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["The bridge opened – at last.", "Мост открыт сегодня утром.\n", "Brücke auf, endlich"]
)
def test_utf16_without_a_mark(text: str, charset: str) -> None:
    decoded = decode(text.encode(charset))

    assert decoded.text == text
    assert decoded.warnings == (f"no byte order mark, read as {charset}",)


@pytest.mark.parametrize(
    "body", [b"a\0b", b"\0" * 40, bytes(range(60)), b"ab\0c" * 20, "long enough".encode("utf-32-le")]
)
def test_what_is_no_utf16(body: bytes) -> None:
    assert wide_charset(body) is None


def test_what_fits_no_character_set_is_still_read() -> None:
    assert "word" in decode(b"word \x81\x8d\x8f\x90\x9d").text


def test_an_odd_byte_at_the_end_of_utf16_is_replaced() -> None:
    decoded = decode(b"\xff\xfe" + "ab".encode("utf-16-le") + b"\x00")

    assert decoded.text == "ab\ufffd"
    assert decoded.warnings == ("some bytes are no utf-16-le, they became U+FFFD",)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\x85c", "a\nb\nc"),
        ("a\x00b\x02c\x7fd\x1ae", "abcde"),
        ("one\x0ctwo\x1cthree", "one two three"),
        ("tab\tstays", "tab\tstays"),
        ("half \ud83d a pair", "half \ufffd a pair"),
        ("Cafe\u0301", "Café"),
        ("\u0301" * 40, "\u0301" * 40),
        ("Fi\u00adnanz\u00admi\u00adnis\u00adter no\u200bbreak\u2060s\ufeff", "Finanzminister nobreaks"),
        ("می\u200cخواهم क\u094d\u200dष 👩\u200d💻", "می\u200cخواهم क\u094d\u200dष 👩\u200d💻"),
        ("ភាសា\u200bខ្មែរ ภาษา\u200bไทย", "ភាសា\u200bខ្មែរ ภาษา\u200bไทย"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_line_has_its_white_space_collapsed() -> None:
    assert clean_line(" two\r\n  words\t") == "two words"


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("one\n\ntwo\n \t\nthree", ["one", "two", "three"]),
        ("one\ntwo", ["one", "two"]),
        ("one\nstill one\n\ntwo", ["one\nstill one", "two"]),
        ("\n\nonly\n\n", ["only"]),
    ],
)
def test_paragraphs_of_plain_text(text: str, paragraphs: list[str]) -> None:
    assert split_paragraphs(text) == paragraphs
