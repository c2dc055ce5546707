"""The topics above a supplier's: a story about football is about sport, also where the supplier did not say so."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newswire.story import Origin, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FOLDER = Path(__file__).parent
_SCHEME = "medtop:"


def implied(topics: Iterable[Topic]) -> list[Topic]:
    """Return the topics above these, each once, as sure as the surest below it; those given are left out."""
    topics = list(topics)
    given = {topic.code for topic in topics}
    found: dict[str, Topic] = {}
    for topic in sorted(topics, key=lambda topic: -topic.confidence):
        for code in _above(topic.code.removeprefix(_SCHEME)):
            above = f"{_SCHEME}{code}"
            if above not in given and above not in found:
                found[above] = Topic(
                    code=above,
                    name=_table("media_topics.tsv")[code],
                    origin=Origin.RULE,
                    confidence=topic.confidence,
                    evidence=f"above {topic.code} {topic.name}",
                )
    return list(found.values())


def _above(code: str) -> Iterator[str]:
    """Yield the topics above one, the nearest first."""
    while parent := _table("topic_parents.tsv").get(code):
        yield parent
        code = parent


@cache
def _table(name: str) -> dict[str, str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines)
