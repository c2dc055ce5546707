"""The use case: parameters in, a page of results out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from newswire.search.page import Page, page
from newswire.search.query import parse
from newswire.search.request import build
from newswire.search.visibility import reveal

if TYPE_CHECKING:
    from datetime import datetime

    from newswire.index import Index
    from newswire.search.caller import Caller
    from newswire.search.parameters import Parameters


def find(parameters: Parameters, index: Index, now: datetime, caller: Caller) -> Page:
    """Return one page of the stories that match and that this caller may see at `now`.

    Raises
    ------
    InvalidParameter: the cursor is damaged, or belongs to another query or other scopes.
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    query = parse(parameters.q)
    return page(index.search(build(query, parameters, now, caller)), query, parameters, now, caller)


def story(story_id: str, index: Index, now: datetime, caller: Caller) -> dict[str, Any]:
    """Return one story whole.

    Raises
    ------
    StoryNotFound, StoryKilled, StoryExpired, StoryHidden: as their names say.
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    return reveal(index.get(story_id), story_id, now, caller, partial(index.burial.withdrawal_of, story_id))
