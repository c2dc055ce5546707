"""ANPA 1312, the text wire of AP and others: control characters as structure, one or many transmissions.

SYN SYN SOH, service letter and number, priority, category, format, keyword, date, word count, STX, text, ETX, trailer
with the agency and the full date ("AP-WF-11-13-13 0745GMT"), EOT.

The format has no identity beyond the transmission: the guid is made of the service, its number and the day, and where
no full date says which day, of a digest of the text. The slug is no chain: an update ("1st Ld-Writethru") is a story.
The version is the time of transmission. The priority letter is kept as it is: agencies use it for
editions as well as for urgency.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from newswire import suppliers
from newswire.errors import InvalidStory, MalformedDelivery
from newswire.formats import agency_name, anpa_body, wire_text, wire_times
from newswire.formats.several import MAX_STORIES, frames, read_each
from newswire.formats.story import make_story
from newswire.normalise import embargo, times
from newswire.normalise.text import clean_line, decode
from newswire.story import UNTIL_A_NEWER_VERSION, GuidRule, Status, Story, Subject, VersionRule

if TYPE_CHECKING:
    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError
    from newswire.formats.anpa_body import Text

_HEADER = re.compile(
    r"""\x01[\n\ ]{0,3}
        (?P<reference>[^\n\x01-\x03]{1,60})\n[\n\ ]{0,4}
        (?P<priority>[a-zA-Z])\ ?(?P<category>[a-zA-Z0-9]{1,3})(?P<format>[\x11-\x14\ ]{1,6})
        (?P<keyword>[^\n\x01-\x03]{1,80}?)[ ]{1,40}
        (?P<first>\d\d)-(?P<second>\d\d)(?:[ ]{1,40}(?P<count>\d{1,5}))?\b[^\n\x01-\x03]{0,30}[\n\ ]{0,4}
        (?:\x02|(?<=\n))""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"(?P<service>[A-Za-z]{1,5})[ -]?(?P<number>\d{2,6})")
_TRAILER = re.compile(r"\b(?P<agency>[A-Z]{2,8})-[A-Z]{1,4}-\d\d-\d\d-\d\d")
_MAX_TRAILER = 200
_DAY_FIRST = frozenset({"kyodo"})
"""Agencies whose header date is day-month; the others follow America."""
_CYCLE = re.compile(r"(?:am|pm|bc|ap)-+(?=\w)", re.IGNORECASE)
_ADVANCE = re.compile(r"\$?adv(?:ance)?\.? ?\d{0,2}(?:-\d{1,2})?", re.IGNORECASE)
_KILL = re.compile(r"(?:bulletin |mandatory )?(?:kill|withdrawal|withhold|disregard|elimination)", re.IGNORECASE)
_HOLD = re.compile(r"hold(?: for release)?|hfr|embargo(?:ed)?|not for publication", re.IGNORECASE)


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - the bytes say it
    """Tell whether this is an ANPA 1312 transmission: by its two header lines, SOH alone proves nothing."""
    text = wire_text.with_plain_line_ends(head)
    header = _HEADER.search(text)
    return header is not None and not text[: header.start()].strip("\x01\x04\x16\x7f\n ")


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the stories of one or many transmissions, in their order.

    Raises
    ------
    MalformedDelivery: there is no whole header in it.
    DeliveryTooLarge: there are more than MAX_STORIES transmissions, or it is one with too many paragraphs.
    InvalidStory: it is one transmission without text.
    """
    decoded = decode(delivery.body, delivery.content_type)
    text = wire_text.with_plain_line_ends(decoded.text)
    headers = list(islice(_HEADER.finditer(text), MAX_STORIES + 1))
    if not headers:
        raise MalformedDelivery("no ANPA 1312 header: SOH, reference, priority and category, keyword, date, STX")
    found = frames(headers, text)
    if len(found) == 1:
        return [_story(*found[0], delivery, decoded.warnings)]
    return read_each(found, lambda frame, number: _story(*frame, delivery, decoded.warnings, f"transmission {number}"))


def _story(
    header: re.Match[str], raw: str, delivery: Delivery, decoding: tuple[str, ...], position: str | None = None
) -> Story:
    body, trailer = _split(raw)
    body, signature = wire_text.split_signature(body)
    tabular = bool(re.search(r"[\x12\x14]", header["format"]))
    text = anpa_body.read(body, header["keyword"], tabular=tabular)
    paragraphs = wire_text.checked(text.paragraphs)
    if not paragraphs and not text.headline:
        raise InvalidStory("empty: there is no text between STX and ETX", position)
    supplier = delivery.supplier or _supplier(trailer, signature, text) or "unknown"
    warnings = list(decoding)
    moment = _sent(trailer, supplier, warnings)
    created = moment.instant if moment else _header_day(header, supplier, delivery.received, warnings)
    slug, take_key, count, advance = _keyword(header, text)
    held = advance or embargo.in_lines([text.headline or "", *text.notes])
    status = _status(take_key, warnings)
    day = moment.instant.strftime("%Y-%m-%d") if moment else wire_text.digest(body)
    return make_story(
        position,
        supplier=supplier,
        feed=delivery.feed,
        guid=f"anpa:{_reference(header)}:{day}",
        guid_rule=GuidRule.CONTENT,
        version=max(0, times.milliseconds(created)) if moment else 1,
        version_rule=VersionRule.VERSION_CREATED if moment else VersionRule.CONTENT,
        status=status,
        embargo_until=UNTIL_A_NEWER_VERSION if held else None,
        embargo_text=held,
        version_created=created,
        received=delivery.received,
        correction=take_key,
        ed_note="\n".join(text.notes) or None,
        headline=text.headline,
        slug=slug,
        byline=text.byline,
        paragraphs=paragraphs,
        subjects=(Subject(code=header["category"], scheme="anpa-1312"),),
        warnings=tuple(warnings),
        extra=_extra(header, text, take_key, count),
    )


def _split(raw: str) -> tuple[str, str]:
    """Return the text and the trailer: what follows ETX, or the last lines where there is none."""
    body, etx, trailer = raw.partition("\x03")
    if etx:
        return body, trailer.partition("\x04")[0].strip()[:_MAX_TRAILER]
    body = body.partition("\x04")[0]
    found = _TRAILER.search(body, max(0, len(body) - 200))
    start = body.rfind("\n", 0, found.start()) + 1 if found else len(body)
    return body[:start], body[start:].strip()[:_MAX_TRAILER]


def _supplier(trailer: str, signature: str | None, text: Text) -> str | None:
    """Return the agency that the trailer, the signature or the dateline names."""
    found = _TRAILER.search(trailer)
    first = text.paragraphs[0].text if text.paragraphs else ""
    return agency_name.first((found["agency"] if found else None, signature, wire_text.agency(first)))


def _sent(trailer: str, supplier: str, warnings: list[str]) -> times.Moment | None:
    zone = suppliers.zone(supplier)
    moment = wire_times.dashed(trailer, zone, day_first=supplier in _DAY_FIRST) or wire_times.day_time_group(
        trailer, zone
    )
    if moment is not None and not moment.has_zone:
        warnings.append(f"the time of transmission has no zone, read as {zone}: {clean_line(trailer)[:80]!r}")
    return moment


def _header_day(header: re.Match[str], supplier: str, received: datetime, warnings: list[str]) -> datetime:
    """Return the time of receipt, or the start of the header's day where that is another day."""
    first, second = int(header["first"]), int(header["second"])
    month, day = (second, first) if supplier in _DAY_FIRST or first > 12 else (first, second)
    found = wire_times.last(month, day, received.date() + timedelta(days=1))
    if found is None:
        warnings.append(f"the header's date is none, the time of receipt stands for it: {first:02}-{second:02}")
        return received
    if abs(found - received.date()) <= timedelta(days=1):
        warnings.append("no time of transmission, the time of receipt stands for it")
        return received
    warnings.append(f"no time of transmission, the header's day stands for it: {found}")
    return datetime.combine(found, time(), suppliers.zone(supplier))


def _keyword(header: re.Match[str], text: Text) -> tuple[str | None, str | None, int | None, str | None]:
    """Return the slug, the take key, the word count and the "adv" embargo out of the keyword line and the notes."""
    short, _, short_take = header["keyword"].strip().partition(" ")
    full = text.keyword or f"{short},{short_take}"
    slug, *rest = (part.strip() for part in full.split(","))
    counts = [int(part) for part in rest if part.isascii() and part.isdecimal()]
    takes = [part for part in rest if part and not part.isdecimal()]
    advances = [part for part in [*takes, *slug.split()] if re.search(r"\d", part) and _ADVANCE.fullmatch(part)]
    advances += [note for note in text.notes if re.match(r"\W*adv(?![a-z])", note, re.IGNORECASE)]
    take_key = ", ".join(part for part in takes if not _ADVANCE.fullmatch(part)) or None
    return _CYCLE.sub("", slug, count=1) or None, take_key, counts[-1] if counts else None, next(iter(advances), None)


def _status(take_key: str | None, warnings: list[str]) -> Status:
    """Return WITHHELD for what is held, and for what kills another story: words name which, that is for an editor."""
    takes = (take_key or "").split(", ")
    if any(map(_KILL.fullmatch, takes)):
        warnings.append("it kills or withholds another story that is named in words only: an editor must act")
        return Status.WITHHELD
    if any(map(_HOLD.fullmatch, takes)):
        warnings.append(f"withheld by its take key: {take_key!r}")
        return Status.WITHHELD
    return Status.USABLE


def _reference(header: re.Match[str]) -> str:
    found = _REFERENCE.search(header["reference"])
    return f"{found['service']}{found['number']}" if found else clean_line(header["reference"])


def _extra(header: re.Match[str], text: Text, take_key: str | None, count: int | None) -> dict[str, object]:
    found = {
        "category": header["category"],
        "priority": header["priority"],
        "selector": clean_line(header["reference"].partition("\x1f")[2]),
        "take_key": take_key,
        "abstract": text.abstract,
        "byline_title": text.byline_title,
        "word_count_sent": count or (int(header["count"]) if header["count"] else None),
        "keyword": clean_line(header["keyword"]),
    }
    return {name: value for name, value in found.items() if value}
