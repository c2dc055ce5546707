"""AP Media API: an item, or a page of a feed.

Identity: `altids.itemid` is the guid, the chain of the story; `version` is the version. The etag, which also changes
when only a linked photo does, stays in `extra`.
The text of a story is a rendition of its own (NITF) that the JSON only points to; where whoever fetched it has put it
into the item (`body_nitf`, `body_html`, `body_text`) it is read, else a warning says that the text is missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newswire.errors import InvalidStory, MalformedDelivery, NotAStory
from newswire.formats import ap_media_life, ap_media_tags, json_text, ninjs_body, ninjs_fields, ninjs_tags, nitf_text
from newswire.formats.life import Timestamps, version
from newswire.formats.ninjs_fields import entries, line, note, text_of, whole_number
from newswire.formats.several import read_each
from newswire.formats.story import body_from_markup, body_from_text, make_story
from newswire.normalise import dateline
from newswire.normalise.text import decode
from newswire.story import Dateline, Paragraph, Story, supplier_name

if TYPE_CHECKING:
    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError

_ENVELOPE = re.compile(r'"api_version"\s*:.*"(?:data|error)"\s*:', re.DOTALL)
_ITEM_ID = re.compile(r'"altids"\s*:\s*\{[^{}]*"(?:itemid|etag)"\s*:')
_FROM_THE_API = re.compile(r'"signals"\s*:\s*\[\s*"|/media/v/(?:\w+/)*content/')
_HELD_WHOLE = ninjs_fields.HELD_WHOLE | {"headline", "datelinelocation", "bylines", "description_creditline"}


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - the names of its fields say it
    """Tell whether this is JSON of AP's Media API: by its envelope, or by an item's ids and signals."""
    return head.startswith(("{", "[")) and bool(
        _ENVELOPE.search(head) or (_ITEM_ID.search(head) and _FROM_THE_API.search(head))
    )


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the stories of a feed page, of an answer with one item, or of an item by itself.

    Raises
    ------
    MalformedDelivery: the JSON is broken.
    NotAStory: the page is empty, or the API answered with an error.
    DeliveryTooLarge: it holds too many values or items.
    """
    decoded = decode(delivery.body, delivery.content_type)
    value, repairs = json_text.loads(decoded.text)
    pointer, items = _items(value)
    if not items:
        raise NotAStory("the API's answer holds no item")
    assumed = (*decoded.warnings, *repairs)
    return read_each(items, lambda item, number: _story(item, delivery, assumed, f"{pointer}/{number - 1}"))


def _items(value: Any) -> tuple[str, list[Any]]:
    """Return where the items stand, and the items."""
    if isinstance(value, list):
        return "", [_unwrapped(entry) for entry in value]
    if not isinstance(value, dict):
        return "", []
    if "altids" in value:
        return "", [value]
    data = value.get("data")
    if isinstance(data, dict) and isinstance(data.get("items"), list):
        return "/data/items", [_unwrapped(entry) for entry in data["items"]]
    return "/data/item", [data["item"]] if isinstance(data, dict) and "item" in data else []


def _unwrapped(entry: Any) -> Any:
    return entry["item"] if isinstance(entry, dict) and "item" in entry else entry


def _story(value: Any, delivery: Delivery, assumed: tuple[str, ...], pointer: str) -> Story:
    if not isinstance(value, dict):
        raise InvalidStory("an item must be an object", pointer)
    item = {name: member for name, member in value.items() if member is not None}
    supplier = delivery.supplier or supplier_name(text_of(item, "provider") or "") or "ap"
    warnings = list(assumed)
    extra = {name: member for name, member in item.items() if name not in _HELD_WHOLE and not name.startswith("body_")}
    timestamps = Timestamps(supplier, warnings, extra, delivery.terms)
    created = timestamps.instant("version_created", line(item, "version_created"))
    if created is None:
        warnings.append("no versioncreated, the time of receipt stands for it")
    number = whole_number(item.get("version"))
    found_version, version_rule = version(None if number is None else str(number), created, delivery.received)
    embargo_until, embargo_text = ap_media_life.embargo(item, timestamps)
    return make_story(
        position=pointer,
        supplier=supplier,
        feed=delivery.feed,
        guid=_guid(item, pointer),
        version=found_version,
        version_rule=version_rule,
        url=_canonical(item),
        status=ap_media_life.status(item, warnings, pointer),
        embargo_until=embargo_until,
        embargo_text=embargo_text,
        expires=timestamps.instant("expires", line(item, "expires")),
        first_created=timestamps.instant("first_created", line(item, "first_created")),
        version_created=created or delivery.received,
        received=delivery.received,
        ed_note=note(item, "ed_note"),
        correction=ap_media_life.correction(item),
        headline=ninjs_body.headline(item),
        slug=line(item, "slug"),
        byline=_byline(item),
        dateline=_dateline(item),
        paragraphs=_paragraphs(item, warnings),
        language=line(item, "language"),
        copyright=note(item, "copyright"),
        usage_terms=_usage_terms(item),
        credit=text_of(item, "description_creditline", "creditline", "provider"),
        subjects=ap_media_tags.subjects(item),
        people=ap_media_tags.people(item),
        organisations=ap_media_tags.organisations(item),
        places=ap_media_tags.places(item),
        keywords=ninjs_tags.keywords(item),
        urgency=_urgency(item),
        warnings=tuple(warnings),
        extra=extra,
    )


def _guid(item: dict[str, Any], pointer: str) -> str:
    ids = item.get("altids")
    guid = text_of(ids, "itemid") if isinstance(ids, dict) else None
    guid = guid or (text_of(item, "uri") or "").partition("?")[0]
    if not guid:
        raise InvalidStory("it has neither an altids.itemid nor a uri", pointer)
    return guid


def _canonical(item: dict[str, Any]) -> str | None:
    links = (link for link in entries(item.get("links")) if link.get("rel") == "canonical")
    return next(filter(None, (text_of(link, "href", "url") for link in links)), None)


def _byline(item: dict[str, Any]) -> str | None:
    people = [*entries(item.get("bylines")), *entries(item.get("photographer"))]
    names = (text_of(person, "by", "byline", "name") for person in people)
    return line(item, "byline") or "; ".join(dict.fromkeys(filter(None, names))) or None


def _dateline(item: dict[str, Any]) -> Dateline | None:
    location = item.get("datelinelocation")
    if not isinstance(location, dict) or (city := text_of(location, "city")) is None:
        return None
    country = text_of(location, "countryname")
    return Dateline(city=dateline.normal_case(city), country=country and dateline.normal_case(country))


def _paragraphs(item: dict[str, Any], warnings: list[str]) -> tuple[Paragraph, ...]:
    """Return the text; of what is no text (a picture, say) its caption or summary."""
    texts = {name: member for name, member in item.items() if isinstance(member, str) and member.strip()}
    if "body_nitf" in texts:
        return _nitf(texts["body_nitf"])
    for name in ("body_html", "body_xhtml"):
        if name in texts:
            return body_from_markup(texts[name])
    if "body_text" in texts:
        return body_from_text(texts["body_text"])
    if item.get("type", "text") == "text":
        warnings.append("the text is not in it, only its rendition's address (renditions.nitf)")
        return ()
    described = next((texts[name] for name in ("description_caption", "description_summary") if name in texts), "")
    return body_from_markup(described)


def _nitf(text: str) -> tuple[Paragraph, ...]:
    try:
        return nitf_text.from_string(text).paragraphs
    except MalformedDelivery:
        return body_from_markup(text)


def _usage_terms(item: dict[str, Any]) -> str | None:
    terms = item.get("usageterms")
    texts = terms if isinstance(terms, list) else [terms]
    return "\n".join(text.strip() for text in texts if isinstance(text, str) and text.strip()) or None


def _urgency(item: dict[str, Any]) -> int | None:
    urgency = whole_number(item.get("urgency"))
    return urgency if urgency is not None and 1 <= urgency <= 9 else None
