"""The use case: the versions of a story, and what changed between two of them.

Each is shown by the rule for itself, and none of them where the story may not be seen now.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from typing_extensions import TypedDict

from newswire.errors import StoryExpired, StoryKilled, StoryNotFound, VersionExpired, VersionKilled, VersionNotFound
from newswire.search.address import version_number
from newswire.search.page import cut_line
from newswire.search.visibility import Marks, marks, may_see, reveal
from newswire.story import Story

if TYPE_CHECKING:
    from datetime import datetime

    from newswire.index import Index
    from newswire.query_string import Value
    from newswire.search.caller import Caller

MOST_VERSIONS = 1000
"""The newest versions that are listed; older ones have their address."""


class VersionLine(Marks):
    """One version in the list of a story's versions."""

    version: int
    version_created: str
    received: str
    status: str
    headline: str | None
    correction: str | None
    ed_note: str | None
    urgency: int | None
    word_count: int


class Versions(TypedDict):
    """The versions of a story, newest first."""

    id: str
    versions: list[VersionLine]


class History:
    """The versions of one story, for one caller.

    Parameters
    ----------
    story_id: of the story.
    index: where the versions are.
    now: the time.
    caller: who asks.

    Raises
    ------
    StoryNotFound, StoryKilled, StoryExpired, StoryHidden: the story itself may not be seen.
    EngineUnavailable, EngineMisconfigured: as of the index.
    """

    def __init__(self, story_id: str, index: Index, now: datetime, caller: Caller) -> None:
        self._id = story_id
        self._index = index
        self._now = now
        self._caller = caller
        self._current = self._reveal(index.get(story_id))

    def versions(self) -> Versions:
        """Return the list of those that may be seen; errors of the engine as above."""
        return {"id": self._id, "versions": [self._line(document) for document in self._visible()]}

    def version(self, number: int) -> dict[str, Any]:
        """Return one version whole.

        Raises
        ------
        VersionNotFound: there is none with this number.
        VersionKilled, VersionExpired, StoryHidden: this version may not be seen.
        """
        try:
            return self._reveal(self._index.version(self._id, number))
        except StoryNotFound:
            raise VersionNotFound(f"There is no version {number} of {self._id}.") from None
        except StoryKilled as error:
            detail = f"Version {number} of {self._id} was killed, and cannot be shown or compared; a newer one lives."
            raise VersionKilled(detail, **error.extra) from None
        except StoryExpired as error:
            detail = f"The time of version {number} of {self._id} is up; it cannot be shown or compared."
            raise VersionExpired(detail, **error.extra) from None

    def diff(self, old: Value | None, new: Value | None) -> dict[str, Any]:
        """Return what changed from one version to another.

        Parameters
        ----------
        old: the number of a version; by default the newest before `new` that may be seen.
        new: the number of a version; by default the current one.

        Raises
        ------
        InvalidParameter: one is no number of a version.
        VersionNotFound: there is no such version, or none before `new`.
        VersionKilled, VersionExpired, StoryHidden: one of the two may not be seen; the error says which.
        """
        from newswire.compare import versions  # only this route needs it

        later = self.version(_number(new)) if new else self._current
        earlier = self.version(_number(old) if old else self._before(later["version"]))
        return {"id": self._id, **versions(Story.model_validate(earlier), Story.model_validate(later)).as_dict()}

    def _reveal(self, document: dict[str, Any] | None) -> dict[str, Any]:
        withdrawn = partial(self._index.burial.withdrawal_of, self._id)
        return reveal(document, self._id, self._now, self._caller, withdrawn)

    def _before(self, number: int) -> int:
        for document in self._visible():
            if document["version"] < number:
                version: int = document["version"]
                return version
        raise VersionNotFound(f"There is no version before {number} to compare with.")

    def _visible(self) -> list[dict[str, Any]]:
        """Return the versions that may be seen, newest first; the list is a search, the current one may be newer."""
        found = self._index.versions_of(self._id, MOST_VERSIONS)
        others = [document for document in found if document["version"] != self._current["version"]]
        return [self._current, *(document for document in others if may_see(document, self._now, self._caller))]

    def _line(self, document: dict[str, Any]) -> VersionLine:
        return {
            "version": document["version"],
            "version_created": document["version_created"],
            "received": document["received"],
            "status": document["status"],
            "headline": cut_line(document, "headline"),
            "correction": cut_line(document, "correction"),
            "ed_note": cut_line(document, "ed_note"),
            "urgency": document.get("urgency"),
            "word_count": document["word_count"],
            **marks(document, self._now),
        }


def _number(value: Value) -> int:
    number = version_number(value.text)
    if number is None:
        raise value.invalid(f"'{value.name}' is the number of a version, for example 3.")
    return number
