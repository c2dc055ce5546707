"""Queries all in capitals: which are prose, in which AND, OR and NOT are words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.search.query import parse

NOW = datetime(2026, 3, 4, 10, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "BORDER DISPUTE BETWEEN IRAN AND IRAQ",
        "THE PARTY (REBORN) FOUNDED BY TEACHERS, AND NOT BY WORKERS",
        "TRADE WITH THE U.S . OR CANADA",
        "VILLAGES NEAR THE BORDER",
        "WHY THE VOTE DID NOT FAIL",
        "NOT ALL IS LOST",
        "КИЇВ І ЛЬВІВ БЕЗ СВІТЛА OR",
        "32 AFRICAN NATIONS IN TALKS OR NOT",
    ],
)
def test_prose_is_words_in_lower_case(typed: str) -> None:
    understood = str(parse(typed, UTC, NOW))
    assert understood == understood.lower()
    assert {"and", "or", "not", "near"} & set(understood.split())


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("IRAN OR IRAQ", "IRAN OR IRAQ"),
        ("IRAN OR IRAQ OR SYRIA OR TURKEY", "IRAN OR IRAQ OR SYRIA OR TURKEY"),
        ("NEW YORK OR LONDON", "(NEW YORK) OR LONDON"),
        ("IRAN AND IRAQ", "IRAN IRAQ"),
        ("Talks between IRAN AND IRAQ", "Talks between IRAN IRAQ"),
        ('PUTIN VISITS IRAN OR "SAUDI ARABIA"', '(PUTIN VISITS IRAN) OR "SAUDI ARABIA"'),
        ("(IRAN OR IRAQ) NUCLEAR DEAL TALKS", "(IRAN OR IRAQ) NUCLEAR DEAL TALKS"),
        ("NUCLEAR DEAL TALKS NOT by:X", "NUCLEAR DEAL TALKS NOT by:X"),
        ("NUCLEAR DEAL TALKS -IRAN", "NUCLEAR AND DEAL AND TALKS AND NOT IRAN"),
        ("NUCLEAR DEAL TALKS | IRAN", "(NUCLEAR AND DEAL AND TALKS) OR IRAN"),
        ("NUCLEAR DEAL TALKS OR ELECT*", "(NUCLEAR DEAL TALKS) OR ELECT*"),
        ("NUCLEAR DEAL TALKS NEAR/5 IRAN", "NUCLEAR DEAL TALKS NEAR/5 IRAN"),
        ("北京 上海 广州 OR 深圳", "(北京 上海 广州) OR 深圳"),
        ("NUCLEAR DEAL TALKS IN IRAN", "NUCLEAR DEAL TALKS IN IRAN"),
    ],
)
def test_what_has_another_sign_of_syntax_or_no_three_words_in_a_row_is_not_prose(typed: str, understood: str) -> None:
    query = parse(typed, UTC, NOW)
    assert str(query) == understood
    assert parse(understood, UTC, NOW).tree == query.tree


def test_what_could_be_an_operator_is_said() -> None:
    warnings = parse("TALKS IN IRAN OR IRAQ, NOT NEAR OR FAR", UTC, NOW).warnings
    assert warnings == (
        "'OR', 'NOT', 'NEAR' read as words, the query being all in capitals; type the other words in lower case",
    )


def test_an_and_says_nothing() -> None:
    assert parse("TALKS BETWEEN IRAN AND IRAQ", UTC, NOW).warnings == ()
