"""ninjs, IPTC's News in JSON: 1.x, 2.x and 3.x, one item or many."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from newswire import suppliers
from newswire.errors import DeliveryError, InvalidStory, NotAStory
from newswire.formats import (
    agency_name,
    json_text,
    life,
    ninjs_body,
    ninjs_embargo,
    ninjs_fields,
    ninjs_schema,
    ninjs_tags,
    nitf_dateline,
)
from newswire.formats.ninjs_body import Rank, Variant
from newswire.formats.several import read_each
from newswire.formats.story import body_of, make_story, without_headline
from newswire.normalise import dateline
from newswire.normalise.text import decode
from newswire.story import Dateline, Status, Story

if TYPE_CHECKING:
    from newswire.delivery import Delivery
    from newswire.formats.body_marks import Marks

_JSON = re.compile(r'\{\s*(?:"|\}|$)|\[\s*(?:[\[{\]]|$)')
_JSON_IF_SAID = re.compile(r'[\[{"]')


def recognises(head: str, content_type: str) -> bool:
    """Tell whether this is JSON: by its structure, or where that leaves it open, by its content type."""
    return bool(_JSON.match(head) or ("json" in content_type and _JSON_IF_SAID.match(head)))


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the stories of a ninjs item, a list of items, or an object with the items under `item` or `items`.

    Raises
    ------
    MalformedDelivery: the JSON is broken or too deep.
    InvalidStory: it is one item, and that breaks the rules.
    NotAStory: the list of items is empty.
    DeliveryTooLarge: there are more than `several.MAX_STORIES` items.
    """
    decoded = decode(delivery.body, delivery.content_type)
    value, repairs = json_text.loads(decoded.text)
    warnings = (*decoded.warnings, *repairs)
    pointer, items = _items(value)
    if items is None:
        return [_story(value, delivery, warnings, "")]
    if not items:
        raise NotAStory("an empty list of items", pointer or None)
    return read_each(items, lambda item, number: _story(item, delivery, warnings, f"{pointer}/{number - 1}"))


def _items(value: Any) -> tuple[str, list[Any] | None]:
    """Return the list of items and where it stands; None where the value is no list of items."""
    if isinstance(value, list):
        return "", value
    if isinstance(value, dict) and "uri" not in value and "guid" not in value:
        for name in ("item", "items"):
            if isinstance(value.get(name), list):
                return f"/{name}", value[name]
    return "", None


def _story(value: Any, delivery: Delivery, decoding: tuple[str, ...], pointer: str) -> Story:
    warnings = list(decoding)
    item, status = _checked(value, warnings, pointer)
    guid = ninjs_fields.line(item, "guid")
    if guid is None:
        raise InvalidStory("the uri (or guid) is empty", pointer or None)
    supplier = delivery.supplier or _supplier(item)
    zone = suppliers.zone(supplier, delivery.terms.zone)
    created = ninjs_fields.time(item, "version_created", warnings, zone)
    version, version_rule = life.version(ninjs_fields.version(item), created, delivery.received, warnings)
    embargo_until, embargo_text = ninjs_embargo.embargo(item, warnings)
    chosen, extra = _text(item)
    filed = created or delivery.received
    if created is None:
        warnings.append("no version_created, the time of receipt stands for it")
    marks = chosen.marks
    headline = ninjs_body.headline(item)
    return make_story(
        position=pointer or None,
        supplier=supplier,
        feed=delivery.feed,
        guid=guid,
        version=version,
        version_rule=version_rule,
        status=status,
        embargo_until=embargo_until,
        embargo_text=embargo_text,
        expires=ninjs_fields.time(item, "expires", warnings, zone),
        first_created=ninjs_fields.time(item, "first_created", warnings, zone),
        version_created=filed,
        received=delivery.received,
        replaces=ninjs_tags.replaces(item),
        correction=ninjs_tags.correction(item),
        ed_note=ninjs_fields.note(item, "ed_note"),
        headline=headline,
        slug=ninjs_fields.line(item, "slug"),
        byline=ninjs_fields.line(item, "byline") or "; ".join(marks.bylines) or None,
        dateline=_dateline(item, marks),
        paragraphs=body_of(without_headline(chosen.paragraphs, headline)),
        language=ninjs_fields.line(item, "language"),
        copyright=ninjs_fields.note(item, "copyright"),
        usage_terms=ninjs_fields.note(item, "usage_terms"),
        subjects=ninjs_tags.subjects(item),
        people=ninjs_tags.people(item),
        organisations=ninjs_tags.organisations(item),
        places=ninjs_tags.places(item),
        keywords=ninjs_tags.keywords(item),
        genre=ninjs_tags.genre(item),
        urgency=ninjs_fields.whole_number(item.get("urgency")),
        warnings=tuple(warnings),
        extra=extra,
    )


def _checked(value: Any, warnings: list[str], pointer: str) -> tuple[dict[str, Any], Status]:
    """Return the properties of an item that are right, and its status, or raise InvalidStory.

    What hides a story (a kill, a hold) is never refused for a fault elsewhere in it: the faulty property is left out.
    """
    if not isinstance(value, dict):
        raise InvalidStory("an item must be an object", pointer or None)
    item = {name: member for name, member in value.items() if member is not None}
    if "uri" not in item and "guid" not in item:
        raise InvalidStory("this JSON is no ninjs story: it has neither a uri nor a guid", pointer or None)
    status = ninjs_fields.status(item)
    if status is Status.USABLE and ninjs_tags.correction(item) == ninjs_tags.UNPUBLISHED:
        status = Status.WITHHELD
    if status is None:
        raise InvalidStory("unknown pubstatus: it must be usable, withheld or canceled", f"{pointer}/pubstatus")
    for fault in ninjs_schema.faults(item):
        if status is Status.USABLE or fault.name in ("uri", "guid"):
            raise InvalidStory(fault.reason, pointer + fault.pointer)
        warnings.append(f"left out: {fault.reason}")
        del item[fault.name]
    unknown = _unknown_that_may_hold_text(item)
    if status is Status.USABLE and unknown and not _has_text(item):
        raise InvalidStory(
            f"no text in it, and unknown properties that may hold it: {', '.join(unknown)[:200]}", pointer or None
        )
    return item, status


def _unknown_that_may_hold_text(item: dict[str, Any]) -> list[str]:
    read = {name for names in ninjs_fields.FIELDS.values() for name in names}
    return [
        name
        for name, value in item.items()
        if isinstance(value, (str, list, dict)) and name not in read and not ninjs_schema.is_known(name)
    ]


def _has_text(item: dict[str, Any]) -> bool:
    return bool(
        ninjs_body.headline(item)
        or ninjs_body.variants(item, "body", "bodies")
        or ninjs_body.variants(item, "description", "descriptions")
    )


def _dateline(item: dict[str, Any], marks: Marks) -> Dateline | None:
    """Return where the story was written, with the dateline as the body prints it, where that is marked."""
    located = ninjs_fields.line(item, "located")
    found = dateline.from_located(located) if located else None
    printed = nitf_dateline.from_printed(next(iter(marks.datelines), None))
    return found.model_copy(update={"text": printed.text}) if found and printed else found or printed


def _text(item: dict[str, Any]) -> tuple[Variant, dict[str, Any]]:
    """Return the body (or the description that stands for it), and the properties that the story has no field for."""
    bodies = ninjs_body.variants(item, "body", "bodies")
    descriptions = ninjs_body.variants(item, "description", "descriptions")
    chosen = ninjs_body.choose(bodies or descriptions)
    marks = asdict(chosen.marks) if chosen else {}
    unsaid = ninjs_body.unsaid([*bodies, *descriptions], chosen)
    said = {variant.name for variant in [*bodies, *descriptions]} - unsaid
    said |= ninjs_fields.HELD_WHOLE | {"headline"}
    extra = {name: value for name, value in item.items() if name not in said or _is_rich_embargo(name, value)}
    extra |= {f"body_{name}": texts for name, texts in marks.items() if texts}
    return chosen or Variant("", Rank.TEXT, []), extra


def _is_rich_embargo(name: str, value: Any) -> bool:
    return ninjs_embargo.is_embargo(name) and isinstance(value, (dict, list))


def _supplier(item: dict[str, Any]) -> str:
    """Return who holds the copyright, else who is named as the source (Superdesk) or the provider."""
    names = (ninjs_fields.line(item, name) for name in ("copyright_holder", "source"))
    return agency_name.first(names) or "unknown"
