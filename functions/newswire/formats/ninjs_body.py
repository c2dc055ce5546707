"""Headline and paragraphs of a ninjs item: which of its variants is the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import astuple, dataclass, field
from enum import IntEnum
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from newswire.errors import DeliveryTooLarge, MalformedDelivery
from newswire.formats import body_marks, nitf_text, xml
from newswire.formats.body_marks import Marks
from newswire.formats.story import check_length
from newswire.normalise import html
from newswire.normalise.text import clean, clean_line, split_paragraphs
from newswire.story import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"\w+")
_MARKUP_NAMES = ("html", "xhtml", "nitf", "xml")
# Mark-up in a property that promises text (seen from several suppliers): paragraphs or line breaks.
_TAGGED = re.compile(r"<(?:p|br|div|html|nitf|!doctype)\b[^<>]*>", re.IGNORECASE)


MAX_LINES = 50_000
"""Lines of one wording: a long report has some thousands."""
MAX_VARIANTS = 100
"""Wordings of one body: suppliers send a handful, and each is compared with the others."""


class Rank(IntEnum):
    """How much a kind of wording says beside its words."""

    MARKUP = 0
    TEXT = 1
    OTHER_XML = 2
    """A supplier's own XML (TT's), with its head and all."""


@dataclass(frozen=True)
class Variant:
    """One wording of the body or a description: the property it stands in, its paragraphs, and what is marked in it.

    `rank`: of wordings with the same words the one of the lowest rank is kept.
    """

    name: str
    rank: Rank
    paragraphs: list[Paragraph]
    marks: Marks = field(default_factory=Marks)

    @cached_property
    def words(self) -> Counter[str]:
        """Its words, mark-up and punctuation aside, those of its marked parts too."""
        marked = (text for texts in astuple(self.marks) for text in texts)
        texts = chain(marked, (paragraph.text for paragraph in self.paragraphs))
        return Counter(word for text in texts for word in _WORD.findall(text))


def headline(item: dict[str, Any]) -> str | None:
    """Return the headline: `headline`, or of several the main or the first one; else the title, else the name."""
    listed = item.get("headlines") or []
    named = [(entry.get("role"), entry.get("value")) for entry in listed if isinstance(entry, dict)]
    mains = [value for role, value in named if role == "main"]
    extended = [value for name, value in sorted(item.items()) if name.startswith("headline_")]
    candidates = (
        item.get("headline"),
        *mains,
        *(value for _, value in named),
        item.get("headline_main"),
        *extended,
        item.get("title"),
        item.get("name"),
    )
    texts = (_headline_text(value) for value in candidates if isinstance(value, str))
    return next(filter(None, texts), None)


def _headline_text(value: str) -> str:
    return clean_line(" ".join(html.paragraphs(value)) if re.search(r"</?[a-z]+\s*/?>|&#?\w+;", value) else value)


def variants(item: dict[str, Any], prefix: str, plural: str) -> list[Variant]:
    """Return the wordings in `body_*` and `bodies` (or `description_*` and `descriptions`), empty ones left out.

    Raises
    ------
    DeliveryTooLarge: there are more than MAX_VARIANTS of them, or more than `story.MAX_CHARACTERS` in all.
    """
    given = [(name, name, value) for name, value in item.items() if name.startswith(f"{prefix}_")]
    for entry in item.get(plural) or []:
        if isinstance(entry, dict):
            kind = f"{entry.get('contenttype', '')} {entry.get('contentType', '')} {entry.get('role', '')}"
            given.append((plural, kind, entry.get("value")))
    if len(given) > MAX_VARIANTS:
        raise DeliveryTooLarge(
            f"it has {len(given)} wordings of its {prefix}, the limit is {MAX_VARIANTS} (MAX_VARIANTS)"
        )
    check_length(sum(len(value) for _, _, value in given if isinstance(value, str)))
    return [variant for variant in (_variant(*each) for each in given) if variant.paragraphs]


def _variant(name: str, kind: str, value: Any) -> Variant:
    if not isinstance(value, str):
        return Variant(name, Rank.TEXT, [])
    if value.count("\n") > MAX_LINES:
        raise DeliveryTooLarge(f"a wording has {value.count(chr(10))} lines, the limit is {MAX_LINES} (MAX_LINES)")
    kind = kind.lower()
    is_markup = any(markup in kind for markup in _MARKUP_NAMES) or bool(_TAGGED.search(value))
    root = xml.root_name(value).lower() if is_markup and "html" not in kind else ""
    if root == "nitf" and (read := _nitf(name, value)):
        return read
    if root and root not in ("html", "body") and not _TAGGED.match(value.lstrip()):
        return Variant(name, Rank.OTHER_XML, html.body(value))
    if is_markup:
        text, marks = body_marks.take_out(value)
        return Variant(name, Rank.MARKUP, html.body(text), marks)
    return Variant(name, Rank.TEXT, [Paragraph(text=text) for text in split_paragraphs(clean(value))])


def _nitf(name: str, value: str) -> Variant | None:
    try:
        text = nitf_text.from_string(value)
    except MalformedDelivery:
        return None
    marks = Marks(
        bylines=[text.byline] if text.byline else [],
        datelines=[text.dateline.text] if text.dateline and text.dateline.text else [],
    )
    captions = [Paragraph(text=caption) for caption in text.captions]
    return Variant(name, Rank.MARKUP, [*text.paragraphs, *captions], marks)


def choose(candidates: list[Variant]) -> Variant | None:
    """Return the wording to keep: mark-up says more, unless words would be lost by it."""
    ordered = sorted(candidates, key=lambda variant: variant.rank)
    if ordered and ordered[0].rank is not Rank.OTHER_XML:
        ordered = [variant for variant in ordered if variant.rank is not Rank.OTHER_XML]
    if len(ordered) < 2:
        return ordered[0] if ordered else None
    chosen, *others = ordered
    words = chosen.words
    for other in others:
        other_words = other.words
        if other_words - words and other_words.total() > words.total():
            chosen, words = other, other_words
    return chosen


def unsaid(candidates: Iterable[Variant], chosen: Variant | None) -> set[str]:
    """Return the properties that hold words which the chosen wording has not: they must be kept elsewhere."""
    others = [variant for variant in candidates if variant is not chosen]
    if not others:
        return set()  # the usual case, and counting words is slow
    words = chosen.words if chosen else Counter[str]()
    return {variant.name for variant in others if variant.words - words}
