"""Every rule in paragraph_rules.toml: what it is meant for is labelled, what only looks like it is not."""

from __future__ import annotations

import time
from typing import Any

import pytest

from newswire.normalise.paragraph_kinds import label
from newswire.normalise.paragraph_rules import Tier, examples, matching, plain
from newswire.story import Paragraph, ParagraphKind

STORY = [
    "The harbour was opened again on Sunday, officials said.",
    "Ships had waited for three days in the bay.",
    "“We are glad,” the harbour master said.",
    "Repairs will cost 2 million euros, the ministry said.",
]
# What proves a publisher's page, and what stands beside the weak rules' paragraphs.
PAGE = ["[jwplayer Ab3dEfGh]", "Submit a Correction"]
BESIDE = {
    "poll": "Take our poll",
    "tags": "Tags: harbour",
    "bio": "Ann Example is a writer. Follow her on X @annexample.",
    "any": "Submit a Correction",
}
RULES = [pytest.param(rule, id=rule["name"]) for rule in examples()]


def _kinds(texts: list[str]) -> dict[str, ParagraphKind]:
    return {paragraph.text: paragraph.kind for paragraph in label([Paragraph(text=text) for text in texts])}


def _page(rule: dict[str, Any], text: str) -> list[str]:
    """A page on which the rule has all that it asks for."""
    beside = BESIDE.get(rule.get("beside", ""))
    if rule.get("between_prose"):
        return [*STORY[:2], text, *STORY[2:], *PAGE]
    if rule["tier"] == Tier.WEAK:
        return [*STORY, *([beside] if beside else []), text, *PAGE]
    return [*STORY, text]


@pytest.mark.parametrize("rule", RULES)
def test_the_example_is_labelled(rule: dict[str, Any]) -> None:
    assert rule["name"] in [found.name for found in matching(plain(rule["example"]))]
    assert _kinds(_page(rule, rule["example"]))[rule["example"]] == rule["kind"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("at", [0, 2, 4])
def test_the_genuine_paragraph_is_body(rule: dict[str, Any], at: int) -> None:
    texts = [*STORY]
    texts.insert(at, rule["genuine"])

    assert set(_kinds(texts).values()) == {ParagraphKind.BODY}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.values[0]["tier"] == Tier.LIKELY])  # type: ignore[index]
def test_a_likely_rule_leaves_the_middle_alone(rule: dict[str, Any]) -> None:
    middle = [*STORY, rule["example"], *[text.replace("harbour", "bridge") for text in STORY]]

    assert _kinds(middle)[rule["example"]] is ParagraphKind.BODY


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.values[0]["tier"] == Tier.WEAK])  # type: ignore[index]
def test_a_weak_rule_does_nothing_on_a_page_without_insertions(rule: dict[str, Any]) -> None:
    kinds = _kinds([*STORY[:2], rule["example"], *STORY[2:]])

    assert kinds[rule["example"]] is ParagraphKind.BODY


@pytest.mark.parametrize("ending", ["a", "A ", "A-", "-", "1/", ", ", "(", "a@", "and ", "\u00e9."])
def test_no_pattern_is_slow_on_hostile_text(ending: str) -> None:
    texts = [f"{rule['example'][:-1]}{ending * 1200}"[:1198] + "!" for rule in examples()]
    start = time.perf_counter()
    label([Paragraph(text=text) for text in texts])

    assert time.perf_counter() - start < 5  # a tenth of a second on a quiet machine


def test_names_are_unique() -> None:
    names = [rule["name"] for rule in examples()]

    assert len(names) == len(set(names))
