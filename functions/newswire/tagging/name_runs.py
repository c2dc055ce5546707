"""Runs of capitals and listed phrases in a text: what the rules of names work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from newswire.tagging.name_lists import by_first_word, words
from newswire.tagging.name_words import Word, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

NameType = Literal["person", "organisation", "place"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span that may be a name, of which type, how strongly, and what says so."""

    start: int
    end: int
    type: NameType
    weight: float
    evidence: str


def phrase_end(text: str, found: list[Word], at: int, file: str, field: str) -> tuple[int, int] | None:
    """Return the offset and the index behind the longest entry of a list that begins at a word, or None."""
    start = found[at].start
    for entry in by_first_word(file, field).get(found[at].text, ()):
        end = start + len(entry)
        if text.startswith(entry, start) and not text[end : end + 1].isalnum():
            after = at + 1
            while after < len(found) and found[after].start < end:
                after += 1
            return end, after
    return None


def is_loose(word: Word) -> bool:
    """Whether a capitalised word is none of a name's: a day, a small word at the head of a sentence, a ticker."""
    return word.text in words("other", "starters") or word.text in words("other", "times") or word.is_ticker


def is_no_part(word: Word) -> bool:
    """Whether a word by itself is no part of an unknown name: a title, a nationality, an event."""
    return any(
        word.text in words(file, field)
        for file, field in (
            ("other", "starters"),
            ("other", "times"),
            ("other", "nationalities"),
            ("other", "no_names"),
            ("people", "titles"),
            ("other", "event_ends"),
        )
    )


def runs(found: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield the runs of capitals, each by the indices of its first and its last word."""
    at = 0
    while at < len(found):
        last = _run_end(found, at)
        if last is None:
            at += 1
            continue
        yield at, last
        at = last + 1


def _run_end(found: list[Word], at: int) -> int | None:
    """Return the index of the last word of the run of capitals that begins at a word, or None where none begins."""
    if not found[at].is_capital or found[at].is_ticker:
        return None
    last = at
    while last + 1 < len(found) and found[last + 1].is_capital and not found[last + 1].is_ticker:
        if not (joined(found[last], found[last + 1]) or is_possessive(found[last], found[last + 1])):
            break
        last += 1
        if (more := field_after(found, last)) is not None and found[last].text in words("organisations", "fields"):
            last = more
    return last


def is_possessive(before: Word, word: Word) -> bool:
    """Whether two words are joined by a possessive that belongs to a name ("People's Party")."""
    return before.text in words("organisations", "possessives") and word.gap in ("'s ", "’s ", "' ", "’ ")


def field_after(found: list[Word], last: int) -> int | None:
    """Return the field that an "and" or a comma adds ("… Control and Prevention")."""
    at = last + 1
    if at < len(found) and found[at].gap == ", " and found[at].text in words("organisations", "fields"):
        return at
    if at + 1 < len(found) and found[at].text == "and" and found[at].gap in (" ", ", "):
        return at + 1 if found[at + 1].text in words("organisations", "fields") else None
    return None
