"""What AP says an item is about. Its taxonomy also adds every ancestor of a tag: those stay in `extra`."""

from __future__ import annotations

from typing import Any

from newswire.formats import ninjs_tags
from newswire.formats.ninjs_fields import entries, text_of
from newswire.story import Organisation, Origin, Person, Place, Subject

_CATEGORIES = {"category": "apCat", "suppcategory": "apSuppCat"}
"""AP's category codes are letters, and have no scheme of their own."""


def subjects(item: dict[str, Any]) -> tuple[Subject, ...]:
    """Return the subjects and the categories."""
    found = []
    for entry in _direct(item, "subject"):
        name = text_of(entry, "name")
        code = text_of(entry, "code") or name
        schemes = (_CATEGORIES[rel] for rel in _rels(entry) if rel in _CATEGORIES)
        if code:
            found.append(Subject(code=code, scheme=text_of(entry, "scheme") or next(schemes, None), name=name))
    return tuple(dict.fromkeys(found))


def people(item: dict[str, Any]) -> tuple[Person, ...]:
    """Return the people."""
    return ninjs_tags.people({"person": _direct(item, "person")})


def organisations(item: dict[str, Any]) -> tuple[Organisation, ...]:
    """Return the organisations, companies among them."""
    return ninjs_tags.organisations({"organisation": [*_direct(item, "organisation"), *_direct(item, "company")]})


def places(item: dict[str, Any]) -> tuple[Place, ...]:
    """Return the places, with their coordinates."""
    found: dict[str, Place] = {}
    for entry in _direct(item, "place"):
        name = text_of(entry, "name")
        if name and name not in found:
            lat, lon = _coordinates(entry)
            found[name] = Place(
                name=name, lat=lat, lon=lon, origin=Origin.SUPPLIER, confidence=1.0, evidence="AP place"
            )
    return tuple(found.values())


def _direct(item: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the entries that AP gave for themselves, not only for a narrower one."""
    return [
        entry for entry in entries(item.get(name)) if not _rels(entry) or set(_rels(entry)) - {"ancestor", "inferred"}
    ]


def _rels(entry: dict[str, Any]) -> list[str]:
    rels = entry.get("rels")
    return [rel for rel in rels if isinstance(rel, str)] if isinstance(rels, list) else []


def _coordinates(entry: dict[str, Any]) -> tuple[float | None, float | None]:
    geometry = entry.get("geometry_geojson")
    pair = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if not (isinstance(pair, list) and len(pair) == 2 and all(type(number) in (int, float) for number in pair)):
        return None, None
    lon, lat = pair
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else (None, None)
