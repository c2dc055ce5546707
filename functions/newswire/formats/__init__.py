"""Bytes to stories. A module a wire format; a new format is one more module and one more line in FORMATS."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from newswire import suppliers
from newswire.delivery import MAX_DELIVERY_BYTES, Delivery
from newswire.errors import DeliveryError, DeliveryTooLarge, UnknownFormat
from newswire.formats import (
    anpa_1312,
    ap_media,
    feed,
    html_page,
    iptc_7901,
    json_feed,
    mail,
    newsml_1,
    newsml_g2,
    ninjs,
    nitf,
    press_release,
    ritzau,
    text,
    text_headers,
    wxr,
    xml,
    zczc,
)
from newswire.formats.binary import looks_binary
from newswire.normalise.finish import finish
from newswire.normalise.text import decode
from newswire.story import Story

__all__ = ["FORMATS", "looks_binary", "parse"]

_HEAD = 4096
"""Bytes in which a format is recognised."""


class Format(Protocol):
    """What a format's module offers."""

    def recognises(self, head: str, content_type: str) -> bool:
        """Tell whether a delivery is of this format, by its first characters; `content_type` is lower case."""

    def parse(self, delivery: Delivery) -> list[Story | DeliveryError]:
        """Return what is in the delivery, see `parse` of this package."""


FORMATS: tuple[Format, ...] = (
    anpa_1312,
    iptc_7901,
    zczc,
    json_feed,
    ap_media,
    ninjs,
    newsml_g2,
    nitf,
    newsml_1,
    ritzau,
    wxr,
    feed,
    mail,
    html_page,
    text_headers,
    press_release,
    text,
)
"""Asked in this order, the most particular first."""

_OF_XML = (newsml_g2, nitf, newsml_1, ritzau, wxr, feed)
"""Their trees of elements do not tell how the characters were read."""


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the stories of a delivery in their order.

    A supplier that is known by several names has one, or its kill would not find its story. What cannot be read as a
    story is a DeliveryError in its place, with its position; the others are not touched.

    Raises
    ------
    DeliveryError: the delivery as a whole cannot be read (MalformedDelivery, UnknownFormat, DeliveryTooLarge,
        NotAStory, or InvalidStory where it is one story): quarantine it with the reason. Nothing else is raised,
        whatever the bytes are.
    """
    if delivery.supplier:
        delivery = replace(delivery, supplier=suppliers.short_name(delivery.supplier))
    body = delivery.body
    if len(body) > MAX_DELIVERY_BYTES:
        raise DeliveryTooLarge(f"it has {len(body)} bytes, the limit is {MAX_DELIVERY_BYTES} (MAX_DELIVERY_BYTES)")
    if looks_binary(body):
        raise UnknownFormat("binary data, no text: send the story, not the picture or the archive")
    content_type = (delivery.content_type or "").lower()
    # NUL too, since in UTF-16 white space is two bytes and half of it would shift the others
    head = decode(body.lstrip(b"\0\t\n\v\f\r ")[:_HEAD], content_type).text.lstrip()
    for known in FORMATS:
        if known.recognises(head, content_type):
            stories = [
                finish(_in_agreed_language(entry, delivery)) if isinstance(entry, Story) else entry
                for entry in known.parse(delivery)
            ]
            assumed = xml.assumed(body, content_type) if known in _OF_XML else ()
            return [_with_warnings(entry, assumed) for entry in stories] if assumed else stories
    if head.startswith("<"):
        raise xml.of_no_format(head)
    raise UnknownFormat("no known format: neither JSON, XML, HTML, mail nor wire text that an agency sends")


def _in_agreed_language(story: Story, delivery: Delivery) -> Story:
    """Return the story with the language agreed for its feed, where it names none itself."""
    agreed = delivery.terms.language
    return story.model_copy(update={"language": agreed}) if agreed and not story.language else story


def _with_warnings(entry: Story | DeliveryError, warnings: tuple[str, ...]) -> Story | DeliveryError:
    if not isinstance(entry, Story):
        return entry
    return entry.model_copy(update={"warnings": (*entry.warnings, *warnings)})
