"""Plain text: a headline where the first line looks like one, then paragraphs."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from newswire.errors import InvalidStory, MalformedDelivery, NotAStory
from newswire.formats import agency_name, fragments, json_text, wire_text
from newswire.formats.story import body_from_texts, make_story
from newswire.normalise.text import clean, clean_line, collapse, decode, split_paragraphs
from newswire.story import GuidRule, Story, VersionRule

if TYPE_CHECKING:
    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError

MAX_HEADLINE = 300
"""Characters; a longer first line is a paragraph."""

# Mark-up (XML, HTML), and SYN, with which an ANPA 1312 transmission begins. SOH alone proves nothing.
_SOMETHING_ELSE = re.compile(r"<[a-z!?/]|\x7f*\x16", re.IGNORECASE)


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - text says by itself that it is text
    """Tell whether this is plain text: everything is that does not begin like something else."""
    return not _SOMETHING_ELSE.match(head)


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the one story of a plain text.

    Text has no identity of its own: the guid is a digest of its words, so the same text is the same story. The agency
    in its dateline is the supplier, with header lines and without.

    Raises
    ------
    InvalidStory: there is no text in it; quarantine the delivery.
    NotAStory: it is a JSON list of values.
    MalformedDelivery: it is JSON or XML that is broken at its beginning: what may hide it cannot be read any more.
    DeliveryTooLarge: it has too many characters or paragraphs.
    """
    decoded = decode(delivery.body, delivery.content_type)
    wire_text.check_length(decoded.text)
    if _is_json_list(decoded.text.strip()):
        raise NotAStory("JSON that is no story: a list without an object in it")
    fragments.refuse(decoded.text)
    headline, paragraphs = split_headline(clean(decoded.text))
    if not paragraphs:
        raise InvalidStory("empty: there is no text in it")
    words = " ".join([headline or "", *paragraphs])
    story = make_story(
        supplier=delivery.supplier or agency_name.first([wire_text.agency(paragraphs[0])]) or "unknown",
        feed=delivery.feed,
        guid=f"text:{hashlib.sha256(collapse(words).encode()).hexdigest()[:32]}",
        guid_rule=GuidRule.CONTENT,
        version=1,
        version_rule=VersionRule.CONTENT,
        version_created=delivery.received,
        received=delivery.received,
        headline=headline,
        paragraphs=body_from_texts(paragraphs),
        warnings=(*decoded.warnings, "no time in it, the time of receipt stands for it"),
    )
    return [story]


def _is_json_list(text: str) -> bool:
    """Tell a list of values from text that begins with a bracket; a list of objects is another format's."""
    if not (text.startswith("[") and text.endswith("]")):
        return False
    try:
        json_text.loads(text)
    except MalformedDelivery:
        return False
    return True


def split_headline(text: str) -> tuple[str | None, list[str]]:
    """Return the headline of clean text and its paragraphs: a short first line with a blank line after it.

    With a dateline it is the first paragraph.
    """
    paragraphs = split_paragraphs(text)
    if not text.strip():
        return None, []
    first, *others = paragraphs
    _, _, after = text.strip().partition("\n")
    is_alone = others and "\n" not in first and not after.partition("\n")[0].strip()
    if is_alone and len(first) <= MAX_HEADLINE and not wire_text.agency(first):
        return clean_line(first), others
    return None, paragraphs
