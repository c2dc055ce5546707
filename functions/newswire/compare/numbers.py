"""The numbers of a sentence (counts, money, per cent, dates) and which of them changed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newswire.compare.words import MOST_CHARACTERS, matches, untypeset
from newswire.normalise import months

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATA = Path(__file__).with_suffix(".toml")
_SYMBOLS = "$¢£¥₠-⃀"
_CURRENCY = re.compile(rf"(?<![^\W_])((?:US|HK|NZ|[CAR])?[{_SYMBOLS}]|USD|EUR|GBP|JPY|CHF|CNY)\s?$")
_DIGITS_OR_WORD = re.compile(
    r"""(?P<digits>(?:(?<![^\s(\[])-)?(?:(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})++(?!\d)|\d++(?:[.,:]\d++)*+))
    |[^\W\d_]++""",
    re.VERBOSE,
)
_DIGIT, _LETTERS = re.compile(r"\d"), re.compile(r"[^\W\d_]+")
_SCALE = re.compile(r"[万萬億亿]|[^\W\d_]+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_MOST_DIGITS = 40
"""A longer number is compared by its digits: nobody counts so far, and arithmetic on it would be slow."""

_MONTH_AFTER = re.compile(r"(?:st|nd|rd|th|er|\.)?\s(?:de\s|of\s)?([^\W\d_]{3,12})(?![^\W_])")
_MONTH_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]{3,12})\.?\s$")
_WINDOW = 16
"""Characters before a number in which its month or currency is looked for."""
_LEAST_LETTERS = 4
"""Letters of a month in small letters: "3 out of 5" is not in outubro."""
_SHORT_MONTHS = frozenset({"mai", "maj", "mei"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed, and what it says: the value and its unit ("$", "%", "month 5", or none)."""

    text: str
    value: Decimal | str
    unit: str


@dataclass(frozen=True, slots=True)
class _Names:
    """The data in numbers.toml, and the pattern made of it: what may follow a number."""

    words: dict[str, int]
    scales: dict[str, int]
    units: dict[str, str]
    rest: re.Pattern[str]


@cache
def _names() -> _Names:
    data: dict[str, dict[str, Any]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    scales, short, units = (
        "|".join(re.escape(name) for name in sorted(data[table], key=len, reverse=True))
        for table in ("scales", "short_scales", "units")
    )
    rest = re.compile(
        rf"""(?P<scales>(?:[\s-](?:{scales})(?![^\W\d_])|[万萬億亿])*+)
        (?P<short>\s?(?:{short})(?![^\W_]))?
        (?:[\s-]?(?P<unit>{units}|[{_SYMBOLS}](?!\s?\d))(?![^\W\d_]))?""",
        re.VERBOSE | re.IGNORECASE,
    )
    return _Names(data["words"], data["scales"] | data["short_scales"], data["units"], rest)


def numbers(text: str) -> list[Number]:
    """Return the numbers of a sentence in their order: digits, words up to twelve, and words for powers of ten."""
    plain, words = untypeset(text[:MOST_CHARACTERS]), _names().words
    if not _DIGIT.search(plain) and words.keys().isdisjoint(_LETTERS.findall(plain.lower())):
        return []
    found: list[Number] = []
    end = 0
    for word in _DIGITS_OR_WORD.finditer(plain):
        if word.start() >= end and (word["digits"] or word[0].lower() in words):
            number, end = _number(plain, word)
            found.append(number)
    return found


def changed(old: Sequence[Number], new: Sequence[Number]) -> tuple[tuple[str | None, str | None], ...]:
    """Return (old, new) of each number that became another one, None where one appeared or disappeared.

    Numbers are equal where value and unit are: "12" and "twelve", "5%" and "5 per cent", "$2m" and "$2 million".
    """
    if not old or not new:
        return (*((number.text, None) for number in old), *((None, number.text) for number in new))
    pairs: list[tuple[str | None, str | None]] = []
    i = j = 0
    equal = matches([(number.value, number.unit) for number in old], [(number.value, number.unit) for number in new])
    for next_i, next_j in [*equal, (len(old), len(new))]:
        pairs.extend(_paired(old[i:next_i], new[j:next_j]))
        i, j = next_i + 1, next_j + 1
    return tuple(pairs)


def _paired(old: Sequence[Number], new: Sequence[Number]) -> list[tuple[str | None, str | None]]:
    """Pair what stands between two equal numbers: those of the same unit first, then in their order."""
    partners: dict[int, int] = dict(matches([number.unit for number in old], [number.unit for number in new]))
    free_old = [i for i in range(len(old)) if i not in partners]
    free_new = sorted(set(range(len(new))) - set(partners.values()))
    partners |= dict(zip(free_old, free_new, strict=False))
    appeared = sorted(set(range(len(new))) - set(partners.values()))
    return [
        *((old[i].text, new[partners[i]].text if i in partners else None) for i in range(len(old))),
        *((None, new[j].text) for j in appeared),
    ]


def _number(text: str, word: re.Match[str]) -> tuple[Number, int]:
    """Return the number that begins with `word`, and where it ends."""
    names = _names()
    value = _value(word[0]) if word["digits"] else Decimal(names.words[word[0].lower()])
    currency = _CURRENCY.search(text, max(0, word.start() - _WINDOW), word.start())
    rest = names.rest.match(text, word.end())
    scales, short, unit = rest.group("scales", "short", "unit") if rest else ("", None, None)
    if isinstance(value, Decimal) and not (currency or unit or scales) and (date := _date(text, word, value)):
        return date, word.end()
    end = rest.end() if rest else word.end()
    if short and not (currency or unit):
        short, end = None, word.end() + len(scales)  # "20 m" is a length
    if isinstance(value, Decimal):
        for scale in _SCALE.findall(f"{scales} {short or ''}"):
            value *= names.scales[scale.lower()]
    sign = (currency[1] if currency else unit or "").lower()
    start = currency.start() if currency else word.start()
    return Number(text[start:end], value, names.units.get(sign, sign.upper())), end


def _value(digits: str) -> Decimal | str:
    """Return what digits with points, commas or spaces in between are worth; times and scores stay as they are."""
    digits = re.sub(r"[\s\u00a0\u202f]", "", digits)
    if len(digits) > _MOST_DIGITS or ":" in digits:
        return digits
    if _GROUPED.fullmatch(digits.removeprefix("-")):
        return Decimal(re.sub("[.,]", "", digits))
    whole, mark, part = re.fullmatch(r"(.*?)(?:([.,])(\d+))?", digits).groups("")  # type: ignore[union-attr]
    if (mark and mark in whole) or re.search(r"[.,]\d{1,2}[.,]", digits):
        return digits  # a date ("3.5.2026"), an address
    return Decimal(f"{re.sub('[.,]', '', whole)}.{part or 0}").normalize()


def _date(text: str, day: re.Match[str], value: Decimal) -> Number | None:
    """Return the date of a day or a year that a month stands beside, as printed."""
    after = _MONTH_AFTER.match(text, day.end())
    if after and (month := _named_month(after[1])):
        return Number(text[day.start() : after.end()], value, f"month {month}")
    before = _MONTH_BEFORE.search(text, max(0, day.start() - _WINDOW), day.start())
    if before and before[1][0].isupper() and (month := _named_month(before[1])):
        return Number(text[before.start() : day.end()], value, f"month {month}")
    return None


def _named_month(name: str) -> int | None:
    if name[0].islower() and len(name) < _LEAST_LETTERS and name not in _SHORT_MONTHS:
        return None
    return months.number(name)
