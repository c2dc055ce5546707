"""Language: the supplier's stands; where it says none the text is asked, and where it contradicts that is noted."""

from __future__ import annotations

import re

import pycld2

_SAMPLE = 800
"""Characters that are looked at: more does not make it surer."""
_ENOUGH = 300
"""Characters from which a contradiction counts: names and quotations turn a short text."""
_LEAST = 20
"""Bytes below which nothing is told: a name, a number."""
_SURE = 80
"""Per cent of the text that must be in the language."""
_KEPT_OUT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0010ffff]|https?://\S+|\S+@\S+"
)
# What the detector calls otherwise, and languages that it cannot keep apart.
_CODES = {"iw": "he", "jw": "jv", "zh-Hant": "zh"}
_ALIKE = ({"no", "nb", "nn", "da"}, {"hr", "sr", "bs", "sh"}, {"id", "ms"}, {"cs", "sk"}, {"pt", "gl"}, {"he", "iw"})


def detect(text: str) -> str | None:
    """Return the language that a text is in (ISO 639-1), or None where it is too short or too mixed to tell."""
    sample = _KEPT_OUT.sub(" ", text[:_SAMPLE]).encode(errors="ignore").decode()
    if len(sample.encode()) < _LEAST:
        return None
    try:
        is_reliable, _, ((_, code, share, _), *_) = pycld2.detect(sample, isPlainText=True)
    except pycld2.error:
        return None
    return _CODES.get(code, code) if is_reliable and share >= _SURE else None


def contradiction(language: str, text: str) -> str | None:
    """Return a warning where a text is surely in another language than its supplier says, else None."""
    if len(text) < _ENOUGH:
        return None
    found, said = detect(text), re.split("[-_]", language.strip().lower())[0]
    if found is None or found == said or any({found, said} <= alike for alike in _ALIKE) or len(said) != 2:
        return None
    return f"the supplier says {language!r}, the text looks like {found!r}"
