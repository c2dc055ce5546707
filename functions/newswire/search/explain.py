"""Why a story matches and another does not: what a query asks for, one clause at a time.

The engine is asked once more, for the stories that are explained, and names the clauses that each has. Of a story that
the caller may not see no more is said than when it is asked for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from typing_extensions import TypedDict

from newswire.search import request
from newswire.search.canonical import canonical
from newswire.search.clauses import Context, clause
from newswire.search.parameters import Sort
from newswire.search.positive import is_shouted
from newswire.search.tiers import ranking
from newswire.search.tree import And, Everything, Node, Or, Word
from newswire.search.visibility import Standing, may_see, standing, visible
from newswire.search.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from newswire.index import Index
    from newswire.search.caller import Caller
    from newswire.search.parameters import Parameters
    from newswire.search.query import Query


class Hidden(StrEnum):
    """Why a story is not shown to a caller; of one that there is not, UNKNOWN."""

    EMBARGO = "embargo"
    WITHHELD = "withheld"
    KILLED = "killed"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class ExplainedClause(TypedDict):
    """A part of the query in canonical form, or a filter, and whether the story has it."""

    clause: str
    matched: bool


class ScoredClause(ExplainedClause):
    """The same with what it adds to the story's score; what only filters adds 0."""

    score: float


class Score(TypedDict):
    """What the score is made of: about (clauses + as_typed) * newness."""

    total: float
    as_typed: float
    newness: float


class ExplainedStory(TypedDict):
    """Why a story of the page matches; `score` is None where the order is another."""

    id: str
    clauses: list[ScoredClause]
    score: Score | None


class WhyNot(TypedDict):
    """Whether one story is found, and because of what; `hidden` where the caller may not see it."""

    story: str
    found: bool
    because: list[ExplainedClause]
    hidden: Hidden | None


class Explanation(TypedDict):
    """Why the stories of a page match, and why the one that was asked for does or does not."""

    stories: list[ExplainedStory]
    story: WhyNot | None


_HIDDEN = {
    Standing.EMBARGOED: Hidden.EMBARGO,
    Standing.WITHHELD: Hidden.WITHHELD,
    Standing.KILLED: Hidden.KILLED,
    Standing.EXPIRED: Hidden.EXPIRED,
}
_AS_TYPED, _FOUND = "as typed", "found"


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains one search.

    Parameters
    ----------
    query, parameters: what was asked.
    similar: the documents of the stories that the query names.
    index, now, caller: where, when, and who asks.
    origin: what is newest counts from here.
    """

    query: Query
    parameters: Parameters
    similar: Mapping[str, Mapping[str, Any]]
    index: Index
    now: datetime
    caller: Caller
    origin: datetime

    def explain(self, hits: Sequence[Mapping[str, Any]]) -> Explanation:
        """Return why the hits of a page match, and why the story that the parameters name does or does not.

        Raises
        ------
        EngineUnavailable, EngineMisconfigured: as of the index.
        """
        story_id = self.parameters.story
        return {
            "stories": self._stories(hits) if self.parameters.explain else [],
            "story": self._why_not(story_id) if story_id is not None else None,
        }

    def _stories(self, hits: Sequence[Mapping[str, Any]]) -> list[ExplainedStory]:
        leaves = [*_leaves(self.query.tree, lower=self._context.lower)]
        asked = {str(number): clause(leaf, self._context) for number, leaf in enumerate(leaves)}
        asked[_AS_TYPED] = {"bool": {"should": ranking(self.query.tree, self._context)}}
        matched = self._matched([hit["_source"]["id"] for hit in hits], asked)
        by_score = request.order(self.query.tree, self.parameters) is Sort.RELEVANCE
        return [
            {
                "id": hit["_source"]["id"],
                "clauses": [
                    {
                        "clause": self._text(leaf),
                        "matched": str(number) in scores,
                        "score": scores.get(str(number), 0.0),
                    }
                    for number, leaf in enumerate(leaves)
                ],
                "score": self._score(hit, scores) if by_score else None,
            }
            for hit in hits
            for scores in [matched.get(hit["_source"]["id"], {})]
        ]

    def _score(self, hit: Mapping[str, Any], scores: Mapping[str, float]) -> Score:
        newness = request.newness(hit["_source"]["version_created"], self.origin)
        return {
            "total": round(hit["_score"], 3),
            "as_typed": round(scores.get(_AS_TYPED, 0.0), 3),
            "newness": round(newness, 3),
        }

    def _why_not(self, story_id: str) -> WhyNot:
        document = self.index.get(story_id)
        hidden = None
        if document is None:
            hidden = Hidden.UNKNOWN
        elif not may_see(document, self.now, self.caller):
            hidden = _HIDDEN[standing(document, self.now)]
        if hidden:
            return {"story": story_id, "found": False, "because": [], "hidden": hidden}
        conjuncts = _conjuncts(self.query.tree, lower=self._context.lower)
        parts = {self._text(part): clause(part, self._context) for part in conjuncts}
        parts |= {self._filter(name): each for name, each in request.filters(self.parameters).items()}
        asked = {str(number): each for number, each in enumerate(parts.values())}
        whole = [clause(self.query.tree, self._context), *request.filters(self.parameters).values()]
        found = self._matched([story_id], {**asked, _FOUND: {"bool": {"filter": whole}}}).get(story_id, {})
        because: list[ExplainedClause] = [
            {"clause": text, "matched": str(number) in found} for number, text in enumerate(parts)
        ]
        return {"story": story_id, "found": _FOUND in found, "because": because, "hidden": None}

    def _matched(self, ids: Sequence[str], asked: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
        """Return by id what of it a story has, with its score; a story that is not to be seen is not there."""
        if not ids:
            return {}
        found = self.index.search(
            {
                "query": {
                    "bool": {
                        "filter": [*visible(self.now, self.caller), {"terms": {"id": list(ids)}}],
                        "should": [{"bool": {"must": [each], "_name": name}} for name, each in asked.items()],
                    }
                },
                "size": len(ids),
                "track_total_hits": False,
                "timeout": f"{request.ENGINE_SECONDS}s",
                "_source": ["id"],
            },
            named_scores=True,
        )
        return {
            hit["_source"]["id"]: {name: round(score, 3) for name, score in hit.get("matched_queries", {}).items()}
            for hit in found["hits"]["hits"]
        }

    @property
    def _context(self) -> Context:
        return Context(self.now, is_shouted(self.query.tree), self.similar)

    def _text(self, part: Node) -> str:
        return canonical(part, self.query.zone)

    def _filter(self, name: str) -> str:
        values = dict(self.parameters.filters).get(name)
        match name:
            case "period":
                start, end = self.parameters.start, self.parameters.end
                return " ".join(
                    [*([f"from={start.isoformat()}"] if start else []), *([f"to={end.isoformat()}"] if end else [])]
                )
            case "near" if circle := self.parameters.near:
                return f"near={circle.latitude:g},{circle.longitude:g},{circle.kilometres:g}"
            case _:
                return f"{name}={','.join(values or ())}"


def _conjuncts(tree: Node, *, lower: bool) -> Iterator[Node]:
    """Yield what must all hold."""
    if isinstance(tree, And):
        yield from _counting(tree.children, lower=lower)
    elif not isinstance(tree, Everything):
        yield tree


def _leaves(tree: Node, *, lower: bool) -> Iterator[Node]:
    """Yield what is asked for, as far as it can be told apart; what is denied as a whole."""
    match tree:
        case Everything():
            return
        case And(children):
            parts = [*_counting(children, lower=lower)]
        case Or(children):
            parts = [*children]
        case _:
            yield tree
            return
    for part in parts:
        yield from _leaves(part, lower=lower)


def _counting(nodes: Sequence[Node], *, lower: bool) -> Iterator[Node]:
    """Yield nodes that must all hold, without the words that the engine leaves out beside others of their field."""
    words = [node for node in nodes if isinstance(node, Word)]
    fields = {word.field for word in words if _counts(word, lower=lower)}
    for node in nodes:
        left_out = isinstance(node, Word) and node.field in fields and not _counts(node, lower=lower)
        if not left_out and not isinstance(node, Everything):
            yield node


def _counts(word: Word, *, lower: bool) -> bool:
    return bool(Words.of([word.text], lower=lower).content)
