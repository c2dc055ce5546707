"""What a reader's `topic:` means: IPTC Media Topics, by code, by name, or by the code of the older Subject Codes.

The tables are those of the taggers, see tagging/README.md for where they are from (IPTC, CC BY 4.0); topic_aliases.tsv
holds the words of readers that IPTC does not use.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newswire.search.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "medtop:"
"""Stands before the code of a Media Topic in a story."""

_CODE = re.compile(r"(?:medtop:|subj:)?(\d{7,8})")
_TABLES = Path(__file__).parents[1] / "tagging"
_ALIASES = Path(__file__).with_name("topic_aliases.tsv")
_PART = re.compile(r", | and ")


def resolve(value: str) -> tuple[str, ...]:
    """Return the codes of the topics that a reader means, with their prefix; none where there is no such topic.

    Parameters
    ----------
    value: a code with or without prefix ("medtop:20000593", "20000593"), a Subject Code ("04015000"), a name or an
        alias, of which case, accents and a plural's s make no difference.
    """
    if match := _CODE.fullmatch(value.strip().lower()):
        digits = match[1].zfill(8)
        found = (digits,) if digits in _names() else _by_subject_code().get(digits, ())
    else:
        found = _by_name().get(_key(value), ())
    return tuple(f"{PREFIX}{code}" for code in found)


def with_broader(code: str) -> list[str]:
    """Return a topic's code and those of all topics above it, the nearest first; a code that is unknown alone."""
    line = [code.removeprefix(PREFIX)]
    while (parent := _parents().get(line[-1])) and parent not in line:
        line.append(parent)
    return [f"{PREFIX}{each}" for each in line] if code.startswith(PREFIX) else [code]


def name(code: str) -> str | None:
    """Return the English name of a topic, or None where its code is not known."""
    return _names().get(code.removeprefix(PREFIX))


def parent(code: str) -> str | None:
    """Return the code of the topic directly above, or None at the top and where the code is not known."""
    above = _parents().get(code.removeprefix(PREFIX))
    return f"{PREFIX}{above}" if above else None


def names() -> tuple[str, ...]:
    """Return the English names of all topics."""
    return tuple(_names().values())


def spellings() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield all English names and aliases of topics, each with the codes that it stands for."""
    for code, topic in _names().items():
        yield topic, (f"{PREFIX}{code}",)
    for alias, *codes in _rows(_ALIASES):
        yield alias, tuple(f"{PREFIX}{code}" for code in codes)


def _key(text: str) -> str:
    words = re.sub(r"[\W_]+", " ", fold(text)).split()
    return " ".join(word.removesuffix("s") for word in words)


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    """Return codes by name; parts of a top level's name ("crime, law and justice") mean it, unless they are names."""
    found: dict[str, tuple[str, ...]] = {}
    for code, topic in _names().items():
        if code not in _parents():
            for part in _PART.split(topic):
                found[_key(part)] = (code,)
    for code, topic in _names().items():
        found[_key(topic)] = (code,)
    for alias, *codes in _rows(_ALIASES):
        found[_key(alias)] = tuple(codes)
    return found


@cache
def _names() -> dict[str, str]:
    return dict(_rows(_TABLES / "media_topics.tsv"))


@cache
def _parents() -> dict[str, str]:
    return dict(_rows(_TABLES / "topic_parents.tsv"))


@cache
def _by_subject_code() -> dict[str, tuple[str, ...]]:
    mapped: dict[str, tuple[str, ...]] = {}
    for code, topic, _ in _rows(_TABLES / "subject_codes.tsv"):
        mapped[code] = (*mapped.get(code, ()), topic)
    return mapped


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
