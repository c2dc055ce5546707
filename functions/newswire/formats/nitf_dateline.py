"""Datelines that stand in a field of their own: NITF's element, and the printed ones of NewsML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newswire.formats import xml
from newswire.normalise import dateline, months, times
from newswire.normalise.text import clean_line
from newswire.story import Dateline

if TYPE_CHECKING:
    from datetime import date

    from lxml import etree

_AGENCY_FIRST = re.compile(r"\([^()]{2,40}\)\s*[-–—]*\s*")
# Where the place ends: at an agency in brackets, a dash, a colon, a date.
_AFTER_PLACE = re.compile(r"\s*(?P<end>[(\d:;–—_|]|--|\s[-=]|[-=]$)")
_MAX_PLACE = 60
"""Characters of a place; more is a sentence."""
_NO_PLACES = frozenset({"no-data-available", "n/a", "none", "unknown"})


def from_printed(printed: str | None) -> Dateline | None:
    """Return the dateline that a field prints ("OSLO, Norway (ENA) -", "Helsinki"); None where no place is in it."""
    text = clean_line(printed or "")
    place = _AGENCY_FIRST.sub("", text, count=1) if text.startswith("(") else text
    if end := _AFTER_PLACE.search(place):
        words = place[: end.start()].replace(",", " , ").split()
        # "SYDNEY March 22": the month goes with the day.
        place = " ".join(words[:-1] if end["end"].isdigit() and words and months.number(words[-1]) else words)
    place = place.replace(" ,", ",").strip(" ,-")
    if not place[:1].isalpha() or len(place) > _MAX_PLACE or place.lower() in _NO_PLACES:
        return None
    located = dateline.from_located(place)
    return located.model_copy(update={"text": text}) if located else None


def from_element(element: etree._Element | None) -> Dateline | None:
    """Return the dateline of a NITF `dateline` element; None where no place is in it."""
    if element is None:
        return None
    location = xml.child(element, "location")
    city = xml.text_of(xml.child(location, "city"))
    text = _printed(element)
    if city is None:
        found = from_printed(text) or from_printed(xml.text_of(location))
    else:
        country = xml.text_of(xml.child(location, "country"))
        found = Dateline(text=text, city=dateline.normal_case(city), country=country)
    return found.model_copy(update={"date": _day(element)}) if found else None


def _printed(element: etree._Element) -> str:
    """Return the text of a dateline without its date, which stands in an attribute too, or is noise."""
    parts = [element.text, *(part for below in element for part in (_text_but_date(below), below.tail))]
    return clean_line(" ".join(filter(None, parts))).replace(" ,", ",").strip(" ,")


def _text_but_date(element: etree._Element) -> str | None:
    """Return the text of a part of a dateline; parts of a location that nothing separates get a comma between."""
    if xml.name(element) == "story.date":
        return None
    if (element.text and element.text.strip()) or any((below.tail or "").strip() for below in element):
        return " ".join(map(str, element.itertext()))
    return ", ".join(filter(None, map(xml.text_of, element)))


def _day(element: etree._Element) -> date | None:
    moment = times.read(xml.attribute(xml.child(element, "story.date"), "norm") or "")
    return moment.instant.date() if moment else None
