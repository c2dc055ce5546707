"""The parts of a mail: its text, of HTML and plain text the one that says more, and what is attached."""

from __future__ import annotations

import email
import re
from collections import Counter
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING

from newswire.errors import DeliveryTooLarge, MalformedDelivery
from newswire.formats.mail_headers import header, text_of
from newswire.formats.story import body_from_markup, body_from_text
from newswire.normalise.text import clean, clean_line, replace_surrogates

if TYPE_CHECKING:
    from newswire.story import Paragraph

MAX_LINES = 200_000
"""Lines of one mail: more cannot be read in the time that a batch has. 10 MB of base64 have 135,000."""

MAX_BOUNDARIES = 50
"""Parts that have parts: every line is held against each of the boundaries around it."""

MAX_PARTS = 5_000
"""Lines that may begin a part ("--...")."""

_LONGEST_FIELD = 16_384
"""Bytes of a field that describes a part: reading its parameters takes quadratic time."""

_CONTENT_FIELD = re.compile(rb"^content-[a-z-]+:[^\r\n]*(?:(?:\r\n?|\n)[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb"\bboundary[*\d]*\s*=", re.IGNORECASE)
_SIGNATURE = "-- "
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"<?(?:https?://|mailto:)\S+")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a mail: its paragraphs, and where it is plain also the text as it was written."""

    paragraphs: tuple[Paragraph, ...]
    plain: str | None = None

    @property
    def words(self) -> Counter[str]:
        """Its words; addresses are none, since plain text prints the links that HTML hides."""
        texts = (_ADDRESS.sub(" ", paragraph.text) for paragraph in self.paragraphs)
        return Counter(word for text in texts for word in _WORD.findall(text))


def message(body: bytes) -> Message:
    """Return the message in `body`, its parts not decoded yet.

    Raises
    ------
    DeliveryTooLarge: it has more than MAX_LINES lines, MAX_PARTS parts or MAX_BOUNDARIES boundaries.
    MalformedDelivery: a field that describes a part is far too long, or parts are nested too deep.
    """
    if max(body.count(b"\n"), body.count(b"\r")) > MAX_LINES:
        raise DeliveryTooLarge(f"it has more than {MAX_LINES} lines (MAX_LINES)")
    if body.count(b"\n--") + body.count(b"\r--") > MAX_PARTS:
        raise DeliveryTooLarge(f"it has more than {MAX_PARTS} parts (MAX_PARTS)")
    if len(_BOUNDARY.findall(body)) > MAX_BOUNDARIES:
        raise DeliveryTooLarge(f"it has more than {MAX_BOUNDARIES} parts with parts (MAX_BOUNDARIES)")
    if any(len(found[0]) > _LONGEST_FIELD for found in _CONTENT_FIELD.finditer(body)):
        raise MalformedDelivery("a Content field of the mail is far too long")
    try:
        return email.message_from_bytes(body)
    except RecursionError:
        raise MalformedDelivery("the parts of the mail are nested too deep") from None


def read(mail: Message) -> tuple[list[Text], list[dict[str, str]]]:
    """Return the texts of a mail in their order, and name and media type of what is attached.

    Text that is attached, or in a mail that is attached, counts where there is no other.

    Raises
    ------
    DeliveryTooLarge: a text has too many tags or paragraphs.
    """
    texts, attached = _parts(mail)
    if not texts:
        texts = [text for part in attached for text in _attached_texts(part)]
    return texts, [_description(part) for part in attached]


def _parts(part: Message) -> tuple[list[Text], list[Message]]:
    """Return the texts to show in a part, and the parts in it that are attached."""
    payload = part.get_payload()
    if part.get_content_maintype() == "multipart" and isinstance(payload, list):
        inner = [_parts(below) for below in payload if isinstance(below, Message)]
        shown = [texts for texts, _ in inner if texts]
        if part.get_content_subtype() == "alternative" and shown:
            shown = [_fullest(shown)]
        return [text for texts in shown for text in texts], [each for _, attached in inner for each in attached]
    if part.get_content_disposition() == "attachment" or not _is_text(part):
        return [], [part]
    text = _text(part)
    return [text] if text.paragraphs else [], []


def _attached_texts(part: Message) -> list[Text]:
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return _parts(payload[0])[0]
    return [_text(part)] if _is_text(part) else []


def _is_text(part: Message) -> bool:
    return not part.is_multipart() and part.get_content_type() in ("text/plain", "text/html")


def _text(part: Message) -> Text:
    body = part.get_payload(decode=True)
    written = text_of(body if isinstance(body, bytes) else b"", part.get_content_charset())
    if part.get_content_type() == "text/html":
        return Text(body_from_markup(written))
    plain = clean(written)
    if str(part.get_param("format", "")).lower() == "flowed":
        plain = _unwrapped(plain, drop_space=str(part.get_param("delsp", "")).lower() == "yes")
    return Text(body_from_text(plain), plain)


def _fullest(alternatives: list[list[Text]]) -> list[Text]:
    """Return the alternative to keep: HTML says where paragraphs end, unless words would be lost by it."""
    chosen, *others = sorted(alternatives, key=lambda texts: any(text.plain is not None for text in texts))
    for other in others:
        words, other_words = _words(chosen), _words(other)
        if other_words - words and other_words.total() > words.total():
            chosen = other
    return chosen


def _words(texts: list[Text]) -> Counter[str]:
    return sum((text.words for text in texts), Counter())


def _unwrapped(text: str, *, drop_space: bool) -> str:
    """Return flowed text (RFC 3676) with the lines that its writer's program broke joined again."""
    pieces: list[str] = []
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        if line.endswith(" ") and line != _SIGNATURE:
            pieces.append(line[:-1] if drop_space else line)
        else:
            pieces.append(line + "\n")
    return "".join(pieces)


def _description(part: Message) -> dict[str, str]:
    name = part.get_filename() or part.get_param("name") or header(part, "Subject") or ""
    return {"name": clean_line(replace_surrogates(str(name)))[:200], "type": part.get_content_type()[:100]}
