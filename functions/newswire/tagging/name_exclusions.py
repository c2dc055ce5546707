"""What is no name although it has capitals: days, nationalities, events, products, titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newswire.tagging.name_lists import words
from newswire.tagging.name_runs import is_loose, is_no_part, phrase_end, runs
from newswire.tagging.name_words import Word, joined

if TYPE_CHECKING:
    from collections.abc import Iterator


_LISTING = re.compile(r"\([A-Z][\w ]{1,20}: ?[A-Z0-9.]{1,8}\)")
"""Where a company's shares are traded, and their code there: "(NASDAQ: PLRX)"."""
_TITLE = re.compile(r"(?<![A-Z])(?<= )[\"“](?P<title>[A-Z][\w'’]*(?: [A-Z0-9][\w'’]*){0,4})[\"”](?! ?[A-Z])")
"""What is named in quotation marks by itself: a film, a song ("Joker")."""
_SHIP_WORDS = 3
_IS_SHIP = re.compile(
    r", (?:a|an|the) (?:[\w-]+ ){0,2}(?:ship|vessel|tanker|freighter|ferry|trawler|boat|frigate|yacht)\b"
)


def no_names(text: str, found: list[Word]) -> Iterator[tuple[int, int, float]]:
    """Return the spans of what is no name (days, nationalities, events, products), with how sure that is."""
    for listing in _LISTING.finditer(text):
        yield *listing.span(), 8.0
    yield from _ships(text, found)
    for title in _TITLE.finditer(text):
        yield *title.span("title"), 4.2
    for at, word in enumerate(found):
        if not word.is_capital:
            continue
        is_part = _stands_with_others(found, at)
        if span := phrase_end(text, found, at, "other", "no_names"):
            is_called = (
                at > 0 and found[at - 1].text.lower() != "the" and text[word.start : span[0]] in words("other", "weak")
            )
            is_weak = is_part or is_called
            single = 1.6 if is_weak else 4.4 if word.text.isupper() else 3.1
            yield word.start, span[0], 8.0 if span[1] - at > 1 else single
        if span := phrase_end(text, found, at, "other", "nationalities"):
            yield word.start, span[0], 1.6 if is_part else 2.9
        if span := phrase_end(text, found, at, "people", "titles"):
            start = at
            while (
                start > 0
                and joined(found[start - 1], found[start])
                and found[start - 1].text in words("organisations", "fields")
            ):
                start -= 1
            yield found[start].start, span[0], 5.0 if span[1] - start > 1 else 2.3
        yield from _events(found, at)


def _ships(text: str, found: list[Word]) -> Iterator[tuple[int, int, float]]:
    """Yield the ships, wherever they are named ("HMS Kent", "the tanker Gulf Sky", "Gulf Sky, a tanker,")."""
    ships: dict[str, set[str]] = {}
    called = ((found[first], found[last].end) for first, last in runs(found) if _IS_SHIP.match(text, found[last].end))
    for word, end in (*_christened(found), *called):
        ships.setdefault(word.text, set()).add(text[word.start : end])
    for at, word in enumerate(found if ships else ()):
        names = [name for name in ships.get(word.text, ()) if text.startswith(name, word.start)]
        if names:
            has_prefix = at > 0 and found[at - 1].text in words("context", "ship_prefixes")
            start = found[at - 1].start if has_prefix else word.start
            yield start, word.start + len(max(names, key=len)), 7.0


def _christened(found: list[Word]) -> Iterator[tuple[Word, int]]:
    """Yield the first word and the end of each name behind "HMS" or "the tanker"."""
    for before, at in zip(found, range(1, len(found)), strict=False):
        word = found[at]
        is_told = before.text in words("context", "ships") or before.text in words("context", "ship_prefixes")
        if not is_told or word.gap != " " or not word.is_capital or is_no_part(word):
            continue
        last = at
        while last + 1 < len(found) and last - at < _SHIP_WORDS - 1 and found[last + 1].is_capital:
            if not joined(found[last], found[last + 1]):
                break
            last += 1
        yield word, found[last].end


def _stands_with_others(found: list[Word], at: int) -> bool:
    """Whether a word is joined to capitals that may make a name with it."""
    neighbours = []
    if at > 0 and joined(found[at - 1], found[at]):
        neighbours.append(found[at - 1])
    if at + 1 < len(found) and joined(found[at], found[at + 1]):
        neighbours.append(found[at + 1])
    return any(word.is_capital and not is_loose(word) and not is_no_part(word) for word in neighbours)


def _events(found: list[Word], at: int) -> Iterator[tuple[int, int, float]]:
    word = found[at]
    has_more = at + 1 < len(found) and found[at + 1].is_capital and joined(word, found[at + 1])
    if word.text in words("other", "event_starts") and has_more:
        yield word.start, found[at + 1].end, 5.0
    if word.text not in words("other", "event_ends") or has_more:
        return
    start = at
    while (
        start > max(0, at - 4)
        and found[start - 1].is_capital
        and joined(found[start - 1], found[start])
        and not is_loose(found[start - 1])
    ):
        start -= 1
    if start < at:
        yield found[start].start, word.end, 6.5
