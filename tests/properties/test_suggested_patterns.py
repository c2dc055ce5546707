"""For any string that a reader types, the pattern sent to the engine holds nothing that means something in patterns."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from newswire.search.suggested_names import NameKind, beginning, entries, plain, read
from tests.unit.stories import make_story


@given(typed=st.text())
@example(typed='.?+*|{}[]()"\\#@&<>~^$-')
def test_what_is_typed_becomes_words_and_spaces(typed: str) -> None:
    assert re.fullmatch(r"(\w+( \w+)*)?", plain(typed))


@given(name=st.text(max_size=60))
def test_a_name_is_found_by_each_beginning_of_it_and_given_back(name: str) -> None:
    found = entries(make_story(slug=name), {})
    typed = plain(name)
    for length in range(1, len(typed) + 1):
        assert any(entry.startswith(beginning(NameKind.SLUG, typed[:length])) for entry in found)
    assert {read(entry) for entry in found} <= {(NameKind.SLUG, make_story(slug=name).slug)}
