"""What a path after /v1/stories/ names: a story, its versions, one of them, what changed, or what is similar.

Ids hold slashes, and the HTTP API gives a function the path decoded: "%2F" and "/" are the same there. So the last
segments decide. An id that itself ends like an address is read second, where there is no story of the first reading;
its versions always have an address: the last segments of `ena:a/versions/versions` leave the id `ena:a/versions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from newswire.story import MAX_VERSION


class Part(StrEnum):
    """What of a story is asked for."""

    STORY = "story"
    VERSIONS = "versions"
    VERSION = "version"
    DIFF = "diff"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Address:
    """One reading of a path; `version` is the number of a VERSION, else 0."""

    part: Part
    story_id: str
    version: int = 0


def readings(path: str) -> list[Address]:
    """Return what a path can mean, the likeliest first; as a story's id alone it can always be read."""
    whole = Address(Part.STORY, path)
    match path.rsplit("/", 2):
        case [*start, "versions" | "diff" | "similar" as last] if any(start):
            return [Address(Part(last), path.removesuffix(f"/{last}")), whole]
        case [story_id, "versions", number] if story_id and (version := version_number(number)) is not None:
            return [Address(Part.VERSION, story_id, version), whole]
    return [whole]


def version_number(text: str) -> int | None:
    """Return the number of a version as it is written, in one way only; None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MAX_VERSION))) or str(int(text)) != text:
        return None
    return int(text)
