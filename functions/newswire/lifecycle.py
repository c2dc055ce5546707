"""The use case of what time alone does to stories: embargoes end, and what has expired loses its text.

What may be seen is decided at each search by the clock and waits for nothing here. This tells those who read the log
of changes, and takes text away. It can end at any point and be run again, by two at a time too.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from newswire.changes import Change, ChangeKind, later_key, state_key
from newswire.engine import MARGIN_SECONDS
from newswire.outcome import KEPT
from newswire.story import Status
from newswire.withdrawal import Withdrawal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newswire.changes import Changes
    from newswire.index import Index

logger = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=7)
"""Embargoes that ended longer ago than this are told no more; so long may the schedule stand still."""

_PAGE = 100


def release(index: Index, changes: Changes, now: datetime) -> int:
    """Tell the log of changes which embargoes have ended; return how many were looked at.

    Raises
    ------
    EngineUnavailable, EngineMisconfigured: the next run does what is missing.
    """
    ended = {
        "bool": {
            "filter": [
                {"term": {"status": Status.USABLE}},
                {
                    "range": {
                        "embargo_until": {
                            "gt": (now - LOOK_BACK).isoformat(),
                            "lte": now.isoformat(timespec="milliseconds"),
                        }
                    }
                },
            ]
        }
    }
    seen = 0
    for hits in _pages(index, ended):
        changes.append([_change(hit, ChangeKind.RELEASED, now) for hit in hits], changes.tail(), now)
        seen += len(hits)
    return seen


def purge(index: Index, changes: Changes, clock: Callable[[], datetime], time_left: Callable[[], float]) -> int:
    """Take the text of expired stories and versions out of the indices; return how many stories there were.

    It is told before it is done, so that an end in between leaves it to be done and told again, once.

    Raises
    ------
    EngineUnavailable, EngineMisconfigured: the next run does what is missing.
    """
    now = clock()
    expired = {
        "bool": {
            "filter": [
                {"terms": {"status": [Status.USABLE, Status.WITHHELD]}},
                {"range": {"expires": {"lte": now.isoformat(timespec="milliseconds")}}},
            ]
        }
    }
    purged = 0
    for hits in _pages(index, expired):
        announced = _announced(index, hits)
        changes.append([_change(hit, ChangeKind.EXPIRED, now) for hit in announced], changes.tail(), now)
        index.burial.bury(_withdrawals(announced))
        purged += len(announced)
        if time_left() < MARGIN_SECONDS:
            return purged
    index.burial.bury_expired_versions(now)
    return purged


def _announced(index: Index, hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make known that stories have expired; return those of which it is known now.

    The others stay as they are, hidden by the clock, until the next run: were they buried with nothing that says so, a
    late delivery would bring their text back.
    """
    answers = index.burial.announce(_withdrawals(hits))
    kept = [hit for hit, answer in zip(hits, answers, strict=True) if answer.outcome in KEPT]
    if len(kept) < len(hits):
        reason = next(answer.reason for answer in answers if answer.outcome not in KEPT)
        logger.warning("the expiry of %d stories could not be made known: %s", len(hits) - len(kept), reason)
    return kept


def _withdrawals(hits: list[dict[str, Any]]) -> dict[str, Withdrawal]:
    return {hit["_id"]: Withdrawal(expired=hit["_version"]) for hit in hits}


def _change(hit: dict[str, Any], kind: ChangeKind, now: datetime) -> Change:
    key = later_key(state_key(hit["_id"], hit["_version"]), kind)
    return Change(kind, hit["_id"], hit["_source"]["version"], key, now)


def _pages(index: Index, query: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Yield all stories that match, with their external versions, without their text."""
    request = {"query": query, "size": _PAGE, "version": True, "sort": [{"id": "asc"}], "_source": ["version"]}
    while hits := index.search(request)["hits"]["hits"]:
        yield hits
        request = {**request, "search_after": hits[-1]["sort"]}
