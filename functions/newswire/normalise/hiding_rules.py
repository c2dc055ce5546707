"""The rules in hiding_rules.toml: the wordings that hide a story, as data, and how a line or a note matches them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from newswire.normalise import written_times
from newswire.normalise.word_tree import any_of

_DATA = Path(__file__).with_suffix(".toml")
_PART = re.compile(r"\(\?&(\w+)\)")
_START = 120
"""Characters of a line in which the stem of a rule stands that the line begins with."""
_LABEL = r"^[^:|/–—]{1,40}[:|/–—]\s{1,3}"
"""A label before what a line says: a place, an agency, a title."""
_CLAUSE = r"(?:^|(?<=[.;:!?)\]/]\s)|(?<=\())\W{0,5}"


class Hides(StrEnum):
    """What a wording asks for."""

    EMBARGO = "embargo"
    KILL = "kill"


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of one kind.

    Parameters
    ----------
    stems: one of them must be in a line, in small letters.
    line: what a line that is not a note begins with; each rule is a group with its name.
    note: what stands in a line of a note.
    """

    stems: re.Pattern[str]
    line: re.Pattern[str]
    note: re.Pattern[str]

    def in_line(self, text: str) -> str | None:
        """Return the name of the rule that a line begins with, or None."""
        return self._name(self.line, text) if self._can_match(text[:_START]) else None

    def in_note(self, text: str) -> str | None:
        """Return the name of the rule that stands in a line of a note, or None."""
        return self._name(self.note, text) if self._can_match(text) else None

    def _can_match(self, text: str) -> bool:
        return self.stems.search(text.lower()) is not None

    def _name(self, pattern: re.Pattern[str], text: str) -> str | None:
        found = pattern.search(written_times.masked(text))
        return found.lastgroup.replace("_", "-").removesuffix("-anywhere") if found and found.lastgroup else None


@cache
def rules(hides: Hides) -> Rules:
    """Return the rules of one kind, compiled once."""
    chosen = [rule for rule in read()["rule"] if rule["hides"] == hides]
    patterns = [(rule["name"].replace("-", "_"), _with_parts(rule["pattern"]), rule) for rule in chosen]
    addressed = rf"(?:(?:{read()['words']['addressed']})\b\W{{1,5}}){{0,3}}"
    begins = "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in patterns)
    stands = "|".join(f"(?P<{name}_anywhere>{pattern})" for name, pattern, rule in patterns if rule.get("anywhere"))
    return Rules(
        re.compile(any_of({stem for rule in chosen for stem in rule["stems"]})),
        re.compile(rf"^\W{{0,20}}{addressed}(?:{begins})|{_LABEL}(?:{stands})", re.IGNORECASE),
        re.compile(f"{_CLAUSE}{addressed}(?:{begins})|(?:{stands})", re.IGNORECASE),
    )


@cache
def words(name: str) -> re.Pattern[str]:
    """Return the words of that name in the file: what they tell, it says there."""
    return re.compile(rf"\b(?:{read()['words'][name]})\b", re.IGNORECASE)


@cache
def read() -> dict[str, Any]:
    """Return the rules as they stand in the file, with their examples, for the tests."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def _with_parts(pattern: str) -> str:
    """Put the parts in for their names; a part can hold others."""
    while _PART.search(pattern):
        pattern = _PART.sub(lambda found: read()["parts"][found[1]], pattern)
    return pattern
