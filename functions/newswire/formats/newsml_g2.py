"""NewsML-G2, IPTC's news exchange format: news items and packages, alone or many in one message.

Identity: the item's `guid`; a version at its end (`tag:agency,2024:x:3` with version 3) is taken off, or a late old
revision would be a story of its own. Version: the item's `version`; where it has none, its `versionCreated`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.errors import NotAStory
from newswire.formats import newsml_g2_item, xml
from newswire.formats.several import read_each

if TYPE_CHECKING:
    from lxml import etree

    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError
    from newswire.story import Story

_STORIES = frozenset({"newsItem", "packageItem"})
_NO_STORIES = {
    "planningItem": "a planning item: it announces coverage",
    "conceptItem": "a concept item: it describes a person, an event or another concept",
    "knowledgeItem": "a knowledge item: it is a list of concepts",
    "catalogItem": "a catalog item: it is a list of schemes",
}
_MESSAGE = "newsMessage"


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - the root element says it
    """Tell whether this is NewsML-G2, by its root element."""
    root = xml.root_name(head)
    return root == _MESSAGE or root in _STORIES or root in _NO_STORIES


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the stories of an item, or of the items in a message; an item that cannot be read has its error there.

    Raises
    ------
    MalformedDelivery: the XML is broken.
    NotAStory: it is one item and no story, or a message without items.
    InvalidStory: it is one item, and that breaks the rules.
    DeliveryTooLarge: there are more than `several.MAX_STORIES` items, or too many tags or paragraphs in it.
    """
    root = xml.parse(delivery.body, delivery.content_type)
    if xml.name(root) != _MESSAGE:
        return [_story(root, delivery, None, None)]
    items = [item for item_set in xml.children(root, "itemSet") for item in item_set if xml.name(item)]
    if not items:
        raise NotAStory("a message without items")
    sender = xml.text_of(xml.child(root, "header", "sender"))
    return read_each(items, lambda item, number: _story(item, delivery, sender, f"item {number} of {len(items)}"))


def _story(item: etree._Element, delivery: Delivery, sender: str | None, position: str | None) -> Story:
    name = xml.name(item)
    if name not in _STORIES:
        raise NotAStory(_NO_STORIES.get(name, f"no news item: {name!r}"), position)
    return newsml_g2_item.read(item, delivery, sender, position)
