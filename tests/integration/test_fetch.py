"""Documents fetched from a real server on this machine, with TLS: what is checked, and what is bounded."""

from __future__ import annotations

import gzip
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from newswire import fetch as module
from newswire.addresses import check_address
from newswire.delivery import MAX_DELIVERY_BYTES
from newswire.errors import AddressRefused, FeedUnreachable
from newswire.fetch import LONGEST_RETRY_AFTER, MAX_REDIRECTS, Fetched, fetch, retry_after
from tests.web_server import Answer, WebServer, certificate, web_server


def at(*found: str) -> Callable[[str, int], list[str]]:
    """A resolver that gives these addresses for every name."""
    return lambda *_: list(found)


RSS = b"<rss><channel><title>Ferry news</title></channel></rss>"


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("tls"), "feed.example", "cdn.example")


@pytest.fixture
def names(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> Iterator[list[str]]:
    """The server names that clients asked for."""
    seen: list[str] = []
    tls[0].sni_callback = lambda _, name, __: seen.append(name)
    yield seen
    tls[0].sni_callback = None


@pytest.fixture
def web(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> Iterator[WebServer]:
    with web_server(tls[0]) as web:
        yield web


@pytest.fixture
def get(
    web: WebServer, tls: tuple[ssl.SSLContext, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Fetched]:
    """Fetch a path of feed.example, as if 127.0.0.1 were the address of a server on the internet."""
    monkeypatch.setattr(
        module,
        "check_address",
        lambda found, private: None if found == "127.0.0.1" else check_address(found, private=private),
    )

    def call(path: str = "/feed", host: str = "feed.example", **options: Any) -> Fetched:
        defaults: dict[str, Any] = {
            "sites": {f"{name}:{web.port}" for name in ("feed.example", "cdn.example", "other.example")},
            "seconds": 5.0,
            "resolve": at("127.0.0.1"),
            "tls": tls[1],
        }
        return fetch(f"https://{host}:{web.port}{path}", **{**defaults, **options})

    return call


def test_a_document_comes_with_what_the_next_request_needs(web: WebServer, get: Any, names: list[str]) -> None:
    headers = {"content-type": "application/rss+xml", "etag": '"v1"', "last-modified": "Sun, 01 Mar 2026 12:00:00 GMT"}
    web.answers["/feed"] = Answer(RSS, headers=headers)
    assert get("/feed?a=1", headers={"if-none-match": '"v0"'}) == Fetched(
        200, RSS, "application/rss+xml", '"v1"', "Sun, 01 Mar 2026 12:00:00 GMT"
    )
    [(path, asked)] = web.asked
    assert path == "/feed?a=1"
    assert asked["host"] == f"feed.example:{web.port}"
    assert asked["if-none-match"] == '"v0"'
    assert asked["accept-encoding"] == "gzip"
    assert names == ["feed.example"]


def test_the_certificate_must_be_of_the_host_and_not_of_the_address(get: Any, web: WebServer) -> None:
    web.answers["/feed"] = Answer(RSS)
    with pytest.raises(FeedUnreachable, match="certificate"):
        get(host="other.example")
    assert web.asked == []


def test_a_certificate_that_nobody_has_signed_is_refused(get: Any, web: WebServer) -> None:
    with pytest.raises(FeedUnreachable, match="certificate"):
        get(tls=ssl.create_default_context())
    assert web.asked == []


def test_the_address_that_was_checked_is_the_one_that_is_visited(get: Any, web: WebServer) -> None:
    """A name that changes its address between the check and the connection (DNS rebinding) changes nothing."""
    web.answers["/feed"] = Answer(RSS)
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    assert get(resolve=lambda *_: next(answers)).status == 200
    assert next(answers) == ["169.254.169.254"]


@pytest.mark.parametrize(
    "bad",
    [
        "169.254.169.254",
        "10.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::1",
        "fd00:ec2::254",
        "0.0.0.0",  # noqa: S104
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_one_bad_address_among_good_ones_is_no_accident(get: Any, web: WebServer, bad: str, place: int) -> None:
    found = ["127.0.0.1", "127.0.0.1"]
    found.insert(place, bad)
    with pytest.raises(AddressRefused, match="no public address"):
        get(resolve=at(*found))
    assert web.asked == []


def test_who_asks_is_told_to_the_feeds_own_host_and_not_where_it_redirects_to(get: Any, web: WebServer) -> None:
    web.answers |= {
        "/feed": Answer(status=302, headers={"location": "/moved"}),
        "/moved": Answer(status=302, headers={"location": f"https://cdn.example:{web.port}/copy"}),
        "/copy": Answer(RSS),
    }
    get(identity={"Authorization": "Bearer sesame"})
    assert [(path, asked.get("authorization")) for path, asked in web.asked] == [
        ("/feed", "Bearer sesame"),
        ("/moved", "Bearer sesame"),
        ("/copy", None),
    ]


def test_the_proxy_of_the_environment_is_not_used(get: Any, web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    web.answers["/feed"] = Answer(RSS)
    for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert get().body == RSS


def test_the_next_address_is_tried_where_one_takes_no_connection(get: Any, web: WebServer) -> None:
    web.answers["/feed"] = Answer(RSS)

    def resolve(name: str, port: int) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]

    assert get(resolve=resolve, private=True).body == RSS


REFUSED = [
    "http://feed.example/feed",  # no TLS
    "https://evil.example/feed",
    "https://feed.example.evil.example/feed",
    "https://evil.example/feed.example",
    "https://feed.example/feed",  # the port of another server
    "https://feed.example:22/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://169.254.169.254/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
    "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://feed.example@127.0.0.1/",
    "https://user:secret@feed.example/",
    "https://feed.example\\@127.0.0.1/",
    "//evil.example/feed",
    "file:///etc/passwd",
    "ftp://feed.example/feed",
    "gopher://127.0.0.1:6379/_INFO",
    "data:text/xml,<rss/>",
]


@pytest.mark.parametrize("location", REFUSED)
@pytest.mark.parametrize("hops", [1, 2])
def test_each_redirect_is_checked_anew(get: Any, web: WebServer, location: str, hops: int) -> None:
    web.answers["/feed"] = Answer(status=301, headers={"location": "/second" if hops == 2 else location})
    web.answers["/second"] = Answer(status=302, headers={"location": location})
    with pytest.raises(AddressRefused):
        get()
    assert len(web.asked) == hops


def test_a_redirect_to_an_allowed_host_at_a_private_address_is_refused(get: Any, web: WebServer) -> None:
    web.answers["/feed"] = Answer(status=302, headers={"location": f"https://cdn.example:{web.port}/feed"})

    def resolve(name: str, port: int) -> list[str]:
        return ["127.0.0.1"] if name == "feed.example" else ["10.0.0.5"]

    with pytest.raises(AddressRefused, match="10.0.0.5"):
        get(resolve=resolve)
    assert len(web.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_an_allowed_host_is_followed(get: Any, web: WebServer, names: list[str], status: int) -> None:
    web.answers["/feed"] = Answer(status=status, headers={"location": f"https://cdn.example:{web.port}/new"})
    web.answers["/new"] = Answer(RSS)
    assert get().body == RSS
    assert names == ["feed.example", "cdn.example"]


def test_redirects_end(get: Any, web: WebServer) -> None:
    web.answers["/feed"] = Answer(status=302, headers={"location": "/feed"})
    with pytest.raises(FeedUnreachable, match="redirects"):
        get()
    assert len(web.asked) == MAX_REDIRECTS + 1


@pytest.mark.parametrize("url", ["http://feed.example/feed", "https://evil.example/", "https://u:p@feed.example/"])
def test_the_first_address_is_checked_too(url: str) -> None:
    with pytest.raises(AddressRefused):
        fetch(url, sites={"feed.example"}, seconds=1, resolve=lambda *_: pytest.fail("it was looked up"))


def test_plain_http_on_this_machine_is_for_private_feeds_alone() -> None:
    with web_server() as web:
        web.answers["/feed"] = Answer(RSS)
        sites = {f"127.0.0.1:{web.port}"}
        with pytest.raises(AddressRefused, match="https"):
            fetch(f"{web.url}/feed", sites=sites, seconds=5)
        assert fetch(f"{web.url}/feed", sites=sites, seconds=5, private=True).body == RSS


@pytest.mark.parametrize("status", [304, 400, 404, 410, 429, 500, 503])
def test_other_answers_are_told_without_their_body(get: Any, web: WebServer, status: int) -> None:
    web.answers["/feed"] = Answer(b"" if status == 304 else b"x" * 1000, status, {"retry-after": "120"})
    assert get() == Fetched(status, retry_after=120.0)


def test_compressed_documents_are_read(get: Any, web: WebServer) -> None:
    web.answers["/feed"] = Answer(gzip.compress(RSS) + gzip.compress(RSS), headers={"content-encoding": "gzip"})
    assert get().body == RSS * 2


BAD_BODIES = {
    "bomb": (Answer(gzip.compress(bytes(60_000_000)), headers={"content-encoding": "gzip"}), "more than"),
    "bomb of parts": (
        Answer(gzip.compress(bytes(6_000_000)) * 20, headers={"content-encoding": "gzip"}), "more than"
    ),
    "many parts": (Answer(gzip.compress(b"") * 400_000, headers={"content-encoding": "gzip"}), "parts"),
    "twice": (Answer(gzip.compress(RSS), headers={"content-encoding": "gzip, gzip"}), "not asked for"),
    "not asked for": (Answer(RSS, headers={"content-encoding": "br"}), "not asked for"),
    "no gzip": (Answer(RSS, headers={"content-encoding": "gzip"}), "decompressed"),
    "gzip cut off": (Answer(gzip.compress(RSS)[:-9], headers={"content-encoding": "gzip"}), "cut off"),
    "too large": (Answer(bytes(MAX_DELIVERY_BYTES + 1)), "more than"),
    "too large, length not told": (Answer(bytes(MAX_DELIVERY_BYTES + 1), length=-1), "more than"),
    "cut off": (Answer(RSS, length=len(RSS) + 10), "IncompleteRead"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "said"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_bodies_that_are_too_large_or_broken_are_refused_soon(
    get: Any, web: WebServer, answer: Answer, said: str
) -> None:
    web.answers["/feed"] = answer
    begun = time.monotonic()
    with pytest.raises(FeedUnreachable, match=said):
        get()
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize("answer", [Answer(RSS * 10, drip=0.02), Answer(head_drip=0.02)], ids=["body", "head"])
def test_a_server_that_sends_a_little_at_a_time_is_left(get: Any, web: WebServer, answer: Answer) -> None:
    web.answers["/feed"] = answer
    begun = time.monotonic()
    with pytest.raises(FeedUnreachable, match="too slow"):
        get(seconds=0.5)
    assert time.monotonic() - begun < 3


def test_a_slow_document_without_a_length_is_not_taken_for_a_whole_one(get: Any, web: WebServer) -> None:
    web.answers["/feed"] = Answer(RSS * 10, length=-1, drip=0.02)
    with pytest.raises(FeedUnreachable, match="too slow"):
        get(seconds=0.5)


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_without_time_nothing_is_asked(get: Any, web: WebServer, seconds: float) -> None:
    with pytest.raises(FeedUnreachable):
        get(seconds=seconds)
    assert web.asked == []


def test_no_answer_is_unreachable(get: Any, web: WebServer) -> None:
    with pytest.raises(FeedUnreachable):
        get(resolve=at("127.0.0.3"), private=True)
    with pytest.raises(FeedUnreachable, match="no address"):
        get(resolve=at())
    with pytest.raises(FeedUnreachable, match="cannot be resolved"):
        fetch("https://nowhere.invalid/", sites={"nowhere.invalid"}, seconds=3)


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("9" * 100_000, LONGEST_RETRY_AFTER),
        ("Sun, 01 Mar 2026 12:05:00 GMT", 300.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("Sun, 01 Mar 2030 12:00:00 GMT", LONGEST_RETRY_AFTER),
        ("-5", None),
        ("soon", None),
        ("²", None),
        ("x" * 100_000, None),
    ],
)
def test_the_wait_that_a_server_asks_for(text: str | None, seconds: float | None) -> None:
    assert retry_after(text, NOW) == seconds


def test_validators_with_odd_characters_are_not_sent_back(get: Any, web: WebServer) -> None:
    web.answers["/feed"] = Answer(RSS, headers={"etag": '"\u00e9"', "last-modified": "x" * 501})
    fetched = get()
    assert (fetched.etag, fetched.last_modified) == (None, None)
