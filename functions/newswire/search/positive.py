"""The text that a query asks for, wherever it stands in the tree; what is denied is none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.search.folding import fold
from newswire.search.text_clauses import in_order
from newswire.search.tree import And, Near, Node, Not, Or, Phrase, Prefix, Similar, TextField, Word
from newswire.search.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newswire.search.text_clauses import Clause

FEWEST_SHOUTED = 3
"""From so many words, all in capitals, capitals say nothing; "WHO CHINA" names two."""

_SHOWN = {"headline": TextField.HEADLINE, "body_text": TextField.BODY}
"""The fields in which matches are marked, and the field of a query that means each."""
_SUFFIX = 3
"""A word's stem can be so much shorter than the beginning that was asked for: presiden* finds "presid"."""

Text = Word | Phrase | Near | Prefix


def texts(tree: Node) -> Iterator[Text]:
    """Yield the text that a tree asks for, in its order."""
    return (node for node in _asked_for(tree) if isinstance(node, Text))


def has_text(tree: Node) -> bool:
    """Tell whether there is text to be relevant to: in the query, or of a story that others are to be like."""
    return any(isinstance(node, Text | Similar) for node in _asked_for(tree))


def _asked_for(node: Node) -> Iterator[Node]:
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _asked_for(child)
        case Not():
            return
        case _:
            yield node


def is_shouted(tree: Node) -> bool:
    """Tell whether all words are in capitals, which says nothing about any of them then."""
    words = [text.text for text in texts(tree) if isinstance(text, Word)]
    return len(words) >= FEWEST_SHOUTED and not any(letter.islower() for word in words for letter in word)


def marked(tree: Node, *, lower: bool) -> list[Clause]:
    """Return clauses of the passages that are to be marked, on the fields that are shown."""
    found = list(texts(tree))
    clauses = []
    for field, shown in _SHOWN.items():
        here = [text for text in found if text.field in (None, shown)]
        words = Words.of((text.text for text in here if isinstance(text, Word)), lower=lower)
        if words.content:
            clauses.append({"match": {field: {"query": " ".join(words.whole), "analyzer": "news_query"}}})
        clauses += [in_order(word, (field,), "news_quoted") for word in words.split]
        clauses += [mark for text in here if not isinstance(text, Word) for mark in _marks(text, field)]
    return clauses


def _marks(text: Phrase | Near | Prefix, field: str) -> list[Clause]:
    match text:
        case Phrase(words_in_order, slop):
            return [in_order(words_in_order, (field,), "news_quoted", slop)]
        case Near(first, second):
            return [in_order(each, (field,), "news_quoted") for each in (first, second)]
        case Prefix():
            start = fold(text.text)
            stems = [start[:-cut] for cut in range(1, _SUFFIX + 1) if len(start) - cut >= _SUFFIX]
            return [{"prefix": {field: {"value": start}}}, *([{"terms": {field: stems}}] if stems else [])]
