"""Making the story that a format's module has read."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from newswire.errors import DeliveryTooLarge, InvalidStory
from newswire.normalise import html
from newswire.normalise.text import clean, clean_line, split_paragraphs
from newswire.story import Paragraph, Story

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_PARAGRAPHS = 10_000
"""Paragraphs of one story: a long report has some hundreds."""

MAX_CHARACTERS = 3_000_000
"""Characters of one story with its mark-up: the longest novels have as many, and more take a delivery's memory."""


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


def check_length(characters: int) -> None:
    """Refuse the text of one story that nobody can have written.

    Raises
    ------
    DeliveryTooLarge: it has more than MAX_CHARACTERS.
    """
    if characters > MAX_CHARACTERS:
        raise DeliveryTooLarge(f"a story has {characters} characters, the limit is {MAX_CHARACTERS} (MAX_CHARACTERS)")


def body_from_markup(markup: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of HTML, XHTML or NITF mark-up; errors as of `check_length`, `body_of` and `html.body`."""
    check_length(len(markup))
    return body_of(html.body(markup))


def body_from_text(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of plain text; errors as of `body_of`."""
    return body_from_texts(split_paragraphs(clean(text)))


def body_from_texts(texts: list[str]) -> tuple[Paragraph, ...]:
    """Return the body paragraphs with these texts; errors as of `body_of`."""
    return body_of([Paragraph(text=text) for text in texts])


def without_headline(paragraphs: Sequence[Paragraph], headline: str | None) -> list[Paragraph]:
    """Return the paragraphs of a body without the title and heading at its start that repeat the headline."""
    wanted = clean_line(headline or "")
    repeats = list(takewhile(lambda paragraph: clean_line(paragraph.text) == wanted, paragraphs))
    is_heading = len(repeats) > 1 or any(re.match(r"<h[1-6]\b", paragraph.html or "") for paragraph in repeats)
    return list(paragraphs[len(repeats) :] if is_heading and len(repeats) < len(paragraphs) else paragraphs)


def body_of(paragraphs: list[Paragraph]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a body.

    Raises
    ------
    DeliveryTooLarge: there are more than MAX_PARAGRAPHS of them.
    """
    if len(paragraphs) > MAX_PARAGRAPHS:
        raise DeliveryTooLarge(f"it has {len(paragraphs)} paragraphs, the limit is {MAX_PARAGRAPHS} (MAX_PARAGRAPHS)")
    return tuple(paragraphs)
