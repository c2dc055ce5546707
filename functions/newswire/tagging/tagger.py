"""All tags of texts: topics, names, places, quotations, keywords; each says where it comes from and on what evidence.

What is loaded is loaded once a process, when the first text is tagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newswire.tagging import keywords, kinds, language_model, names, places, quotes, topics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newswire.story import Dateline, Quote, Topic
    from newswire.tagging.kinds import Kind
    from newswire.tagging.names import Name
    from newswire.tagging.places import ResolvedPlace

ENGLISH = "en"
_AT_ONCE = 16
"""Texts that go through the language model together."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is tagged: a headline, a body, its language where it is known (ISO 639-1), and where the story was filed."""

    headline: str
    body: str
    language: str | None
    dateline: Dateline | None = None


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one text; offsets are characters of its body.

    Parameters
    ----------
    names: people, organisations and places; places: what the places among them mean, those that are known.
    kind: what kind of text it is, None for a plain report.
    """

    topics: tuple[Topic, ...] = ()
    names: tuple[Name, ...] = ()
    places: tuple[ResolvedPlace, ...] = ()
    quotes: tuple[Quote, ...] = ()
    keywords: tuple[str, ...] = ()
    kind: Kind | None = None


def rules_version() -> str:
    """Return one version of all rules and word lists: texts that are tagged by the same have the same tags."""
    return "-".join((topics.rules_version(), names.rules_version(), quotes.rules_version()))


def tag(texts: Iterable[Text]) -> Iterator[Tags]:
    """Yield the tags of texts, in their order.

    Topics, names and keywords are of English texts alone; quotations of every language are found, their speakers in
    English, German, French and Spanish. Other languages have their supplier's tags.

    Raises
    ------
    ModelUnusable: the language model is not there, or not the published one.
    """
    part: list[Text] = []
    for text in texts:
        part.append(text)
        if len(part) == _AT_ONCE:
            yield from _tag(part)
            part = []
    yield from _tag(part)


def _tag(texts: list[Text]) -> Iterator[Tags]:
    english = [text.body for text in texts if text.language == ENGLISH]
    docs = iter(language_model.name_docs(english) if english else ())
    for text in texts:
        if text.language != ENGLISH:
            found = quotes.find(text.body, language_model.parse, [], text.language or "")
            yield Tags(quotes=tuple(found), kind=kinds.find(text.headline, text.body))
            continue
        named = names.find(text.body, next(docs), text.dateline)
        located = [name for name in named if name.type == "place"]
        yield Tags(
            topics=tuple(topics.find(text.headline, text.body)),
            names=tuple(named),
            places=tuple(places.resolve(located, text.body, text.dateline)),
            quotes=tuple(quotes.find(text.body, language_model.parse, named)),
            keywords=tuple(keywords.find(text.headline, text.body)),
            kind=kinds.find(text.headline, text.body),
        )
