"""The HTTP API without its sockets: a request in, the function that its route names, an answer out."""

import json
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

from infra.local import cors
from infra.local.function import Function
from infra.local.http_answer import Answer, MalformedHttpAnswer, answer_of
from infra.local.http_event import event_of
from infra.local.http_request import Request
from infra.local.invocation import (
    AnswerTooLarge,
    EventTooLarge,
    InvocationFailed,
    Stopped,
    Throttled,
)
from infra.local.problems import Problem
from infra.local.routes import Route, Router, RouteRefused

_PARALLEL_CALLS = 64  # more than all functions together take


class HttpApi:
    """Answers requests with the functions of the template."""

    def __init__(self, router: Router, functions: Mapping[str, Function]) -> None:
        """Take the functions by ARN. Raises RouteRefused for a route that leads to none of them."""
        for route in router.routes:
            if route.function_arn not in functions:
                raise RouteRefused(f"{route.key} leads to {route.function_arn}, which the template does not have")
        self._router = router
        self._functions = functions
        self._calls = ThreadPoolExecutor(_PARALLEL_CALLS, thread_name_prefix="http")

    def answer(self, request: Request) -> Answer:
        """Route a request to its function and shape the answer.

        Raises Problem for what never reaches a function (401, 404, 413, 503, 504) or comes back broken (500, 502).
        """
        request_id = str(uuid.uuid4())
        if self._is_preflight(request):
            answer = Answer(HTTPStatus.NO_CONTENT, (), b"")
        else:
            answer = self._call(request, request_id)
        return replace(answer, headers=(*self._cors_headers(request, answer), ("apigw-requestid", request_id)))

    def close(self) -> None:
        """Wait for calls under way; stop the functions first."""
        self._calls.shutdown()

    def _call(self, request: Request, request_id: str) -> Answer:
        found = self._router.find(request.method, request.path)
        if found is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"no route takes {request.method} {request.path}")
        route, variables = found
        event = event_of(request, route, variables, request_id, datetime.now(UTC))
        payload = self._invoke(route, json.dumps(event).encode())
        try:
            return answer_of(payload)
        except MalformedHttpAnswer as error:
            raise Problem(HTTPStatus.INTERNAL_SERVER_ERROR, f"{route.key} answered badly: {error}") from error

    def _invoke(self, route: Route, event: bytes) -> bytes:
        call = self._calls.submit(self._functions[route.function_arn].invoke, event)
        try:
            # The function may take longer than the gateway waits; it then goes on without its client, as in AWS.
            return call.result(route.timeout)
        except TimeoutError as error:
            detail = f"{route.key} took longer than {route.timeout:g} s"
            raise Problem(HTTPStatus.GATEWAY_TIMEOUT, detail) from error
        except EventTooLarge as error:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{error}: send less at a time") from error
        except AnswerTooLarge as error:
            raise Problem(HTTPStatus.BAD_GATEWAY, f"{error}: ask for less at a time") from error
        except (Throttled, Stopped) as error:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, f"{error}: try again") from error
        except InvocationFailed as error:
            raise Problem(HTTPStatus.INTERNAL_SERVER_ERROR, f"{route.key} failed: {error}") from error

    def _is_preflight(self, request: Request) -> bool:
        asked = request.header("origin") and request.header("access-control-request-method")
        return bool(self._router.cors and request.method == "OPTIONS" and asked)

    def _cors_headers(self, request: Request, answer: Answer) -> cors.Headers:
        settings, origin = self._router.cors, request.header("origin")
        if settings is None:
            return answer.headers
        own = tuple((name, value) for name, value in answer.headers if not name.startswith("access-control-"))
        if not origin:
            return own
        if self._is_preflight(request):
            return cors.preflight_headers(settings, origin)
        return (*own, *cors.answer_headers(settings, origin))
