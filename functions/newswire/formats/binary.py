"""Telling binary data from text, so that a picture pushed by mistake is refused at the door."""

from __future__ import annotations

import codecs

from newswire.normalise.text import wide_charset

_SIGNATURES = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",  # JPEG
    b"GIF87a",
    b"GIF89a",
    b"%PDF-",
    b"PK\x03\x04",  # ZIP, and with it Office documents
    b"\x1f\x8b",  # gzip
    b"\xfd7zXZ",
    b"7z\xbc\xaf\x27\x1c",
    b"\x28\xb5\x2f\xfd",  # Zstandard
    b"\xd0\xcf\x11\xe0",  # old Office documents
    b"OggS",
)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
"""The mark of little-endian UTF-32 begins with that of UTF-16."""


def looks_binary(body: bytes) -> bool:
    """Tell whether `body` is no text: it begins like a known binary format, or holds a NUL byte (UTF-16 aside).

    Other control characters say nothing: agencies frame their transmissions with SOH, STX, ETX and SYN.
    """
    if body.startswith(_SIGNATURES):
        return True
    return b"\0" in body and not body.startswith(_WIDE) and wide_charset(body) is None
