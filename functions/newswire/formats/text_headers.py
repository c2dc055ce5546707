"""Plain text that begins with header lines ("Slug: ...", "Headline: ...", "Date: ..."), a blank line, then the text.

A line with a label that is not known is one of them where all lines before the blank one have a label: it goes to
`extra`. The guid is that of an "Id:" line, with the version of a "Version:" line or of the date. Without one it is a
digest of the words, so the same text is the same story.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from newswire import suppliers
from newswire.errors import InvalidStory
from newswire.formats import agency_name, internet_time, life, wire_text, wire_times
from newswire.formats.story import make_story
from newswire.normalise import embargo, times
from newswire.normalise.text import clean_line, decode
from newswire.story import UNTIL_A_NEWER_VERSION, GuidRule, Status, Story, VersionRule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError

_LABELS = {
    label: field
    for field, labels in {
        "slug": "slug|slugline|slug line|stichwort",
        "headline": "headline|title|head|titel|überschrift|titre|título|titolo|rubrik|otsikko",
        "subheadline": "subheadline|subhead|sub-headline|deck|untertitel|sous-titre",
        "byline": "byline|by|author|authors|by-line|autor|auteur|von|par",
        "date": "date|datum|time|date/time|datetime|published|version created|sent|transmitted|fecha|data",
        "embargo": "embargo|embargoed|embargoed until|embargo until|release|release time|release date|for release"
        "|hold until|not before|sperrfrist",
        "hold": "hold|hold for release|withhold",
        "kill": "kill|withdraw|withdrawal|withdrawn|cancel|annulation|anulación|storno",
        "source": "source|supplier|agency|provider|quelle|agentur|agence",
        "ed_note": "ed note|ednote|editor's note|editors' note|note to editors|eds|note|notes",
        "category": "category|ressort|section|desk",
        "urgency": "urgency|priority|priorität|priorité",
        "keywords": "keywords|keyword|tags",
        "language": "language|lang|sprache|langue",
        "located": "dateline|location|place|city|ort",
        "guid": "id|guid|story id|item id|uri|identifier",
        "version": "version|revision",
        "status": "status|pubstatus|pub status",
        "copyright": "copyright|copyright notice|©",
        "credit": "credit",
        "usage_terms": "usage|usage terms|restrictions",
        "take_key": "take|take key|takekey",
        "word_count_sent": "words|word count|wordcount",
        "genre": "genre",
        "correction": "correction|update",
    }.items()
    for label in labels.split("|")
}
_FIELDS = frozenset(_LABELS.values())
_TELLING = frozenset({"slug", "headline"})
"""Fields of which one line is enough to tell that these are header lines."""
_LINE = re.compile(r"(?P<label>[^\W\d_©][\w '’/-]{0,18}|©)[ \t]*:(?:[ \t]+(?P<value>.*))?$")
_MAX_HEADERS = 40
_MAX_LINE = 300
"""Characters of a line with a label that is not known: a longer one is text."""
_MAX_TIME = 200
_NOTHING = re.compile(r"(?:no|none|n/a|-|false|0|(?:for )?immediate\w*(?: \w+)?|lifted|keine?)\W*", re.IGNORECASE)
"""What a line for an embargo, a hold or a kill says where there is none."""
_ITSELF = re.compile(r"(?:yes|true|1|mandatory|bulletin|kill|ja|oui|sí?|this (?:story|item))?\W*", re.IGNORECASE)
"""What a line for a kill says where it means the story that it stands in."""
_STATUSES = {
    "usable": Status.USABLE,
    "final": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.KILLED,
    "cancelled": Status.KILLED,
    "killed": Status.KILLED,
    "kill": Status.KILLED,
}


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - the lines say it
    """Tell whether text begins with header lines: two that are known, or a slug or headline."""
    fields, _ = split(wire_text.lines_of(head)[: _MAX_HEADERS + 1])
    return are_headers(fields)


def are_headers(fields: Collection[str]) -> bool:
    """Tell whether these fields are enough to be header lines, and no text that happens to begin like one."""
    return len(_FIELDS.intersection(fields)) >= 2 or not _TELLING.isdisjoint(fields)


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the one story of a text with header lines.

    Raises
    ------
    InvalidStory: there is neither text nor a headline in it.
    DeliveryTooLarge: it has too many paragraphs.
    """
    decoded = decode(delivery.body, delivery.content_type)
    fields, body = split(wire_text.clean_lines_of(decoded.text.lstrip()))
    return [story(delivery, fields, body, decoded.warnings)]


def split(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return the fields that the header lines give, and the lines of the text after them.

    A line that is indented carries the one before it on. The first of two equal fields counts, `keywords` add up.
    """
    fields: dict[str, str] = {}
    last: str | None = None
    block = _block(lines)
    for number, line in enumerate(lines):
        found = _line(line) if number < _MAX_HEADERS else None
        label = found["label"].strip().lower().replace("’", "'") if found else ""
        field = _LABELS.get(label) or (label if number < block else None)
        if found and field:
            value = clean_line(found["value"] or "")
            is_more = field == "keywords" and field in fields
            fields[field] = f"{fields[field]}, {value}" if is_more else fields.get(field) or value
            last = field
        elif last and line[:1] in "\t " and line.strip() and number < _MAX_HEADERS:
            fields[last] = clean_line(f"{fields[last]} {line}")
        elif line.strip() or not fields:
            return fields, list(lines[number:])
        else:
            return fields, list(lines[number + 1 :])
    return fields, []


def _line(line: str) -> re.Match[str] | None:
    return _LINE.match(line.strip("\ufeff\x01\x02 "))


def _block(lines: Sequence[str]) -> int:
    """Return how many lines stand before the first blank one, if all of them have a label or carry one on, else 0."""
    head = list(takewhile(str.strip, lines[: _MAX_HEADERS + 1]))
    if len(head) == len(lines) or len(head) > _MAX_HEADERS:
        return 0
    labelled = (len(line) <= _MAX_LINE and (line[:1] in "\t " or _line(line)) for line in head)
    return len(head) if all(labelled) else 0


def story(
    delivery: Delivery,
    fields: dict[str, str],
    body: Sequence[str],
    decoding: tuple[str, ...],
    position: str | None = None,
) -> Story:
    """Return the story with these fields (named as in `split`) and these lines of text; errors as of `parse`."""
    headline = fields.get("headline") or None
    if headline is None:
        headline, body = wire_text.split_headline(body)
    paragraphs = wire_text.checked(wire_text.paragraphs(body))
    if not paragraphs and not headline:
        raise InvalidStory("empty: there is no text after the header lines", position)
    named = fields.get("source") or (wire_text.agency(paragraphs[0].text) if paragraphs else None)
    supplier = delivery.supplier or agency_name.first([named]) or "unknown"
    warnings = list(decoding)
    created = _date(fields, supplier, warnings)
    guid, guid_rule, version, version_rule = _identity(
        fields, [headline or "", *(p.text for p in paragraphs)], created, delivery.received
    )
    embargo_until, embargo_text = _embargo(fields, supplier, warnings)
    urgency = fields.get("urgency", "")
    used = {
        "slug", "headline", "subheadline", "byline", "ed_note", "keywords", "language", "guid", "copyright",
        "credit", "usage_terms", "genre", "correction",
    }  # fmt: skip
    return make_story(
        position,
        supplier=supplier,
        feed=delivery.feed,
        guid=guid,
        guid_rule=guid_rule,
        version=version,
        version_rule=version_rule,
        status=life.strictest(_statuses(fields, warnings)),
        embargo_until=embargo_until,
        embargo_text=embargo_text,
        version_created=created or delivery.received,
        received=delivery.received,
        headline=headline,
        paragraphs=paragraphs,
        keywords=tuple(filter(None, (word.strip() for word in re.split(r"[,;]", fields.get("keywords", ""))))),
        urgency=int(urgency) if re.fullmatch("[1-9]", urgency) else None,
        warnings=tuple(warnings),
        extra={name: value for name, value in fields.items() if value and name not in used},
        **{name: fields.get(name) or None for name in used - {"headline", "keywords", "guid"}},
    )


def _date(fields: dict[str, str], supplier: str, warnings: list[str]) -> datetime | None:
    text = fields.get("date")
    moment = moment_of(text, supplier) if text else None
    if moment is None:
        said = f"the date is no time ({text[:80]!r})" if text else "no time in it"
        warnings.append(f"{said}, the time of receipt stands for it")
        return None
    if not moment.has_zone:
        warnings.append(f"the date has no zone, read as {suppliers.zone(supplier)}: {text!r}")
    return moment.instant


def moment_of(text: str, supplier: str) -> times.Moment | None:
    """Return the time that a text names in one of the ways of wires, in the supplier's zone where it names none."""
    text, zone = text[:_MAX_TIME], suppliers.zone(supplier)
    readers = (internet_time.read, wire_times.in_words, wire_times.day_time_group, wire_times.dashed)
    moments = [moment for read in readers if (moment := read(text, zone))]
    return next((moment for moment in moments if moment.has_zone), moments[0] if moments else None)


def _identity(
    fields: dict[str, str], texts: list[str], created: datetime | None, received: datetime
) -> tuple[str, GuidRule, int, VersionRule]:
    guid = fields.get("guid")
    if not guid:
        words = wire_text.digest(*texts)
        return f"text:{words}", GuidRule.CONTENT, 1, VersionRule.CONTENT
    return guid, GuidRule.SUPPLIER, *life.version(fields.get("version"), created, received)


def _embargo(fields: dict[str, str], supplier: str, warnings: list[str]) -> tuple[datetime | None, str | None]:
    text = fields.get("embargo")
    if text and not _NOTHING.fullmatch(text):
        moment = times.read(text, suppliers.zone(supplier))
        if moment and not moment.has_zone:
            warnings.append(f"the embargo has no zone, read as the latest it can mean: {text!r}")
        end = moment.latest if moment else embargo.certain_end(text)
        return (end, None) if end else (UNTIL_A_NEWER_VERSION, text)
    said = embargo.in_lines([fields.get("headline", ""), *fields.get("ed_note", "").splitlines()])
    return (UNTIL_A_NEWER_VERSION, said) if said else (None, None)


def _statuses(fields: dict[str, str], warnings: list[str]) -> Iterator[Status]:
    """Yield what the lines for status, hold and kill say; a kill of another story, named in words, is for an editor."""
    if text := fields.get("status"):
        if text.lower() not in _STATUSES:
            warnings.append(f"unknown status, withheld: {text[:80]!r}")
        yield _STATUSES.get(text.lower(), Status.WITHHELD)
    if "hold" in fields and not _NOTHING.fullmatch(fields["hold"]):
        warnings.append(f"withheld by its header lines: {fields['hold'][:80]!r}")
        yield Status.WITHHELD
    if "kill" in fields and not _NOTHING.fullmatch(fields["kill"]):
        is_itself = fields.get("guid") and _ITSELF.fullmatch(fields["kill"])
        if not is_itself:
            warnings.append("it kills or withholds another story that is named in words only: an editor must act")
        yield Status.KILLED if is_itself else Status.WITHHELD
