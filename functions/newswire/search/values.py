"""The values of fields that are read: urgency, dates, places with a distance, features."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newswire.search.combine import all_of
from newswire.search.dates import span
from newswire.search.fields import FEATURES, ValueField
from newswire.search.tokens import shown, trimmed
from newswire.search.tree import Around, Comparison, Dates, Feature, Has, Urgency

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from newswire.search.tree import Node

MAX_DISTANCE = 100
"""Most words between the sides of NEAR, and most moves within a phrase."""
NEAR_KILOMETRES = 100.0
"""How far `near:` reaches where no distance is given."""
MAX_KILOMETRES = 20_000.0

_UNITS = {"": 1.0, "km": 1.0, "mi": 1.609344, "mile": 1.609344, "miles": 1.609344}
_RADIUS = re.compile(r"~([0-9]{1,9}(?:\.[0-9]{1,9})?)([a-z]*)")
_URGENCY = re.compile(r"(<=|>=|[<>=≤≥]?)([1-9])")
_URGENCIES = re.compile(r"([1-9])\.\.([1-9])")
_COMPARISONS = {**{sign.value: sign for sign in Comparison}, "": Comparison.EQUAL} | {
    "≤": Comparison.AT_MOST,
    "≥": Comparison.AT_LEAST,
}


def value(field: ValueField, text: str, suffix: str, zone: tzinfo, now: datetime, warnings: list[str]) -> Node | None:
    """Return what a value means; None, with a warning, where it makes no sense.

    Parameters
    ----------
    field: any but `similar`, whose value is taken as it is.
    text: the value, as typed.
    suffix: what follows the closing quote of a quoted one.
    zone, now: of the reader, for dates.
    warnings: where what was left out or altered is said.
    """
    match field:
        case ValueField.NEAR:
            return _around(text, suffix, warnings)
        case ValueField.URGENCY:
            found, wanted = _urgency(text), "urgency: takes 1 to 9, as 3, <=3 or 1..3"
        case ValueField.HAS:
            feature = FEATURES.get(trimmed(text).lower())
            found, wanted = Has(feature) if feature else None, f"has: takes {', '.join(Feature)}"
        case _:
            found, wanted = _dates(field, trimmed(text), zone, now, warnings), _WHEN
    if found is None:
        warnings.append(f"{shown(f'{field}:{text}')} makes no sense and was left out; {wanted}")
    return found


_WHEN = "a date is 2026-03-01, 2026-03, 2026, 2026-03-01T09:00, 24h, 7d, 2w, today, yesterday or a weekday"


def _dates(field: ValueField, text: str, zone: tzinfo, now: datetime, warnings: list[str]) -> Dates | None:
    found = span(text, zone, now)
    if found is None:
        return None
    if field is ValueField.BEFORE:
        return Dates(end=found.start)
    if field is ValueField.ON and found.end is None:
        warnings.append(f"{shown(f'on:{text}')} is no day, month or year; read as after:{text}")
    return Dates(found.start, found.end if field is ValueField.ON else None)


def _urgency(text: str) -> Node | None:
    if one := _URGENCY.fullmatch(text):
        return Urgency(_COMPARISONS[one[1]], int(one[2]))
    if both := _URGENCIES.fullmatch(text):
        low, high = sorted(map(int, both.groups()))
        return all_of([Urgency(Comparison.AT_LEAST, low), Urgency(Comparison.AT_MOST, high)])
    return None


def _around(text: str, suffix: str, warnings: list[str]) -> Around | None:
    if not suffix and (start := text.rfind("~")) >= 0:
        text, suffix = text[:start], text[start:]
    place = trimmed(text)
    if not any(map(str.isalnum, place)):
        warnings.append(f"{shown(f'near:{text}{suffix}')} names no place and was left out")
        return None
    return Around(place, _kilometres(suffix, warnings) if suffix else NEAR_KILOMETRES)


def _kilometres(suffix: str, warnings: list[str]) -> float:
    radius = _RADIUS.fullmatch(suffix.lower())
    if not radius or radius[2] not in _UNITS:
        warnings.append(f"{shown(suffix)} is no distance as ~200km or ~100mi; read as ~{NEAR_KILOMETRES:g}km")
        return NEAR_KILOMETRES
    asked = round(float(radius[1]) * _UNITS[radius[2]], 1)
    kilometres = min(max(asked, 1.0), MAX_KILOMETRES)
    if kilometres != asked:
        warnings.append(f"{shown(suffix)} is not between 1 and {MAX_KILOMETRES:g} km; read as ~{kilometres:g}km")
    return kilometres
