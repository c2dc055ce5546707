"""A client of the HTTP API, for the command line."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

import urllib3

from infra.local.errors import LocalError
from newswire.signature import HEADER

TIMEOUT_SECONDS = 35
"""A little more than the 30 s that the gateway gives a function."""


class ApiUnreachable(LocalError):
    """Nothing answers at the address. A caller shows the line and ends."""

    def __init__(self, url: str, cause: str) -> None:
        super().__init__(f"no Newswire answers at {url} ({cause}): start it with `newswire up`, or name it with --url")


class ApiRefused(LocalError):
    """The API answered with a problem document, kept in `problem`. A caller shows the line or goes on."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem.get('title', 'refused')} ({status}): {problem.get('detail', 'no detail given')}")
        self.problem = problem


class Api:
    """The HTTP API at `url`; use it as a context manager.

    Parameters
    ----------
    url: without the path, "http://127.0.0.1:8000".
    token: a bearer token, sent with each request.
    """

    def __init__(self, url: str, token: str | None = None) -> None:
        if not url.startswith(("http://", "https://")):
            raise ApiUnreachable(url, "no address: write it like http://127.0.0.1:8000")
        self._url = url.rstrip("/")
        self._pool = urllib3.PoolManager(
            timeout=TIMEOUT_SECONDS, retries=False, headers={"authorization": f"Bearer {token}"} if token else None
        )

    def search(self, parameters: list[tuple[str, str]]) -> dict[str, Any]:
        """Return one page of results; raise ApiUnreachable or ApiRefused."""
        return self._request("GET", "/v1/stories", parameters)

    def push(
        self,
        body: bytes,
        parameters: list[tuple[str, str]],
        content_type: str | None = None,
        signature: str | None = None,
    ) -> list[dict[str, Any]]:
        """Push one delivery; return its deliveries, each with `id` and `story`. Raise ApiUnreachable or ApiRefused.

        With a signature it goes where that is the authorization.
        """
        headers = {"content-type": content_type} if content_type else {}
        if signature:
            headers[HEADER] = signature
        path = "/v1/signed/stories" if signature else "/v1/stories"
        answer = self._request("POST", path, parameters, body, headers)
        deliveries: list[dict[str, Any]] = answer["deliveries"]
        return deliveries

    def _request(
        self,
        method: str,
        path: str,
        parameters: list[tuple[str, str]],
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        address = f"{self._url}{path}?{urlencode(parameters, errors='replace')}"
        try:
            answer = self._pool.request(method, address, body=body, headers=headers)
        except (urllib3.exceptions.HTTPError, ValueError) as error:  # ValueError: characters that no address has
            raise ApiUnreachable(self._url, type(error).__name__) from error
        try:
            content = json.loads(answer.data)
        except ValueError as error:
            raise ApiUnreachable(self._url, f"what answers is no Newswire: status {answer.status}") from error
        if not isinstance(content, dict):
            raise ApiUnreachable(self._url, "what answers is no Newswire")
        if answer.status >= 400:
            raise ApiRefused(answer.status, content)
        return content

    def __enter__(self) -> Api:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.clear()
