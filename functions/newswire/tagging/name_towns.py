"""Towns that the gazetteer knows, by the words before them: "in Mesa and Chandler", "the port of Matarani"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.tagging.gazetteer import Gazetteer, Kind
from newswire.tagging.name_lists import words
from newswire.tagging.name_runs import Proposal, is_loose, is_no_part, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newswire.tagging.name_words import Word

_LOCAL = frozenset((Kind.CITY, Kind.DISTRICT, Kind.DIVISION))
_POPULATION = 1500
"""A smaller town is more often somebody of the same name."""
_WORDS = 3
"""Words of a town's name, at most."""
_WEIGHT, _LISTED = 1.7, 2.4
"""Weight of a town right behind such a word, and of one that ends a list with it and has no more to tell it."""


def towns(text: str, found: list[Word]) -> Iterator[Proposal]:
    """Return the towns in a text that stand where places do, or after "and" behind one that does."""
    last_town = -2
    for first, last in bare_runs(found):
        joins = first >= 1 and found[first - 1].text == "and" and last_town == first - 2
        told = f"{found[last_town].text} and" if joins else _told(found, first)
        if told and _is_town(text, found[first : last + 1]):
            last_town = last
            ends_list = joins and (last + 1 == len(found) or found[last + 1].gap != " ")
            weight = _LISTED if ends_list else _WEIGHT
            yield Proposal(found[first].start, found[last].end, "place", weight, f"a town after '{told}'")


def bare_runs(found: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield the runs of capitals without the small words at their head ("In Leeds")."""
    for first, last in runs(found):
        own = first
        while own < last and found[own].text in words("other", "starters"):
            own += 1
        yield own, last


def _told(found: list[Word], at: int) -> str | None:
    """Return the word before a name that tells a place; not the "in" of "a stake in"."""
    if at < 1 or found[at].gap != " ":
        return None
    last, earlier = found[at - 1].text.lower(), found[at - 2].text.lower() if at > 1 else ""
    if last == "of" and earlier in words("context", "of_places"):
        return f"{earlier} of"
    is_place = last in words("context", "before_places") and earlier not in words("context", "never_in_places")
    return last if is_place else None


def _is_town(text: str, run: list[Word]) -> bool:
    if len(run) > _WORDS or any(map(is_no_part, run)) or any(map(is_loose, run)):
        return False
    name = text[run[0].start : run[-1].end]
    if name in words("organisations", "by_context") or name in words("organisations", "known"):
        return False
    return any(
        place.kind in _LOCAL and place.population >= _POPULATION and not place.is_alternate
        for place in Gazetteer.open().candidates(name)
    )
