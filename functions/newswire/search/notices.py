"""What a reader is told of names in a query that mean nothing here: how they were looked for instead."""

from __future__ import annotations

import difflib
import re
from itertools import islice
from typing import TYPE_CHECKING

from newswire.search import place_names, topic_names
from newswire.search.folding import fold
from newswire.search.tag_clauses import EMBARGOED
from newswire.search.tree import Around, Node, Similar, TagField, Tagged, leaves
from newswire.story import Status

if TYPE_CHECKING:
    from collections.abc import Container

    from newswire.search.caller import Caller

MOST = 5
"""Notices of one query: to find a name that is like an unknown one takes some milliseconds."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_SHOWN = 60
"""Characters of a name that a notice repeats."""


def notices(tree: Node, caller: Caller, similar: Container[str] = ()) -> tuple[str, ...]:
    """Return one line for each name that is not known, and for each status or story that this caller cannot find.

    Parameters
    ----------
    tree: of the query.
    caller: who asks.
    similar: the ids of the stories, of those that `similar:` names, that this caller may see.
    """
    found = filter(None, (_notice(leaf, caller, similar) for leaf in leaves(tree)))
    return tuple(dict.fromkeys(islice(found, MOST)))


def _notice(leaf: Node, caller: Caller, similar: Container[str]) -> str | None:
    match leaf:
        case Tagged(TagField.TOPIC, value) if not topic_names.resolve(value):
            like = difflib.get_close_matches(value[:_SHOWN].lower(), topic_names.names(), n=1)
            meant = f" (did you mean '{like[0]}'?)" if like else ""
            return f"there is no topic '{value[:_SHOWN]}'{meant}: it was looked for among the suppliers' own codes"
        case Around(place) if place_names.find(place) is None:
            return f"no place '{place[:_SHOWN]}' is known: it was looked for as text"
        case Tagged(TagField.STATUS, value) if not _can_be_found(value, caller):
            return f"stories with the status '{value[:_SHOWN]}' are not shown to you: nothing was found by it"
        case Similar(story_id) if story_id not in similar:
            return f"there is no story '{story_id[:_SHOWN]}' that you may see: nothing was found to be similar"
        case Tagged(TagField.LANGUAGE, value) if not _LANGUAGE.fullmatch(value):
            return f"'{value[:_SHOWN]}' is no code of a language, as en or pt-BR: nothing was found by it"
    return None


def _can_be_found(status: str, caller: Caller) -> bool:
    return fold(status) == Status.USABLE or (fold(status) == EMBARGOED and caller.sees_embargoed)
