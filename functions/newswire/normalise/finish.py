"""The last step of reading a story, the same for every format: what its text says about itself goes to its fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newswire import language
from newswire.normalise import byline, dateline, ed_notes, embargo, html, paragraph_kinds, sign_offs
from newswire.story import UNTIL_A_NEWER_VERSION, Dateline, Paragraph, ParagraphKind, Status, Story
from newswire.tagging import subject_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = 4
"""Paragraphs at the start in which a dateline, a byline or an embargo is looked for."""
_BREAK = re.compile(r"^(<\w[^<>]{0,200}>)\s{0,9}<br ?/?>\s{0,9}", re.IGNORECASE)
"""A line end that is left at a paragraph's start."""
_TAKE = re.compile(
    r"(?:\d+(?:st|nd|rd|th) ?)?(?:lead|ld|add|take|sub|writethru|wrthru)s?\b.*|take \d+.*|.*\bwritethru\b.*|urgent|bjt|"
    r"advisory|corrective|correction|abridged|recap|refile",
    re.IGNORECASE,
)


def finish(story: Story) -> Story:
    """Return the story with the fields that its text and its codes tell, which no format needs to know about.

    Notes to editors, the byline and the dateline leave the body for their fields, so that no word is lost; paragraphs
    and the sign-offs under them get their kinds; credit lines are repeated in `credit`; an embargo in words hides the
    story; a missing language is detected; subject codes become topics. What the format found in a field of its own
    stands.
    """
    paragraphs, notes = ed_notes.take_out(story.paragraphs)
    ed_note = "\n".join(filter(None, dict.fromkeys((story.ed_note, *notes)))) or None
    held = _embargo(story, ed_note, paragraphs)
    paragraphs, names = _byline(story, paragraphs)
    paragraphs, found = _dateline(story, paragraphs)
    labelled = _kinds(paragraphs)
    body = "\n".join(paragraph.text for paragraph in labelled if paragraph.kind is ParagraphKind.BODY)
    killed = _asks_to_kill(story, ed_note, paragraphs)
    spoken, contradiction = _language(story, body)
    return story.model_copy(
        update={
            "ed_note": ed_note,
            "byline": names,
            "dateline": found,
            "paragraphs": tuple(labelled),
            "credit": _credit(story, labelled),
            "topics": story.topics or subject_codes.topics(story.subjects),
            "extra": _with_take_key(story),
            "status": Status.WITHHELD if killed else story.status,
            "language": spoken,
            "warnings": tuple(filter(None, (*story.warnings, killed, contradiction))),
            **held,
        }
    )


def _asks_to_kill(story: Story, ed_note: str | None, paragraphs: Sequence[Paragraph]) -> str | None:
    """Return a warning where the story's words ask to kill it, or another: it is held for a person to look at."""
    first = paragraphs[0].text if paragraphs else None
    if story.status is Status.USABLE and embargo.story_asks_to_kill(story.headline, ed_note, first):
        return "withheld: its headline, note or first line asks to kill it"
    return None


def _embargo(story: Story, ed_note: str | None, paragraphs: Sequence[Paragraph]) -> dict[str, Any]:
    """Return what hides a story whose embargo stands in words; its text too, unless its end is certain."""
    if story.status is not Status.USABLE or story.embargo_until:
        return {}
    lines = [paragraph.text for paragraph in paragraphs[:_HEAD]]
    note = "\n".join(filter(None, (ed_note, _take_key(story))))
    text = embargo.in_note(note)
    if text is None and not embargo.is_lifted(note):
        text = embargo.in_lines([*filter(None, (story.headline, story.usage_terms, story.copyright)), *lines])
    if text is None:
        return {}
    return {"embargo_until": embargo.certain_end(text) or UNTIL_A_NEWER_VERSION, "embargo_text": text}


def _byline(story: Story, paragraphs: list[Paragraph]) -> tuple[list[Paragraph], str | None]:
    """Return the paragraphs without the byline, and the byline without "By"."""
    is_given = story.byline and not byline.is_copyright(story.byline)
    given = byline.without_by(story.byline, story.language) if story.byline and is_given else None
    for at, paragraph in enumerate(paragraphs[:_HEAD]):
        names, rest = byline.split(paragraph.text)
        if names is None:
            names, rest = _before_dateline(story, paragraph.text)
        if names is None and len(paragraphs) > 1:
            names, rest = byline.of_line(paragraph.text), ""
        if names and (given is None or names == given):
            return [*paragraphs[:at], *_without_start(paragraph, rest), *paragraphs[at + 1 :]], names
    return paragraphs, given


def _before_dateline(story: Story, text: str) -> tuple[str | None, str]:
    names, rest = byline.before_capitals(text)
    return (names, rest) if names and dateline.split(rest, story.published)[0] else (None, text)


def _without_start(paragraph: Paragraph, rest: str) -> list[Paragraph]:
    """Return the paragraph of which only `rest` is left, none where nothing is."""
    words = paragraph.text[: len(paragraph.text) - len(rest)]
    markup = html.without_start(paragraph.html, words) if paragraph.html else None
    markup = _BREAK.sub(r"\1", markup) if markup else None
    return [paragraph.model_copy(update={"text": rest, "html": markup})] if rest else []


def _dateline(story: Story, paragraphs: list[Paragraph]) -> tuple[list[Paragraph], Dateline | None]:
    """Return the paragraphs without the dateline, and it: the text's, filled up by the format's for the same place."""
    located = story.dateline.city if story.dateline else None
    for at, paragraph in enumerate(paragraphs[:_HEAD]):
        found, rest = dateline.split(paragraph.text, story.published, located)
        if found is None:
            continue
        own = story.dateline.model_dump(exclude_none=True) if story.dateline else {}
        if found.city is None or found.city.casefold() == own.get("city", found.city).casefold():
            found = Dateline(**{**found.model_dump(exclude_none=True), **own, "text": found.text})
        return [*paragraphs[:at], *_without_start(paragraph, rest), *paragraphs[at + 1 :]], found
    return paragraphs, story.dateline


def _kinds(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with their kinds; a text that would have no body left is the story all the same."""
    labelled = paragraph_kinds.label(paragraphs)
    has_body = any(paragraph.kind is ParagraphKind.BODY for paragraph in labelled)
    return sign_offs.label(labelled if has_body else paragraphs)


def _credit(story: Story, paragraphs: list[Paragraph]) -> str | None:
    lines = [paragraph.text for paragraph in paragraphs if paragraph.kind is ParagraphKind.CREDIT]
    owner = story.byline if story.byline and byline.is_copyright(story.byline) else None
    return "\n".join(dict.fromkeys(filter(None, (story.credit, owner, *lines)))) or None


def _with_take_key(story: Story) -> dict[str, Any]:
    """Return `extra` with the take key that a slug ends in ("BC-US--Storm, 1st Ld-Writethru"); the slug keeps it."""
    take = _take_key(story)
    return {"take_key": take, **story.extra} if take and _TAKE.fullmatch(take) else story.extra


def _take_key(story: Story) -> str | None:
    """Return what stands in a slug behind the last comma, None where there is none."""
    _, comma, take = (story.slug or "").rpartition(", ")
    return take if comma else None


def _language(story: Story, body: str) -> tuple[str | None, str | None]:
    """Return the language of a story, and a warning where its text contradicts what the supplier says."""
    if story.language:
        return story.language, language.contradiction(story.language, body)
    return language.detect(f"{story.headline or ''}\n{body}"), None
