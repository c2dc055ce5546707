"""The fields of the query language: their names, and what else a reader may call them."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from typing import TypeAlias

from newswire.search.tree import Feature, TagField, TextField


class ValueField(StrEnum):
    """A field whose value is read: a number, a date, a place with a distance, an id, a feature."""

    URGENCY = "urgency"
    AFTER = "after"
    BEFORE = "before"
    ON = "on"
    NEAR = "near"
    SIMILAR = "similar"
    HAS = "has"


Field: TypeAlias = TextField | TagField | ValueField

_ALIASES: dict[Field, str] = {
    TextField.HEADLINE: "title",
    TextField.BODY: "text",
    TextField.SLUG: "slugline",
    TextField.BYLINE: "byline author",
    TextField.QUOTE: "quotes",
    TagField.PERSON: "people persons",
    TagField.ORGANISATION: "organisation organisations organization organizations orgs",
    TagField.PLACE: "places location",
    TagField.TOPIC: "topics subject",
    TagField.SUPPLIER: "supplier agency",
    TagField.LANGUAGE: "language",
    ValueField.AFTER: "since",
    ValueField.BEFORE: "until",
    ValueField.ON: "date",
}

FIELDS: tuple[Field, ...] = (*TextField, *TagField, *ValueField)

NAMES: dict[str, Field] = {
    **{field.value: field for field in FIELDS},
    **{alias: field for field, aliases in _ALIASES.items() for alias in aliases.split()},
}
"""Every name of a field, in lower case."""

FEATURES: dict[str, Feature] = {
    **{feature.value: feature for feature in Feature},
    "quote": Feature.QUOTES,
    "person": Feature.PEOPLE,
    "place": Feature.PLACES,
    "topic": Feature.TOPICS,
    "corrections": Feature.CORRECTION,
}
"""What `has:` takes."""

RAW_FIELDS: frozenset[Field] = frozenset({TagField.ID, ValueField.SIMILAR})
"""Fields whose value is taken to the letter: an id holds colons, slashes and stars."""

_LIKENESS = 0.7


def field_named(name: str) -> Field | None:
    """Return the field that a reader calls so, in any case; None where there is none."""
    return NAMES.get(name.lower())


def meant_by(name: str) -> str | None:
    """Return the name of a field that looks like this one; None where none does."""
    close = get_close_matches(name.lower(), NAMES, n=1, cutoff=_LIKENESS)
    return close[0] if close else None
