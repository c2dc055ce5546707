"""Speakers of quotations by the whole tagger: when these texts were first measured, 0.87 and 0.92 were right."""

from __future__ import annotations

from newswire.story import Quote
from newswire.tagging import tagger
from tests.unit.tagging import quote_gold


def _find(told: quote_gold.Told) -> list[Quote]:
    (tags,) = tagger.tag([tagger.Text("", told.text, "en")])
    return list(tags.quotes)


def test_most_speakers_are_right() -> None:
    right, total, wrong = quote_gold.score(quote_gold.load_whole("whole"), _find)

    assert right / total >= 0.95, "\n".join(wrong)
