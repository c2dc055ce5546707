"""What changes in the tags of stories where other rules tag them: counts and examples, for who is to decide."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("topics", "people", "organisations", "places", "quotes", "keywords", "kind")
"""Fields of a story that hold tags."""

_EXAMPLES = 5
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Example:
    """One tag that comes or goes: of which story, why it is (or was) there."""

    change: str
    kind: str
    tag: str
    evidence: str | None
    story: str


@dataclass(slots=True)
class TagChanges:
    """The changes so far.

    Parameters
    ----------
    stories: how many were compared; changed: those of them whose tags differ.
    added, removed: tags, by kind.
    examples: some of each kind.
    """

    stories: int = 0
    changed: int = 0
    added: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)

    def add(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Count the changes of one story, given its documents."""
        self.stories += 1
        differs = False
        for kind in KINDS:
            old, new = _tags(kind, before), _tags(kind, after)
            for change, counter, tags in (
                ("added", self.added, {key: new[key] for key in new.keys() - old.keys()}),
                ("removed", self.removed, {key: old[key] for key in old.keys() - new.keys()}),
            ):
                differs = differs or bool(tags)
                room = max(_EXAMPLES - counter[kind], 0)
                counter[kind] += len(tags)
                self.examples += [
                    Example(change, kind, key[:_LONGEST], tags[key], after["id"]) for key in sorted(tags)[:room]
                ]
        self.changed += differs

    def as_dict(self) -> dict[str, Any]:
        """Return them for a program."""
        return {
            "stories": self.stories,
            "changed": self.changed,
            "tags": {kind: {"added": self.added[kind], "removed": self.removed[kind]} for kind in KINDS},
            "examples": [asdict(example) for example in self.examples],
        }

    def as_lines(self) -> list[str]:
        """Return them for a person."""
        lines = [f"the tags of {self.changed} of {self.stories} stories change"]
        lines += [
            f"{kind}: {self.added[kind]} added, {self.removed[kind]} removed"
            for kind in KINDS
            if self.added[kind] or self.removed[kind]
        ]
        signs = {"added": "+", "removed": "-"}
        lines += [
            f"  {signs[each.change]} {each.kind} {each.tag} ({each.evidence or 'no evidence'}) in {each.story}"
            for each in self.examples
        ]
        return lines


def _tags(kind: str, document: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the tags of a kind as a person reads them, each with its evidence; equal where they are the same tag."""
    found = document.get(kind) or ()
    if kind == "keywords":
        return dict.fromkeys(found)
    return {_shown(kind, tag): tag.get("evidence") for tag in ([found] if isinstance(found, dict) else found)}


def _shown(kind: str, tag: Mapping[str, Any]) -> str:
    match kind:
        case "topics":
            return f"{tag['code']} {tag['name']}"
        case "places" if "geonames_id" in tag:
            return f"{tag['name']} [{tag['geonames_id']}]"
        case "quotes":
            return f"{tag.get('speaker') or 'nobody'}: “{tag['text']}”"
        case _:
            return str(tag["name"])
