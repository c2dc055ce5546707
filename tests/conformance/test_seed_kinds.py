"""The seed, paragraph by paragraph: a story as a website republished it, and what it put into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newswire.normalise.paragraph_kinds import label, split_headline
from newswire.normalise.text import clean, split_paragraphs
from newswire.story import Paragraph, ParagraphKind

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "seed" / "republished-ap-story.txt"
# Its paragraphs in their order, by kind: b is body.
KINDS = (
    "b b b teaser b b b b poll b b b b teaser b b b b b b "
    "shortcode disclaimer disclaimer disclaimer disclaimer tags bio bio bio"
)


@pytest.mark.skipif(not SEED.is_file(), reason="the seed (../shared) is not here")
def test_every_paragraph_of_the_seed() -> None:
    headline, texts = split_headline(split_paragraphs(clean(SEED.read_text(encoding="utf-8"))))
    paragraphs = label([Paragraph(text=text) for text in texts])
    body = [paragraph.text for paragraph in paragraphs if paragraph.kind is ParagraphKind.BODY]

    assert headline is not None
    assert [paragraph.kind.value for paragraph in paragraphs] == KINDS.replace("b ", "body ").split()
    assert body[0].startswith("The Russian Foreign Ministry said Monday")
    assert body[-1].endswith("the president said.")
