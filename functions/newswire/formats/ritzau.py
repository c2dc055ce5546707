"""Ritzau's XML: one RBNews, or a queue's answer with a list of them.

Identity: NewsID is the guid, `version` the version. `Annuleret` kills, `replacedID` (or Replaces) names what is
replaced; a kill that names another story kills that one too. Times have no zone, they are Danish.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.errors import InvalidStory, NotAStory
from newswire.formats import xml
from newswire.formats.life import Timestamps, version
from newswire.formats.several import read_each
from newswire.formats.story import body_from_markup, make_story
from newswire.normalise import dateline, html
from newswire.normalise.text import clean_line
from newswire.story import Status, Story, Subject, tombstone

if TYPE_CHECKING:
    from typing import Any

    from lxml import etree

    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError

_READ = frozenset(
    "NewsID PublishDate headline subtitle town origin version Replaces content Priority IPTCList replacedID Annuleret "
    "Korrektion NyVersion byLine SubjectKeyword TilRedaktionen".split()
)
_EXTRA_NAMES = {"section": "category", "ContentShort": "abstract"}


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - the root element says it
    """Tell whether this is Ritzau's XML, by its root element."""
    return xml.root_name(head) in ("RBNews", "XMLNewsQueuedResponse", "ListOfRBNews")


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the stories of an RBNews or of a list of them.

    Raises
    ------
    MalformedDelivery: the XML is broken.
    NotAStory: the list is empty.
    DeliveryTooLarge: it has too many tags or stories.
    """
    root = xml.parse(delivery.body, delivery.content_type)
    items = [root] if xml.name(root) == "RBNews" else list(xml.descendants(root, "RBNews"))
    if not items:
        raise NotAStory(f"an empty queue: {_line(root, 'errormsg') or 'there is no RBNews in it'}")
    stories = read_each(items, lambda item, number: _story(item, delivery, f"RBNews {number}"))
    return [entry for found in stories for entry in (found, *_kill_of_another(found))]


def _story(item: etree._Element, delivery: Delivery, position: str) -> Story:
    guid = _line(item, "NewsID")
    if guid is None:
        raise InvalidStory("the NewsID is empty", position)
    supplier = delivery.supplier or "ritzau"
    warnings: list[str] = []
    extra = _extra(item)
    timestamps = Timestamps(supplier, warnings, extra, delivery.terms)
    created = timestamps.instant("PublishDate", _line(item, "PublishDate"))
    if created is None:
        warnings.append("no PublishDate, the time of receipt stands for it")
    number, version_rule = version(_line(item, "version"), created, delivery.received)
    note = _note(item, "TilRedaktionen")
    embargo_until, embargo_text = timestamps.embargo(None, [note or ""])
    town = _line(item, "town")
    urgency = _line(item, "Priority") or ""
    return make_story(
        position=position,
        supplier=supplier,
        feed=delivery.feed,
        guid=guid,
        version=number,
        version_rule=version_rule,
        status=Status.KILLED if _flag(item, "Annuleret") else Status.USABLE,
        embargo_until=embargo_until,
        embargo_text=embargo_text,
        version_created=created or delivery.received,
        received=delivery.received,
        replaces=_line(item, "replacedID") or _line(item, "Replaces"),
        correction=next((name for name in ("Korrektion", "NyVersion") if _flag(item, name)), None),
        ed_note=note,
        headline=_text_line(item, "headline"),
        subheadline=_text_line(item, "subtitle"),
        byline=_line(item, "byLine"),
        credit=_line(item, "origin"),
        dateline=dateline.from_located(town) if town else None,
        paragraphs=body_from_markup(_raw(item, "content")),
        subjects=tuple(Subject(code=code.zfill(8), scheme="subj") for code in _values(item, "IPTCList")),
        keywords=tuple(dict.fromkeys(_values(item, "SubjectKeyword"))),
        urgency=int(urgency) if urgency in "123456789" and urgency else None,
        warnings=tuple(warnings),
        extra=extra,
    )


def _kill_of_another(story: Story | DeliveryError) -> list[Story]:
    """Return the kill of the story that a kill names: by time, since its version is not said."""
    if not isinstance(story, Story) or story.status is not Status.KILLED or story.replaces in (None, story.guid):
        return []
    number, version_rule = version(None, story.version_created, story.received)
    fields = {"guid": story.replaces, "version": number, "version_rule": version_rule, "slug": None}
    return [tombstone(story).model_copy(update={**fields, "ed_note": f"killed by {story.guid}"})]


def _extra(item: etree._Element) -> dict[str, Any]:
    unread = (below for below in item if xml.name(below) not in _READ)
    found = ((xml.name(below), xml.text_of(below)) for below in unread)
    return {_EXTRA_NAMES.get(name, name): text for name, text in found if name and text and text != "false"}


def _line(item: etree._Element, name: str) -> str | None:
    return xml.text_of(xml.child(item, name))


def _raw(item: etree._Element, name: str) -> str:
    element = xml.child(item, name)
    return "" if element is None else "".join(element.itertext())


def _text_line(item: etree._Element, name: str) -> str | None:
    """Return a field that holds escaped HTML, on one line."""
    return clean_line(" ".join(html.paragraphs(_raw(item, name)))) or None


def _note(item: etree._Element, name: str) -> str | None:
    """Return a field that holds HTML, escaped or not, with its paragraphs."""
    element = xml.child(item, name)
    if element is None:
        return None
    markup = xml.markup(element) if len(element) else _raw(item, name)
    return "\n".join(html.paragraphs(markup)) or None


def _flag(item: etree._Element, name: str) -> bool:
    return (_line(item, name) or "").lower() in ("true", "1")


def _values(item: etree._Element, name: str) -> list[str]:
    found = xml.child(item, name)
    return [] if found is None else [value for below in found if (value := xml.text_of(below))]
