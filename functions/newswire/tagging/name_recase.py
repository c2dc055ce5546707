"""Capitals undone before the model reads a text: datelines, and lines that are all capitals. Offsets stay."""

from __future__ import annotations

import re
from functools import cache

from newswire.tagging import name_lists

_MARKUP = re.compile(r"<[^<>]{1,400}>")
_LINE = re.compile(r"[^\n]+")
_CAPITALS = re.compile(r"[^\W\d_]{2,}")
PRINTED_DATELINE = re.compile(
    r"^[ \t]*(?P<place>[^\W\d_a-z]{2}[^\na-z\d(,/]{1,30}?)"
    r"(?=,[^\n]{1,40}?(?:\(|--|[ ][-–—_][ ])|[ ]\([A-Z]|[ ][-–—_]{1,2}[ ])",
    re.MULTILINE,
)
"""A place in capitals at the head of a paragraph, with an agency or a dash behind it."""
_SURNAME = re.compile(r"\b[A-Z][a-z]+ ([A-ZÀ-Þ]{4,})\b(?! ?[)&])")
_MIN_WORDS = 3
_SHARE = 0.8
"""Share of a line's letters that are capitals, from which on it is a line of capitals."""


def recase(text: str) -> str:
    """Return the text with its capitals as a sentence would have them, of the same length.

    "LONDON (Reuters) -" becomes "London (Reuters) -"; a line all in capitals gets those that its words have elsewhere
    in the text, abbreviations keep theirs, and the rest become names: a wrong capital costs less than a lost one.
    Mark-up that was left in becomes blanks.
    """
    text = _MARKUP.sub(lambda tag: " " * len(tag[0]), text)
    seen = frozenset(re.findall(r"[^\W\d_]+", text)) if any(map(_is_capitals, text.split("\n"))) else frozenset()
    return _LINE.sub(lambda line: _line(line[0], seen), text)


def _line(line: str, seen: frozenset[str]) -> str:
    if _is_capitals(line):
        return _CAPITALS.sub(lambda word: _word(word[0], seen), line)
    if dateline := PRINTED_DATELINE.match(line):
        place = _CAPITALS.sub(lambda word: word[0] if word[0] in _acronyms() else _title(word[0]), dateline[0])
        line = place + line[len(place) :]
    return _SURNAME.sub(_surname, line)


def _surname(match: re.Match[str]) -> str:
    first, surname = match[0].split(" ", 1)
    is_name = first in name_lists.words("people", "first_names") and match[1] not in _acronyms()
    return f"{first} {_title(surname)}" if is_name else match[0]


def _word(word: str, seen: frozenset[str]) -> str:
    if not word.isupper():
        return word
    small, title = word.lower(), _title(word)
    if small in name_lists.words("other", "small") or (small in seen and title not in seen):
        return small
    if word in _acronyms() and title not in seen:
        return word
    return title


def _title(word: str) -> str:
    """Return a word with one capital, of the same length ("ß" and the like keep theirs)."""
    title = word[0] + word[1:].lower()
    return title if len(title) == len(word) else word


def _is_capitals(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return capitals >= _SHARE * len(letters) > 0 and len(line.split()) >= _MIN_WORDS


@cache
def _acronyms() -> frozenset[str]:
    lists = (("organisations", "known"), ("other", "no_names"), ("places", "countries"))
    return frozenset(name for file, field in lists for name in name_lists.words(file, field) if name.isupper())
