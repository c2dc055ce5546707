"""The text of a NITF document. Other formats carry NITF inside them too, as an element or as a string."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newswire.formats import nitf_dateline, xml
from newswire.formats.story import body_from_markup, body_from_text
from newswire.story import Dateline, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

_CONTAINERS = frozenset({"body.head", "body.content", "body.end", "block", "media", "note"})
_CONTAINER = re.compile(r"<(/?)body\.(?:content|end)\b")
_HEADING = re.compile(r"<(/?)hl[12]\b")


@dataclass(frozen=True, slots=True)
class NitfText:
    """What the body of a NITF document says; None or empty where it says nothing.

    Parameters
    ----------
    headline, subheadline, byline, abstract: on one line.
    dateline: where the document has it as an element of its own.
    paragraphs: the body, with its closing lines (`body.end`).
    ed_notes: notes in it that are not for publication.
    captions: what stands below its pictures.
    """

    headline: str | None = None
    subheadline: str | None = None
    byline: str | None = None
    abstract: str | None = None
    dateline: Dateline | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    ed_notes: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


def is_nitf(name: str) -> bool:
    """Tell whether a root element of this name is NITF, or an agency's own kind of it (TT's TTNITF)."""
    return name.lower().endswith("nitf")


def from_string(nitf: str) -> NitfText:
    """Return the text of a NITF document, or of a part of one with a single root, that stands in a string.

    Raises
    ------
    MalformedDelivery: it is no XML; the caller reads it as mark-up or as text.
    DeliveryTooLarge: see `formats.xml.parse` and `formats.story.body_from_markup`.
    """
    return read(xml.parse(nitf.encode(errors="replace")))


def read(document: etree._Element) -> NitfText:
    """Return the text of a NITF document: `nitf` itself, its `body`, or an element with paragraphs in it.

    What is no body text (head, pictures, notes to editors) is taken out of the tree on the way.

    Raises
    ------
    DeliveryTooLarge: it has too many paragraphs.
    """
    body = document if xml.name(document) == "body" else xml.child(document, "body")
    if body is None and is_nitf(xml.name(document)):
        return NitfText(headline=title(document))
    body = document if body is None else body
    head = xml.child(body, "body.head")
    ed_notes = take_out(body, "note", only=_is_for_editors)
    captions = take_out(body, "media", read=_caption)
    headline, subheadline = _headlines(head)
    byline = _byline(head)
    abstract = xml.text_of(xml.child(head, "abstract"))
    dateline = nitf_dateline.from_element(xml.child(head, "dateline"))
    if head is not None:
        head.clear(keep_tail=True)
    return NitfText(
        headline=headline or title(document),
        subheadline=subheadline if subheadline != headline else None,
        byline=byline,
        abstract=abstract,
        dateline=dateline,
        paragraphs=_paragraphs(body),
        ed_notes=ed_notes,
        captions=captions,
    )


def title(document: etree._Element) -> str | None:
    """Return the title in the head of a document, which stands for a headline that it has not."""
    return xml.text_of(xml.child(document, "head", "title"))


def _headlines(head: etree._Element | None) -> tuple[str | None, str | None]:
    """Return the headline and the one below it; AP's inline NITF says `headline` for `hedline`."""
    for name in ("hedline", "headline"):
        hedline = xml.child(head, name)
        first = xml.text_of(xml.child(hedline, "hl1"))
        second = xml.text_of(xml.child(hedline, "hl2"))
        if headline := first or second or xml.text_of(hedline):
            return headline, second
    return None, None


def _byline(head: etree._Element | None) -> str | None:
    """Return the bylines, the title of each person after a comma."""
    bylines = filter(None, (_one_byline(element) for element in xml.children(head, "byline")))
    return "; ".join(bylines) or None


def _one_byline(element: etree._Element) -> str:
    """Return the text of a byline: agencies leave out the space, and the comma before a title, that print needs."""
    text = element.text or ""
    for below in element:
        added = xml.text_of(below)
        so_far = text.rstrip()
        if added and so_far:
            comma = xml.name(below) == "byttl" and so_far[-1] not in ",/;:-"
            text = f"{so_far}{',' if comma else ''} "
        text += (added or "") + (below.tail or "")
    return " ".join(text.split())


def _is_for_editors(note: etree._Element) -> bool:
    return xml.attribute(note, "type") == "npa" or "editor" in (xml.attribute(note, "noteclass") or "").lower()


def _caption(picture: etree._Element) -> str | None:
    return " ".join(filter(None, map(xml.text_of, xml.children(picture, "media-caption")))) or None


def take_out(
    tree: etree._Element,
    tag: str,
    read: Callable[[etree._Element], str | None] = xml.text_of,
    only: Callable[[etree._Element], bool] = lambda _: True,
) -> tuple[str, ...]:
    """Empty the elements with this name, all or `only` some, and return what `read` finds in them; texts stay."""
    found = [element for element in xml.descendants(tree, tag) if only(element)]
    texts = [read(element) for element in found]
    for element in found:
        element.clear(keep_tail=True)
    return tuple(filter(None, texts))


def _paragraphs(body: etree._Element) -> tuple[Paragraph, ...]:
    if all(xml.name(element) in _CONTAINERS for element in body.iterdescendants()):
        return body_from_text(inspect.cleandoc("\n\n".join(body.itertext())))
    return body_from_markup(_HEADING.sub(r"<\1h2", _CONTAINER.sub(r"<\1div", xml.markup(body))))
