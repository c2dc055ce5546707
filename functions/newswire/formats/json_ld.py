"""JSON-LD as pages carry it (schema.org): the article among its nodes, and readers of a node's values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from newswire.errors import DeliveryError
from newswire.formats import json_text
from newswire.normalise import html
from newswire.normalise.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node: TypeAlias = dict[str, Any]

MAX_CHARACTERS = 500_000
"""Characters of a page's JSON-LD, all scripts together; what is over the limit is not read."""

MARKUP = re.compile(r"</?[a-z][^<>]*>|&#?\w+;", re.IGNORECASE)
"""Text in JSON-LD that has this in it is mark-up."""

_OPENING = re.compile(r"(?://)?\s*(?:<!--|<!\[CDATA\[)")
# JSON knows them only as white space between values; pages have them inside of texts too.
_CONTROL = re.compile(r"[\x00-\x1f]")
_ARTICLES = frozenset({"BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "Report"})


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes of a page's JSON-LD.

    Parameters
    ----------
    nodes: in their order.
    warnings: what could not be read.
    named: the nodes by the id that others point to them with.
    """

    nodes: tuple[Node, ...] = ()
    warnings: tuple[str, ...] = ()
    named: dict[str, Node] = field(default_factory=dict)

    def articles(self) -> list[Node]:
        """Return the nodes that are articles (NewsArticle and kin, BlogPosting, Report)."""
        return [node for node in self.nodes if any(_is_article(kind) for kind in types(node))]

    def first(self, kind: str) -> Node:
        """Return the first node of a type, an empty one where there is none."""
        return next((node for node in self.nodes if kind in types(node)), {})

    def values(self, node: Node, *names: str) -> list[Any]:
        """Return the values of the first of these properties that has any, as a list; references are followed."""
        found = (_as_list(node.get(name)) for name in names)
        return [self._resolve(value) for value in next(filter(None, found), [])]

    def texts(self, node: Node, *names: str) -> list[str]:
        """Return those values as text on one line: a string, a number, or what an object is named."""
        return [text for value in self.values(node, *names) if (text := text_of(value))]

    def text(self, node: Node, *names: str) -> str | None:
        """Return the first of those texts, or None."""
        return next(iter(self.texts(node, *names)), None)

    def _resolve(self, value: Any) -> Any:
        if isinstance(value, dict) and _is_reference(value):
            return self.named.get(str(value["@id"]), value)
        return value


def read(scripts: Iterable[str]) -> Graph:
    """Return the nodes in the JSON-LD scripts of a page; a broken script is left out with a warning."""
    nodes: list[Node] = []
    warnings: list[str] = []
    characters = 0
    for script in scripts:
        characters += len(script)
        if characters > MAX_CHARACTERS:
            warnings.append(f"JSON-LD left out: the page has over {MAX_CHARACTERS} characters of it")
            break
        try:
            value, _ = json_text.loads(_unwrapped(script))
        except DeliveryError as error:
            warnings.append(f"JSON-LD left out: {error}")
        else:
            nodes += _nodes(value)
    named = {str(node["@id"]): node for node in reversed(nodes) if "@id" in node and not _is_reference(node)}
    return Graph(tuple(nodes), tuple(warnings), named)


def types(node: Node) -> set[str]:
    """Return the types of a node without their vocabulary ("NewsArticle")."""
    return {re.split(r"[/#:]", kind)[-1] for kind in _as_list(node.get("@type")) if isinstance(kind, str)}


def text_of(value: Any) -> str | None:
    """Return a value as text on one line, mark-up in it read as such: a string, a number, or an object's name."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("headline") or value.get("@value")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = str(value)
    return clean_line(" ".join(html.paragraphs(text)) if MARKUP.search(text) else text) or None


def _unwrapped(script: str) -> str:
    """Return the JSON of a script without the comment or CDATA marks around it, and without a semicolon behind it."""
    text = _CONTROL.sub(" ", script).strip()
    opening = _OPENING.match(text)
    if opening:
        text = text[opening.end() :].removesuffix("-->").removesuffix("]]>").rstrip().removesuffix("//").rstrip()
    return text.removesuffix(";")


def _nodes(value: Any) -> Iterator[Node]:
    """Yield the objects of a document: alone, in lists, in a graph, and the main thing of a page."""
    for node in _as_list(value):
        if isinstance(node, list):
            yield from _nodes(node)
        elif isinstance(node, dict):
            yield node
            for name in ("@graph", "mainEntity", "mainEntityOfPage"):
                yield from _nodes(node.get(name))


def _is_reference(node: Node) -> bool:
    """Tell whether a node only points to another one, which says more."""
    return "@id" in node and not node.keys() - {"@id", "@type"}


def _is_article(kind: str) -> bool:
    return kind.endswith("Article") or kind in _ARTICLES


def _as_list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]
