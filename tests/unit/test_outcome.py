from __future__ import annotations

import pytest

from newswire.outcome import SIGNALS, Outcome, of_status, weightiest
from tests.conftest import ROOT


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


def test_the_readme_shows_the_table_of_signals() -> None:
    rows = [f"| {signal.says} | {signal.outcome or 'none: the batch halts'} |" for signal in SIGNALS]
    table = "\n".join(["| signal | outcome |", "|---|---|", *rows])
    assert table in (ROOT / "README.md").read_text(), f"the README has to hold this table:\n{table}"


@pytest.mark.parametrize("status", [200, 201, 400, 401, 403, 404, 408, 409, 413, 429, 500, 502, 503, 504, 599])
def test_a_status_is_in_one_row(status: int) -> None:
    [signal] = [signal for signal in SIGNALS if status in signal.statuses]
    assert of_status(status) is signal.outcome


@pytest.mark.parametrize("status", [301, 405, 418])
def test_a_status_that_is_in_no_row_halts_the_batch(status: int) -> None:
    assert of_status(status) is None
