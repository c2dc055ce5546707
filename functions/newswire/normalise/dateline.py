"""Datelines: where (and when) a story was filed, read from the head of its first paragraph."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from newswire.normalise.text import collapse
from newswire.story import Dateline

_HEAD = 200
"""Characters in which a dateline ends, if there is one."""

_DATELINE = re.compile(
    r"""(?P<where>[^\W\d_][^()\n]{1,80}?)          # PARIS, Nov 24
        (?:\ +|\ *--\ *)\((?P<agency>[^()\n]{2,40})\)  # (Reuters)
        \ *(?:--|[-\u2013\u2014_])(?=\s|$)         # a dash of some kind""",
    re.VERBOSE,
)
# Where a place is not in capitals, only a known agency tells "Berlin (dpa) -" from "Olaf Scholz (SPD) -".
_AGENCIES = frozenset(
    "aap|afp|anp|ansa|ap|apa|associated press|ats|belga|bernama|bloomberg|business wire|canadian press|cp|ctk|dpa|"
    "dpa-afx|efe|epd|europa press|interfax|keystone-sda|kna|kyodo|lusa|mti|ntb|pa|pa media|pap|pti|reuters|ritzau|sda|"
    "sid|stt|tass|tca|the associated press|tt|upi|xinhua|yonhap".split("|")
)
_PARTICLES = frozenset(
    {"am", "an", "au", "aux", "da", "de", "del", "der", "do", "dos", "du", "en", "of", "sur", "upon"}
)
_STATES = frozenset({"Alaska", "Hawaii", "Idaho", "Iowa", "Maine", "Ohio", "Texas", "Utah"})
"""The states that AP does not abbreviate: like an abbreviation ("Ill."), they are no country."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jän jänner",
            "feb february februar",
            "mar march mär märz",
            "apr april",
            "may mai",
            "jun june juni",
            "jul july juli",
            "aug august",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY = re.compile(r"(?:(?P<day>\d{1,2})\.?\s+)?(?P<month>[^\W\d_]{3,9})\.?(?:\s+(?P<day_after>\d{1,2}))?")


def find(paragraph: str, filed: datetime) -> Dateline | None:
    """Return the dateline at the head of `paragraph`, or None where there is none for certain.

    The words stay in the paragraph: `text` only says which they are. `filed` is about when the story was written, and
    gives the year to a dateline like "PARIS, Nov 24 (Reuters) -".
    """
    match = _DATELINE.match(paragraph[:_HEAD])
    if match is None:
        return None
    city, *rest = (part.strip() for part in match["where"].split(","))
    if not _is_place(city) or not (city.isupper() or _is_agency(match["agency"])):
        return None
    days = [day for part in rest if (day := _day(part, filed.date()))]
    places = [part for part in rest if not _DAY.fullmatch(part) or not _day(part, filed.date())]
    if not all(_is_place(place) for place in places):
        return None
    return Dateline(
        text=collapse(match[0]), city=normal_case(city), country=_country(places), date=days[0] if days else None
    )


def from_located(located: str) -> Dateline | None:
    """Return the dateline that a "located" field names ("Grosseto, Italy"), or None where it names nothing."""
    city, *rest = (part.strip() for part in located.split(","))
    return Dateline(city=normal_case(city), country=_country(rest)) if city else None


def normal_case(place: str) -> str:
    """Return a place printed in capitals in normal case ("RIO DE JANEIRO" is "Rio de Janeiro"), others as they are."""
    if not place.isupper():
        return place
    words = re.split(r"([ -])", place.lower())
    return "".join(word if at and word in _PARTICLES else _capitalised(word) for at, word in enumerate(words))


def _capitalised(word: str) -> str:
    return re.sub(r"(^|['’.])(\w)(?=\w|\.|$)", lambda match: match[1] + match[2].upper(), word)


def _is_place(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= 5
        and all(word[0].isupper() or word in _PARTICLES for word in words)
        and not re.search(r"[\d:;!?\"“”]", text)
    )


def _is_agency(text: str) -> bool:
    return any(part.strip().lower() in _AGENCIES for part in text.split("/"))


def _country(places: list[str]) -> str | None:
    country = places[-1] if places else ""
    return country if country and not country.endswith(".") and country not in _STATES else None


def _day(text: str, filed: date) -> date | None:
    match = _DAY.fullmatch(text)
    if match is None or (month := _MONTHS.get(match["month"].lower())) is None:
        return None
    day = match["day"] or match["day_after"]
    if day is None:
        return None
    years = (filed.year - 1, filed.year, filed.year + 1)
    days = [found for year in years if (found := _date(year, month, int(day)))]
    return min(days, key=lambda found: abs(found - filed), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return datetime(year, month, day, tzinfo=UTC).date()
    except ValueError:
        return None
