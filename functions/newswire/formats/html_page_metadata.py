"""What a page says of itself: JSON-LD first, then OpenGraph and other <meta>, then <link>, <h1> and <title>."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urldefrag, urlsplit

from newswire.formats import json_ld
from newswire.normalise.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

MAX_URL = 2000
"""Characters; what is longer is no address of an article."""

MAX_HEADLINE = 1000
"""Characters; what is longer is no title or heading."""

Meta: TypeAlias = dict[str, list[str]]

_ENOUGH = 20
"""Titles, headings and times that are looked at; pages have one to three of each."""

_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author", "byl")
_PUBLISHED = (
    "article:published_time", "article:published", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
    "pub_date", "publish-date", "dc.date.issued", "dcterms.date", "dc.date", "date", "datecreated",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "article:modified", "article.updated", "datemodified", "og:updated_time")
_KEYWORDS = ("news_keywords", "article:tag", "keywords", "parsely-tags", "sailthru.tags")
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")
_LANGUAGES = ("inlanguage", "content-language", "language", "og:locale", "dc.language")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_SEPARATOR = re.compile(r"\s+[|\-–—:•»·]+\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What a page says of itself, as it says it.

    Parameters
    ----------
    url: the page's own address, absolute, without a fragment.
    published, modified, expires: the times given, the most trusted first, unread.
    body: the whole text, where JSON-LD has it.
    warnings: what could not be read.
    """

    url: str | None
    headline: str | None
    subheadline: str | None
    authors: tuple[str, ...]
    published: tuple[str, ...]
    modified: tuple[str, ...]
    expires: tuple[str, ...]
    publisher: str | None
    language: str | None
    description: str | None
    section: str | None
    keywords: tuple[str, ...]
    genre: str | None
    located: str | None
    copyright: str | None
    body: str | None
    warnings: tuple[str, ...]


def read(root: HtmlElement) -> PageMetadata:
    """Return the metadata of a page, the tree of `html_page_tree.build`."""
    meta = _meta(root)
    graph = json_ld.read(script.text or "" for script in root.iter("script"))
    url = _own_url([*_links(root, "canonical"), *_all(meta, "og:url")])
    article = _article(graph, url)
    page = graph.first("WebPage")
    publisher = next(
        _names([*graph.texts(article, "publisher"), *_all(meta, "og:site_name", "application-name")]), None
    )
    bodies = [value for value in graph.values(article, "articleBody") if isinstance(value, str)]
    return PageMetadata(
        url=url or _own_url(_addresses(graph, article)),
        headline=_headline(root, meta, graph.text(article, "headline", "name"), publisher),
        subheadline=graph.text(article, "alternativeHeadline"),
        authors=_authors(graph, article, root, meta),
        published=_times(
            graph.texts(article, "datePublished"), _all(meta, *_PUBLISHED), graph.texts(page, "datePublished")
        ),
        modified=_times(
            graph.texts(article, "dateModified"), _all(meta, *_MODIFIED), graph.texts(page, "dateModified")
        ),
        expires=_times(graph.texts(article, "expires"), _all(meta, "article:expiration_time")),
        publisher=publisher,
        language=_language([*graph.texts(article, "inLanguage"), root.get("lang", ""), *_all(meta, *_LANGUAGES)]),
        description=graph.text(article, "description") or _first(meta, *_DESCRIPTIONS),
        section=graph.text(article, "articleSection") or _first(meta, "article:section", "section"),
        keywords=_keywords([graph.texts(article, "keywords"), *(_all(meta, name) for name in _KEYWORDS)]),
        genre=graph.text(article, "genre"),
        located=graph.text(article, "dateline"),
        copyright=graph.text(article, "copyrightNotice") or _first(meta, "copyright", "dc.rights"),
        body="\n\n".join(bodies) or None,
        warnings=graph.warnings,
    )


def letters(text: str) -> str:
    """Return the letters and digits of a text alone, for telling whether two headlines or names are the same."""
    return "".join(filter(str.isalnum, text.casefold()))


def _meta(root: HtmlElement) -> Meta:
    """Return what <meta> says, and <time> with an `itemprop`, by name in small letters."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for element in root.iter("meta", "time"):
        names = [element.get(key, "") for key in ("property", "name", "itemprop", "http-equiv")]
        text = clean_line(element.get("content") or element.get("datetime") or "")
        for name in {name.strip().lower() for name in names} - {""}:
            if text:
                found[name][text] = None
    return {name: list(texts) for name, texts in found.items()}


def _all(meta: Meta, *names: str) -> list[str]:
    return [text for name in names for text in meta.get(name, ())]


def _first(meta: Meta, *names: str) -> str | None:
    return next(iter(_all(meta, *names)), None)


def _times(*sources: list[str]) -> tuple[str, ...]:
    return tuple(islice(chain(*sources), _ENOUGH))


def _links(root: HtmlElement, relation: str) -> list[str]:
    return [link.get("href", "") for link in root.iter("link") if relation in link.get("rel", "").lower().split()]


def _own_url(candidates: Iterable[str]) -> str | None:
    """Return the first address that names one page: a wrong canonical link may name the whole site."""
    for candidate in candidates:
        try:
            address = urldefrag(candidate.strip()).url
            parts = urlsplit(address)
        except ValueError:
            continue
        names_page = parts.path.strip("/") or parts.query
        if parts.scheme in ("http", "https") and parts.netloc and names_page and 0 < len(address) <= MAX_URL:
            return clean_line(address)
    return None


def _addresses(graph: json_ld.Graph, article: json_ld.Node) -> list[str]:
    values = [value for name in ("url", "mainEntityOfPage", "@id") for value in graph.values(article, name)]
    named = (value.get("@id") or value.get("url") if isinstance(value, dict) else value for value in values)
    return [value for value in named if isinstance(value, str)]


def _article(graph: json_ld.Graph, url: str | None) -> json_ld.Node:
    """Return the node of the page's article: of several the one with the page's address, else the first."""
    articles = graph.articles()
    own = (node for node in articles if url and url in map(_without_fragment, _addresses(graph, node)))
    return next(own, articles[0] if articles else {})


def _without_fragment(address: str) -> str:
    return address.partition("#")[0]


def _headline(root: HtmlElement, meta: Meta, given: str | None, site: str | None) -> str | None:
    """Return the headline: as JSON-LD has it whole, else the <h1> that goes on from it or that a title has."""
    if given and not given.endswith(("...", "…")):
        return given
    titles = _headings([*_all(meta, "og:title", "twitter:title"), *map(_text, root.iter("title"))])
    tops = _headings(map(_text, root.iter("h1")))
    start = given.rstrip(".… ").casefold() if given else ""
    whole = (top for top in tops if start and top.casefold().startswith(start))
    confirmed = (top for top in tops if any(_is_most_of(title, top) for title in titles))
    title = next(filter(None, [next(whole, None), next(confirmed, None), *titles, given, *tops]), None)
    return _without_site(title, site) if title else None


def _headings(texts: Iterable[str]) -> list[str]:
    return list(islice((text for text in texts if 0 < len(text) <= MAX_HEADLINE), _ENOUGH))


def _is_most_of(title: str, top: str) -> bool:
    """Tell whether a title is this heading with little around it, or a site's name after it."""
    if title.casefold().startswith(top.casefold()) and _SEPARATOR.match(title, len(top)):
        return True
    return top.casefold() in title.casefold() and 2 * len(top) >= len(title)


def _without_site(title: str, site: str | None) -> str:
    """Return a title without the site's name at its end ("Harbour reopens | Example News")."""
    separators = list(_SEPARATOR.finditer(title))
    if separators and site and letters(title[separators[-1].end() :]) == letters(site):
        return title[: separators[-1].start()]
    return title


def _text(element: HtmlElement) -> str:
    return clean_line(element.text_content())


def _authors(graph: json_ld.Graph, article: json_ld.Node, root: HtmlElement, meta: Meta) -> tuple[str, ...]:
    marked = (_text(element) for element in root.iter("a", "span", "p", "div") if element.get("rel") == "author")
    choices = [graph.texts(article, "author"), *(_all(meta, name) for name in _AUTHORS), list(marked)]
    found = (tuple(dict.fromkeys(_names(names))) for names in choices)
    return next(filter(None, found), ())


def _names(texts: Iterable[str]) -> Iterator[str]:
    """Yield the texts that are names, not addresses or accounts."""
    plain = (text.strip(" ,") for text in texts)
    return (text for text in plain if text and not text.lower().startswith(("http:", "https:", "@")))


def _language(candidates: Iterable[str]) -> str | None:
    return next((text.replace("_", "-") for text in candidates if _LANGUAGE.fullmatch(text)), None)


def _keywords(choices: Iterable[list[str]]) -> tuple[str, ...]:
    """Return the keywords of the first source that has any; one text may hold several, parted by commas."""
    texts = next(filter(None, choices), [])
    words = (clean_line(word) for text in texts for word in text.split(","))
    return tuple(dict.fromkeys(filter(None, words)))
