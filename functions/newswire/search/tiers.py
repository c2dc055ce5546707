"""All words first, then some: the two tiers of a search, as notes/relevance.md measured them.

Where few stories have all words, stories with some of them follow below. Only bare words can be missing: phrases,
fields, filters and what is denied hold in both tiers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.search.clauses import clause
from newswire.search.positive import is_shouted
from newswire.search.text_clauses import TEXT, all_words, any_words, as_typed
from newswire.search.tree import And, Node, Word
from newswire.search.words import Words

if TYPE_CHECKING:
    from newswire.search.clauses import Clause, Context


def can_be_partial(tree: Node) -> bool:
    """Tell whether there are two bare words to have some of."""
    return len(_bare(tree, lower=is_shouted(tree)).content) > 1


def strict(tree: Node, context: Context) -> Clause:
    """Return the clause of stories with all of it."""
    found, better = clause(tree, context), ranking(tree, context)
    return {"bool": {"must": [found], "should": better}} if better else found


def ranking(tree: Node, context: Context) -> list[Clause]:
    """Return what ranks a story with all of it higher: the bare words in their typed form, and near one another."""
    words = _bare(tree, lower=context.lower)
    return as_typed(words) if words.content else []


def partial(tree: Node, context: Context) -> Clause:
    """Return the clause of stories with some of the bare words, and not all, and all of the rest."""
    words = _bare(tree, lower=context.lower)
    rest = [child for child in _children(tree) if not _is_bare(child)]
    return {
        "bool": {
            "must": [any_words(words, TEXT), *(clause(child, context) for child in rest)],
            "must_not": [all_words(words, TEXT)],
        }
    }


def _bare(tree: Node, *, lower: bool) -> Words:
    texts = [child.text for child in _children(tree) if isinstance(child, Word) and _is_bare(child)]
    return Words.of(texts, lower=lower)


def _children(tree: Node) -> tuple[Node, ...]:
    return tree.children if isinstance(tree, And) else (tree,)


def _is_bare(node: Node) -> bool:
    return isinstance(node, Word) and node.field is None
