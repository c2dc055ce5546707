"""The topics above a supplier's: a story about football is about sport, also where the supplier did not say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire import media_topics
from newswire.story import Origin, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable


def implied(topics: Iterable[Topic]) -> list[Topic]:
    """Return the topics above these, each once, as sure as the surest below it; those given are left out."""
    topics = list(topics)
    given = {topic.code for topic in topics}
    found: dict[str, Topic] = {}
    for topic in sorted(topics, key=lambda topic: -topic.confidence):
        for code in media_topics.above(topic.code.removeprefix(media_topics.PREFIX)):
            above = f"{media_topics.PREFIX}{code}"
            if above not in given and above not in found:
                found[above] = Topic(
                    code=above,
                    name=media_topics.names()[code],
                    origin=Origin.RULE,
                    confidence=topic.confidence,
                    evidence=f"above {topic.code} {topic.name}",
                )
    return list(found.values())
