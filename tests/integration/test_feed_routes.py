"""Feeds of a search, by the rules of the feed validators; on the real engine."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from lxml import etree

from newswire.story import Origin, Status, Story, Topic
from search.handler import handler
from tests.conftest import Context, FrozenApp
from tests.integration.http import event_for
from tests.unit.stories import NOW, make_story

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
FEEDS = {
    "/v1/feed.rss": "application/rss+xml; charset=utf-8",
    "/v1/feed.atom": "application/atom+xml; charset=utf-8",
    "/v1/feed.json": "application/feed+json; charset=utf-8",
}
HOSTILE = make_story(
    guid="hostile",
    headline='Storm <script>alert("1")</script> & more \x07]]>\ud7ff',
    body="A storm & <b>more</b>, at AT&T.\x0b",
    byline="O'Brien & Co",
    url="http://example.com/a?b=1&c=2",
    topics=(Topic(code="medtop:1", name="R&D <x>", origin=Origin.RULE, confidence=1),),
    language="en",
)
NO_LINK = make_story(
    guid="no/link é", headline=None, slug=None, url="javascript:alert(1)", version_created=NOW - timedelta(1)
)


def write(app: FrozenApp, *stories: Story) -> None:
    app.index.write(stories)
    app.engine.refresh(app.index.stories)


def ask(app: FrozenApp, path: str, query: str = "", scope: str | None = None, **headers: str) -> dict[str, Any]:
    event = event_for(path, query, scope)
    event["headers"] = {
        "x-forwarded-proto": "https",
        **{name.replace("_", "-"): each for name, each in headers.items()},
    }
    event["requestContext"]["domainName"] = "api.example"
    answer: dict[str, Any] = handler(event, Context(), app)  # type: ignore[arg-type]
    return answer


def test_rss_is_valid(app: FrozenApp) -> None:
    write(app, HOSTILE, NO_LINK)
    answer = ask(app, "/v1/feed.rss", "q=storm+OR+harbour&sort=newest")
    assert answer["headers"]["Content-Type"] == FEEDS["/v1/feed.rss"]
    rss = etree.fromstring(answer["body"].encode())
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    [channel] = rss
    for needed in ("title", "link", "description"):
        assert channel.findtext(needed), needed
    [link] = channel.findall(f"{ATOM}link")
    assert link.attrib == {
        "rel": "self",
        "type": "application/rss+xml",
        "href": "https://api.example/v1/feed.rss?q=storm+OR+harbour&sort=newest",
    }
    assert parsedate_to_datetime(channel.findtext("lastBuildDate") or "") == NOW
    first, second = channel.findall("item")
    assert first.findtext("title") == 'Storm <script>alert("1")</script> & more ]]>\ud7ff'
    assert first.findtext("link") == "http://example.com/a?b=1&c=2"
    guid = first.find("guid")
    assert guid is not None
    assert (guid.get("isPermaLink"), guid.text) == ("false", "ena:hostile")
    assert first.findtext("category") == "R&D <x>"
    assert first.findtext(f"{DC}creator") == "O'Brien & Co"
    assert first.findtext("description") == "A storm &amp; &lt;b&gt;more&lt;/b&gt;, at AT&amp;T."
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000", first.findtext("pubDate") or "")
    assert second.findtext("link") == "https://api.example/v1/stories/ena%3Ano%2Flink%20%C3%A9"
    assert second.findtext("title")


def test_atom_is_valid(app: FrozenApp) -> None:
    write(app, HOSTILE, NO_LINK)
    answer = ask(app, "/v1/feed.atom", "q=storm+OR+harbour")
    assert answer["headers"]["Content-Type"] == FEEDS["/v1/feed.atom"]
    feed = etree.fromstring(answer["body"].encode())
    assert feed.tag == f"{ATOM}feed"
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == "https://api.example/v1/feed.atom?q=storm+OR+harbour"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for element in (feed, *entries):
        for needed in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{needed}")) == 1, needed
            assert element.findtext(f"{ATOM}{needed}")
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(f"{ATOM}id") or "")
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo
        assert element.findtext(f"{ATOM}author/{ATOM}name")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert entries[0].findtext(f"{ATOM}summary") == "A storm & <b>more</b>, at AT&T."
    assert entries[0].find(f"{ATOM}category").get("term") == "R&D <x>"


def test_the_json_feed_is_valid(app: FrozenApp) -> None:
    write(app, HOSTILE, NO_LINK)
    answer = ask(app, "/v1/feed.json", "q=storm+OR+harbour")
    assert answer["headers"]["Content-Type"] == FEEDS["/v1/feed.json"]
    feed = json.loads(answer["body"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == "https://api.example/v1/feed.json?q=storm+OR+harbour"
    assert [item["id"] for item in feed["items"]] == ["ena:hostile", "ena:no/link é"]
    for item in feed["items"]:
        assert item["content_text"]
        assert item["url"].startswith("http")
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert all(author["name"] for author in item["authors"])
        assert all(isinstance(tag, str) for tag in item["tags"])


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_feed_is_valid_too(app: FrozenApp, path: str) -> None:
    answer = ask(app, path)
    assert answer["statusCode"] == 200
    if path.endswith("json"):
        assert json.loads(answer["body"])["items"] == []
    else:
        etree.fromstring(answer["body"].encode())


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_that_has_not_changed_is_304(app: FrozenApp, path: str) -> None:
    write(app, HOSTILE)
    first = ask(app, path)
    tag = first["headers"]["ETag"]
    assert first["headers"]["Cache-Control"] == "private, no-cache"
    app.clock = NOW + timedelta(hours=1)
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = ask(app, path, if_none_match=sent)
        assert (again["statusCode"], again.get("body") or "", again["headers"]["ETag"]) == (304, "", tag)
    assert ask(app, path, if_none_match='"other"')["statusCode"] == 200
    write(app, make_story(guid="hostile", version=2, status=Status.KILLED))
    changed = ask(app, path, if_none_match=tag)
    assert changed["statusCode"] == 200
    assert "Storm" not in changed["body"]


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_holds_the_newest_fifty_with_all_words(app: FrozenApp, path: str) -> None:
    write(app, *(make_story(guid=f"{n:02}", version_created=NOW - timedelta(minutes=n)) for n in range(60)))
    body = ask(app, path, "q=harbour+storm")["body"]
    found = re.findall(r"ena:(\d\d)", body) if "atom" not in path else re.findall(r"ena%3A(\d\d)", body)
    assert list(dict.fromkeys(found)) == [f"{n:02}" for n in range(50)]
    assert "ena" not in re.sub(r"/v1/\S+", "", ask(app, path, "q=harbour+unheardof")["body"])


@pytest.mark.parametrize("path", FEEDS)
def test_what_is_embargoed_is_shown_with_the_scope_only_and_says_so(app: FrozenApp, path: str) -> None:
    write(app, make_story(embargo_until=NOW + timedelta(hours=1)))
    assert "Harbour" not in ask(app, path)["body"]
    assert "[EMBARGOED until 2026-03-01T13:00:00Z] Harbour" in ask(app, path, scope="embargoed")["body"]


@pytest.mark.parametrize("path", FEEDS)
def test_a_wrong_parameter_is_a_problem(app: FrozenApp, path: str) -> None:
    answer = ask(app, path, "size=0")
    assert (answer["statusCode"], json.loads(answer["body"])["parameter"]) == (400, "size")
