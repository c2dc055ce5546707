"""Bytes to characters, and characters to clean text: character sets, control characters, line ends, paragraphs."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from email.message import Message
from itertools import groupby

import charset_normalizer

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Character sets that a content type may name, as Python spells them. Not every codec: some are no character sets at
# all (rot13, unicode_escape), and punycode takes quadratic time. Latin-1 and ASCII are read as cp1252, as browsers do.
_DECLARABLE = re.compile(r"iso8859-|cp125|cp437|cp850|koi8|mac|gb|big5|shift_jis|cp932|euc_|iso2022|utf-16|utf-32")
_SAMPLE = 64 * 1024
"""Bytes that the character set detection looks at: more makes it slow, not better."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
_LINE_END = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
# Control characters that stand between words: dropping them would glue the words.
_SEPARATOR = re.compile(r"[\x0b\x0c\x1c-\x1f]")

# Soft hyphens and spaces of no width, which stand inside words and hide them from a search. U+200C and U+200D, which
# change what Persian, Indic scripts and emoji say, stay; so does U+200B where it parts the words of Thai, Lao, Burmese
# and Khmer, which have no spaces.
_INVISIBLE = re.compile("[\u00ad\u2060\ufeff]|\u200b(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])")

_SURROGATE = re.compile("[\ud800-\udfff]")
# Sorting a run of combining marks takes Python quadratic time: 32,000 marks take a second. Unicode's stream-safe
# text has runs of 30 at most.
_MARKS = re.compile(r"([^\w\s\x00-\x7f]{31,})")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text out of bytes, and what had to be assumed for it."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Return the characters of `body`: by its byte order mark, as UTF-8, as declared, as cp1252, or as detected.

    Whatever the bytes are, this gives text: what cannot be read becomes U+FFFD, and a warning says so.
    `content_type` counts only where it names a character set and the bytes are not clear without it.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return _decode(body[len(mark) :], charset)
    try:
        return Decoded(body.decode())
    except UnicodeDecodeError:
        damaged = body.decode(errors="replace")
    if _is_damaged_utf8(damaged):
        return Decoded(damaged, ("some bytes are no UTF-8, they became U+FFFD",))
    charset = _declared_charset(content_type) or "cp1252"
    try:
        return Decoded(body.decode(charset), (f"not UTF-8, read as {charset}",))
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(body[:_SAMPLE]).best()
        return _decode(body, best.encoding if best else "cp1252")


def _decode(body: bytes, charset: str) -> Decoded:
    try:
        return Decoded(body.decode(charset), () if charset.startswith("utf") else (f"not UTF-8, read as {charset}",))
    except UnicodeDecodeError:
        return Decoded(body.decode(charset, errors="replace"), (f"some bytes are no {charset}, they became U+FFFD",))


def _is_damaged_utf8(damaged: str) -> bool:
    """Tell UTF-8 with a few broken bytes (cut off, say) from another character set: most of it is still readable."""
    errors = damaged.count("\ufffd")
    readable = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", damaged)))
    return readable > errors


def _declared_charset(content_type: str | None) -> str | None:
    message = Message()
    message["Content-Type"] = re.sub(r"[^\x20-\x7e]", "", content_type or "")
    try:
        name = codecs.lookup(str(message.get_param("charset", ""))).name
    except (LookupError, ValueError):
        return None
    return name if _DECLARABLE.match(name) and name != "iso8859-1" else None


def clean(text: str) -> str:
    """Return `text` in NFC, its lines ended by a line feed, without control or invisible characters or surrogates."""
    text = text if text.isascii() else replace_surrogates(text)
    if _CONTROL.search(text):
        text = _CONTROL.sub("", _SEPARATOR.sub(" ", _LINE_END.sub("\n", text)))
    return text if text.isascii() else _compose(_INVISIBLE.sub("", text))


def _compose(text: str) -> str:
    parts = _MARKS.split(text)
    return "".join(part if at % 2 else unicodedata.normalize("NFC", part) for at, part in enumerate(parts))


def replace_surrogates(text: str) -> str:
    """Return `text` with U+FFFD for each lone surrogate: no UTF-8 encoder takes one."""
    return _SURROGATE.sub("\ufffd", text)


def clean_line(text: str) -> str:
    """Return `text` clean and on one line, white space collapsed: for headlines, bylines and the like."""
    return collapse(clean(text))


def collapse(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return " ".join(text.split())


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of clean plain text: parted by blank lines, or by line ends where no line is blank."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    if all(lines):
        return lines
    return ["\n".join(block) for filled, block in groupby(lines, key=bool) if filled]
