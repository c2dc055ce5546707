"""Two versions of a story: the fields that differ, and the text."""

from __future__ import annotations

from typing import Any

import pytest

from newswire import compare
from newswire.story import Dateline, Status
from tests.unit.stories import make_story


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"headline": "One"}, {"headline": "Two"}, {"field": "headline", "from": "One", "to": "Two"}),
        ({}, {"subheadline": "More"}, {"field": "subheadline", "from": None, "to": "More"}),
        ({"slug": "fire"}, {"slug": "fire-2nd-ld"}, {"field": "slug", "from": "fire", "to": "fire-2nd-ld"}),
        ({"byline": "Jo Doe"}, {}, {"field": "byline", "from": "Jo Doe", "to": None}),
        (
            {"dateline": Dateline(text="OSLO", city="Oslo")},
            {"dateline": Dateline(text="BERGEN", city="Bergen")},
            {"field": "dateline", "from": "OSLO", "to": "BERGEN"},
        ),
        ({}, {"ed_note": "Adds toll"}, {"field": "ed_note", "from": None, "to": "Adds toll"}),
        ({}, {"status": Status.WITHHELD}, {"field": "status", "from": "usable", "to": "withheld"}),
        ({"urgency": 4}, {"urgency": 1}, {"field": "urgency", "from": 4, "to": 1}),
    ],
)
def test_a_field_that_differs_is_told(old: dict[str, Any], new: dict[str, Any], expected: dict[str, Any]) -> None:
    diff = compare.versions(make_story(**old), make_story(**new, version=2))

    assert diff.as_dict()["fields"] == [expected]


def test_versions_are_compared_by_their_text() -> None:
    old = make_story(body="Three people died.\n\nThe road is closed.")
    new = make_story(body="Five people died.\n\nThe road is closed.", version=2)

    diff = compare.versions(old, new).as_dict()

    assert (diff["from"], diff["to"], diff["fields"]) == (1, 2, [])
    assert [sentence["change"] for sentence in diff["sentences"]] == ["altered", "same"]
    assert diff["sentences"][0]["numbers"] == [["Three", "Five"]]
