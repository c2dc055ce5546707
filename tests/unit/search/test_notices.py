from __future__ import annotations

import time

import pytest

from newswire.search.caller import Caller, Scope
from newswire.search.notices import MOST, notices
from newswire.search.tree import And, Around, Node, Not, Or, Similar, TagField, Tagged, Word

EVERYONE, EDITOR = Caller(), Caller(frozenset({Scope.EMBARGOED}))


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (Tagged(TagField.TOPIC, "football"), None),
        (Tagged(TagField.TOPIC, "footbal"), "there is no topic 'footbal' (did you mean 'football'?): "),
        (Not(Tagged(TagField.TOPIC, "qqqq")), "there is no topic 'qqqq': "),
        (Around("Kyiv", 10), None),
        (Or((Word("a"), Around("Qqqq", 10))), "no place 'Qqqq' is known: "),
        (Tagged(TagField.STATUS, "usable"), None),
        (Tagged(TagField.STATUS, "KILLED"), "stories with the status 'KILLED' are not shown to you: "),
        (Tagged(TagField.STATUS, "embargoed"), "stories with the status 'embargoed' are not shown to you: "),
        (Tagged(TagField.LANGUAGE, "EN"), None),
        (Tagged(TagField.LANGUAGE, "zh-Hans"), None),
        (Tagged(TagField.LANGUAGE, "English"), "'English' is no code of a language, "),
        (Tagged(TagField.PERSON, "nobody"), None),
    ],
)
def test_what_a_reader_is_told(node: Node, said: str | None) -> None:
    found = notices(And((Word("talks"), node)), EVERYONE)
    assert [text[: len(said or "")] for text in found] == ([said] if said else [])
    assert all("\n" not in text for text in found)


def test_who_may_see_embargoed_stories_can_ask_for_them() -> None:
    assert notices(Tagged(TagField.STATUS, "embargoed"), EDITOR) == ()


def test_a_story_that_others_are_to_be_like_has_to_be_there_and_seen() -> None:
    tree = Or((Similar("ena:1"), Similar("ena:2")))
    assert notices(tree, EVERYONE, {"ena:1", "ena:2"}) == ()
    assert notices(tree, EVERYONE, {"ena:1"}) == (
        "there is no story 'ena:2' that you may see: nothing was found to be similar",
    )


def test_notices_are_few_and_quick() -> None:
    many = Or(tuple(Tagged(TagField.TOPIC, f"{number} " + "economic " * 200) for number in range(150)))
    start = time.perf_counter()
    assert len(notices(many, EVERYONE)) <= MOST
    assert time.perf_counter() - start < 2
