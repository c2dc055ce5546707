"""The header of a mail: fields in any character set, encoded words (RFC 2047) and raw bytes among them."""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from itertools import groupby
from typing import TYPE_CHECKING

from newswire.normalise.text import clean_line, decode

if TYPE_CHECKING:
    from email.message import Message

_LONGEST = 20_000
"""Characters of a field that are read: a list of recipients may be long, a subject is not."""

_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_WORDS = re.compile(
    rf"{_WORD.pattern}(?:\s*{_WORD.pattern.replace('(', '(?:').replace('(?:?:', '(?:')})*", re.IGNORECASE
)


def header(message: Message, name: str) -> str | None:
    """Return a field of the header on one line, decoded; None where it is missing or empty."""
    wanted = name.lower()
    raw = next((value for field, value in message.raw_items() if field.lower() == wanted), "")
    written = decode(str(raw)[:_LONGEST].encode("ascii", "surrogateescape")).text
    return clean_line(_WORDS.sub(lambda words: _decoded_words(words[0]), written)) or None


def text_of(body: bytes, charset: str | None) -> str:
    """Return the characters of `body` in the character set that a mail says; what cannot be read becomes U+FFFD."""
    try:
        known = codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        known = ""
    if known.startswith("iso2022") or known == "hz":
        return body.decode(known, errors="replace")  # it is ASCII to look at
    return decode(body, f"text/plain; charset={charset}" if charset else None).text


def _decoded_words(words: str) -> str:
    """Return what encoded words say; a character may be split between two words of one character set."""
    found = ((match[1], _unpacked(match[2].lower(), match[3])) for match in _WORD.finditer(words))
    return "".join(
        text_of(b"".join(body for _, body in same), charset)
        for charset, same in groupby(found, key=lambda word: word[0].lower())
    )


def _unpacked(encoding: str, text: str) -> bytes:
    raw = text.encode()
    if encoding == "q":
        return quopri.decodestring(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return raw
