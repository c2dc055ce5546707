"""ninjs deliveries for tests."""

from __future__ import annotations

import json
from typing import Any

from newswire.delivery import Delivery
from tests.unit.stories import NOW


def make_ninjs(**fields: Any) -> dict[str, Any]:
    """A ninjs 3 item of the Example News Agency, and what a test wants different; None leaves a property out."""
    plain: dict[str, Any] = {
        "uri": "urn:newsml:example.com:20260301:1",
        "version": "1",
        "versionCreated": "2026-03-01T10:00:00Z",
        "pubStatus": "usable",
        "language": "en",
        "headlines": [{"role": "main", "value": "Harbour reopens after storm"}],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": "The harbour reopened on Sunday."}],
    }
    return {name: value for name, value in {**plain, **fields}.items() if value is not None}


def make_delivery(body: bytes | None = None, *, delivery_id: str = "d1", **fields: Any) -> Delivery:
    """A delivery by the supplier ena of the given bytes, or of a ninjs item with the given fields."""
    return Delivery(
        id=delivery_id,
        body=json.dumps(make_ninjs(**fields)).encode() if body is None else body,
        received=NOW,
        supplier="ena",
    )
