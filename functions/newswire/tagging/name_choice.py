"""From what rules and model propose to the spans that are names, each with one type within the story."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newswire.tagging import name_context
from newswire.tagging.name_exclusions import no_names
from newswire.tagging.name_lists import words
from newswire.tagging.name_runs import Proposal
from newswire.tagging.name_words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newswire.tagging.name_runs import NameType

_LEAST = 1.2
"""Weight below which a span is no name."""
_SURE_PERSON = 2.0
"""Weight from which a name in a sports story is a player, whatever stands around it."""
_MAX_NAME = 120
"""Characters of the longest name: what is longer is no name."""
_LONGER = 0.02
"""What each character of a span adds to its rank."""
_MORE = 0.35
"""Share of what more evidence adds to the strength of a span."""
_TYPES: tuple[NameType, ...] = ("person", "organisation", "place")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a name stands, with its type there, how strongly it is told, and by what."""

    start: int
    end: int
    text: str
    type: NameType
    weight: float
    evidence: str


class _Span:
    """The proposals of one span, summed by type."""

    __slots__ = ("by_use", "end", "evidence", "start", "weights")

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.weights: dict[NameType, float] = defaultdict(float)
        self.evidence: dict[NameType, tuple[float, str]] = {}
        self.by_use: NameType | None = None

    def add(self, kind: NameType, weight: float, evidence: str) -> None:
        self.weights[kind] += weight
        if weight > self.evidence.get(kind, (0.0, ""))[0]:
            self.evidence[kind] = (weight, evidence)

    @property
    def weight(self) -> float:
        """How strong it is beside others: its best evidence and a share of the rest, so that no part beats a whole."""
        best = max(self.evidence.values(), default=(0.0, ""))[0]
        return best + _MORE * (self.total - best)

    @property
    def total(self) -> float:
        """All that speaks for its best type."""
        return max(self.weights.values(), default=0.0)


def choose(text: str, found: list[Word], proposals: Iterable[Proposal]) -> list[Mention]:
    """Return the names that stand in the text, in order, none overlapping another.

    A name has one type in a story, by all that speaks for it at all its places; only cities that are teams, and seats
    of power, have the type of their use.
    """
    spans: dict[tuple[int, int], _Span] = {}
    for proposal in proposals:
        if proposal.end - proposal.start > _MAX_NAME:
            continue
        span = spans.setdefault((proposal.start, proposal.end), _Span(proposal.start, proposal.end))
        span.add(proposal.type, proposal.weight, proposal.evidence)
    blocked = list(no_names(text, found))
    is_sport = name_context.is_sport(text)
    for span in spans.values():
        _add_clues(text, span, is_sport=is_sport)
    chosen = _without_overlaps(text, spans.values(), blocked)
    _use(text, chosen, is_sport=is_sport)
    return _typed(text, chosen)


def _add_clues(text: str, span: _Span, *, is_sport: bool) -> None:
    """Add to a span what the words around it say."""
    surface = text[span.start : span.end]
    for kind, weight, evidence in name_context.clues(text, span.start, span.end, is_single=" " not in surface):
        span.add(kind, weight, evidence)
    if not is_sport:
        return
    if surface in words("organisations", "by_context") and text[max(0, span.start - 4) : span.start].lower() == "the ":
        span.add("organisation", 1.5, "a team's name, in a sports story")
    elif span.weights["person"] < _SURE_PERSON and name_context.is_team(text, span.start, span.end):
        span.add("organisation", 1.0, "what teams do, in a sports story")


def _without_overlaps(text: str, spans: Iterable[_Span], blocked: list[tuple[int, int, float]]) -> list[_Span]:
    """Return the strongest spans, the longer first among equals; what is no name takes part and is left out."""
    ranked: list[tuple[float, int, int, _Span | None]] = [(weight, start, end, None) for start, end, weight in blocked]
    ranked += [(span.weight, span.start, span.end, span) for span in spans]
    ranked.sort(key=lambda entry: (-entry[0] - _LONGER * (entry[2] - entry[1]), entry[1], entry[2]))
    taken = bytearray(len(text))
    chosen: list[_Span] = []
    for _, start, end, span in ranked:
        if (span is not None and span.total < _LEAST) or any(taken[start:end]):
            continue
        taken[start:end] = b"\x01" * (end - start)
        if span is not None:
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.start)


def _use(text: str, chosen: list[_Span], *, is_sport: bool) -> None:
    """Give cities that are teams, and seats of power, the type of their use."""
    for span in chosen:
        surface = text[span.start : span.end]
        if surface in words("places", "seats"):
            span.by_use = "place" if name_context.is_at_seat(text, span.start) else "organisation"
            span.evidence[span.by_use] = (4.0, "a seat of power, by its use")
        elif is_sport and max(span.weights, key=span.weights.__getitem__) == "place" and _may_be_team(surface):
            span.by_use = "organisation" if name_context.is_team(text, span.start, span.end) else "place"
            if span.by_use == "organisation":
                span.evidence["organisation"] = (3.0, "a city as its team, in a sports story")


def _may_be_team(name: str) -> bool:
    """Whether a place has teams of its name that are more than the place: not countries, nor what is no town."""
    fields = ("countries", "cut_states", "venues")
    return not any(name in words("places", field) for field in fields) and " of " not in name


def _typed(text: str, chosen: list[_Span]) -> list[Mention]:
    votes: dict[str, dict[NameType, float]] = defaultdict(lambda: defaultdict(float))
    for span in chosen:
        for voted, weight in span.weights.items():
            votes[text[span.start : span.end]][voted] += weight
    mentions = []
    for span in chosen:
        surface = text[span.start : span.end]
        by_type = votes[surface]
        kind: NameType = span.by_use or _strongest(by_type)
        total, of_all = by_type[kind], sum(by_type.values())
        weight = max(span.weight, 1.0) * (0.5 + 0.5 * total / of_all if not span.by_use else 0.9)
        evidence = span.evidence.get(kind, (0.0, "the same name elsewhere in the story"))[1]
        mentions.append(Mention(span.start, span.end, surface, kind, weight, evidence))
    return mentions


def _strongest(weights: dict[NameType, float]) -> NameType:
    return max(_TYPES, key=lambda kind: weights[kind])
