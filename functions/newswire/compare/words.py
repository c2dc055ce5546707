"""A sentence to words, and two runs of words to what they have in common."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from newswire.normalise.text import clean

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

MOST_CELLS = 10_000_000
"""Length times length up to which two runs are compared word by word: 3,000 words each, 2 MB, 10 ms."""
MOST_CHARACTERS = 10_000
"""Characters of a sentence up to which it is told word by word, and its numbers are looked for: more is a table."""

# Scripts without spaces between words: each character is a word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Marks that Python does not count to the letters before them: accents, the vowels of Indic scripts, joiners.
_MARK = (
    r"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0970-\u0dff\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20f0]"
)
_LETTERS = rf"[^\W\d_{_UNSPACED}]++(?:{_MARK}++[^\W\d_{_UNSPACED}]*+)*+"
_NUMBER = r"(?<![^\s(\[])[-−]\d++(?:[.,:]\d++)*+|\d++(?:[.,:]\d++)*+"
_WORD = rf"{_LETTERS}(?:['’]{_LETTERS})*+|{_NUMBER}|[{_UNSPACED}]|{_MARK}++"
# Signs that change what is said: currencies, per cent, mathematics, pictures.
_SIGN = r"[$¢-¥֏؋৲৳₠-⃀%‰°&@#§+=<>×÷±√∞←-⇿☀-➿\U0001F000-\U0001FAFF]"
_SAID = re.compile(rf"{_WORD}|{_SIGN}")
_PIECE = re.compile(rf"(?:{_WORD}|\S)\s*+")

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("’‘‚‛ʼʹ′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        **dict.fromkeys(
            "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u0640"
        ),
    }
)
"""Characters that are printed one way or another and say the same; the last are not seen at all."""


def untypeset(text: str) -> str:
    """Return `text` as a typewriter has it: straight quotation marks, hyphens for dashes, nothing that is not seen."""
    return text if text.isascii() else clean(text).translate(_TYPOGRAPHY)


def words(text: str) -> tuple[str, ...]:
    """Return what a text says: its words, numbers and signs, in their order, without punctuation and typography."""
    return tuple(_SAID.findall(untypeset(text)))


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """Return how many elements the two have in common in the same order, the longest such run (any gaps).

    Beyond MOST_CELLS it is how many they share at the same place from either end.
    """
    start, end = _equal_ends(old, new)
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if not old or not new or len(old) * len(new) > MOST_CELLS:
        return start + end
    last = 0
    for last in _rows(old, new):  # noqa: B007 (the last row holds the answer)
        pass
    return start + end + len(old) - last.bit_count()


def difference(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Return the words as runs of ("=" | "+" | "-", text): "=" in both, "+" in the new text only, "-" in the old only.

    "=" and "+" joined are the new text; "=" and "-" the old one, up to white space and typography ("=" is as in the new
    one). What stands for other words comes as "-" before "+". Beyond MOST_CELLS only equal ends are told apart, and
    beyond MOST_CHARACTERS nothing is.
    """
    if max(len(old), len(new)) > MOST_CHARACTERS:
        return ("-", old), ("+", new)
    olds, news = _PIECE.findall(old), _PIECE.findall(new)
    keys = {piece: untypeset(piece).strip() for piece in {*olds, *news}}
    steps = _steps([keys[piece] for piece in olds], [keys[piece] for piece in news])
    runs: list[tuple[str, str]] = []
    for in_both, block in groupby(steps, key=lambda step: None not in step):
        places = list(block)
        added = "".join(news[at] for _, at in places if at is not None)
        if in_both:
            runs.append(("=", added))
            continue
        removed = "".join(olds[at] for at, _ in places if at is not None)
        runs.extend((sign, text) for sign, text in (("-", removed), ("+", added)) if text)
    return tuple(runs)


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the places (in old, in new) of the elements that `common` counts, in order."""
    return [(i, j) for i, j in _steps(old, new) if i is not None and j is not None]


def _steps(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int | None, int | None]]:
    """Yield the places of both runs in order: in both where the elements are matched, else in one of them."""
    start, end = _equal_ends(old, new)
    yield from ((at, at) for at in range(start))
    i, j = len(old) - end, len(new) - end
    middle: list[tuple[int | None, int | None]] = []
    rows: list[int] = []
    if (i - start) * (j - start) <= MOST_CELLS:
        rows = list(_rows(old[start:i], new[start:j]))
        while i > start and j > start:
            bit = 1 << (i - start - 1)
            if rows[j - start - 1] & bit:
                i -= 1
                middle.append((i, None))
            elif j - start > 1 and not rows[j - start - 2] & bit:
                j -= 1
                middle.append((None, j))
            else:
                i, j = i - 1, j - 1
                middle.append((i, j))
    middle.extend((None, at) for at in reversed(range(start, j)))
    middle.extend((at, None) for at in reversed(range(start, i)))
    yield from reversed(middle)
    yield from ((len(old) - at, len(new) - at) for at in range(end, 0, -1))


def _equal_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    most = min(len(old), len(new))
    start = end = 0
    while start < most and old[start] == new[start]:
        start += 1
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _rows(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[int]:
    """Yield, for each element of `new`, a row of the table of the longest common subsequence, a bit a place of `old`.

    A zero bit is where the length grows (Hyyrö 2004, "Bit-parallel LCS-length computation revisited").
    """
    places: dict[Hashable, int] = {}
    for at, element in enumerate(old):
        places[element] = places.get(element, 0) | 1 << at
    full = (1 << len(old)) - 1
    row = full
    for element in new:
        match = row & places.get(element, 0)
        row = ((row + match) | (row - match)) & full
        yield row
