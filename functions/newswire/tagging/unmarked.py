"""A text without the mark-up that was left in it, and where in the text as given each of its characters stands.

What a tag or an entity holds is none of the story's words; offsets are of the text as given all the same.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass

_UNREAD = "script|style|noscript|template|svg|iframe|head|title|textarea|select|button"
"""Elements whose text no reader sees, or that belong to the page."""
_ATTRIBUTES = r"""(?:\s(?:[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}'){0,2000})?"""
_MARK_UP = re.compile(
    rf"(?P<unread><(?:!--|(?P<element>{_UNREAD})(?=[\s/>])))"
    rf"|(?P<tag></?(?P<name>[a-z][\w:-]{{0,40}}){_ATTRIBUTES}\s?/?>)"
    r"|(?P<other><!(?:\[CDATA\[|[^<>\[\]]{0,200}>)|\]\]>|<\?[^<>]{0,200}>|<[a-z]\w{0,20}\s[\w-]{1,40}=[^<>]*(?:>|$))"
    r"|(?P<entity>&(?:amp;)?(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});)",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hl1 hl2 hr html li main nav ol p pre section table tbody tfoot thead tr ul block".split()
)
_SPACED = {"br": "\n", "td": "\t", "th": "\t", "q": '"'}
"""What stands for a tag that neither ends a paragraph nor leaves no trace."""
_SPACES = re.compile(r"\s+")
_PARAGRAPH = "\n\n"
_EMPTY = re.compile(r"[^<>]*/>")
"""The rest of an element that is empty: '<script src="x"/>'."""
_PASSES = 2
"""Mark-up that was escaped once more ("&lt;p&gt;", "&amp;quot;") is mark-up when it is read the second time."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters of the unmarked text from `start` on: those of the text as given from `given` to `given_end`.

    `literal`: they are the same characters; else they stand for what was there.
    """

    start: int
    given: int
    given_end: int
    literal: bool


class Unmarked:
    """`text` is a text without its mark-up; `given` finds where its characters stand in the text as given."""

    def __init__(self, given: str) -> None:
        self.text = given
        self._layers: list[list[_Piece]] = []
        for _ in range(_PASSES):
            if not _MARK_UP.search(self.text):
                break
            self.text, pieces = _without_mark_up(self.text)
            self._layers.append(pieces)

    @property
    def is_as_given(self) -> bool:
        """Whether there was no mark-up."""
        return not self._layers

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Return where text[start:end] stands in the text as given, from its first to its last character."""
        for pieces in reversed(self._layers):
            start, end = _start(pieces, start), _end(pieces, end)
        return start, max(start, end)


def _start(pieces: list[_Piece], position: int) -> int:
    piece = _piece(pieces, position)
    return piece.given + position - piece.start if piece.literal else piece.given


def _end(pieces: list[_Piece], position: int) -> int:
    piece = _piece(pieces, position - 1)
    return piece.given + position - piece.start if piece.literal else piece.given_end


def _piece(pieces: list[_Piece], position: int) -> _Piece:
    return pieces[max(0, bisect_right(pieces, position, key=lambda piece: piece.start) - 1)]


def _without_mark_up(text: str) -> tuple[str, list[_Piece]]:
    """Return a text without its mark-up, and its pieces."""
    parts: list[str] = []
    pieces: list[_Piece] = []
    length = last = at = 0
    blocks = any(_is_block(found) for found in _MARK_UP.finditer(text))
    while found := _MARK_UP.search(text, at):
        at = _unread_end(text, found) if found["unread"] else found.end()
        for start, end, words in ((last, found.start(), None), (found.start(), at, _instead(found))):
            part = _plain(text[start:end], blocks) if words is None else words
            if part and (part != _PARAGRAPH or (parts and not parts[-1].endswith(_PARAGRAPH))):
                pieces.append(_Piece(length, start, end, words is None))
                parts.append(part)
                length += len(part)
        last = at
    pieces.append(_Piece(length, last, len(text), literal=True))
    return "".join((*parts, _plain(text[last:], blocks))), pieces


def _plain(words: str, blocks: bool) -> str:
    """Return words with spaces for line ends where tags end the paragraphs; they are as many characters."""
    if not blocks:
        return words
    return _SPACES.sub(lambda found: found[0].replace("\n", " ") if found[0].count("\n") == 1 else found[0], words)


def _is_block(found: re.Match[str]) -> bool:
    return (found["name"] or "").lower() in _BLOCKS


def _unread_end(text: str, found: re.Match[str]) -> int:
    """Return where an element or comment that nobody reads ends; without an end all that follows is part of it."""
    closing = re.compile(rf"</{found['element']}\s*>" if found["element"] else "-->", re.IGNORECASE)
    end = closing.search(text, found.end()) or _EMPTY.match(text, found.end())
    return end.end() if end else len(text)


def _instead(found: re.Match[str]) -> str:
    """Return what a reader sees in place of mark-up."""
    if found["entity"]:
        return _character(found["entity"])
    if found["unread"] or _is_block(found):
        return _PARAGRAPH
    return _SPACED.get((found["name"] or "").lower(), "")


def _character(entity: str) -> str:
    once = html.unescape(entity)
    seen = html.unescape(once)
    return " " if seen == "\N{NO-BREAK SPACE}" else seen
