"""What a NewsItem says about itself: its NewsLines, descriptive and administrative metadata, rights, topics."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from newswire.formats import nitf_dateline, xml
from newswire.normalise import dateline, html
from newswire.normalise.text import clean_line
from newswire.story import Dateline, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

_SUBJECTS = ("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier")
_FOR_EDITORS = re.compile(r"note|advisory|instruction|warning|attention", re.IGNORECASE)
_NOTES = frozenset({"ednote", "editornote", "editorsnote", "editorialnote", "notetoeditors", "noteforeditors"})
_WORD_COUNTS = frozenset({"words", "wordcount", "numberofwords"})
_NOTHING = frozenset({"", "0", "no", "none", "false"})
_READ_LINES = frozenset(
    "HeadLine SubHeadLine ByLine DateLine CreditLine CopyrightLine SlugLine KeywordLine NewsLine".split()
)
_TAG = re.compile(r"</?[a-zA-Z]+[^<>]*>|&#?\w+;")
_PARTS = re.compile(r"\s*[,;]\s*")


class Metadata:
    """The metadata of an item.

    Parameters
    ----------
    item: the NewsItem.
    components: the NewsComponents that its text stands in, the outer before the inner.
    """

    def __init__(self, item: etree._Element, components: list[etree._Element]) -> None:
        self._item = item
        self._components = components
        self._lines = [line for each in components for lines in xml.children(each, "NewsLines") for line in lines]
        self._descriptive = [
            each for component in components for each in xml.children(component, "DescriptiveMetadata")
        ]
        self._administrative = [
            each for component in components for each in xml.children(component, "AdministrativeMetadata")
        ]
        self._properties = self._all_properties()

    def line(self, name: str) -> str | None:
        """Return the first NewsLine of this name (HeadLine, ByLine, ...) that is not empty, without mark-up."""
        return next((text for line in self._lines if xml.name(line) == name and (text := _plain(line))), None)

    def name_label(self) -> str | None:
        """Return the label that stands for a slug, where it is one."""
        label = xml.text_of(xml.child(self._item, "Identification", "NameLabel"))
        return label if label and not label.isdigit() else None

    def notes(self) -> Iterator[str]:
        """Yield the notes to editors."""
        for kind, text in self._other_lines():
            if _FOR_EDITORS.search(kind):
                yield text
        for name, values in self._properties.items():
            if _key(name) in _NOTES:
                yield from values
        comments = [each for element in (self._item, *self._components) for each in xml.children(element, "Comment")]
        meant = (each for each in comments if _FOR_EDITORS.search(xml.attribute(each, "FormalName") or "note"))
        yield from filter(None, map(xml.text_of, meant))

    def embargoes(self) -> Iterator[str]:
        """Yield the texts of fields that are an embargo by their names."""
        named = [(kind, [text]) for kind, text in self._other_lines()] + list(self._properties.items())
        for name, texts in named:
            if "embargo" in name.lower():
                yield from (text for text in texts if text.lower() not in _NOTHING)

    def dateline(self) -> Dateline | None:
        """Return the dateline as it is printed, with city and country where they are given as fields."""
        printed = nitf_dateline.from_printed(self.line("DateLine"))
        city = self._located("City", "CityName", "Town")
        country = self._located("Country", "CountryName")
        if city is None:
            return printed
        return Dateline(text=printed.text if printed else None, city=dateline.normal_case(city), country=country)

    def language(self) -> str | None:
        """Return the language, as metadata or as an attribute of what holds the text."""
        named = (
            xml.attribute(language, "FormalName")
            for metadata in self._descriptive
            for language in xml.children(metadata, "Language")
        )
        contents = (content for item in self._items() for content in xml.children(item, "DataContent"))
        holders = (self._item, *self._components, *self._items(), *contents, *self._lines)
        attributes = (xml.attribute(holder, "lang") for holder in holders)
        return next((language for language in (*named, *attributes) if language and language != "x-default"), None)

    def subjects(self) -> tuple[Subject, ...]:
        """Return the subject codes, with the names that the item's own topics give them, and the topics that occur."""
        topics = list(self._topics())
        names = {code: name for topic in topics if (code := _code(topic)) and (name := _topic_name(topic))}
        found = [_subject(element, names) for code in self._below("SubjectCode") for element in _subjects(code)]
        occurring = {(xml.attribute(each, "Topic") or "").lstrip("#") for each in self._below("TopicOccurrence")}
        found += [_topic_subject(topic) for topic in topics if xml.attribute(topic, "Duid") in occurring]
        return tuple(dict.fromkeys(subject for subject in found or map(_topic_subject, topics) if subject))

    def keywords(self) -> tuple[str, ...]:
        """Return the keywords, each once."""
        lines = [xml.text_of(line) or "" for line in self._lines if xml.name(line) == "KeywordLine"]
        lists = [word for text in (*self._properties.get("Keywords", ()), *lines) for word in _PARTS.split(text)]
        return tuple(dict.fromkeys(filter(None, [*self._properties.get("Keyword", ()), *lists])))

    def genre(self) -> str | None:
        """Return the kind of text that it is."""
        return next((genre for genre in self._genres() if genre.lower() != "current"), None)

    def rights(self) -> dict[str, str | None]:
        """Return copyright, usage terms and credit."""
        rights = [each for component in self._components for each in xml.children(component, "RightsMetadata")]
        usage = (xml.text_of(part) for each in rights for use in xml.children(each, "UsageRights") for part in use)
        holders = (xml.text_of(owned) for each in rights for owned in xml.children(each, "Copyright"))
        terms = [self.line("RightsLine"), *usage]
        return {
            "copyright": self.line("CopyrightLine") or next(filter(None, holders), None),
            "usage_terms": "\n".join(dict.fromkeys(filter(None, terms))) or None,
            "credit": self.line("CreditLine") or next(self._parties("Provider", "Source"), None),
        }

    def extra(self) -> dict[str, Any]:
        """Return what a story has no field for."""
        categories = (xml.attribute(each, "cat") for code in self._below("SubjectCode") for each in _subjects(code))
        counts = (
            _property(each) for item in self._items() for each in xml.children(item, "Characteristics", "Property")
        )
        others = ((xml.name(line), xml.text_of(line)) for line in self._lines if xml.name(line) not in _READ_LINES)
        found = {
            "category": list(dict.fromkeys(filter(None, categories))),
            "genres": self._genres(),
            "word_count_sent": next((value for name, value in counts if _key(name) in _WORD_COUNTS), None),
            "authors": list(self._parties("Creator", "Contributor")),
            "lines": {name: text for name, text in [*others, *self._other_lines()] if text},
            "of_interest_to": self._formal_names("OfInterestTo"),
            "properties": dict(self._properties),
            "label": xml.text_of(xml.child(self._item, "Identification", "NameLabel")),
        }
        return {name: value for name, value in found.items() if value}

    def _all_properties(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for metadata in [*self._descriptive, *self._administrative, *xml.children(self._item, "NewsManagement")]:
            for element in xml.children(metadata, "Property"):
                name, value = _property(element)
                if name and value:
                    found[name].append(value)
        return found

    def _other_lines(self) -> Iterator[tuple[str, str]]:
        """Yield type and text of the lines that have no element of their own."""
        for line in self._lines:
            if xml.name(line) == "NewsLine":
                kind = xml.attribute(xml.child(line, "NewsLineType"), "FormalName") or ""
                texts = (xml.text_of(text) for text in xml.children(line, "NewsLineText"))
                yield from ((kind, text) for text in texts if text)

    def _located(self, *names: str) -> str | None:
        locations = sorted(self._below("Location"), key=lambda place: xml.attribute(place, "HowPresent") != "Origin")
        pairs = (_property(each) for place in locations for each in xml.children(place, "Property"))
        return next(
            (value for name, value in pairs if name in names and value),
            next((value for name in names for value in self._properties.get(name, ())), None),
        )

    def _below(self, name: str) -> list[etree._Element]:
        return [element for metadata in self._descriptive for element in xml.children(metadata, name)]

    def _formal_names(self, name: str) -> list[str]:
        return [value for element in self._below(name) if (value := xml.attribute(element, "FormalName"))]

    def _genres(self) -> list[str]:
        return list(dict.fromkeys(self._formal_names("Genre")))

    def _parties(self, *names: str) -> Iterator[str]:
        for metadata in self._administrative:
            for name in names:
                for party in xml.children(metadata, name, "Party"):
                    if found := xml.attribute(party, "FormalName") or xml.text_of(party):
                        yield found

    def _items(self) -> Iterator[etree._Element]:
        return (item for component in self._components for item in xml.children(component, "ContentItem"))

    def _topics(self) -> Iterator[etree._Element]:
        for element in (self._item, *self._components):
            yield from xml.children(element, "TopicSet", "Topic")


def _subjects(code: etree._Element) -> Iterable[etree._Element]:
    return (element for element in code if xml.name(element) in _SUBJECTS)


def _subject(element: etree._Element, names: dict[str, str]) -> Subject | None:
    code = xml.attribute(element, "FormalName") or xml.text_of(element)
    if not code:
        return None
    scheme = _scheme(code, xml.attribute(element, "Scheme", "Vocabulary"))
    return Subject(code=code, scheme=scheme, name=names.get(code))


def _scheme(code: str, scheme: str | None) -> str | None:
    """Return the scheme of a code; IPTC's subject codes have many names for theirs, or none."""
    is_iptc = re.fullmatch(r"\d{7,8}", code) and (scheme is None or re.search("iptc|subject", scheme, re.IGNORECASE))
    return "subj" if is_iptc else scheme


def _topic_subject(topic: etree._Element) -> Subject | None:
    code = _code(topic)
    if code is None:
        return None
    scheme = xml.attribute(xml.child(topic, "FormalName"), "Scheme", "Vocabulary")
    kind = xml.attribute(xml.child(topic, "TopicType"), "FormalName")
    return Subject(code=code, scheme=_scheme(code, scheme or kind), name=_topic_name(topic))


def _code(topic: etree._Element) -> str | None:
    return xml.text_of(xml.child(topic, "FormalName"))


def _topic_name(topic: etree._Element) -> str | None:
    """Return the name of a topic, in English where there is one; IPTC's old category letters are no name."""
    texts = [each for each in xml.children(topic, "Description") if xml.attribute(each, "Variant") != "Category"]
    texts.sort(key=lambda each: not (xml.attribute(each, "lang") or "").startswith("en"))
    return next(filter(None, map(xml.text_of, texts)), None)


def _property(element: etree._Element) -> tuple[str, str]:
    value = xml.attribute(element, "Value", "ValueRef") or xml.text_of(element)
    return xml.attribute(element, "FormalName") or "", value or ""


def _plain(line: etree._Element) -> str:
    text = xml.text_of(line) or ""
    return clean_line(" ".join(html.paragraphs(text))) if _TAG.search(text) else text


def _key(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())
