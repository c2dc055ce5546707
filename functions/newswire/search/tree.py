"""The reader's query as a tree, in the words of news: nothing here knows the engine.

The same tree is the engine's request (request.py), what is echoed as `understood_as`, and what explains a match.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


class TextField(StrEnum):
    """A part of a story that holds text, by its name in a query."""

    HEADLINE = "headline"
    BODY = "body"
    SLUG = "slug"
    BYLINE = "by"
    QUOTE = "quote"


class TagField(StrEnum):
    """A name or code that a story has, by its name in a query."""

    PERSON = "person"
    ORGANISATION = "org"
    PLACE = "place"
    TOPIC = "topic"
    SPEAKER = "speaker"
    SUPPLIER = "source"
    PUBLISHER = "publisher"
    LANGUAGE = "lang"
    GENRE = "genre"
    STATUS = "status"
    ID = "id"


class Feature(StrEnum):
    """What a story can have or lack, as in `has:quotes`."""

    QUOTES = "quotes"
    PEOPLE = "people"
    PLACES = "places"
    TOPICS = "topics"
    CORRECTION = "correction"


class Comparison(StrEnum):
    """How a number is compared."""

    EQUAL = "="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Word:
    """One word in all its forms; without a field, in headline or body. What is typed as one token stays one Word."""

    text: str
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exactly these words, unstemmed, stop words counting; in this order, or within `slop` moves of it."""

    text: str
    slop: int = 0
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Two words or phrases with at most `distance` words between them, in any order."""

    first: str
    second: str
    distance: int
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so; `text` is without the star."""

    text: str
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Tagged:
    """A name or code of the story's."""

    field: TagField
    value: str


@dataclass(frozen=True, slots=True)
class Urgency:
    """The urgency of a story, 1 (flash) to 9."""

    comparison: Comparison
    number: int


@dataclass(frozen=True, slots=True)
class Dates:
    """Stories whose version was created at or after `start` and before `end`."""

    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """Stories with a place within so many kilometres of a named one."""

    place: str
    kilometres: float


@dataclass(frozen=True, slots=True)
class Similar:
    """Stories like this one."""

    story_id: str


@dataclass(frozen=True, slots=True)
class Has:
    """Stories that have something."""

    feature: Feature


@dataclass(frozen=True, slots=True)
class And:
    """All of them; at least two."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them; at least two."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of it."""

    child: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every story."""


Node: TypeAlias = (
    Word | Phrase | Near | Prefix | Tagged | Urgency | Dates | Around | Similar | Has | And | Or | Not | Everything
)


def leaves(node: Node) -> Iterator[Node]:
    """Yield what a tree is made of, in its order, what is denied too."""
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from leaves(child)
        case Not(child):
            yield from leaves(child)
        case _:
            yield node
