"""Errors as HTTP answers: RFC 9457 problem documents, mapped in this one place."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from newswire.errors import EngineMisconfigured, NewswireError, RequestError, TryLater

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5
SIGNED = "X-Newswire-Signature"
"""How a caller is to identify itself whom no authorizer of the gateway has asked before: RFC 9110 wants it said."""


def problem(status: int, title: str, detail: str, **extra: Any) -> dict[str, Any]:
    """Return a problem document as an HTTP API answer.

    Parameters
    ----------
    status, title, detail: as RFC 9457 defines them.
    extra: further members; those that are None are left out.
    """
    members = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
    headers = {"content-type": CONTENT_TYPE}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["retry-after"] = str(RETRY_AFTER_SECONDS)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = SIGNED
    body = json.dumps({name: value for name, value in members.items() if value is not None}, ensure_ascii=False)
    return {"statusCode": status, "headers": headers, "body": body}


def as_problem(error: NewswireError) -> dict[str, Any]:
    """Return the answer to a request that ended in `error`; of our own faults a caller learns no more than that."""
    match error:
        case RequestError():
            return problem(error.status, error.title, error.detail, **error.extra)
        case TryLater() | EngineMisconfigured():
            detail = "The service cannot answer now. Try again in a few seconds."
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "Service unavailable", detail)
        case _:
            detail = "Something went wrong on our side; it has been logged."
            return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal error", detail)
