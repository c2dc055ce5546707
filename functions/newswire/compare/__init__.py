"""Sentence alignment and what changed between two texts: versions now, republished copies later. No I/O here."""

from newswire.compare.comparison import Change, Comparison, SentenceChange, texts
from newswire.compare.version_diff import FieldChange, VersionDiff, versions

__all__ = ["Change", "Comparison", "FieldChange", "SentenceChange", "VersionDiff", "texts", "versions"]
