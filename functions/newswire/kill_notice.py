"""Notices that kill another story by naming it in their text: which one, where that is certain.

dpa and AP kill so: an item of its own says "kill the story slugged X" or "die Meldung „Y“ bitte nicht verwenden".
A notice kills when what it names is one single story of the same supplier; else a person has to look at it, because a
wrong guess kills a good story, and no guess leaves a bad one up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from newswire.documents import story_of
from newswire.errors import UnmatchedKill
from newswire.normalise import embargo
from newswire.story import ParagraphKind, Status, Story, tombstone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from newswire.index import Index

LOOK_BACK = timedelta(days=14)
"""A notice names a story of the last days; slugs and headlines come again after that."""

_PARAGRAPHS = 8
_MAX_CHARACTERS = 4000
_MAX_NAMES = 10

_GUID = re.compile(r"\b(?:urn:[a-z0-9][a-z0-9-]{1,31}:|tag:)[^\s\"'<>()“”«»]{1,400}", re.IGNORECASE)
_SLUG = re.compile(
    r"\b(?:slugged|slug:|stichwort:?)\s{1,3}[\"“„«]?([\w&][^\n\"”“«»,;()]{1,80}?)[\"”“»]?"
    r"(?=[,;()\n.]|\s(?:which|that|moved|sent|filed|of|from|on)\b|$)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"[\"“„«]\s?([^\"“”„«»\n]{8,250})\s?[\"”“»]")


@dataclass(frozen=True, slots=True)
class KillNotice:
    """What a notice names: guids, slugs, headlines in quotation marks, as they stand in its text."""

    story: Story
    guids: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def names(self) -> str:
        """Return what it names, for a person."""
        return ", ".join((*self.guids, *self.slugs, *self.titles)) or "nothing"


def read(story: Story) -> KillNotice | None:
    """Return what a story names whose headline or note asks to kill, None for any other story.

    A killed story kills itself, by its status; this is about those that are held because their words ask for it.
    """
    if story.status is not Status.WITHHELD:
        return None
    body = [paragraph.text for paragraph in story.paragraphs if paragraph.kind is ParagraphKind.BODY][:_PARAGRAPHS]
    if not embargo.story_asks_to_kill(story.headline, story.ed_note, body[0] if body else None):
        return None
    text = "\n".join(filter(None, (story.headline, story.ed_note, *body)))[:_MAX_CHARACTERS]
    return KillNotice(
        story,
        guids=_first(match[0].rstrip(".,;:") for match in _GUID.finditer(text)),
        slugs=_first(match[1].strip() for match in _SLUG.finditer(text)),
        titles=_first(match[1].strip() for match in _TITLE.finditer(text)),
    )


def kill(notice: KillNotice, index: Index) -> Story | None:
    """Return the kill of the one story that a notice names; None where it can only mean itself.

    Raises
    ------
    UnmatchedKill: it names no story that is here, or more than one.
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    named = {found.id: found for found in _candidates(notice, index) if _is_named(notice, found)}
    named.pop(notice.story.id, None)
    if len(named) == 1:
        [victim] = named.values()
        return _kill_of(victim, notice, max(notice.story.version_created, victim.version_created))
    if not named and index.get(notice.story.id) and notice.names() == "nothing":
        return None
    which = f"which of {len(named)} stories" if named else "which story"
    raise UnmatchedKill(f"it asks to kill, and it is not certain {which}; it names {notice.names()}")


def kill_again(notice: KillNotice, story_id: str, version: int, index: Index) -> Story | None:
    """Return the kill that a notice led to when it came; None where it meant itself.

    Parameters
    ----------
    story_id, version: what was killed then, as the archive tells. What bears the name by now counts for nothing.

    Raises
    ------
    UnmatchedKill: the story is not here; the notice is held for a person.
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    if story_id == notice.story.id:
        return None
    document = index.get(story_id)
    if document is None:
        raise UnmatchedKill(f"it killed {story_id} when it came, which is not here; it names {notice.names()}")
    victim, created = story_of(document), notice.story.version_created
    if victim.version <= version:  # of a newer one the time is no time of what was killed
        created = max(created, victim.version_created)
    return _kill_of(victim.model_copy(update={"version": version}), notice, created)


def _kill_of(victim: Story, notice: KillNotice, created: datetime) -> Story:
    return tombstone(victim).model_copy(
        update={
            "version_created": created,
            "received": notice.story.received,
            "ed_note": f"killed by {notice.story.guid}: {notice.story.ed_note or notice.story.headline}"[:1000],
        }
    )


def _candidates(notice: KillNotice, index: Index) -> list[Story]:
    """Return the stories of the same supplier that bear one of the names, or nearly."""
    shoulds: list[dict[str, Any]] = [
        {"terms": {"guid": list(notice.guids)}},
        {"terms": {"slug": list(notice.slugs)}},
        *({"match_phrase": {"headline.exact": {"query": title, "analyzer": "exact"}}} for title in notice.titles),
    ]
    since = (notice.story.version_created - LOOK_BACK).isoformat()
    request = {
        "query": {
            "bool": {
                "filter": [
                    {"term": {"supplier": notice.story.supplier}},
                    {
                        "bool": {
                            "should": [
                                {"terms": {"guid": list(notice.guids)}},
                                {"range": {"version_created": {"gte": since}}},
                            ]
                        }
                    },
                ],
                "should": shoulds,
                "minimum_should_match": 1,
            }
        },
        "size": 50,
        "_source": {"excludes": ["paragraphs", "body_text"]},
    }
    index.engine.refresh(index.stories)
    return [Story.model_validate(hit["_source"]) for hit in index.search(request)["hits"]["hits"]]


def _is_named(notice: KillNotice, story: Story) -> bool:
    return (
        story.guid in notice.guids
        or _plain(story.slug) in {_plain(slug) for slug in notice.slugs}
        or _plain(story.headline) in {_plain(title) for title in notice.titles}
    )


def _plain(text: str | None) -> str | None:
    return " ".join(re.findall(r"\w+", text.casefold())) if text else None


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))[:_MAX_NAMES]
