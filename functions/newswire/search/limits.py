"""How much one query may hold: words as the engine counts them, and the length and depth of its canonical form."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newswire.search.canonical import canonical
from newswire.search.combine import all_of, any_of, none_of
from newswire.search.tokens import MAX_DEPTH, MAX_LENGTH, is_operator, plain
from newswire.search.tree import And, Around, Near, Not, Or, Phrase, Prefix, Similar, Tagged, Word

if TYPE_CHECKING:
    from datetime import tzinfo

    from newswire.search.tree import Node

MAX_WORDS = 150
"""Most words of one query as the engine counts them: it refuses above 1,024 clauses of its own, several a word."""
LIKENESS_WORDS = 25
"""The words of a story by which others are found to be similar to it."""

# What the engine may make a word of: a Chinese or Japanese character, a run of other letters and digits, a sign.
_EAST_ASIAN = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ENGINE_WORD = re.compile(rf"[{_EAST_ASIAN}]|[^\W{_EAST_ASIAN}]+|[^\w\s]")


def words(node: Node) -> int:
    """Return how many words the engine may make of a node; what is no text counts as one."""
    match node:
        case And(children) | Or(children):
            return sum(map(words, children))
        case Not(child):
            return words(child)
        case Near(first, second):
            return len(_ENGINE_WORD.findall(f"{first} {second}"))
        case Word(text) | Phrase(text) | Prefix(text):
            return len(_ENGINE_WORD.findall(text))
        case Tagged(_, value) | Around(value):
            return len(_ENGINE_WORD.findall(value))
        case Similar():
            return LIKENESS_WORDS
        case _:
            return 1


def within_limits(tree: Node, zone: tzinfo, warnings: list[str]) -> Node | None:
    """Return the tree, cut from its end where it is too much; None where nothing is left.

    Parameters
    ----------
    tree: of a query.
    zone: of the reader.
    warnings: where a cut is said.
    """
    if _fits(tree, zone):
        return tree
    kept = _first(tree, MAX_WORDS)[0]
    if kept and not _fits(kept, zone):  # its canonical form is too long: the most words with which it is not
        low, high = 0, MAX_WORDS
        while high - low > 1:
            middle = (low + high) // 2
            fewer = _first(tree, middle)[0]
            low, high = (middle, high) if fewer is None or _fits(fewer, zone) else (low, middle)
        kept = _first(tree, low)[0]
    warnings.append(f"only the first {words(kept) if kept else 0} words were used: the query is too long")
    return kept


def _fits(tree: Node, zone: tzinfo) -> bool:
    if words(tree) > MAX_WORDS:
        return False
    text = canonical(tree, zone)
    return len(text) <= MAX_LENGTH and _depth(text) <= MAX_DEPTH


def _depth(text: str) -> int:
    depth = deepest = 0
    quoted = False
    for character in text:
        quoted ^= character == '"'
        depth += 0 if quoted else (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def _first(node: Node, left: int) -> tuple[Node | None, int]:
    """Return what the first `left` words of a node mean, and how many words are left then."""
    match node:
        case And(children) | Or(children):
            kept = []
            for child in children:
                part, left = _first(child, left)
                kept.extend([part] if part else [])
            return (all_of if isinstance(node, And) else any_of)(kept), left
        case Not(child):
            part, left = _first(child, left)
            return none_of(part), left
    count = words(node)
    if count <= left:
        return node, left - count
    return (_cut(node, left) if left and isinstance(node, Word | Phrase) else None), 0


def _cut(node: Word | Phrase, length: int) -> Node | None:
    text = node.text[: list(_ENGINE_WORD.finditer(node.text))[length - 1].end()].strip()
    if isinstance(node, Word):
        text = plain(text)
        text = text.lower() if is_operator(text) else text
    return replace(node, text=text) if any(map(str.isalnum, text)) else None
