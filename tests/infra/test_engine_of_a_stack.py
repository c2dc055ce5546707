"""The engine of a stack with its own domain is asked as its master; moto makes none, so it is said to be there."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from infra.cloud import engine
from infra.cloud.stack import DOMAIN, ROLE, Stack
from infra.opensearch.access import PERMISSIONS
from newswire.settings import Settings

PREFIX = "a-"


@pytest.fixture
def stack(aws: None, monkeypatch: pytest.MonkeyPatch) -> Stack:
    iam = boto3.client("iam")
    roles = {name: f"newswire-{name}-1" for name in (*PERMISSIONS, "OperatorRole", "PushRole")}
    for physical in roles.values():
        iam.create_role(RoleName=physical, AssumeRolePolicyDocument="{}")
    stack = Stack("newswire")
    resources: dict[str, dict[str, str]] = {DOMAIN: {"SearchDomain": "newswire"}, ROLE: roles}
    monkeypatch.setattr(stack, "resources", resources.__getitem__)
    monkeypatch.setattr(stack, "settings", lambda: Settings(opensearch_url="https://x.example", index_prefix=PREFIX))
    return stack


def test_its_master_is_asked(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(engine, "connect_as", lambda *given: asked.append(given))
    engine.open_engine(stack)
    [(arn, _, session)] = asked
    assert arn == "arn:aws:iam::123456789012:role/newswire-OperatorRole-1"
    assert session is stack.session


def test_its_functions_are_let_in(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    granted: list[Any] = []
    monkeypatch.setattr(engine, "grant", lambda *given: granted.append(given))
    engine.let_functions_in(stack, "client")  # type: ignore[arg-type]
    arns = {name: f"arn:aws:iam::123456789012:role/newswire-{name}-1" for name in PERMISSIONS}
    assert granted == [("client", arns, PREFIX)]


def test_an_engine_that_is_not_the_stacks_is_left_alone(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack, "resources", lambda _: {})
    monkeypatch.setattr(engine, "grant", lambda *_: pytest.fail("it is another's"))
    monkeypatch.setattr(engine, "connect_as", lambda *_: pytest.fail("it is another's"))
    engine.let_functions_in(stack, "client")  # type: ignore[arg-type]
    engine.open_engine(stack).close()
