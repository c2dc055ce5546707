"""The tree of a query as clauses of the engine.

Text is scored, everything else only keeps or leaves out. What a clause can hold is bounded by the parser's limits: a
word makes two clauses of the engine's in each tier, and it takes 1,024.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, assert_never

from newswire.search.limits import LIKENESS_WORDS
from newswire.search.tag_clauses import NOTHING, tag_clause
from newswire.search.text_clauses import TEXT_FIELDS, all_words, near, phrase, prefix
from newswire.search.tree import (
    And,
    Around,
    Dates,
    Everything,
    Has,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Similar,
    Tagged,
    TextField,
    Urgency,
    Word,
)
from newswire.search.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

Clause = dict[str, Any]

_LIKENESS_CHARACTERS = 20_000
"""Of a story's text, from which the words are taken that are rare elsewhere and frequent in it."""
_LIKENESS_SHARE = "30%"
"""So many of these words a similar story has."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the meaning of a tree depends on.

    Parameters
    ----------
    now: the time of the search.
    lower: capitals say nothing, because all of the words are in capitals.
    similar: by id, the documents of stories that others are to be like; those that this caller may see.
    """

    now: datetime
    lower: bool = False
    similar: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def clause(node: Node, context: Context) -> Clause:
    """Return the engine's clause of a node."""
    match node:
        case And(children):
            return _all(children, context)
        case Or(children):
            return {"bool": {"should": [clause(child, context) for child in children], "minimum_should_match": 1}}
        case Not(child):
            return {"bool": {"must_not": [clause(child, context)]}}
        case Word(text, where):
            return all_words(Words.of([text], lower=context.lower), TEXT_FIELDS[where])
        case Phrase():
            return phrase(node)
        case Near():
            return near(node)
        case Prefix():
            return prefix(node)
        case Everything():
            return {"match_all": {}}
        case Similar(story_id):
            document = context.similar.get(story_id)
            return similar_clause(document) if document else NOTHING
        case Tagged() | Urgency() | Dates() | Around() | Has():
            return {"bool": {"filter": [tag_clause(node, context.now)]}}
    assert_never(node)


def similar_clause(document: Mapping[str, Any]) -> Clause:
    """Return the clause of stories that are like the one of this document, itself left out."""
    text = [document[name][:_LIKENESS_CHARACTERS] for name in ("headline", "body_text") if document.get(name)]
    like = {
        "fields": ["headline", "body_text"],
        "like": text,
        "analyzer": "news_query",  # else the most frequent words would be those without a meaning
        "min_term_freq": 1,
        "min_doc_freq": 2,
        "max_query_terms": LIKENESS_WORDS,
        "minimum_should_match": _LIKENESS_SHARE,
    }
    return {
        "bool": {
            "must": [{"more_like_this": like}] if text else [NOTHING],
            "must_not": [{"term": {"id": document["id"]}}],
        }
    }


def _all(children: Iterable[Node], context: Context) -> Clause:
    """Return the clause of all children; words of the same field are one, which AND over several fields needs."""
    words: dict[TextField | None, list[str]] = {}
    parts: dict[str, list[Clause]] = {"must": [], "must_not": []}
    for child in children:
        match child:
            case Word(text, where):
                words.setdefault(where, []).append(text)
            case Not(denied):
                parts["must_not"].append(clause(denied, context))
            case _:
                parts["must"].append(clause(child, context))
    for where, texts in words.items():
        parts["must"].append(all_words(Words.of(texts, lower=context.lower), TEXT_FIELDS[where]))
    return {"bool": {occur: clauses for occur, clauses in parts.items() if clauses}}
