from __future__ import annotations

from typing import Any

import pytest

from newswire.search.caller import Caller, Scope


@pytest.mark.parametrize(
    ("context", "sees"),
    [
        ({"authorizer": {"jwt": {"claims": {"sub": "ann"}, "scopes": ["read", "embargoed"]}}}, True),
        ({"authorizer": {"jwt": {"claims": {"scope": "read embargoed"}, "scopes": None}}}, True),
        ({"authorizer": {"jwt": {"claims": {"scope": "embargoed"}}}}, True),
        ({"authorizer": {"jwt": {"claims": {"scope": "read"}, "scopes": ["read"]}}}, False),
        ({"authorizer": {"jwt": {"claims": {"scope": "not-embargoed embargoed2 Embargoed"}, "scopes": []}}}, False),
        ({"authorizer": {"jwt": {"claims": {"scopes": "embargoed", "scope": ["embargoed"]}, "scopes": None}}}, False),
        ({"authorizer": {"jwt": None}}, False),
        ({"authorizer": {"jwt": {"claims": None}}}, False),
        ({"authorizer": {"iam": {"claims": {"scope": "embargoed"}}, "scopes": ["embargoed"]}}, False),
        ({"authorizer": None}, False),
        ({}, False),
        (None, False),
    ],
)
def test_the_jwt_authorizer_alone_grants_the_scope(context: Any, sees: bool) -> None:
    assert Caller.of({"requestContext": context}).sees_embargoed is sees


def test_a_header_or_a_parameter_grants_nothing() -> None:
    event = {
        "headers": {"authorization": "Bearer e30.eyJzY29wZSI6ImVtYmFyZ29lZCJ9.", "scope": "embargoed"},
        "queryStringParameters": {"scope": "embargoed"},
        "requestContext": {"http": {"method": "GET"}},
    }
    assert Caller.of(event) == Caller()


def test_only_scopes_that_mean_something_are_kept() -> None:
    event = {"requestContext": {"authorizer": {"jwt": {"scopes": ["embargoed", "read", "embargoed"]}}}}
    assert Caller.of(event) == Caller(frozenset({Scope.EMBARGOED}))
