"""The text of a NewsItem: its NewsComponents in document order, of equivalent ones the fullest; inline NITF and XHTML.

What the role of a component says is no body (a headline, an abstract, the caption of a picture) is kept apart.
"""

from __future__ import annotations

import base64
import inspect
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newswire.errors import DeliveryTooLarge, MalformedDelivery
from newswire.formats import nitf_text, xml
from newswire.formats.nitf_text import NitfText
from newswire.formats.story import body_from_markup, body_from_text
from newswire.normalise.text import collapse, decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from newswire.story import Dateline, Paragraph

MAX_PARTS = 5000
"""NewsComponents and ContentItems of one item: a story with all its pictures has some dozens."""

_BODY = "body"
_ROLES = {
    **dict.fromkeys(("title", "headline", "hedline", "maintitle", "mainheadline"), "headline"),
    **dict.fromkeys(("subtitle", "subheadline", "subhead"), "subheadline"),
    **dict.fromkeys(("abstract", "summary", "synopsis", "teaser", "description"), "abstract"),
    **dict.fromkeys(("caption", "legend", "photo", "picture", "image", "graphic", "infographic"), "caption"),
    **dict.fromkeys(("thumbnail", "preview", "quicklook", "video", "audio", "icon", "logo", "credit"), "caption"),
    **dict.fromkeys(("ednote", "editorialnote", "editorsnote", "editornote", "notetoeditors", "advisory"), "ed_note"),
}
"""Roles of components that hold no body text: what they hold."""

_MEDIA = re.compile(r"photo|picture|image|graphic|video|audio|animation|film|sound", re.IGNORECASE)
_MARKUP = re.compile(
    r"<(?:p|br|div|table|ul|ol|pre|h[1-6]|html|body|span|b|i|em|strong|a)\b[^<>]*>|</\w+>", re.IGNORECASE
)
_HTML_BODY = re.compile(r"<body\b[^<>]*>", re.IGNORECASE)
_NITF = re.compile(r"\s*(?:<\?xml\b[^<>]*\?>\s*)?(?:<!DOCTYPE[^<>]*>\s*)?<nitf\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The text of one ContentItem, and what its component's role says that it is."""

    kind: str
    content: NitfText

    @property
    def words(self) -> str:
        return collapse(" ".join(paragraph.text for paragraph in self.content.paragraphs))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemText:
    """What a NewsItem says.

    Parameters
    ----------
    components: the NewsComponents that the text stands in, without those of its pictures.
    paragraphs: the body; of a picture its caption.
    headline, subheadline, byline, dateline, ed_notes: as roles or inline NITF give them.
    has_media: whether there is something beside text.
    others: what else it says, by name: abstract, captions, equivalents (other wordings of the same, translations).
    """

    components: list[etree._Element]
    paragraphs: tuple[Paragraph, ...] = ()
    headline: str | None = None
    subheadline: str | None = None
    byline: str | None = None
    dateline: Dateline | None = None
    ed_notes: tuple[str, ...] = ()
    has_media: bool = False
    others: dict[str, Any] = field(default_factory=dict)

    def extra(self) -> dict[str, Any]:
        """Return what a story has no field for."""
        return {name: value for name, value in self.others.items() if value}


def read(item: etree._Element) -> ItemText:
    """Return the text of a NewsItem; items inside it are not part of it.

    Raises
    ------
    DeliveryTooLarge: it has more than MAX_PARTS parts, or too many paragraphs.
    """
    walk = _Walk()
    pieces = [piece for top in xml.children(item, "NewsComponent") for piece in walk.component(top, _BODY)]
    bodies = _without_repeats([piece for piece in pieces if piece.kind == _BODY and piece.content.paragraphs])
    captions = [piece.words for piece in pieces if piece.kind == "caption"]
    if not bodies:
        bodies, captions = [piece for piece in pieces if piece.kind == "caption"], []
    inline = [piece.content for piece in bodies]
    return ItemText(
        components=walk.components,
        paragraphs=tuple(paragraph for content in inline for paragraph in content.paragraphs),
        headline=_of_role("headline", pieces) or _first(content.headline for content in inline),
        subheadline=_of_role("subheadline", pieces) or _first(content.subheadline for content in inline),
        byline=_first(content.byline for content in inline),
        dateline=next((content.dateline for content in inline if content.dateline), None),
        ed_notes=tuple(
            [piece.words for piece in pieces if piece.kind == "ed_note"]
            + [note for content in inline for note in content.ed_notes]
        ),
        has_media=walk.media > 0,
        others={
            "abstract": _of_role("abstract", pieces) or _first(content.abstract for content in inline),
            "captions": captions + [caption for content in inline for caption in content.captions],
            "equivalents": walk.equivalents,
        },
    )


class _Walk:
    """Goes through the components of an item, and gathers what it meets on the way."""

    def __init__(self) -> None:
        self.components: list[etree._Element] = []
        self.equivalents: list[str] = []
        self.media = 0
        self._parts = 0

    def component(self, component: etree._Element, kind: str) -> list[_Piece]:
        """Return the texts in a component, which is of the kind that it says, or else of what it stands in."""
        self._count()
        kind = _role(component) if kind == _BODY else kind
        before, media = len(self.components), self.media
        if kind == _BODY:
            self.components.append(component)
        groups = []
        for below in component:
            if xml.name(below) == "NewsComponent":
                groups.append(self.component(below, kind))
            elif xml.name(below) == "ContentItem":
                groups.append(self._item(below, kind))
        if self.media > media and before > 0 and not any(groups):
            del self.components[before:]  # what is said of a picture is not said of the text
        if (xml.attribute(component, "EquivalentsList") or "").lower() == "yes":
            groups = _fullest(groups, self.equivalents)
        return [piece for group in groups for piece in group]

    def _count(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise DeliveryTooLarge(f"it has more than {MAX_PARTS} NewsComponents and ContentItems (MAX_PARTS)")

    def _item(self, item: etree._Element, kind: str) -> list[_Piece]:
        self._count()
        if _is_media(item):
            self.media += 1
            return []
        return [_Piece(kind, _content(item))]


def _role(component: etree._Element) -> str:
    """Return what a component's role says that it holds, "body" where it says nothing else."""
    role = xml.attribute(xml.child(component, "Role"), "FormalName") or ""
    return _ROLES.get(re.sub(r"[^a-z]", "", role.lower()), _BODY)


def _fullest(groups: list[list[_Piece]], equivalents: list[str]) -> list[list[_Piece]]:
    """Return of equivalent bodies the one with the most words; the words of the others go to `equivalents`."""
    words = {
        at: " ".join(piece.words for piece in group)
        for at, group in enumerate(groups)
        if any(piece.kind == _BODY for piece in group)
    }
    chosen = max(words, key=lambda at: len(words[at]), default=None)
    if chosen is not None:
        equivalents += [text for text in words.values() if text and text not in words[chosen]]
    return [group for at, group in enumerate(groups) if at == chosen or at not in words]


def _without_repeats(pieces: list[_Piece]) -> list[_Piece]:
    """Leave out what the fullest piece says too (a lead that the text repeats, the same as text and as HTML)."""
    fullest = max(pieces, key=lambda piece: len(piece.words), default=None)
    if fullest is None:
        return []
    whole = fullest.words
    return [piece for piece in pieces if piece is fullest or piece.words not in whole]


def _content(item: etree._Element) -> NitfText:
    encoding = xml.child(item, "Encoding")
    data = xml.child(item, "DataContent") if encoding is None else xml.child(encoding, "DataContent")
    if data is None:
        return NitfText()
    page = next((below for below in data if xml.name(below).lower() == "html"), None)
    if page is not None:
        body = xml.child(page, "body")
        return NitfText(paragraphs=body_from_markup(xml.markup(page if body is None else body)))
    if len(data):
        inline = next((below for below in data if xml.name(below).lower() == "nitf"), data)
        return nitf_text.read(inline)
    text = "".join(data.itertext())
    notation = xml.attribute(encoding, "Notation") or ""
    return _from_string(_decoded(text) if "base64" in notation.lower() else text, _is_said_to_be_markup(item))


def _from_string(text: str, is_markup: bool) -> NitfText:
    if _NITF.match(text):
        try:
            return nitf_text.from_string(text)
        except MalformedDelivery:
            is_markup = True
    if is_markup or _MARKUP.search(text):
        body = _HTML_BODY.search(text)
        return NitfText(paragraphs=body_from_markup(text[body.end() :] if body else text))
    return NitfText(paragraphs=body_from_text(inspect.cleandoc(text)))


def _decoded(text: str) -> str:
    try:
        return decode(base64.b64decode("".join(text.split()), validate=True)).text
    except ValueError:
        return text


def _is_said_to_be_markup(item: etree._Element) -> bool:
    said = (xml.attribute(xml.child(item, name), "FormalName") or "" for name in ("Format", "MimeType"))
    return any("html" in word.lower() for word in said)


def _is_media(item: etree._Element) -> bool:
    said = (xml.attribute(xml.child(item, name), "FormalName") or "" for name in ("MediaType", "MimeType"))
    if any(map(_MEDIA.search, said)):
        return True
    return xml.attribute(item, "Href") is not None and xml.child(item, "DataContent") is None


def _of_role(kind: str, pieces: list[_Piece]) -> str | None:
    return _first(piece.words for piece in pieces if piece.kind == kind)


def _first(texts: Iterable[str | None]) -> str | None:
    return next(filter(None, texts), None)
