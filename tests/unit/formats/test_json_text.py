"""JSON text to values, strictly."""

from __future__ import annotations

import pytest

from newswire.errors import DeliveryTooLarge, MalformedDelivery
from newswire.formats.json_text import loads
from newswire.formats.story import MAX_CHARACTERS


@pytest.mark.parametrize("name", ["pubstatus", "pubStatus", "embargoed", "uri", "version", "versioncreated"])
def test_two_answers_to_what_decides_are_refused(name: str) -> None:
    with pytest.raises(MalformedDelivery, match="stands twice"):
        loads(f'{{"{name}": "a", "{name}": "b"}}')
    assert loads(f'{{"{name}": "a", "{name}": "a"}}')[0] == {name: "a"}


def test_of_other_equal_names_the_last_one_wins() -> None:
    assert loads('{"keyword": "a", "keyword": "b"}')[0] == {"keyword": "b"}


def test_a_text_that_no_story_has_is_refused_before_it_is_read() -> None:
    with pytest.raises(DeliveryTooLarge, match="MAX_CHARACTERS"):
        loads(f'{{"a": ["{"x" * (MAX_CHARACTERS + 1)}"]}}')
