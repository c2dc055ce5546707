"""The check that no word of a mark-up was lost, by a second and simpler reader, and that reader's paragraphs."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from newswire.normalise.text import clean, split_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_COUNTED, MAX_CHECKED = 1_000_000, 200_000
"""Characters of mark-up whose letters are counted, and that are read a second time where the count leaves a doubt."""

_INLINE = frozenset("a abbr b cite code del em font i ins mark q s small span strong sub sup tt u".split())
# The end of the text closes what is not closed: a search for the closing tag that fails would be made at each start.
_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_MAY_BE_UNSEEN = re.compile(r"<!--|<s[ct]", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_NO_LETTER = re.compile(r"[\W_]+")
_NO_ASCII_LETTER = bytes(code for code in range(128) if not chr(code).isalnum())


def is_whole(markup: str, texts: Iterable[str]) -> bool:
    """Tell whether `texts` have all letters and digits of `markup`; of a very long one that is taken for granted."""
    if len(markup) > MAX_COUNTED:
        return True
    letters = _letters("".join(texts))
    seen = _UNSEEN.sub("", markup) if _MAY_BE_UNSEEN.search(markup) else markup
    if _letters(clean(html.unescape(_TAG.sub("", seen)))) <= letters or len(markup) > MAX_CHECKED:
        return True
    return _letters("".join(plain_paragraphs(markup))) <= letters


def _letters(text: str) -> int:
    """Return how many letters and digits a text has."""
    if text.isascii():  # forty times as fast
        return len(text.encode().translate(None, delete=_NO_ASCII_LETTER))
    return len(_NO_LETTER.sub("", text))


def plain_paragraphs(markup: str) -> list[str]:
    """Return the text of `markup`, a paragraph wherever a tag stands that is not an inline one."""
    reader = _PlainReader()
    reader.feed(markup)
    reader.close()
    return split_paragraphs(clean("".join(reader.pieces))) if "".join(reader.pieces).strip() else []


class _PlainReader(HTMLParser):
    """Python's own reader of HTML: another one than the first, so that the two do not fail alike."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the interface
        self._unseen += tag in ("script", "style")
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in ("script", "style") and self._unseen > 0
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)

    def _part(self, tag: str) -> None:
        if tag == "q":
            self.pieces.append('"')
        if tag not in _INLINE:
            self.pieces.append("\n\n")
