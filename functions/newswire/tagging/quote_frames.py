"""The sentences around quotations, with each quotation shortened to a word: short to parse, and easy to parse right.

'"We shall never," said Ms Doe, "give in."' is parsed as '"Yes," said Ms Doe, "yes."'.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newswire.tagging import speech_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newswire.tagging.quote_spans import Paragraph, Segment

_END = re.compile(r"[.!?…][\"”’»“')\]]{0,3}\s+(?=[^a-z\s])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Rev|Hon|Jr|Sr|Inc|Corp|Co|Ltd|No|vs"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Fla|Calif|Mass|Conn|Ariz|Pa|Va|Ga|Ill|Mich|Minn|Wis|Tenn|Tex|Wash|Ore|Colo|Del|Md|Mo|Ala"
    r"|D-[A-Z][a-z]+|R-[A-Z][a-z]+)|\b[A-Z](?:\.[A-Z])*)\.$"
)
DATELINE = re.compile(r"[^\W\d_a-z][^\Wa-z]+[^\n—–-]{0,60}?\s?(?:—|–|--|\s-)\s")
"""How a story begins: where it was filed, and by whom."""
_SOON = 200
"""Characters behind a quoted question within which an attribution belongs to it."""
_WORDS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Slot:
    """A quotation and where it stands in the skeleton of its sentence."""

    segment: Segment
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One sentence, text[start:end]; `skeleton` is it with its quotations shortened."""

    start: int
    end: int
    skeleton: str
    slots: tuple[Slot, ...]
    _pieces: tuple[tuple[int, int], ...]

    def offset(self, position: int) -> int:
        """Return where in the text a position of the skeleton stands."""
        index = bisect_right(self._pieces, (position, 1 << 60)) - 1
        skeleton, text = self._pieces[index]
        return text + position - skeleton

    @property
    def narration(self) -> str:
        """The words outside the quotations; quotations are blank."""
        kept, last = [], 0
        for slot in self.slots:
            kept.append(self.skeleton[last : slot.start])
            last = slot.end
        return " ".join((*kept, self.skeleton[last:]))

    @property
    def is_attributed(self) -> bool:
        """Whether a verb of speech is among the words outside the quotations."""
        return speech_words.is_attribution(self.narration)

    @property
    def is_quoting(self) -> bool:
        """Whether there are quotations, and words outside them."""
        return bool(self.slots) and _WORDS.search(self.narration) is not None


def frames(text: str, paragraph: Paragraph) -> list[Frame]:
    """Return the sentences of a paragraph, in order; a quotation is never cut."""
    masked = _masked(text, paragraph)
    ends = {segment.closes for segment in paragraph.segments}
    dateline = DATELINE.match(masked)
    found, start = [], dateline.end() if dateline else 0
    for match in _END.finditer(masked):
        if start < match.end() and _is_end(masked, match, paragraph.start, ends):
            found.append(_frame(text, paragraph, paragraph.start + start, paragraph.start + match.end()))
            start = match.end()
    if masked[start:].strip():
        found.append(_frame(text, paragraph, paragraph.start + start, paragraph.end))
    return found


def _masked(text: str, paragraph: Paragraph) -> str:
    """Return the paragraph with letters in place of quoted words, the last character kept: of the same length."""
    parts, last = [], paragraph.start
    for segment in paragraph.segments:
        parts += [text[last : segment.start], "x" * (segment.end - segment.start - 1), text[segment.end - 1]]
        last = segment.end
    return "".join((*parts, text[last : paragraph.end]))


def _is_end(masked: str, match: re.Match[str], offset: int, ends: set[int]) -> bool:
    """Say whether a sentence ends here: not behind "Mr.", and not in '"Why?" asked Mr Doe'."""
    if masked[match.start()] == ".":
        return not _ABBREVIATED.search(masked, max(0, match.start() - 12), match.start() + 1)
    if offset + len(match[0].rstrip()) + match.start() not in ends:
        return True
    following = masked[match.end() : match.end() + _SOON]
    return not speech_words.is_attribution(re.split(r"[.!?;\"“«„]", following, maxsplit=1)[0])


def _frame(text: str, paragraph: Paragraph, start: int, end: int) -> Frame:
    parts: list[str] = []
    pieces, slots, length, last = [(0, start)], [], 0, start
    for segment in _within(paragraph, start, end):
        before = _plain(text[last : segment.opens])
        word = f'"{_placeholder(text, segment, start)}"'
        parts += [before, word]
        slots.append(Slot(segment, length + len(before), length + len(before) + len(word)))
        length += len(before) + len(word)
        pieces += [(slots[-1].start, segment.opens), (length, segment.closes)]
        last = segment.closes
    parts.append(_plain(text[last:end]))
    return Frame(start, end, "".join(parts).rstrip(), tuple(slots), tuple(pieces))


def _plain(narration: str) -> str:
    """Return narration with the apostrophes that the parser knows best."""
    return narration.replace("’", "'")


def _within(paragraph: Paragraph, start: int, end: int) -> Iterator[Segment]:
    return (segment for segment in paragraph.segments if start <= segment.opens < end)


def _placeholder(text: str, segment: Segment, start: int) -> str:
    last = text[segment.end - 1]
    word = "yes" if text[start : segment.opens].strip() else "Yes"
    return word + (last if last in ",.?!" else "")
