"""Making the story that a format's module has read."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from newswire.errors import DeliveryTooLarge, InvalidStory
from newswire.normalise import html
from newswire.normalise.text import clean, split_paragraphs
from newswire.story import Paragraph, Story

MAX_PARAGRAPHS = 10_000
"""Paragraphs of one story: a long report has some hundreds."""


def make_story(position: str | None = None, **fields: Any) -> Story:
    """Return the story with these fields.

    Raises
    ------
    InvalidStory: a value does not fit the story (a supplier that is no name, say); quarantine it with the reason.
    """
    try:
        return Story(**fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise InvalidStory(f"{field}: {first['msg']}", position) from None


def body_from_markup(markup: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of HTML, XHTML or NITF mark-up; errors as of `body_of` and `html.body`."""
    return body_of(html.body(markup))


def body_from_text(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of plain text; errors as of `body_of`."""
    return body_from_texts(split_paragraphs(clean(text)))


def body_from_texts(texts: list[str]) -> tuple[Paragraph, ...]:
    """Return the body paragraphs with these texts; errors as of `body_of`."""
    return body_of([Paragraph(text=text) for text in texts])


def body_of(paragraphs: list[Paragraph]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a body.

    Raises
    ------
    DeliveryTooLarge: there are more than MAX_PARAGRAPHS of them.
    """
    if len(paragraphs) > MAX_PARAGRAPHS:
        raise DeliveryTooLarge(f"it has {len(paragraphs)} paragraphs, the limit is {MAX_PARAGRAPHS} (MAX_PARAGRAPHS)")
    return tuple(paragraphs)
