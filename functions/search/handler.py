"""GET /v1/stories and its neighbours -> newswire.search."""

from __future__ import annotations

import json
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from newswire import change_page
from newswire.app import app as this_app
from newswire.errors import NewswireError, RequestError, StoryNotFound
from newswire.problem import as_problem, problem
from newswire.query_string import single, values, with_value
from newswire.search import export, feed, feed_atom, feed_json, feed_rss, find, similar, suggest
from newswire.search.address import Address, Part, readings
from newswire.search.caller import Caller
from newswire.search.history import History
from newswire.search.parameters import read, whole_number
from search import static

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_lambda_powertools.utilities.typing import LambdaContext

    from newswire.app import App
    from newswire.query_string import Value
    from newswire.search.feed import Feed

logger = Logger()
resolver = APIGatewayHttpResolver()

OPENAPI = Path(__file__).with_name("openapi.json")

_VARY = {"Vary": "Accept"}


class FeedFormat(Protocol):
    """A module that writes feeds in one format."""

    MEDIA_TYPE: str

    def write(self, feed: Feed) -> str:
        """Return the text of a feed."""


def handler(event: dict[str, Any], context: LambdaContext, app: App | None = None) -> dict[str, Any]:
    """Answer a search.

    Parameters
    ----------
    event: an HTTP API event, payload format 2.0; what its JWT authorizer says decides what is shown.
    context: of Lambda.
    app: the sides to use; by default those of this process.

    Environment
    -----------
    NEWSWIRE_OPENSEARCH_URL, NEWSWIRE_OPENSEARCH_SERVICE, NEWSWIRE_INDEX_PREFIX, NEWSWIRE_CURSOR_KEY

    Returns
    -------
    JSON in the shape of the HTTP API, stories as NDJSON or CSV, a feed, or a problem document.
    """
    resolver.append_context(app=app or this_app(), caller=Caller.of(event))
    return resolver.resolve(event, context)


@resolver.get("/v1/stories")
def search_stories() -> Response[str]:
    """Find stories: a page of them, or whole ones in the format that the Accept header names."""
    app, query = _app(), _query_string()
    written = export.wanted(_header("accept"))
    if written is None:
        page = find.find(read(query), app.index, app.cursors, app.now(), _caller())
        return _json(page, _VARY)
    parameters = read(query, export.MOST_STORIES, export.MOST_STORIES)
    exported = export.export(parameters, written, app.index, app.cursors, app.now(), _caller())
    headers = dict(_VARY)
    if exported.following:
        headers["Link"] = f'<{_path()}?{with_value(query, "cursor", exported.following)}>; rel="next"'
    return Response(HTTPStatus.OK, f"{written}; charset=utf-8", exported.text, headers=headers)


@resolver.get("/v1/feed.rss")
def get_rss() -> Response[str]:
    """Give the newest stories of a search as RSS."""
    return _feed(feed_rss)


@resolver.get("/v1/feed.atom")
def get_atom() -> Response[str]:
    """Give the newest stories of a search as Atom."""
    return _feed(feed_atom)


@resolver.get("/v1/feed.json")
def get_json_feed() -> Response[str]:
    """Give the newest stories of a search as JSON Feed."""
    return _feed(feed_json)


@resolver.get("/v1/stories/.+")
def get_story() -> Response[str]:
    """Give a story whole, its versions, one of them, what changed between two, or stories like it.

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


@resolver.get("/v1/suggest")
def get_suggestions() -> Response[str]:
    """Suggest names that begin as typed."""
    app, given = _app(), values(_query_string(), ("q", "size"))
    size = _size(given, suggest.MAX_SIZE, suggest.DEFAULT_SIZE)
    typed = single(given, "q")
    return _json(suggest.suggest(typed.text if typed else "", size, app.index, app.now(), _caller()))


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


@resolver.get("/", compress=True)
def get_page() -> Response[str]:
    """Give the web page."""
    return static.first(_header("if-none-match"))


@resolver.get("/page/<version>/<name>", compress=True)
def get_page_file(version: str, name: str) -> Response[str]:
    """Give a file of the web page."""
    return static.file(version, name, _header("if-none-match")) or handle_not_found(NotFoundError())


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
    if address.part is Part.SIMILAR:
        story = find.story(address.story_id, app.index, app.now(), _caller())
        size = _size(values(_query_string(), ("size",)), similar.MAX_SIZE, similar.DEFAULT_SIZE)
        return similar.similar(story, size, app.index, app.now(), _caller())
    history = History(address.story_id, app.index, app.now(), _caller())
    if address.part is Part.DIFF:
        given = values(_query_string(), ("from", "to"))
        return history.diff(single(given, "from"), single(given, "to"))
    _no_parameters()
    return history.version(address.version) if address.part is Part.VERSION else history.versions()


def _size(given: dict[str, list[Value]], most: int, default: int) -> int:
    size = single(given, "size")
    return whole_number(size, 1, most) if size else default


def _no_parameters() -> None:
    values(_query_string(), ())


def _feed(written: FeedFormat) -> Response[str]:
    app, query = _app(), _query_string()
    site = _site()
    address = f"{site}{_path()}{f'?{query}' if query else ''}"
    parameters = read(query, default=feed.DEFAULT_SIZE)
    text = written.write(feed.feed(parameters, app.index, app.now(), _caller(), site, address))
    tag = feed.entity_tag(text)
    # To be asked for each time, so that what is killed goes at once: an answer without news costs little.
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if feed.is_known(tag, _header("if-none-match")):
        return Response(HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(HTTPStatus.OK, written.MEDIA_TYPE, text, headers=headers)


def _app() -> App:
    app: App = resolver.context["app"]
    return app


def _caller() -> Caller:
    caller: Caller = resolver.context["caller"]
    return caller


def _query_string() -> str:
    return resolver.current_event.get("rawQueryString") or ""


def _path() -> str:
    return quote(resolver.current_event.get("rawPath") or "/")


def _site() -> str:
    """Return where this API is, as its caller sees it."""
    host = (resolver.current_event.get("requestContext") or {}).get("domainName") or "localhost"
    return f"{_header('x-forwarded-proto') or 'https'}://{host}"


def _header(name: str) -> str:
    return (resolver.current_event.get("headers") or {}).get(name) or ""


def _json(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response[str]:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(HTTPStatus.OK, "application/json", text, headers=dict(headers or {}))


def _response(answer: dict[str, Any]) -> Response[str]:
    headers = {name: value for name, value in answer["headers"].items() if name != "content-type"}
    return Response(answer["statusCode"], answer["headers"]["content-type"], answer["body"], headers=headers)
