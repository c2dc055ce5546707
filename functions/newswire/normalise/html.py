"""Mark-up to paragraphs: no word lost, none split, none glued to another."""

from __future__ import annotations

import html
import re

from lxml import etree

from newswire.errors import DeliveryTooLarge
from newswire.normalise.html_check import is_whole, plain_paragraphs
from newswire.normalise.html_reader import Reader
from newswire.normalise.text import clean
from newswire.story import Paragraph

_CDATA = "<![CDATA["

MAX_TAGS = 50_000
"""Tags in one text: more cannot be read in the time that a batch has."""

_TOKEN = re.compile(r"<[^<>]*>|&(?:#\w{1,8}|\w{1,31});|[^<]", re.DOTALL)
_CLOSING = re.compile(r"</\w+>")
_BETWEEN = re.compile(r"(?:\s|&nbsp;|</\w+>)*")
_EMPTY = re.compile(r"<(\w+)[^<>]*></\1>")


def body(markup: str) -> list[Paragraph]:
    """Return the paragraphs in `markup` (HTML, XHTML, NITF, or text with tags in it).

    Block elements end a paragraph, inline ones leave no trace in its text, save `<q>`, which becomes quotation marks;
    `<br>` is a line feed, two of them end a paragraph; a table of data is one paragraph, a line a row, a tab between
    its cells, and one that only lays out a page is no table. Scripts, styles and comments are dropped, entities
    unescaped once. Nothing is fetched.

    `html` is there where mark-up says more than the text does: links, emphasis, headings, lists, quotes, tables,
    preformatted text, of an allow-list of elements, and complete in itself.

    Raises
    ------
    DeliveryTooLarge: there are more than MAX_TAGS tags in it; quarantine the delivery.
    """
    if not markup.strip():
        return []
    tags = markup.count("<")
    if tags > MAX_TAGS:
        raise DeliveryTooLarge(f"it has {tags} tags, the limit is {MAX_TAGS} (MAX_TAGS)")
    text = clean(markup)
    if not tags:
        text = text.replace(">", "&gt;")
    safe = _keep_unfinished_tag(_escape_cdata(text))
    # The target interface: no tree, so no limit to its depth. huge_tree lifts the same limit in the tokenizer.
    parser = etree.HTMLParser(target=Reader(), huge_tree=True)
    parser.feed(safe)
    found: list[Paragraph] = parser.close()
    if is_whole(safe, (paragraph.text for paragraph in found)):
        return found
    return [Paragraph(text=text) for text in plain_paragraphs(safe)]


def paragraphs(markup: str) -> list[str]:
    """Return the texts of the paragraphs in `markup`; see `body`, errors too."""
    return [paragraph.text for paragraph in body(markup)]


def _escape_cdata(markup: str) -> str:
    """Make the content of CDATA sections text, as it is in XHTML: to HTML it is a comment."""
    pieces: list[str] = []
    at = 0
    while (start := markup.find(_CDATA, at)) >= 0 and (end := markup.find("]]>", start)) >= 0:
        pieces += [markup[at:start], html.escape(markup[start + len(_CDATA) : end])]
        at = end + len("]]>")
    return "".join([*pieces, markup[at:]])


def _keep_unfinished_tag(markup: str) -> str:
    """Escape a tag that the text ends in (cut off, or no tag at all: "x<y"): it would take the last words with it."""
    end = markup.rfind(">") + 1
    return markup[:end] + markup[end:].replace("<", "&lt;")


def without_start(markup: str, words: str) -> str | None:
    """Return a paragraph's `html` without the words that it begins with; None where it does not begin with them."""
    wanted = "".join(words.split())
    tags: list[str] = []
    end = 0
    for token in _TOKEN.finditer(markup):
        if not wanted:
            break
        end = token.end()
        if token[0].startswith("<"):
            tags.append(token[0])
            continue
        text = "".join(html.unescape(token[0]).split())
        if not wanted.startswith(text):
            return None
        wanted = wanted[len(text) :]
    between = _BETWEEN.match(markup, end)
    if wanted or between is None:
        return None
    return _EMPTY.sub("", "".join([*tags, *_CLOSING.findall(between[0])])) + markup[between.end() :]
