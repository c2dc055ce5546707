"""Keywords: the few words and phrases by which an editor would file a story: its names, and nouns of its own words.

A phrase is a run of words between small words and marks, as in RAKE (Rose et al., "Automatic keyword extraction from
individual documents", 2010). It counts by how often it comes, and more in the headline and the lead; but only if it
stands as a noun does, right behind "the" or "of" and with nothing behind it: "after the storm surge", not "it surged".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
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
_LEAST_ALONE = 3.5
"""The same for a word alone that is no name."""
_NOUN_SHARE = 0.15
"""Of how many of its places a word stands as a noun."""
_PIECE = re.compile(r"[^.,;:!?()\[\]{}\"“”„«»…|/\\<>=@_\n\r\t–—]+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d+[\w-]*")
_OPENS_NOUNS = frozenset(
    "a an the its his her their our my your this that these those some any no every each another of in for with on by"
    " from over against about under after before during between among into without across through's".split()
)
_ENDING = re.compile(r"['’]s$")
_DEED = re.compile(r"[a-z]{2,}[^e\W]ed|[a-z]{3,}(?:ly|ous|ful|less|able|ible|ional)")
"""A word that alone is a verb ("suspended"; not "seed"), or tells how ("sharply", "recreational")."""
_NAMED = re.compile(r"\D\S+(?:\s\D\S*){0,5}")
"""A name that is no heading, and no line of a table."""
_COMMON = 5
"""Letters that a country and its people have in common."""
_LISTS = Path(__file__).parent


@dataclass(slots=True)
class _Candidate:
    """What a phrase is worth, how often it stands where a noun does, and how it is written how often."""

    score: float = 0.0
    places: int = 0
    as_noun: int = 0
    forms: Counter[str] = field(default_factory=Counter)


def find(headline: str, body: str, names: Iterable[Name] = ()) -> list[str]:
    """Return the keywords of a story, the most telling first, at most MOST; none where nothing comes more than once.

    `names`: those of the body. They are written in full, and no part of one is a keyword. English only: in another
    language small words would be taken for phrases.
    """
    body = body[:_CHARACTERS]
    scores, left = _of_names(headline, body, names)
    named = {keyword[:_COMMON] for keyword in scores}
    for key, score in _of_phrases(*left).items():
        if not key[0].isupper() or " " in key or key[:_COMMON] not in named:  # "Syrian" beside Syria
            scores.setdefault(key, score)
    kept: list[str] = []
    for keyword in sorted(scores, key=lambda keyword: (-scores[keyword], keyword)):
        stems = _stems(keyword)
        if not any(_inside(stems, _stems(other)) or _inside(_stems(other), stems) for other in kept):
            kept.append(keyword)
    return kept[:MOST]


def _of_names(headline: str, body: str, names: Iterable[Name]) -> tuple[dict[str, float], tuple[str, str]]:
    """Return what the names are worth that come more than once, and headline and body without any."""
    lead = body.find("\n") % (len(body) + 1)
    scores: dict[str, float] = {}
    spans: list[tuple[int, int]] = []
    for name in names:
        mentions = [mention for mention in name.mentions if mention[1] <= len(body)]
        spans += mentions
        forms = {name.name, *(body[start:end] for start, end in mentions)}
        titled = 0
        if any(form in headline for form in forms):
            written = rf"\b(?:{'|'.join(sorted(map(re.escape, forms), key=len, reverse=True))})\b"
            headline, titled = re.subn(written, "|", headline)
        score = sum(_LEAD if start < lead else _BODY for start, _ in mentions) + _HEADLINE * bool(titled)
        if score >= _LEAST and len(mentions) + titled > 1 and _NAMED.fullmatch(name.name):
            scores[name.name] = score
    return scores, (headline, _without(body, spans))


def _without(body: str, spans: list[tuple[int, int]]) -> str:
    parts, last = [], 0
    for start, end in sorted(spans):
        if start >= last:
            parts += [body[last:start], "|"]
            last = end
    return "".join((*parts, body[last:]))


def _of_phrases(headline: str, body: str) -> dict[str, float]:
    """Return what the telling phrases are worth, as the story writes them."""
    found: dict[str, _Candidate] = defaultdict(_Candidate)
    lead, _, rest = body.partition("\n")
    for text, weight in ((headline, _HEADLINE), (lead, _LEAD), (rest, _BODY)):
        for phrase, as_noun in _phrases(text):
            candidate = found[" ".join(map(_stem, phrase))]
            candidate.score += weight
            candidate.places += 1
            candidate.as_noun += as_noun
            candidate.forms[" ".join(phrase)] += 1
    return {
        _written(candidate.forms): candidate.score * _MANY_WORDS[key.count(" ") + 1]
        for key, candidate in found.items()
        if _is_telling(key, candidate)
    }


def _is_telling(key: str, candidate: _Candidate) -> bool:
    if candidate.places < 2 or candidate.score < _LEAST or _DEED.fullmatch(_written(candidate.forms).split()[-1]):
        return False
    if " " in key:
        return candidate.as_noun > 0
    enough = candidate.score >= _LEAST_ALONE and candidate.as_noun >= max(1, candidate.places * _NOUN_SHARE)
    return enough and key not in _words("dull_words") and not _words("dull_words").intersection(candidate.forms)


def _phrases(text: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the runs of telling words in a text and their parts, and whether each stands where a noun does.

    A part has at most _LONGEST words; it holds words that have capitals side by side all or not at all.
    """
    for piece in _PIECE.finditer(text):
        run: list[str] = []
        opens = False
        for word in (*_WORD.findall(piece[0]), ""):
            plain = _ENDING.sub("", word)
            if plain and not _is_small(plain) and not plain[0].isdigit() and len(plain) > 1:
                run.append(plain)
                if word == plain:
                    continue
            yield from _parts(run, opens)
            opens = word.casefold() in _OPENS_NOUNS or word != plain
            run = []


def _parts(run: list[str], opens: bool) -> Iterator[tuple[tuple[str, ...], bool]]:
    for start in range(len(run)):
        if start and _are_one(run, start):
            continue
        for end in range(start + 1, min(start + _LONGEST, len(run)) + 1):
            if end == len(run) or not _are_one(run, end):
                yield tuple(run[start:end]), opens and end == len(run)


def _are_one(run: list[str], at: int) -> bool:
    """Say whether the words before and behind a place are of one name: "South China Sea"."""
    return run[at - 1][0].isupper() and run[at][0].isupper()


def _stems(keyword: str) -> str:
    return " ".join(map(_stem, keyword.split()))


def _stem(word: str) -> str:
    plain = word.casefold()
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is")) else plain


def _inside(part: str, whole: str) -> bool:
    return f" {part} " in f" {whole} "


def _written(forms: Counter[str]) -> str:
    """Return a phrase as the story writes it most often; a form with small letters before one in capitals."""
    return min(forms, key=lambda form: (form.isupper() and len(form) > 5, -forms[form], form))


def _is_small(word: str) -> bool:
    return word.casefold().replace("’", "'") in _words("small_words")


@cache
def _words(name: str) -> frozenset[str]:
    """Return a list of words: "small_words" end a phrase, "dull_words" tell nothing alone."""
    return frozenset((_LISTS / f"{name}.txt").read_text(encoding="utf-8").split())
