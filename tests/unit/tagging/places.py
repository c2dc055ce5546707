"""Stories with their places marked, "[Paris](4717560)": text, names, and what they mean (GeoNames ids, 0 for none)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_MARKED = re.compile(r"\[([^\]]+)\](?:\((\d+)\))?")
_FOLDER = Path(__file__).with_name("data")


@dataclass(frozen=True)
class Named:
    name: str
    mentions: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Marked:
    text: str
    names: list[Named]
    ids: dict[str, int]


def marked(story: str) -> Marked:
    text, at = "", 0
    mentions: dict[str, list[tuple[int, int]]] = {}
    ids = {}
    for match in _MARKED.finditer(story):
        text += story[at : match.start()]
        mentions.setdefault(match[1], []).append((len(text), len(text) + len(match[1])))
        ids[match[1]] = int(match[2] or 0)
        text += match[1]
        at = match.end()
    return Marked(text + story[at:], [Named(name, tuple(each)) for name, each in mentions.items()], ids)


def stories(name: str) -> list[Marked]:
    return [marked(story) for story in (_FOLDER / f"places_{name}.txt").read_text(encoding="utf-8").split("\n\n")]
