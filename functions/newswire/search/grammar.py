"""The grammar of a query: tokens to a tree, by recursive descent. What is misplaced is left out with a warning.

    any   = all { ("OR" | "|") all }
    all   = not { ["AND"] not }
    not   = { "NOT" | "-" } near
    near  = one { "NEAR/n" one }
    one   = [field ":"] ( word | quote | "(" any ")" )

So NEAR joins closest, then NOT, then a space or AND, then OR.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.search.canonical import canonical
from newswire.search.combine import all_of, any_of, none_of
from newswire.search.leaves import Leaves
from newswire.search.tokens import NEAR_DISTANCE, Kind, Token, shown
from newswire.search.tree import Near, Or, Phrase, Word
from newswire.search.values import MAX_DISTANCE

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from newswire.search.fields import Field
    from newswire.search.tree import Node

MAX_NEARS = 25
"""Most pairs that NEAR between two groups stands for."""

_SHOWN_TREE = 120

_OPERANDS = (Kind.WORD, Kind.QUOTED, Kind.FIELD, Kind.OPEN)


def read(tokens: list[Token], zone: tzinfo, now: datetime, warnings: list[str]) -> Node | None:
    """Return the tree of balanced tokens; None where they mean nothing.

    Parameters
    ----------
    tokens: as of `tokenize`.
    zone, now: of the reader, for dates.
    warnings: where what was left out or altered is said.
    """
    return _Parser(tokens, Leaves(zone, now, warnings), zone, warnings).any(None)


class _Parser:
    def __init__(self, tokens: list[Token], leaves: Leaves, zone: tzinfo, warnings: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._leaves = leaves
        self._zone = zone
        self._warnings = warnings

    def any(self, field: Field | None) -> Node | None:
        first, several = self._all(field)
        branches = [first] if first else []
        mixed = several
        joined = False
        while self._next() is Kind.OR:
            sign = self._take()
            branch, several = self._all(field)
            if branch is None or not branches:
                self._warnings.append(f"{shown(sign.text)} has nothing to join and was left out")
            joined = joined or bool(branch and branches)
            mixed = mixed or several
            branches.extend([branch] if branch else [])
        node = any_of(branches)
        if node and joined and mixed:
            self._warnings.append(
                f"OR joins less closely than a space: read as {shown(canonical(node, self._zone), _SHOWN_TREE)}"
            )
        return node

    def _all(self, field: Field | None) -> tuple[Node | None, bool]:
        """Return what is joined by spaces and AND, and whether several things are."""
        nodes: list[Node] = []
        while (kind := self._next()) not in (None, Kind.OR, Kind.CLOSE):
            if kind is not Kind.AND:
                node = self._not(field)
                nodes.extend([node] if node else [])
                continue
            self._take()
            if not nodes or self._next() in (None, Kind.OR, Kind.CLOSE, Kind.AND):
                self._warnings.append("'AND' has nothing to join and was left out")
        return all_of(nodes), len(nodes) > 1

    def _not(self, field: Field | None) -> Node | None:
        signs = []
        while self._next() is Kind.NOT:
            signs.append(self._take())
        if signs and self._next() in (None, Kind.OR, Kind.CLOSE, Kind.AND):
            self._warnings.append(f"{shown(signs[-1].text)} has nothing to exclude and was left out")
            return None
        node = self._near(field)
        return none_of(node) if len(signs) % 2 else node

    def _near(self, field: Field | None) -> Node | None:
        left = self._one(field)
        nodes = [left] if left else []
        while left and self._next() is Kind.NEAR and self._next(1) in _OPERANDS:
            sign = self._take()
            right = self._one(field)
            if right is None:
                self._warnings.append(f"{shown(sign.text)} has nothing to join and was left out")
                break
            pairs = self._pairs(left, right, sign)
            if pairs and nodes[-1] is left:
                nodes.pop()
            nodes.append(pairs or right)
            left = right
        return all_of(nodes)

    def _lone_near(self, field: Field | None) -> Node | None:
        sign = self._take()
        if sign.text == "NEAR":
            self._warnings.append("'NEAR' has nothing to join and was read as a word")
            return self._leaves.leaf(Token(Kind.WORD, sign.text), field)
        self._warnings.append(f"{shown(sign.text)} has nothing to join and was left out")
        return None

    def _pairs(self, left: Node, right: Node, sign: Token) -> Node | None:
        """Return each side of the left near each of the right; None, with a warning, where one has no such sides."""
        lefts, rights = _sides(left), _sides(right)
        fields = {side.field for side in (*lefts, *rights)} - {None}
        if not 0 < len(lefts) * len(rights) <= MAX_NEARS or len(fields) > 1:
            self._warnings.append(f"{shown(sign.text)} joins words or phrases of one field; read as AND")
            return None
        distance = min(int(sign.suffix or NEAR_DISTANCE), MAX_DISTANCE)
        if sign.suffix and distance != int(sign.suffix):
            self._warnings.append(f"{shown(sign.text)} is more than {MAX_DISTANCE}; read as NEAR/{distance}")
        field = next(iter(fields), None)
        return any_of(Near(first.text, second.text, distance, field) for first in lefts for second in rights)

    def _one(self, field: Field | None) -> Node | None:
        if self._next() is Kind.NEAR:
            return self._lone_near(field)
        token = self._take()
        while token.kind is Kind.FIELD:
            if self._next() not in _OPERANDS:
                self._warnings.append(f"{shown(token.text)} has no value directly after it and was left out")
                return None
            field = token.field
            token = self._take()
        if token.kind is not Kind.OPEN:
            return self._leaves.leaf(token, field)
        if self._next() is Kind.CLOSE:
            self._warnings.append("'()' is empty and was left out")
        node = self.any(field)
        self._take()  # what closes it: parentheses are balanced
        return node

    def _next(self, ahead: int = 0) -> Kind | None:
        place = self._at + ahead
        return self._tokens[place].kind if place < len(self._tokens) else None

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]


def _sides(node: Node) -> list[Word | Phrase]:
    """Return the words or phrases that a side of NEAR stands for; none where it is something else."""
    nodes = node.children if isinstance(node, Or) else (node,)
    sides = [child for child in nodes if isinstance(child, Word | Phrase)]
    return sides if len(sides) == len(nodes) else []
