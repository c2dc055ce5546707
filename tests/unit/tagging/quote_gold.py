"""Our own texts with the speaker of each quotation, in data/quotes_*.txt, and how near a tagger comes to them.

A text begins with its people and organisations. "{Name}" behind a quotation is who speaks; "{-}": not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from newswire.story import Origin, Quote
from newswire.tagging.names import Name, NameType

_DATA = Path(__file__).with_name("data")
_MARK = re.compile(r"\s?\{([^}]*)\}")
_ARTICLE = re.compile(r"^(?:the|a|an)\s", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """A text, its names, and (where a quotation ends, who speaks) for each quotation."""

    text: str
    names: list[Name]
    speakers: list[tuple[int, str]]


def load_whole(name: str) -> list[Told]:
    """Return the texts of a file that does not give their names."""
    texts = (_DATA / f"quotes_{name}.txt").read_text(encoding="utf-8").split("===\n")
    return [_told(f"people: -\norganisations: -\n{text}") for text in texts]


def load(name: str) -> list[Told]:
    texts = (_DATA / f"quotes_{name}.txt").read_text(encoding="utf-8").split("===\n")
    return [_told(text) for text in texts]


def score(texts: list[Told], find: Callable[[Told], list[Quote]]) -> tuple[int, int, list[str]]:
    """Return how many quotations have the right speaker, of how many, and the wrong ones as lines."""
    right = total = 0
    wrong = []
    for told in texts:
        found = find(told)
        for end, speaker in told.speakers:
            if speaker == "-":
                continue
            near = [quote for quote in found if quote.start < end and end - quote.end <= 2 and quote.end <= end]
            said = near[-1].speaker if near else "(no quote)"
            total += 1
            if said and plain(said) == plain(speaker):
                right += 1
            else:
                evidence = near[-1].evidence if near else ""
                wrong.append(f"{told.text[max(0, end - 40) : end]!r}: {said} for {speaker} ({evidence})")
    return right, total, wrong


def plain(speaker: str) -> str:
    return _ARTICLE.sub("", speaker).casefold()


def named(text: str, kind: NameType, name: str) -> Name:
    """Return a name with its mentions: whole or, of a person, the surname."""
    surname = name.split()[-1] if kind == "person" else name
    pattern = rf"\b(?:{re.escape(name)}|{re.escape(surname)})\b"
    mentions = tuple((match.start(), match.end()) for match in re.finditer(pattern, text))
    return Name(kind, name, mentions, 1.0, "written down", Origin.RULE)


def _told(text: str) -> Told:
    people, organisations, marked = text.split("\n", 2)
    plain_text, speakers, last = "", [], 0
    for match in _MARK.finditer(marked):
        plain_text += marked[last : match.start()]
        speakers.append((len(plain_text), match[1]))
        last = match.end()
    plain_text += marked[last:]
    kinds: tuple[tuple[NameType, str], ...] = (("person", people), ("organisation", organisations))
    names = [
        named(plain_text, kind, name)
        for kind, line in kinds
        for name in line.partition(": ")[2].split(", ")
        if name != "-"
    ]
    return Told(plain_text, names, speakers)
