"""A client of the HTTP API, for the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

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
    """The API answered with a problem document, kept in `problem`. A caller shows the line or goes on.

    `is_passing` where the same request may be answered later.
    """

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem.get('title', 'refused')} ({status}): {problem.get('detail', 'no detail given')}")
        self.problem = problem
        self.is_passing = status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR


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
        self._headers = {"authorization": f"Bearer {token}"} if token else {}
        self._pool = urllib3.PoolManager(timeout=TIMEOUT_SECONDS)

    def search(self, parameters: list[tuple[str, str]]) -> dict[str, Any]:
        """Return one page of results; raise ApiUnreachable or ApiRefused."""
        return self._request("GET", "/v1/stories", parameters)

    def export(self, parameters: list[tuple[str, str]], media_type: str) -> Iterator[bytes]:
        """Yield all stories of a search, a part at a time, to the end.

        A part that the API cannot give now is asked for again, after the time that it says.

        Raises
        ------
        ApiUnreachable, ApiRefused: also after some parts.
        """
        asked = parameters
        while True:
            answer = self._send("GET", "/v1/stories", asked, headers={"accept": media_type}, retries=_ASK_AGAIN)
            if answer.status >= HTTPStatus.BAD_REQUEST:
                self._content(answer)
            if not answer.headers.get("content-type", "").startswith(media_type):
                raise ApiUnreachable(self._url, "what answers is no Newswire")
            yield answer.data
            following = _cursor(answer.headers.get("link", ""))
            if following is None:
                return
            asked = [*parameters, ("cursor", following)]

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
        return self._content(self._send(method, path, parameters, body, headers))

    def _send(
        self,
        method: str,
        path: str,
        parameters: list[tuple[str, str]],
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        retries: urllib3.Retry | bool = False,
    ) -> urllib3.BaseHTTPResponse:
        address = f"{self._url}{path}?{urlencode(parameters, errors='replace')}"
        sent = {**self._headers, **(headers or {})}
        try:
            return self._pool.request(method, address, body=body, headers=sent, retries=retries)
        except (urllib3.exceptions.HTTPError, ValueError) as error:  # ValueError: characters that no address has
            raise ApiUnreachable(self._url, type(error).__name__) from error

    def _content(self, answer: urllib3.BaseHTTPResponse) -> dict[str, Any]:
        try:
            content = json.loads(answer.data)
        except ValueError as error:
            raise ApiUnreachable(self._url, f"what answers is no Newswire: status {answer.status}") from error
        if not isinstance(content, dict):
            raise ApiUnreachable(self._url, "what answers is no Newswire")
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise ApiRefused(answer.status, content)
        return content

    def __enter__(self) -> Api:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.clear()


def _cursor(link: str) -> str | None:
    """Return the cursor of a Link header that leads on. No more of it is followed: the token is for this API only."""
    target, _, relation = link.partition(">")
    if 'rel="next"' not in relation:
        return None
    return parse_qs(urlsplit(target.lstrip("<")).query).get("cursor", [None])[0]


_ASK_AGAIN = urllib3.Retry(
    total=5,
    connect=0,
    read=0,
    redirect=0,
    other=0,
    status=5,
    status_forcelist=(HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE),
    backoff_factor=0.5,
    raise_on_status=False,
)
