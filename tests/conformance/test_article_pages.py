"""181 pages of an open benchmark of article extraction: F1 of the body, by the benchmark's own definition.

Its README gives the definition: precision and recall of 4-grams of words, each page counting the same, F1 of the two
means. `pytest -s` shows the figures and the pages that came out worst.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.formats import html_page
from newswire.story import Story

BENCHMARK = Path(__file__).resolve().parents[2].parent / "shared" / "extraction" / "scrapinghub"
LEAST_F1 = 0.955
OUT_OF_ORDER = {
    "c00962aa": "a pull quote in a table comes after the text: the extractor collects tables last",
}

pytestmark = pytest.mark.skipif(not BENCHMARK.is_dir(), reason="the pages (../shared/extraction) are not here")


class Score(NamedTuple):
    """How the body of one page compares with the true one."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / ((self.precision + self.recall) or 1)


def _score(true: str, found: str) -> Score:
    wanted, given = _shingles(true), _shingles(found)
    both = (wanted & given).total()
    return Score(both / given.total() if given else 0.0, both / wanted.total() if wanted else 0.0)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def _read(page: bytes) -> Story | DeliveryError:
    try:
        (entry,) = html_page.parse(Delivery(id="d1", body=page, received=datetime.now(UTC), content_type="text/html"))
    except DeliveryError as error:
        return error
    return entry


@pytest.fixture(scope="module")
def truth() -> dict[str, str]:
    rows = json.loads((BENCHMARK / "ground-truth.json").read_text())
    return {key: row["articleBody"] for key, row in rows.items()}


@pytest.fixture(scope="module")
def entries(truth: dict[str, str]) -> dict[str, Story | DeliveryError]:
    pages = {key: gzip.decompress((BENCHMARK / "html" / f"{key}.html.gz").read_bytes()) for key in truth}
    return {key: _read(page) for key, page in pages.items()}


@pytest.fixture(scope="module")
def stories(entries: dict[str, Story | DeliveryError]) -> dict[str, Story]:
    return {key: entry for key, entry in entries.items() if isinstance(entry, Story)}


def test_every_page_is_a_story(entries: dict[str, Story | DeliveryError]) -> None:
    assert len(entries) == 181
    assert [(key, entry) for key, entry in entries.items() if isinstance(entry, DeliveryError)] == []


def test_the_body_is_the_article(truth: dict[str, str], stories: dict[str, Story]) -> None:
    scores = {key: _score(true, stories[key].body_text) for key, true in truth.items()}
    total = Score(mean(each.precision for each in scores.values()), mean(each.recall for each in scores.values()))
    print(f"\nF1 {total.f1:.4f}, precision {total.precision:.4f}, recall {total.recall:.4f}, {len(scores)} pages")
    for key, score in sorted(scores.items(), key=lambda row: row[1].f1)[:10]:
        print(f"  F1 {score.f1:.3f}, precision {score.precision:.3f}, recall {score.recall:.3f}: {stories[key].guid}")

    assert total.f1 >= LEAST_F1


def test_the_paragraphs_keep_their_order(truth: dict[str, str], stories: dict[str, Story]) -> None:
    misplaced = {key[:8] for key, story in stories.items() if not _is_in_order(_paragraphs(story), truth[key])}

    assert misplaced == OUT_OF_ORDER.keys()


def _is_in_order(paragraphs: list[str], true: str) -> bool:
    """Tell whether each paragraph that stands once in both texts comes after the one before it."""
    words = " ".join(true.split())
    once = [text for text, count in Counter(paragraphs).items() if count == words.count(text) == 1]
    places = [words.index(text) for text in once if len(text.split()) >= 8]
    return places == sorted(places)


def _paragraphs(story: Story) -> list[str]:
    return [" ".join(paragraph.text.split()) for paragraph in story.paragraphs]


def test_the_headline_is_there_and_not_repeated(stories: dict[str, Story]) -> None:
    assert [story.guid for story in stories.values() if not story.headline] == []
    repeated = [key for key, story in stories.items() if story.paragraphs[0].text.casefold() == _headline(story)]
    assert repeated == []


def _headline(story: Story) -> str:
    return (story.headline or "").casefold()
