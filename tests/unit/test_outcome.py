from __future__ import annotations

import pytest

from newswire.outcome import Outcome, weightiest


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ([], Outcome.ACCEPTED),
        ([Outcome.SUPERSEDED], Outcome.SUPERSEDED),
        ([Outcome.SUPERSEDED, Outcome.ACCEPTED], Outcome.ACCEPTED),
        ([Outcome.ACCEPTED, Outcome.QUARANTINED], Outcome.QUARANTINED),
        ([Outcome.QUARANTINED, Outcome.RETRY, Outcome.ACCEPTED], Outcome.RETRY),
    ],
)
def test_the_weightiest_story_decides(outcomes: list[Outcome], whole: Outcome) -> None:
    assert weightiest(outcomes) is whole
