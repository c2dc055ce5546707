"""The names that documents give their agencies."""

from __future__ import annotations

import pytest

from newswire import suppliers
from newswire.formats import agency_name


@pytest.mark.parametrize(
    ("name", "supplier"),
    [
        ("STT", "stt"),
        ("nordwire.example.com", "example"),
        ("www.tass.ru", "tass"),
        ("ap.org", "ap"),
        ("The Associated Press", "ap"),
        ("Agencia EFE, S.A.", "efe"),
        ("EFE", "efe"),
        ("© TT Nyhetsbyrån", "tt"),
        ("(c) 2026 Nordwire Ltd.", "nordwire"),
        ("Copyright 2026 by Nordwire. All rights reserved.", "nordwire"),
        ("Copyright Business Wire 2026", "businesswire"),
        ("kyodonews.jp", "kyodo"),
        ("GlobeNewswire, Inc.", "globenewswire"),
        ("360info", "360info"),
        ("The", "the"),
        ("Byline Times", "byline-times"),
        ("AS", "as"),
        ("©", None),
        ("", None),
        ("This text may be used by those who have agreed to its terms of use.", None),
    ],
)
def test_names(name: str, supplier: str | None) -> None:
    assert agency_name.first([name]) == supplier


def test_the_first_that_is_a_name_counts() -> None:
    assert agency_name.first([None, "", "©", "Nordwire", "STT"]) == "nordwire"
    assert agency_name.first([]) is None


def test_a_short_name_is_nobody_elses_alias() -> None:
    assert suppliers.short_name("agencia-efe") == "efe"
    assert suppliers.short_name("efe") == "efe"
    assert suppliers.short_name("nordwire") == "nordwire"


@pytest.mark.parametrize("piece", ["a", "© ", "2026 ", ".", " all rights reserved", "-as"])
def test_a_hostile_name_is_none_or_short(piece: str) -> None:
    assert len(agency_name.first([piece * 100_000]) or "") <= 64
