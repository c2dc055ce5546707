"""The reader's query as a tree; nothing here knows the engine.

Words mean AND, quotes mean exactly these words. A typed query never fails: what makes no sense is left out, and a
warning says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LENGTH = 2000
"""Longest query in characters; the rest is cut off with a warning."""

MAX_CLAUSES = 150
"""Most words and phrases of one query: the engine refuses above 1,024 clauses of its own."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
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
    if len(clauses) > MAX_CLAUSES:
        clauses = clauses[:MAX_CLAUSES]
        warnings.append(f"only the first {MAX_CLAUSES} words and phrases were used")
    return Query(tuple(clauses), tuple(dict.fromkeys(warnings)))
