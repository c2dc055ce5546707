"""People by what stands before their names, and by first names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.tagging.name_lists import words
from newswire.tagging.name_runs import Proposal, phrase_end
from newswire.tagging.name_words import Word, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_WORDS = 6
"""Words of the longest name of a person, particles counted."""


def people(text: str, found: list[Word]) -> Iterator[Proposal]:
    """Return the people whom a title, a calling or a first name tells."""
    at = 0
    while at < len(found):
        word, step = found[at], at + 1
        if span := phrase_end(text, found, at, "people", "titles"):
            step = span[1]
            title = text[word.start : span[0]]
            if (last := _person_end(found, step)) and (found[step].gap == " " or _is_shortened(title, found[step])):
                weight = 3.1 if last == step else 3.9
                yield Proposal(
                    found[step].start, _with_suffix(text, found, last), "person", weight, f"title '{title}' before it"
                )
        elif word.text in words("people", "callings") and at + 1 < len(found) and found[at + 1].gap == " ":
            last = _person_end(found, at + 1)
            if last and last > at + 1:
                yield Proposal(
                    found[at + 1].start, _with_suffix(text, found, last), "person", 2.9, f"'{word.text}' before it"
                )
        elif _first_name(word) and (last := _person_end(found, at)) and last > at and not _is_known(found, at, last):
            yield Proposal(word.start, _with_suffix(text, found, last), "person", 3.0, f"first name '{word.text}'")
        elif _has_particle(found, at) and (last := _person_end(found, at)) and last > at:
            evidence = f"'{found[at + 1].text}' within it"
            yield Proposal(word.start, _with_suffix(text, found, last), "person", 2.8, evidence)
        at = step


def _is_known(found: list[Word], first: int, last: int) -> bool:
    """Whether what begins like a person's name is a country or a well-known body ("Sri Lanka", "Charlie Hebdo")."""
    name = " ".join(word.text for word in found[first : last + 1])
    return name in words("places", "countries") or name in words("organisations", "known")


def _is_shortened(title: str, behind: Word) -> bool:
    """Whether the full stop between a title and a name is the title's ("Sen. Doe"), not the sentence's."""
    return behind.gap == ". " and title.endswith(".")


def _has_particle(found: list[Word], at: int) -> bool:
    return (
        at + 1 < len(found) and found[at + 1].gap == " " and found[at + 1].text in words("people", "personal_particles")
    )


def _first_name(word: Word) -> bool:
    initials = (
        len(word.text) in (4, 6) and word.text[1::2].strip(".") == "" and word.text not in words("places", "countries")
    )
    return word.text in words("people", "first_names") or (initials and word.text not in words("places", "regions"))


def _person_end(found: list[Word], first: int) -> int | None:
    """Return the last word of the person's name that begins at a word, or None where none does."""
    if first >= len(found) or not _may_be_surname(found[first]) or found[first].is_ticker:
        return None
    last = first
    while last + 1 < len(found) and last - first < _MAX_WORDS - 1:
        following = _next_of_person(found, last)
        if following is None:
            break
        last = following
    return None if _is_no_person(found, last) else last


def _next_of_person(found: list[Word], last: int) -> int | None:
    at = last + 1
    word = found[at]
    if word.gap == "-" and word.text.islower():
        is_name = word.text not in words("people", "compound_ends") and len(word.text) > 1
        return at if is_name else None
    while word.text.lower() in words("people", "particles") and word.gap in (" ", "-") and not word.text.isupper():
        if at + 1 >= len(found) or found[at + 1].gap not in (" ", "-"):
            break
        if word.text == "e" or word.text == "y" or at - last > 2:
            return None
        at += 1
        word = found[at]
    if not word.is_capital or not _may_be_surname(word) or not (joined(found[at - 1], word) or word.gap in (" ", "-")):
        return None
    return at if word.gap != " & " else None


def _is_no_person(found: list[Word], last: int) -> bool:
    """Whether a run that began like a person's name ends like a place or a body ("Sydney Cricket Ground")."""
    text = found[last].text
    is_head = text in words("places", "heads_after") or text in words("organisations", "heads")
    return (is_head or text == "Ground") and text not in words("people", "surnames_too")


def _may_be_surname(word: Word) -> bool:
    return (
        word.is_capital
        and word.text not in words("other", "nationalities")
        and word.text not in words("other", "times") - {"May", "June", "August"}
        and word.text not in words("people", "titles") - words("people", "surnames_too")
        and word.text not in words("places", "countries") - words("people", "surnames_too")
        and word.text not in words("people", "no_surnames")
        and not (word.text in words("other", "starters") and word.begins_sentence)
    )


def _with_suffix(text: str, found: list[Word], last: int) -> int:
    """Return the offset behind a person's name, with "Jr." or "III" after it."""
    if (
        last + 1 < len(found)
        and found[last + 1].gap in (" ", ", ")
        and found[last + 1].text in words("people", "suffixes")
    ):
        last += 1
    end = found[last].end
    return end + 1 if found[last].text in ("Jr", "Sr") and text[end : end + 1] == "." else end
