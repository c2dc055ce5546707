"""Times in running words ("6 p.m. EST on Thursday, November 26, 2026"): where they stand, and which are certain."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from newswire.normalise import months, times, weekdays
from newswire.normalise.word_tree import any_of

_HOURS_EAST = {
    **dict.fromkeys(("GMT", "UTC", "WET"), 0),
    **dict.fromkeys(("CET", "MEZ", "BST", "WEST"), 1),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST"), 2),
    **dict.fromkeys(("EEST", "MSK", "МСК", "мск", "TRT"), 3),
    **dict.fromkeys(("SGT", "HKT", "AWST"), 8),
    **dict.fromkeys(("JST", "KST"), 9),
    **dict.fromkeys(("BRT", "ART"), -3),
    **dict(zip(("EDT", "EST", "MDT", "MST", "PDT", "PST"), (-4, -5, -6, -7, -7, -8), strict=True)),
    **dict(zip(("ACST", "ACDT", "AEST", "AEDT", "NZST", "NZDT"), (9.5, 10.5, 10, 11, 12, 13), strict=True)),
}
"""Names that mean one zone to everybody: CST and IST are in several."""
_SUMMER = {
    **dict.fromkeys(("EDT", "ET"), "America/New_York"),
    "MDT": "America/Denver",
    "PDT": "America/Los_Angeles",
    **dict.fromkeys(("CEST", "MESZ"), "Europe/Berlin"),
    "BST": "Europe/London",
    "WEST": "Europe/Lisbon",
    "EEST": "Europe/Helsinki",
    "AEDT": "Australia/Sydney",
    "ACDT": "Australia/Adelaide",
    "NZDT": "Pacific/Auckland",
}
"""A time by a summer's clock that is in winter is an error, and would end too early."""
_TWELVE_HOURS = frozenset("ET EDT EST MDT MST PDT PST ACST ACDT AEST AEDT AWST NZST NZDT".split())
"""Where "6:00" by itself can be the evening."""


class Kind(StrEnum):
    """What a piece of text names."""

    STAMP = "stamp"  # day, hour and zone in ISO 8601
    DATE = "date"
    MONTH = "month"  # and its year, no day
    CLOCK = "clock"
    WEEKDAY = "weekday"
    YEAR = "year"


_MONTH = any_of(months.NAMES | {"listopada"})  # which is October in one language and November in another
_ZONE = any_of(_HOURS_EAST.keys() | _SUMMER.keys())
_DAY_END = r"(?:st|nd|rd|th|er|[.ºª])?"
_OF = r"(?:of\ |de\ |del\ )?"
_PIECE = re.compile(
    rf"""\b(?=\w)(?:(?P<stamp>\d{{4}}-\d\d-\d\dT[\d:.]{{1,20}}(?:Z|[+-]\d\d:?\d\d))
    | (?P<date>(?:
          (?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)\b
        | (?P<d2>\d{{1,2}})(?P<sign>[./])\ ?(?P<m2>\d{{1,2}})(?P=sign)\ ?(?P<y2>(?:19|20)\d\d|\d\d)\b(?![:.]\d)
        | (?:3[01]|2[5-9]|[12]?\d(?=\.\ ?\d\.))\.\ ?[01]?\d\.(?!\d)
        | (?P<d3>\d{{1,2}}){_DAY_END}\ {_OF}(?P<name3>{_MONTH})\b\.?(?:,?\ {_OF}(?P<y3>(?:19|20)\d\d)\b)?
        | (?P<name4>{_MONTH})\b\.?\ (?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.h]\d)(?:,?\ (?P<y4>(?:19|20)\d\d)\b)?
      ))
    | (?P<month>(?:{_MONTH})\b\.?\ {_OF}(?:19|20)\d\d\b)
    | (?P<clock>(?:(?:
          (?P<h1>[0-2]?\d)[:.h](?P<n1>[0-5]\d)(?:\ ?(?P<half1>[ap]\.?m\b\.?)|\b(?:\ ?(?:uhr|hrs?|hours|heures)\b)?)
        | (?P<h2>1?\d)\ ?(?P<half2>[ap]\.?m\b\.?)
        | (?P<h3>[0-2]?\d)\ ?(?:uhr|hrs?|h|heures|horas|hodin)\b
        | (?:kl\.?|klo|kello|klokken|klokka|klockan|godz\.?|ore|saat)\ (?P<h4>[0-2]?\d)(?:[:.](?P<n4>[0-5]\d))?\b
        | (?P<h5>[0-2]\d)(?P<n5>[0-5]\d)\b(?=\ ?\(?(?:(?:hrs?|hours|(?-i:{_ZONE}))\b))(?:\ ?(?:hrs?|hours)\b)?
        | 0\d[0-5]\d\b
        | (?:1\d|2[0-3])[0-5]\d(?=\ {any_of(weekdays.NAMES)}\b)
        | (?:12\ )?(?P<noon>noon|midday)\b
        | (?:12\ )?(?:midnight|mitternacht|minuit|medianoche|mezzanotte|midnatt|północy|půlnoci|полуночи)\b
      ))(?:\ ?\(?(?P<zone>(?-i:{_ZONE}))\b(?P<offset>\ ?[+-]\d{{1,2}}(?::?\d\d)?\b)?\)?)?)
    | (?P<weekday>(?:(?P<day>{any_of(weekdays.NAMES)})(?:s|abend|morgen|mittag|nachmittag|ausgaben?)?
        |today|tonight|tomorrow|heute|morgen|aujourd.hui|ce\ soir|demain|hoy|mañana|oggi|domani|vandaag|idag|i\ morgon
        |i\ dag|i\ morgen|huomenna|сегодня|завтра|dzisiaj|jutro|dnes|zítra|hoje|amanhã)\b)
    | (?P<year>(?:19|20)\d\d\b))""",
    re.IGNORECASE | re.VERBOSE,
)


def masked(text: str) -> str:
    """Return `text` on one line, with each time in it replaced by what it is: "<clock> on <weekday>, <date>"."""
    return _PIECE.sub(lambda piece: f"<{piece.lastgroup}>", " ".join(text.split()).replace("<", " "))


def certain(text: str) -> datetime | None:
    """Return the one instant that `text` names with its day, year, hour and zone, in UTC; None where one is open.

    It is open too where the text names a second time, or any number that is no part of the time; at midnight, which
    is at both ends of a day; and where weekday and date, or summer time and season, contradict each other.
    """
    text = " ".join(text.split())
    found: dict[str, list[re.Match[str]]] = {kind: [] for kind in Kind}
    for piece in _PIECE.finditer(text):
        found[piece.lastgroup or ""].append(piece)
    if found[Kind.MONTH] or found[Kind.YEAR] or re.search(r"\d", _PIECE.sub("", text)):
        return None
    match (found[Kind.STAMP], found[Kind.DATE], found[Kind.CLOCK]):
        case ([stamp], [], []):
            moment = times.read(stamp[0])
            instant, day = (moment.instant, times.read(stamp[0][:10])) if moment else (None, None)
            local = day.instant.date() if day else None
        case ([], [written], [clock]):
            local = _date(written)
            instant = _instant(local, clock) if local else None
        case _:
            return None
    names = [piece["day"] for piece in found[Kind.WEEKDAY]]
    agrees = all(name and local and weekdays.number(name) == local.weekday() for name in names)
    return instant if agrees else None


def _date(piece: re.Match[str]) -> date | None:
    """Return the day that is written with its year, unless "10/11/2026" can be two."""
    year = piece["y1"] or piece["y2"] or piece["y3"] or piece["y4"] or ""
    day = int(piece["d1"] or piece["d2"] or piece["d3"] or piece["d4"] or 0)
    name = piece["name3"] or piece["name4"]
    month = months.number(name) or 0 if name else int(piece["m1"] or piece["m2"] or 0)
    if piece["sign"] == "/":
        if day <= 12 and month <= 12 and day != month:
            return None
        day, month = (day, month) if month <= 12 else (month, day)
    try:
        return date(int(year), month, day) if len(year) == 4 else None
    except ValueError:
        return None


def _instant(day: date, clock: re.Match[str]) -> datetime | None:
    hours = clock["h1"] or clock["h2"] or clock["h3"] or clock["h4"] or clock["h5"] or ("12" if clock["noon"] else None)
    half = clock["half1"] or clock["half2"]
    if hours is None or clock["zone"] is None:
        return None
    hour, minute = int(hours), int(clock["n1"] or clock["n4"] or clock["n5"] or 0)
    if half:
        if not 1 <= hour <= 12 or (hour, minute) == (12, 0):  # which end of the day "12 a.m." is, few agree on
            return None
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    elif clock["zone"] in _TWELVE_HOURS and not clock["noon"] and 1 <= hour <= 12 and not hours.startswith("0"):
        return None
    if hour > 24 or (hour == 24 and minute):
        return None
    local = datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)
    zone = _zone(clock, local)
    return local.replace(tzinfo=zone).astimezone(UTC) if zone else None


def _zone(clock: re.Match[str], local: datetime) -> tzinfo | None:
    """Return the zone of a clock; None where its summer time is not in force then, or two hours have its name."""
    name, offset = clock["zone"], (clock["offset"] or "").replace(" ", "").replace(":", "")
    if offset:
        east = int(offset[1:3]) * 60 + int(offset[3:] or 0)
        is_whole = name in ("GMT", "UTC") and east <= 14 * 60
        return timezone(timedelta(minutes=east if offset[0] == "+" else -east)) if is_whole else None
    zone = timezone(timedelta(hours=_HOURS_EAST[name])) if name in _HOURS_EAST else None
    if name not in _SUMMER:
        return zone
    there = local.replace(tzinfo=ZoneInfo(_SUMMER[name]))
    if there.utcoffset() != there.replace(fold=1).utcoffset():
        return None
    return there.tzinfo if zone is None or zone.utcoffset(local) == there.utcoffset() else None
