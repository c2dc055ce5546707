"""Places named in stories that are not in English: countries and large towns, where the words tell so."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from newswire.story import Origin
from newswire.tagging import name_lists
from newswire.tagging.gazetteer import Entry, Gazetteer, Kind
from newswire.tagging.names import Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DATA = Path(__file__).with_suffix(".toml")
_MAX_CHARACTERS = 40_000
"""How much of a text is read."""
_LARGE = 100_000
"""People of a town that is taken for known; smaller ones bear the names of families and of things."""
_LONGEST = 3
"""Words of a name ("Rio de Janeiro")."""
_CONFIDENCE = 0.7
_REMEMBERED = 10_000
"""Names that are not looked up again."""
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def find(text: str, language: str | None) -> list[Name]:
    """Return the places named in a text, in the order in which they first stand there; none in a language not known.

    A town is told by a preposition before it, a country by its name. Neither stands beside another word in capitals,
    which would make it a part of a longer name ("Salvador Allende"). The model that finds names reads English alone,
    and a bare word tells nothing: too many towns bear the names of people and things.
    """
    prepositions = _before().get((language or "").lower())
    if prepositions is None:
        return []
    words = list(_WORD.finditer(text[:_MAX_CHARACTERS]))
    mentions: dict[str, list[tuple[int, int]]] = {}
    evidence: dict[str, str] = {}
    until = 0
    for first, last in _spans(text, words):
        start, end = words[first].start(), words[last].end()
        name = text[start:end]
        entry = _known(name) if start >= until else None
        if entry is None:
            continue
        until = end
        mentions.setdefault(name, []).append((start, end))
        before = words[first - 1][0] if first and _joined(text, words[first - 1], words[first]) else ""
        if before.lower() in prepositions:
            evidence.setdefault(name, f"'{before}' before it")
        elif entry.kind is Kind.COUNTRY and name not in name_lists.words("people", "first_names"):
            evidence.setdefault(name, "the name of a country")
    return [
        Name("place", name, tuple(mentions[name]), _CONFIDENCE, evidence[name], Origin.RULE)
        for name in mentions
        if name in evidence
    ]


def _spans(text: str, words: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield the first and last word of whatever may be a name, the longest first."""
    for first, word in enumerate(words):
        if not _is_capital(word) or (first and _is_part(text, words[first - 1], word)):
            continue
        for last in range(min(first + _LONGEST, len(words)) - 1, first - 1, -1):
            inner = words[first : last + 1]
            is_one = all(_joined(text, one, other) for one, other in pairwise(inner))
            is_longer = last + 1 < len(words) and _is_part(text, words[last], words[last + 1])
            if is_one and _is_capital(inner[-1]) and not is_longer:
                yield first, last


def _is_part(text: str, before: re.Match[str], word: re.Match[str]) -> bool:
    """Whether two words in capitals stand side by side within a sentence."""
    are_capitals = _is_capital(before) and _is_capital(word) and _joined(text, before, word)
    return are_capitals and not any(before[0].lower() in words for words in _before().values())


def _is_capital(word: re.Match[str]) -> bool:
    return word[0][0].isupper()


def _joined(text: str, before: re.Match[str], word: re.Match[str]) -> bool:
    return text[before.end() : word.start()] in (" ", "-")


@lru_cache(maxsize=_REMEMBERED)
def _known(name: str) -> Entry | None:
    """Return the country or the large town that goes by a name, None where there is none."""
    candidates = () if name.isupper() else Gazetteer.open().candidates(name)
    return next((entry for entry in candidates if entry.kind is Kind.COUNTRY or _is_large(entry)), None)


def _is_large(entry: Entry) -> bool:
    return entry.kind is Kind.CITY and (entry.is_capital or entry.population >= _LARGE)


@cache
def _before() -> dict[str, frozenset[str]]:
    words = tomllib.loads(_DATA.read_text(encoding="utf-8"))["before"]
    return {language: frozenset(of_language) for language, of_language in words.items()}
