"""Keywords: the few words and phrases by which an editor would file a story, of its own words.

A phrase is a run of words between small words and marks, as in RAKE (Rose et al., "Automatic keyword extraction from
individual documents", 2010); it counts by how often it comes, and more in the headline and the lead.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newswire.tagging.names import Name

MOST = 8
"""Keywords of one story, at most."""

_CHARACTERS = 50_000
_LONGEST = 3
_HEADLINE, _LEAD, _BODY = 3.0, 1.5, 1.0
_MANY_WORDS = {1: 1.0, 2: 1.6, 3: 1.8}
"""What a phrase of so many words is worth: a phrase tells more than a word, and comes less often."""
_LEAST = 2.5
_PIECE = re.compile(r"[^.,;:!?()\[\]{}\"“”„«»…|/\n\r\t–—]+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d+[\w-]*")
_DEED = re.compile(r"[a-z]{2,}[^e\W]ed")
"""A word that alone is a verb ("suspended"), not "seed"."""
_SMALL = Path(__file__).with_name("small_words.txt")


def find(headline: str, body: str, names: Iterable[Name] = ()) -> list[str]:
    """Return the keywords of a story, the most telling first, at most MOST; none where nothing comes more than once.

    `names`: those of the body; what is one of their mentions is written in full. English only: in another language
    small words would be taken for phrases.
    """
    scores: dict[str, float] = defaultdict(float)
    seen: dict[str, Counter[str]] = {}
    lead, _, rest = body[:_CHARACTERS].partition("\n")
    for text, weight in ((headline, _HEADLINE), (lead, _LEAD), (rest, _BODY)):
        for phrase in _phrases(text):
            key = " ".join(_stem(word) for word in phrase)
            scores[key] += weight
            seen.setdefault(key, Counter())[" ".join(phrase)] += 1
    ranked = sorted(scores, key=lambda key: (-scores[key] * _MANY_WORDS[key.count(" ") + 1], key))
    kept: list[str] = []
    for key in ranked:
        if scores[key] < _LEAST or len(kept) == MOST:
            break
        if _DEED.fullmatch(_written(seen[key])):
            continue
        if sum(seen[key].values()) > 1 and not any(_inside(key, other) or _inside(other, key) for other in kept):
            kept.append(key)
    full = _full_names(body, names)
    return list(dict.fromkeys(full.get(key, _written(seen[key])) for key in kept))


def _full_names(body: str, names: Iterable[Name]) -> dict[str, str]:
    """Return the full name behind the key of each mention: "york" for "New York", since small words are in no key."""
    full: dict[str, str] = {}
    for name in names:
        for start, end in name.mentions:
            telling = (word for word in _WORD.findall(body[start:end]) if word.casefold() not in _small_words())
            full.setdefault(" ".join(map(_stem, telling)), name.name)
    return full


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the runs of telling words in a text, and their parts, each of at most _LONGEST words."""
    for piece in _PIECE.finditer(text):
        run: list[str] = []
        for word in (*_WORD.findall(piece[0]), ""):
            plain = word.removesuffix("'s").removesuffix("’s")
            if plain and plain.casefold() not in _small_words() and not plain[0].isdigit() and len(plain) > 1:
                run.append(plain)
                continue
            for start in range(len(run)):
                for length in range(1, min(_LONGEST, len(run) - start) + 1):
                    yield tuple(run[start : start + length])
            run = []


def _stem(word: str) -> str:
    plain = word.casefold()
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is")) else plain


def _inside(part: str, whole: str) -> bool:
    return f" {part} " in f" {whole} "


def _written(forms: Counter[str]) -> str:
    """Return a phrase as the story writes it most often; a form with small letters before one in capitals."""
    return min(forms, key=lambda form: (form.isupper() and len(form) > 5, -forms[form], form))


@cache
def _small_words() -> frozenset[str]:
    return frozenset(_SMALL.read_text(encoding="utf-8").split())
