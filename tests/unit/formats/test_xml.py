"""The limits of XML that hold for every format."""

from __future__ import annotations

import pytest

from newswire.errors import DeliveryTooLarge
from newswire.formats import xml


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ("<a>" + "<b/>" * xml.MAX_TAGS + "</a>", "MAX_TAGS"),
        ("<a>" + "<b c='1' d='2'/>" * (xml.MAX_EQUALS_SIGNS // 2 + 1) + "</a>", "MAX_EQUALS_SIGNS"),
        ("<a " + " ".join(f"b{n}='1'" for n in range(xml.MAX_ATTRIBUTES + 1)) + "/>", "MAX_ATTRIBUTES"),
    ],
)
def test_more_than_a_batch_has_time_for_is_refused(body: str, limit: str) -> None:
    with pytest.raises(DeliveryTooLarge, match=limit):
        xml.parse(body.encode())
