"""NewsML 1.0 to 1.2, IPTC's format before G2: an envelope with one or more NewsItems, also inside each other.

Identity: the PublicIdentifier without the revision at its end, or where there is none the same made of ProviderId,
DateId and NewsItemId. An item without either is known by a digest of its words. RevisionId is the version.
An item that only changes parts of its earlier revision (Update) cannot be read by itself and is refused; one that only
brings new management data is read where that hides the story, and else refused too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newswire.errors import InvalidStory, NotAStory
from newswire.formats import newsml_1_text, xml
from newswire.formats.life import Timestamps, version
from newswire.formats.newsml_1_life import Management, guid, provider
from newswire.formats.newsml_1_tags import Metadata
from newswire.formats.several import read_each
from newswire.formats.story import make_story, without_headline
from newswire.story import GuidRule, Status, Story, VersionRule

if TYPE_CHECKING:
    from lxml import etree

    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - the root element says it
    """Tell whether this is NewsML 1, by its root element (that of G2 has another name)."""
    return xml.root_name(head) == "NewsML"


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the stories of the NewsItems, in document order.

    Raises
    ------
    MalformedDelivery: the XML is broken.
    NotAStory: there is no NewsItem in it (a vocabulary, say).
    DeliveryTooLarge: it has too many tags or items.
    """
    root = xml.parse(delivery.body, delivery.content_type)
    items = list(xml.descendants(root, "NewsItem"))
    if not items:
        raise NotAStory("there is no NewsItem in it")
    envelope = xml.child(root, "NewsEnvelope")
    return read_each(items, lambda item, number: _story(item, envelope, delivery, f"NewsItem {number}"))


def _story(item: etree._Element, envelope: etree._Element | None, delivery: Delivery, position: str) -> Story:
    supplier = delivery.supplier or provider(item) or "unknown"
    warnings: list[str] = []
    extra: dict[str, Any] = {}
    management = Management(item, Timestamps(supplier, warnings, extra, delivery.terms), warnings)
    text = newsml_1_text.read(item)
    metadata = Metadata(item, text.components)
    status = management.status()
    headline = metadata.line("HeadLine") or text.headline
    if status is Status.USABLE:
        _refuse_what_says_nothing(item, text, headline, position)
    notes = [*metadata.notes(), *text.ed_notes]
    embargo_until, embargo_text = management.embargo([*metadata.embargoes()], notes)
    created = management.revised(xml.text_of(xml.child(envelope, "DateAndTime")))
    found_guid, guid_rule = guid(item, [headline or "", *(paragraph.text for paragraph in text.paragraphs)])
    found_version, version_rule = version(management.revision, created, delivery.received)
    if guid_rule is GuidRule.CONTENT:
        found_version, version_rule = 1, VersionRule.CONTENT
    extra |= metadata.extra() | management.extra() | text.extra() | _transmission(envelope)
    return make_story(
        position=position,
        supplier=supplier,
        feed=delivery.feed,
        guid=found_guid,
        guid_rule=guid_rule,
        version=found_version,
        version_rule=version_rule,
        status=status,
        embargo_until=embargo_until,
        embargo_text=embargo_text,
        expires=management.expires(),
        first_created=management.first_created(),
        version_created=created or delivery.received,
        received=delivery.received,
        replaces=management.replaces(),
        correction=management.correction(),
        ed_note="\n".join(dict.fromkeys(notes)) or None,
        headline=headline,
        subheadline=metadata.line("SubHeadLine") or text.subheadline,
        slug=metadata.line("SlugLine") or metadata.name_label(),
        byline=metadata.line("ByLine") or text.byline,
        dateline=metadata.dateline() or text.dateline,
        paragraphs=tuple(without_headline(text.paragraphs, headline)),
        language=metadata.language(),
        subjects=metadata.subjects(),
        keywords=metadata.keywords(),
        genre=metadata.genre(),
        urgency=management.urgency(),
        warnings=tuple(warnings),
        extra=extra,
        **metadata.rights(),
    )


def _refuse_what_says_nothing(
    item: etree._Element, text: newsml_1_text.ItemText, headline: str | None, position: str
) -> None:
    """Refuse a usable item that would put nothing in the place of a story."""
    if xml.child(item, "Update") is not None:
        raise InvalidStory("it changes parts of an earlier revision (Update): send the whole item", position)
    if xml.child(item, "TopicSet") is not None:
        raise NotAStory("a vocabulary (TopicSet)", position)
    if not text.components:
        raise InvalidStory("it has no NewsComponent: send the whole item", position)
    if not (headline or text.paragraphs or text.has_media):
        raise NotAStory("neither a headline nor text in it", position)


def _transmission(envelope: etree._Element | None) -> dict[str, Any]:
    found = {
        "transmission": xml.text_of(xml.child(envelope, "TransmissionId")),
        "sent": xml.text_of(xml.child(envelope, "DateAndTime")),
        "priority": xml.attribute(xml.child(envelope, "Priority"), "FormalName"),
        "services": _formal_names(envelope, "NewsService"),
        "products": _formal_names(envelope, "NewsProduct"),
    }
    return {name: value for name, value in found.items() if value}


def _formal_names(element: etree._Element | None, name: str) -> list[str]:
    return [value for below in xml.children(element, name) if (value := xml.attribute(below, "FormalName"))]
