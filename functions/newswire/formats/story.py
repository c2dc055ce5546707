"""Making the story that a format's module has read."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from newswire.errors import DeliveryTooLarge, InvalidStory
from newswire.normalise import html, times
from newswire.normalise.text import clean, clean_line, split_paragraphs
from newswire.story import Paragraph, Story, VersionRule

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_PARAGRAPHS = 10_000
"""Paragraphs of one story: a long report has some hundreds."""

MAX_CHARACTERS = 3_000_000
"""Characters of one story with its mark-up: the longest novels have as many, and more take a delivery's memory."""


MAX_FIELD_CHARACTERS = 250_000
"""Characters of a headline, a note or another field that is one text."""

MOST_AHEAD = timedelta(days=2)
"""How far a version may say that it is created after it was received: more than clocks and zones are wrong by."""


def make_story(position: str | None = None, **fields: Any) -> Story:
    """Return the story with these fields, named as in `Story`.

    A format must give `supplier` (the delivery's, else what the payload names, else "unknown"), `guid` and, unless it
    is the supplier's own, `guid_rule`; `version` and `version_rule` (of `life.version`), `version_created` (the time of
    receipt where there is none, with a warning) and `received`. A story needs a headline or paragraphs to be one;
    `feed` is the delivery's. All others may be left out: what the text itself says of them, `finish` finds.

    A version that says it is created in the future would win over all that come until then: the time of its receipt
    stands for it.

    Raises
    ------
    InvalidStory: a value does not fit the story (a supplier that is no name, say); quarantine it with the reason.
    DeliveryTooLarge: a field has more than MAX_FIELD_CHARACTERS.
    """
    for name, value in fields.items():
        if isinstance(value, str) and len(value) > MAX_FIELD_CHARACTERS:
            limit = f"{MAX_FIELD_CHARACTERS} (MAX_FIELD_CHARACTERS)"
            raise DeliveryTooLarge(f"its {name} has {len(value)} characters, the limit is {limit}")
    try:
        return _not_from_the_future(Story(**fields))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise InvalidStory(f"{field}: {first['msg']}", position) from None


def _not_from_the_future(story: Story) -> Story:
    if story.version_created <= story.received + MOST_AHEAD:
        return story
    said = story.version_created.isoformat()
    warning = f"created in the future ({said}), the time of receipt stands for it"
    changed: dict[str, Any] = {"version_created": story.received, "warnings": (*story.warnings, warning)}
    if story.version_rule is VersionRule.VERSION_CREATED:
        changed |= {"version": times.milliseconds(story.received), "version_rule": VersionRule.RECEIVED}
    if story.first_created and story.first_created > story.received + MOST_AHEAD:
        changed["first_created"] = None
    return story.model_copy(update={**changed, "extra": {**story.extra, "version_created": said}})


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
