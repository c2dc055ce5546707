"""Whatever a story holds: it can be finished, and no word of it is lost."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from newswire.normalise import html
from newswire.normalise.finish import finish
from newswire.normalise.paragraph_kinds import label
from newswire.normalise.paragraph_rules import examples
from newswire.story import Paragraph, Story
from tests.unit.stories import make_story

_PIECES = st.sampled_from(
    [
        "OSLO (AP) - ",
        "(ANSA) - ROMA, 2 GEN - ",
        "By Ann Example",
        "(Adds detail)",
        "EMBARGOED UNTIL FRIDAY",
        "Eds: ",
        ", , ,",
        "Do you think so?",
        "\n",
        *(text for rule in examples() for text in (rule["example"], rule["genuine"])),
    ]
)
_TEXTS = st.lists(
    st.lists(_PIECES | st.text(max_size=20), min_size=1, max_size=3).map("".join).filter(str.strip),
    max_size=8,
    unique_by=str.strip,
)
_BY = {"By", "BY", "Von", "Par", "Por"}


def _words(story: Story) -> Counter[str]:
    dateline = story.dateline.text if story.dateline else None
    texts = [story.ed_note, story.byline, dateline, *(paragraph.text for paragraph in story.paragraphs)]
    return Counter("".join(word for word in (" ".join(text for text in texts if text)).split()))


@given(_TEXTS)
def test_no_letter_of_a_story_is_lost(texts: list[str]) -> None:
    story = make_story(paragraphs=tuple(Paragraph(text=text) for text in texts))
    finished = finish(story)

    lost = _words(story) - _words(finished)
    assert lost <= Counter({letter: 10 for word in _BY for letter in word})
    finished.model_dump_json().encode()


@given(_TEXTS)
def test_labels_keep_the_text(texts: list[str]) -> None:
    labelled = label([Paragraph(text=text) for text in texts])

    assert " ".join(paragraph.text for paragraph in labelled).split() == " ".join(texts).split()


@given(st.text(st.characters(codec="utf-8")), st.text("abc <>&;", max_size=20))
def test_taking_the_start_off_never_fails(words: str, markup: str) -> None:
    rest = html.without_start(markup, words)

    assert rest is None or len(rest) <= len(markup)
