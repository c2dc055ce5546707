"""What is known of suppliers beforehand: settings as data, in suppliers.json, versioned."""

from __future__ import annotations

import json
from datetime import UTC, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

_DATA = Path(__file__).with_suffix(".json")


def zone(supplier: str) -> tzinfo:
    """Return the time zone that a supplier's times are in where they name none; UTC where it is not known."""
    name = _known("zones").get(supplier)
    return ZoneInfo(name) if name else UTC


def short_name(name: str) -> str:
    """Return the one name of a supplier that is known by several ("agencia-efe" is "efe"), else `name`."""
    return _short_names().get(name, name)


@cache
def _short_names() -> dict[str, str]:
    return {alias: name for name, aliases in _known("names").items() for alias in aliases}


@cache
def _known(table: str) -> dict[str, str]:
    known: dict[str, str] = json.loads(_DATA.read_text())[table]
    return known
