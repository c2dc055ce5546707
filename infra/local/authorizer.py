"""The stand-in for a JWT authorizer: it passes on what a token claims, and checks no signature.

A laptop has no issuer of tokens, and only its user reaches the stack.
"""

from __future__ import annotations

import base64
import json
from http import HTTPStatus
from typing import Any

from infra.local.problems import Problem

_SCHEME = "bearer "

USER: dict[str, Any] = {"claims": {"scope": "operations"}, "scopes": ["operations"]}
"""Who brings no token: the laptop's user, who runs the stack."""


def jwt_of(authorization: str) -> dict[str, Any] | None:
    """Give what API Gateway passes on of the token in an Authorization header; None where it is no bearer token.

    Raises Problem (401) for a malformed token.
    """
    if not authorization.lower().startswith(_SCHEME):
        return None
    try:
        header, payload, _ = authorization[len(_SCHEME) :].strip().split(".")
        _decoded(header)
        claims = _decoded(payload)
        texts = {name: _as_text(value) for name, value in claims.items() if value is not None}
    except (ValueError, RecursionError) as error:  # of base64, UTF-8 and JSON too
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "the bearer token is malformed: it is header.payload.signature, each in base64url",
            (("www-authenticate", 'Bearer error="invalid_token"'),),
        ) from error
    scope = claims.get("scope")
    return {"claims": texts, "scopes": scope.split() if isinstance(scope, str) else None}


def unsigned_token(scope: str) -> str:
    """Give a token that grants a scope, for the local stack only: it has no signature."""
    parts = (json.dumps(part).encode() for part in ({"alg": "none"}, {"scope": scope}))
    return f"{'.'.join(base64.urlsafe_b64encode(part).decode().rstrip('=') for part in parts)}."


def _decoded(part: str) -> dict[str, Any]:
    content = json.loads(base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True))
    if not isinstance(content, dict):
        raise ValueError("a part of a token is an object")
    return content


def _as_text(value: Any) -> str:
    """Write a claim as API Gateway does: a list as [a b]."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return f"[{' '.join(_as_text(item) for item in value)}]"
    return json.dumps(value)
