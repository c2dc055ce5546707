"""Nodes put together so that the tree stays simple: nothing nested, doubled, or negated twice without need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.search.tree import And, Not, Or

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newswire.search.tree import Node


def all_of(nodes: Iterable[Node]) -> Node | None:
    """Return what means all of the nodes; None where there are none."""
    flat = _flat(nodes, And)
    return And(flat) if len(flat) > 1 else next(iter(flat), None)


def any_of(nodes: Iterable[Node]) -> Node | None:
    """Return what means any of the nodes; None where there are none."""
    flat = _flat(nodes, Or)
    return Or(flat) if len(flat) > 1 else next(iter(flat), None)


def none_of(node: Node | None) -> Node | None:
    """Return what means the opposite of the node; None for None."""
    match node:
        case None:
            return None
        case Not(child):
            return child
        case _:
            return Not(node)


def _flat(nodes: Iterable[Node], kind: type[And | Or]) -> tuple[Node, ...]:
    found: dict[Node, None] = {}
    for node in nodes:
        found.update(dict.fromkeys(node.children if isinstance(node, kind) else (node,)))
    return tuple(found)
