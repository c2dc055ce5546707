"""The stand-in for a JWT authorizer."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from infra.local.authorizer import jwt_of, unsigned_token
from infra.local.problems import Problem
from newswire.search.caller import Caller, Scope


def part(content: Any) -> str:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def token(claims: Any) -> str:
    return f"{part({'alg': 'RS256'})}.{part(claims)}.c2ln"


def test_claims_are_text_as_api_gateway_writes_them() -> None:
    claims = {
        "sub": "ann", "exp": 1787996002, "admin": True, "groups": ["a", "b"], "none": None, "address": {"zip": 1},
        "scope": "read embargoed",
    }  # fmt: skip
    assert jwt_of(f"Bearer {token(claims)}") == {
        "claims": {
            "sub": "ann", "exp": "1787996002", "admin": "true", "groups": "[a b]", "address": '{"zip": 1}',
            "scope": "read embargoed",
        },
        "scopes": ["read", "embargoed"],
    }  # fmt: skip


def test_a_token_without_scope_has_none() -> None:
    assert jwt_of(f"bearer  {token({'sub': 'ann'})}") == {"claims": {"sub": "ann"}, "scopes": None}


@pytest.mark.parametrize("authorization", ["", "Basic YTpi", "AWS4-HMAC-SHA256 Credential=x", "Bearerx"])
def test_what_is_no_bearer_token_says_nothing(authorization: str) -> None:
    assert jwt_of(authorization) is None


EMPTY = part({})
DEEP = b'{"a":' + b"[" * 900 + b"]" * 900 + b"}"


@pytest.mark.parametrize(
    "malformed",
    [
        "", "x", "a.b", "a.b.c", f"{EMPTY}.{EMPTY}", f"{EMPTY}.{EMPTY}.x.y", f"{EMPTY}..", f"{EMPTY}.{part([])}.x",
        f"{part([])}.{EMPTY}.x", f"{EMPTY}.{part(b'{')}.x", f"{EMPTY}.{part(bytes([255]))}.x",
        f"{EMPTY}.é.x", f"{EMPTY}.{EMPTY} .x", f"{EMPTY}.{part(b'[' * 100_000)}.x", f"{EMPTY}.{part(DEEP)}.x",
        f"{token({})},Bearer {token({})}",
    ],
)  # fmt: skip
def test_a_malformed_token_is_a_401(malformed: str) -> None:
    with pytest.raises(Problem) as caught:
        jwt_of(f"Bearer {malformed}")
    assert caught.value.status == 401
    assert dict(caught.value.headers)["www-authenticate"].startswith("Bearer")


def test_the_token_of_the_command_line_grants_its_scope() -> None:
    jwt = jwt_of(f"Bearer {unsigned_token('embargoed')}")
    assert Caller.of({"requestContext": {"authorizer": {"jwt": jwt}}}) == Caller(frozenset({Scope.EMBARGOED}))
