"""The properties of a NewsML-G2 item, and what they say of its life: identity, version, status, embargo, times."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from newswire.errors import DeliveryTooLarge
from newswire.formats import agency_name, xml
from newswire.formats.life import Timestamps, kills, strictest
from newswire.story import UNTIL_A_NEWER_VERSION, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml import etree

    from newswire.delivery import Delivery

MAX_PROPERTIES = 2000
"""Properties of one item: items have some hundreds."""

_PARTS = frozenset({"itemMeta", "contentMeta", "rightsInfo"})
_STATUSES = {
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.KILLED,
    "cancelled": Status.KILLED,
    "killed": Status.KILLED,
}
# Colons before a version: urn:newsml:agency:date:name:3, tag:agency,date:name:3.
_COLONS = {"urn:newsml:": 5, "tag:": 3}
_SUPERSEDED = ("previousversion", "evolvedfrom", "replaces")


class Meta:
    """The properties of an item: what its `itemMeta`, `contentMeta` and `rightsInfo` hold.

    Their names are in small letters here, and it does not matter in which of the parts they stand: agencies differ.

    Parameters
    ----------
    item: the element, `newsItem` or `packageItem`.
    delivery: what it came in: its supplier, where that is known, else what the item names; and its terms.
    sender: who sent the message that it came in, where that names one.

    Raises
    ------
    DeliveryTooLarge: it has more than MAX_PROPERTIES properties.
    """

    def __init__(self, item: etree._Element, delivery: Delivery, sender: str | None) -> None:
        self._item = item
        self.properties: defaultdict[str, list[etree._Element]] = defaultdict(list)
        elements = [element for part in item if xml.name(part) in _PARTS for element in part]
        if len(elements) > MAX_PROPERTIES:
            count = f"it has {len(elements)} properties"
            raise DeliveryTooLarge(f"{count}, the limit is {MAX_PROPERTIES} (MAX_PROPERTIES)")
        for element in elements:
            self.properties[xml.name(element).lower()].append(element)
        names = (name_of(each) or code(each) for each in self.properties["provider"])
        holders = map(name_of, self.properties["copyrightholder"])
        self.supplier = delivery.supplier or agency_name.first((*names, sender, *holders)) or "unknown"
        self.warnings: list[str] = []
        self.raw: dict[str, str] = {}
        """Times that are none, as they stand in the file."""
        self._timestamps = Timestamps(self.supplier, self.warnings, self.raw, delivery.terms)

    def texts(self, name: str) -> Iterator[str]:
        """Yield the texts of a property, each on one line; empty ones are not there."""
        return filter(None, map(xml.text_of, self.properties[name]))

    def text(self, name: str) -> str | None:
        """Return the first text of a property, or None."""
        return next(self.texts(name), None)

    def guid(self) -> str | None:
        """Return the guid, without the version at its end where it is of a kind that has one there."""
        guid = xml.attribute(self._item, "guid")
        version = xml.attribute(self._item, "version")
        if guid and version and any(guid.startswith(kind) and guid.count(":") >= n for kind, n in _COLONS.items()):
            return guid.removesuffix(f":{version}")
        return guid

    def version(self) -> str | None:
        """Return the item's version as it gives it."""
        return xml.attribute(self._item, "version")

    def language(self) -> str | None:
        """Return the language of the text, else that of the item."""
        tags = (xml.attribute(each, "tag") for each in self.properties["language"])
        return next(filter(None, tags), None) or xml.attribute(self._item, "lang")

    def item_class(self) -> str:
        """Return what kind of item it is (text, picture, composite, ...); where it does not say, text or composite."""
        unsaid = "composite" if xml.name(self._item) == "packageItem" else "text"
        return next(filter(None, map(code, self.properties["itemclass"])), unsaid).lower()

    def status(self) -> Status:
        """Return the strictest status that the item gives; an unknown one hides it, and so does a signal to kill it."""
        words = [(code(each) or "").lower() for each in self.properties["pubstatus"]]
        self.warnings += [f"unknown pubStatus, withheld: {word!r}" for word in words if word not in _STATUSES]
        asked = [signal for each in self.properties["signal"] if kills(signal := code(each) or "")]
        self.warnings += [f"withheld: its signal is {signal!r}" for signal in asked]
        return strictest([*(_STATUSES.get(word, Status.WITHHELD) for word in words), *(Status.WITHHELD for _ in asked)])

    def embargo(self) -> tuple[datetime | None, str | None]:
        """Return the end of the embargo, and its text where that is no time: then the story stays hidden.

        A note with the role of an embargo counts where there is no time; an empty `embargoed` is none.
        """
        notes = (xml.text_of(each) for each in self.properties["ednote"] if "embargo" in role(each))
        said = [*self.texts("embargoed")] or [note for note in notes if note][:1]
        ends = [self._timestamps.embargo(text) for text in said]
        return max(ends, key=lambda end: end[0] or UNTIL_A_NEWER_VERSION, default=(None, None))

    def time(self, *names: str) -> datetime | None:
        """Return the first of these times that is one; a warning says which are none."""
        elements = (element for name in names for element in self.properties[name])
        read = (self._timestamps.instant(xml.name(element), xml.text_of(element)) for element in elements)
        return next(filter(None, read), None)

    def urgency(self) -> int | None:
        """Return the urgency, 1 to 9."""
        said = self.text("urgency") or ""
        return int(said) if re.fullmatch("0?[1-9]", said) else None

    def correction(self) -> str | None:
        """Return what kind of update the item signals: a correction before an update."""
        signals = {(code(each) or "").lower() for each in self.properties["signal"]}
        return next((kind for kind in ("correction", "update") if kind in signals), None)

    def replaces(self) -> str | None:
        """Return the guid of another item that this one stands for."""
        links = (each for each in self.properties["link"] if last_part(xml.attribute(each, "rel")) in _SUPERSEDED)
        guids = (xml.attribute(each, "residref", "guidref") for each in links)
        return next((guid for guid in guids if guid and guid != self.guid()), None)


def code(element: etree._Element) -> str | None:
    """Return the code of a property without its scheme: of its qcode, else its literal, else the end of its URI."""
    qcode = xml.attribute(element, "qcode")
    if qcode:
        return qcode.partition(":")[2] or qcode
    return xml.attribute(element, "literal") or last_part(xml.attribute(element, "uri"), keep_case=True) or None


def name_of(element: etree._Element) -> str | None:
    """Return the name of a property, else its literal."""
    names = (xml.text_of(each) for each in xml.children(element, "name"))
    return next(filter(None, names), None) or xml.attribute(element, "literal")


def role(element: etree._Element) -> str:
    """Return the role of a property without its scheme in small letters, "" where it has none."""
    return last_part(xml.attribute(element, "role"))


def last_part(text: str | None, *, keep_case: bool = False) -> str:
    """Return what a qcode or URI ends in, "" for None."""
    last = re.split(r"[:/#]", (text or "").rstrip("/"))[-1]
    return last if keep_case else last.lower()
