"""What two generations of the indices have in common, document by document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.opensearch.generation import NAMES, Generation, Hit
from newswire.index import STORIES
from newswire.tag_changes import TagChanges

_EXAMPLES = 5


@dataclass(slots=True)
class Comparison:
    """How one generation stands to another.

    Parameters
    ----------
    counts: documents of the first and of the second, by kind of index.
    same, different: documents of the first that the second has at the same version (or a newer one) with the same or
        another content.
    behind: (kind, id) of those that the second has not, or at an older version.
    examples: some that are different.
    tags: what changes in the tags of stories as they are now.
    """

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    same: int = 0
    different: int = 0
    behind: list[tuple[str, str]] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    tags: TagChanges = field(default_factory=TagChanges)
    _hashes: tuple[int, int] = (0, 0)

    @property
    def content_hashes(self) -> tuple[str, str]:
        """The content of the first, and of what the second has of it, as numbers; equal where all is the same."""
        return f"{self._hashes[0]:064x}", f"{self._hashes[1]:064x}"

    def add(self, kind: str, mine: Hit, other: Hit | None) -> None:
        """Count one document of the first, and what the second has under its id."""
        if kind == STORIES and other and other["_version"] == mine["_version"]:
            self.tags.add(mine["_source"], other["_source"])
        fingerprints = _fingerprint(mine), _fingerprint(other) if other else 0
        # Added up, so that the order of documents does not matter, and two alike do not cancel out.
        self._hashes = (
            (self._hashes[0] + fingerprints[0]) % 2**256,
            (self._hashes[1] + fingerprints[1]) % 2**256,
        )
        if is_behind(mine, other):
            self.behind.append((kind, mine["_id"]))
        elif fingerprints[0] == fingerprints[1]:
            self.same += 1
        else:
            self.different += 1
            if len(self.examples) < _EXAMPLES:
                self.examples.append(
                    f"{kind} {mine['_id']}: {_difference(mine['_source'], (other or mine)['_source'])}"
                )


def compare(first: Generation, second: Generation) -> Iterator[Comparison]:
    """Compare all documents of the first with those of the second; yield the result so far, and at last the whole."""
    comparison = Comparison()
    for kind in NAMES:
        for hits in first.written_after(kind, -1):
            for hit, other in zip(hits, second.counterparts(kind, (hit["_id"] for hit in hits)), strict=True):
                comparison.add(kind, hit, other)
            yield comparison
        comparison.counts[kind] = (first.count(kind), second.count(kind))
    yield comparison


def still_behind(first: Generation, second: Generation, comparison: Comparison) -> list[tuple[str, str]]:
    """Return which of those that were behind still are."""
    behind = []
    for kind in NAMES:
        ids = [id_ for each, id_ in comparison.behind if each == kind]
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            pairs = zip(part, first.counterparts(kind, part), second.counterparts(kind, part), strict=True)
            behind += [(kind, id_) for id_, mine, other in pairs if mine and is_behind(mine, other)]
    return behind


def is_behind(mine: Hit, other: Hit | None) -> bool:
    """Tell whether the second has a document not at all, or at an older version."""
    return other is None or other["_version"] < mine["_version"]


def _fingerprint(hit: Hit) -> int:
    content = json.dumps([hit["_id"], hit["_version"], hit["_source"]], sort_keys=True).encode()
    return int.from_bytes(hashlib.sha256(content).digest(), "big")


def _difference(mine: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Return the names of the fields that differ."""
    mine, other = mine.get("document", mine), other.get("document", other)
    names = sorted(name for name in {*mine, *other} if mine.get(name) != other.get(name))
    return ", ".join(names) or "its version"
