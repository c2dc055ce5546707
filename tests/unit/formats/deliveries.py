"""Deliveries for the tests of formats, and short ways to read them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newswire.delivery import Delivery
from newswire.formats import parse
from newswire.story import Story

if TYPE_CHECKING:
    from newswire.errors import DeliveryError

RECEIVED = datetime(2024, 6, 20, 12, tzinfo=UTC)


def read_all(body: bytes, content_type: str | None = None, supplier: str | None = None) -> list[Story | DeliveryError]:
    """What `parse` gives for these bytes."""
    return parse(Delivery(id="d1", body=body, received=RECEIVED, content_type=content_type, supplier=supplier))


def read(body: bytes, content_type: str | None = None, supplier: str | None = None) -> Story:
    """The one story in these bytes."""
    (story,) = read_all(body, content_type, supplier)
    assert isinstance(story, Story)
    return story


def ninjs(**properties: Any) -> Story:
    """The story of a ninjs item with these properties."""
    return read(json.dumps({"uri": "urn:newsml:example.com:20240620:1", **properties}).encode())
