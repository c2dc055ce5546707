"""Bytes to characters, and characters to clean text: character sets, control characters, line ends, paragraphs."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from email.message import Message
from itertools import groupby

import charset_normalizer

from newswire.normalise import charsets

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Character sets that a content type may name, as Python spells them. Not every codec: some are no character sets at
# all (rot13, unicode_escape), and punycode takes quadratic time.
_DECLARABLE = re.compile(
    r"iso8859-|cp125|cp437|cp85|cp86|cp874|tis-620|koi8|mac|gb|big5|shift_jis|cp932|cp949|euc_|iso2022|utf-8|utf-16|utf-32"
)
_SUPERSETS = {
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
"""What is meant by names that stand for more than they say, as browsers have it."""
_SAMPLE = 64 * 1024
"""Bytes that the last resort of the detection looks at: more makes it slow, not better."""
_WIDE_SAMPLE, _WIDE_LEAST = 4096, 16
"""Bytes that are looked at for UTF-16, and bytes below which nothing is told."""
_LAST_BLOCK = 0x20
"""High byte of the last characters that stand in text in letters: the punctuation from U+2000 on."""
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_MOST_BROKEN = 20
"""One broken character of so many beyond ASCII: with more it is another character set than declared."""
_MOST_STRAY = 10_000
"""Stray bytes of another character set in UTF-8 that are mended: more is no text."""
_STRAY = "newswire.stray"
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")

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
    """Return the characters of `body`: by its byte order mark, as UTF-8, as declared, or as detected.

    Whatever the bytes are, this gives text: what cannot be read becomes U+FFFD, and a warning says so.
    `content_type` counts only where it names a character set and the bytes are not clear without it.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return _decode(body[len(mark) :], charset)
    if b"\0" in body and (wide := wide_charset(body)):
        return _decode(body, wide, f"no byte order mark, read as {wide}")
    try:
        return Decoded(body.decode())
    except UnicodeDecodeError:
        damaged = body.decode(errors="replace")
    if _is_damaged_utf8(damaged):
        return _mended(body, damaged)
    declared = declared_charset(content_type)
    if declared and declared != "utf-8":
        return _decode_declared(body, declared)
    return _decode_detected(body, "declared as UTF-8, but it is not" if declared else "not UTF-8")


def wide_charset(body: bytes) -> str | None:
    """Return the kind of UTF-16 that text without a byte order mark is in, None where it is no such text.

    Text in letters keeps to a script or two, so every second byte is one of two low numbers, NUL among them.
    """
    sample = body[: min(_WIDE_SAMPLE, len(body) // 2 * 2)]
    if len(sample) < _WIDE_LEAST:
        return None
    for charset, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        common = sum(count for block, count in Counter(high).most_common(2) if block <= _LAST_BLOCK)
        if 0 in high and common >= 0.9 * len(high) and not _NO_TEXT.search(sample.decode(charset, "replace")):
            return charset
    return None


def _decode(body: bytes, charset: str, *warnings: str) -> Decoded:
    try:
        return Decoded(body.decode(charset), warnings)
    except UnicodeDecodeError:
        broken = f"some bytes are no {charset}, they became U+FFFD"
        return Decoded(body.decode(charset, errors="replace"), (*warnings, broken))


def _decode_declared(body: bytes, charset: str) -> Decoded:
    """Read bytes as declared, unless much of them is none of it. Declared Latin-1 is Windows-1252 in disguise."""
    if charset == "iso8859-1":
        disguised = re.search(rb"[\x80-\x9f]", body)
        return _decode(body, "cp1252", *(["declared as Latin-1, read as cp1252"] if disguised else []))
    decoded = _decode(body, charset)
    beyond = sum(map(len, _BEYOND_ASCII.findall(decoded.text)))
    if decoded.text.count("\ufffd") * _MOST_BROKEN > beyond:
        return _decode_detected(body, f"declared as {charset}, but it is not")
    return decoded


def _decode_detected(body: bytes, why: str) -> Decoded:
    charset = charsets.detect(body)
    try:
        return Decoded(body.decode(charset), (f"{why}, read as {charset}",))
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(body[:_SAMPLE]).best() if charset == charsets.WESTERN else None
        charset = best.encoding if best else charset
        return _decode(body, charset, f"{why}, read as {charset}")


def _is_damaged_utf8(damaged: str) -> bool:
    """Tell UTF-8 with a few broken bytes (cut off, say) from another character set: most of it is still readable."""
    errors = damaged.count("\ufffd")
    readable = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", damaged)))
    return readable > errors


def _mended(body: bytes, damaged: str) -> Decoded:
    """Read UTF-8 into which somebody pasted other text: a lone byte inside is one of cp1252."""
    text = body.decode(errors=_STRAY) if damaged.count("\ufffd") <= _MOST_STRAY else damaged
    lost = "\ufffd" in text
    warnings = ["some bytes are no UTF-8, they became U+FFFD"] if lost else ["some bytes are no UTF-8, read as cp1252"]
    return Decoded(text, tuple(warnings))


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    is_cut_off = error.end - error.start > 1 or error.end == len(error.object)
    return "\ufffd" if is_cut_off else error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_STRAY, _read_stray)


def declared_charset(content_type: str | None) -> str | None:
    """Return Python's name of the character set that a content type names; None where it names none that is known."""
    message = Message()
    message["Content-Type"] = re.sub(r"[^\x20-\x7e]", "", content_type or "")
    try:
        name = codecs.lookup(str(message.get_param("charset", ""))).name
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(name, name) if _DECLARABLE.match(name) else None


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
