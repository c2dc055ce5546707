"""A batch is written in parts: a few stories first, so that the engine is at work while the others are read."""

from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import patch

import pytest

from newswire.delivery import Delivery
from newswire.index import Write
from newswire.ingest import take_in
from newswire.outcome import Outcome
from newswire.story import Story
from tests.unit.stories import NOW, make_story


class Recorder:
    """Stands in for the index; keeps how many stories came in each write."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def write(self, stories: Sequence[Story]) -> list[Write]:
        """Take stories."""
        self.sizes.append(len(stories))
        return [Write(Outcome.ACCEPTED)] * len(stories)


@pytest.mark.parametrize(
    ("deliveries", "stories_of_each", "sizes"),
    [(1, 1, [1]), (10, 1, [10]), (100, 1, [10, 30, 60]), (170, 1, [10, 30, 60, 60, 10]), (3, 25, [25, 50])],
    ids=["one", "a first part", "a full batch", "a long replay", "deliveries of many stories are not parted"],
)
def test_the_first_part_is_small_and_each_after_it_larger(
    deliveries: int, stories_of_each: int, sizes: list[int]
) -> None:
    index = Recorder()
    with patch("newswire.ingest.parse", lambda _: [make_story()] * stories_of_each):
        results = take_in(
            [Delivery(id=str(number), body=b"", received=NOW) for number in range(deliveries)],
            index=index,  # type: ignore[arg-type]
            changes=None,
            clock=lambda: NOW,
            time_left=lambda: 30.0,
        )
    assert index.sizes == sizes
    assert [result.delivery.id for result in results] == list(map(str, range(deliveries)))
