"""What is known of suppliers beforehand: settings as data, in suppliers.json, versioned."""

from __future__ import annotations

import json
from datetime import UTC, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

_DATA = Path(__file__).with_suffix(".json")


def zone(supplier: str) -> tzinfo:
    """Return the time zone that a supplier's times are in where they name none; UTC where it is not known."""
    name = _settings()["zones"].get(supplier)
    return ZoneInfo(name) if name else UTC


def retention(supplier: str) -> timedelta | None:
    """Return how long after its creation a supplier's version may be kept; None where there is no such agreement."""
    days = _settings()["retention_days"].get(supplier)
    return timedelta(days=days) if days is not None else None


def short_name(name: str) -> str:
    """Return the one name of a supplier that is known by several ("agencia-efe" is "efe"), else `name`."""
    return _short_names().get(name, name)


@cache
def _short_names() -> dict[str, str]:
    return {alias: name for name, aliases in _settings()["names"].items() for alias in aliases}


@cache
def _settings() -> dict[str, Any]:
    settings: dict[str, Any] = json.loads(_DATA.read_text())
    return settings
