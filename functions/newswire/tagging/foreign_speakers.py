"""Speakers in German, French and Spanish: a verb of speech right beside a quotation, and the name beside that."""

from __future__ import annotations

import re
from functools import cache

from newswire.tagging import speech_words

_CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w’'-]*"
_NAME = rf"(?P<name>{_CAPITALISED}(?:\s(?:(?:de|del|di|da|la|von|van|der|den|zu|du)\s){{0,2}}{_CAPITALISED}){{0,4}})"
_SMALL = r"(?:[a-zß-öø-ÿ]{1,12}\s){0,3}"
_AROUND = 160
"""Characters beside a quotation within which the verb and the name stand."""


def beside(text: str, opens: int, closes: int, language: str) -> tuple[str, str] | None:
    """Return (name, verb) of who speaks a quotation text[opens:closes], None where nobody stands beside it.

    `language` is a two-letter code; we know the verbs of de, fr and es.
    """
    if not speech_words.foreign_verbs(language):
        return None
    behind, before = _patterns(language)
    match = behind.match(text, closes, closes + _AROUND)
    match = match or before.search(text, max(0, opens - _AROUND), opens)
    return (match["name"], match["verb"]) if match else None


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    verbs = f"(?P<verb>{'|'.join(sorted(speech_words.foreign_verbs(language)))})"
    behind = re.compile(rf"[\s,]{{0,3}}(?:a\s|a-t-il\s|ha\s|hat\s)?{verbs}\s{_SMALL}{_NAME}")
    before = re.compile(rf"{_NAME}\s(?:a\s|ha\s|hat\s)?{verbs}(?:\s[\w]{{1,20}}){{0,3}}\s?:?\s?$")
    return behind, before
