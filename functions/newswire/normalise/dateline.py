"""Datelines: where (and when) a story was filed, read from the head of a paragraph, in the agencies' styles."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from newswire.normalise import months
from newswire.normalise.text import collapse
from newswire.story import Dateline

_HEAD = 200
"""Characters in which a dateline ends, if there is one."""

_MIN_WORDS = 6
"""Words after a dateline without an agency: fewer are an entry of a list of places."""

_DASH = "(?:--|[-\u2010-\u2015_])"
_SLASH = r"\ ?/\ ?(?P<agency>[^()/\n]{2,40}(?:/[^()/\n]{2,20})?)\ ?/"

_STYLES = tuple(
    re.compile(style, re.VERBOSE)
    for style in (
        # NEW YORK--(BUSINESS WIRE)--Aug. 5, 2010--
        r"""(?P<where>[^\W\d_][^()\n]{1,80}?)\ *--\ *\((?P<agency>BUSINESS\ WIRE)\)\ *--\ *(?P<day>[^()\n-]{5,25}?)
            (?P<end>--)""",
        # PARIS, Nov 24 (Reuters) - · Berlin (dpa) – · NEW YORK--(BUSINESS WIRE)-- · Madrid, 24 nov (EFE).-
        rf"""(?P<where>[^\W\d_][^()\n]{{1,80}}?)(?:\ *|\ *--\ *)\((?P<agency>[^()\n]{{2,40}})\)
             (?P<end>\.?\ *{_DASH}(?=\s|$|(?<=--))|:(?=\s)|\ *=(?=\s))""",
        # (ANSA) - ROMA, 24 NOV -
        rf"""\((?P<agency>[^()\n]{{2,40}})\)\ *{_DASH}\ *
             (?P<where>[A-Z][^()\n]{{1,60}}?)\ (?P<end>{_DASH})(?=\s|$)""",
        # Nov 24 (Reuters) - · (AP) —
        rf"""(?P<where>(?:[^\W\d_]{{3,9}}\.?\ \d{{1,2}}\ |\d{{1,2}}\.?\ [^\W\d_]{{3,9}}\.?\ )?)
             \((?P<agency>[^()\n]{{2,40}})\)(?P<end>\.?\ *{_DASH}(?=\s|$)|\ *=(?=\s))""",
        # NEW YORK, Nov. 24, 2026 /PRNewswire/ -- · MOSCOW, November 24. /TASS/.
        rf"""(?P<where>[^\W\d_][^()/\n]{{1,80}}?){_SLASH}(?P<end>\ *{_DASH}(?=\s|$)|\.(?=\s|$))""",
        # TORONTO, ON / ACCESSWIRE / November 24, 2026 /
        r"""(?P<where>[^\W\d_][^()/\n]{1,60}?)\ /\ (?P<agency>[^()/\n]{2,30})\ /\ (?P<day>[^()/\n]{5,25})
            \ (?P<end>/)(?=\s)""",
        # SYDNEY, March 22 AAP - · TOKYO, Nov. 24, Kyodo -
        rf"""(?P<where>[^\W\d_][^()/\n]{{1,60}}?\d{{1,2}}),?\ (?P<agency>[A-Z]\w{{1,9}})\ (?P<end>{_DASH})(?=\s)""",
        # МОСКВА, 24 ноя - РИА Новости.
        rf"""(?P<where>[^\W\d_][^()/\n]{{1,60}}?\d{{1,2}}\ [^\W\d_]{{3,8}})\ {_DASH}\ (?P<agency>[^()/.\n]{{3,20}})
             (?P<end>\.)(?=\s)""",
        # New Delhi, Nov 24 (PTI) Text · Berne (ats) Text
        r"""(?P<where>[^\W\d_][^()\n]{1,60}?\d{1,2})\ \((?P<agency>[A-Za-z]{2,8})\)(?P<end>)(?=\s)""",
        r"""(?P<where>[^\W\d_][^()\n]{1,30}?)\ \((?P<agency>(?:ats|sda|awp|TT|Belga|BELGA)(?:/\w{2,8})*)\)
            (?P<end>)(?=\s)""",
        # 新华社北京11月24日电（记者李明）· 【東京共同】· (서울=연합뉴스) 홍길동 기자 =
        r"""(?P<agency>新[华華]社)(?P<where>[^\W\d_]{2,8})(?:\d{1,2}月)?\d{1,2}日(?P<end>电|電)
            (?:[（(][^（()）\n]{2,30}[）)])?\ ?""",
        r"""【(?P<where>[^\W\d_]{2,8})(?P<agency>共同|時事)】(?P<end>)""",
        r"""\((?P<where>[^\W\d_]{2,8})=(?P<agency>연합뉴스|뉴시스)\)(?P<end>)(?:\ ?[^=\n]{2,20}\ =)?""",
        # OTTAWA — · SAN JOSE, Calif. —
        r"""(?P<where>[^\W\d_][^()/\n]{2,60}?)(?<!,)(?P<agency>)(?P<end>\ (?:--|[-\u2013\u2014]))(?=\ )""",
    )
)
_ENDS_IN_DATE = re.compile(
    r"""(?:^|[\s,.])(?:\d{4}\.?\ )?
        (?:(?P<day>\d{1,2})(?:st|nd|rd|th|º|er)?\.?\ (?:de\ |of\ )?(?P<month>[^\W\d_]{3,12})\.?
          |(?P<month_before>[^\W\d_]{3,12})\.?\ (?P<day_after>\d{1,2})(?:st|nd|rd|th)?\.?
          |(?P<number>\d{1,2})/(?P<month_number>\d{1,2}))
        (?:,?\ (?:de\ |del\ )?(?P<year>\d{4})\.?)?$""",
    re.VERBOSE,
)
_PARTICLES = frozenset(
    {"am", "an", "au", "aux", "da", "de", "del", "der", "do", "dos", "du", "en", "la", "of", "sur", "upon"}
)


def split(paragraph: str, filed: datetime) -> tuple[Dateline | None, str]:
    """Return the dateline at the head of `paragraph` and the rest, or None and the whole where there is none for sure.

    `text` of the dateline has the words that the rest lacks. `filed` is about when the story was written, and gives the
    year to a dateline like "PARIS, Nov 24 (Reuters) -".
    """
    head = paragraph[:_HEAD]
    for style in _STYLES:
        match = style.match(head)
        if match and (found := _read(match, filed.date())):
            rest = paragraph[match.end() :].lstrip()
            if match["agency"] or len(rest.split()) >= _MIN_WORDS:
                return found, rest
    return None, paragraph


def from_located(located: str) -> Dateline | None:
    """Return the dateline that a "located" field names ("Grosseto, Italy"), or None where it names nothing."""
    city, *rest = (part.strip() for part in located.split(","))
    return Dateline(city=normal_case(city), country=_country(rest)) if city else None


def normal_case(place: str) -> str:
    """Return a place printed in capitals in normal case ("RIO DE JANEIRO" is "Rio de Janeiro"), others as they are."""
    if not place.isupper():
        return place
    words = re.split(r"([ /-])", place.lower())
    return "".join(word if at and word in _PARTICLES else _capitalised(word) for at, word in enumerate(words))


def _capitalised(word: str) -> str:
    return re.sub(r"^\w|(?<=['’.])\w(?=[\w.])", lambda match: match[0].upper(), word)


def _read(match: re.Match[str], filed: date) -> Dateline | None:
    agency, where = match["agency"], match["where"].strip(" ,-")
    is_known = _is_agency(agency)
    where, day = _split_day(where, filed)
    if day is None and "day" in match.re.groupindex:
        _, day = _split_day(match["day"], filed)
    places = [part.strip(" .]") if "]" in part else part.strip() for part in re.split(r",|\[", where)]
    city, *rest = places
    if not city:
        # "(Reuters) -" alone: the agency must be known, and nothing may be left of the place
        return Dateline(text=collapse(match[0]), date=day) if is_known and not rest else None
    if not (is_known or city.isupper()) or not all(map(_is_place, places)):
        return None
    if not agency and not _goes_without_agency(city, rest):
        return None
    if agency and not (is_known or match["end"]):
        return None
    if match[0].startswith("(") and day is None and city != city.upper():
        return None
    return Dateline(text=collapse(match[0]), city=normal_case(city), country=_country(rest), date=day)


def _goes_without_agency(city: str, rest: list[str]) -> bool:
    """Tell whether a place in capitals is a dateline although no agency stands there."""
    return city.isupper() and (city.lower() in _words("well_known") or (len(rest) == 1 and not rest[0].isupper()))


def _is_place(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= 5
        and all(not word[0].islower() or word in _PARTICLES for word in words)
        and not re.search(r"[\d:;!?\"“”]", text)
    )


def _is_agency(text: str) -> bool:
    whole = collapse(text).lower()
    known = _words("agencies")
    return whole in known or any(part.strip() in known for part in re.split(r"[/,\-]", whole))


@cache
def _words(name: str) -> frozenset[str]:
    data = tomllib.loads(Path(__file__).with_name("dateline_words.toml").read_text(encoding="utf-8"))
    return frozenset(word.strip() for word in data[name].replace("\n", "").split("|"))


def _country(places: list[str]) -> str | None:
    country = places[-1] if places else ""
    is_state = country.endswith(".") or country.lower() in _words("states") or (len(country) == 2 and country != "UK")
    return normal_case(country) if country and not is_state else None


def _split_day(where: str, filed: date) -> tuple[str, date | None]:
    """Return the places in "PARIS, Nov 24" and the day; a date that is none stays in the places."""
    match = _ENDS_IN_DATE.search(where)
    if match is None:
        return where, None
    month = int(match["month_number"] or 0) or months.number(match["month"] or match["month_before"] or "")
    day = int(match["day"] or match["day_after"] or match["number"])
    years = (int(match["year"]),) if match["year"] else (filed.year - 1, filed.year, filed.year + 1)
    days = [found for year in years if month and (found := _date(year, month, day))]
    if not days:
        return where, None
    places = where[: match.start()].strip(" ,")
    return places if "," in places else places.rstrip("."), _latest(days, filed)


def _latest(days: list[date], filed: date) -> date:
    """Return the last of the days that a story filed then can have been written on: zones apart, none is ahead."""
    return max((day for day in days if day <= filed + timedelta(days=2)), default=min(days))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return datetime(year, month, day, tzinfo=UTC).date()
    except ValueError:
        return None
