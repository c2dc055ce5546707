"""Speakers of quotations by the whole tagger.

When these texts were first measured 0.87 and 0.92 of `whole` were right, and 0.92 of `styles` (wire, broadcast,
tabloid, interview, court, novel), a title before a name left aside.
"""

from __future__ import annotations

import pytest

from newswire.story import Quote
from newswire.tagging import tagger
from tests.unit.tagging import quote_gold


def _find(told: quote_gold.Told) -> list[Quote]:
    (tags,) = tagger.tag([tagger.Text("", told.text, "en")])
    return list(tags.quotes)


@pytest.mark.parametrize(("name", "least"), [("whole", 0.95), ("styles", 0.95)])
def test_most_speakers_are_right(name: str, least: float) -> None:
    right, total, wrong = quote_gold.score(quote_gold.load_whole(name), _find)

    assert right / total >= least, "\n".join(wrong)
