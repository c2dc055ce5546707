"""What is known of suppliers, and how a mistake in it is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newswire import suppliers
from newswire.errors import SuppliersRefused
from newswire.story import supplier_name


def test_the_shipped_file_is_right() -> None:
    found = suppliers.load(Path(suppliers.__file__).with_suffix(".json").read_text())

    assert found.zones["kyodo"] == ZoneInfo("Asia/Tokyo")
    names = [*found.zones, *found.short_names, *found.short_names.values()]
    assert [supplier_name(name) for name in names] == names


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (
            {"zones": {"efe": "Europe/Madird"}, "names": {}, "retention_days": {}},
            "zones: efe: 'Europe/Madird' is no time zone",
        ),
        ({"zones": {"efe": ""}, "names": {}, "retention_days": {}}, "zones: efe: '' is no time zone"),
        ({"zones": {"efe": "../x"}, "names": {}, "retention_days": {}}, "zones: efe: '../x' is no time zone"),
        ({"zones": {"efe": 1}, "names": {}, "retention_days": {}}, "zones: efe: 1 is no time zone"),
        ({"zones": {}, "retention_days": {}, "names": {"efe": "agencia-efe"}}, "names: efe: write a list"),
        ({"zones": {}, "retention_days": {}, "names": {"efe": ["e"], "ebe": ["e"]}}, "names: ebe: 'e' is another"),
        ({"zones": {}, "retention_days": {}, "names": {"efe": ["ap"], "ap": []}}, "names: efe: 'ap' is another"),
        ({"zones": {}, "names": {}, "retention_days": {"efe": "a week"}}, "retention_days: efe: 'a week' is no number"),
        ({"zones": {}, "names": {}, "retention_days": {"efe": 0}}, "retention_days: efe: 0 is no number"),
        ({"zones": {}}, 'no JSON object with the objects "zones", "names" and "retention_days"'),
        ({"zones": [], "names": {}}, "no JSON object"),
        ([], "no JSON object"),
    ],
)
def test_a_mistake_names_its_entry(tables: object, said: str) -> None:
    with pytest.raises(SuppliersRefused, match=re.escape(said)) as caught:
        suppliers.load(json.dumps(tables))

    assert "\n" not in str(caught.value)
