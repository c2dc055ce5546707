"""NITF, IPTC's News Industry Text Format: 3.1 to 3.6, and what agencies send without a version.

Identity: the `doc-id`. A document without one (AP sends `doc-id` with a registrar alone) is known by its dynamic use
key (`du-key`), which its updates share, else by registrar, day of issue, slug and headline. NITF has no version number
of a document: the time of issue orders its versions.

A document can also give another one its status (`management-doc-idref`): then there is a second story, with that
document's id and status and no text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.formats import nitf_text, xml
from newswire.formats.life import version
from newswire.formats.nitf_head import Head
from newswire.formats.story import make_story
from newswire.story import GuidRule, Status, Story

if TYPE_CHECKING:
    from lxml import etree

    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - the root element says it
    """Tell whether this is a NITF document, by its root element."""
    return xml.root_name(head).lower() == "nitf"


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the story of a NITF document, and one more where it changes the status of another document.

    Raises
    ------
    MalformedDelivery: the XML is broken.
    DeliveryTooLarge: there are too many tags or paragraphs in it.
    InvalidStory: a value breaks the rules of a story.
    """
    document = xml.parse(delivery.body, delivery.content_type)
    head = Head(document, delivery)
    other = head.other()
    story = _story(document, head, delivery, replaces=other[0] if other else None)
    if other is None or other[0] == story.guid or other[1] is Status.USABLE:
        return [story]
    return [story, _of_another(story, *other)]


def _story(document: etree._Element, head: Head, delivery: Delivery, replaces: str | None) -> Story:
    text = nitf_text.read(document)
    guid, guid_rule = head.guid(text.headline)
    created = head.time("date.issue", "story.date", "pubdata")
    number, version_rule = version(None, created, delivery.received)
    if created is None:
        head.warnings.append("no time of issue, the time of receipt stands for it")
    embargo_until, embargo_text = head.embargo()
    expires = head.time("date.expire")
    status = head.status()
    extra = head.others() | {"abstract": text.abstract, "captions": text.captions}
    return make_story(
        supplier=head.supplier,
        feed=delivery.feed,
        guid=guid,
        guid_rule=guid_rule,
        version=number,
        version_rule=version_rule,
        status=status,
        embargo_until=embargo_until,
        embargo_text=embargo_text,
        expires=expires,
        version_created=created or delivery.received,
        received=delivery.received,
        replaces=replaces,
        correction=head.correction(),
        ed_note="\n".join(filter(None, (head.ed_message(), *text.ed_notes))) or None,
        headline=text.headline,
        subheadline=text.subheadline,
        slug=head.slug(),
        byline=text.byline,
        dateline=text.dateline,
        paragraphs=text.paragraphs,
        language=head.language(),
        subjects=head.subjects(),
        people=head.people(),
        organisations=head.organisations(),
        places=head.places(),
        keywords=head.keywords(),
        genre=head.genre(),
        urgency=head.urgency(),
        warnings=tuple(head.warnings),
        extra={name: value for name, value in extra.items() if value},
        **head.rights(),
    )


def _of_another(story: Story, guid: str, status: Status) -> Story:
    """Return what is known of a document that this one gives a status: no text, and as new as this one."""
    return make_story(
        supplier=story.supplier,
        feed=story.feed,
        guid=guid,
        guid_rule=GuidRule.SUPPLIER,
        version=story.version,
        version_rule=story.version_rule,
        status=status,
        version_created=story.version_created,
        received=story.received,
        ed_note=f"{status} by {story.guid}",
    )
