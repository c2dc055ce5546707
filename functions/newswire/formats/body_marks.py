"""What the class names in an HTML body say is no text of the story: bylines, datelines, vignettes (TT and others)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newswire.normalise.html import paragraphs
from newswire.normalise.text import collapse

_MAX_MARKS = 50
_MARKED = re.compile(
    r"""<(?P<tag>p|div|span|address)\b[^<>]{0,200}?\bclass\s?=\s?["'](?:[^"'<>]{0,80}\s)?(?P<name>byline|dateline|dat)
        (?:\s[^"'<>]{0,80})?["'][^<>]{0,200}>(?P<inside>(?:[^<]{1,200}|<(?!/?(?P=tag)\b)[^<>]{0,200}>){0,20}+)</(?P=tag)>""",
    re.IGNORECASE | re.VERBOSE,
)
_BLOCK_STARTS = re.compile(
    r"(?:^|</?(?:p|div|section|article|body|header|h[1-6]|figure)\b[^<>]{0,200}>)\s*$", re.IGNORECASE
)
_LOOK_BACK = 300
_VIGNETTE = re.compile(r"""class\s?=\s?["']vignette["']""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the marks in a body hold, each on one line.

    Parameters
    ----------
    vignettes: what stands where a dateline would: a section or a subject, and the agency.
    picture_bylines: who took the pictures.
    """

    bylines: list[str] = field(default_factory=list)
    datelines: list[str] = field(default_factory=list)
    vignettes: list[str] = field(default_factory=list)
    picture_bylines: list[str] = field(default_factory=list)


def take_out(markup: str) -> tuple[str, Marks]:
    """Return an HTML body without its marked parts, and what these hold."""
    marks = Marks()
    if "class" not in markup and "CLASS" not in markup:
        return markup, marks  # the usual case
    kept: list[str] = []
    at = 0
    for found, _ in zip(_MARKED.finditer(markup), range(_MAX_MARKS), strict=False):
        text = collapse(" ".join(paragraphs(found["inside"].replace("><", "> <"))))
        into = _place(found, markup, marks)
        if text and into is not None:
            into.append(text)
            kept.append(markup[at : found.start()])
            at = found.end()
    return "".join([*kept, markup[at:]]), marks


def _place(found: re.Match[str], markup: str, marks: Marks) -> list[str] | None:
    """Return where a marked part belongs; None where it is a part of a sentence."""
    start = found.start()
    before = markup[max(0, start - _LOOK_BACK) : start]
    if found["tag"].lower() == "span" and not _BLOCK_STARTS.search(before):
        return None
    if found["name"].lower() == "byline":
        in_figure = markup.rfind("<figure", 0, start) > markup.rfind("</figure", 0, start)
        return marks.picture_bylines if in_figure else marks.bylines
    return marks.vignettes if _VIGNETTE.search(found["inside"]) else marks.datelines
