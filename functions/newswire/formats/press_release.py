"""Press releases as plain text: from a wire (PR Newswire, Business Wire, GlobeNewswire ...) or with a release line.

Before the paragraph with the dateline stand a release line ("FOR IMMEDIATE RELEASE", "EMBARGOED UNTIL ..."), the
headline, perhaps a second one, perhaps contacts. The time is that of the dateline, or of a line with date and time
above it. Like all plain text it has no identity: the guid is a digest of its words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newswire.errors import InvalidStory
from newswire.formats import agency_name, wire_text, wire_times
from newswire.formats.story import make_story
from newswire.normalise import embargo
from newswire.normalise.text import clean_line, decode
from newswire.story import UNTIL_A_NEWER_VERSION, GuidRule, Paragraph, Story, VersionRule

if TYPE_CHECKING:
    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError
    from newswire.normalise.times import Moment

_WIRES = {
    "asianet": r"/[^/\n]{0,40}-AsiaNet/|\(AsiaNet\)",
    "prnewswire": r"/ ?PR ?Newswire\b[^/\n]{0,60}/",
    "businesswire": r"\(BUSINESS ?WIRE\)",
    "globenewswire": r"\(GLOBE ?NEWSWIRE\)",
    "cnw": r"/CNW(?: Telbec)?/",
    "accesswire": r"/?\(?ACCESS ?(?:WIRE|Newswire)\)?/",
    "marketwired": r"\(Market(?:wired|wire)\b[^)\n]{0,40}\)",
    "ots": r"\(ots\)",
}
_WIRE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _WIRES.items()), re.IGNORECASE)
_RELEASE = re.compile(
    r"""\W*(?:(?:press|news|media)\ release\W*)?(?:for\ immediate\ (?:release|publication|use)|for\ release\b.{0,80}
      |(?:embargoed\ )?(?:(?:press|news|media)\ release|pressemitteilung|communiqu[ée]\ de\ presse)
       (?:\W{0,3}(?:no\.?\ ?)?(?:[A-Z]{0,3}[ -]?\d{3,9}(?:/\d{1,4})?))?
      |(?:asianet|PR|BW)[ -]?\d{4,9})\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_REFERENCE = re.compile(r"\b(?:asianet|PR|BW)[ -]?\d{4,9}\b", re.IGNORECASE)
_HELD = re.compile(r"\W*embargoed\b", re.IGNORECASE)
_CONTACT = re.compile(
    r"""\W*(?:(?:media|press|investor)\s+)?(?:contacts?|enquiries|inquiries|kontakt)\b[^.]{0,80}$
      | .{0,120}?\w@\w{1,60}\.\w
      | \W*(?:tel|phone|fax|mobile)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LINES = 60
"""Lines in which the dateline of a release is looked for."""
_DATELINE = 300
"""Characters in which a dateline ends."""
_MAX_HEADLINE = 300


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - the words say it
    """Tell whether this is a press release: by its wire's name in a dateline, or by a release line at the top."""
    if head.startswith("<"):
        return False
    lines = [line.strip() for line in wire_text.lines_of(head)[:_LINES] if line.strip()]
    return any(_is_release_line(line) for line in lines[:6]) or any(_WIRE.search(line[:_DATELINE]) for line in lines)


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the one story of a press release.

    Raises
    ------
    InvalidStory: there is no text in it.
    DeliveryTooLarge: it has too many paragraphs.
    """
    decoded = decode(delivery.body, delivery.content_type)
    lines = wire_text.clean_lines_of(decoded.text)
    notes = [line.strip() for line in lines[:_LINES] if _is_release_line(line.strip())]
    kept = ["" if at < _LINES and line.strip() in notes else line for at, line in enumerate(lines)]
    paragraphs = wire_text.checked(wire_text.paragraphs(kept))
    if not paragraphs:
        raise InvalidStory("empty: there is no text in it")
    agencies = [_agency(paragraph.text[:_DATELINE]) for paragraph in paragraphs[:_LINES]]
    start = next((at for at, named in enumerate(agencies) if named), None)
    head, body = _head(paragraphs, start)
    titles = [paragraph.text for paragraph in head if not _says_when(paragraph.text) and not _is_contact(paragraph)]
    notes += [paragraph.text for paragraph in head if _is_contact(paragraph)]
    said = [line for paragraph in head for line in paragraph.text.split("\n") if _says_when(line)]
    moment = _moment([*said, body[0].text[:_DATELINE] if body else ""])
    held = embargo.in_lines(notes) or next(filter(_HELD.match, notes), None)
    extra = {"date": "\n".join(said), "reference": " ".join(filter(None, map(_reference, notes)))}
    return [
        make_story(
            supplier=delivery.supplier or next(filter(None, agencies), "unknown"),
            feed=delivery.feed,
            guid=f"text:{wire_text.digest(*(paragraph.text for paragraph in paragraphs))}",
            guid_rule=GuidRule.CONTENT,
            version=1,
            version_rule=VersionRule.CONTENT,
            embargo_until=UNTIL_A_NEWER_VERSION if held else None,
            embargo_text=held,
            version_created=moment.instant if moment else delivery.received,
            received=delivery.received,
            ed_note="\n".join(notes) or None,
            headline=clean_line(titles[0]) if titles else None,
            subheadline=clean_line(" ".join(titles[1:])) or None,
            paragraphs=body,
            warnings=(*decoded.warnings, *_warnings(moment)),
            extra={name: value for name, value in extra.items() if value},
        )
    ]


def _agency(text: str) -> str | None:
    """Return the wire or the agency that a paragraph's dateline names, as a supplier's name."""
    wire = _WIRE.search(text)
    return wire.lastgroup if wire else agency_name.first([wire_text.agency(text)])


def _reference(note: str) -> str | None:
    found = _REFERENCE.search(note)
    return found[0] if found else None


def _is_release_line(line: str) -> bool:
    return bool(_RELEASE.fullmatch(line)) or embargo.in_lines([line]) is not None


def _head(paragraphs: tuple[Paragraph, ...], start: int | None) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Part what stands before the paragraph with the dateline; without one, the first paragraph if it is a headline."""
    if start is None:
        short = len(paragraphs) > 1 and len(paragraphs[0].text) <= _MAX_HEADLINE
        start = 1 if short else 0
    return paragraphs[:start], paragraphs[start:]


def _says_when(text: str) -> bool:
    return len(text) < 80 and wire_times.in_words(text) is not None


def _is_contact(paragraph: Paragraph) -> bool:
    return bool(_CONTACT.match(paragraph.text.split("\n")[0]))


def _moment(texts: list[str]) -> Moment | None:
    found = list(filter(None, (wire_times.in_words(text) for text in texts)))
    return max(found, key=lambda moment: moment.has_time, default=None)


def _warnings(moment: Moment | None) -> tuple[str, ...]:
    if moment is None:
        return ("no time in it, the time of receipt stands for it",)
    if not moment.has_time:
        return ("no time of day in it, the first moment of its date stands for it",)
    return () if moment.has_zone else ("its time has no zone, read as UTC",)
