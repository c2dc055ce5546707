"""What kind of text a story is: alert, advisory, obituary, press release, results, opinion, interview, live blog.

The rules are in kinds.toml: by what the supplier says, else by how the headline begins, else by the shape of the text.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newswire.story import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

_DATA = Path(__file__).with_suffix(".toml")
_BODY_CHARACTERS = 20_000
_CONFIDENCE = {"genre": 1.0, "headline": 0.9, "body": 0.8, "shape": 0.7}
_FIGURES = re.compile(r"[\d.,:+-]*\d[\d.,:+-]*")


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of text it is: "obituary", "results"; `evidence` is the rule and the words that led to it."""

    name: str
    origin: Origin
    confidence: float
    evidence: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule; kinds.toml says what its fields mean."""

    name: str
    kind: str
    genre: frozenset[str]
    headline: re.Pattern[str] | None
    body: re.Pattern[str] | None
    times: int
    words: int | None
    capitals: bool
    figures: float | None
    lines: int

    def evidence(self, headline: str, body: str, words: list[str], genres: Iterable[str]) -> tuple[str, str] | None:
        """Return by what the rule matches and the words that led to it, or None."""
        if self.words is not None and len(words) > self.words:
            return None
        said = self.genre.intersection(genres)
        if said:
            return "genre", min(said)
        if self.headline and (found := self.headline.search(headline)):
            return "headline", found[0]
        if self.body and len(found_all := self.body.findall(body)) >= self.times:
            return "body", str(found_all[0])
        return self._shape(headline, body, words)

    def _shape(self, headline: str, body: str, words: list[str]) -> tuple[str, str] | None:
        if self.capitals and headline.isupper() and len(headline.split()) > 2:
            return "shape", "a headline in capitals, and little else"
        if self.figures is None or sum(bool(line.strip()) for line in body.splitlines()) < self.lines:
            return None
        share = sum(bool(_FIGURES.fullmatch(word)) for word in words) / len(words)
        return ("shape", f"{share:.0%} of the words are figures") if share >= self.figures else None


def find(headline: str, body: str, genres: Iterable[str] = ()) -> Kind | None:
    """Return what kind of text it is; None for a plain report.

    Parameters
    ----------
    headline, body: its own words; where there is no headline the first line says what it is.
    genres: by what names the supplier calls it: genre codes or names, the take key.
    """
    body = body[:_BODY_CHARACTERS]
    headline = headline.strip() or body.strip().partition("\n")[0]
    words = body.split()
    said = [genre.strip().casefold().rpartition(":")[2] for genre in genres]
    for rule in _rules():
        if evidence := rule.evidence(headline, body, words, said):
            by, why = evidence
            origin = Origin.SUPPLIER if by == "genre" else Origin.RULE
            return Kind(rule.kind, origin, _CONFIDENCE[by], f"{rule.name}: {why}")
    return None


def examples() -> list[dict[str, Any]]:
    """Return the rules as they stand in the file, with their examples, for the tests."""
    rules: list[dict[str, Any]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))["rule"]
    return rules


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_rule(fields) for fields in examples())


def _rule(fields: dict[str, Any]) -> _Rule:
    headline, body = fields.get("headline"), fields.get("body")
    return _Rule(
        name=fields["name"],
        kind=fields["kind"],
        genre=frozenset(fields.get("genre", ())),
        headline=re.compile(headline, re.IGNORECASE) if headline else None,
        body=re.compile(f"(?:{body})", re.MULTILINE | re.IGNORECASE) if body else None,
        times=fields.get("times", 1),
        words=fields.get("words"),
        capitals=fields.get("capitals", False),
        figures=fields.get("figures"),
        lines=fields.get("lines", 0),
    )
