"""Words of a text with their offsets, and which of them stand together as one run of capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S. J.K. D.C.
    r"|[^\W_]+(?:(?:['’](?!s\b)|&|\.(?=com\b|ON\b)|(?<=[A-Z])\.(?=[A-Z]))[^\W_]+)*"
)
_ABBREVIATIONS = frozenset(
    "Inc Corp Ltd Co Cos St Jr Sr Dr Mr Mrs Ms Prof Sen Sens"
    " Rep Reps Gov Gen Lt Col Sgt Capt Maj Adm Cpl Rev Mt Ft Bros Brig".split()
)
"""After these a full stop does not end the sentence."""
_HEADINGS = frozenset(
    "BRIEF UPDATE EXCLUSIVE ANALYSIS FACTBOX WRAPUP CORRECTED REFILE INSIGHT FEATURE COLUMN INTERVIEW TIMELINE PREVIEW"
    " EXPLAINER GRAPHIC Soccer Tennis Golf Cricket Rugby Motorcycling Athletics Cycling Basketball Baseball Hockey"
    " NFL NBA Boxing Swimming Olympics Racing".split()
)
"""Before a hyphen these head a line ("BRIEF-Acme", "Soccer-Leeds"), and belong to no name."""
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*\s|\n|[\"“‘]$|\s[-–—_]+\s+$")
_TITLE_LENGTH = 160
_TITLE_SHARE = 0.8
_SMALL_LETTERS = 3
"""Words of so few letters stay small in a headline, and it has more of the others."""
_WIDEST_GAP = 3
_TICKER = re.compile(r"[A-Z0-9]{1,8}\.[A-Z]{1,2}")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its offsets in the text, and what stands between it and the word before."""

    start: int
    end: int
    text: str
    gap: str

    @property
    def is_capital(self) -> bool:
        """Whether it looks like a name: it begins with a capital, or has one inside (easyJet)."""
        return self.text[0].isupper() or (not self.text.islower() and any(map(str.isupper, self.text)))

    @property
    def is_ticker(self) -> bool:
        """Whether it is an exchange's code for a share (TSLA.O)."""
        return _TICKER.fullmatch(self.text) is not None and not self.text.endswith(".S")

    @property
    def begins_sentence(self) -> bool:
        """Whether a sentence begins with it, as far as the signs before it tell: its capital says little then."""
        return _SENTENCE_END.search(self.gap) is not None


def split(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        if match[0] == "s" and text[match.start() - 1 : match.start()] in ("'", "’"):
            continue
        found.append(Word(match.start(), match.end(), match[0], text[last : match.start()] if found else "\n"))
        last = match.end()
    return found


def in_title_case(text: str, at: int) -> bool:
    """Whether a place of the text is in a line of headline capitals ("Senate Passes Budget Bill"), which say little."""
    start = text.rfind("\n", 0, at) + 1
    line = text[start : start + _TITLE_LENGTH].split("\n", 1)[0]
    long = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > _SMALL_LETTERS]
    capitals = sum(word[0].isupper() for word in long)
    return len(long) > _SMALL_LETTERS and capitals >= _TITLE_SHARE * len(long) and not line.rstrip().endswith(".")


def is_heading(before: Word, word: Word) -> bool:
    """Whether a word heads the line, and is no part of what follows ("BRIEF-Acme")."""
    return word.gap == "-" and before.text in _HEADINGS


def joined(before: Word, word: Word) -> bool:
    """Whether two capitalised words stand together: a blank, hyphen or ampersand, or an abbreviation's stop between."""
    gap = word.gap
    if is_heading(before, word):
        return False
    if gap in ("-", " & ", "‑") or (gap.isspace() and len(gap) <= _WIDEST_GAP and "\n" not in gap):
        return True
    return gap == ". " and (before.text in _ABBREVIATIONS or (len(before.text) == 1 and before.text.isupper()))
