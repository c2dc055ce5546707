"""What the head of a NITF document says about it: identity, life, times, subjects, agencies' own metas."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from newswire import suppliers
from newswire.errors import DeliveryTooLarge
from newswire.formats import agency_name, wire_text, xml
from newswire.formats.life import Timestamps, kills, strictest
from newswire.normalise import times
from newswire.normalise.text import clean_line
from newswire.story import (
    GuidRule,
    Organisation,
    Origin,
    Person,
    Place,
    Status,
    Subject,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from lxml import etree

    from newswire.delivery import Delivery

MAX_ELEMENTS = 2000
"""Elements in the head of a document: heads have some hundreds."""

_STATUSES = {
    "usable": Status.USABLE,
    "embargoed": Status.USABLE,  # the embargo hides it, see `embargo`
    "withheld": Status.WITHHELD,
    "canceled": Status.KILLED,
    "cancelled": Status.KILLED,
    "killed": Status.KILLED,
}
# Canadian Press sends its templates unfilled: date.release norm="YYYYMMDD000000-HHMM".
_UNFILLED = re.compile(r"YYYY[\dYMDHST:+-]*", re.IGNORECASE)
# AAP and others that came from ANPA 1312; NTB; PA; Superdesk.
_SLUGS = ("anpa-keyword", "ntbstikkord", "slugline", "slug")
_CATEGORIES = ("anpa-category", "category", "categoria")
_TAKE_KEYS = ("anpa-takekey", "takekey")
# "aap-source", but not "aap-original-source".
_SENDER = re.compile(r"(?:[a-z]+[-_.])?(?:source|provider|agency|agencia|agence|agentur|fuente|fonte|quelle)")
_WORD_COUNTS = ("anpa-wordcount", "wordcount")


class Head:
    """The head of a NITF document.

    Parameters
    ----------
    document: the root element, `nitf`.
    delivery: what it came in: its supplier, where that is known, else what the document names; and its terms.

    Raises
    ------
    DeliveryTooLarge: there are more than MAX_ELEMENTS elements in it.
    """

    def __init__(self, document: etree._Element, delivery: Delivery) -> None:
        self._root = document
        self._head = xml.child(document, "head")
        self._elements: defaultdict[str, list[etree._Element]] = defaultdict(list)
        elements = [] if self._head is None else list(self._head.iterdescendants())
        if len(elements) > MAX_ELEMENTS:
            raise DeliveryTooLarge(f"its head has {len(elements)} elements, the limit is {MAX_ELEMENTS} (MAX_ELEMENTS)")
        for element in elements:
            self._elements[xml.name(element)].append(element)
        self._docdata = self._one("docdata")
        self._metas = _metas(self._elements["meta"])
        self.supplier = delivery.supplier or agency_name.first(self._senders()) or "unknown"
        self._terms = delivery.terms
        self.warnings: list[str] = []
        self._raw: dict[str, str] = {}
        self._timestamps = Timestamps(self.supplier, self.warnings, self._raw, delivery.terms)

    def guid(self, headline: str | None) -> tuple[str, GuidRule]:
        """Return what identifies the story, and how it was found: see `formats.nitf`."""
        if given := self._attribute("doc-id", "id-string"):
            return given, GuidRule.SUPPLIER
        key = self._attribute("du-key", "key")
        issued = self._attribute("date.issue", "norm") or ""
        day = re.sub(r"\D", "", issued)[:8]
        words = (key,) if key else (self._attribute("doc-id", "regsrc"), day, self.slug(), headline)
        return f"nitf:{wire_text.digest(*words)}", GuidRule.CONTENT

    def status(self) -> Status:
        """Return what may be done with the story; an unknown word hides it, and so does a message to kill it."""
        asked = [kind for kind in self._message_types() if kills(kind)]
        self.warnings += [f"withheld: its message to editors is a {kind!r}" for kind in asked]
        return strictest([self._status("management-status"), *(Status.WITHHELD for _ in asked)])

    def other(self) -> tuple[str, Status] | None:
        """Return another document's id and the status that this one gives it, None where it names none."""
        guid = xml.attribute(self._docdata, "management-doc-idref")
        said = xml.attribute(self._docdata, "management-idref-status")
        return (guid, self._status("management-idref-status")) if guid and said else None

    def _status(self, name: str) -> Status:
        said = xml.attribute(self._docdata, name)
        status = _STATUSES.get(said.lower()) if said else Status.USABLE
        if status is None:
            self.warnings.append(f"unknown {name}, withheld: {said!r}")
        return status or Status.WITHHELD

    def embargo(self) -> tuple[datetime | None, str | None]:
        """Return the end of the embargo, and its text where that is no time: then the story stays hidden.

        `date.release` is one where the status says so, or where it is after the time of issue.
        """
        release = self._when("date.release")
        is_said = (xml.attribute(self._docdata, "management-status") or "").lower() == "embargoed"
        is_said = is_said or any("embargo" in kind for kind in self._message_types())
        if is_said:
            return self._timestamps.embargo(release or self.ed_message() or "embargoed")
        if not release or _UNFILLED.fullmatch(release):
            return None, None
        zone = suppliers.zone(self.supplier, self._terms.zone)
        issued, released = (times.read(text or "", zone) for text in (self._when("date.issue"), release))
        if issued and released and released.instant <= issued.instant:
            return None, None
        return self._timestamps.embargo(release)

    def time(self, *names: str) -> datetime | None:
        """Return the first of these times (`date.issue`, ...) that is one; a warning says which are none."""
        read = (self._timestamps.instant(name, self._when(name)) for name in names)
        return next(filter(None, read), None)

    def _when(self, name: str) -> str | None:
        element = self._one(name)
        return xml.attribute(element, "norm", "date.publication") or xml.text_of(element)

    def urgency(self) -> int | None:
        """Return the editorial urgency, 1 to 9."""
        said = self._attribute("urgency", "ed-urg") or ""
        return int(said) if re.fullmatch("0?[1-9]", said) else None

    def language(self) -> str | None:
        """Return the language that the document says its text is in."""
        return xml.attribute(self._root, "baselang", "lang") or self._meta("language", "lang")

    def ed_message(self) -> str | None:
        """Return the message to editors."""
        messages = (
            said for each in self._elements["ed-msg"] for said in (xml.attribute(each, "info"), xml.text_of(each))
        )
        return "\n".join(dict.fromkeys(filter(None, messages))) or None

    def _message_types(self) -> list[str]:
        return [(xml.attribute(each, "msg-type") or "").lower() for each in self._elements["ed-msg"]]

    def correction(self) -> str | None:
        """Return what the document corrects in another one, as it says itself."""
        return self._attribute("correction", "info")

    def slug(self) -> str | None:
        """Return the slug: an agency's own meta, else the one keyword that there is."""
        keywords = self.keywords()
        return self._meta(*_SLUGS) or (keywords[0] if len(keywords) == 1 else None)

    def keywords(self) -> tuple[str, ...]:
        """Return the keywords, each once."""
        words = (xml.attribute(each, "key") or xml.text_of(each) for each in self._elements["keyword"])
        return tuple(dict.fromkeys(filter(None, words)))

    def subjects(self) -> tuple[Subject, ...]:
        """Return the subject codes as they stand; one that is only named has its name for a code."""
        found = (_subject(each) for each in self._elements["tobject.subject"])
        return tuple(dict.fromkeys(filter(None, found)))

    def genre(self) -> str | None:
        """Return the kind of text that it is."""
        kinds = (xml.attribute(each, "tobject.property.type") for each in self._elements["tobject.property"])
        return next((kind for kind in kinds if kind and kind.lower() != "current"), None)

    def people(self) -> tuple[Person, ...]:
        """Return the people that the document is about."""
        return tuple(Person(**tag) for tag in self._identified("person"))

    def organisations(self) -> tuple[Organisation, ...]:
        """Return the organisations that the document is about."""
        return tuple(Organisation(**tag) for tag in self._identified("org"))

    def places(self) -> tuple[Place, ...]:
        """Return the places that the document is about, and where its event took place."""
        events = (xml.attribute(each, "city", "state-prov", "county-dist") for each in self._elements["evloc"])
        where = [_tag(place, "NITF evloc") for place in dict.fromkeys(events) if place]
        return tuple(Place(**tag) for tag in [*where, *self._identified("location")])

    def rights(self) -> dict[str, str | None]:
        """Return copyright and usage terms."""
        notice = xml.attribute(self._one("doc.copyright"), "holder")
        year = xml.attribute(self._one("doc.copyright"), "year")
        rights = self._one("doc.rights")
        terms = (xml.attribute(rights, "limitations"), xml.attribute(rights, "type"), xml.text_of(rights))
        return {
            "copyright": f"{notice} {year}" if notice and year else notice,
            "usage_terms": "\n".join(filter(None, terms)) or None,
        }

    def others(self) -> dict[str, Any]:
        """Return what a story has no field for."""
        count = self._meta(*_WORD_COUNTS) or ""
        history = (
            (xml.attribute(each, "norm"), xml.attribute(each, "comment")) for each in self._elements["revision-history"]
        )
        found = {
            "category": self._meta(*_CATEGORIES),
            "take_key": self._meta(*_TAKE_KEYS),
            "word_count_sent": int(count) if re.fullmatch(r"0*[1-9]\d{0,8}", count, re.ASCII) else None,
            "type": xml.attribute(self._one("tobject"), "tobject.type"),
            "title": xml.text_of(xml.child(self._head, "title")),
            "du_key": _attributes(self._one("du-key")),
            "series": _attributes(self._one("series")),
            "revision_history": [f"{when or ''} {comment}".strip() for when, comment in history if comment],
            "meta": self._metas,
            "raw": self._raw,
        }
        return {name: value for name, value in found.items() if value}

    def _senders(self) -> Iterator[str | None]:
        """Yield who may be the sender, the registrar of the id first: the others may be whose text it is."""
        head = xml.child(self._root, "body", "body.head")
        yield self._attribute("doc-id", "regsrc")
        yield self._attribute("from-src", "src-name")
        yield self._attribute("doc.rights", "owner", "agent")
        yield xml.text_of(xml.child(head, "distributor"))
        yield from (content for name, content in self._metas.items() if _SENDER.fullmatch(name))
        yield self._attribute("doc.copyright", "holder")
        yield xml.text_of(xml.child(head, "rights", "rights.owner"))
        yield xml.text_of(xml.child(head, "rights", "rights.agent"))
        yield self._dateline_agency()

    def _dateline_agency(self) -> str | None:
        """Return the agency in the dateline, in its own element or in the first paragraph."""
        body = xml.child(self._root, "body")
        printed = (xml.child(body, "body.head", "dateline"), xml.child(body, "body.content", "p"))
        agencies = (wire_text.agency(text) for element in printed if (text := xml.text_of(element)))
        return next(filter(None, agencies), None)

    def _identified(self, name: str) -> Iterator[dict[str, Any]]:
        elements = (each for each in self._elements[name] if xml.name(each.getparent()) == "identified-content")
        names = dict.fromkeys(xml.text_of(each) or xml.attribute(each, "value") for each in elements)
        return (_tag(each, f"NITF {name}") for each in names if each)

    def _one(self, name: str) -> etree._Element | None:
        return next(iter(self._elements[name]), None)

    def _attribute(self, element: str, *names: str) -> str | None:
        return next(filter(None, (xml.attribute(each, *names) for each in self._elements[element])), None)

    def _meta(self, *names: str) -> str | None:
        return next(filter(None, map(self._metas.get, names)), None)


def _metas(elements: Iterable[etree._Element]) -> dict[str, str]:
    """Return the agencies' own fields by their names in small letters; empty ones are not there."""
    pairs = ((xml.attribute(each, "name"), xml.attribute(each, "content")) for each in elements)
    return {name.lower(): content for name, content in pairs if name and content}


def _attributes(element: etree._Element | None) -> dict[str, str]:
    return {} if element is None else {str(name): clean_line(str(value)) for name, value in element.attrib.items()}


def _tag(name: str, evidence: str) -> dict[str, Any]:
    return {"name": name, "origin": Origin.SUPPLIER, "confidence": 1.0, "evidence": evidence}


def _subject(element: etree._Element) -> Subject | None:
    name = xml.attribute(element, "tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type")
    number = xml.attribute(element, "tobject.subject.refnum")
    code = number or xml.attribute(element, "tobject.subject.code") or name
    owner = xml.attribute(element, "tobject.subject.ipr")
    is_iptc = number and (owner or "IPTC").upper() == "IPTC"
    return Subject(code=code, scheme="subj" if is_iptc else owner, name=name) if code else None
