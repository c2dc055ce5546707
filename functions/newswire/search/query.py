"""A reader's query: typed text in, a tree and warnings out. It never fails.

What makes no sense is left out, what is too much is cut, and a warning says so. The rules are those of tokens.py
(what a word is), grammar.py (what joins what) and prose.py (when capitals are no operators); syntax.py tells them to
readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from newswire.search.canonical import canonical
from newswire.search.grammar import read
from newswire.search.limits import within_limits
from newswire.search.prose import as_prose, is_prose
from newswire.search.tokens import MAX_LENGTH, normalised, tokenize
from newswire.search.tree import Everything

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from newswire.search.tree import Node

MAX_WARNINGS = 20
"""Most warnings of one query; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a query means. As text it is in canonical form, which `parse` reads back as the same tree.

    Parameters
    ----------
    tree: what to find.
    warnings: what was left out, cut or could be read in another way; a line each.
    zone: in which its days are written.
    """

    tree: Node
    warnings: tuple[str, ...] = ()
    zone: tzinfo = UTC

    def __str__(self) -> str:
        """Return the query in canonical form, as it was understood."""
        return canonical(self.tree, self.zone)


def parse(text: str, zone: tzinfo, now: datetime) -> Query:
    """Return what a reader's query means; never raises.

    Parameters
    ----------
    text: as typed, of any length.
    zone: of the reader, in which days begin and end.
    now: the time, with a zone.
    """
    warnings = [f"the query was cut at {MAX_LENGTH} characters"] if len(text) > MAX_LENGTH else []
    tokens = tokenize(normalised(text), warnings)
    if is_prose(tokens):
        tokens = as_prose(tokens, warnings)
    tree = read(tokens, zone, now, warnings)
    tree = within_limits(tree, zone, warnings) if tree else None
    if text.strip() and not tree:
        warnings.append("nothing is left to search for: this finds every story")
    return Query(tree or Everything(), _few(warnings), zone)


def _few(warnings: list[str]) -> tuple[str, ...]:
    distinct = tuple(dict.fromkeys(warnings))
    if len(distinct) <= MAX_WARNINGS:
        return distinct
    return (*distinct[: MAX_WARNINGS - 1], f"and {len(distinct) - MAX_WARNINGS + 1} warnings more")
