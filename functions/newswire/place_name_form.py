"""The form in which names of places are compared, and in which the gazetteer's file holds them.

Here because the taggers and searches both look names up, and a search loads no tagger.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FOLDED = str.maketrans(
    {
        "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e",
        **dict.fromkeys("'’‘ʻʼʿʾ`´.\N{MODIFIER LETTER PRIME}"),
    }
)  # fmt: skip
_APART = re.compile(r"[\W_]+")
_SHORT_WORDS = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


@lru_cache(20_000)
def fold(name: str) -> str:
    """Return the form by which names are looked up: small letters, no accents, apostrophes or dots, Saint as St."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(each for each in plain if not unicodedata.combining(each)).translate(_FOLDED)
    return " ".join(_SHORT_WORDS.get(word, word) for word in _APART.sub(" ", plain).split())
