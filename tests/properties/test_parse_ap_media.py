"""AP's Media API: whatever the bytes are, stories or a DeliveryError, nothing else."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newswire.formats import ap_media
from tests.properties.harm import check, damaged

ITEM: dict[str, Any] = {
    "uri": "https://api.example/media/v/content/a",
    "altids": {"itemid": "a", "etag": "a_1"},
    "version": 1,
    "type": "text",
    "versioncreated": "2024-06-20T10:00:00Z",
    "embargoed": "2024-06-21T10:00:00Z",
    "pubstatus": "usable",
    "signals": ["newscontent"],
    "editorialtypes": ["Lead"],
    "headline": "Brücke",
    "ednote": "Note.",
    "usageterms": ["None."],
    "links": [{"rel": "canonical", "href": "https://a.example"}],
    "bylines": [{"by": "A"}],
    "photographer": {"name": "B"},
    "datelinelocation": {"city": "OSLO", "countryname": "NORWAY"},
    "subject": [{"code": "c", "name": "n", "rels": ["direct"]}],
    "place": [{"name": "p", "rels": ["direct"], "geometry_geojson": {"coordinates": [10.7, 59.9]}}],
    "person": [{"name": "q"}],
    "urgency": 4,
    "body_nitf": "<nitf><body><body.content><p>One.</p></body.content></body></nitf>",
    "description_caption": "c",
}
SAMPLE = json.dumps({"api_version": "1.1", "data": {"items": [{"item": ITEM}]}}, ensure_ascii=False).encode()
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "rels", "coordinates", "city", "itemid"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(damaged(SAMPLE))
def test_a_damaged_delivery(body: bytes) -> None:
    check(ap_media, body)


@given(st.dictionaries(st.sampled_from(sorted(ITEM)), _VALUES, min_size=1, max_size=5))
def test_any_values(properties: dict[str, Any]) -> None:
    check(ap_media, json.dumps({"api_version": "1.1", "data": {"item": ITEM | properties}}).encode())


@given(_VALUES)
def test_any_envelope(value: Any) -> None:
    check(ap_media, json.dumps(value).encode())
    check(ap_media, json.dumps({"data": value}).encode())
    check(ap_media, json.dumps({"data": {"items": value}}).encode())
