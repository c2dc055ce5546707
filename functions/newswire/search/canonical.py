"""A tree as the query that is read back as the same tree, without a warning: what is echoed as `understood_as`.

Operators are in capitals, AND is a space, dates are days of the reader's zone or times in UTC. Parentheses stand
where they are needed, and around what is joined by spaces within an OR, where a reader could take it either way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from newswire.search.dates import written
from newswire.search.fields import RAW_FIELDS
from newswire.search.prose import is_prose
from newswire.search.tokens import begins_with_field, is_operator, tokenize, trimmed
from newswire.search.tree import (
    And,
    Around,
    Comparison,
    Dates,
    Has,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Similar,
    TagField,
    Tagged,
    TextField,
    Urgency,
    Word,
)

if TYPE_CHECKING:
    from datetime import tzinfo

    from newswire.search.tree import Node

_Group: TypeAlias = TextField | TagField | None
_ENDS_A_VALUE = re.compile(r'[\s"()|]')


def canonical(tree: Node, zone: tzinfo) -> str:
    """Return a tree as a query.

    Parameters
    ----------
    tree: any.
    zone: of the reader, whose days are written as such.
    """
    text = _Writer(zone, " ").write(tree, None)
    # In capitals alone, "IRAN IRAQ SYRIA OR LEBANON" would be prose.
    return _Writer(zone, " AND ").write(tree, None) if is_prose(tokenize(text, [])) else text


class _Writer:
    """Writes nodes; `group` is the field of the group in which a node stands: headline:(...)."""

    def __init__(self, zone: tzinfo, conjunction: str) -> None:
        self._zone = zone
        self._conjunction = conjunction

    def write(self, node: Node, group: _Group) -> str:
        match node:
            case And(children) | Or(children):
                field = _field(node)
                sign = self._conjunction if isinstance(node, And) else " OR "
                text = sign.join(self._operand(child, field or group) for child in children)
                return f"{field}:({text})" if field and field != group else text
            case Not(child):
                return f"NOT {self._operand(child, group)}"
            case Near(first, second, distance, field):
                text = f"{_side(first)} NEAR/{distance} {_side(second)}"
                return f"{field}:({text})" if field and field != group else text
            case Word(text, field):
                return f"{_prefix(field, group)}{text}"
            case Prefix(text, field):
                return f"{_prefix(field, group)}{text}*"
            case Phrase(text, slop, field):
                return f'{_prefix(field, group)}"{text}"{f"~{slop}" if slop else ""}'
            case Tagged(field, value):
                bare = _is_word if field == group else _ends_nowhere if field in RAW_FIELDS else _is_value
                return f"{_prefix(field, group)}{value if bare(value) else _quoted(value)}"
            case _:
                return self._value(node)

    def _operand(self, node: Node, group: _Group) -> str:
        """Write what another node joins, in parentheses where these are needed."""
        text = self.write(node, group)
        several = isinstance(node, And | Or) or (isinstance(node, Dates) and " " in text)
        return f"({text})" if several and not (_field(node) and _field(node) != group) else text

    def _value(self, node: Node) -> str:
        match node:
            case Urgency(comparison, number):
                return f"urgency:{'' if comparison is Comparison.EQUAL else comparison}{number}"
            case Dates():
                return written(node, self._zone)
            case Around(place, kilometres):
                return f"near:{place if _is_value(place) else _quoted(place)}~{kilometres:g}km"
            case Similar(story_id):
                return f"similar:{story_id if _ends_nowhere(story_id) else _quoted(story_id)}"
            case Has(feature):
                return f"has:{feature}"
            case _:
                return ""


def _field(node: Node) -> _Group:
    """Return the field that all of a node can be written in, as a group; None where there is none."""
    match node:
        case And(children) | Or(children):
            fields = {_field(child) for child in children}
            return fields.pop() if len(fields) == 1 else None
        case Not(child):
            return _field(child)
        case Word(text, field) | Prefix(text, field):
            return None if begins_with_field(text) else field  # in a group, that field would be the nearer one
        case Phrase() | Near() | Tagged():
            return node.field
        case _:
            return None


def _prefix(field: _Group, group: _Group) -> str:
    return f"{field}:" if field and field != group else ""


def _side(text: str) -> str:
    return text if _is_word(text) else _quoted(text)


def _quoted(text: str) -> str:
    return f'"{text}"'


def _ends_nowhere(text: str) -> bool:
    return not _ENDS_A_VALUE.search(text)


def _is_value(text: str) -> bool:
    """Tell whether a text needs no quotes after the name of a field."""
    return _ends_nowhere(text) and trimmed(text) == text and not any(sign in text for sign in "*~")


def _is_word(text: str) -> bool:
    """Tell whether a text needs no quotes wherever it stands."""
    return _is_value(text) and ":" not in text and not is_operator(text)
