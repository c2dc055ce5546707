"""Which paragraphs are the story's own, and which a publisher inserted: the rules, applied to a whole text.

A paragraph of genuine copy wrongly hidden is worse than an insertion left in: so only sure rules work alone; the others
ask what stands around, and the weakest ask for proof that this is a publisher's page at all.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from typing import TYPE_CHECKING

from newswire.normalise.paragraph_rules import Rule, Tier, matching, plain
from newswire.story import Paragraph, ParagraphKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NEAR = 2
"""Paragraphs of the story at its start and its end beside which likely rules work."""
_PROOF = 2
"""Insertions that prove a publisher's page."""
_LEAST_HEADLINE, _MOST_HEADLINE = 3, 30
"""Words of a headline."""
_MOST_LINES = 100
"""Lines of a paragraph that may be parted: one with more of them is a table or a list of the story."""
_NO_PROOF = frozenset({ParagraphKind.CREDIT, ParagraphKind.COPYRIGHT})
"""Kinds that agencies themselves send."""

# "..., police warned.": whatever it sounds like, somebody in the story says it.
_SAID = re.compile(
    r",[\"']?\s+(?:[\w.'’-]+\s+){0,5}(?:said|says?|warned|told|added|wrote|writes|announced|reported|ruled|began|heard|"
    r"sagt|sagte|riet|warnte|a dit|disait|dijo|decía|dice|diceva|disse|zei|säger|sade)\b[^,;]{0,40}$",
    re.IGNORECASE,
)
_WHOLE_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*$")
_END_OF_PROSE = re.compile(r"[.:;,!?…][\"'”’»)]*\s*$")
_TIME_OF_POST = re.compile(r"\W*\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b|\b)", re.IGNORECASE)
_ANSWER = re.compile(
    r"\W*(?:yes|no|not|maybe|perhaps|absolutely|it depends|probably|ja|nein|oui|non|sí)\b", re.IGNORECASE
)
_LIVE_BLOG = 3
"""Paragraphs that begin with a time of day in a live blog, where a headline is a part of the story."""


def label(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with their kinds; `why` is the rule's name and its reason. No word is lost or moved.

    A paragraph with an insertion on a line of its own becomes a paragraph a line.
    """
    parted = [part for paragraph in paragraphs for part in _parted(paragraph)]
    page = _Page(parted)
    page.apply_sure()
    page.apply_likely()
    page.apply_weak()
    return [
        Paragraph(kind=rule.kind, text=paragraph.text, html=paragraph.html, why=f"{rule.name}: {rule.reason}")
        if rule
        else paragraph
        for paragraph, rule in zip(parted, page.rules, strict=True)
    ]


def split_headline(texts: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the headline that a page's text begins with, and the others; None where the first is no headline for sure.

    A headline is short, has no full stop, stands before at least two paragraphs, and is no insertion.
    """
    first, *others = texts or [""]
    words = len(first.split())
    is_line = "\n" not in first and _LEAST_HEADLINE <= words <= _MOST_HEADLINE and not _END_OF_PROSE.search(first)
    if len(others) < 2 or not is_line or _sure(first) or not _WHOLE_SENTENCE.search(others[0]):
        return None, list(texts)
    return first, others


def _parted(paragraph: Paragraph) -> list[Paragraph]:
    text = paragraph.text
    if "\n" not in text or (paragraph.html or "").startswith(("<pre", "<table")):
        return [paragraph]
    lines = [line for line in text.split("\n") if line.strip()]
    if 1 < len(lines) <= _MOST_LINES and _sure(text) is None and any(_sure(line) for line in lines):
        return [Paragraph(text=line) for line in lines]
    return [paragraph]


def _sure(text: str) -> Rule | None:
    return next((rule for rule in matching(plain(text)) if rule.is_alone), None)


class _Page:
    """The paragraphs of one text, and the rule that applies to each (None: it is the story's own)."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._texts = [plain(paragraph.text) for paragraph in paragraphs]
        self._matching = [
            matching(text) if paragraph.kind is ParagraphKind.BODY and not _SAID.search(text) else []
            for text, paragraph in zip(self._texts, paragraphs, strict=True)
        ]
        self._alike = Counter(rule for rules in self._matching for rule in rules)
        self.rules: list[Rule | None] = [None] * len(self._texts)
        self._own: list[int] = []  # which paragraphs are the story's own, as of the last pass

    def apply_sure(self) -> None:
        """Take the sure rules, then those of them that ask what stands around."""
        for at, rules in enumerate(self._matching):
            self.rules[at] = next((rule for rule in rules if rule.is_alone), None)
        self._repeat(Tier.SURE, self._has_grounds)

    def apply_likely(self) -> None:
        """Take the likely rules, from both ends, as long as one more paragraph is found by those found before."""
        self._repeat(Tier.LIKELY, self._is_likely)

    def apply_weak(self) -> None:
        """Take the weak rules where the others have proved that this is a publisher's page."""
        proofs = sum(rule is not None and rule.kind not in _NO_PROOF for rule in self.rules)
        if proofs >= _PROOF and sum(bool(_TIME_OF_POST.match(text)) for text in self._texts) < _LIVE_BLOG:
            self._repeat(Tier.WEAK, self._has_grounds)

    def _repeat(self, tier: Tier, holds: Callable[[int, Rule], bool]) -> None:
        open_ones = [(at, rule) for at, rules in enumerate(self._matching) for rule in rules if rule.tier is tier]
        found = bool(open_ones)
        while found:
            found = False
            self._own = [at for at, rule in enumerate(self.rules) if rule is None]
            for at, rule in open_ones:
                if self.rules[at] is None and holds(at, rule):
                    self.rules[at] = rule
                    found = True

    def _is_likely(self, at: int, rule: Rule) -> bool:
        is_near = at in self._own[:_NEAR] or at in self._own[-_NEAR:] or any(self._beside(at))
        return is_near and self._has_grounds(at, rule)

    def _has_grounds(self, at: int, rule: Rule) -> bool:
        if rule.beside and not any(other and rule.beside in ("any", other.kind) for other in self._beside(at)):
            return False
        if (rule.last and self._own[-1] > at) or (rule.alike and self._alike[rule] > rule.alike):
            return False
        return not rule.between_prose or self._is_between_prose(at)

    def _beside(self, at: int) -> list[Rule | None]:
        return [self.rules[other] for other in (at - 1, at + 1) if 0 <= other < len(self.rules)]

    def _is_between_prose(self, at: int) -> bool:
        """Tell whether whole sentences stand before and after, and the one after is no answer to it."""
        place = bisect(self._own, at)
        before = self._texts[self._own[place - 2]] if place > 1 else ""
        after = self._texts[self._own[place]] if place < len(self._own) else ""
        return bool(_WHOLE_SENTENCE.search(before) and _WHOLE_SENTENCE.search(after)) and not _ANSWER.match(after)
