"""The word lists that names are told by: data that an editor can read and change, in the names_*.toml files."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from newswire.tagging import name_words

_FOLDER = Path(__file__).parent


@cache
def words(file: str, field: str) -> frozenset[str]:
    """Return the entries of a list: `field` of names_{file}.toml."""
    return frozenset(filter(None, (entry.strip() for entry in _tables(file)[field].replace("\n", "").split("|"))))


@cache
def by_first_word(file: str, field: str) -> dict[str, tuple[str, ...]]:
    """Return the entries of a list by their first word, the longest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in words(file, field):
        found[name_words.split(entry)[0].text].append(entry)
    return {word: tuple(sorted(entries, key=len, reverse=True)) for word, entries in found.items()}


def is_known_place(name: str) -> bool:
    """Return whether a name is a place of the lists."""
    return any(name in words("places", field) for field in ("countries", "regions", "cities"))


@cache
def _tables(file: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"names_{file}.toml").read_text(encoding="utf-8"))
