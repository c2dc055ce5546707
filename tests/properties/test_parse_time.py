"""Deliveries that are slow to read where code is careless: each is read, or refused, in bounded time."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from newswire.errors import DeliveryError
from newswire.formats import parse
from tests.unit.ninjs import make_delivery, make_ninjs

SECONDS = 5
"""Far over what linear code takes (under one), far under what quadratic code took (over twenty)."""

SLOW: dict[str, dict[str, Any]] = {
    "unfinished tags": {"body_text": "<p " * 333_000},
    "wordings": {"body_text": " ".join(map(str, range(300_000))), **{f"body_{n}": str(n) for n in range(10_000)}},
    "lines": {"body_text": "a\n\n" * 1_900_000},
    "cdata": {"body_html": "<![CDATA[x]]>" * 200_000},
    "open cdata": {"body_html": "<![CDATA[" * 200_000},
    "crossed tags": {"body_html": "<b>" * 120_000 + "</i>" * 120_000},
    "crossed tags within the limit": {"body_html": "<b>" * 24_000 + "</i>" * 24_000},
}


@pytest.mark.parametrize("fields", SLOW.values(), ids=SLOW)
def test_a_hostile_delivery_is_read_or_refused_in_time(fields: dict[str, Any]) -> None:
    delivery = make_delivery(json.dumps(make_ninjs(bodies=None, **fields)).encode())
    began = time.process_time()
    try:
        parse(delivery)
    except DeliveryError as error:
        assert error.reason  # noqa: PT017
    assert time.process_time() - began < SECONDS
