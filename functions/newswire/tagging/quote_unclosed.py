"""Where the reporter's own words begin again behind quoted words whose closing mark is missing."""

from __future__ import annotations

import re
from functools import cache

from newswire.tagging import speech_words

_CAPITALISED = r"[A-Z](?:[\w’'-]+\.?|\.)"
_NO_REPORT = r"(?!\s(?:no|yes|that|it|i|we|you|he|she|they|there|this|so)\b)"
"""What is told in quoted words goes on with it: "..., he said no"."""


def reporter_begins(text: str, start: int, end: int, *, at_end: bool = False) -> int | None:
    """Return where the reporter's words begin in unclosed quoted words text[start:end], None where all are quoted.

    That is behind ", he said" and ", said Jane Doe", and before a sentence in which somebody with a name speaks,
    or "He also said".
    `at_end`: the next paragraph goes on with the quotation; then only an attribution that ends this one counts.
    """
    attribution, sentence = _patterns()
    for found in attribution.finditer(text, start, end):
        if not at_end or not text[found.end() : end].strip(" .,"):
            return found.end("quoted") if at_end else min(found.end("quoted"), _sentence(sentence, text, start, end))
    told = end if at_end else _sentence(sentence, text, start, end)
    return told if told < end else None


def _sentence(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    found = pattern.search(text, start, end)
    return found.end("quoted") if found else end


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    quoted = "|".join(word.title() for word in sorted(speech_words.words("no_reporters")))
    name = rf"(?!(?:{quoted})\b){_CAPITALISED}(?:\s(?:(?:of|de|von|van|bin|al)\s)?{_CAPITALISED}){{0,4}}"
    somebody = rf"(?:he|she|they|{name}|(?:the|an?|his|her|one)\s(?:[\w’'-]+\s){{0,5}}?[\w’'-]+)"
    verb = f"(?:{'|'.join(sorted(speech_words.words('reporting')))})"
    behind = rf"(?:{somebody}(?:\s(?:also|later|then|\w{{2,20}}ly))?\s{verb}|{verb}\s{somebody})\b{_NO_REPORT}"
    opening = r"(?:(?:But|And|Yet|Later|Still|However|Meanwhile|Earlier),?\s)?"
    set_off = r"(?:,\s[^,.!?\n]{1,80},)?"
    named = rf"{opening}{name}{set_off}(?:\s(?:also|later|then|has|had|\w{{2,20}}ly))?\s{verb}\b"
    again = rf"(?:He|She|They)\s(?:also|later)\s{verb}\b"
    return (
        re.compile(rf"(?P<quoted>[,?!])\s{{1,3}}{behind}"),
        re.compile(rf"(?P<quoted>[.!?…])\s{{1,3}}(?:{named}|{again})"),
    )
