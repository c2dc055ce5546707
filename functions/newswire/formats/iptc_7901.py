"""IPTC 7901, the text wire of dpa, ATS, Kyodo and others: one or many messages.

SOH, header line (service and number, priority, category, word count, agency), slug, STX, text, ETX, day-time group
("131137 GMT Nov 13"), EOT. Some senders leave the control characters out: the header line is the proof.

The format has no identity beyond the message: the guid is made of the service, its number and the day of the day-time
group, and where there is none, of a digest of the text. A lead ("1ST LEAD") is a story of its own. The version is the
time of the day-time group.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from newswire import suppliers
from newswire.errors import InvalidStory, MalformedDelivery
from newswire.formats import agency_name, iptc_7901_text, wire_text, wire_times
from newswire.formats.several import MAX_STORIES, frames, read_each
from newswire.formats.story import make_story
from newswire.normalise import embargo, times
from newswire.normalise.text import clean_line, decode
from newswire.story import UNTIL_A_NEWER_VERSION, GuidRule, Status, Story, Subject, VersionRule

if TYPE_CHECKING:
    from datetime import tzinfo

    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError
    from newswire.formats.iptc_7901_text import Text

_HEADER = (
    r"(?P<service>[A-Za-z]{1,8})(?P<number>\d{1,6})[ ]+(?P<priority>[1-9])[ ]+(?P<category>[A-Za-z]{1,5})[ ]+"
    r"(?P<count>\d{1,6})(?:[ ]+(?P<rest>[^\n\x01-\x03]{0,60}))?[ ]{0,80}(?=\n|\x02|\Z)"
)
_FIRST = re.compile(rf"[\x7f\x16\x04\n ]*\x01?[ ]?{_HEADER}")
_FURTHER = re.compile(rf"\x01[ ]?{_HEADER}")
_AGENCY = re.compile(r"(?P<agency>[A-Za-z][A-Za-z-]{1,11})(?:[ ]+(?P<sequence>\d{1,6}))?\s*$")
_GROUP_LINE = re.compile(
    r"\n[ \t]{0,9}(?P<group>\d{6}[ \t]*(?:[A-Z]{1,4}[ \t])?[ \t]*[^\W\d_]{3,10}\.?[ \t]+\d{2,4}"
    r"|[A-Za-z]{1,8}\d{1,6}[ \t]{1,9}\d{4}-\d\d-\d\d/\d\d:\d\d)\s*$"
)
"""At the end of the text: some senders put the day-time group before ETX, APA the number and the time before that."""
_STAMP = re.compile(r"\d{4}-\d\d-\d\d/\d\d:\d\d$")
_MAX_GROUPS = 3
_MAX_TRAILER = 200
_KILL = re.compile(
    r"\b(?:kill|hold|withhold|disregard|annul\w*+(?! et remplac)|anulaci[oó]n|withdraw(?:n|al)|storno|zurückgezogen)\b",
    re.IGNORECASE,
)


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - the bytes say it
    """Tell whether this is an IPTC 7901 message: by its header line, SOH alone proves nothing."""
    return bool(_FIRST.match(head.replace("\r", "\n")))


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the stories of one or many messages, in their order.

    Raises
    ------
    MalformedDelivery: there is no whole header line in it.
    DeliveryTooLarge: there are more than MAX_STORIES messages, or it is one with too many paragraphs.
    InvalidStory: it is one message without text.
    """
    decoded = decode(delivery.body, delivery.content_type)
    text = wire_text.with_plain_line_ends(decoded.text)
    first = _FIRST.match(text)
    if first is None:
        raise MalformedDelivery("no IPTC 7901 header line: service and number, priority, category, word count")
    headers = [first, *islice(_FURTHER.finditer(text, first.end()), MAX_STORIES)]
    found = frames(headers, text)
    if len(found) == 1:
        return [_story(*found[0], delivery, decoded.warnings)]
    return read_each(found, lambda frame, number: _story(*frame, delivery, decoded.warnings, f"message {number}"))


def _story(
    header: re.Match[str], raw: str, delivery: Delivery, decoding: tuple[str, ...], position: str | None = None
) -> Story:
    slug, body, groups = _split(raw)
    agency = _AGENCY.search(header["rest"] or "")
    body, signature = wire_text.split_signature(body)
    text = iptc_7901_text.read(body, slug, agency["agency"] if agency else None)
    paragraphs = wire_text.checked(text.paragraphs)
    if not paragraphs and not text.headline:
        raise InvalidStory("empty: there is no text between the header and ETX", position)
    first = paragraphs[0].text if paragraphs else ""
    supplier = delivery.supplier or _supplier(agency, signature or wire_text.agency(first))
    warnings = list(decoding)
    moment = _sent(groups, supplier, warnings)
    created = moment.instant if moment else delivery.received
    day = moment.instant.strftime("%Y-%m-%d") if moment else wire_text.digest(body)
    held = embargo.in_lines([*text.markers, text.headline or ""])
    return make_story(
        position,
        supplier=supplier,
        feed=delivery.feed,
        guid=f"iptc7901:{header['service']}{header['number']}:{day}",
        guid_rule=GuidRule.CONTENT,
        version=max(0, times.milliseconds(created)) if moment else 1,
        version_rule=VersionRule.VERSION_CREATED if moment else VersionRule.CONTENT,
        status=_status(text, warnings),
        embargo_until=UNTIL_A_NEWER_VERSION if held else None,
        embargo_text=held,
        version_created=created,
        received=delivery.received,
        correction=" ".join(text.markers) or None,
        ed_note=text.notes or None,
        headline=text.headline,
        subheadline=text.subheadline,
        slug=text.slug,
        byline=text.byline,
        paragraphs=paragraphs,
        subjects=(Subject(code=header["category"], scheme="iptc-7901"),),
        urgency=int(header["priority"]),
        warnings=tuple(warnings),
        extra=_extra(header, agency, text),
    )


def _split(raw: str) -> tuple[str, str, list[str]]:
    """Return the slug, the text and where a day-time group may stand: parted by STX and ETX, or by the lines' looks."""
    slug, stx, rest = raw.partition("\x02")
    if not stx:
        slug, rest = "", raw
    body, etx, trailer = rest.partition("\x03")
    groups = [trailer.partition("\x04")[0].strip()[:_MAX_TRAILER]] if etx else []
    body = (body if etx else body.partition("\x04")[0]).rstrip("\x7f\n ")
    for _ in range(_MAX_GROUPS):
        if group := _GROUP_LINE.search(body, max(0, len(body) - 80)):
            groups.append(group["group"])
            body = body[: group.start()].rstrip()
    return slug, body, groups


def _supplier(agency: re.Match[str] | None, signed: str | None) -> str:
    """Return the agency that the header names, or the text; a service of an agency ("dpa-tns") is that agency."""
    named = agency["agency"].partition("-")[0] if agency else signed
    return agency_name.first([named]) or "unknown"


def _sent(groups: list[str], supplier: str, warnings: list[str]) -> times.Moment | None:
    zone = suppliers.zone(supplier)
    said = clean_line(" ".join(groups))[:80]
    moment = next(filter(None, (_moment(group, zone) for group in groups)), None)
    if moment is None:
        warnings.append(f"no day-time group ({said!r}), the time of receipt stands for it")
    elif not moment.has_zone:
        warnings.append(f"the day-time group has no zone, read as {zone}: {said!r}")
    return moment


def _moment(group: str, zone: tzinfo) -> times.Moment | None:
    stamp = _STAMP.search(group)
    return times.read(stamp[0].replace("/", "T"), zone) if stamp else wire_times.day_time_group(group, zone)


def _status(text: Text, warnings: list[str]) -> Status:
    """Return WITHHELD for a message that kills another story: words alone name which, so that is for an editor."""
    if any(_KILL.search(marker) or embargo.asks_to_kill(marker) for marker in text.markers):
        warnings.append("it kills or withholds another story that is named in words only: an editor must act")
        return Status.WITHHELD
    return Status.USABLE


def _extra(header: re.Match[str], agency: re.Match[str] | None, text: Text) -> dict[str, object]:
    found = {
        "category": header["category"],
        "word_count_sent": int(header["count"]),
        "agency": agency["agency"] if agency else None,
        "sequence": agency["sequence"] if agency else None,
        "header": clean_line(header["rest"] or ""),
        "take_key": " ".join(text.markers),
        "sign_off": text.sign_off,
    }
    return {name: value for name, value in found.items() if value}
