"""What is known of suppliers beforehand: settings as data, in suppliers.json, versioned."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from newswire.errors import SuppliersRefused

logger = logging.getLogger(__name__)

_DATA = Path(__file__).with_suffix(".json")


@dataclass(frozen=True, slots=True)
class Suppliers:
    """What suppliers.json says.

    Parameters
    ----------
    zones: by supplier, the zone of its times.
    short_names: by each other name of a supplier, the one that it goes by.
    retention: by supplier, how long its versions may be kept.
    """

    zones: dict[str, ZoneInfo]
    short_names: dict[str, str]
    retention: dict[str, timedelta]


def zone(supplier: str, agreed: str | None = None) -> tzinfo:
    """Return the time zone of times that name none: the one agreed for the feed, the supplier's, else UTC."""
    if agreed:
        try:
            return ZoneInfo(agreed)
        except (OSError, ValueError, LookupError):  # of a message that somebody else has queued
            logger.warning("%r is no time zone: the supplier's stands for it", agreed[:60])
    return _suppliers().zones.get(supplier, UTC)


def retention(supplier: str) -> timedelta | None:
    """Return how long after its creation a supplier's version may be kept; None where there is no such agreement."""
    return _suppliers().retention.get(supplier)


def short_name(name: str) -> str:
    """Return the one name of a supplier that is known by several ("agencia-efe" is "efe"), else `name`."""
    return _suppliers().short_names.get(name, name)


def load(text: str) -> Suppliers:
    """Return the suppliers in the text of a suppliers.json.

    Raises
    ------
    SuppliersRefused: it is broken, names a zone that there is not, or gives one name to two suppliers.
    """
    try:
        tables = json.loads(text)
        zones, names, days = (tables[name].items() for name in ("zones", "names", "retention_days"))
    except (ValueError, LookupError, TypeError, AttributeError):
        raise SuppliersRefused(
            'suppliers.json is no JSON object with the objects "zones", "names" and "retention_days"'
        ) from None
    return Suppliers(
        {supplier: _zone(supplier, name) for supplier, name in zones},
        _short_names(dict(names)),
        {supplier: _period(supplier, number) for supplier, number in days},
    )


def _zone(supplier: str, name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (OSError, ValueError, LookupError):
        raise SuppliersRefused(
            f"suppliers.json: zones: {supplier}: {name!r} is no time zone: write one like Europe/Berlin"
        ) from None


def _period(supplier: str, days: object) -> timedelta:
    if not isinstance(days, int) or isinstance(days, bool) or not 0 < days < 36_500:
        raise SuppliersRefused(f"suppliers.json: retention_days: {supplier}: {days!r} is no number of days")
    return timedelta(days=days)


def _short_names(names: dict[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for supplier, aliases in names.items():
        if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
            raise SuppliersRefused(f"suppliers.json: names: {supplier}: write a list of its other names")
        for alias in aliases:
            if alias in names or alias in found:
                raise SuppliersRefused(f"suppliers.json: names: {supplier}: {alias!r} is another supplier's name too")
            found[alias] = supplier
    return found


@cache
def _suppliers() -> Suppliers:
    return load(_DATA.read_text())
