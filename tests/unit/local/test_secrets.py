from __future__ import annotations

from infra.local.intrinsics import Scope

REFERENCE = {"Fn::Sub": "{{resolve:secretsmanager:${Key}}}"}


def scope() -> Scope:
    return Scope({}, {}, lambda logical_id, _: f"arn:aws:secretsmanager:::secret:{logical_id}")


def test_a_secret_is_random_and_the_same_wherever_a_template_refers_to_it() -> None:
    here = scope()
    found = here.resolve([REFERENCE, REFERENCE, "{{resolve:secretsmanager:other}}"], "x")
    assert found[0] == found[1] != found[2]
    assert len(found[0]) >= 32
    assert scope().resolve(REFERENCE, "x") != found[0]


def test_other_text_stays_as_it_is() -> None:
    for text in ("{{resolve:ssm:name}}", "{{resolve:secretsmanager:}}", "{{}}"):
        assert scope().resolve(text, "x") == text
