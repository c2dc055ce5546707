"""Mails that are forms: JSON, or lines "Headline: ..." before the text. A mail that is none is all body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newswire.errors import MalformedDelivery
from newswire.formats import json_text
from newswire.formats.story import body_from_markup, body_from_text
from newswire.normalise.text import clean, clean_line

if TYPE_CHECKING:
    from newswire.formats.mail_parts import Text
    from newswire.story import Paragraph

_NAMES = {
    "headline": "headline title",
    "slug": "slugline slug",
    "byline": "byline by author",
    "dateline": "dateline",
    "abstract": "abstract summary",
    "body": "body bodytext text story content article",
    "ed_note": "ednote ednotes editorsnote editornote notetoeditors notestoeditors",
    "embargo": "embargo embargoed embargoeduntil embargountil",
    "status": "status pubstatus",
    "urgency": "urgency priority",
    "genre": "genre",
    "category": "category",
    "keywords": "keywords keyword tags",
    "language": "language",
    "copyright": "copyright",
    "usage_terms": "usageterms usage",
    "places": "place places location",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
_TO_EXTRA = ("abstract", "category", "places")
_LINE = re.compile(r"(?P<name>[A-Za-z][A-Za-z _/-]{1,30}):(?:[ \t]+(?P<value>.*)|[ \t]*$)")
_FEWEST = 3
"""Fields, the body among them, that make a form of lines."""

_TAG = re.compile(r"</(?:p|div)>|<(?:p|br)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a mail says by name: `fields` of the story, `extra` what it has no field for, and the body."""

    paragraphs: tuple[Paragraph, ...]
    fields: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)


def read(texts: list[Text]) -> Form:
    """Return the form that the texts of a mail are; where they are none, all of them as body.

    Raises
    ------
    DeliveryTooLarge: the form's body has too many tags or paragraphs.
    """
    whole = Form(paragraphs=tuple(paragraph for text in texts for paragraph in text.paragraphs))
    written = "\n\n".join(
        text.plain if text.plain is not None else "\n\n".join(paragraph.text for paragraph in text.paragraphs)
        for text in texts
    ).strip()
    values = _from_json(written) if written.startswith("{") else _from_lines(written)
    if values is None:
        return whole
    known = _known(values)
    unknown = {clean_line(name): value for name, value in values.items() if _is_unsaid(name, value, known)}
    body = known.pop("body", "")
    paragraphs = body_from_markup(body) if _TAG.search(body) else body_from_text(body)
    extra = {name: clean(known.pop(name)).strip() for name in _TO_EXTRA if name in known}
    return Form(
        paragraphs=paragraphs,
        fields={name: clean_line(value) for name, value in known.items()},
        extra=extra | ({"form": unknown} if unknown else {}),
    )


def _from_json(written: str) -> dict[str, Any] | None:
    """Return the members of a JSON object with a body; line ends in it are the mail's, those of texts are escaped."""
    try:
        value, _ = json_text.loads(written.replace("\n", " "))
    except MalformedDelivery:
        return None
    return value if isinstance(value, dict) and "body" in _known(value) else None


def _from_lines(written: str) -> dict[str, Any] | None:
    """Return the values of the lines "Name: value" at the head, and what follows them as the body.

    A name that is not known counts only within the block of lines, not after a blank one: there the text begins.
    """
    values: dict[str, Any] = {}
    lines = written.split("\n")
    after_blank = False
    for number, line in enumerate(lines):
        match = _LINE.fullmatch(line.rstrip())
        if not line.strip():
            after_blank = True
            continue
        name = match["name"] if match else ""
        known = _FIELDS.get(_key(name))
        if match is None or (known is None and after_blank) or known == "body":
            values["body"] = ["\n".join([(match["value"] or "") if match and known else line, *lines[number + 1 :]])]
            break
        values.setdefault(name, []).append(match["value"] or "")
        after_blank = False
    found = _known(values)
    return values if len(found) >= _FEWEST and "headline" in found else None


def _known(values: dict[str, Any]) -> dict[str, str]:
    """Return the fields among the values, by the field's name; empty ones are not there."""
    found: dict[str, str] = {}
    for name, value in values.items():
        known = _FIELDS.get(_key(name))
        text = _text_of(value)
        if known and text:
            found.setdefault(known, text)
    return found


def _is_unsaid(name: str, value: Any, known: dict[str, str]) -> bool:
    """Tell whether a value says something that no field holds: its name is not known, or another one came first."""
    values = value if isinstance(value, list) else [value]
    return any(each not in ("", None) for each in values) and known.get(_FIELDS.get(_key(name), "")) != _text_of(value)


def _key(name: str) -> str:
    """Return a field's name as the table has it: small letters alone."""
    return re.sub(r"[^a-z]", "", name.lower())


def _text_of(value: Any) -> str:
    """Return the text of a value: forms send lists, with an empty text for each input that was left empty."""
    values = value if isinstance(value, list) else [value]
    texts = (str(each).strip() for each in values if isinstance(each, (str, int)) and not isinstance(each, bool))
    return ", ".join(filter(None, texts))
