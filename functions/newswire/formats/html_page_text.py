"""The article's text on a page, by trafilatura: what stands around it (menus, teasers, footers) is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from newswire.errors import MalformedDelivery
from newswire.formats import json_ld
from newswire.formats.html_page_metadata import letters
from newswire.formats.story import body_from_markup, body_from_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from newswire.story import Paragraph

_ALL = 0.98
"""The extractor found next to nothing around the article: then the page's own paragraphs are better than its guess."""

_INSTEAD = 2
"""The text in JSON-LD stands for the page's where it has so many times the words: pages built in the browser."""


def main_text(root: HtmlElement, headline: str | None, article_body: str | None) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the article in their order, without the headline above them.

    Parameters
    ----------
    root: the page, of `html_page_tree.build`; it may be changed.
    headline: as the metadata have it.
    article_body: the whole text as JSON-LD has it, where it does.

    Raises
    ------
    MalformedDelivery: the extractor fails on this page.
    DeliveryTooLarge: as of `body_from_texts`.
    """
    etree.strip_elements(root, "script", with_tail=False)
    markup = _extract(root)
    body = body_from_markup(markup) if markup else ()
    if _words(body) >= _ALL * len(" ".join(_page_texts(root)).split()):
        body = body_from_markup(_inside(root))
    given = _given(article_body) if article_body else ()
    if _words(given) > _INSTEAD * _words(body):
        body = given
    while body and headline and letters(body[0].text) == letters(headline):
        body = body[1:]
    return body


def _page_texts(root: HtmlElement) -> Iterator[str]:
    return (text for body in root.iter("body") for text in body.itertext())


def _inside(root: HtmlElement) -> str:
    return "".join(str(etree.tostring(body, encoding="unicode", method="html")) for body in root.iter("body"))


def _extract(root: HtmlElement) -> str | None:
    # Half a second and 30 MB: only who reads pages pays for it. No function used here reaches for the network.
    from trafilatura import bare_extraction
    from trafilatura.htmlprocessing import convert_to_html
    from trafilatura.settings import Document

    try:
        found = bare_extraction(root, fast=True, include_comments=False, include_formatting=True)
    except Exception as error:
        raise MalformedDelivery(f"the page cannot be read: {type(error).__name__} in the extractor") from error
    if not isinstance(found, Document):
        return None
    return str(etree.tostring(convert_to_html(found.body), encoding="unicode"))


def _given(article_body: str) -> tuple[Paragraph, ...]:
    return body_from_markup(article_body) if json_ld.MARKUP.search(article_body) else body_from_text(article_body)


def _words(paragraphs: tuple[Paragraph, ...]) -> int:
    return sum(len(paragraph.text.split()) for paragraph in paragraphs)
