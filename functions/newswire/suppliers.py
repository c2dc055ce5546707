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
    name = _zones().get(supplier)
    return ZoneInfo(name) if name else UTC


@cache
def _zones() -> dict[str, str]:
    zones: dict[str, str] = json.loads(_DATA.read_text())["zones"]
    return zones
