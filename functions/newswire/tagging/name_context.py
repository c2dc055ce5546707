"""What the words around a name say about its type, and whether a city or a seat of power stands for who is in it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newswire.tagging.name_lists import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newswire.tagging.name_runs import NameType

Clue = tuple["NameType", float, str]
"""A type, how strongly, and the words that say so."""

_QUOTES = '"“‘('
_OPENS = frozenset(f" \n{_QUOTES}")
_WINDOW = 48
"""Characters that are looked at on either side."""

_AFTER = re.compile(r"(?:['’]s?)?[ \n]+[\"”(]?([\w-]+)(?:[ \n]+([\w'-]+))?")
_AGE = re.compile(r", (?:aged )?\d{1,3}[,.;]|,? ?\(\d{1,2}\)")
_TICKER = re.compile(r" ?[(<]?[A-Z0-9]{1,8}\.[A-Z]{1,2}[)>]?(?!\w)| \((?:NYSE|NASDAQ|Nasdaq|LSE|TSX|ASX): ?[A-Z]+\)")
_RELATIVES: tuple[tuple[str, NameType, float], ...] = (
    (", who ", "person", 1.6),
    (", where ", "place", 1.2),
    (", which ", "organisation", 0.7),
)
_WHAT_IT_IS = re.compile(
    r", (?:the|a|an) (?:[\w-]+ ){0,2}(regulator|company|firm|maker|bank|agency|airline|retailer|lender|watchdog|"
    r"newspaper|group|union|carrier|broadcaster|charity|insurer|utility|miner|drugmaker|carmaker|chipmaker)\b"
)
"""Behind a name: what sort of body it is."""
_SCORE = re.compile(r"\d+[-–]\d+")
_SPORT_WORDS = 4
"""Different words of sports that make a story one about a game, where a score stands too."""
_SPORT_WORDS_ALONE = 7
_PLACE_IN_FULL = re.compile(r", [A-Z]|, \w+ \d| \(| ?:| [-–—_]")
"""Behind a city that is where something is: its country, a date, an agency."""


def clues(text: str, start: int, end: int, *, is_single: bool) -> Iterator[Clue]:
    """Return what speaks for each type, from the words before and behind a span."""
    head, tail = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    if head[-1:] in _OPENS:
        yield from _clues_before(head)
    if after := _AFTER.match(tail):
        yield from _clues_behind(after[1], after[2] or "", is_single=is_single)
    if _AGE.match(tail):
        yield "person", 1.8, "an age behind it"
    if _TICKER.match(tail):
        yield "organisation", 4.0, "a ticker behind it"
    if apposition := _WHAT_IT_IS.match(tail):
        yield "organisation", 2.6, f"'{apposition[1]}' behind it"
    for behind, kind, weight in _RELATIVES:
        if tail.startswith(behind):
            yield kind, weight, f"'{behind.strip(', ')}' behind it"


def _clues_before(head: str) -> Iterator[Clue]:
    before = [word for word in head.split()[-3:] if word.lower() != "the"]
    last, earlier = (before[-1].strip(_QUOTES).lower() if before else ""), (before[-2] if len(before) > 1 else "")
    if last in words("context", "before_places"):
        yield "place", 1.0, f"'{last}' before it"
    elif last == "of" and earlier.lower() in words("context", "of_places"):
        yield "place", 2.2, f"'{earlier} of' before it"
    elif {last, f"{earlier} {last}".lower()} & words("context", "before_organisations"):
        yield "organisation", 4.2, f"'{last}' before it"
    elif last in words("context", "before_organisations_and_others"):
        yield "organisation", 1.0, f"'{last}' before it"


def _clues_behind(first: str, second: str, *, is_single: bool) -> Iterator[Clue]:
    if first in words("context", "behind_places"):
        yield "place", 1.4, f"'{first}' behind it"
    elif {first, f"{first} {second}"} & words("context", "behind_companies"):
        yield "organisation", 1.6, f"'{first}' behind it"
    elif {first, f"{first} {second}"} & words("context", "behind_organisations"):
        yield "organisation", 0.7, f"'{first}' behind it"
    elif first in words("context", "deeds"):
        yield "person", 1.3, f"'{first}' behind it"
    elif first in words("context", "verbs"):
        yield "person", 0.3 if is_single else 0.7, f"'{first}' behind it"


def is_sport(text: str) -> bool:
    """Whether a story is about a game: several different words of sports, and a score or a league."""
    different = {match[0].lower() for match in _any_of("sports").finditer(text)}
    has_score = len(different) >= _SPORT_WORDS and _SCORE.search(text) is not None
    has_league = _any_of("leagues").search(text) is not None and len(different) >= _SPORT_WORDS
    return has_score or has_league or len(different) >= _SPORT_WORDS_ALONE


def is_team(text: str, start: int, end: int) -> bool:
    """Whether a name in a sports story is a team there ("a win over Baltimore"), not the place ("in Baltimore")."""
    head, tail = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    before = head.split()[-1] if head[-1:] == " " and head.strip() else ""
    if before in words("context", "never_before_teams") or _PLACE_IN_FULL.match(tail):
        return False
    behind = _AFTER.match(tail)
    if behind and (behind[1] in words("context", "behind_teams") or behind[1][0].isdigit()):
        return True
    return (
        not head.strip()
        or before in words("context", "before_teams")
        or before[-1:] in ".0123456789"
        or head[-1] == "\n"
    )


def is_at_seat(text: str, start: int) -> bool:
    """Whether a seat of power is the building there ("at the White House"), not who works in it."""
    before = [word for word in text[max(0, start - _WINDOW) : start].split()[-2:] if word not in ("the", "10")]
    return bool(before) and before[-1] in words("context", "at_seats")


@cache
def _any_of(field: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words('context', field))))})\b")
