"""The reader's query as a tree; nothing here knows the engine.

Words mean AND, quotes mean exactly these words. A typed query never fails: what makes no sense is left out, and a
warning says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LENGTH = 2000
"""Longest query in characters; the rest is cut off with a warning."""

MAX_TOKENS = 150
"""Most words of one query as the engine counts them: it refuses above 1,024 clauses of its own, several a word."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
# What the engine may make a word of: a Chinese or Japanese character, a run of other letters and digits, a sign.
_EAST_ASIAN = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ENGINE_WORD = re.compile(rf"[{_EAST_ASIAN}]|[^\W{_EAST_ASIAN}]+|[^\w\s]")
_TOKEN = re.compile(r'"([^"]*)("|$)|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Word:
    """One word, found in all its forms."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exactly these words in this order: no stemming, stop words count."""

    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """All of `clauses`; none of them means every story."""

    clauses: tuple[Word | Phrase, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """The words outside quotes."""
        return [clause.text for clause in self.clauses if isinstance(clause, Word)]

    @property
    def phrases(self) -> list[str]:
        """The quoted phrases."""
        return [clause.text for clause in self.clauses if isinstance(clause, Phrase)]

    def __str__(self) -> str:
        """Return the query in canonical form, as it was understood."""
        return " ".join(f'"{clause.text}"' if isinstance(clause, Phrase) else clause.text for clause in self.clauses)


def parse(text: str) -> Query:
    """Return what a reader's query means; never raises.

    Parameters
    ----------
    text: as typed.
    """
    warnings = []
    text = "".join(character if character.isprintable() else " " for character in text).translate(_QUOTES).strip()
    if len(text) > MAX_LENGTH:
        text = text[:MAX_LENGTH]
        warnings.append(f"the query was cut at {MAX_LENGTH} characters")
    clauses: list[Word | Phrase] = []
    for match in _TOKEN.finditer(text):
        phrase, closing, word = match.groups()
        clause = Word(word) if phrase is None else Phrase(" ".join(phrase.split()))
        if phrase is not None and not closing:
            warnings.append("a closing quotation mark was added at the end")
        if any(character.isalnum() for character in clause.text):
            clauses.append(clause)
        elif clause.text:
            warnings.append(f"'{clause.text}' has no letter or digit and was left out")
    kept = _within_limit(clauses)
    if kept != clauses:
        warnings.append(f"only the first {MAX_TOKENS} words were used")
    return Query(tuple(kept), tuple(dict.fromkeys(warnings)))


def _within_limit(clauses: list[Word | Phrase]) -> list[Word | Phrase]:
    """Return the clauses that MAX_TOKENS words make up, the last one cut where it has to be."""
    kept: list[Word | Phrase] = []
    left = MAX_TOKENS
    for clause in clauses:
        ends = [match.end() for match in _ENGINE_WORD.finditer(clause.text)]
        text = clause.text if len(ends) <= left else clause.text[: ends[left - 1]] if left else ""
        if any(character.isalnum() for character in text):
            kept.append(type(clause)(text))
        left = max(left - len(ends), 0)
    return kept
