"""Language: the supplier's stands; where it says none the text is asked, and where it contradicts that is noted."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

_MODEL = Path(__file__).with_name("lid.176.ftz")
"""fastText's small model of 176 languages; see lid.176.README.md."""
_SAMPLE = 500
"""Characters that are looked at: more does not make it surer."""
_ENOUGH = 300
"""Characters from which a contradiction counts: names and quotations turn a short text."""
_HALVES = 200
"""Characters from which both halves of a text must be in the language: a mixed text has none."""
_LEAST = 20
"""Bytes below which nothing is told: a name, a number."""
_SURE = 0.7
"""Probability from which the model is believed."""
_LIKELY = 0.4
"""Probability from which a text is tagged as of its likeliest language: names make any short text unsure."""
_LIKELIEST = 5
_FLASH = frozenset(
    "after arrested at attacked attacks bans beats blast charged collapses convicted crash crashes cuts dead dies"
    " drops elected ends explodes explosion falls files fired fires flees freed guilty hacked held hikes hit hits"
    " hurt in injured invades jailed jumps killed kills launches leads leaves loses lost missing named off on"
    " orders out over plunges quits raises released resigns retires rises says seizes sentenced shot shuts signs"
    " slides soars strikes sues surges tests to up wins won wounded".split()
)
"""English of which one word tells a flash: the model is at a loss with a name and a verb ("Putin dies")."""
_KEPT_OUT = re.compile(r"https?://\S+|\S+@\S+|[\W\d_]+")
# Languages that no model keeps apart.
_ALIKE = ({"no", "nb", "nn", "da"}, {"hr", "sr", "bs", "sh"}, {"id", "ms"}, {"cs", "sk"}, {"pt", "gl"})


def detect(text: str) -> str | None:
    """Return the language that a text is in (ISO 639-1), or None where it is too short or too mixed to tell."""
    sample = _sample(text)
    if len(sample) < _HALVES:
        return _guess(sample)
    middle = len(sample) // 2
    found = _guess(sample[:middle])
    return found if found and _guess(sample[middle:]) == found else None


def likeliest(text: str) -> str | None:
    """Return the language that a text is to be read in where `detect` tells none: the likeliest, or None.

    A text of a few words, a flash, has one too; a single word has none.
    """
    sample = _sample(text)
    if len(sample.encode()) >= _LEAST:
        return _guess(sample, _LIKELY)
    if not sample or (sample.isascii() and " " not in sample):
        return None
    return _likeliest(sample, _SURE) or ("en" if _FLASH.intersection(sample.split()) else _likeliest(sample, _LIKELY))


def _sample(text: str) -> str:
    """Return what the model is asked about: it was trained on running text, and takes capitals for other languages."""
    return _KEPT_OUT.sub(" ", text[:_SAMPLE]).lower().encode(errors="ignore").decode().strip()


def _guess(sample: str, least: float = _SURE) -> str | None:
    return _likeliest(sample, least) if len(sample.encode()) >= _LEAST else None


def _likeliest(sample: str, least: float) -> str | None:
    (label,), (probability,) = _model().predict(sample, k=1)
    return str(label).removeprefix("__label__") if probability >= least else None


@cache
def _model() -> Any:
    import fasttext  # here, since most stories say their language

    return fasttext.load_model(str(_MODEL))


def probabilities(text: str) -> dict[str, float]:
    """Return the likeliest languages of a text with their probabilities."""
    labels, found = _model().predict(_sample(text), k=_LIKELIEST)
    return {str(label).removeprefix("__label__"): float(how) for label, how in zip(labels, found, strict=True)}


def contradiction(language: str, text: str) -> str | None:
    """Return a warning where a text is surely in another language than its supplier says, else None."""
    said = re.split("[-_]", language.strip().lower())[0]
    if len(text) < _ENOUGH or len(said) != 2 or _guess(_sample(text[:_ENOUGH])) == said:
        return None
    found = detect(text)
    if found is None or any({found, said} <= alike for alike in _ALIKE):
        return None
    return f"the supplier says {language!r}, the text looks like {found!r}"
