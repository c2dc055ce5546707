"""Plain text to paragraphs, and a paragraph to sentences: where a full stop is an end, and where it is not.

In doubt two sentences stay one: a sentence cut in its middle reads worse in a comparison than a long one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newswire.normalise import months

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = Path(__file__).with_name("sentence_ends.toml")

# An end and the quotation marks and brackets that close after it. « closes in German, » in French, there after a space;
# East Asian ends need no space after them. The look-behind keeps a long run of full stops linear.
_END = re.compile(
    r"""(?<![.!?…؟۔।॥])(?P<stop>[.!?…؟۔।॥]++)
        (?P<closing>(?:["'”’“‘»«›‹)\]』」】]|[ \u00a0\u202f][»›](?=[\s.,;:]|$))*+)(?=\s)
      | (?P<wide>[。！？｡]++)["'”’)）\]』」】》]*+
      | \n[ \t]*+(?=[•·▪■►*–—-]\s|\d{1,3}[.)]\s)""",
    re.VERBOSE,
)
_WINDOW = 48
"""Characters before a full stop in which its word, and the word before that, are looked for."""
_OPENING = "\"'“”„‘‚«»‹›([¿¡「-–—/"
_LETTERS = re.compile(r"(?:[^\W\d_]{1,2}\.)*[^\W\d_]{1,2}")
_NEXT = re.compile(r"""[\s"'“”„‘’‚«»‹›(\[¿¡「『–—-]*+([^\W_]*)""")
_MOST_OF_AN_ORDINAL = 3
"""Digits of an ordinal number or of a number in a list; more are a year."""
_OMISSION = frozenset({".", "...", "…"})
"""Where a space stands before them, something was left out: "I ... The court is wrong", "and . . . then"."""
_SPEECH_GOES_ON = frozenset("とがなのはを、，,：:")
"""Characters after 」 with which the sentence around the quotation goes on."""


@dataclass(frozen=True, slots=True)
class _Ends:
    """The data in sentence_ends.toml."""

    abbreviations: frozenset[str]
    before_number: frozenset[str]
    clock: frozenset[str]
    after_clock: frozenset[str]
    before_ordinal: frozenset[str]
    exclaiming: frozenset[str]
    openers: frozenset[str]


@cache
def _ends() -> _Ends:
    data: dict[str, list[str]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    data["abbreviations"] += [
        word.capitalize() if word.islower() else word.upper() for word in data["abbreviations"] if not word.isupper()
    ]
    return _Ends(**{name: frozenset(words) for name, words in data.items()})


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of `text`, which blank lines part, without white space around them."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block).strip() for block in blocks if block]


def sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence, white space around it left out; together they hold all other characters."""
    start = 0
    for end in _END.finditer(paragraph):
        if end.end() > start and _is_end(paragraph, start, end):
            yield from _trimmed(paragraph, start, end.end())
            start = end.end()
    yield from _trimmed(paragraph, start, len(paragraph))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if stripped := piece.strip():
        begin = start + len(piece) - len(piece.lstrip())
        yield begin, begin + len(stripped)


def _is_end(text: str, start: int, end: re.Match[str]) -> bool:
    if end["wide"]:
        return end["wide"] == end[0] or text[end.end() : end.end() + 1] not in _SPEECH_GOES_ON
    stop = end["stop"]
    if not stop:
        return True  # a new line of a list
    following = _NEXT.match(text, end.end())
    word = following[1] if following else ""
    if word[:1].islower():
        return False
    before = text[max(start, end.start() - _WINDOW) : end.start()]
    if stop == "!":
        return not before.endswith(tuple(_ends().exclaiming))
    if stop in _OMISSION and not before[-1:].strip():
        return False
    return stop != "." or not _is_abbreviated(before.split()[-2:], word, at_start=len(before) < _WINDOW)


def _is_abbreviated(last: list[str], following: str, *, at_start: bool) -> bool:
    """Tell a full stop that belongs to the last word before it from one that ends the sentence."""
    ends, word = _ends(), last[-1].lstrip(_OPENING).rpartition("-")[2]
    if word in ends.clock:
        return following in ends.after_clock
    if following[:1].isdecimal() and word in ends.before_number:
        return True
    opens = (following.capitalize() if following.isupper() else following) in ends.openers
    if word.isdecimal():
        ordinal = months.number(following) is not None or (last[0].lower() in ends.before_ordinal and not opens)
        return len(word) <= _MOST_OF_AN_ORDINAL and (ordinal or (at_start and len(last) == 1))
    return not opens and (word in ends.abbreviations or _is_initial(word))


def _is_initial(word: str) -> bool:
    """Tell letters that stand for words ("J", "U.S", "z.B", "د") from a short word ("so", "UN")."""
    return (len(word) == 1 or "." in word) and _LETTERS.fullmatch(word) is not None
