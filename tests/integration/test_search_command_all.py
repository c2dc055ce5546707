"""`newswire search --all` through the search handler, past the 10,000 at which a search engine's pages end."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from urllib.parse import urlsplit

from click.testing import CliRunner

from infra.local.commands.search import search
from newswire.documents import as_document
from newswire.engine import as_json
from search.handler import handler
from tests.conftest import Context, FrozenApp
from tests.integration.http import event_for
from tests.unit.stories import NOW, make_story
from tests.web_server import Answer, WebServer, web_server

STORIES = 10_050
SECOND = timedelta(seconds=1)


def write(app: FrozenApp, number: int) -> None:
    """Write stories as the engine takes them fastest; only their identity and time differ."""
    lines = []
    for n in range(number):
        story = make_story(guid=f"{n:05}", headline="Lines\nand, commas", version_created=NOW - n * SECOND)
        lines += [as_json({"index": {"_id": story.id}}), as_document(story)]
    app.engine.client.bulk(index=app.index.stories, body=b"\n".join(lines) + b"\n", params={"filter_path": "errors"})
    app.engine.refresh(app.index.stories)


def serve(web: WebServer, app: FrozenApp) -> None:
    """Let the handler answer over HTTP."""

    def answer(headers: dict[str, str]) -> Answer:
        path, query = urlsplit(web.asked[-1][0])[2:4]
        event = event_for(path, query) | {"headers": {"accept": headers.get("accept", "")}}
        given = handler(event, Context(), app)  # type: ignore[arg-type]
        return Answer(given["body"].encode(), given["statusCode"], _single(given))

    web.answers["/v1/stories"] = answer


def _single(given: dict[str, object]) -> dict[str, str]:
    headers = given.get("headers") or {}
    assert isinstance(headers, dict)
    return {name.lower(): str(value) for name, value in headers.items()}


def test_all_stories_are_written_once_and_in_order(app: FrozenApp) -> None:
    write(app, STORIES)
    with web_server() as web:
        serve(web, app)
        ndjson = CliRunner().invoke(search, ["--all", "--url", web.url])
        table = CliRunner().invoke(search, ["--all", "--format", "csv", "--sort", "oldest", "--url", web.url])
    assert (ndjson.exit_code, table.exit_code) == (0, 0), (ndjson.output[:500], table.output[:500])
    guids = [f"{n:05}" for n in range(STORIES)]
    assert [json.loads(line)["guid"] for line in ndjson.stdout.splitlines()] == guids
    header, *rows = csv.reader(io.StringIO(table.stdout_bytes.decode(), newline=""))
    assert header[0] == "id"
    assert [row[0].removeprefix("ena:") for row in rows] == guids[::-1]
