"""Identification and NewsManagement of a NewsItem: who sends it, which revision it is, what may be done with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newswire.formats import agency_name, xml
from newswire.formats.life import strictest
from newswire.formats.wire_text import digest
from newswire.story import UNTIL_A_NEWER_VERSION, GuidRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from lxml import etree

    from newswire.formats.life import Timestamps

_HIDES = {
    **dict.fromkeys(("canceled", "cancelled", "cancel", "killed", "kill", "deleted", "delete"), Status.KILLED),
    **dict.fromkeys(("withdrawn", "withdraw", "retracted", "retract"), Status.KILLED),
    **dict.fromkeys(("withheld", "withhold", "hold", "onhold"), Status.WITHHELD),
}
_USABLE = frozenset({"usable", "embargoed"})
"""The embargo hides it, see `Management.embargo`."""

_NO_NEWS = frozenset({"advisory", "test"})
_NO_INSTRUCTION = frozenset({"none", "nonespecified", "noinstruction", "usable"})
_REVISION = r"[:#.]0*{}[NUA]?"


def provider(item: etree._Element) -> str | None:
    """Return who sends: the ProviderId, of a host its name ("afp" of "afp.com"), else the party that provides it."""
    said = xml.text_of(xml.child(item, "Identification", "NewsIdentifier", "ProviderId"))
    groups = ("Provider", "Source")
    paths = (("NewsComponent", "AdministrativeMetadata", group, "Party") for group in groups)
    parties = (party for path in paths for party in xml.children(item, *path))
    return agency_name.first((said, *(xml.attribute(party, "FormalName") for party in parties)))


def guid(item: etree._Element, words: Iterable[str]) -> tuple[str, GuidRule]:
    """Return what identifies the item through all its revisions, and how it was found; `words` are all that it says."""
    identifier = xml.child(item, "Identification", "NewsIdentifier")
    revision = xml.text_of(xml.child(identifier, "RevisionId")) or ""
    public = xml.text_of(xml.child(identifier, "PublicIdentifier"))
    if public:
        without = re.sub(_REVISION.format(re.escape(revision.lstrip("0"))) + "$", "", public) if revision else public
        return without or public, GuidRule.SUPPLIER
    parts = [xml.text_of(xml.child(identifier, name)) for name in ("ProviderId", "DateId", "NewsItemId")]
    if parts[-1]:
        return f"urn:newsml:{':'.join(part or '' for part in parts)}", GuidRule.SUPPLIER
    return f"newsml:{digest(*words)}", GuidRule.CONTENT


class Management:
    """NewsManagement of an item.

    Parameters
    ----------
    item: the NewsItem.
    timestamps: reads its times.
    warnings: takes what was assumed.
    """

    def __init__(self, item: etree._Element, timestamps: Timestamps, warnings: list[str]) -> None:
        self._element = xml.child(item, "NewsManagement")
        self._timestamps = timestamps
        self._warnings = warnings
        self._has_content = xml.child(item, "NewsComponent") is not None
        self.revision = xml.text_of(xml.child(item, "Identification", "NewsIdentifier", "RevisionId"))

    def status(self) -> Status:
        """Return the strictest status that Status, Instruction and NewsItemType give; an unknown word hides."""
        return strictest([self._own_status(), *self._instructed(), *self._by_type()])

    def embargo(self, given: Iterable[str], notes: Iterable[str]) -> tuple[datetime | None, str | None]:
        """Return the end of the embargo, and its text where no time is given: then the story stays hidden.

        Parameters
        ----------
        given: texts of fields that are an embargo by their names.
        notes: lines that may speak of one.
        """
        release = next(self._changes("usable"), None) or next(iter(given), None)
        until, text = self._timestamps.embargo(release, notes)
        if until is None and self._said() == "embargoed":
            return UNTIL_A_NEWER_VERSION, "embargoed"
        return until, text

    def expires(self) -> datetime | None:
        """Return when the item will be canceled."""
        return self._timestamps.instant("expires", next(self._changes("canceled", "cancelled"), None))

    def first_created(self) -> datetime | None:
        """Return when the first revision was created."""
        return self._timestamps.instant("first_created", self._text("FirstCreated"))

    def revised(self, sent: str | None) -> datetime | None:
        """Return when this revision was created, or where that is not said, when it was sent or first created."""
        created = self._timestamps.instant("version_created", self._text("ThisRevisionCreated"))
        if created is not None:
            return created
        self._warnings.append("no ThisRevisionCreated, another time stands for it")
        return self._timestamps.instant("sent", sent) or self.first_created()

    def urgency(self) -> int | None:
        """Return the urgency, 1 to 9."""
        said = xml.attribute(xml.child(self._element, "Urgency"), "FormalName") or self._text("Urgency") or ""
        return int(said) if re.fullmatch("[1-9]", said) else None

    def replaces(self) -> str | None:
        """Return the item that this one is derived from."""
        items = (xml.attribute(each, "NewsItem") for each in xml.children(self._element, "DerivedFrom"))
        return next(filter(None, items), None)

    def correction(self) -> str | None:
        """Return the instruction that says what kind of update this is."""
        said = (xml.attribute(each, "FormalName") or "" for each in xml.children(self._element, "Instruction"))
        return next((word for word in said if word and _key(word) not in _NO_INSTRUCTION | _HIDES.keys()), None)

    def extra(self) -> dict[str, Any]:
        """Return what a story has no field for."""
        related = (xml.attribute(each, "NewsItem") for each in xml.children(self._element, "AssociatedWith"))
        found = {
            "item_type": xml.attribute(xml.child(self._element, "NewsItemType"), "FormalName"),
            "associated_with": list(filter(None, related)),
        }
        return {name: value for name, value in found.items() if value}

    def _said(self) -> str:
        status = xml.child(self._element, "Status")
        return _key(xml.attribute(status, "FormalName") or xml.text_of(status) or "usable")

    def _own_status(self) -> Status:
        word = self._said()
        if word not in _USABLE and word not in _HIDES:
            self._warnings.append(f"unknown Status: withheld: {word[:80]!r}")
            return Status.WITHHELD
        return _HIDES.get(word, Status.USABLE)

    def _instructed(self) -> Iterator[Status]:
        """Yield what instructions say of this item; a RevisionStatus is about earlier ones, if it replaces them."""
        for instruction in xml.children(self._element, "Instruction"):
            revisions = list(xml.children(instruction, "RevisionStatus"))
            words = [xml.attribute(instruction, "FormalName")]
            if revisions:
                words = [xml.attribute(xml.child(each, "Status"), "FormalName") for each in revisions]
            if not revisions or not self._has_content:
                yield from (_HIDES.get(_key(word or ""), Status.USABLE) for word in words)

    def _by_type(self) -> Iterator[Status]:
        kind = xml.attribute(xml.child(self._element, "NewsItemType"), "FormalName") or ""
        if _key(kind) in _NO_NEWS:
            self._warnings.append(f"a NewsItemType that is no news: withheld: {kind!r}")
            yield Status.WITHHELD

    def _changes(self, *statuses: str) -> Iterator[str]:
        """Yield the times at which the status will be one of these."""
        for change in xml.children(self._element, "StatusWillChange"):
            if _key(xml.attribute(xml.child(change, "FutureStatus"), "FormalName") or "") in statuses:
                yield xml.text_of(xml.child(change, "DateAndTime")) or "no time"

    def _text(self, name: str) -> str | None:
        return xml.text_of(xml.child(self._element, name))


def _key(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.rpartition(":")[2].lower())
