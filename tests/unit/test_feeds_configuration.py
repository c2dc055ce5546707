from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newswire.errors import FeedsRefused
from newswire.feeds import FIRST_WINDOW, MAX_FEEDS, SHIPPED, Feed, load

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLAIN = {"name": "ferries", "url": "https://example.com/feed.xml"}


def read(*entries: Any) -> tuple[Feed, ...]:
    return load(json.dumps({"version": "1", "feeds": entries}))


def test_the_file_that_ships_is_read_and_polls_nobody_unasked() -> None:
    assert load(SHIPPED.read_text()) == ()


def test_a_feed_needs_a_name_and_an_address_and_may_say_more() -> None:
    more = {
        "supplier": "nordwire",
        "zone": "Europe/Oslo",
        "language": "nb",
        "charset": "iso-8859-1",
        "retention_days": 30,
        "period_seconds": 60,
        "overlap_seconds": 900,
        "sites": ["cdn.example", "api.example:8443"],
        "identified": True,
        "private": True,
    }
    plain, full = read(PLAIN, {**PLAIN, **more, "name": "all"})
    assert plain == Feed(name="ferries", url="https://example.com/feed.xml")
    assert full == Feed(**{**PLAIN, **more, "name": "all", "sites": ("cdn.example", "api.example:8443")})  # type: ignore[arg-type]
    assert full.allowed == {"example.com", "cdn.example", "api.example:8443"}


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"feeds": {}}', "null", "[" * 100_000, '{"feeds": null}', f'{{"feeds": {"9" * 5000}}}']
)
def test_what_is_no_configuration_is_refused(text: str) -> None:
    with pytest.raises(FeedsRefused, match='list "feeds"'):
        load(text)


@pytest.mark.parametrize(
    ("text", "where"), [("", "line 1, column 1"), ('{"feeds": [\n{"name": "a"}\n{"name": "b"}]}', "line 3, column 1")]
)
def test_a_slip_of_the_pen_is_told_with_its_line(text: str, where: str) -> None:
    with pytest.raises(FeedsRefused, match=where):
        load(text)


def test_too_many_feeds_are_refused() -> None:
    with pytest.raises(FeedsRefused, match=str(MAX_FEEDS)):
        read(*[{**PLAIN, "name": f"f{number}"} for number in range(MAX_FEEDS + 1)])


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": "Ferries"}, "name"),
    ({"name": "../raw/x"}, "name"),
    ({"name": ""}, "name"),
    ({"name": 7}, "name"),
    ({"url": None}, "url"),
    ({"url": "example.com/feed"}, "url"),
    ({"url": "http://example.com/feed"}, "no https address"),
    ({"url": "https://user:secret@example.com/"}, "url"),
    ({"url": "https://2130706433/"}, "url"),
    ({"url": "https://example.com/{from}"}, "url"),
    ({"url": "https://{since}/"}, "url"),
    ({"supplier": "Nord Wire"}, "supplier"),
    ({"zone": "Europe/Nowhere"}, "zone"),
    ({"zone": "../../etc/passwd"}, "zone"),
    ({"zone": 1}, "zone"),
    ({"language": "english language"}, "language"),
    ({"charset": "latin 1; x=y"}, "charset"),
    ({"charset": "x\r\ny"}, "charset"),
    ({"charset": "latin-99"}, "charset: 'latin-99' is no character set that is known"),
    ({"charset": "base64"}, "charset"),
    ({"charset": 8859}, "charset"),
    ({"retention_days": 0}, "retention_days"),
    ({"retention_days": True}, "retention_days"),
    ({"period_seconds": 0}, "period_seconds"),
    ({"period_seconds": "60"}, "period_seconds"),
    ({"period_seconds": 1.5}, "period_seconds"),
    ({"overlap_seconds": -1}, "overlap_seconds"),
    ({"sites": "cdn.example"}, "sites"),
    ({"sites": ["https://cdn.example"]}, "sites"),
    ({"sites": ["CDN.example"]}, "cdn.example"),
    ({"sites": ["cdn.example:443"]}, "cdn.example"),
    ({"sites": ["*"]}, "sites"),
    ({"sites": [""]}, "sites"),
    ({"identified": "yes"}, "identified"),
    ({"private": "yes"}, "private"),
    ({"private": 1}, "private"),
    ({"colour": "red"}, "colour"),
]


@pytest.mark.parametrize(("change", "said"), WRONG, ids=lambda value: str(value)[:50])
def test_a_wrong_setting_is_named_with_its_feed(change: dict[str, Any], said: str) -> None:
    with pytest.raises(FeedsRefused, match=said):
        read({**PLAIN, **change})


@pytest.mark.parametrize("entry", [None, [], "x", {}, {"url": "https://example.com/"}, {"name": "ferries"}])
def test_an_entry_without_name_or_address_is_refused(entry: Any) -> None:
    with pytest.raises(FeedsRefused):
        read(entry)


@pytest.mark.parametrize("url", ["http://example.com/f?key=s3same", "https://example.com:0/f?key=s3same", "f?s3same"])
def test_a_key_in_an_address_is_not_in_the_message(url: str) -> None:
    with pytest.raises(FeedsRefused) as refused:
        read({**PLAIN, "url": url})
    assert "s3same" not in str(refused.value)


def test_two_feeds_of_one_name_are_refused() -> None:
    with pytest.raises(FeedsRefused, match="two feeds are named ferries"):
        read(PLAIN, PLAIN)


def test_windows_overlap() -> None:
    [feed] = read({**PLAIN, "url": "https://example.com/items?since={since}&n=100", "overlap_seconds": 600})
    assert feed.address(NOW, NOW) == "https://example.com/items?since=2026-03-01T11%3A50%3A00Z&n=100"
    first = NOW - FIRST_WINDOW
    assert feed.address(None, NOW) == f"https://example.com/items?since={first:%Y-%m-%d}T12%3A00%3A00Z&n=100"
    assert (
        feed.address(NOW + timedelta(hours=1), NOW) == "https://example.com/items?since=2026-03-01T12%3A50%3A00Z&n=100"
    )
    assert feed.has_window


def test_an_address_without_a_window_stays_as_it_is() -> None:
    [feed] = read(PLAIN)
    assert feed.address(NOW, NOW) == PLAIN["url"]
    assert not feed.has_window
