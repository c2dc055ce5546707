"""Whole pages: the story is found among what a publisher put into it."""

from __future__ import annotations

import pytest

from newswire.normalise.paragraph_kinds import label, split_headline
from newswire.story import Paragraph, ParagraphKind

STORY = """The harbour was opened again on Sunday, officials said.
Ships had waited for three days in the bay.
“We are glad,” the harbour master said.
Repairs will cost 2 million euros, the ministry said.
The next storm is expected in December.""".splitlines()
PROOF = ["[jwplayer Ab3dEfGh]", "Submit a Correction"]


def _body(texts: list[str]) -> list[str]:
    return [paragraph.text for paragraph in _label(texts) if paragraph.kind is ParagraphKind.BODY]


def _label(texts: list[str]) -> list[Paragraph]:
    return label([Paragraph(text=text) for text in texts])


def test_a_page_full_of_insertions() -> None:
    page = [
        "By Ann Example, Example News Agency",
        STORY[0],
        "RELATED: Dock workers end their strike",
        STORY[1],
        "Advertisement",
        "Do you think the harbour should have been closed?",
        STORY[2],
        "Report: Captain Stunned After Storm - Found the Ship Was Full of Sand",
        STORY[3],
        "Sign up for our daily newsletter.",
        STORY[4],
        "(Reporting by Ann Example; Editing by Bob Example)",
        "Ann Example is a reporter at the Harbour Post. Follow her on Twitter @annexample.",
        "Tags: harbour, storm",
        "© 2026 Harbour Post. All rights reserved.",
    ]

    assert _body(page) == STORY
    assert [paragraph.kind.value for paragraph in _label(page) if paragraph.kind is not ParagraphKind.BODY] == (
        "credit teaser promo poll teaser promo credit bio tags copyright".split()
    )


def test_the_agencys_own_line_on_its_first_publication_is_hidden_on_a_page_only() -> None:
    line = "This report by The Harbour Agency was first published March 3, 2021."

    assert _body([*STORY, line]) == [*STORY, line]
    assert _body([*STORY, line, *PROOF]) == STORY


def test_why_names_the_rule() -> None:
    (advertisement,) = label([Paragraph(text="Advertisement")])

    assert (advertisement.kind, advertisement.why) == (
        ParagraphKind.PROMO,
        "advertisement: the mark of an advertisement",
    )


@pytest.mark.parametrize(
    "own",
    [
        "What happens next?",
        "Do you think the war will end?",
        "Consumers can sign up for coverage by email through Jan. 15.",
        "“Never again.”",
        "The Associated Press is a news cooperative with its main office in New York City.",
        "Reuters, which belongs to Thomson Reuters, said on Monday that it would cut 60 jobs.",
        "- Ships longer than 100 metres have to wait.",
        "Twelve ships, two bridges, one storm",
        "What We Know About the Storm",
        "UP NEXT",
        "A photo of the ship was shared on Facebook and Twitter.",
        "Smith is a reporter for the Kyiv Post, his lawyer said.",
    ],
)
@pytest.mark.parametrize("at", range(6))
def test_genuine_copy_stays(own: str, at: int) -> None:
    texts = [*STORY[:at], own, *STORY[at:]]

    assert _body(texts) == texts


def test_a_question_with_an_answer_is_the_storys_own() -> None:
    asked = [*STORY[:2], "Do you think it will hold?", "Not for long, engineers say.", *STORY[2:]]

    assert _body([*asked, *PROOF]) == asked


def test_headlines_in_a_live_blog_are_the_storys_own() -> None:
    posts = [
        text
        for hour in ("9:05 a.m.", "10:45 a.m.", "11:30 a.m.")
        for text in (f"{hour} An update.", "Harbour Master Tells of the Long Night on the Broken Bridge", *STORY[:2])
    ]

    assert _body([*posts, *PROOF]) == posts


def test_many_headings_are_the_storys_own_style() -> None:
    headings = [f"How the Harbour Master Saved Ship Number {number} From the Storm" for number in range(6)]
    texts = [text for heading in headings for text in (heading, STORY[0])]

    assert _body([*texts, *PROOF]) == texts


def test_insertions_on_lines_of_one_paragraph_are_parted() -> None:
    parts = _label([*STORY, ", , , ,\nThe next storm is near.\nSubmit a Correction"])[len(STORY) :]

    assert [(part.kind.value, part.text) for part in parts] == [
        ("tags", ", , , ,"),
        ("body", "The next storm is near."),
        ("disclaimer", "Submit a Correction"),
    ]


def test_lines_and_tables_of_the_story_stay_together() -> None:
    poem = Paragraph(text="The storm is gone,\nthe ships come home.")
    table = Paragraph(text="Share\t3\nAdvertisement\t4", html="<table><tbody></tbody></table>")
    agate = Paragraph(text="Open\nHigh\nLow\nClose")

    assert label([poem, table, agate]) == [poem, table, agate]


def test_what_a_format_labelled_stays() -> None:
    labelled = Paragraph(text="Advertisement", kind=ParagraphKind.TAGS, why="the format says so")

    assert label([labelled]) == [labelled]


@pytest.mark.parametrize(
    ("first", "is_headline"),
    [
        ("Harbour opens again after storm", True),
        ("The harbour was opened again.", False),
        ("“We are glad,” he said.", False),
        ("Will it hold?", False),
        ("Advertisement", False),
        ("RELATED: Dock workers end their strike", False),
        ("Harbour\nopens again", False),
        ("Harbour", False),
    ],
)
def test_the_headline_of_a_page(first: str, is_headline: bool) -> None:
    assert split_headline([first, *STORY]) == ((first, STORY) if is_headline else (None, [first, *STORY]))


def test_no_headline_before_too_little() -> None:
    assert split_headline([]) == (None, [])
    assert split_headline(["Harbour opens again after storm", STORY[0]])[0] is None
    assert split_headline(["Harbour opens again after storm", "A list", "Another"])[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "Click here to read more, and your money is gone, police warned.",
        "Follow us on Facebook, he told the crowd.",
        "This article may contain affiliate links, the page said.",
        "Views expressed in the letter are those of the author, the court said.",
        "(c) the crew must be paid in full.",
        "The story was originally published in The New Yorker in 1948.",
    ],
)
def test_what_somebody_in_the_story_says_is_the_storys(text: str) -> None:
    assert text in _body([STORY[0], STORY[1], text, STORY[2], STORY[3]])
