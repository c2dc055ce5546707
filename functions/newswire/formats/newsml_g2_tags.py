"""What a NewsML-G2 item is about, as its supplier says: subjects, people, organisations, places, keywords, genre."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newswire.formats import xml
from newswire.formats.newsml_g2_meta import code, last_part, name_of
from newswire.story import Organisation, Origin, Person, Place, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from newswire.formats.newsml_g2_meta import Meta

_IPTC = ("subj:", "medtop:", "http://cv.iptc.org/newscodes/")
_PEOPLE = frozenset({"person"})
_ORGANISATIONS = frozenset({"organisation", "organization"})
_PLACES = frozenset({"geoarea", "poi"})


def subjects(meta: Meta) -> tuple[Subject, ...]:
    """Return the subject codes as the supplier sends them; a subject that is only named has its name for a code.

    IPTC's code for a subject of the supplier's own (`sameAs`) is one of them.
    """
    found = (_subject(element) for each in meta.properties["subject"] for element in (each, *_same(each)))
    return tuple(dict.fromkeys(filter(None, found)))


def _same(element: etree._Element) -> Iterator[etree._Element]:
    return (
        each
        for each in xml.children(element, "sameAs")
        if (xml.attribute(each, "qcode", "uri") or "").startswith(_IPTC)
    )


def _subject(element: etree._Element) -> Subject | None:
    name = name_of(element)
    alias, colon, rest = (xml.attribute(element, "qcode") or "").partition(":")
    if colon and rest:
        return Subject(code=rest, scheme=alias or None, name=name)
    uri = xml.attribute(element, "uri") or ""
    found = code(element) or name
    scheme = uri.removesuffix(found).rstrip("/") if found and uri.endswith(found) else None
    return Subject(code=found, scheme=scheme or None, name=name) if found else None


def people(meta: Meta) -> tuple[Person, ...]:
    """Return the people among the subjects."""
    return tuple(Person(**tag) for tag in _tags(meta, _PEOPLE))


def organisations(meta: Meta) -> tuple[Organisation, ...]:
    """Return the organisations among the subjects."""
    return tuple(Organisation(**tag) for tag in _tags(meta, _ORGANISATIONS))


def places(meta: Meta) -> tuple[Place, ...]:
    """Return the places among the subjects."""
    return tuple(Place(**tag) for tag in _tags(meta, _PLACES))


def _tags(meta: Meta, types: frozenset[str]) -> Iterator[dict[str, Any]]:
    elements = (each for each in meta.properties["subject"] if last_part(xml.attribute(each, "type")) in types)
    for name in dict.fromkeys(filter(None, map(name_of, elements))):
        yield {"name": name, "origin": Origin.SUPPLIER, "confidence": 1.0, "evidence": "NewsML-G2 subject"}


def keywords(meta: Meta) -> tuple[str, ...]:
    """Return the supplier's keywords, each once."""
    return tuple(dict.fromkeys(meta.texts("keyword")))


def genre(meta: Meta) -> str | None:
    """Return the name (or code) of the first genre."""
    return next(filter(None, (name_of(each) or code(each) for each in meta.properties["genre"])), None)
