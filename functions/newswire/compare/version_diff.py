"""What changed between two versions of a story: its text, and what an editor reads around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newswire.compare.comparison import Comparison, texts

if TYPE_CHECKING:
    from newswire.story import Story


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the story that differs, with what it was and what it is (None where it is not there)."""

    field: str
    old: str | int | None
    new: str | int | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as the HTTP API shows it, ready for JSON."""
        return {"field": self.field, "from": self.old, "to": self.new}


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """The numbers of two versions, the fields that differ, and the comparison of their texts."""

    from_version: int
    to_version: int
    fields: tuple[FieldChange, ...]
    text: Comparison

    def as_dict(self) -> dict[str, Any]:
        """Return it as the HTTP API shows it, ready for JSON."""
        return {
            "from": self.from_version,
            "to": self.to_version,
            "fields": [field.as_dict() for field in self.fields],
            **self.text.as_dict(),
        }


def versions(old: Story, new: Story) -> VersionDiff:
    """Return what changed from one version of a story to another: fields exactly, the text as `texts` compares it.

    What the caller may not show (a kill, an embargo) is the caller's to keep out. Never fails.
    """
    before, after = _fields(old), _fields(new)
    fields = tuple(FieldChange(name, before[name], after[name]) for name in before if before[name] != after[name])
    return VersionDiff(old.version, new.version, fields, texts(old.body_text, new.body_text))


def _fields(story: Story) -> dict[str, str | int | None]:
    return {
        "headline": story.headline,
        "subheadline": story.subheadline,
        "slug": story.slug,
        "byline": story.byline,
        "dateline": story.dateline.text if story.dateline else None,
        "ed_note": story.ed_note,
        "status": story.status.value,
        "urgency": story.urgency,
    }
