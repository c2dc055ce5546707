"""Towns by where they lie: near those that the text says are places, or in a state or country that it names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newswire.tagging.gazetteer import Entry, Gazetteer, Kind
from newswire.tagging.geographic_focus import Crowds, marked_areas
from newswire.tagging.name_lists import is_known_place, words
from newswire.tagging.name_runs import Proposal, is_loose, is_no_part
from newswire.tagging.name_towns import bare_runs
from newswire.tagging.toponym_context import after, distance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from newswire.tagging.geographic_focus import Area
    from newswire.tagging.name_words import Word

_NEAR = 75.0
"""Kilometres within which towns are in the same local news."""
_KNOWN, _LARGE = 200_000, 50_000
"""Population from which a known city is taken for the one that everybody knows, and a town is a large one."""
_CROWD = 3
"""Other names that can mean places near one, from which on the text is set there, though it says so nowhere."""
_FEW = 3
"""Counties of a name, of which one is meant even where no state is told."""
_WORDS, _PARTICLES = 3, 2
"""Words of a town's name, at most, and of the small ones in it ("Rio Grande do Sul")."""
_CODE = 3
"""Capital letters of an abbreviation, which is a town nowhere."""

_BY_NEARNESS, _BY_AREA, _LARGE_BY_AREA = 2.4, 1.6, 2.3
"""Weight of a town near a sure place, and in a state or country that is told; more of a large one, or the only one."""
_MORE_WORDS, _BEHIND, _DIVISION = 2.4, 0.9, 0.5
"""What is added for a name of several words, one behind a word of movement or a list of places, one of a province."""
_POPULATION = 5_000
"""Smallest town that is told by its state or country."""
_OTHER_NAMES = 100_000
"""Population from which a town is known by a name that it does not go by in English."""
_ENGLISH = frozenset(("AU", "CA", "GB", "IE", "NZ", "US"))
_ENGLISH_AND_LARGE = frozenset(("GB", "US"))
"""Countries whose towns have names of people; there the country alone tells no town, in the second not even a city."""
_FIRST_NAME = 1.5
"""What is taken off where people are called so."""

_LOCAL = frozenset((Kind.CITY, Kind.DISTRICT, Kind.DIVISION))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A run of capitals that names a town somewhere: the indices of its words, its name and what it can mean."""

    first: int
    last: int
    name: str
    entries: tuple[Entry, ...]


def neighbours(text: str, found: list[Word]) -> Iterator[Proposal]:
    """Return the towns in a text that lie where it is set, unless somebody or a company of that name is in it."""
    gazetteer = Gazetteer.open()
    candidates = list(_candidates(text, found))
    if not candidates:
        return
    areas = set(marked_areas(text, frozenset(), gazetteer))
    anchors = set(_anchors(text, found, candidates, areas, gazetteer))
    areas.update((anchor.country, None) for _, anchor in anchors if anchor.country)
    others = _names_of_others(text, found)
    small = {word.text for word in found if word.text.islower()}
    near = _by_cell(anchors)
    told = {each.name: _told(each, near, areas) for each in candidates if each.name not in others}
    last_town = -2
    for each in candidates:
        weight, evidence = told.get(each.name) or (0.0, "")
        if is_known_place(each.name):
            last_town = each.last
        if not weight or _is_common(found[each.first], small, is_alone=each.first == each.last):
            continue
        is_behind = _is_behind(found, each.first) or _goes_on(found, each.first, last_town)
        is_somebody = not is_behind or text.startswith(" of ", found[each.last].end)
        weight -= _FIRST_NAME * (is_somebody and each.name in words("people", "first_names"))
        weight += _MORE_WORDS * (each.last > each.first)
        weight += _BEHIND * is_behind
        last_town = each.last
        yield Proposal(found[each.first].start, found[each.last].end, "place", weight, evidence)


def _candidates(text: str, found: list[Word]) -> Iterator[_Candidate]:
    """Yield the runs that may be towns, with their particles where the whole is one ("Rio Grande do Sul")."""
    for first, last in bare_runs(found):
        run = found[first : last + 1]
        if any(map(is_loose, run)) or (len(run) == 1 and (is_no_part(run[0]) or _is_code(run[0].text))):
            continue
        for end in (*_with_particles(found, last), last):
            name = text[run[0].start : found[end].end]
            if end - first >= _WORDS + _PARTICLES or _is_body(name):
                continue
            if entries := _entries(name):
                yield _Candidate(first, end, name, entries)
                break


def _with_particles(found: list[Word], last: int) -> Iterator[int]:
    """Yield the index of the word behind the particles that follow a run ("… do Sul"), if any do."""
    at = last + 1
    while at < len(found) and at - last <= _PARTICLES and found[at].text in words("places", "particles"):
        at += 1
    if last + 1 < at < len(found) and found[at].is_capital and found[at].gap in (" ", "-"):
        yield at


def _is_code(name: str) -> bool:
    return name.isupper() and len(name) <= _CODE


def _is_body(name: str) -> bool:
    return name in words("organisations", "by_context") or name in words("organisations", "known")


@lru_cache(5_000)
def _entries(name: str) -> tuple[Entry, ...]:
    return tuple(
        entry
        for entry in Gazetteer.open().candidates(name)
        if entry.kind in _LOCAL and (not entry.is_alternate or entry.population >= _OTHER_NAMES)
    )


def _anchors(
    text: str, found: list[Word], candidates: Sequence[_Candidate], areas: Set[Area], gazetteer: Gazetteer
) -> Iterator[tuple[str, Entry]]:
    """Yield the places that are sure, with their names.

    "Paris, Texas"; counties of a state told; large cities; what has so many others near it that the text is set there.
    """
    crowds = Crowds([each.entries for each in {each.name: each for each in candidates}.values()])
    for each in candidates:
        outers = list(after(text, found[each.last].end, gazetteer))
        held = [entry for entry in each.entries for outer in outers if outer.holds(entry)]
        known = [entry for entry in each.entries[:1] if entry.population >= _KNOWN and is_known_place(each.name)]
        crowded = [entry for entry in each.entries if crowds.around(entry) > _CROWD]
        yield from ((each.name, entry) for entry in (*(held or known), *crowded))
        if found[each.last].text in ("County", "Parish"):
            counties = [entry for entry in each.entries if entry.kind is Kind.DISTRICT]
            told = [entry for entry in counties if (entry.country, entry.admin1) in areas]
            yield from ((each.name, entry) for entry in told or counties[: _FEW * (len(counties) <= _FEW)])


def _by_cell(anchors: Set[tuple[str, Entry]]) -> dict[tuple[int, int], list[tuple[str, Entry]]]:
    """Return the sure places by the degrees that they lie in, so that the near ones are found at once."""
    cells: dict[tuple[int, int], list[tuple[str, Entry]]] = defaultdict(list)
    for name, anchor in sorted(anchors, key=lambda anchor: anchor[0]):
        cells[int(anchor.lat), int(anchor.lon)].append((name, anchor))
    return cells


def _told(
    each: _Candidate, near: dict[tuple[int, int], list[tuple[str, Entry]]], areas: Set[Area]
) -> tuple[float, str] | None:
    """Return how strongly the other places tell a town, and what of them."""
    for entry in each.entries:
        row, column = int(entry.lat), int(entry.lon)
        for cell in ((row + down, column + right) for down in _ROWS for right in _COLUMNS):
            for name, anchor in near.get(cell, ()):
                if name != each.name and not entry.is_alternate and distance(entry, anchor) < _NEAR:
                    return _BY_NEARNESS, f"a town of this name lies near {name}"
    weight = max(_by_area(each, entry, areas) for entry in each.entries)
    return (weight, "a place of this name lies in a state or country of the story") if weight else None


_ROWS, _COLUMNS = (-1, 0, 1), (-2, -1, 0, 1, 2)
"""Degrees around a place in which what is near lies, up to the north of Norway."""


def _by_area(each: _Candidate, entry: Entry, areas: Set[Area]) -> float:
    """Return how strongly it tells a town that its state or country is in the text; 0 where neither is."""
    is_division = entry.admin1 is not None and (entry.country, entry.admin1) in areas
    bears_names = entry.country in _ENGLISH if entry.population < _LARGE else entry.country in _ENGLISH_AND_LARGE
    is_country = (entry.country, None) in areas and not bears_names
    if entry.kind is Kind.DIVISION and (entry.country, None) in areas:
        return _BY_AREA + _DIVISION
    if not (is_division or is_country) or entry.population < _POPULATION:
        return 0.0
    is_sure = (is_country and entry.population >= _LARGE and entry.country not in _ENGLISH) or len(each.entries) == 1
    return _LARGE_BY_AREA if is_sure else _BY_AREA


def _names_of_others(text: str, found: list[Word]) -> set[str]:
    """Return the words that are in somebody's or a company's name in the text ("Amy Collins", "Cummins Inc")."""
    names: set[str] = set()
    for first, last in bare_runs(found):
        run = found[first : last + 1]
        is_titled = run[0].text in words("people", "titles")
        while run and is_no_part(run[0]):
            run = run[1:]
        if not run or len(run) + is_titled < _WORDS - 1 or len(run) > _WORDS:
            continue
        ends_company = run[-1].text in words("organisations", "legal_forms")
        is_body = run[-1].text in words("organisations", "heads") or run[-1].text in words("places", "heads_after")
        if ends_company or not (is_body or _entries(text[run[0].start : run[-1].end])):
            names.update(word.text for word in run[1:])
            if ends_company or not any(entry.country in _ENGLISH for entry in _entries(run[0].text)):
                names.add(run[0].text)
    return names


def _is_common(word: Word, small: Set[str], *, is_alone: bool) -> bool:
    """Whether one word is a common one: of the text, with the capital of a sentence's head, or of the lists."""
    at_head = word.begins_sentence and word.text.lower() in small
    is_listed = word.text in words("other", "no_names") or word.text in words("other", "adjectives")
    return is_alone and (at_head or is_listed)


def _is_behind(found: list[Word], at: int) -> bool:
    """Whether a word of movement or of belonging stands before a name ("from Derry", "34, of Corbin")."""
    return at > 0 and found[at].gap == " " and found[at - 1].text.lower() in words("context", "towards_places")


def _goes_on(found: list[Word], first: int, last_town: int) -> bool:
    """Whether a name continues a list whose last name is a town ("Derry and Salem", "Derry, Salem")."""
    return (first == last_town + 1 and found[first].gap == ", ") or (
        first == last_town + 2 and found[first - 1].text in ("and", "or", "to")
    )
