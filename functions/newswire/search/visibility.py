"""What may be seen: one rule for every route, enforced here on the server. When in doubt, hidden."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NotRequired

from typing_extensions import TypedDict

from newswire.errors import StoryExpired, StoryHidden, StoryKilled, StoryNotFound
from newswire.story import UNTIL_A_NEWER_VERSION, Status, rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable

    from newswire.search.caller import Caller
    from newswire.withdrawal import Withdrawal

TOMBSTONE_FIELDS = ("id", "version", "supplier", "feed", "status", "version_created", "received")
"""What is told of a version that is gone; of a killed one also when the kill came, and the agency's note why."""


class Marks(TypedDict):
    """What a story has that is under embargo now and is shown to a caller with the scope `embargoed`; else neither.

    `embargo_until` is the end of the year 9999 where the embargo cannot be read: until a newer version.
    """

    embargoed: NotRequired[bool]
    embargo_until: NotRequired[str]


class Standing(StrEnum):
    """How a version stands at a time: it may be seen by everyone, by those with the scope, or by nobody."""

    USABLE = "usable"
    EMBARGOED = "embargoed"
    WITHHELD = "withheld"
    EXPIRED = "expired"
    KILLED = "killed"


def standing(document: dict[str, Any], now: datetime) -> Standing:
    """Return how a version stands at `now`; its status, embargo_until and expires decide, whatever else is in it."""
    status = document["status"]
    if status == Status.KILLED:
        return Standing.KILLED
    if status == Status.EXPIRED or _time(document, "expires", _NEVER) <= now:
        return Standing.EXPIRED
    if status != Status.USABLE:
        return Standing.WITHHELD
    if _time(document, "embargo_until", now) > now:
        return Standing.EMBARGOED
    return Standing.USABLE


def visible(now: datetime, caller: Caller) -> list[dict[str, Any]]:
    """Return the engine's filters that keep out what this caller may not see at `now`: the rule of `may_see`.

    The times are compared at search time, so that they hold exactly, without another write. The engine counts in
    milliseconds, and so do embargoes (see Story). It takes a time without a fraction for the end of its second.
    """
    instant = now.isoformat(timespec="milliseconds")
    embargoed: list[dict[str, Any]] = [{"range": {"embargo_until": {"gt": instant}}}]
    return [
        {"term": {"status": Status.USABLE}},
        {
            "bool": {
                "must_not": [
                    {"range": {"expires": {"lte": instant}}},
                    *([] if caller.sees_embargoed else embargoed),
                ]
            }
        },
    ]


def may_see(document: dict[str, Any], now: datetime, caller: Caller) -> bool:
    """Tell whether this caller may see a version at `now`."""
    how = standing(document, now)
    return how is Standing.USABLE or (how is Standing.EMBARGOED and caller.sees_embargoed)


def marks(document: dict[str, Any], now: datetime) -> Marks:
    """Return what marks a version that is under embargo at `now`; nothing of any other."""
    if standing(document, now) is not Standing.EMBARGOED:
        return {}
    return {"embargoed": True, "embargo_until": document["embargo_until"]}


def reveal(
    document: dict[str, Any] | None, story_id: str, now: datetime, caller: Caller, withdrawn: Callable[[], Withdrawal]
) -> dict[str, Any]:
    """Return the document, marked where it is under embargo, if this caller may see it at `now`.

    Parameters
    ----------
    document: of a story or of one of its versions; None where there is none.
    story_id: of the story.
    now, caller: when, and who asks.
    withdrawn: reads what is withdrawn of the story; called only of what is killed, to tell when and why.

    Raises
    ------
    StoryNotFound: there is no document.
    StoryKilled, StoryExpired: it is gone for good; the error carries the tombstone.
    StoryHidden: it is withheld, or under embargo for this caller. When an embargo ends is as secret as its text.
    """
    if document is None:
        raise StoryNotFound(f"There is no story {story_id}.")
    if may_see(document, now, caller):
        return {**document, **marks(document, now)}
    match standing(document, now):
        case Standing.KILLED:
            tombstone = {**_only(document, *TOMBSTONE_FIELDS), **_kill(document, withdrawn())}
            raise StoryKilled(f"{document['supplier']} killed this story; do not use it.", tombstone=tombstone)
        case Standing.EXPIRED:
            tombstone = {**_only(document, *TOMBSTONE_FIELDS, "expires"), "status": Standing.EXPIRED}
            raise StoryExpired("The time of this story is up; do not use it.", tombstone=tombstone)
        case Standing.EMBARGOED if _time(document, "embargo_until", now) == UNTIL_A_NEWER_VERSION:
            raise StoryHidden("This story is under an embargo that cannot be read, until a newer version.")
        case Standing.EMBARGOED:
            raise StoryHidden("This story is under embargo.")
        case _:
            raise StoryHidden("The supplier withholds this story until a newer version.")


def _kill(document: dict[str, Any], withdrawn: Withdrawal) -> dict[str, Any]:
    """Return when a killed version was killed, and why.

    One that has a note of its own is a kill, and tells itself; a story's current version has that of its kill.
    """
    created, own = datetime.fromisoformat(document["version_created"]), document.get("ed_note")
    kill = withdrawn.kill_of(created)
    at, note = (created, own) if kill is None or own not in (None, kill.note) else kill
    return {"killed_at": rfc3339(at), **({"ed_note": note} if note else {})}


def _only(document: dict[str, Any], *fields: str) -> dict[str, Any]:
    return {field: document[field] for field in fields if field in document}


def _time(document: dict[str, Any], field: str, default: datetime) -> datetime:
    return datetime.fromisoformat(document[field]) if field in document else default


_NEVER = datetime.max.replace(tzinfo=UTC)
