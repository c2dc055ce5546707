"""What a ninjs item says about itself: subjects, people, organisations, places, keywords, genre, relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from newswire.formats.ninjs_fields import entries, given, text_of
from newswire.normalise.text import clean_line
from newswire.story import Organisation, Origin, Person, Place, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

_Tag = TypeVar("_Tag", Person, Organisation, Place)


def people(item: dict[str, Any]) -> tuple[Person, ...]:
    """Return the people that the supplier names."""
    return tuple(_tags(item, "people", Person))


def organisations(item: dict[str, Any]) -> tuple[Organisation, ...]:
    """Return the organisations that the supplier names."""
    return tuple(_tags(item, "organisations", Organisation))


def places(item: dict[str, Any]) -> tuple[Place, ...]:
    """Return the places that the supplier names."""
    return tuple(_tags(item, "places", Place))


def _tags(item: dict[str, Any], field: str, kind: type[_Tag]) -> Iterator[_Tag]:
    seen = set()
    for property_name, value in given(item, field):
        for entry in entries(value):
            name = text_of(entry, "name", "literal", "code")
            if name and name not in seen:
                seen.add(name)
                yield kind(name=name, origin=Origin.SUPPLIER, confidence=1.0, evidence=f"ninjs {property_name}")


def subjects(item: dict[str, Any]) -> tuple[Subject, ...]:
    """Return the subject codes as the supplier sends them; a subject that is only named has its name for a code."""
    found = (_subject(entry) for _, value in given(item, "subjects") for entry in entries(value))
    return tuple(dict.fromkeys(subject for subject in found if subject))


def _subject(entry: dict[str, Any]) -> Subject | None:
    name = text_of(entry, "name")
    uri = text_of(entry, "uri") or ""
    last = uri.rstrip("/").rpartition("/")[2]
    code = text_of(entry, "code", "qcode", "literal") or last or name
    if not code:
        return None
    scheme = text_of(entry, "scheme") or (uri.rstrip("/").removesuffix(code) if last == code else "")
    return Subject(code=code, scheme=scheme or None, name=name)


def keywords(item: dict[str, Any]) -> tuple[str, ...]:
    """Return the supplier's keywords, each once."""
    words = (text_of(entry, "name") for _, value in given(item, "keywords") for entry in entries(value))
    return tuple(dict.fromkeys(word for word in words if word))


def genre(item: dict[str, Any]) -> str | None:
    """Return the name (or code) of the first genre."""
    names = (text_of(entry, "name", "code", "literal") for _, value in given(item, "genre") for entry in entries(value))
    return next(filter(None, names), None)


def replaces(item: dict[str, Any]) -> str | None:
    """Return the guid of the (first) story that this one stands for."""
    guids = (text_of(entry, "uri", "guid", "name") for _, value in given(item, "replaces") for entry in entries(value))
    return next(filter(None, guids), None)


UNPUBLISHED = "AVPUB"
"""TT's signal that a story is taken back."""


def correction(item: dict[str, Any]) -> str | None:
    """Return the kind of update that the supplier signals (TT: KORR, UV, ...)."""
    for _, signals in given(item, "signals"):
        for entry in entries(signals):
            kind = entry.get("updatetype")
            if isinstance(kind, str) and clean_line(kind):
                return clean_line(kind)
    return None
