"""The body that the formats share: its limits, and headlines that it repeats."""

from __future__ import annotations

import pytest

from newswire.errors import DeliveryTooLarge
from newswire.formats.story import MAX_CHARACTERS, body_from_markup, check_length, without_headline
from newswire.story import Paragraph


def test_a_text_that_nobody_can_have_written_is_refused() -> None:
    check_length(MAX_CHARACTERS)
    with pytest.raises(DeliveryTooLarge, match="MAX_CHARACTERS"):
        check_length(MAX_CHARACTERS + 1)
    with pytest.raises(DeliveryTooLarge, match="MAX_CHARACTERS"):
        body_from_markup("<p>" + "a" * MAX_CHARACTERS)


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<h1>Bridge opens</h1><p>It opened.</p>", ["It opened."]),
        ("<h2>Bridge  <i>opens</i></h2><p>It opened.</p>", ["It opened."]),
        ("<title>Bridge opens</title><h1>Bridge opens</h1><p>It opened.</p>", ["It opened."]),
        ("<p>Bridge opens</p><p>It opened.</p>", ["Bridge opens", "It opened."]),
        ("<h1>Another</h1><p>It opened.</p>", ["Another", "It opened."]),
        ("<p>It opened.</p><h1>Bridge opens</h1>", ["It opened.", "Bridge opens"]),
        ("<h1>Bridge opens</h1>", ["Bridge opens"]),
    ],
)
def test_a_heading_that_repeats_the_headline_is_no_body(body: str, left: list[str]) -> None:
    assert [each.text for each in without_headline(body_from_markup(body), "Bridge opens")] == left


def test_without_a_headline_the_body_stays() -> None:
    assert without_headline([Paragraph(text="Text.")], None) == [Paragraph(text="Text.")]
    assert without_headline([], "Bridge opens") == []
