"""GET /v1/stories and its neighbours -> newswire.search."""

from __future__ import annotations

import json
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from newswire import change_page
from newswire.app import app as this_app
from newswire.errors import NewswireError, RequestError, StoryNotFound
from newswire.problem import as_problem, problem
from newswire.query_string import single, values
from newswire.search import find
from newswire.search.address import Address, Part, readings
from newswire.search.caller import Caller
from newswire.search.history import History
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
    event: an HTTP API event, payload format 2.0; what its JWT authorizer says decides what is shown.
    context: of Lambda.
    app: the sides to use; by default those of this process.

    Environment
    -----------
    NEWSWIRE_OPENSEARCH_URL, NEWSWIRE_OPENSEARCH_SERVICE, NEWSWIRE_INDEX_PREFIX

    Returns
    -------
    JSON in the shape of the HTTP API, or a problem document.
    """
    resolver.append_context(app=app or this_app(), caller=Caller.of(event))
    return resolver.resolve(event, context)


@resolver.get("/v1/stories")
def search_stories() -> Response[str]:
    """Find stories."""
    app = _app()
    return _json(find.find(read(_query_string()), app.index, app.now(), _caller()))


@resolver.get("/v1/stories/.+")
def get_story() -> Response[str]:
    """Give a story whole, its versions, one of them, or what changed between two.

    Ids may hold slashes, so it is the gateway that takes all of this out of the path.
    """
    first, *others = readings((resolver.current_event.get("pathParameters") or {})["id"])
    try:
        return _json(_at(first))
    except StoryNotFound:
        for other in others:
            with suppress(StoryNotFound):
                return _json(_at(other))
        raise


@resolver.get("/v1/changes")
def get_changes() -> Response[str]:
    """Tell what was accepted, in its order."""
    app = _app()
    return _json(change_page.page(change_page.read(_query_string()), app.changes, app.index, app.now(), _caller()))


@resolver.get("/healthz")
def healthz() -> Response[str]:
    """Say whether a search can be answered."""
    _no_parameters()
    _app().index.ping()
    return _json({"status": "ok"})


@resolver.get("/openapi.json")
def openapi() -> Response[str]:
    """Give the API's own description."""
    _no_parameters()
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


def _at(address: Address) -> Mapping[str, Any]:
    """Return what is at one reading of a path; its parameters are looked at where there is a story."""
    app = _app()
    if address.part is Part.STORY:
        story = find.story(address.story_id, app.index, app.now(), _caller())
        _no_parameters()
        return story
    history = History(address.story_id, app.index, app.now(), _caller())
    if address.part is Part.DIFF:
        given = values(_query_string(), ("from", "to"))
        return history.diff(single(given, "from"), single(given, "to"))
    _no_parameters()
    return history.version(address.version) if address.part is Part.VERSION else history.versions()


def _no_parameters() -> None:
    values(_query_string(), ())


def _app() -> App:
    app: App = resolver.context["app"]
    return app


def _caller() -> Caller:
    caller: Caller = resolver.context["caller"]
    return caller


def _query_string() -> str:
    return resolver.current_event.get("rawQueryString") or ""


def _json(body: Mapping[str, Any]) -> Response[str]:
    return Response(HTTPStatus.OK, "application/json", json.dumps(body, ensure_ascii=False, separators=(",", ":")))


def _response(answer: dict[str, Any]) -> Response[str]:
    headers = {name: value for name, value in answer["headers"].items() if name != "content-type"}
    return Response(answer["statusCode"], answer["headers"]["content-type"], answer["body"], headers=headers)
