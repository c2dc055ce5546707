"""Headline and paragraphs of a ninjs item: which of its variants is the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newswire.errors import DeliveryTooLarge
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


@dataclass(frozen=True)
class Variant:
    """One wording of the body or a description: the property it stands in, and its paragraphs."""

    name: str
    is_markup: bool
    paragraphs: list[Paragraph]

    @cached_property
    def words(self) -> Counter[str]:
        """Its words, mark-up and punctuation aside."""
        return Counter(word for paragraph in self.paragraphs for word in _WORD.findall(paragraph.text))


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
    DeliveryTooLarge: there are more than MAX_VARIANTS of them.
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
    return [variant for variant in (_variant(*each) for each in given) if variant.paragraphs]


def _variant(name: str, kind: str, value: Any) -> Variant:
    if not isinstance(value, str):
        return Variant(name, False, [])
    if value.count("\n") > MAX_LINES:
        raise DeliveryTooLarge(f"a wording has {value.count(chr(10))} lines, the limit is {MAX_LINES} (MAX_LINES)")
    kind = kind.lower()
    is_markup = any(markup in kind for markup in _MARKUP_NAMES) or bool(_TAGGED.search(value))
    if is_markup:
        return Variant(name, True, html.body(value))
    return Variant(name, False, [Paragraph(text=text) for text in split_paragraphs(clean(value))])


def choose(candidates: list[Variant]) -> Variant | None:
    """Return the wording to keep: mark-up says more, unless words would be lost by it."""
    ordered = sorted(candidates, key=lambda variant: not variant.is_markup)
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
