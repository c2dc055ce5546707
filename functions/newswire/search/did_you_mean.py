"""What a reader may have meant whose query finds next to nothing: offered, never applied.

The engine finds words like those typed in its whole index, hidden stories too. Only a query is offered that finds more
stories which this caller may see; so a word that stands in hidden stories alone is never told.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from newswire.search import limits, request
from newswire.search.clauses import Context, clause
from newswire.search.folding import fold
from newswire.search.positive import is_shouted, texts
from newswire.search.tree import And, Node, Or, Phrase, TextField, Word
from newswire.search.visibility import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from newswire.index import Index
    from newswire.search.caller import Caller
    from newswire.search.parameters import Parameters
    from newswire.search.query import Query

FEW = 3
"""With fewer stories than this, another query is looked for."""
TIMES_AS_MANY = 10
"""So many times the stories that the query itself finds another one has to find, to be offered."""
Option = tuple[float, str]
"""How like a word is, from 0 to 1 in tenths, and the word."""

_FIELD = "body_text.exact"
_FIELDS = {None, TextField.HEADLINE, TextField.BODY}
_SHORTEST = 4
"""Letters of a word that is looked at: shorter ones are like too many others."""
_MOST_WORDS = 8
"""A longer query is no slip of the hand."""
_MOST_ABSENT = 3
"""With more words that are nowhere to be found, too many queries could be meant."""
_MOST_LIKE = 5
"""Words that are like one."""
_LEAST_LIKE = 0.65
"""The share of a word's letters that stay: one letter of a short word may be wrong, two of one that has six or more."""
_MOST_TRIED = 16
"""Queries that are tried."""


def did_you_mean(
    query: Query,
    parameters: Parameters,
    similar: Mapping[str, Mapping[str, Any]],
    found: int,
    index: Index,
    now: datetime,
    caller: Caller,
) -> str | None:
    """Return a query with one or more words spelt another way that finds more, or None where there is none.

    Parameters
    ----------
    query, parameters, similar: of the search.
    found: how many stories have all of it.
    index, now, caller: where, when, and who asks.

    Raises
    ------
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    words = _words(query.tree)
    if found >= FEW or not words or len(words) > _MOST_WORDS:
        return None
    like, is_there = _like(words, index, now, caller)
    # Together they hold no more words than the longest query: the engine refuses too many clauses.
    most = min(_MOST_TRIED, max(limits.MAX_WORDS // limits.words(query.tree), 1))
    tried = [*islice(_respelt(query.tree, like, is_there), most)]
    if not tried:
        return None
    counts = _counts([tree for _, tree in tried], parameters, similar, index, now, caller)
    enough = max(found + 1, TIMES_AS_MANY * found)
    ranked = [(likeness, count, tree) for (likeness, tree), count in zip(tried, counts, strict=True) if count >= enough]
    if not ranked:
        return None
    _, _, best = max(ranked, key=lambda each: each[:2])
    return str(replace(query, tree=best))


def _words(tree: Node) -> tuple[str, ...]:
    """Return the words that may be spelt wrong, folded."""
    found = [
        fold(word)
        for text in texts(tree)
        if isinstance(text, Word | Phrase) and text.field in _FIELDS
        for word in text.text.split()
    ]
    return tuple(dict.fromkeys(word for word in found if len(word) >= _SHORTEST and word.isalpha()))


def _like(
    words: tuple[str, ...], index: Index, now: datetime, caller: Caller
) -> tuple[dict[str, list[Option]], set[str]]:
    """Return the words that are like each one, the likest first, and which of them stand in stories to be seen."""
    term = {
        "field": _FIELD,
        "analyzer": "exact_quoted",
        "suggest_mode": "always",  # what is rare where all may see it can be frequent in what is hidden
        "size": _MOST_LIKE,
        "prefix_length": 1,
        "accuracy": _LEAST_LIKE,
        "min_word_length": _SHORTEST,
    }
    clauses = {word: clause(Word(word), Context(now)) for word in words}
    answer = index.search(
        {
            "query": {"bool": {"filter": [*visible(now, caller), {"bool": {"should": [*clauses.values()]}}]}},
            "size": 0,
            "track_total_hits": False,
            "timeout": f"{request.ENGINE_SECONDS}s",
            "aggs": {"there": {"filters": {"filters": clauses}}},
            "suggest": {word: {"text": word, "term": term} for word in words},
        }
    )
    like = {
        word: [
            (round(option["score"], 1), option["text"])
            for entry in entries
            for option in entry["options"]
            if option["text"].isalpha()
        ]
        for word, entries in answer["suggest"].items()
    }
    counted = answer["aggregations"]["there"]["buckets"]
    return like, {word for word in words if counted[word]["doc_count"]}


def _respelt(tree: Node, like: Mapping[str, list[Option]], is_there: set[str]) -> Iterator[tuple[float, Node]]:
    """Yield the tree with words spelt another way, and how like these are, the likest first.

    Those are all words that are nowhere to be found; where there are none such, one word at a time.
    """
    absent = [word for word in like if word not in is_there]
    if len(absent) > _MOST_ABSENT or not any(like[word] for word in absent or like):
        return
    if absent:
        choices = [
            dict(zip(absent, each, strict=True)) for each in product(*(like[word] or [(0.0, word)] for word in absent))
        ]
    else:
        choices = [{word: option} for word, options in like.items() for option in options]
    for chosen in sorted(choices, key=_likeness, reverse=True):
        yield _likeness(chosen), _with(tree, {word: option for word, (_, option) in chosen.items()})


def _likeness(chosen: Mapping[str, Option]) -> float:
    return round(sum(likeness for likeness, _ in chosen.values()), 1)


def _with(node: Node, words: Mapping[str, str]) -> Node:
    """Return a tree with other words; what is denied stays as it is."""
    match node:
        case And(children) | Or(children):
            return replace(node, children=tuple(_with(child, words) for child in children))
        case Word(text, field) | Phrase(text, _, field) if field in _FIELDS:
            return replace(node, text=" ".join(_written(words.get(fold(word), word), word) for word in text.split()))
        case _:
            return node


def _written(word: str, typed: str) -> str:
    """Return a word in capitals or with a capital first letter, as it was typed."""
    if word == typed or typed.islower():
        return word
    return word.upper() if typed.isupper() else word.capitalize() if typed[0].isupper() else word


def _counts(
    trees: list[Node],
    parameters: Parameters,
    similar: Mapping[str, Mapping[str, Any]],
    index: Index,
    now: datetime,
    caller: Caller,
) -> list[int]:
    """Return how many stories that this caller may see each of the trees finds."""
    asked = {str(number): clause(tree, Context(now, is_shouted(tree), similar)) for number, tree in enumerate(trees)}
    kept = [*visible(now, caller), *request.filters(parameters).values()]
    answer = index.search(
        {
            "query": {"bool": {"filter": [*kept, {"bool": {"should": [*asked.values()]}}]}},
            "size": 0,
            "track_total_hits": False,
            "timeout": f"{request.ENGINE_SECONDS}s",
            "aggs": {"each": {"filters": {"filters": asked}}},
        }
    )
    buckets = answer["aggregations"]["each"]["buckets"]
    return [buckets[str(number)]["doc_count"] for number in range(len(trees))]
