"""What a reader's `topic:` means: IPTC Media Topics, by code, by name, or by the code of the older Subject Codes.

topic_aliases.tsv holds the words of readers that IPTC does not use.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newswire import media_topics
from newswire.media_topics import PREFIX
from newswire.search.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE = re.compile(r"(?:medtop:|subj:)?(\d{7,8})")
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
        mapped = media_topics.by_subject_code().get(digits, ())
        found = (digits,) if digits in media_topics.names() else tuple(topic for topic, _ in mapped)
    else:
        found = _by_name().get(_key(value), ())
    return tuple(f"{PREFIX}{code}" for code in found)


def with_broader(code: str) -> list[str]:
    """Return a topic's code and those of all topics above it, the nearest first; a code that is unknown alone."""
    if not code.startswith(PREFIX):
        return [code]
    return [code, *(f"{PREFIX}{above}" for above in media_topics.above(code.removeprefix(PREFIX)))]


def name(code: str) -> str | None:
    """Return the English name of a topic, or None where its code is not known."""
    return media_topics.names().get(code.removeprefix(PREFIX))


def parent(code: str) -> str | None:
    """Return the code of the topic directly above, or None at the top and where the code is not known."""
    above = media_topics.above(code.removeprefix(PREFIX))
    return f"{PREFIX}{above[0]}" if above else None


def names() -> tuple[str, ...]:
    """Return the English names of all topics."""
    return tuple(media_topics.names().values())


def spellings() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield all English names and aliases of topics, each with the codes that it stands for."""
    for code, topic in media_topics.names().items():
        yield topic, (f"{PREFIX}{code}",)
    for alias, *codes in _aliases():
        yield alias, tuple(f"{PREFIX}{code}" for code in codes)


def _key(text: str) -> str:
    words = re.sub(r"[\W_]+", " ", fold(text)).split()
    return " ".join(word.removesuffix("s") for word in words)


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    """Return codes by name; parts of a top level's name ("crime, law and justice") mean it, unless they are names."""
    found: dict[str, tuple[str, ...]] = {}
    for code, topic in media_topics.names().items():
        if code in media_topics.tops():
            for part in _PART.split(topic):
                found[_key(part)] = (code,)
    for code, topic in media_topics.names().items():
        found[_key(topic)] = (code,)
    for alias, *codes in _aliases():
        found[_key(alias)] = tuple(codes)
    return found


@cache
def _aliases() -> list[list[str]]:
    return [line.split("\t") for line in _ALIASES.read_text(encoding="utf-8").splitlines()]
