"""The use case: stories in the indices that wait for their tags, or have those of other rules, are tagged again.

Each version is written once more at its own version, so that a newer one wins and a kill is heeded, whenever it comes
(`Index.write`). It is no news: the log of changes does not tell it. What there is left to do is what the indices say,
so it can end at any point and be run again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newswire.documents import document, story_of
from newswire.engine import MARGIN_SECONDS
from newswire.errors import EngineUnavailable
from newswire.outcome import KEPT, Outcome
from newswire.story import Status, Story, precedence
from newswire.tag_changes import TagChanges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newswire.index import Index
    from newswire.ingest import Tag

PAGE = 25
"""Stories that are tagged and written together."""

_ORDERS = {
    "stories": [{"version_created": "desc"}, {"id": "asc"}],
    "versions": [{"version_created": "desc"}, {"story": "asc"}, {"version": "asc"}],
}
"""The newest first: they are looked for most."""


@dataclass(slots=True)
class Retagged:
    """What has been done so far.

    Parameters
    ----------
    stories, versions: how many were written with their new tags: as they are now, and other versions of them.
    overtaken: how many were written by somebody else meanwhile, or withdrawn; theirs are the tags of today already.
    left: how many could not be tagged, for want of time or by a fault of ours (see the log).
    changes: what differs in the tags of stories as they are now.
    """

    stories: int = 0
    versions: int = 0
    overtaken: int = 0
    left: int = 0
    changes: TagChanges = field(default_factory=TagChanges)


def retag(
    index: Index, tag: Tag, rules: str | None, time_left: Callable[[], float], *, dry_run: bool = False
) -> Iterator[Retagged]:
    """Tag what needs it, a page at a time; yield what has been done after each.

    It ends when all is done, the time is nearly up, or of a whole page nothing could be tagged.

    Parameters
    ----------
    tag: gives stories their tags.
    rules: the version of the rules of today; None looks only for what waits for its tags.
    time_left: tells how many seconds the process still has.
    dry_run: write nothing, and look at stories as they are now alone.

    Raises
    ------
    EngineUnavailable, EngineMisconfigured: run it again.
    """
    done = Retagged()
    for kind in ("stories",) if dry_run else ("stories", "versions"):
        for hits in _pages(index, kind, rules):
            if time_left() < MARGIN_SECONDS:
                return
            before = {hit["_id"]: _story(kind, hit) for hit in hits}
            tagged = dict(zip(before, tag(list(before.values()), time_left), strict=True))
            ready = {id_: story for id_, story in tagged.items() if story.rules_version is not None}
            done.left += len(tagged) - len(ready)
            if kind == "stories":
                for id_, story in ready.items():
                    done.changes.add(document(before[id_]), document(story))
            if not dry_run:
                _write(index, kind, [(hit, ready[hit["_id"]]) for hit in hits if hit["_id"] in ready], done)
            yield done
            if not ready:
                return


def _write(index: Index, kind: str, tagged: Sequence[tuple[dict[str, Any], Story]], done: Retagged) -> None:
    """Write what nobody has written meanwhile: of one number there may be two texts, and the later one stays."""
    name = getattr(index, kind)
    now = index.engine.get_many(name, [hit["_id"] for hit, _ in tagged], fields=[])
    same = [
        story
        for (hit, story), found in zip(tagged, now, strict=True)
        if found and found["_seq_no"] == hit["_seq_no"] and precedence(story) == hit["_version"]
    ]
    done.overtaken += len(tagged) - len(same)
    for write in index.write(same):
        if write.outcome not in KEPT:
            raise EngineUnavailable(f"tags could not be written: {write.reason}")
        if kind == "versions":
            done.versions += 1
        elif write.outcome is Outcome.ACCEPTED:
            done.stories += 1
        else:
            done.overtaken += 1


def _pages(index: Index, kind: str, rules: str | None) -> Iterator[list[dict[str, Any]]]:
    """Yield what the rules of today have not tagged and has its text."""
    tagged = {"exists": {"field": "rules_version"}} if rules is None else {"term": {"rules_version": rules}}
    with_text = {"terms": {"status": [Status.USABLE, Status.WITHHELD]}}
    request = {
        "query": {"bool": {"filter": with_text, "must_not": tagged}},
        "sort": _ORDERS[kind],
        "size": PAGE,
        "version": True,
        "seq_no_primary_term": True,
    }
    name = getattr(index, kind)
    index.engine.refresh(name)
    while hits := index.engine.search(name, request)["hits"]["hits"]:
        yield hits
        request = {**request, "search_after": hits[-1]["sort"]}


def _story(kind: str, hit: dict[str, Any]) -> Story:
    return story_of(hit["_source"] if kind == "stories" else hit["_source"]["document"])
