"""The OpenSearch side: stories as they are now (`stories`), and each of their versions (`versions`).

A write goes to `versions` first and to `stories` after it, and what a kill covers is buried last. In this order two
writers at work on the same story leave no text of a killed one behind, whichever comes first: either the kill finds
the version that the other has written, or the other finds the kill.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newswire.burial import Burial
from newswire.documents import as_document, as_version_document, version_id, whole
from newswire.engine import Answer, Operation
from newswire.outcome import KEPT, Outcome
from newswire.story import Status, Story, precedence
from newswire.withdrawal import Withdrawal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newswire.engine import Engine

STORIES = "stories"
"""The alias of the current versions; it stands for the concrete index `stories-v{N}`."""

VERSIONS = "versions"
"""The alias of all versions; it stands for `versions-v{N}`."""

MAX_ENGINE_ID_BYTES = 512
"""The longest document id of the engine; there is no story with a longer one."""

_KILL_UNKNOWN = Answer(Outcome.RETRY, "the kill could not be made known")
_BEHIND = Answer(Outcome.SUPERSEDED, "a newer version came in the same batch")
_BEHIND_A_RETRY = Answer(Outcome.RETRY, "a newer version of the same batch is to be tried again")


@dataclass(frozen=True, slots=True)
class Write:
    """How one version was taken.

    Parameters
    ----------
    outcome, reason: as the table of signals says.
    first: it is certain that this state of the story was never written before.
    killed: a kill that came before covers it, and it is the story's current version now, a tombstone.
    """

    outcome: Outcome
    reason: str | None = None
    first: bool = False
    killed: bool = False


class Index:
    """The two indices of stories.

    Parameters
    ----------
    engine: the search engine.
    prefix: stands before the names.
    generation: of the concrete indices `stories-v{generation}` and `versions-v{generation}`, to be used instead of
        the aliases; only for those that are being built.
    """

    def __init__(self, engine: Engine, prefix: str = "", generation: int | None = None) -> None:
        self.engine = engine
        ending = "" if generation is None else f"-v{generation}"
        self.stories = f"{prefix}{STORIES}{ending}"
        self.versions = f"{prefix}{VERSIONS}{ending}"
        self._are_aliases = generation is None
        self.burial = Burial(engine, self.stories, self.versions, are_aliases=self._are_aliases)

    def write(self, stories: Sequence[Story]) -> list[Write]:
        """Write versions, the newest of each story winning whatever the order of arrival; one result each.

        Versions are external and the engine's own ledger: an equal one is written again to no effect, an older one
        is refused with 409, which is SUPERSEDED and a success. What is killed is written as a tombstone, never
        deleted: a delete is forgotten after a minute, and a late delivery would bring the story back.

        Raises
        ------
        EngineUnavailable: known kills cannot be read, or what they cover not be buried; nothing is lost when all of
            it is written again.
        EngineMisconfigured: credentials or index are wrong; touch no story, let the batch fail.
        """
        arrived = _kills_among(stories)
        known = _joined(arrived, self.burial.known({story.id for story in stories}))
        announced = all(answer.outcome in KEPT for answer in self.burial.announce(arrived))
        kept = [
            answer if announced or story.id not in arrived else _KILL_UNKNOWN
            for story, answer in zip(stories, self._write_versions(stories, known), strict=True)
        ]
        current = self._write_current(stories, known, kept)
        # A story that had no document before has no kill that could have been missed.
        seen = {story.id for story, answer in zip(stories, current, strict=True) if answer and not answer.created}
        covering = _joined(known, self.burial.known(seen))
        self.burial.bury({story_id: covering[story_id] for story_id in covering.keys() & (seen | arrived.keys())})
        now = self.burial.current(arrived)
        return [
            _ended(story, covering.get(story.id), now.get(story.id), version, answer)
            for story, version, answer in zip(stories, kept, _with_those_behind(stories, current), strict=True)
        ]

    def search(self, request: dict[str, Any], *, named_scores: bool = False) -> dict[str, Any]:
        """Search the current versions; see Engine.search."""
        return self.engine.search(self.stories, request, named_scores=named_scores)

    def get(self, story_id: str) -> dict[str, Any] | None:
        """Return the document of a story as last written, or None where there is none; errors as `search`."""
        return self._get(self.stories, story_id)

    def version(self, story_id: str, version: int) -> dict[str, Any] | None:
        """Return the document of one version of a story, or None where there is none; errors as `search`."""
        found = self._get(self.versions, version_id(story_id, version))
        return whole(found) if found else None

    def versions_of(self, story_id: str, size: int) -> list[dict[str, Any]]:
        """Return the documents of a story's newest versions without text, newest first, at most `size`.

        What was written in the last moment may be missing: this is a search; errors as `search`.
        """
        request = {
            "query": {"bool": {"filter": [{"term": {"story": story_id}}, {"exists": {"field": "version"}}]}},
            "sort": [{"precedence": "desc"}],
            "size": size,
            "_source": {"excludes": ["document.paragraphs", "document.extra"]},
        }
        hits = self.engine.search(self.versions, request)["hits"]["hits"]
        return [hit["_source"]["document"] for hit in hits]

    def ping(self) -> None:
        """Return when the index can be read; errors as `search`."""
        self.search({"size": 0, "track_total_hits": False})

    def _get(self, index: str, document_id: str) -> dict[str, Any] | None:
        if not 0 < len(document_id.encode(errors="replace")) <= MAX_ENGINE_ID_BYTES:
            return None
        [found] = self.engine.get_many(index, [document_id])
        source: dict[str, Any] | None = found["_source"] if found else None
        return source

    def _write_versions(self, stories: Sequence[Story], known: Mapping[str, Withdrawal]) -> list[Answer]:
        """Write what stays of versions; each at the number of the version as delivered, a tombstone too."""
        operations = []
        for story in stories:
            left = known.get(story.id, Withdrawal()).bury(story)
            body = as_version_document(left, precedence(story))
            operations.append(self._version_operation(story, body))
        return self.engine.bulk(operations)

    def _write_current(
        self, stories: Sequence[Story], known: Mapping[str, Withdrawal], kept: Sequence[Answer]
    ) -> list[Answer | None]:
        """Write the newest version of each story, of those that were kept; return None for what is older.

        One that the engine refuses supersedes nothing, and is no version: then the next newest is written.
        """
        answers: dict[int, Answer] = {}
        waiting: dict[str, list[int]] = {}
        for position in sorted(range(len(stories)), key=lambda position: precedence(stories[position])):
            if kept[position].outcome in KEPT:
                waiting.setdefault(stories[position].id, []).append(position)
        while waiting:
            newest = [positions.pop() for positions in waiting.values()]
            written = self.engine.bulk([self._story_operation(stories[position], known) for position in newest])
            for position, answer in zip(newest, written, strict=True):
                answers[position] = answer
                if answer.outcome is not Outcome.QUARANTINED:
                    del waiting[stories[position].id]
            waiting = {story_id: positions for story_id, positions in waiting.items() if positions}
        refused = [stories[position] for position, answer in answers.items() if answer.outcome is Outcome.QUARANTINED]
        self.engine.bulk([self._version_operation(story, None) for story in refused])
        return [answers.get(position) for position in range(len(stories))]

    def _story_operation(self, story: Story, known: Mapping[str, Withdrawal]) -> Operation:
        left = known.get(story.id, Withdrawal()).bury_current(story)
        return Operation(self.stories, story.id, precedence(story), as_document(left), self._are_aliases)

    def _version_operation(self, story: Story, body: bytes | None) -> Operation:
        return Operation(self.versions, version_id(story.id, story.version), precedence(story), body, self._are_aliases)


def _kills_among(stories: Sequence[Story]) -> dict[str, Withdrawal]:
    killed: dict[str, list[Story]] = {}
    for story in stories:
        if story.status is Status.KILLED:
            killed.setdefault(story.id, []).append(story)
    return {story_id: Withdrawal.by(kills) for story_id, kills in killed.items()}


def _joined(*several: Mapping[str, Withdrawal]) -> dict[str, Withdrawal]:
    joined: dict[str, Withdrawal] = {}
    for withdrawals in several:
        for story_id, withdrawal in withdrawals.items():
            joined[story_id] = joined.get(story_id, Withdrawal()) | withdrawal
    return joined


def _with_those_behind(stories: Sequence[Story], current: Sequence[Answer | None]) -> list[Answer]:
    """Return the answers, and for a version behind a newer one of the batch, that it is so.

    Where the newer one is to be tried again, so is the older: the engine may refuse the newer one then.
    """
    answered = zip(stories, current, strict=True)
    again = {story.id for story, answer in answered if answer and answer.outcome is Outcome.RETRY}
    return [
        answer or (_BEHIND_A_RETRY if story.id in again else _BEHIND)
        for story, answer in zip(stories, current, strict=True)
    ]


def _ended(story: Story, withdrawn: Withdrawal | None, now: Story | None, version: Answer, current: Answer) -> Write:
    """Return how a version ended, of how its two documents were taken, and the story as it is now."""
    for answer in (version, current):
        if answer.outcome not in KEPT:
            return Write(answer.outcome, answer.reason)
    if story.status is not Status.KILLED:
        if withdrawn and withdrawn.covers(story):
            killed = current.outcome is Outcome.ACCEPTED and withdrawn.kills(story)
            reason = "it is withdrawn: a kill covers it, or it has expired"
            return Write(Outcome.SUPERSEDED, reason, first=version.created, killed=killed)
    elif now and now.status is Status.KILLED and Withdrawal.by([story]).kills(now):
        # It may have lost by number to what it covers by time: it has taken effect all the same.
        return Write(Outcome.ACCEPTED, first=version.created)
    return Write(current.outcome, current.reason, first=version.created)
