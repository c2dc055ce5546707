"""Where quotations stand in a text: the words between marks, of any style, nested, interrupted, unclosed.

A quotation over several paragraphs has one segment in each. Marks inside a quotation are part of its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newswire.tagging.quote_unclosed import reporter_begins

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSES = {
    '"': '"',
    "＂": "＂",
    "“": "”“",
    "”": "”",  # Swedish and Finnish copy opens with it
    "„": "“”‟",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "``": "",
    "‘": "’",
    "‚": "‘’",
    "'": "'",
}
"""What opens a quotation, and what single sign closes it; see _TWO_SINGLE too."""
_MIXED = {'"': ("“", "”"), "“": ('"', '"')}
"""What opens and closes a quotation of the other style inside; alone, the closing one stands in for the right one."""
_SINGLE = frozenset("‘‚'")
_TWO_SINGLE = frozenset(("''", "’’"))
"""Two single marks that close as a double one does: “so’’."""
_DOUBLE = frozenset(('"', "“", "``"))
_MARK = re.compile("``|''|’’|" + "|".join(sorted({mark for pair in _CLOSES.items() for part in pair for mark in part})))
_BREAK = re.compile(r"\n[ \t\r]*(?:\n\s*)?")
_WRAPPED = 40
"""A line of at least so many characters that stops amid a sentence goes on in the next."""
_SENTENCE_ENDS = ".!?:;…\"”’»'"
_SHORTENED = re.compile(r"(?:n|em|til|tis|twas|cause|cos|bout|round|\d\ds?)\b", re.IGNORECASE)
"""Words that begin with an apostrophe: 'em, '90s."""
_SPEECH_STOPS = ",.!?…—–-"


@dataclass(frozen=True, slots=True)
class Segment:
    """The words of a quotation in one paragraph, text[start:end]; `opens` and `closes`: where its marks begin and end.

    `continued` says that it goes on with the quotation of the paragraph before.
    """

    start: int
    end: int
    opens: int
    closes: int
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, text[start:end], and its quotations in order."""

    start: int
    end: int
    segments: tuple[Segment, ...]


def find(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text with their quotations, also those without any."""
    found: list[Paragraph] = []
    pending = ""
    paragraphs = list(_paragraphs(text))
    for (start, end), (following, _) in zip(paragraphs, [*paragraphs[1:], (len(text), 0)], strict=False):
        segments, pending = _segments(text, start, end, pending, following)
        found.append(Paragraph(start, end, tuple(segments)))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where paragraphs start and end: at blank lines, and at line ends that no sentence runs over."""
    start = line = 0
    for gap in _BREAK.finditer(text):
        wrapped = gap[0].count("\n") == 1 and gap.start() - line >= _WRAPPED
        goes_on = wrapped and text[gap.start() - 1] not in _SENTENCE_ENDS and text[gap.end() : gap.end() + 1].isalnum()
        line = gap.end()
        if goes_on:
            continue
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def _segments(text: str, start: int, end: int, pending: str, following: int) -> tuple[list[Segment], str]:
    """Return the quotations of a paragraph, and the mark of one that is not closed in it ("" for none).

    `pending` is the mark left open by the paragraph before: where this one opens with it too, the quotation goes on.
    `following` is where the next one starts.
    """
    found: list[Segment] = []
    opened, mark, continued = -1, "", False
    last_single = _last_single(text, start, end)
    inner = False
    for match in _MARK.finditer(text, start, end):
        at, sign = match.start(), match[0]
        inner_opens, inner_closes = _MIXED.get(mark, ("", ""))
        if sign == inner_opens and not inner and _opens(text, at, sign, last_single):
            inner = True
        elif inner and sign == inner_closes:
            inner = False
        elif mark and _closes(text, at, sign, mark):
            found.append(_segment(text, opened, at, match.end(), mark, continued))
            opened, mark, inner = -1, "", False
        elif _opens(text, at, sign, last_single) and (not mark or sign == mark):
            if mark:  # the closing mark before this one is missing
                ends = reporter_begins(text, opened, at) or at
                found.append(_segment(text, opened, ends, ends, mark, continued))
            continued = bool(pending) and sign == pending and not text[start:at].strip()
            opened, mark, inner = at, sign, False
    if mark:
        goes_on = text.startswith(mark, following)
        begins = reporter_begins(text, opened, end, at_end=goes_on)
        found.append(_segment(text, opened, begins or end, begins or end, mark, continued))
        if begins:
            rest, mark = _segments(text, begins, end, "", following)
            found += rest
    return [segment for segment in found if segment.start < segment.end], mark


def _segment(text: str, opens: int, end: int, closes: int, mark: str, continued: bool) -> Segment:
    inner = text[opens + len(mark) : end]
    start = opens + len(mark) + len(inner) - len(inner.lstrip())
    return Segment(start, max(start, opens + len(mark) + len(inner.rstrip())), opens, closes, continued)


def _opens(text: str, at: int, sign: str, last_single: dict[str, int]) -> bool:
    if sign not in _CLOSES:
        return False
    before, after = text[at - 1 : at], text[at + len(sign) : at + len(sign) + 1]
    free = not before or before.isspace() or before in "([{—–-/:…\"“‘'«"
    if sign in _SINGLE:
        return free and after.isalnum() and not _SHORTENED.match(text, at + 1) and at < last_single.get(sign, -1)
    if sign in '"”＂»':  # these close too
        return free or (not before.isalnum() and after.isalnum())
    return True


def _last_single(text: str, start: int, end: int) -> dict[str, int]:
    """Return where the last closing mark of each single style stands: what opens after it is an apostrophe."""
    last: dict[str, int] = {}
    for match in _MARK.finditer(text, start, end):
        for mark in _SINGLE:
            if _closes(text, match.start(), match[0], mark):
                last[mark] = match.start()
    return last


def _closes(text: str, at: int, sign: str, mark: str) -> bool:
    if sign == _MIXED.get(mark, ("", ""))[1]:
        return not text[at - 1 : at].isspace()
    if sign in _TWO_SINGLE and mark not in _SINGLE:
        return mark in _DOUBLE and not text[at - 1 : at].isspace()
    if sign not in _CLOSES[mark]:
        return False
    before, after = text[at - 1 : at], text[at + len(sign) : at + len(sign) + 1]
    if mark in _SINGLE:
        if before.isspace() or after.isalnum():
            return False
        plural = before == "s" and after == " " and text[at + 2 : at + 3].islower()
        return not plural or not _closed_better(text, at + 1, mark)
    if sign == "“" == mark:
        return False
    if sign == mark:
        return not (before.isspace() and after.isalnum())
    return True


def _closed_better(text: str, at: int, mark: str) -> bool:
    """Say whether after the apostrophe of a plural ("the workers' pay") the real closing mark is still to come."""
    for match in _MARK.finditer(text, at, at + 400):
        if match[0] in _CLOSES[mark] and text[match.start() - 1] in _SPEECH_STOPS:
            return True
        if match[0] == mark and text[match.start() - 1].isspace():
            return False
    return False
