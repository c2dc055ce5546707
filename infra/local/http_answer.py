"""A function's answer in payload format 2.0, as the HTTP response that API Gateway makes of it."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# What is sent is Latin-1, on one line.
_UNSENDABLE = re.compile(r"[\r\n\x00]|[^\x00-\xff]")
# The gateway's own to set; a function's word on them would break the connection.
_HOP_BY_HOP = {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding", "upgrade"}


class MalformedHttpAnswer(ValueError):
    """The function's answer is not payload format 2.0; the client gets a 500, as from API Gateway."""


@dataclass(frozen=True)
class Answer:
    """A response without what belongs to the connection."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def answer_of(payload: bytes) -> Answer:
    """Read a function's JSON answer: an object with a statusCode, or anything else, which is itself the body.

    Raises MalformedHttpAnswer.
    """
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise MalformedHttpAnswer("the answer is not JSON") from error
    if not isinstance(answer, dict) or "statusCode" not in answer:
        body = answer.encode("utf-8", "replace") if isinstance(answer, str) else payload
        return Answer(200, (("content-type", "application/json"),), body)
    headers = _headers(answer)
    if not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", "text/plain;charset=UTF-8"))
    return Answer(_status(answer["statusCode"]), tuple(headers), _body(answer))


def _status(value: Any) -> int:
    try:
        status = int(value)
    except (TypeError, ValueError):
        status = 0
    if not 200 <= status <= 599:
        raise MalformedHttpAnswer(f"statusCode {value!r} is not an HTTP status")
    return status


def _headers(answer: dict[str, Any]) -> list[tuple[str, str]]:
    headers, cookies = answer.get("headers") or {}, answer.get("cookies") or []
    if not isinstance(headers, dict) or not isinstance(cookies, list):
        raise MalformedHttpAnswer("headers must be an object and cookies a list")
    pairs = [(name.lower(), _header_value(name, value)) for name, value in headers.items()]
    pairs = [(name, value) for name, value in pairs if name not in _HOP_BY_HOP]
    return pairs + [("set-cookie", _header_value("set-cookie", cookie)) for cookie in cookies]


def _header_value(name: str, value: Any) -> str:
    if not isinstance(value, str | int | float):
        raise MalformedHttpAnswer(f"header {name} is neither text nor a number")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if not _TOKEN.fullmatch(name) or _UNSENDABLE.search(text):
        raise MalformedHttpAnswer(f"header {name!r} cannot be sent")
    return text


def _body(answer: dict[str, Any]) -> bytes:
    body = answer.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedHttpAnswer("body is not text")
    if not answer.get("isBase64Encoded"):
        return body.encode("utf-8", "replace")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedHttpAnswer("body is not base64, though isBase64Encoded is true") from error
