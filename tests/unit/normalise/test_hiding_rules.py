"""Every rule in hiding_rules.toml: what it is meant for hides a story, what only looks like it does not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from newswire.normalise import embargo
from newswire.normalise.hiding_rules import Hides, read, rules

RULES = read()["rule"]


def _cases(key: str) -> list[Any]:
    return [pytest.param(rule, text, id=f"{rule['name']}: {text}") for rule in RULES for text in rule[key]]


@pytest.mark.parametrize(("rule", "text"), _cases("examples"))
def test_an_example_is_hidden_by_its_rule(rule: dict[str, Any], text: str) -> None:
    assert rules(Hides(rule["hides"])).in_note(text) == rule["name"]


@pytest.mark.parametrize(("rule", "text"), _cases("genuine"))
def test_what_only_sounds_so_is_not_hidden(rule: dict[str, Any], text: str) -> None:
    if rule["hides"] == Hides.EMBARGO:
        assert embargo.in_lines([text]) is None
        assert embargo.in_note(text) is None
    else:
        assert not embargo.asks_to_kill(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_a_rule_has_both_kinds_of_examples(rule: dict[str, Any]) -> None:
    assert rule["examples"]
    assert rule["genuine"]


def test_names_are_unique() -> None:
    names = [rule["name"] for rule in RULES]

    assert len(names) == len(set(names))


def test_no_repeat_is_unbounded() -> None:
    patterns = [rule["pattern"] for rule in RULES] + list(read()["parts"].values())

    assert not [pattern for pattern in patterns if re.search(r"[*+]|,\}", re.sub(r"\[[^\]]*\]", "", pattern))]
