"""A text as a comparison sees it: its sentences, what each says, and what of it stands in quotation marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newswire.compare import quotations, splitting
from newswire.compare.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the number of its paragraph, from 0.

    `words` is what it says (where it has no word, "* * *", its characters), `folded` the same in small letters, and
    `quotation` the words in quotation marks, in small letters: a quotation may open a sentence or stand in it.
    """

    text: str
    paragraph: int
    words: tuple[str, ...]
    folded: tuple[str, ...]
    quotation: tuple[str, ...]

    @property
    def key(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What two sentences have alike that are the same but for typography and punctuation."""
        return self.words, self.quotation


def read(text: str) -> list[Sentence]:
    """Return the sentences of a text, whose paragraphs blank lines part."""
    return [
        sentence
        for number, paragraph in enumerate(splitting.paragraphs(text))
        for sentence in _sentences(paragraph, number)
    ]


def _sentences(paragraph: str, number: int) -> Iterator[Sentence]:
    quoted = quotations.spans(paragraph)
    first = 0
    for start, end in splitting.sentences(paragraph):
        while first < len(quoted) and quoted[first][1] <= start:
            first += 1
        last = first
        while last < len(quoted) and quoted[last][0] < end:
            last += 1
        inside = [paragraph[max(opening, start) : min(closing, end)] for opening, closing in quoted[first:last]]
        text = paragraph[start:end]
        said = words(text) or ("".join(text.split()),)
        yield Sentence(text, number, said, _folded(said), _folded(words(" ".join(inside))) if inside else ())


def _folded(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(str.casefold, said))
