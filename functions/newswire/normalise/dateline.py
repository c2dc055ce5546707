"""Datelines: where (and when) a story was filed, read from the head of a paragraph, in the agencies' styles."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newswire.normalise import dateline_days
from newswire.normalise.text import collapse
from newswire.story import Dateline

if TYPE_CHECKING:
    from datetime import date, datetime

_HEAD = 200
"""Characters in which a dateline ends, if there is one."""

_MIN_WORDS = 6
"""Words after a dateline without an agency: fewer are an entry of a list of places."""

_CLOSES = re.compile(r"[(/|:=【电電]|\s[-\u2010-\u2015_]|--|\.[-\u2013]|\sTT\b")
"""Without one of these at its head a paragraph has no dateline, and the styles need not be tried."""

_STYLES, _WORDS = (Path(__file__).with_name(f"dateline_{name}.toml") for name in ("styles", "words"))
_SHORT_FORMS = {"DASH": "(?:--|[-\u2010-\u2015_])", "AGENCY": r"\((?P<agency>[^()\n]{2,40})\)"}

# "ATLANTA, Ga.; BOSTON, Mass." · "NEW YORK and LONDON"
_JOINED = re.compile(r";\ ?|\ (?:and|und|et|y|e|&)\ ")
_PARTICLES = frozenset(
    {"am", "an", "and", "au", "aux", "da", "de", "del", "der", "do", "dos", "du", "en", "la", "of", "sur", "upon"}
)
_ARTICLE = re.compile(r"['’][st][- ]")
"""'s-HERTOGENBOSCH, 't HARDE: small in capitals too."""
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
_SMALL_NAME = re.compile(r"[a-z]{1,3}-?[A-Z]")
"""iPhone, eBay, al-Ahram: names that are small at the start of a sentence too."""
_WHOLE_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*(?:\s|$)")
_FIRST_WORD = re.compile(r"[^\W\d_]+['’]?")
_NAMED_AS_ONE = re.compile(r"news ?wires?$|news agency$|nyhetsbyrå(?:n)?$|nachrichtenagentur$")


@dataclass(frozen=True, slots=True)
class _Style:
    """One style; dateline_styles.toml says what its fields mean."""

    name: str
    pattern: re.Pattern[str]
    agency: str = "any"
    place: str = "any"
    follows: str = "any"


def split(paragraph: str, filed: datetime, located: str | None = None) -> tuple[Dateline | None, str]:
    """Return the dateline at the head of `paragraph` and the rest, or None and the whole where there is none for sure.

    `text` of the dateline has the words that the rest lacks; one that stands there twice is taken off twice. `filed` is
    about when the story was written, and gives the year to a dateline like "PARIS, Nov 24 (Reuters) -". `located` is
    the city that a field of the story names: a dateline with that city needs less proof.
    """
    found, rest = _split(paragraph, filed.date(), located)
    again, after = _split(rest, filed.date(), found.city) if found and found.city else (None, rest)
    if found and again and again.city == found.city:
        text = collapse(paragraph[: len(paragraph) - len(after)])
        return found.model_copy(update={"text": text, "date": found.date or again.date}), after
    return found, rest


def from_located(located: str) -> Dateline | None:
    """Return the dateline that a "located" field names ("Grosseto, Italy"), or None where it names nothing."""
    city, *rest = (part.strip() for part in located.split(","))
    return Dateline(city=normal_case(city), country=_country(rest)) if city else None


def normal_case(place: str) -> str:
    """Return a place printed in capitals in normal case ("RIO DE JANEIRO" is "Rio de Janeiro"), others as they are."""
    if not _in_capitals(place):
        return place
    article = _ARTICLE.match(place)
    words = re.split(r"([ /-])", place[article.end() if article else 0 :].lower())
    name = "".join(word if at and word in _PARTICLES else _capitalised(word) for at, word in enumerate(words))
    return article[0] + name if article else name


def agencies() -> frozenset[str]:
    """Return the names of the agencies, in small letters."""
    return _words("agencies")


def has_other_meanings(agency: str) -> bool:
    """Tell whether the name of an agency is a word or an abbreviation of something else too."""
    return agency.lower() in _words("other_meanings")


def examples() -> tuple[dict[str, Any], ...]:
    """Return the styles as they stand in the file, with their examples, for the tests."""
    return tuple(tomllib.loads(_STYLES.read_text(encoding="utf-8"))["style"])


def _in_capitals(place: str) -> bool:
    return _ARTICLE.sub("", place).isupper()


def _capitalised(word: str) -> str:
    return re.sub(r"^\w|(?<=['’.])\w(?=[\w.])", lambda match: match[0].upper(), word)


def _split(paragraph: str, filed: date, located: str | None) -> tuple[Dateline | None, str]:
    head = paragraph[:_HEAD]
    if not _CLOSES.search(head):
        return None, paragraph
    for style in _styles():
        match = style.pattern.match(head)
        if match is None:
            continue
        rest = paragraph[match.end() :].lstrip()
        if found := _read(style, match, rest, filed, located):
            return found, rest
    return None, paragraph


def _read(style: _Style, match: re.Match[str], rest: str, filed: date, located: str | None) -> Dateline | None:
    """Return the dateline that a style's match is, or None where place, agency or what follows do not bear it out."""
    agency, text = match["agency"], collapse(match[0])
    is_known = bool(agency) and _is_agency(agency, proper=style.agency == "proper")
    where, day = dateline_days.split(match["where"].strip(" ,-"), filed)
    for other in (match.groupdict().get("day"), agency):
        day = day or dateline_days.split((other or "").strip(), filed)[1]
    if not where and is_known and style.place == "any":
        return Dateline(text=text, date=day) if _may_follow(rest, style, where) else None
    city, *country = _places(where)
    country += [printed] if (printed := match.groupdict().get("country")) else []
    if not all(map(_is_place, (city, *country))) or city.lower() in _words("no_places"):
        return None
    well_known = _is_well_known(city)
    is_located = located is not None and located.casefold() in {city.casefold(), *city.casefold().split("/")}
    stands_out = _in_capitals(city) or is_located
    if style.agency == "none":
        is_sure = len(rest.split()) >= _MIN_WORDS and _goes_without_agency(city, country, day, match["end"], rest)
        is_sure = is_sure or is_located
    elif style.agency == "any":
        is_sure = stands_out or (is_known and not has_other_meanings(agency))
        is_sure = is_sure or sum((is_known, well_known, day is not None)) > 1
    else:
        is_sure = is_known and (style.place == "any" or stands_out or well_known)
    if text.startswith("(") and day is None and city != city.upper():
        return None
    if not is_sure or not _may_follow(rest, style, city):
        return None
    return Dateline(text=text, city=normal_case(city), country=_country(country), date=day)


def _places(where: str) -> list[str]:
    """Return the city and what stands behind it, of the first of the places that are joined."""
    for joint in _JOINED.finditer(where):
        first, second = where[: joint.start()], where[joint.end() :]
        in_capitals = [place.split(",")[0].isupper() for place in (first, second)]
        # "Port of Spain, Trinidad and Tobago" is one place.
        if joint[0].startswith(";") or all(in_capitals) or not (any(in_capitals) or "," in first):
            where = first
            break
    return [part.strip(" .]") if "]" in part else part.strip() for part in re.split(r",|\[", where)]


def _goes_without_agency(city: str, country: list[str], day: date | None, end: str, rest: str) -> bool:
    """Tell whether a place is a dateline although no agency stands there: capitals, a day, a sentence that begins."""
    well_known = _is_well_known(city)
    if day:
        return well_known or _in_capitals(city)
    if _in_capitals(city):
        has_country = len(country) == 1 and (not country[0].isupper() or bool(_INITIALS.match(country[0])))
        is_speech = end == ":" and (not _WHOLE_SENTENCE.search(rest) or _begins_with("speech", rest))
        return (well_known or has_country) and not is_speech
    begins = end.startswith(".") or (end != ":" and _begins_with("sentence_starts", rest))
    return well_known and begins and bool(_WHOLE_SENTENCE.search(rest))


def _begins_with(words: str, rest: str) -> bool:
    first = _FIRST_WORD.match(rest)
    return first is not None and first[0][0].isupper() and first[0].lower().replace("’", "'") in _words(words)


def _may_follow(rest: str, style: _Style, city: str) -> bool:
    """Tell whether a text goes on after a dateline: not with a small letter, unless the place stands in capitals."""
    words = rest.lstrip("\"'“„«‘¿¡ ")
    is_small = words[:1].islower() and not _SMALL_NAME.match(words)
    if style.follows == "sentence":
        return not rest or (words[:1].isalnum() and not is_small)
    return _in_capitals(city) or not is_small


def _is_place(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= 5
        and all(not word[0].islower() or word in _PARTICLES for word in words)
        and not re.search(r"[\d:;!?\"“”]", text)
    )


def _is_well_known(city: str) -> bool:
    return any(part in _words("well_known") for part in (city.lower(), *city.lower().split("/")))


def _is_agency(text: str, *, proper: bool) -> bool:
    """Tell whether a text names an agency, or several; `proper`: it names nothing else besides."""
    whole = collapse(text).lower()
    parts = [part.strip().rstrip("0123456789") for part in re.split(r"[/,\-]", whole)]
    if proper and has_other_meanings(whole):
        return False
    return any(part in _words("agencies") for part in (whole, *parts)) or bool(_NAMED_AS_ONE.search(whole))


@cache
def _words(name: str) -> frozenset[str]:
    data = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return frozenset(word.strip() for word in data[name].replace("\n", "").split("|"))


@cache
def _styles() -> tuple[_Style, ...]:
    return tuple(_style(fields) for fields in examples())


def _style(fields: dict[str, Any]) -> _Style:
    pattern = fields["pattern"]
    for short, form in _SHORT_FORMS.items():
        pattern = pattern.replace(short, form)
    told = {name: value for name, value in fields.items() if name not in ("pattern", "example")}
    return _Style(pattern=re.compile(pattern, re.VERBOSE), **told)


def _country(places: list[str]) -> str | None:
    country = places[-1] if places else ""
    is_state = country.endswith(".") or country.lower() in _words("states") or (len(country) == 2 and country != "UK")
    return normal_case(country) if country and not is_state else None
