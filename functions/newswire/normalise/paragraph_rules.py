"""The rules in paragraph_rules.toml: what publishers insert into wire copy, as data, and how one paragraph matches."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from newswire.story import ParagraphKind

_DATA = Path(__file__).with_suffix(".toml")
_MOST_CHARACTERS = 1200
"""A longer paragraph is body: no publisher writes so much into a story, and the patterns need not be tried."""
_PROSE = 20
"""Words from which a paragraph with a full stop is prose, which the rules that need no word are not tried on."""
_BEFORE, _AFTER = "►▶→»➤➡▸>\u200b\ufeff ", "►▶→»➤➡▸\u200b\ufeff "
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"[^\W\d_][\w'-]*")
_LONG = 4
"""Letters of the words that headlines print with a capital."""
_CAPITALISED = 0.6
"""Share of long words with a capital in a headline in title case; in prose it is below a third."""


class Tier(StrEnum):
    """How far a rule is trusted: alone; near the start or end or beside another insertion; never alone."""

    SURE = "sure"
    LIKELY = "likely"
    WEAK = "weak"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """One rule; paragraph_rules.toml says what its fields mean."""

    name: str
    kind: ParagraphKind
    tier: Tier
    reason: str
    words: frozenset[str]
    pattern: re.Pattern[str]
    most: int = 40
    alike: int | None = None
    headline: bool = False
    least: int = 5
    between_prose: bool = False
    beside: str | None = None
    last: bool = False
    rank: int  # its place in the file, the sure rules first

    @property
    def is_alone(self) -> bool:
        """Tell whether the rule needs no more than the paragraph itself."""
        return self.tier is Tier.SURE and not self.between_prose


def plain(text: str) -> str:
    """Return a paragraph as the patterns expect it: on one line, straight quotation marks, no pointer before it."""
    if not text.isascii():
        for printed, typed in (("’", "'"), ("“", '"'), ("”", '"'), ("„", '"'), ("‘", "'")):
            text = text.replace(printed, typed)
    return " ".join(text.split()).lstrip(_BEFORE).rstrip(_AFTER)


def matching(text: str) -> list[Rule]:
    """Return the rules that a plain paragraph (see `plain`) matches by itself, the surest first.

    One that begins with a quotation mark is somebody's words, unless it looks like a headline.
    """
    if not text or len(text) > _MOST_CHARACTERS:
        return []
    words = _WORD.findall(text.lower())
    length = len(words)
    anywhere, by_word = _index()
    candidates = {rule for word in by_word.keys() & words for rule in by_word[word]}
    if length < _PROSE or text[-1] not in ".'\"":
        candidates.update(anywhere)
    found = [
        rule
        for rule in candidates
        if length <= rule.most
        and (text[0] != '"' or rule.headline)
        and (match := rule.pattern.match(text))
        and (not rule.headline or is_headline(text[match.end() :], rule.least))
    ]
    return sorted(found, key=lambda rule: rule.rank) if len(found) > 1 else found


def is_headline(text: str, least: int) -> bool:
    """Tell whether a text looks like a headline: most words capitalised, not all in capitals, no full stop."""
    if text.rstrip("')\" ").endswith((".", ";", ":", ",", "…")):
        return False
    words = _NAME.findall(text)
    long = [word for word in words if len(word) >= _LONG]
    return (
        least <= len(words) <= 30
        and not text.isupper()
        and sum(word[0].isupper() for word in long) >= _CAPITALISED * len(long) > 0
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def examples() -> tuple[dict[str, Any], ...]:
    """Return the rules as they stand in the file, with their examples, for the tests."""
    return tuple(_data()["rule"])


@cache
def _index() -> tuple[list[Rule], dict[str, list[Rule]]]:
    """Return the rules that any paragraph may match, and those that need a word, by that word."""
    anywhere: list[Rule] = []
    by_word: dict[str, list[Rule]] = defaultdict(list)
    for rank, fields in enumerate(sorted(examples(), key=lambda fields: list(Tier).index(fields["tier"]))):
        rule = _rule(rank, fields)
        if not rule.words:
            anywhere.append(rule)
        for word in rule.words:
            by_word[word].append(rule)
    return anywhere, dict(by_word)


def _rule(rank: int, fields: dict[str, Any]) -> Rule:
    given = {name: value for name, value in fields.items() if name not in ("example", "genuine")}
    return Rule(
        **{
            **given,
            "rank": rank,
            "kind": ParagraphKind(fields["kind"]),
            "tier": Tier(fields["tier"]),
            "words": frozenset(_words(fields["words"])),
            "pattern": re.compile(_pattern(fields["pattern"]), re.IGNORECASE),
        }
    )


def _words(given: list[str]) -> list[str]:
    """Return the words of a rule; "{agency}" is the longest word of each entry of that list."""
    lists: dict[str, list[str]] = _data()["lists"]
    longest = (max(_WORD.findall(entry), key=len) for each in given if each[0] == "{" for entry in lists[each[1:-1]])
    return [*(each for each in given if each[0] != "{"), *longest]


def _pattern(given: str) -> str:
    """Return a pattern on one line, with what its names in braces stand for."""
    data = _data()
    lists = {name: "|".join(map(re.escape, entries)) for name, entries in data["lists"].items()}
    for name, part in (*data["parts"].items(), *lists.items()):
        given = given.replace(f"{{{name}}}", f"(?:{part})")
    return given.replace("\n", "")
