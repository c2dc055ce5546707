"""Capitals undone for the model."""

from __future__ import annotations

import time

import pytest

from newswire.tagging.name_recase import recase


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("PORTO ALEGRE (Reuters) - Rain fell", "Porto Alegre (Reuters) - Rain fell"),
        ("  OSLO, Norway (AP) — Snow fell", "  Oslo, Norway (AP) — Snow fell"),
        ("AP - Police said", "AP - Police said"),
        (
            "MAYOR SAYS NATO TO LEAVE\nThe mayor will leave, he says",
            "mayor says NATO to leave\nThe mayor will leave, he says",
        ),
        ("HARTMANN QUITS AFTER ROW\nKurt Hartmann left.", "Hartmann Quits after Row\nKurt Hartmann left."),
        ("Then Emmanuel LEGRAND spoke of BBC News", "Then Emmanuel Legrand spoke of BBC News"),
        ("He met <b>Ana</b> there", "He met    Ana     there"),
        ("ABS-CBN, shut in July, is off air", "ABS-CBN, shut in July, is off air"),
    ],
)
def test_recase(printed: str, read: str) -> None:
    assert recase(printed) == read
    assert len(recase(printed)) == len(printed)


@pytest.mark.parametrize("part", ["<", "<a ", "PARIS (", "PARIS, ", "Jan ABCD ", "STRAßE ", "A\n", "ŉA "])
def test_length_stays_and_time_is_linear(part: str) -> None:
    text = part * (100_000 // len(part))
    started = time.monotonic()

    assert len(recase(text)) == len(text)
    assert time.monotonic() - started < 5
