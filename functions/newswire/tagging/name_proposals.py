"""What the rules propose as names: known ones, people, organisations and places by their words, unknown capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.tagging.gazetteer import Gazetteer
from newswire.tagging.name_lists import words
from newswire.tagging.name_neighbours import neighbours
from newswire.tagging.name_organisations import organisations
from newswire.tagging.name_people import people
from newswire.tagging.name_runs import Proposal, is_loose, is_no_part, phrase_end, runs
from newswire.tagging.name_towns import towns
from newswire.tagging.name_words import Word, in_title_case, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newswire.tagging.name_runs import NameType

_KNOWN: tuple[tuple[str, str, NameType, float, str], ...] = (
    ("organisations", "known", "organisation", 3.4, "a well-known organisation"),
    ("places", "countries", "place", 3.6, "a country"),
    ("places", "regions", "place", 3.2, "a known region"),
    ("places", "cities", "place", 2.8, "a known city"),
    ("places", "far_bodies", "place", 2.3, "a body of the sky"),
    ("places", "cut_states", "place", 3.2, "a state's abbreviation"),
    ("people", "well_known", "person", 2.4, "a well-known person"),
    ("organisations", "by_context", "organisation", 0.9, "an organisation's name that also means something else"),
)
_LONGER = {1: 0.0, 2: 1.2, 3: 2.8}
"""What is added to the weight of a known name of two words, and of more: nothing in it is a name by itself."""


def propose(text: str, found: list[Word]) -> Iterator[Proposal]:
    """Return what the rules see, overlapping and contradicting as it may be."""
    yield from _known(text, found)
    yield from organisations(text, found)
    yield from people(text, found)
    yield from _places(text, found)
    yield from towns(text, found)
    yield from neighbours(text, found)
    yield from _unknown(text, found)


def _known(text: str, found: list[Word]) -> Iterator[Proposal]:
    for at, word in enumerate(found):
        if not word.is_capital and word.text != "al":
            continue
        for file, field, kind, weight, evidence in _KNOWN:
            if span := phrase_end(text, found, at, file, field):
                end, after = span
                if field == "cut_states" and word.gap != ", ":
                    continue
                longer = _LONGER[min(after - at, 3)]
                start = word.start
                if field == "known":
                    end, after = _with_heads(found, end, after)
                    if _is_national(text[start:end], found, at):
                        start, longer = found[at - 1].start, longer + 1.0
                yield Proposal(start, end, kind, weight + longer, evidence)


def _is_national(name: str, found: list[Word], at: int) -> bool:
    """Whether the nation before an organisation belongs to its name ("Lebanese Red Cross", "U.S. Food and Drug …")."""
    if at == 0 or not joined(found[at - 1], found[at]):
        return False
    before = found[at - 1].text
    if name in words("organisations", "national"):
        return before in words("other", "nationalities")
    return before in ("U.S.", "US") and name.count(" ") > 1


def _with_heads(found: list[Word], end: int, after: int) -> tuple[int, int]:
    while (
        after < len(found)
        and joined(found[after - 1], found[after])
        and found[after].text in words("organisations", "heads")
    ):
        end, after = found[after].end, after + 1
    return end, after


def _places(text: str, found: list[Word]) -> Iterator[Proposal]:
    """Places by the words of their names: "Lake Victoria", "Lamar County", "Bay of Bengal"."""
    for at, word in enumerate(found):
        if not word.is_capital:
            continue
        if word.text in words("places", "heads_before"):
            nxt = at + 1
            if nxt < len(found) and joined(word, found[nxt]) and found[nxt].is_capital and not is_loose(found[nxt]):
                yield Proposal(word.start, found[nxt].end, "place", 0.9, f"begins with '{word.text}'")
                if word.text in words("places", "sure_heads_before"):
                    last = _natural_end(found, nxt)
                    yield Proposal(word.start, found[last].end, "place", 3.6, f"begins with '{word.text}'")
        if span := phrase_end(text, found, at, "places", "heads_after"):
            start = at
            while (
                start > 0
                and joined(found[start - 1], found[start])
                and found[start - 1].is_capital
                and not is_loose(found[start - 1])
            ):
                start -= 1
            if start + 1 < at and found[start].begins_sentence and _is_shorter_known(text, found, start, span[0]):
                start += 1
            if start < at:
                yield Proposal(found[start].start, span[0], "place", 4.4, f"ends with '{text[word.start : span[0]]}'")


def _natural_end(found: list[Word], at: int) -> int:
    """Return the last word of a lake's or mountain's name, one further at most ("Lake Sidney Lanier")."""
    more = at + 1
    has_more = more < len(found) and found[more].is_capital and joined(found[at], found[more])
    is_own = has_more and not is_no_part(found[more]) and found[more].text not in words("organisations", "heads")
    return more if is_own else at


def _is_shorter_known(text: str, found: list[Word], start: int, end: int) -> bool:
    """Whether the head of a sentence is no part of a place's name: "Neighboring Bourbon County"."""
    candidates = Gazetteer.open().candidates
    return not candidates(text[found[start].start : end]) and bool(candidates(text[found[start + 1].start : end]))


def _unknown(text: str, found: list[Word]) -> Iterator[Proposal]:
    """Return runs of capitals that no list knows: weak alone, names where the words around them say so."""
    for first, last in runs(found):
        if _is_abbreviation(text[found[first].start : found[last].end]) and not is_no_part(found[first]):
            yield Proposal(found[first].start, found[last].end, "organisation", 1.3, "an abbreviation in capitals")
            continue
        own = first
        while own < last and (found[own].begins_sentence or is_no_part(found[own])):
            own += 1
        run = found[own : last + 1]
        if in_title_case(text, run[0].start):
            continue
        if run[0].begins_sentence or len(run) > 3 or any(map(is_no_part, run)) or len(run[0].text) < 3:
            continue
        start, end = run[0].start, run[-1].end
        if len(run) > 1 and run[-1].text.endswith(tuple(words("people", "surname_ends"))):
            yield Proposal(start, end, "person", 1.9, f"ends like a surname: '{run[-1].text}'")
        elif any(letter.isupper() for letter in run[0].text[1:]) and not run[0].text.isupper():
            yield Proposal(start, end, "organisation", 1.4, "capitals within a word")
        else:
            yield Proposal(start, end, "person" if len(run) > 1 else "organisation", 0.5, "capitals within a sentence")


def _is_abbreviation(run: str) -> bool:
    return run.isupper() and 3 <= len(run) <= 9 and " " not in run and "." not in run and not run[1:].isdigit()
