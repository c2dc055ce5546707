"""Requests to the search handler as the HTTP API sends them, and stories taken in with their changes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from newswire.changes import change_of
from newswire.outcome import Outcome
from newswire.story import Story
from search.handler import handler
from tests.conftest import Context, FrozenApp


def event_for(path: str, query: str = "", scope: str | None = None) -> dict[str, Any]:
    """A GET; with `scope` the JWT authorizer has let the caller through."""
    event: dict[str, Any] = {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {},
        "requestContext": {"http": {"method": "GET", "path": path}, "requestId": "r", "stage": "$default"},
        "isBase64Encoded": False,
    }
    if path.startswith("/v1/stories/"):
        event["pathParameters"] = {"id": path.removeprefix("/v1/stories/")}
    if scope is not None:
        event["requestContext"]["authorizer"] = {"jwt": {"claims": {"sub": "ann", "scope": scope}, "scopes": None}}
    return event


def ask(app: FrozenApp, path: str, scope: str | None = None, /, **parameters: Any) -> dict[str, Any]:
    """The handler's answer; a parameter that is a word of Python is given with a `_` after it."""
    query = urlencode({name.rstrip("_"): value for name, value in parameters.items()})
    return handler(event_for(path, query, scope), Context(), app)  # type: ignore[arg-type]


def take_in(app: FrozenApp, *stories: Story) -> None:
    """Write stories, tell of them, and make them searchable."""
    for story in stories:
        tail = app.changes.tail()
        [write] = app.index.write([story])
        is_told = write.outcome is Outcome.ACCEPTED or write.killed
        told = [change_of(story, app.now(), first=write.first, killed=write.killed)] if is_told else []
        app.changes.append(told, tail, app.now())
    app.engine.refresh(app.index.stories)
    app.engine.refresh(app.index.versions)
