"""Stories with their tags: what the supplier says stands, and what the text tells comes after it.

Tags never hold a story back. Where the time is short or a rule of ours fails, the story goes on without them, and its
`rules_version` is None: it waits for its tags.
"""

from __future__ import annotations

import logging
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from newswire.errors import ModelUnusable
from newswire.faults import fault
from newswire.language import likeliest
from newswire.story import Kind, Organisation, Origin, Person, Place, Quote, Status, Story, Topic
from newswire.tagging import broader_topics, tagger
from newswire.tagging.gazetteer import Gazetteer
from newswire.tagging.tagger import Tags, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newswire.tagging.names import Name, NameType
    from newswire.tagging.places import ResolvedPlace

logger = logging.getLogger(__name__)

_AT_ONCE = 16
_CHARACTERS_AT_ONCE = 40_000
"""Stories that are tagged between two looks at the clock: some 7,000 words, which take about a second."""

_WITHOUT_TEXT = (Status.KILLED, Status.EXPIRED)

_Tag = TypeVar("_Tag", Topic, Person, Organisation, Place, Quote)


class Enricher:
    """Gives stories their tags; one a process, since the language model is large.

    Parameters
    ----------
    reserve: seconds that are left alone: with less time left, no more stories are tagged.
    """

    def __init__(self, reserve: float) -> None:
        self._reserve = reserve
        self._model = Lock()  # it serves one thread at a time

    def __call__(self, stories: Sequence[Story], time_left: Callable[[], float]) -> list[Story]:
        """Return the stories with their tags, in their order; it raises nothing of its own.

        Tags that are not the supplier's are found anew, so that a story can be tagged again. One without text has none.

        Parameters
        ----------
        time_left: tells how many seconds the process still has.
        """
        tagged: list[Story] = []
        for group in _groups(stories):
            if time_left() < self._reserve:
                logger.warning("no time left to tag %d stories", len(stories) - len(tagged))
                return [*tagged, *map(untagged, stories[len(tagged) :])]
            tagged += self._tagged(group)
        return tagged

    def load(self) -> None:
        """Load what the first story would wait for; raises nothing of its own."""
        try:
            with self._model:
                tagger.load()
        except ModelUnusable:
            logger.exception("stories will go on without tags")

    def _tagged(self, stories: list[Story]) -> list[Story]:
        try:
            with self._model:
                found = tagger.tag([_text(story) for story in stories])
                return [_with_tags(story, tags) for story, tags in zip(stories, found, strict=True)]
        except ModelUnusable:
            logger.exception("stories go on without tags")
        except Exception as error:  # noqa: BLE001 (a fault of ours: whichever story it is, the others have their tags)
            if len(stories) > 1:
                return [tagged for story in stories for tagged in self._tagged([story])]
            logger.error("story %s goes on without tags", stories[0].id, extra=fault(error))
        return [untagged(story) for story in stories]


def untagged(story: Story) -> Story:
    """Return the story with no more tags than its supplier's: it waits for ours."""
    found = set(story.found_keywords)
    return story.model_copy(
        update={
            "topics": _suppliers(story.topics),
            "people": _suppliers(story.people),
            "organisations": _suppliers(story.organisations),
            "places": _suppliers(story.places),
            "quotes": _suppliers(story.quotes),
            "keywords": tuple(keyword for keyword in story.keywords if keyword not in found),
            "found_keywords": (),
            "kind": None,
            "rules_version": None,
        }
    )


def _groups(stories: Sequence[Story]) -> Iterator[list[Story]]:
    group: list[Story] = []
    characters = 0
    for story in stories:
        size = len(story.body_text)
        if group and (len(group) == _AT_ONCE or characters + size > _CHARACTERS_AT_ONCE):
            yield group
            group, characters = [], 0
        group.append(story)
        characters += size
    if group:
        yield group


def _text(story: Story) -> Text:
    genres = filter(None, (story.genre, story.extra.get("take_key")))
    headline, body = story.headline or "", "" if story.status in _WITHOUT_TEXT else story.body_text
    return Text(
        headline=headline,
        body=body,
        language=story.language[:2].lower() if story.language else likeliest(f"{headline}\n{body}"),
        dateline=story.dateline,
        genres=tuple(str(genre) for genre in genres),
    )


def _with_tags(story: Story, tags: Tags) -> Story:
    if story.status in _WITHOUT_TEXT:
        return story
    plain = untagged(story)
    keywords = _further_keywords(plain.keywords, tags.keywords)
    return plain.model_copy(
        update={
            "topics": _topics(plain.topics, tags.topics),
            "people": _people(plain.people, tags.names),
            "organisations": _organisations(plain.organisations, tags.names),
            "places": _places(plain.places, tags),
            "quotes": (*plain.quotes, *tags.quotes),
            "keywords": (*plain.keywords, *keywords),
            "found_keywords": keywords,
            "kind": _kind(tags),
            "rules_version": tagger.rules_version(),
        }
    )


def _suppliers(tags: tuple[_Tag, ...]) -> tuple[_Tag, ...]:
    return tuple(tag for tag in tags if tag.origin is Origin.SUPPLIER)


def _topics(suppliers: tuple[Topic, ...], found: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """Return the supplier's topics, those above them, and what the text tells beyond, each code once."""
    by_code: dict[str, Topic] = {}
    for topic in (*suppliers, *broader_topics.implied(suppliers), *found):
        by_code.setdefault(topic.code, topic)
    return tuple(by_code.values())


def _people(suppliers: tuple[Person, ...], names: Iterable[Name]) -> tuple[Person, ...]:
    return (*suppliers, *(Person(**_fields(name)) for name in _further("person", suppliers, names)))


def _organisations(suppliers: tuple[Organisation, ...], names: Iterable[Name]) -> tuple[Organisation, ...]:
    return (*suppliers, *(Organisation(**_fields(name)) for name in _further("organisation", suppliers, names)))


def _further(kind: NameType, suppliers: Iterable[Person | Organisation], names: Iterable[Name]) -> Iterator[Name]:
    """Yield the names of a kind that the supplier does not give."""
    known = {tag.name.casefold() for tag in suppliers}
    return (name for name in names if name.type == kind and name.name.casefold() not in known)


def _fields(name: Name) -> dict[str, Any]:
    return {"name": name.name, "origin": name.origin, "confidence": name.confidence, "evidence": name.evidence}


def _places(suppliers: tuple[Place, ...], tags: Tags) -> tuple[Place, ...]:
    """Return the supplier's places, and those that the text names beyond them, each once."""
    located = {place.mentions: place for place in tags.places}
    names = (name for name in tags.names if name.type == "place")
    found = [_filed(place) for place in tags.places if not place.mentions]
    found += [_place(name, located.get(name.mentions)) for name in names]
    kept = list(suppliers)
    for place in found:
        if not any(_says_as_much(each, place) for each in kept):
            kept.append(place)
    return tuple(kept)


def _says_as_much(known: Place, place: Place) -> bool:
    """Tell whether a place is known; one that is known by name alone says less than one on the map."""
    if known.geonames_id and place.geonames_id:
        return known.geonames_id == place.geonames_id
    return place.geonames_id is None and known.name.casefold() == place.name.casefold()


def _place(name: Name, resolved: ResolvedPlace | None) -> Place:
    if resolved is None:
        return Place(**_fields(name))
    return _on_the_map(resolved, name.origin, name.evidence)


def _filed(resolved: ResolvedPlace) -> Place:
    return _on_the_map(resolved, Origin.RULE, "the dateline")


def _on_the_map(resolved: ResolvedPlace, origin: Origin, evidence: str) -> Place:
    """Return a place that we know; a country goes by one name, whatever the story calls it ("U.S.", "America")."""
    return Place(
        name=_country(resolved.geonames_id, resolved.country_name) or resolved.name,
        geonames_id=resolved.geonames_id,
        lat=resolved.lat,
        lon=resolved.lon,
        country=resolved.country,
        country_name=resolved.country_name,
        division=resolved.division,
        origin=origin,
        confidence=resolved.confidence,
        evidence=f"'{resolved.name}': {evidence}; {resolved.evidence}",
    )


@cache
def _country(geonames_id: int | None, name: str | None) -> str | None:
    """Return the name of a country if this is one, and not a town in it."""
    entries = Gazetteer.open().candidates(name) if name else ()
    is_country = any(entry.kind == "country" and entry.geonames_id == geonames_id for entry in entries)
    return name if is_country else None


def _further_keywords(suppliers: tuple[str, ...], found: tuple[str, ...]) -> tuple[str, ...]:
    known = {keyword.casefold() for keyword in suppliers}
    return tuple(keyword for keyword in found if keyword.casefold() not in known)


def _kind(tags: Tags) -> Kind | None:
    kind = tags.kind
    if kind is None:
        return None
    return Kind(name=kind.name, origin=kind.origin, confidence=kind.confidence, evidence=kind.evidence)
