"""Words that are searched together: how they are sent to the engine, by what its analyzers make of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newswire.search.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

_EAST_ASIAN = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTERS = rf"[^\W\d_{_EAST_ASIAN}]+"
_ONE_TOKEN = re.compile(rf"[^\W{_EAST_ASIAN}]+|{_LETTERS}(?:['’]{_LETTERS})+|(?:{_LETTERS[:-1]}\.)+{_LETTERS[:-1]}?")
_MARKS = re.compile(r"^[^\w#@$£€¥]+|[^\w.+#%]+$")
"""What stands around a word and means nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are all to be found.

    Parameters
    ----------
    whole: those that the engine's tokenizer leaves whole.
    split: those that it may split ("F-16"), to be found as a phrase each.
    """

    whole: tuple[str, ...]
    split: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str], *, lower: bool) -> Words:
        """Sort words as typed, in small letters where their capitals say nothing (`lower`)."""
        typed = [word.lower() if lower else word for word in words]
        return cls(
            tuple(word for word in typed if is_one_token(word)), tuple(word for word in typed if not is_one_token(word))
        )

    @property
    def content(self) -> tuple[str, ...]:
        """The words that are not left out of queries."""
        return (*(word for word in self.whole if not _is_left_out(word)), *self.split)

    @property
    def text(self) -> str:
        """All of them, as one text."""
        return " ".join((*self.whole, *self.split))


def is_one_token(word: str) -> bool:
    """Tell whether the engine's tokenizer is certain to leave a word whole; of any other a phrase is made."""
    return _ONE_TOKEN.fullmatch(_MARKS.sub("", word)) is not None


def _is_left_out(word: str) -> bool:
    """Tell whether the engine leaves a word out of a query: its analyzer has taken marks and a possessive's s off."""
    return re.sub(r"['’][sS]$", "", _MARKS.sub("", word)) in STOP_WORDS
