"""The text of an IPTC 7901 message: stacked lines before the story, the story, the agency's notes after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newswire.formats import wire_text
from newswire.normalise import embargo
from newswire.normalise.text import clean_line

if TYPE_CHECKING:
    from newswire.story import Paragraph

_MAX_STACK = 8
"""Lines that can stand before the one that ends in ` =`."""
_MAX_HEADLINE = 200
_HEAD = 2
"""Paragraphs at the start in which a line that asks to kill the story is looked for."""
_WRAPPED = 50
"""Characters: a headline that goes on in the next line fills its own."""

_MARKER = re.compile(
    r"""\(.{1,60}\)
      | \W*(?:\d{1,2}(?:st|nd|rd|th)\.?\ |new\ ){0,2}
        (?:refile|repeat|extra|urgente?|flash|eil|blitz|bulletin|lead|ld|write-?thru|roundup|update\ ?\d*|preview
          |advisory|correct(?:s|ed|ion)|recast|kill|withdraw(?:n|al)|hold|withhold|disregard|annul\w*|anulaci[oó]n|storno
          |(?:meldung\ )?zurückgezogen|berichtigung|korrektur|achtung|avis|alerte?
          |analysis|feature|background|zusammenfassung.{0,12}|(?:embargo|sperrfrist)\w*\b.*)
        \W*""",
    re.IGNORECASE | re.VERBOSE,
)
_KICKER = re.compile(r"[^a-zß-ÿ\n]{2,25}")
"""In capitals: before a headline that is not, it is a marker too."""
_BYLINE = re.compile(r"(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|DI|Door|DOOR|Av|AV|Af|AF|Da|DA)\s+[A-ZÀ-Þ0-9d]")
_SLUG = re.compile(r"[^\s/][^/\n]{0,40}(?:/[^/\n]{0,40}){0,6}/|\S+(?:/\S+)+")
_NOTES = re.compile(
    r"""\#+\ ?(?:dpa\W+)?(?:notebook|notizblock|notes?\b|redaktion\w*|editorial|contacts?|kontakte?|internet)
      | \W*(?:the\ following\ information\ is\ )?not\ (?:intended\ )?for\ publication\W*$
      | .{0,60}(?:nicht\ zur\ veröffentlichung|pas\ destinée?s?\ à\ la\ publication|ne\ pas\ publier
          |no\ (?:destinad\w+\ a\ su|para\ su|para)\ publicaci[oó]n)
      | editorial\ contacts?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""With one of these lines the agency's notes begin."""
_RULE = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Text:
    """What stands between the header line and ETX.

    Parameters
    ----------
    markers: what kind of message it is ("1ST LEAD", "REFILE", "(Achtung)").
    notes: what is not for publication, and the agency's notes.
    sign_off: the agency and the initials of those who wrote and edited.
    """

    slug: str | None = None
    markers: list[str] = field(default_factory=list)
    headline: str | None = None
    subheadline: str | None = None
    byline: str | None = None
    notes: str = ""
    sign_off: str | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)


def read(raw: str, slug: str, agency: str | None) -> Text:
    """Return the parts of the raw text between STX and ETX; `slug` is what stands before STX."""
    text = Text(slug=clean_line(slug).strip("/") or None)
    lines = [line.rstrip() for line in wire_text.clean_lines_of(raw)]
    lines, text.sign_off = _without_sign_off(lines, agency)
    stack, body = _stack(lines)
    if text.slug is None and stack and _SLUG.fullmatch(stack[0].strip()):
        text.slug = clean_line(stack.pop(0)).strip("/")
    _read_stack(stack, text)
    end = next((at for at, line in enumerate(body) if _NOTES.match(line.strip())), len(body))
    paragraphs = wire_text.paragraphs(_without_edges(body[:end]))
    kills = [paragraph for paragraph in paragraphs[:_HEAD] if _asks_to_kill(paragraph)]
    text.notes = "\n".join([*(paragraph.text for paragraph in kills), *_without_edges(body[end:])])
    text.paragraphs = [paragraph for paragraph in paragraphs if paragraph not in kills] or paragraphs
    return text


def _asks_to_kill(paragraph: Paragraph) -> bool:
    return len(paragraph.text) <= _MAX_HEADLINE and embargo.asks_to_kill(paragraph.text)


def _stack(lines: list[str]) -> tuple[list[str], list[str]]:
    """Part the stacked lines from the story: up to one that ends in `=`, else the first lines before a blank one."""
    filled = [at for at, line in enumerate(lines) if line.strip()][:_MAX_STACK]
    for at in filled:
        if lines[at].endswith("="):
            stack = [line.strip() for line in lines[: at + 1] if line.strip()]
            return [*stack[:-1], stack[-1].rstrip("= ")], lines[at + 1 :]
    block: list[str] = []
    for at in filled:
        block.append(lines[at].strip())
        ends = at + 1 == len(lines) or not lines[at + 1].strip() or lines[at + 1][:1] in "\t "
        if (
            wire_text.agency(lines[at].strip())
            or len(lines[at]) > _MAX_HEADLINE
            or (ends and sum(map(len, block)) > _MAX_HEADLINE)
        ):
            break
        if ends and not (_MARKER.fullmatch(block[-1]) or _SLUG.fullmatch(block[-1])):
            rest = lines[at + 1 :]
            return (block, rest) if any(line.strip() for line in rest) else ([], lines)
    return [], lines


def _read_stack(stack: list[str], text: Text) -> None:
    """Read the stacked lines: markers, headline, byline."""
    in_capitals = all(line.isupper() for line in stack)
    while len(stack) > 1 and (
        _MARKER.fullmatch(stack[0])
        or embargo.asks_to_kill(stack[0])
        or (_KICKER.fullmatch(stack[0]) and not in_capitals)
    ):
        text.markers.append(clean_line(stack.pop(0)))
    by = next((at for at, line in enumerate(stack) if at and _BYLINE.match(line)), len(stack))
    text.byline = clean_line(" ".join(stack[by:])) or None
    headline = stack[:1]
    rest = stack[1:by]
    while rest and (len(headline[-1]) >= _WRAPPED or headline[-1].endswith(("-", ","))):
        headline.append(rest.pop(0))
    text.headline = clean_line(" ".join(headline)) or None
    text.subheadline = clean_line(" ".join(rest)) or None


def _without_sign_off(lines: list[str], agency: str | None) -> tuple[list[str], str | None]:
    """Take off the last line where it is the agency and initials ("dpa wsz jln npr")."""
    last = max((at for at, line in enumerate(lines) if line.strip()), default=None)
    if last is None or agency is None:
        return lines, None
    name, *initials = lines[last].split() or [""]
    signed = name.lower().partition("-")[0] == agency.lower().partition("-")[0]
    if signed and 0 < len(initials) <= 8 and all(re.fullmatch(r"[a-z0-9/.-]{1,6}", word) for word in initials):
        return lines[:last], clean_line(lines[last])
    return lines, None


def _without_edges(lines: list[str]) -> list[str]:
    """Drop blank lines and rules ("* * * *") at both ends."""
    filled = [at for at, line in enumerate(lines) if line.strip() and not _RULE.fullmatch(line)]
    return lines[filled[0] : filled[-1] + 1] if filled else []
