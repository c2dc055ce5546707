"""Organisations by the words of their names: "Halvorsen Capital", "Ministry of Health and Population"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newswire.tagging.name_lists import words
from newswire.tagging.name_runs import Proposal, field_after, is_loose, is_possessive, runs
from newswire.tagging.name_words import Word, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAPITAL_INSIDE = re.compile(r"(?!Mac|Fitz|Van)[A-Z][a-z]{2,}[A-Z][a-z]+")
"""How companies are written, and people no more: "WestJet", not "MacArthur", "LeBron"."""
_BEFORE_X = frozenset(("on", "platform", "network"))
"""The words behind which the letter X is the social network."""
_MAX_WORDS = 14
"""Words from which on the name of an organisation goes on no further."""


def organisations(text: str, found: list[Word]) -> Iterator[Proposal]:
    """Organisations by the words of their names: "Halvorsen Capital", "Ministry of Health and Population"."""
    for first, last in runs(found):
        yield from _by_head(text, found, first, last)
        if first == last and _CAPITAL_INSIDE.fullmatch(found[first].text):
            yield Proposal(found[first].start, found[first].end, "organisation", 1.6, "a capital inside it")
    for before, word, behind in zip(found, found[1:], [*found[2:], None], strict=False):
        if word.text == "X" and word.gap == " " and before.text in _BEFORE_X and not _goes_on(behind):
            yield Proposal(word.start, word.end, "organisation", 4.0, f"'{before.text}' before it")


def _goes_on(word: Word | None) -> bool:
    """Whether what stands before is a part of more ("X-ray", "X Factor")."""
    return word is not None and (word.gap == "-" or (word.gap == " " and word.is_capital))


def _by_head(text: str, found: list[Word], first: int, last: int) -> Iterator[Proposal]:
    """Return the organisations of one run of capitals, which titles divide."""
    openers = words("organisations", "openers")
    at = first
    while at <= last:
        end = _opened_end(found, at) if found[at].text in openers else None
        if end is not None:
            start = _trimmed(found, first, at)
            yield Proposal(
                found[start].start, found[end].end, "organisation", 7.0, f"'{found[at].text} {found[at + 1].text} …'"
            )
            at = first = end + 1
        elif _divides(found, at, last):
            yield from _ending_with_head(text, found, first, at - 1)
            at = first = at + 1
        else:
            at += 1
    yield from _ending_with_head(text, found, first, last)


def _divides(found: list[Word], at: int, last: int) -> bool:
    """Whether a title ends the name of an organisation before it ("Deutsche Bank Chief Executive Christian Sewing")."""
    if found[at].text not in words("people", "titles"):
        return False
    is_name_word = found[at].text in words("organisations", "title_words")
    return at == last or not is_name_word or found[at + 1].text in words("people", "first_names")


def _ending_with_head(text: str, found: list[Word], first: int, last: int) -> Iterator[Proposal]:
    heads = [at for at in range(first, last + 1) if found[at].text in words("organisations", "heads")]
    if not heads:
        return
    head = found[heads[-1]]
    start = _trimmed(found, first, heads[-1])
    if start < heads[-1]:
        stop = head.end + (head.text in {"Inc", "Corp", "Ltd", "Co", "Bros"} and _stop_belongs(text, head))
        weight = 4.0 + 0.1 * (heads[-1] - start)
        yield Proposal(found[start].start, stop, "organisation", weight, f"ends with '{head.text}'")


def _stop_belongs(text: str, word: Word) -> bool:
    """Whether the full stop behind an abbreviation is its own, not the sentence's."""
    return text[word.end : word.end + 1] == "." and text[word.end + 1 : word.end + 3][-1:].islower()


def _trimmed(found: list[Word], first: int, head: int) -> int:
    """Return where the name begins whose head word is given: behind days and small words."""
    start = first
    for at in range(first, head):
        if found[at].text in words("other", "times") or (at == start and is_loose(found[at])):
            start = at + 1
    return start


def _opened_end(found: list[Word], opener: int) -> int | None:
    """Return the last word of "Bank of …", "Centers for … and …", or None where it does not go on so."""
    last, end = opener, None
    while last - opener < _MAX_WORDS and (begin := _object(found, last)) is not None:
        last = end = _object_end(found, begin)
        while (more := field_after(found, last)) is not None:
            last = end = _object_end(found, more)
    return end


def _object(found: list[Word], before: int) -> int | None:
    at = before + 1
    if at + 1 >= len(found) or found[at].gap != " " or found[at].text not in {"of", "for", "on", "against"}:
        return None
    linking = found[at].text
    at += 1
    if found[at].text == "the" and found[at].gap == " " and at + 1 < len(found):
        at += 1
    word = found[at]
    if word.gap != " " or not word.is_capital or _is_time(word):
        return None
    if linking != "of" and (word.text in words("places", "countries") or word.text in words("people", "first_names")):
        return None
    return at


def _is_time(word: Word) -> bool:
    """Whether a capitalised word after "of" or "for" is a day or a month, not what an organisation is for."""
    return word.text in words("other", "times") or word.is_ticker


def _object_end(found: list[Word], begin: int) -> int:
    last = begin
    while last + 1 < len(found):
        word = found[last + 1]
        stands_together = joined(found[last], word) or is_possessive(found[last], word)
        if not (stands_together and word.is_capital) or word.text in words("people", "titles") or _is_time(word):
            break
        last += 1
    return last
