"""Feeds polled from a real server, on moto's S3 and SQS and the real engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from threading import Barrier
from typing import Any

import boto3
import pytest

from newswire import poll as module
from newswire.delivery import Delivery, Terms
from newswire.errors import FeedsRefused, FeedUnreachable, PollFailed, SettingMissing
from newswire.feed_state import FeedState, FeedStates, StateTaken
from newswire.feeds import Feed
from newswire.fetch import Fetched
from newswire.poll import LEASE, LONGEST_BACK_OFF_SECONDS, PollOutcome, back_off
from newswire.settings import Settings
from poll.handler import handler
from tests.conftest import BUCKET, Context, FrozenApp, keys, receive
from tests.integration.conftest import take_in
from tests.unit.stories import NOW
from tests.web_server import Answer, WebServer, web_server

MINUTE = timedelta(minutes=1)
PERIOD = timedelta(seconds=300)
ITEM = (
    "<item><guid>urn:ferry:{0}</guid><title>Ferry {0} sails again</title>"
    "<description>The ferry {0} sails.</description><pubDate>Sun, 01 Mar 2026 10:0{0}:00 GMT</pubDate></item>"
)


def rss(*numbers: int, built: str = "") -> bytes:
    items = "".join(ITEM.format(number) for number in numbers)
    return f"<rss version='2.0'><channel><title>Ferries</title>{built}{items}</channel></rss>".encode()


def json_feed(*numbers: int) -> bytes:
    items = [{"id": f"urn:ferry:{n}", "title": f"Ferry {n}", "content_text": "It sails."} for n in numbers]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Ferries", "items": items}).encode()


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as web:
        yield web


@pytest.fixture
def poller(aws: None) -> FrozenApp:
    """What the poll function works with: no search engine."""
    boto3.client("s3").create_bucket(Bucket=BUCKET)
    queue_url = boto3.client("sqs").create_queue(QueueName="stories")["QueueUrl"]
    return FrozenApp(Settings(archive_bucket=BUCKET, queue_url=queue_url))


@pytest.fixture
def states(poller: FrozenApp) -> FeedStates:
    return poller.feed_states


def configure(web: WebServer, **feeds: dict[str, Any]) -> None:
    """Write feeds.json: each feed is on the test's server, at the path of its name unless it says otherwise."""
    entries = [
        {"name": name, "url": f"{web.url}/{name}", "private": True, "supplier": "nordwire", **settings}
        for name, settings in feeds.items()
    ]
    boto3.client("s3").put_object(Bucket=BUCKET, Key="feeds.json", Body=json.dumps({"feeds": entries}))


def run(app: FrozenApp, after: timedelta | None = None, seconds: float = 30.0) -> dict[str, dict[str, Any]]:
    """Run the function, at a time after NOW; return how each feed fared."""
    if after is not None:
        app.clock = NOW + after
    answer = handler({}, Context(seconds_left=seconds), app)  # type: ignore[arg-type]
    return {each["feed"]: each for each in answer["feeds"]}


def queued(app: FrozenApp) -> list[Delivery]:
    from aws_lambda_powertools.utilities.data_classes import SQSEvent

    opened = [each for message in app.queue.receive(SQSEvent(receive(app)).records) for each in message.deliveries]
    assert all(isinstance(each, Delivery) for each in opened)
    return opened  # type: ignore[return-value]


def test_a_feed_is_polled_queued_taken_in_and_found(app: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(rss(1, 2), headers={"content-type": "application/rss+xml"})
    polled = run(app)["ferries"]
    assert (polled["outcome"], polled["stories"]) == ("new", 2)
    take_in(app)
    app.engine.refresh(app.index.stories)
    found = app.index.search({"query": {"match_all": {}}})["hits"]["hits"]
    assert {hit["_source"]["headline"] for hit in found} == {"Ferry 1 sails again", "Ferry 2 sails again"}
    assert {(hit["_source"]["supplier"], hit["_source"]["feed"]) for hit in found} == {("nordwire", "ferries")}


@pytest.mark.parametrize(
    "body",
    [
        rss(1),
        json_feed(1),
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><entry><id>urn:f:1</id><title>Ferry</title>"
        b"<updated>2026-03-01T10:00:00Z</updated><summary>It sails.</summary></entry></feed>",
        json.dumps([{"uri": "urn:f:1", "version": "1", "headline": "Ferry", "body_text": "It sails."}]).encode(),
        json.dumps(
            {
                "api_version": "1.1",
                "data": {"items": [{"item": {"altids": {"itemid": "abc", "etag": "abc_1"}, "version": 1,
                         "type": "text", "pubstatus": "usable", "headline": "Ferry", "body_text": "It sails."}}]},
            }
        ).encode(),
        rss(1).decode().encode("utf-16"),
    ],
    ids=["rss", "json feed", "atom", "ninjs", "ap", "utf-16"],
)  # fmt: skip
def test_its_format_is_seen_from_the_document(poller: FrozenApp, web: WebServer, body: bytes) -> None:
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(body)
    assert run(poller)["ferries"]["outcome"] == "new"
    [delivery] = queued(poller)
    assert delivery.body == body


def test_what_was_agreed_for_the_feed_goes_with_its_deliveries(app: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={"zone": "Asia/Tokyo", "language": "nb", "charset": "iso-8859-1", "retention_days": 7})
    item = "<item><guid>urn:f:1</guid><title>F\xe6rge</title><pubDate>2026-03-01 10:00:00</pubDate></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>".encode("iso-8859-1")
    web.answers["/ferries"] = Answer(body, headers={"content-type": "text/xml; charset=utf-8"})
    run(app)
    take_in(app)
    app.engine.refresh(app.index.stories)
    [hit] = app.index.search({"query": {"match_all": {}}})["hits"]["hits"]
    story = hit["_source"]
    assert story["headline"] == "Færge"
    assert story["language"] == "nb"
    assert story["version_created"].startswith("2026-03-01T01:00:00")
    assert story["expires"].startswith("2026-03-08T01:00:00")
    configure(web, ferries={"url": f"{web.url}/other", "zone": "Asia/Tokyo"})
    web.answers["/other"] = Answer(body)
    run(app)
    [delivery] = queued(app)
    assert delivery.terms == Terms(zone="Asia/Tokyo")


def test_the_next_poll_says_what_it_has(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={})
    headers = {"etag": '"v1"', "last-modified": "Sun, 01 Mar 2026 11:00:00 GMT"}
    web.answers["/ferries"] = lambda asked: (
        Answer(status=304) if asked.get("if-none-match") == '"v1"' else Answer(rss(1), headers=headers)
    )
    run(poller)
    assert run(poller, PERIOD)["ferries"]["outcome"] == "unchanged"
    assert web.asked[1][1]["if-modified-since"] == headers["last-modified"]
    assert len(queued(poller)) == 1


def hold_headers(app: FrozenApp, text: str) -> None:
    boto3.client("secretsmanager").create_secret(Name="headers", SecretString=text)
    app.settings = replace(app.settings, feed_headers="headers")


def test_a_feed_that_wants_to_know_who_asks_is_told_and_no_other(poller: FrozenApp, web: WebServer) -> None:
    hold_headers(poller, '{"ferries": {"X-Api-Key": "sesame"}, "buses": {"x-api-key": "of-buses"}}')
    configure(web, ferries={"identified": True}, buses={}, trams={"identified": True})
    web.answers |= {"/ferries": Answer(rss(1)), "/buses": Answer(rss(2))}
    with pytest.raises(PollFailed, match=r"^trams: FeedHeadersRefused: the secret FeedHeaders has none for trams"):
        run(poller)
    assert {path: headers.get("x-api-key") for path, headers in web.asked} == {"/ferries": "sesame", "/buses": None}
    assert len(queued(poller)) == 2


def test_without_a_feed_that_is_identified_the_secret_is_not_read(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(rss(1))
    assert run(poller)["ferries"]["outcome"] == "new"
    configure(web, ferries={"identified": True})
    with pytest.raises(SettingMissing, match="NEWSWIRE_FEED_HEADERS"):
        run(poller, PERIOD)


def test_a_304_that_was_not_asked_for_is_a_failure(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(status=304)
    assert run(poller)["ferries"]["outcome"] == "failed"


def test_a_feed_is_polled_when_it_is_due(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={}, buses={"period_seconds": 60})
    web.answers |= {"/ferries": Answer(rss(1)), "/buses": Answer(rss(2))}
    run(poller)
    assert {name: each["outcome"] for name, each in run(poller, MINUTE).items()} == {
        "ferries": "not_due",
        "buses": "unchanged",
    }
    # a schedule that is a little fast does not skip a poll
    assert run(poller, PERIOD - timedelta(seconds=1))["ferries"]["outcome"] == "unchanged"


def test_only_what_is_new_or_changed_is_queued(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={"period_seconds": 60})
    bodies = [
        rss(1, 2),
        rss(1, 2, built="<lastBuildDate>Sun, 01 Mar 2026 12:01:00 GMT</lastBuildDate>"),
        rss(2),
        rss(3, 2),
        rss(3, 2).replace(b"Ferry 2 sails again", b"Ferry 2 sails no more"),
    ]
    told = []
    for number, body in enumerate(bodies):
        web.answers["/ferries"] = Answer(body)
        polled = run(poller, number * MINUTE)["ferries"]
        told.append((polled["outcome"], polled["stories"]))
    assert told == [("new", 2), ("unchanged", 0), ("unchanged", 0), ("new", 1), ("new", 1)]
    assert [delivery.body for delivery in queued(poller)] == [bodies[0], bodies[3], bodies[4]]


def test_stories_without_a_time_are_new_once(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={"period_seconds": 60})
    web.answers["/ferries"] = Answer(json_feed(1))
    assert run(poller)["ferries"]["stories"] == 1
    web.answers["/ferries"] = Answer(json_feed(1) + b"\n")
    assert run(poller, MINUTE)["ferries"]["outcome"] == "unchanged"


def test_an_empty_feed_is_no_delivery(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(json_feed())
    assert run(poller)["ferries"]["outcome"] == "unchanged"
    assert queued(poller) == []


def test_a_broken_document_is_queued_once_to_be_quarantined(app: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(b'{"version": "https://jsonfeed.org/version/1.1", "items": [')
    run(app)
    assert run(app, PERIOD)["ferries"]["outcome"] == "unchanged"
    take_in(app)
    assert len(keys("quarantine/")) == 1


@pytest.mark.parametrize(
    "body",
    [b"<!DOCTYPE html><title>Maintenance</title>", b"\n<HTML><body>Sorry", b"Service unavailable", b"", b"\x89PNG"],
)
def test_an_error_page_that_says_it_is_fine_is_no_story(poller: FrozenApp, web: WebServer, body: bytes) -> None:
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(body)
    polled = run(poller)["ferries"]
    assert polled["outcome"] == "failed"
    assert "something else than a feed" in polled["problem"]
    assert queued(poller) == []


def test_a_large_document_goes_by_the_bucket(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={})
    body = rss(1).replace(b"The ferry", b"The ferry " * 50_000)
    web.answers["/ferries"] = Answer(body)
    run(poller)
    assert len(keys("push/")) == 1
    assert queued(poller)[0].body == body


def test_windows_overlap_and_the_cursor_moves_when_the_stories_are_queued(
    poller: FrozenApp, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(web, ferries={"url": f"{web.url}/items?from={{since}}", "overlap_seconds": 60})
    web.answers["/items"] = Answer(json_feed(1), headers={"etag": '"v1"'})
    run(poller)

    def refuse(delivery: Delivery) -> None:
        raise OSError("SQS is away")

    web.answers["/items"] = Answer(json_feed(1, 2))
    with monkeypatch.context() as patched:
        patched.setattr(poller.queue, "send", refuse)
        with pytest.raises(PollFailed, match="ferries: OSError"):
            run(poller, PERIOD)
    assert run(poller, PERIOD + LEASE)["ferries"]["stories"] == 1
    run(poller, 2 * PERIOD + LEASE)
    windows = [path.split("=")[1].replace("%3A", ":") for path, _ in web.asked]
    assert windows == ["2026-02-28T12:00:00Z", "2026-03-01T11:59:00Z", "2026-03-01T11:59:00Z", "2026-03-01T12:05:30Z"]
    assert not any("if-none-match" in headers for _, headers in web.asked)


def page(*numbers: int, following: str | None = None) -> Answer:
    return Answer(json.dumps({**json.loads(json_feed(*numbers)), "next_url": following}).encode())


def asked_paths(web: WebServer) -> list[str]:
    paths = [path.split("?")[0] for path, _ in web.asked]
    web.asked.clear()
    return paths


def test_what_came_since_the_last_poll_is_read_page_by_page(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={})
    web.answers |= {"/ferries": page(1, 2, following="/old"), "/old": page(0)}
    assert run(poller)["ferries"]["stories"] == 2  # the first poll begins with what is new, and reads no history
    assert asked_paths(web) == ["/ferries"]
    web.answers |= {
        "/ferries": page(7, 8, following="/second"),
        "/second": page(5, 6, following=f"{web.url}/third?a=1"),
        "/third": page(2, 4, following="/old"),
    }
    assert run(poller, PERIOD)["ferries"]["stories"] == 5
    assert asked_paths(web) == ["/ferries", "/second", "/third"]
    web.answers["/ferries"] = page(8, 9, following="/second")
    assert run(poller, 2 * PERIOD)["ferries"]["stories"] == 1
    assert asked_paths(web) == ["/ferries"]
    assert len(queued(poller)) == 5


def test_pages_that_new_stories_have_moved_meanwhile_are_read_on(
    poller: FrozenApp, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(web, ferries={"period_seconds": 60})
    web.answers |= {"/ferries": page(1), "/4": page(2, 3, following="/5"), "/5": page(1, following="/6")}
    run(poller)
    monkeypatch.setattr("newswire.feed_pages.PAGES", 2)
    web.answers |= {"/ferries": page(8, 9, following="/2"), "/2": page(6, 7, following="/3")}
    run(poller, MINUTE)
    web.answers["/3"] = page(6, 5, following="/4")  # 6 was on the page before when that was read
    assert run(poller, 2 * MINUTE)["ferries"]["stories"] == 3
    run(poller, 3 * MINUTE)
    assert asked_paths(web) == ["/ferries", "/ferries", "/2", "/3", "/4", "/5"]
    assert poller.feed_states.read("ferries").state.next_page is None


@pytest.mark.parametrize("following", ["/items", "http://169.254.169.254/", "/gone", "/empty"])
def test_a_next_page_that_leads_nowhere(poller: FrozenApp, web: WebServer, following: str) -> None:
    configure(web, ferries={"url": f"{web.url}/items?from={{since}}"})
    web.answers |= {"/items": page(1, following=following), "/empty": page(following="/empty2")}
    polled = run(poller)["ferries"]
    assert polled["outcome"] == {"/items": "new", "/empty": "new"}.get(following, "failed")
    assert len(web.asked) <= 2
    assert len(queued(poller)) == 1, "what was read is queued"


def test_a_window_is_read_to_its_last_page_and_the_next_poll_goes_on_there(
    poller: FrozenApp, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(web, ferries={"url": f"{web.url}/items?from={{since}}", "period_seconds": 60, "overlap_seconds": 0})
    web.answers |= {
        "/items": page(1, following="/2"), "/2": page(2, following="/3"),
        "/3": page(3, following="/4"), "/4": page(4, 1),
    }  # fmt: skip
    monkeypatch.setattr("newswire.feed_pages.PAGES", 2)
    assert run(poller)["ferries"]["stories"] == 2
    assert poller.feed_states.read("ferries").state.cursor is None
    web.answers["/5"] = web.answers["/4"]
    assert run(poller, MINUTE)["ferries"]["stories"] == 2
    assert asked_paths(web) == ["/items", "/2", "/3", "/4"]
    assert poller.feed_states.read("ferries").state.cursor == NOW, "when the first page was asked for"
    web.answers |= {"/items": page(4, following="/6"), "/6": page(5)}
    assert run(poller, 2 * MINUTE)["ferries"]["stories"] == 1
    web.answers["/6"] = page(5, 6)  # the first page is as it was
    assert run(poller, 3 * MINUTE)["ferries"]["stories"] == 1
    assert len(queued(poller)) == 6


@pytest.mark.parametrize(
    "pages",
    [
        {"/items": page(1, following="/2"), "/2": page(2, following="/3"), "/3": page(3, following="/2")},
        {"/items": page(1, 2, 3, following="/2"), "/2": page(3, 2, following="/3"), "/3": page(9)},
    ],
    ids=["a circle", "another address each time"],
)
def test_pages_that_were_read_already_end_the_window(
    poller: FrozenApp, web: WebServer, pages: dict[str, Answer]
) -> None:
    configure(web, ferries={"url": f"{web.url}/items?from={{since}}"})
    web.answers |= pages
    assert run(poller)["ferries"]["stories"] == 3
    state = poller.feed_states.read("ferries").state
    assert (state.cursor, state.next_page) == (NOW, None), "else no later window would ever be asked for"


def test_pages_without_end_are_a_failure_before_they_fill_the_memory(
    poller: FrozenApp, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newswire.feed_pages.PAGES", 2)
    monkeypatch.setattr("newswire.feed_pages.MAX_PAGED_STORIES", 3)
    numbers = count()
    web.answers["/items"] = lambda _: page(next(numbers), following=f"/items?page={next(numbers)}")
    configure(web, ferries={"url": f"{web.url}/items?from={{since}}", "period_seconds": 60})
    assert [run(poller, n * MINUTE)["ferries"]["outcome"] for n in range(3)] == ["new", "new", "failed"]
    state = poller.feed_states.read("ferries").state
    assert state.problem == "its pages have no end: more than 3 stories (MAX_PAGED_STORIES)"
    assert (state.next_page, len(state.items)) == (None, 4)


def test_where_the_next_page_is_gone_its_window_is_read_again(
    poller: FrozenApp, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(web, ferries={"url": f"{web.url}/items?from={{since}}", "period_seconds": 60})
    web.answers["/items"] = page(1, following="/2")
    monkeypatch.setattr("newswire.feed_pages.PAGES", 1)
    run(poller)
    assert run(poller, MINUTE)["ferries"]["outcome"] == "failed"
    monkeypatch.undo()
    web.answers["/2"] = page(2)
    run(poller, 2 * PERIOD)
    assert asked_paths(web) == ["/items", "/2", "/items", "/2"]
    assert poller.feed_states.read("ferries").state.cursor == NOW + 2 * PERIOD


def test_a_page_on_another_host_is_not_told_who_asks(poller: FrozenApp, web: WebServer) -> None:
    hold_headers(poller, '{"ferries": {"x-api-key": "sesame"}}')
    with web_server() as other:
        site = other.url.removeprefix("http://")
        configure(web, ferries={"url": f"{web.url}/a?{{since}}", "identified": True, "sites": [site]})
        web.answers |= {"/a": page(1, following="/b"), "/b": page(2, following=f"{other.url}/c")}
        other.answers["/c"] = page(3)
        assert run(poller)["ferries"]["stories"] == 3
        assert [headers.get("x-api-key") for _, headers in (*web.asked, *other.asked)] == ["sesame", "sesame", None]


def test_a_state_that_was_not_written_costs_a_second_delivery_and_no_story(
    poller: FrozenApp, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends between the queue and the state."""
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(rss(1))
    write = poller.feed_states.write

    def die_at_the_end(name: str, state: FeedState, version: str | None) -> Any:
        if state.leased_until is None:
            raise OSError("the process ended here")
        return write(name, state, version)

    with monkeypatch.context() as patched:
        patched.setattr(poller.feed_states, "write", die_at_the_end)
        with pytest.raises(PollFailed):
            run(poller)
    assert run(poller, MINUTE)["ferries"]["outcome"] == "busy"
    assert run(poller, LEASE)["ferries"]["outcome"] == "new"
    first, second = queued(poller)
    assert (first.id, first.body) == (second.id, second.body)


def test_one_bad_feed_stops_no_other(poller: FrozenApp, web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(web, away={"url": "http://127.0.0.1:9/"}, gone={}, slow={}, evil={}, bug={}, ferries={}, broken={})
    web.answers |= {
        "/gone": Answer(status=410),
        "/slow": Answer(rss(1), drip=0.05),
        "/evil": Answer(status=302, headers={"location": "http://169.254.169.254/latest/meta-data/"}),
        "/ferries": Answer(rss(1)),
        "/bug": Answer(rss(2)),
        "/broken": Answer(b"{"),
    }
    monkeypatch.setattr(module, "FETCH_SECONDS", 0.5)
    taken = module._Poller._read

    def fault(self: Any, feed: Feed, *rest: Any) -> Any:
        return taken(self, feed, *rest) if feed.name != "bug" else 1 / 0

    monkeypatch.setattr(module._Poller, "_read", fault)
    with pytest.raises(PollFailed, match=r"^bug: ZeroDivisionError: division by zero$"):
        run(poller)
    monkeypatch.setattr(module._Poller, "_read", taken)
    polled = run(poller, timedelta(seconds=10))
    problems = {name: each.get("problem", "") for name, each in polled.items()}
    assert "status 410" in problems["gone"]
    assert "too slow" in problems["slow"]
    assert "169.254.169.254" in problems["evil"]
    assert "127.0.0.1:9" in problems["away"]
    assert {each["outcome"] for name, each in polled.items() if name != "bug"} == {"not_due"}
    assert {delivery.feed for delivery in queued(poller)} == {"ferries", "broken"}


def test_without_time_feeds_wait_for_the_next_run(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(rss(1))
    assert run(poller, seconds=1.0) == {"ferries": {"feed": "ferries", "outcome": "later", "stories": 0}}
    assert web.asked == []
    assert run(poller)["ferries"]["outcome"] == "new"


def test_a_broken_configuration_stops_the_run_and_names_the_feed(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={"url": "http://user@127.0.0.1/"})
    with pytest.raises(FeedsRefused, match="ferries: url"):
        run(poller)


def test_a_configuration_with_a_byte_order_mark_is_read(poller: FrozenApp) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key="feeds.json", Body=b'\xef\xbb\xbf{"feeds": []}')
    assert run(poller) == {}


def test_without_a_configuration_the_one_that_ships_is_used(poller: FrozenApp) -> None:
    assert run(poller) == {}


def test_errors_are_waited_out_longer_each_time(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={"period_seconds": 60})
    web.answers["/ferries"] = Answer(status=500)
    waits, at = [], timedelta()
    for _ in range(9):
        assert run(poller, at)["ferries"]["outcome"] == "failed"
        until = poller.feed_states.read("ferries").state.not_before
        assert until
        waits.append((until - poller.clock).total_seconds())
        at = until - NOW
    ceilings = [min(60 * 2**number, LONGEST_BACK_OFF_SECONDS) for number in range(1, 10)]
    assert all(ceiling / 2 <= wait <= ceiling for wait, ceiling in zip(waits, ceilings, strict=True))
    web.answers["/ferries"] = Answer(rss(1))
    assert run(poller, at)["ferries"]["outcome"] == "new"
    state = poller.feed_states.read("ferries").state
    assert (state.failures, state.problem) == (0, None)


def feed(period: int = 60) -> Feed:
    return Feed(name="f", url="https://example.com/", period_seconds=period)


@pytest.mark.parametrize("failures", [1, 2, 7, 10_000])
def test_no_wait_is_shorter_than_asked_for_or_longer_than_an_hour(failures: int) -> None:
    waits = [back_off(feed(), failures, None).total_seconds() for _ in range(50)]
    assert 60 <= min(waits) <= max(waits) <= LONGEST_BACK_OFF_SECONDS
    assert len(set(waits)) > 1
    assert back_off(feed(), failures, 7200.0).total_seconds() == 7200
    assert back_off(feed(period=86_400), failures, None).total_seconds() == 86_400


@pytest.mark.parametrize("status", [429, 503])
def test_the_server_is_asked_again_when_it_said(poller: FrozenApp, web: WebServer, status: int) -> None:
    configure(web, ferries={"period_seconds": 60})
    web.answers["/ferries"] = Answer(status=status, headers={"retry-after": "5400"})
    run(poller)
    web.answers["/ferries"] = Answer(rss(1))
    assert run(poller, timedelta(seconds=5399))["ferries"]["outcome"] == "not_due"
    assert run(poller, timedelta(seconds=5400))["ferries"]["outcome"] == "new"


def test_another_address_begins_anew_and_at_once(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(rss(1), headers={"etag": '"v1"'})
    run(poller)
    configure(web, ferries={"url": f"{web.url}/moved"})
    web.answers["/moved"] = Answer(rss(1))
    assert run(poller)["ferries"]["outcome"] == "new"
    assert "if-none-match" not in web.asked[1][1]


def test_of_two_runners_one_gives_way(poller: FrozenApp, states: FeedStates) -> None:
    held = states.read("ferries")
    leased = states.lease("ferries", held, NOW, LEASE)
    with pytest.raises(StateTaken):  # it read before the first one wrote
        states.lease("ferries", held, NOW, LEASE)
    with pytest.raises(StateTaken):  # it read after
        states.lease("ferries", states.read("ferries"), NOW + LEASE - timedelta(seconds=1), LEASE)
    second = states.lease("ferries", states.read("ferries"), NOW + LEASE, LEASE)
    with pytest.raises(StateTaken):  # the first one was thought dead, and is late
        states.write("ferries", replace(leased.state, failures=9), leased.version)
    assert states.write("ferries", FeedState(url="x"), second.version).state == states.read("ferries").state


def test_two_runs_at_once_fetch_a_feed_once(poller: FrozenApp, web: WebServer) -> None:
    from concurrent.futures import ThreadPoolExecutor

    configure(web, ferries={})
    both = Barrier(2, timeout=10)
    states, asked = poller.feed_states, []
    read = states.read

    def together(name: str) -> Any:
        held = read(name)
        both.wait()
        return held

    def get(url: str, **options: Any) -> Fetched:
        asked.append(url)
        return Fetched(200, rss(1))

    poller.queue  # noqa: B018 - made before two threads would
    states.read = together  # type: ignore[method-assign]
    with ThreadPoolExecutor(2) as pool:
        runs = [
            pool.submit(
                module.poll,
                [feed()],
                states=states,
                queue=poller.queue,
                clock=poller.now,
                time_left=lambda: 30.0,
                headers={},
                get=get,
            )
            for _ in range(2)
        ]
        outcomes = sorted(each.result()[0].outcome for each in runs)
    assert outcomes == [PollOutcome.BUSY, PollOutcome.NEW]
    assert len(asked) == 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"pace": {}}', b'{"url": 1, "colour": 2}', b"[" * 100_000]
)
def test_a_state_that_cannot_be_read_begins_anew(poller: FrozenApp, web: WebServer, body: bytes) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key="feeds/ferries.json", Body=body)
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(rss(1))
    assert run(poller)["ferries"]["outcome"] == "new"


def test_a_state_comes_back_as_it_was_written(poller: FrozenApp, states: FeedStates, web: WebServer) -> None:
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(rss(1), headers={"etag": '"v1"', "last-modified": "x"})
    run(poller)
    state = states.read("ferries").state
    assert (state.etag, state.last_modified, state.cursor, state.last_story) == ('"v1"', "x", NOW, NOW)
    states.write("copy", state, None)
    assert states.read("copy").state == state
    with pytest.raises(StateTaken):
        states.write("copy", state, None)


def test_silence_is_measured_against_the_feeds_pace(
    poller: FrozenApp, web: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(web, ferries={"period_seconds": 3600})
    for hour in range(26):
        web.answers["/ferries"] = Answer(json_feed(*range(hour, hour + 2)))
        run(poller, timedelta(hours=hour))
    web.answers["/ferries"] = Answer(status=500)
    capsys.readouterr()
    polled = run(poller, timedelta(hours=31))["ferries"]
    assert polled["silence_seconds"] == 6 * 3600
    assert polled["silence_ratio"] == pytest.approx(6, rel=0.1)
    [line] = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert line["feed"] == "ferries"
    assert line["FeedSilenceRatio"] == [polled["silence_ratio"]]
    assert (line["FeedSilenceSeconds"], line["FeedFailures"]) == ([6 * 3600], [1])
    [described] = line["_aws"]["CloudWatchMetrics"]
    assert (described["Namespace"], described["Dimensions"]) == ("Newswire", [["service"], ["feed"]])


def test_a_feed_that_fails_from_its_first_poll_is_counted_also_between_its_polls(
    poller: FrozenApp, web: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(web, ferries={"period_seconds": 60})
    web.answers["/ferries"] = Answer(status=500)
    told = []
    for hour in range(4):
        for after in (timedelta(hours=2 * hour), timedelta(hours=2 * hour, seconds=1)):
            polled = run(poller, after)["ferries"]
            told.append((polled["outcome"], polled["failures"]))
    assert told == [(outcome, n) for n in (1, 2, 3, 4) for outcome in ("failed", "not_due")]
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [line["FeedFailures"] for line in lines] == [[n] for n in (1, 1, 2, 2, 3, 3, 4, 4)]


def test_what_a_feed_held_at_first_says_nothing_of_its_pace(poller: FrozenApp, web: WebServer) -> None:
    configure(web, ferries={})
    web.answers["/ferries"] = Answer(rss(1, 2, 3, 4))
    assert run(poller)["ferries"]["stories"] == 4
    assert poller.feed_states.read("ferries").state.pace.count == 0


def test_a_fault_of_s3_is_the_runs_and_not_the_feeds(
    poller: FrozenApp, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(web, ferries={})

    def away(name: str) -> Any:
        raise OSError("S3 is away")

    monkeypatch.setattr(poller.feed_states, "read", away)
    with pytest.raises(PollFailed, match="S3 is away"):
        run(poller)
    assert web.asked == []


def test_an_unreachable_feed_says_why() -> None:
    assert FeedUnreachable("it answers with status 503", 5.0).retry_after == 5.0
