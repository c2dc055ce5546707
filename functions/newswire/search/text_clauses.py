"""Text that is asked for as clauses of the engine: words, phrases, what is near, what begins so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newswire.search.folding import fold
from newswire.search.tree import TextField
from newswire.search.words import Words, is_one_token

if TYPE_CHECKING:
    from newswire.search.tree import Near, Phrase, Prefix

Clause = dict[str, Any]

_TIE_BREAKER = 0.2
_AS_TYPED = 0.1
"""What a word's typed form adds to its score."""
_CLOSE = 10
"""Moves within which the words are near one another."""
_PREFIXED_PHRASE_WORDS = 100
"""Most words that the cut one at the end of a phrase ("ukraine-wa*") stands for."""


@dataclass(frozen=True, slots=True)
class Searched:
    """The fields of the index behind a field of text.

    Parameters
    ----------
    stemmed, exact: fields for words in all forms, and as typed.
    quoted, exact_quoted: their analyzers that leave no word out.
    """

    stemmed: tuple[str, ...]
    exact: tuple[str, ...]
    quoted: str = "news_quoted"
    exact_quoted: str = "exact_quoted"


TEXT = Searched(("headline^2", "body_text"), ("headline.exact^2", "body_text.exact"))
TEXT_FIELDS: dict[TextField | None, Searched] = {
    None: TEXT,
    TextField.HEADLINE: Searched(("headline",), ("headline.exact",)),
    TextField.BODY: Searched(("body_text",), ("body_text.exact",)),
    TextField.SLUG: Searched(("slug.words",), ("slug.words",), "parts", "parts"),
    TextField.BYLINE: Searched(("byline",), ("byline",), "parts", "parts"),
    TextField.QUOTE: Searched(("quotes.text",), ("quotes.text.exact",)),
}


def all_words(words: Words, searched: Searched) -> Clause:
    """Return the clause of words that must all be there, each in any of the fields, in any of its forms."""
    whole = {"query": " ".join(words.whole), **_across(searched.stemmed), "operator": "and"}
    if not words.content:
        # "The Who": with the stop words gone, nothing would be left to search for
        return {"multi_match": {**whole, "analyzer": searched.quoted}}
    must = [in_order(word, searched.stemmed, searched.quoted) for word in words.split]
    if len(words.content) > len(words.split):
        must.append({"multi_match": whole})
    return must[0] if len(must) == 1 else {"bool": {"must": must}}


def any_words(words: Words, searched: Searched) -> Clause:
    """Return the clause of words of which one is enough; more of them, and in their typed form, is better."""
    return {
        "bool": {
            "must": [{"multi_match": {"query": words.text, **_across(searched.stemmed)}}],
            "should": as_typed(words),
        }
    }


def as_typed(words: Words) -> list[Clause]:
    """Return what ranks higher: words in their typed form, and near one another in the body."""
    return [
        {"multi_match": {"query": words.text, **_across(TEXT.exact), "boost": _AS_TYPED}},
        # Of one word too: it is what the body weighs beside the headline. Without it scores move so much when stories
        # arrive that deep pages repeat some (tests/integration/test_paging.py).
        {"match_phrase": {"body_text": {"query": words.text, "slop": _CLOSE, "analyzer": "news_query"}}},
    ]


def _across(fields: tuple[str, ...]) -> Clause:
    return {"type": "cross_fields", "fields": list(fields), "tie_breaker": _TIE_BREAKER}


def phrase(node: Phrase) -> Clause:
    """Return the clause of a phrase."""
    searched = TEXT_FIELDS[node.field]
    return in_order(node.text, searched.exact, searched.exact_quoted, node.slop)


def in_order(text: str, fields: tuple[str, ...], analyzer: str, slop: int = 0) -> Clause:
    """Return the clause of these words in this order in one of the fields."""
    return {
        "multi_match": {"query": text, "type": "phrase", "fields": list(fields), "analyzer": analyzer, "slop": slop}
    }


def near(node: Near) -> Clause:
    """Return the clause of two words or phrases near one another."""
    searched = TEXT_FIELDS[node.field]
    each = [
        {"match": {"query": text, "max_gaps": 0, "ordered": True, "analyzer": searched.quoted}}
        for text in (node.first, node.second)
    ]
    together = {"all_of": {"intervals": each, "max_gaps": node.distance, "ordered": False}}
    return _any([{"intervals": {name: {**together, "boost": boost}}} for name, boost in _weights(searched.stemmed)])


def prefix(node: Prefix) -> Clause:
    """Return the clause of words that begin so."""
    text, searched = node.text, TEXT_FIELDS[node.field]
    if not is_one_token(text):
        cut = {
            "query": text,
            "type": "phrase_prefix",
            "fields": list(searched.exact),
            "analyzer": searched.exact_quoted,
        }
        return {"multi_match": {**cut, "max_expansions": _PREFIXED_PHRASE_WORDS}}
    # It is one clause however many words begin so, and all of them in a field score alike.
    begun = {"value": fold(text), "rewrite": "constant_score"}
    return _any([{"prefix": {name: {**begun, "boost": boost}}} for name, boost in _weights(searched.exact)])


def _weights(fields: tuple[str, ...]) -> list[tuple[str, float]]:
    """Return each field with its weight, for clauses that do not read it out of a field's name."""
    return [(name, float(weight or 1)) for name, _, weight in (field.partition("^") for field in fields)]


def _any(clauses: list[Clause]) -> Clause:
    return {"dis_max": {"queries": clauses}} if len(clauses) > 1 else clauses[0]
