"""Text framed by ZCZC and NNNN, as on teleprinters, one frame or many; the closing NNNN may be missing.

In the frame stand, in one of four styles or in none, header lines and then the text: lines with a sign each (AAP: `:`
slug, `=` take key, `^` headline, `$` category, `+` IPTC subject code), lines with a tag each ("TI# ...", "TX# ..."),
lines with a label each ("Headline: ..."), or lines that say by their place what they are (ANSA: codes, headline). The
time can also stand before NNNN. Identity and version are those of a text with header lines.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from newswire.errors import NotAStory
from newswire.formats import text_headers, wire_head, wire_text
from newswire.formats.several import MAX_STORIES, read_each
from newswire.normalise.text import clean_line, decode
from newswire.story import Story, Subject

if TYPE_CHECKING:
    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError

_START = re.compile(
    r"^[\x01-\x09\x0b-\x20\x7f\ufeff]{0,40}V?ZCZC(?:\b|(?=\d))[ \t]{0,80}(?P<reference>[^\n]{0,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_END = re.compile(
    r"^[\x00-\x09\x0b-\x20\x7f]{0,20}(?:(?P<trailer>[^\n]{1,40}?)[ \t]{1,9})?NNNN[\x00-\x09\x0b-\x20\x7f]{0,20}$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGN_OFF = re.compile(r"[A-Z0-9]{1,4}(?:[-/][A-Z0-9]{1,4}){0,4}")
"""The initials of those who wrote and edited, in the last line of a text before the time."""
_MAX_REFERENCES, _MAX_REFERENCE = 3, 40
"""Lines, and characters of each, that can stand before lines with a label."""
_SIGNS = {
    ":": "slug",
    "=": "take_key",
    "^": "headline",
    "$": "category",
    "&": "service_level",
    "*": "format",
    "+": "subject",
    "@": "place",
    "~": "genre",
}
_REPEATED = "^+"
_TAGS = {
    "AN": "number",
    "KN": "source",
    "PD": "date",
    "CO": "company",
    "SO": "exchange",
    "BY": "byline",
    "KY": "slug",
    "TI": "headline",
    "AB": "abstract",
}
_TAG = re.compile(r"(?P<tag>[A-Z]{2})#[ \t]*(?P<value>.*)$")
_TABULAR = "T"


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - the frame says it
    """Tell whether text begins with the line that opens a frame."""
    if "zczc" not in head.lower():
        return False
    text = wire_text.with_plain_line_ends(head)
    start = _START.search(text)
    return start is not None and not text[: start.start()].strip("\x01\x02\x7f\ufeff \t\n")


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the stories of the frames, in their order.

    Raises
    ------
    NotAStory: there is no frame, or one that is empty.
    DeliveryTooLarge: there are more than MAX_STORIES frames, or it is one with too many paragraphs.
    """
    decoded = decode(delivery.body, delivery.content_type)
    text = wire_text.with_plain_line_ends(decoded.text)
    starts = list(islice(_START.finditer(text), MAX_STORIES + 1))
    if not starts:
        raise NotAStory("no frame: no line that begins with ZCZC")
    ends = [start.start() for start in starts[1:]] + [len(text)]
    frames = [(start, text[start.end() : end]) for start, end in zip(starts, ends, strict=True)]
    if len(frames) == 1:
        return [_story(*frames[0], delivery, decoded.warnings)]
    return read_each(frames, lambda frame, number: _story(*frame, delivery, decoded.warnings, f"frame {number}"))


def _story(
    start: re.Match[str], raw: str, delivery: Delivery, decoding: tuple[str, ...], position: str | None = None
) -> Story:
    end = next((end for end in _END.finditer(raw) if not end["trailer"] or wire_head.is_time(end["trailer"])), None)
    lines = wire_text.clean_lines_of(raw[: end.start() if end else len(raw)].strip("\n"))
    if not any(line.strip() for line in lines):
        raise NotAStory("an empty frame between ZCZC and NNNN", position)
    fields, body = _fields(lines)
    if end and end["trailer"]:
        fields.setdefault("date", end["trailer"])
        body = _without_sign_off(body, fields)
    if reference := clean_line(f"{start['reference']} {fields.get('reference', '')}"):
        fields["reference"] = reference
    codes = re.findall(r"\b\d{8}\b", fields.get("subject", ""))
    story = text_headers.story(delivery, fields, body, decoding, position)
    changes: dict[str, object] = {"subjects": tuple(Subject(code=code, scheme="subj") for code in codes)}
    if fields.get("format", "").strip().upper() == _TABULAR:
        changes["paragraphs"] = (wire_text.preformatted(body),)
    return story.model_copy(update=changes)


def _fields(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the fields of the header lines, in whatever style they are, and the lines of the text."""
    first = next(line.strip() for line in lines if line.strip())
    if _TAG.match(first):
        return _tagged(lines)
    if first[0] in _SIGNS and len(first) > 1:
        return _signed(lines)
    lines = lines[next(at for at, line in enumerate(lines) if line.strip()) :]
    return _labelled(lines) or wire_head.read(lines)


def _labelled(lines: list[str]) -> tuple[dict[str, str], list[str]] | None:
    """Read lines with a label each, which may begin after some with a reference; None where there are none."""
    for at in range(min(len(lines), _MAX_REFERENCES + 1)):
        fields, body = text_headers.split(lines[at:])
        if text_headers.are_headers(fields) or (fields and at == 0):
            return fields | {"reference": " ".join(lines[:at])}, body
        if len(lines[at]) > _MAX_REFERENCE:
            return None
    return None


def _without_sign_off(body: list[str], fields: dict[str, str]) -> list[str]:
    last = max((at for at, line in enumerate(body) if line.strip()), default=0)
    if last == 0 or not _SIGN_OFF.fullmatch(body[last].strip()):
        return body
    fields["sign_off"] = body[last].strip()
    return body[:last]


def _signed(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    pieces: dict[str, list[str]] = {}
    body: list[str] = []
    for at, line in enumerate(lines):
        sign, value = line.strip()[:1], line.strip()[1:]
        name = _SIGNS.get(sign)
        if sign and (name is None or (name in pieces and sign not in _REPEATED)):
            body = lines[at:]
            break
        if name:
            pieces.setdefault(name, []).append(value)
    return _joined(pieces), body


def _tagged(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    pieces: dict[str, list[str]] = {}
    body: list[str] = []
    last = ""
    for at, line in enumerate(lines):
        found = _TAG.match(line.strip())
        if found and found["tag"] == "TX":
            body = [found["value"], *lines[at + 1 :]]
            break
        if found:
            last = _TAGS.get(found["tag"], found["tag"])
            pieces[last] = [found["value"]]
        elif last:
            pieces[last].append(line)
    return _joined(pieces), body


def _joined(pieces: dict[str, list[str]]) -> dict[str, str]:
    return {name: clean_line(" ".join(texts)) for name, texts in pieces.items()}
