from __future__ import annotations

import time
from typing import Any

import pytest

from newswire.story import Origin
from newswire.tagging import kinds

RULES = kinds.examples()


def _find(text: str, *genres: str) -> Any:
    headline, _, body = text.partition("|")
    return kinds.find(headline.strip(), body.strip(), genres)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["name"]))
def test_each_rule_finds_its_example_and_not_its_look_alike(rule: dict[str, Any]) -> None:
    found = _find(rule["example"])
    assert found is not None
    assert (found.name, found.evidence.partition(":")[0]) == (rule["kind"], rule["name"])
    assert _find(rule["genuine"]) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Pier Corp (NASDAQ: PIER) today announced a pier.", "press release"),
        ("Pier Corp (OSE: PIR), today unveiled a pier.", "press release"),
        ("Pier Corp (PIR) shares rose after the mayor today announced a pier.", None),
    ],
)
def test_a_listed_company_that_announces_today_is_a_press_release(body: str, kind: str | None) -> None:
    found = _find(f"Pier Corp opens pier | {body}")
    assert (found.name if found else None) == kind


@pytest.mark.parametrize(
    ("genre", "kind"),
    [("Obituary", "obituary"), ("genre:Opinion", "opinion"), ("Press Release", "press release"), ("Current", None)],
)
def test_what_the_supplier_says_comes_first(genre: str, kind: str | None) -> None:
    found = _find("Harbour reopens | It reopened.", genre)
    assert (found.name if found else None) == kind
    assert found is None or (found.origin, found.confidence) == (Origin.SUPPLIER, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("| FLASH: Pier shut, mayor says", "alert"),
        ("APNewsAlert | PORT ELLERY (AP) - The pier is shut.", "alert"),
        ("Reuters Schedule at 1300 GMT | Highlights", "advisory"),
        ("AP budget talks stall at 1300 GMT in Rome for good | Talks stalled.", None),
        ("BC-PIER--Box Score | Gulls 2, Terns 1", "results"),
        ("Pier fire live: hundreds flee | They fled.", "live blog"),
        ("How fishermen live: a visit | They fish.", None),
        ("| The pier is shut, the mayor says.", None),
    ],
)
def test_what_wires_call_their_texts(text: str, kind: str | None) -> None:
    found = _find(text)
    assert (found.name if found else None) == kind


def test_a_take_key_says_it_too() -> None:
    found = _find("Harbour reopens | It reopened.", "Current", "advisory")
    assert found.name == "advisory"


@pytest.mark.parametrize("body", ["", "x" * 1_000_000, "1 " * 500_000, "Q: " * 300_000, "🌊" * 9000])
def test_hostile_text_ends_soon(body: str) -> None:
    start = time.process_time()
    _find(f"Harbour|{body}")
    _find(f"|{body}")
    assert time.process_time() - start < 1
