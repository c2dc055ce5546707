from __future__ import annotations

import pytest

from newswire.search.clauses import Context, clause
from newswire.search.tiers import can_be_partial, partial, strict
from newswire.search.tree import And, Everything, Node, Not, Or, Phrase, TagField, Tagged, TextField, Word
from tests.unit.stories import NOW

CONTEXT = Context(NOW)
A, B = Word("harbour"), Word("storm")


@pytest.mark.parametrize(
    ("tree", "partly"),
    [
        (And((A, B)), True),
        (And((A, B, Phrase("public call"), Not(Word("rain")))), True),
        (And((A, Word("F-16"))), True),
        (A, False),
        (Word("F-16"), False),
        (And((A, Word("the"))), False),
        (And((A, Word("storm", TextField.HEADLINE))), False),
        (And((A, Tagged(TagField.PERSON, "putin"))), False),
        (Or((A, B)), False),
        (And((A, Or((B, Word("rain"))))), False),
        (Phrase("public call"), False),
        (Everything(), False),
    ],
)
def test_two_bare_words_can_be_had_in_part(tree: Node, partly: bool) -> None:
    assert can_be_partial(tree) is partly


def test_the_second_tier_has_none_of_the_first_and_keeps_what_is_no_bare_word() -> None:
    rest: tuple[Node, ...] = (Phrase("public call"), Not(Word("rain")), Tagged(TagField.PERSON, "putin"))
    found = partial(And((A, B, *rest)), CONTEXT)["bool"]
    [words] = found["must_not"]
    assert words["multi_match"]["operator"] == "and"
    some, *required = found["must"]
    assert some["bool"]["must"][0]["multi_match"]["query"] == "harbour storm"
    assert "operator" not in some["bool"]["must"][0]["multi_match"]
    assert required == [clause(node, CONTEXT) for node in rest]


def test_words_as_typed_and_near_one_another_rank_higher() -> None:
    should = strict(And((A, B)), CONTEXT)["bool"]["should"]
    assert should[0]["multi_match"]["boost"] < 1
    assert should[1]["match_phrase"]["body_text"]["query"] == "harbour storm"
    assert "should" not in strict(Phrase("public call"), CONTEXT).get("bool", {})
