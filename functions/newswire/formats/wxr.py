"""WordPress's export (WXR): RSS 2.0 with the blog's own fields, a post an item.

Identity and version as of any feed (see formats.feed_entry), so that a post in the export and in the blog's feed is one
story; the time of the version is that of the last change where the export has it (WordPress 5.7 on). Drafts, private
and protected posts are withheld, a scheduled post is under embargo until its time. Pages, attachments, menus and the
like are no stories and are passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from newswire.errors import NotAStory
from newswire.formats import feed_entry, wordpress_content, xml
from newswire.formats.feed_entry import Entry, Source
from newswire.formats.several import read_each
from newswire.formats.story import body_from_markup
from newswire.normalise import byline, html
from newswire.normalise.text import clean_line
from newswire.story import Paragraph, Status, Story, Subject

if TYPE_CHECKING:
    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError

_NAMESPACE = re.compile(r"wordpress\.org/export/")
_NO_POSTS = re.compile(
    r"page|attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|wp_\w+|acf-\w+"
)
_STATUSES = {"publish": Status.USABLE, "future": Status.USABLE}
"""Of all others (draft, pending, private, trash, ...) none is there for everybody to read."""

_NO_TIME = "0000-00-00"


def recognises(head: str, content_type: str) -> bool:  # noqa: ARG001 - the namespace says it
    """Tell whether this is WordPress's export: RSS with its namespace."""
    return xml.root_name(head) == "rss" and bool(_NAMESPACE.search(head))


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the posts of an export.

    Raises
    ------
    MalformedDelivery: the XML is broken.
    NotAStory: there are no posts in it.
    DeliveryTooLarge: it has too many tags or posts.
    """
    channel = xml.child(xml.parse(delivery.body, delivery.content_type), "channel")
    posts = [item for item in xml.children(channel, "item") if not _NO_POSTS.fullmatch(_line(item, "post_type") or "")]
    if not posts:
        raise NotAStory("an export without posts")
    source = _source(channel)
    authors = _authors(channel)
    return read_each(posts, lambda item, _: feed_entry.story(_entry(item, authors), source, delivery))


def _source(channel: etree._Element | None) -> Source:
    addresses = (xml.text_of(xml.child(channel, name)) for name in ("link", "base_blog_url"))
    return Source(
        title=_unescaped(_raw(channel, "title")),
        site=next(filter(None, addresses), None),
        language=xml.text_of(xml.child(channel, "language")),
    )


def _authors(channel: etree._Element | None) -> dict[str, str]:
    """Return the names of the authors by their logins."""
    authors = list(xml.children(channel, "author"))
    return {
        login: name
        for author in authors
        if (login := _line(author, "author_login")) and (name := _line(author, "author_display_name"))
    }


def _entry(item: etree._Element, authors: dict[str, str]) -> Entry:
    status = _line(item, "status") or "publish"
    published = _time(item, "post_date_gmt", "post_date") or _line(item, "pubDate")
    login = _line(item, "creator")
    paragraphs = body_from_markup(wordpress_content.as_markup(_encoded(item, "content")))
    author, paragraphs = _author(authors.get(login, login) if login else None, paragraphs)
    is_protected = _line(item, "post_password") is not None
    return Entry(
        guid=_line(item, "guid"),
        url=_line(item, "link"),
        title=_unescaped(_raw(item, "title")),
        paragraphs=paragraphs,
        status=Status.WITHHELD if is_protected else _STATUSES.get(status, Status.WITHHELD),
        published=None if status == "future" else published,
        updated=_time(item, "post_modified_gmt", "post_modified"),
        embargo=(published or "no time") if status == "future" else None,
        slug=_line(item, "post_name"),
        authors=(author,) if author else (),
        subjects=tuple(Subject(code=code, scheme="category", name=name) for code, name in _terms(item, "category")),
        keywords=tuple(dict.fromkeys(name for _, name in _terms(item, "post_tag"))),
        extra=_extra(item, status),
    )


def _author(account: str | None, paragraphs: tuple[Paragraph, ...]) -> tuple[str | None, tuple[Paragraph, ...]]:
    """Return who wrote, and the text: a byline in its first paragraph goes before the account, and leaves the text."""
    first = paragraphs[0].text if len(paragraphs) > 1 else ""
    bare = byline.without_by(first, None)
    if account and bare != first and bare.casefold() == account.casefold():
        return account, paragraphs[1:]
    names = byline.of_line(first)
    return (names, paragraphs[1:]) if names else (account, paragraphs)


def _extra(item: etree._Element, status: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "abstract": _unescaped(_encoded(item, "excerpt")) or _unescaped(_raw(item, "description")),
        "category": [name for _, name in _terms(item, "category")],
        "post_status": status,
        "post_type": _line(item, "post_type"),
        "creator": _line(item, "creator"),
        "post_id": _line(item, "post_id"),
        "attachment_url": _line(item, "attachment_url"),
        "meta": _meta(item),
    }
    return {name: value for name, value in fields.items() if value}


def _meta(item: etree._Element) -> dict[str, str]:
    """Return the fields that plug-ins and authors added; those of WordPress itself begin with an underscore."""
    pairs = ((_line(meta, "meta_key"), _line(meta, "meta_value")) for meta in xml.children(item, "postmeta"))
    return {key: value for key, value in pairs if key and value and not key.startswith("_")}


def _terms(item: etree._Element, domain: str) -> list[tuple[str, str]]:
    """Return the codes and names of the categories or tags."""
    terms = (term for term in xml.children(item, "category") if xml.attribute(term, "domain") == domain)
    return [
        (xml.attribute(term, "nicename") or name, name)
        for term in terms
        if (name := _unescaped("".join(term.itertext())))
    ]


def _time(item: etree._Element, in_utc: str, local: str) -> str | None:
    """Return a time of WordPress, None where it has none (a draft's is all zeros)."""
    utc = _line(item, in_utc)
    if utc and not utc.startswith(_NO_TIME):
        return f"{utc}Z"
    time = _line(item, local)
    return None if time is None or time.startswith(_NO_TIME) else time


def _encoded(item: etree._Element, kind: str) -> str:
    """Return the text of `content:encoded` or `excerpt:encoded`, which only their namespaces tell apart."""
    found = (
        below
        for below in xml.children(item, "encoded")
        if (etree.QName(below).namespace or "").strip("/").endswith(kind)
    )
    return "".join(text for element in found for text in element.itertext())


def _raw(item: etree._Element | None, name: str) -> str:
    element = xml.child(item, name)
    return "" if element is None else "".join(element.itertext())


def _line(item: etree._Element, name: str) -> str | None:
    return xml.text_of(xml.child(item, name))


def _unescaped(markup: str) -> str | None:
    """Return the text of a field that WordPress keeps as HTML, on one line."""
    return clean_line(" ".join(html.paragraphs(markup))) or None
