"""GET /v1/stories and its neighbours -> newswire.search."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from newswire.app import app as this_app
from newswire.errors import NewswireError, RequestError
from newswire.problem import as_problem, problem
from newswire.search import find
from newswire.search.parameters import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_lambda_powertools.utilities.typing import LambdaContext

    from newswire.app import App

logger = Logger()
resolver = APIGatewayHttpResolver()

OPENAPI = Path(__file__).with_name("openapi.json")


def handler(event: dict[str, Any], context: LambdaContext, app: App | None = None) -> dict[str, Any]:
    """Answer a search.

    Parameters
    ----------
    event: an HTTP API event, payload format 2.0.
    context: of Lambda.
    app: the sides to use; by default those of this process.

    Environment
    -----------
    NEWSWIRE_OPENSEARCH_URL, NEWSWIRE_OPENSEARCH_SERVICE, NEWSWIRE_INDEX_PREFIX

    Returns
    -------
    JSON in the shape of the HTTP API, or a problem document.
    """
    resolver.append_context(app=app or this_app())
    return resolver.resolve(event, context)


@resolver.get("/v1/stories")
def search_stories() -> Response[str]:
    """Find stories."""
    app = _app()
    parameters = read(resolver.current_event.get("rawQueryString") or "")
    return _json(find.find(parameters, app.index, app.now()))


@resolver.get("/v1/stories/.+")
def get_story() -> Response[str]:
    """Give one story whole; its id may hold slashes, so it is the gateway that takes it out of the path."""
    app = _app()
    story_id = (resolver.current_event.get("pathParameters") or {})["id"]
    return _json(find.story(story_id, app.index, app.now()))


@resolver.get("/healthz")
def healthz() -> Response[str]:
    """Say whether a search can be answered."""
    _app().index.ping()
    return _json({"status": "ok"})


@resolver.get("/openapi.json")
def openapi() -> Response[str]:
    """Give the API's own description."""
    return Response(HTTPStatus.OK, "application/json", OPENAPI.read_text())


@resolver.exception_handler(NewswireError)
def handle_error(error: NewswireError) -> Response[str]:
    """Turn our errors into problem documents; log what is not the caller's doing."""
    if not isinstance(error, RequestError):
        logger.error("search failed", extra={"reason": str(error)})
    return _response(as_problem(error))


@resolver.not_found
def handle_not_found(_: NotFoundError) -> Response[str]:
    """Answer for a path that the template routes here and nobody serves."""
    return _response(problem(HTTPStatus.NOT_FOUND, "Not found", "There is nothing at this address."))


def _app() -> App:
    app: App = resolver.context["app"]
    return app


def _json(body: Mapping[str, Any]) -> Response[str]:
    return Response(HTTPStatus.OK, "application/json", json.dumps(body, ensure_ascii=False, separators=(",", ":")))


def _response(answer: dict[str, Any]) -> Response[str]:
    headers = {name: value for name, value in answer["headers"].items() if name != "content-type"}
    return Response(answer["statusCode"], answer["headers"]["content-type"], answer["body"], headers=headers)
