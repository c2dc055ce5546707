"""Embargoes in words: what a line or a note says about not using a story yet, and until when where that is certain."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from newswire.normalise import months, times

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAX_LINE = 300
"""Characters of a line that says so: a longer one is a paragraph."""

# "oil embargo to Iran" is a subject, "embargo to 0001 Friday" an embargo: small words need a time behind them.
_TIME_FOLLOWS = r"(?=.{0,30}\d|.{0,12}(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_UNTIL = (
    rf"(?:until|till|before|bis|jusqu|hasta|fino|(?:to|for|at|t[io]l|tot)\b{_TIME_FOLLOWS}|(?=\d)(?!(?:19|20)\d\d\b))"
)
_HELD = rf"""(?:
      (?:strictly|strictement|streng)\ (?:embargo|gesperrt)
    | (?<!no\ )(?<!kein\ )\b(?:
          (?:(?:under|sous|bajo|sotto|onder|news|press)\ )?embarg(?:o|oed|ado)\b
              (?:\s*:{_TIME_FOLLOWS}|\W+(?!for|at|before){_UNTIL})
        | embarg(?:oed|ado)(?:\s*:|\W+{_UNTIL}|\W*$)
        | (?:under|sous|bajo|sotto|onder|news|press)\ embargo\W*$)
    | ^\W*embargo\W*$
    | \bnot\ for\ (?:release|use|publication|broadcast)\b.*\b(?:before|until|till|prior)\b
    | \bhold(?:ing)?\ (?:for\ (?:release|publication)|until)\b | ^\W*HFR\b
    | \bfor\ release\ (?:not\ before|on|at|after|\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day)
    | \b(?:do\ not|may\ not\ be|not\ to\ be)\ (?:used?|publish(?:ed)?|released?|broadcast)\ (?:before|until|till)
    | \bsperr(?:frist|vermerk)\b | \bnicht\ vor\b.*\b(?:verwenden|veröffentlichen|senden|publizieren)
    | \bne\ pas\ (?:publier|diffuser)\ avant\b | \bno\ (?:publicar|difundir)\ (?:antes|hasta)\b
    | \bnon\ (?:pubblicare|diffondere)\ prima\b
    )"""
_IN_A_NOTE = re.compile(_HELD, re.IGNORECASE | re.VERBOSE)
# At the head of a story: only where the line begins with it, so that a story about an embargo stays one.
_AT_THE_START = re.compile(
    rf"^\W*(?:(?:attention|achtung|note|notice|eds|editors|media)\W+)*{_HELD}", re.IGNORECASE | re.VERBOSE
)
_AT_ONCE = re.compile(
    r"\b(?:immediate (?:release|use|publication)|on receipt|sofort|no embargo|lifted|expired|aufgehoben|abgelaufen|"
    r"lev[ée]|levantado|revocato)\b|embargo\W*(?:none|keine)\W*$",
    re.IGNORECASE,
)

# "until 18:00 (the one on the picture is lifted)": what holds still holds.
_STILL = re.compile(r"\b(?:until|till|bis|hasta|jusqu|fino)\b", re.IGNORECASE)
_ITEM = r"(?:the |this |that |previous |following )*(?:story|item|article|alert|headline|advisory)\b"
_KILL = re.compile(
    rf"\b(?:bulletin|mandatory|story|editors:?) kill\b|^\W*kill {_ITEM}|^\W*(?-i:KILL)(?:\s*[:!]|\W*$)"
    rf"|\b(?:are asked to|please|must) kill {_ITEM}",
    re.IGNORECASE,
)

_HOURS_EAST = {"GMT": 0, "UTC": 0, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EDT": -4, "PDT": -7, "JST": 9}
_ISO = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)")
_CLOCK = re.compile(
    rf"\b(?P<hour>[0-2]?\d)[:.]?(?P<minute>[0-5]\d)\s*(?:hrs\s*)?\(?(?P<zone>{'|'.join(_HOURS_EAST)})\b"
)
_DAY = re.compile(
    r"\b(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?P<month>[^\W\d_]{3,12})\.?"
    r"|(?P<month_before>[^\W\d_]{3,12})\.?\s+(?P<day_after>\d{1,2})(?:st|nd|rd|th)?),?\s+(?P<year>20\d\d)\b"
)


def in_lines(lines: Iterable[str]) -> str | None:
    """Return the first of the lines at a story's head that says the story is not to be used yet, or None."""
    return next((line for line in lines if len(line) <= _MAX_LINE and _says(line, _AT_THE_START)), None)


def in_note(note: str) -> str | None:
    """Return the line of a note to editors that says the story is not to be used yet, or None."""
    return next((line for line in note.splitlines() if _says(line, _IN_A_NOTE)), None)


def asks_to_kill(text: str) -> bool:
    """Tell whether a headline or a note asks to kill the story that it comes with, as agencies word it."""
    return any(_KILL.search(line) for line in text.splitlines())


def certain_end(text: str) -> datetime | None:
    """Return the one instant that an embargo's text names with its day, year, hour and zone; None where one is open."""
    stamps = _ISO.findall(text)
    if stamps:
        moment = times.read(stamps[0]) if len(set(stamps)) == 1 else None
        return moment.instant if moment else None
    clocks, days = list(_CLOCK.finditer(text)), list(_DAY.finditer(text))
    if len(clocks) != 1 or len(days) != 1:
        return None
    (clock,), (day,) = clocks, days
    month = months.number(day["month"] or day["month_before"])
    zone = timezone(timedelta(hours=_HOURS_EAST[clock["zone"]]))
    try:
        return datetime(
            int(day["year"]),
            month or 0,
            int(day["day"] or day["day_after"]),
            int(clock["hour"]),
            int(clock["minute"]),
            tzinfo=zone,
        ).astimezone(UTC)
    except ValueError:
        return None


def _says(line: str, held: re.Pattern[str]) -> bool:
    return bool(held.search(line)) and not (_AT_ONCE.search(line) and not _STILL.search(line))
