"""Genuine lines that only sound like what publishers insert: body at the start, in the middle, and at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from newswire.normalise.paragraph_kinds import label
from newswire.story import Paragraph, ParagraphKind

STORY = """The harbour was opened again on Sunday, officials said.
Ships had waited for three days in the bay.
The storm broke two of its four walls.
“We are glad,” the harbour master said.
Repairs will cost 2 million euros, the ministry said.
The next storm is expected in December.""".splitlines()

GENUINE = list(filter(None, Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()))


def _hidden(texts: list[str]) -> list[tuple[str, str | None]]:
    labelled = label([Paragraph(text=text) for text in texts])
    return [(paragraph.text, paragraph.why) for paragraph in labelled if paragraph.kind is not ParagraphKind.BODY]


@pytest.mark.parametrize("line", GENUINE)
@pytest.mark.parametrize("at", [0, 3, 6])
def test_a_genuine_line_is_body(line: str, at: int) -> None:
    assert _hidden([*STORY[:at], line, *STORY[at:]]) == []


def test_a_chronology_keeps_its_dates() -> None:
    days = ["March 3, 2021", STORY[0], "March 9, 2021", STORY[1], "April 1, 2021", STORY[2]]

    assert _hidden(days) == []


@pytest.mark.parametrize(
    "headline", ["Breaking: Prime Minister Resigns After Lost Vote", "Poll: Two Thirds Want the Bridge"]
)
def test_a_headline_behind_a_label_is_the_storys_own_unless_it_stands_between_its_sentences(headline: str) -> None:
    assert _hidden([headline, *STORY]) == _hidden([*STORY, headline]) == []
    assert [text for text, _ in _hidden([*STORY[:3], headline, *STORY[3:]])] == [headline]
