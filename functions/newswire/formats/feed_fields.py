"""RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0: where each keeps what an entry says. One table, and readers of its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from newswire.errors import InvalidStory
from newswire.formats import feed_text, feed_wenn, xml
from newswire.formats.feed_entry import Entry, Source, absolute
from newswire.normalise.text import clean, clean_line, collapse
from newswire.story import Status, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIXES = {
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/atom/app#": "app",
    "http://purl.org/atompub/tombstones/1.0": "at",
}
"""Namespaces and how their names are written below; the feed's own prefixes say nothing. "" is RSS and Atom."""

_FIELDS: dict[str, tuple[str, ...]] = {
    "guid": ("guid", "id"),
    "link": ("feedburner:origLink", "link"),
    "title": ("title", "dc:title", "media:title"),
    "body": (
        *("content:encoded", "content", "xhtml:body", "body", "fullitem", "description", "summary"),
        *("dc:description", "itunes:summary", "media:description"),
    ),
    "published": ("published", "issued", "pubDate", "dcterms:issued", "dc:date", "created", "dcterms:created"),
    "updated": ("updated", "modified", "dcterms:modified", "prism:modificationDate"),
    "expires": ("expirationDate", "prism:expirationDate"),
    "embargo": ("embargo", "prism:embargoDate"),
    "draft": ("app:control",),
    "authors": ("author", "dc:creator", "dc:author", "itunes:author"),
    "categories": ("category", "dc:subject", "media:keywords", "itunes:keywords"),
    "publisher": ("source",),
    "language": ("language", "dc:language"),
    "copyright": ("rights", "copyright", "dc:rights"),
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_DEEPEST_EXTRA = 8
"""Levels of an unknown element that `extra` keeps apart; what is deeper is kept as text."""


class Element:
    """An entry, or the head of a feed: its children by name."""

    def __init__(self, element: etree._Element) -> None:
        self._element = element
        self._children: dict[str, list[etree._Element]] = {}
        core = etree.QName(element.getroottree().getroot()).namespace
        for child in element:
            if xml.name(child):
                self._children.setdefault(_written(child, core), []).append(child)

    def all(self, field: str) -> Iterator[etree._Element]:
        """Yield the elements that hold `field`, in the order of the table."""
        for name in _FIELDS[field]:
            yield from self._children.get(name, ())

    def text(self, field: str) -> str | None:
        """Return the first of them that is not empty, mark-up aside, on one line."""
        return next(filter(None, map(xml.text_of, self.all(field))), None)

    def line(self, field: str) -> str | None:
        """Return the first of them that is not empty, on one line, its escaped mark-up unescaped."""
        return next(filter(None, (feed_text.read(element).line for element in self.all(field))), None)

    def link(self, base: str | None) -> str | None:
        """Return the address of the page that this stands for."""
        links = sorted(self.all("link"), key=_is_other_type)
        pages = (link for link in links if (xml.attribute(link, "rel") or "alternate").lower() == "alternate")
        addresses = (absolute(xml.attribute(link, "href") or xml.text_of(link), link.base or base) for link in pages)
        return next(filter(None, addresses), None)

    def language(self) -> str | None:
        """Return its language, as xml:lang or in an element of its own."""
        around = (self._element, *self._element.iterancestors())
        said = next((clean_line(each.get(_LANG)) for each in around if each.get(_LANG)), None)
        return self.text("language") or said or None

    def about(self) -> str | None:
        """Return the identity that RDF gives it."""
        return clean_line(self._element.get(_ABOUT, "")) or None

    def unread(self) -> dict[str, Any]:
        """Return its elements that no field of a story is read from."""
        read = {name for names in _FIELDS.values() for name in names}
        return {
            name: value
            for name, elements in self._children.items()
            if name not in read and (value := _value_of(elements)) not in ("", {}, [])
        }


def source(head: etree._Element, warnings: tuple[str, ...] = ()) -> Source:
    """Return what a feed says of itself: `head` is its channel (RSS) or its root (Atom)."""
    said = Element(head)
    return Source(
        title=said.line("title"),
        site=said.link(None),
        language=said.language(),
        copyright=said.line("copyright"),
        warnings=warnings,
    )


def entry(element: etree._Element, site: str | None) -> Entry:
    """Return what an entry (RSS `item`, Atom `entry`) says; links are seen from `site`."""
    said = Element(element)
    guid = said.text("guid") or said.about()
    url = said.link(site) or _permalink(said, guid)
    title = said.line("title")
    paragraphs, abstract = _texts(said)
    subjects, keywords = _categories(said)
    extra = said.unread()
    if abstract:
        extra["abstract"] = abstract
    read = Entry(
        guid=guid,
        url=url,
        title=title,
        paragraphs=paragraphs,
        status=Status.WITHHELD if "yes" in map(xml.text_of, said.all("draft")) else Status.USABLE,
        published=said.text("published"),
        updated=said.text("updated"),
        embargo=said.text("embargo"),
        expires=said.text("expires"),
        authors=_authors(said),
        subjects=subjects,
        keywords=keywords,
        publisher=_publisher(said),
        language=said.language(),
        copyright=said.line("copyright"),
        extra=extra,
    )
    return feed_wenn.complete(read, element)


def deleted(element: etree._Element) -> Entry:
    """Return the kill that an Atom tombstone (RFC 6721 `deleted-entry`) is.

    Raises
    ------
    InvalidStory: it does not say which entry was deleted.
    """
    guid = xml.attribute(element, "ref")
    if guid is None:
        raise InvalidStory("a deleted-entry without ref: it does not say which story was deleted")
    comment = xml.text_of(xml.child(element, "comment"))
    return Entry(
        guid=guid,
        status=Status.KILLED,
        updated=xml.attribute(element, "when"),
        extra={"comment": comment} if comment else {},
    )


def _written(element: etree._Element, core: str | None) -> str:
    """Return the name of an element as the table writes it; what has the root's namespace is RSS or Atom."""
    name = etree.QName(element)
    prefix = "" if name.namespace in (None, core) else PREFIXES.get(name.namespace or "", element.prefix or "other")
    return f"{prefix}:{name.localname}" if prefix else str(name.localname)


def _is_other_type(link: etree._Element) -> bool:
    return (xml.attribute(link, "type") or "text/html").lower() not in ("text/html", "application/xhtml+xml")


def _permalink(said: Element, guid: str | None) -> str | None:
    is_link = all(xml.attribute(element, "isPermaLink") != "false" for element in said.all("guid"))
    return absolute(guid, None) if is_link else None


def _texts(said: Element) -> tuple[tuple[Any, ...], str | None]:
    """Return the body, and of the other texts the first one that says something else."""
    texts = [paragraphs for element in said.all("body") if (paragraphs := feed_text.read(element).paragraphs)]
    body, *others = texts or [()]
    if not others:
        return body, None
    whole = collapse(" ".join(paragraph.text for paragraph in body))
    abstracts = ("\n\n".join(paragraph.text for paragraph in other) for other in others)
    return body, next((abstract for abstract in abstracts if collapse(abstract) not in whole), None)


def _authors(said: Element) -> tuple[str, ...]:
    names = (_author(element) for element in said.all("authors"))
    return tuple(dict.fromkeys(name for name in names if name))


def _author(element: etree._Element) -> str | None:
    """Return the name in an author: Atom's has parts, that of RSS is often "mail@example.com (Name)"."""
    if any(xml.name(below) for below in element):
        return xml.text_of(xml.child(element, "name")) or xml.text_of(xml.child(element, "email"))
    written = feed_text.read(element).line or ""
    address, _, rest = written.partition(" (")
    return rest.removesuffix(")") if "@" in address and rest.endswith(")") else written or None


def _categories(said: Element) -> tuple[tuple[Subject, ...], tuple[str, ...]]:
    """Return the categories of a scheme as subjects, the others as keywords."""
    subjects: dict[Subject, None] = {}
    keywords: dict[str, None] = {}
    for element in said.all("categories"):
        label = xml.attribute(element, "label")
        code = xml.attribute(element, "term") or feed_text.read(element).line or label
        scheme = xml.attribute(element, "scheme", "domain")
        if not code:
            continue
        if scheme:
            subjects[Subject(code=code, scheme=scheme, name=label)] = None
        elif xml.name(element) == "keywords":
            keywords.update(dict.fromkeys(filter(None, map(str.strip, code.split(",")))))
        else:
            keywords[label or code] = None
    return tuple(subjects), tuple(keywords)


def _publisher(said: Element) -> str | None:
    """Return where an aggregated entry came from: the text of RSS `source`, the title in that of Atom."""
    for element in said.all("publisher"):
        if any(xml.name(below) for below in element):
            return Element(element).line("title")
        return xml.text_of(element)
    return None


def _value_of(elements: list[etree._Element], depth: int = 0) -> Any:
    values = [_plain_value(element, depth) for element in elements]
    return values[0] if len(values) == 1 else [value for value in values if value not in ("", {})]


def _plain_value(element: etree._Element, depth: int) -> Any:
    """Return an element as JSON knows it: its text, or an object of its attributes and elements."""
    children: dict[str, list[etree._Element]] = {}
    for child in element:
        if xml.name(child):
            children.setdefault(xml.name(child), []).append(child)
    attributes = {str(etree.QName(key).localname): clean(str(value)) for key, value in element.attrib.items()}
    if depth == _DEEPEST_EXTRA or not (children or attributes):
        return clean("".join(element.itertext())).strip()
    value = attributes | {name: _value_of(below, depth + 1) for name, below in children.items()}
    text = clean(element.text or "").strip()
    return value | {"text": text} if text else value
