"""All tags of texts: topics, names, places, quotations, keywords; each says where it comes from and on what evidence.

What is loaded is loaded once a process, when the first text is tagged.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newswire.tagging import (
    foreign_places,
    keywords,
    kinds,
    language_model,
    names,
    places,
    quotes,
    same_places,
    topics,
)
from newswire.tagging.unmarked import Unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newswire.story import Dateline, Quote, Topic
    from newswire.tagging.kinds import Kind
    from newswire.tagging.names import Name
    from newswire.tagging.places import PlaceName, ResolvedPlace

ENGLISH = "en"
_AT_ONCE = 16
"""Texts that go through the language model together."""

_SURROGATE = re.compile("[\ud800-\udfff]")

_RULES = frozenset({".py", ".toml", ".tsv", ".txt", ".sqlite", ".sha256"})
"""Files of this package that decide which tags a text has: code, word lists, tables, the hashes of the model."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is tagged.

    Parameters
    ----------
    headline, body: its own words.
    language: ISO 639-1, None where it is not known.
    dateline: where the story was filed.
    genres: by what names the supplier calls the kind of text: genre, take key.
    """

    headline: str
    body: str
    language: str | None
    dateline: Dateline | None = None
    genres: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one text; offsets are characters of its body, or of its headline where there is no body.

    Parameters
    ----------
    names: people, organisations and places.
    places: what the places among them mean, those that are known; also that of the dateline, which has no mentions.
    kind: what kind of text it is, None for a plain report.
    """

    topics: tuple[Topic, ...] = ()
    names: tuple[Name, ...] = ()
    places: tuple[ResolvedPlace, ...] = ()
    quotes: tuple[Quote, ...] = ()
    keywords: tuple[str, ...] = ()
    kind: Kind | None = None
    are_of_headline: bool = False


@dataclass(frozen=True, slots=True)
class _DatelineCity:
    name: str
    mentions: tuple[tuple[int, int], ...] = ()


@cache
def rules_version() -> str:
    """Return one version of all rules and word lists: texts that are tagged by the same have the same tags.

    It follows from the files, so that nobody has to remember to change it.
    """
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in _RULES:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def load() -> None:
    """Load what the first text would wait for; raises as `tag`."""
    for _ in tag([Text("", '"It is open," said Mary Smith of London.', ENGLISH)]):
        pass


def tag(texts: Iterable[Text]) -> Iterator[Tags]:
    """Yield the tags of texts, in their order.

    Topics, people, organisations and keywords are of English texts alone, countries and large towns also of those in
    the languages of `foreign_places`; quotations of every language are found, their speakers in English, German, French
    and Spanish. The rest is their supplier's. Mark-up and entities that were left in a text are no words of it; offsets
    are those of the text as given.

    Raises
    ------
    ModelUnusable: the language model is not there, or not the published one.
    """
    part: list[Text] = []
    for text in texts:
        part.append(text)
        if len(part) == _AT_ONCE:
            yield from _tag_unmarked(part)
            part = []
    yield from _tag_unmarked(part)


def _tag_unmarked(given: list[Text]) -> Iterator[Tags]:
    """Yield the tags of texts without the mark-up that was left in them, with the offsets of the texts as given."""
    headlines = [Unmarked(_encodable(text.headline)) for text in given]
    bodies = [Unmarked(_encodable(text.body)) for text in given]
    texts = [
        replace(text, headline=headline.text, body=body.text if body.text.strip() else headline.text)
        for text, headline, body in zip(given, headlines, bodies, strict=True)
    ]
    for tags, headline, body in zip(_tag(texts), headlines, bodies, strict=True):
        if body.text.strip():
            yield tags if body.is_as_given else _as_given(tags, body)
        else:  # a flash: its headline is all there is
            yield replace(_as_given(tags, headline), quotes=(), are_of_headline=True)


def _as_given(tags: Tags, body: Unmarked) -> Tags:
    def mentions(found: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        return tuple(body.given(start, end) for start, end in found)

    spans = (body.given(quote.start, quote.end) for quote in tags.quotes)
    return replace(
        tags,
        names=tuple(replace(name, mentions=mentions(name.mentions)) for name in tags.names),
        places=tuple(replace(place, mentions=mentions(place.mentions)) for place in tags.places),
        quotes=tuple(
            quote.model_copy(update={"start": start, "end": end})
            for quote, (start, end) in zip(tags.quotes, spans, strict=True)
        ),
    )


def _encodable(text: str) -> str:
    """Return a text without halves of characters, which JSON may hold and no tokenizer takes; it is as long."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _tag(texts: list[Text]) -> Iterator[Tags]:
    english = [text.body for text in texts if text.language == ENGLISH]
    docs = iter(language_model.name_docs(english) if english else ())
    for text in texts:
        if text.language != ENGLISH:
            named, resolved = _located(text, foreign_places.find(text.body, text.language))
            found = quotes.find(text.body, language_model.parse, [], text.language or "")
            yield Tags(names=tuple(named), places=tuple(resolved), quotes=tuple(found), kind=_kind(text))
            continue
        named, resolved = _located(text, names.find(text.body, next(docs), text.dateline))
        yield Tags(
            topics=tuple(topics.find(text.headline, text.body)),
            names=tuple(named),
            places=tuple(resolved),
            quotes=tuple(quotes.find(text.body, language_model.parse, named)),
            keywords=tuple(keywords.find(text.headline, text.body, named)),
            kind=_kind(text),
        )


def _located(text: Text, named: list[Name]) -> tuple[list[Name], list[ResolvedPlace]]:
    """Return names, those of one place as one, and what the places among them and the dateline mean."""
    located: list[PlaceName] = [*(name for name in named if name.type == "place"), *_filed(text.dateline, named)]
    return same_places.merge(named, places.resolve(located, text.body, text.dateline))


def _filed(dateline: Dateline | None, named: list[Name]) -> list[_DatelineCity]:
    """Return the city of the dateline, which is no longer in the text, where the text does not name it."""
    city = (dateline and dateline.city) or ""
    if not city or city.casefold() in {name.name.casefold() for name in named}:
        return []
    return [_DatelineCity(city.title() if city.isupper() else city)]


def _kind(text: Text) -> Kind | None:
    return kinds.find(text.headline, text.body, text.genres)
