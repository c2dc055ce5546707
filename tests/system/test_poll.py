"""A feed of a web server on this machine, polled by the running stack."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.conftest import BUCKET, ROOT
from tests.system.conftest import Up, wait_for
from tests.web_server import Answer, WebServer, web_server

EVENT = ROOT / "events" / "poll" / "schedule.json"


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as web:
        yield web


def poll(up: Up) -> list[dict[str, object]]:
    invoked = up.newswire("invoke", "poll", str(EVENT))
    assert invoked.returncode == 0, invoked.stderr
    feeds: list[dict[str, object]] = json.loads(invoked.stdout)["feeds"]
    return feeds


def test_a_polled_feed_is_searchable_within_five_seconds(up: Up, web: WebServer) -> None:
    s3 = up.client("s3")
    entry = {"name": "quokkas", "url": f"{web.url}/feed.xml", "supplier": "zyx", "private": True, "period_seconds": 1}
    s3.put_object(Bucket=BUCKET, Key="feeds.json", Body=json.dumps({"feeds": [entry]}))
    try:
        web.answers["/feed.xml"] = Answer(
            b"<rss version='2.0'><channel><title>Quokkas</title><item><guid>urn:quokka:1</guid>"
            b"<title>Quokkas of Polltown counted</title><description>There are 41.</description></item>"
            b"</channel></rss>",
            headers={"content-type": "application/rss+xml"},
        )
        [polled] = poll(up)  # the stack's own schedule may have been a moment faster
        assert polled["outcome"] in ("new", "unchanged", "busy", "not_due")
        [story] = wait_for(lambda: up.search('"quokkas of polltown"'), 5, "the polled story")
        assert (story["supplier"], story["headline"]) == ("zyx", "Quokkas of Polltown counted")
        assert wait_for(lambda: poll(up)[0]["outcome"] == "unchanged", 10, "the second poll")
    finally:
        s3.delete_object(Bucket=BUCKET, Key="feeds.json")
