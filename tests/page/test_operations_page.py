"""The operations view, on the real archive, queue and states of feeds."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest
from playwright.sync_api import expect

from newswire.feed_state import FeedState
from newswire.pace import HOURS, Pace
from tests.conftest import BUCKET, keys
from tests.integration.conftest import take_in
from tests.page.conftest import Newsroom
from tests.page.samples import ATTACK
from tests.unit.ninjs import make_delivery


@pytest.fixture
def operator(newsroom: Newsroom) -> Newsroom:
    """A newsroom whose reader may operate, with a delivery that was accepted and one in quarantine."""
    newsroom.server.scope = "operations"
    app = newsroom.server.app
    for delivery in (make_delivery(), replace(make_delivery(b'{"uri": "urn:x:1", "headlines": "'), supplier="zyx")):
        app.queue.send(replace(delivery, received=app.now()))
    take_in(app)
    return newsroom


def test_without_the_scope_the_view_says_what_it_takes(newsroom: Newsroom) -> None:
    page = newsroom.open("/?view=operations")
    expect(page.locator("#operations")).to_contain_text("it takes the scope “operations”")


def test_deliveries_are_counted_and_plotted(operator: Newsroom) -> None:
    page = operator.open("/?view=operations")
    view = page.locator("#operations")
    rows = view.get_by_role("region", name="Supplier, Deliveries, Outcomes").locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="ena")).to_contain_text("1 accepted")
    expect(rows.filter(has_text="zyx")).to_contain_text("1 quarantined")
    expect(view.get_by_role("img", name=re.compile("^Deliveries by hour"))).to_be_visible()
    expect(view).to_contain_text(re.compile("95 of 100 within"))
    expect(view).to_contain_text("0 wait, 0 in work")


def test_a_delivery_is_released_and_the_view_follows_by_itself(operator: Newsroom) -> None:
    page = operator.open("/?view=operations")
    view = page.locator("#operations")
    expect(view.get_by_role("heading", name="Quarantine (1)")).to_be_visible()
    expect(view.locator(".reasons li")).to_contain_text("JSON")
    view.get_by_role("button", name=re.compile("^Release ")).click()
    expect(view).to_contain_text("Nothing is in quarantine")
    expect(view).to_contain_text("1 waits")
    expect(view.get_by_role("heading", name="Quarantine (0)")).to_be_focused()
    take_in(operator.server.app)
    assert len(keys("quarantine/")) == 1
    operator.later()
    expect(view.get_by_role("heading", name="Quarantine (1)")).to_be_visible()
    expect(view).to_contain_text("0 wait")


def test_what_says_nothing_new_is_left_alone(operator: Newsroom) -> None:
    operator.page.set_viewport_size({"width": 360, "height": 640})
    page = operator.open("/?view=operations")
    tables = page.locator("#quarantined, #delivered")
    expect(tables).to_have_count(2)
    tables.evaluate_all("all => all.forEach(each => (each.scrollLeft = 20))")
    page.locator("#quarantined").focus()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.reasons li'))")
    with page.expect_response("**/v1/operations"):
        operator.later()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("getSelection().toString()").startswith("broken JSON")
    expect(page.locator("#quarantined")).to_be_focused()
    assert tables.evaluate_all("all => all.map(each => each.scrollLeft)") == [20, 20]


def test_a_delivery_that_somebody_else_has_released_says_so(operator: Newsroom) -> None:
    page = operator.open("/?view=operations")
    button = page.get_by_role("button", name=re.compile("^Release "))
    expect(button).to_be_visible()
    for key in keys("quarantine/"):
        operator.server.app.archive.remove(key)
    button.click()
    expect(page.locator("#operations")).to_contain_text("perhaps it was released before")


def test_feeds_that_are_silent_or_fail_stand_out(operator: Newsroom) -> None:
    app = operator.server.app
    feeds = [{"name": name, "url": f"https://feeds.example/{name}", "supplier": "zyx"} for name in ("new", "old")]
    boto3.client("s3").put_object(Bucket=BUCKET, Key="feeds.json", Body=json.dumps({"feeds": feeds}))
    since = app.now() - timedelta(hours=2)
    state = FeedState(first_poll=since, last_story=since, pace=Pace((6.0,) * HOURS), failures=3, problem=ATTACK)
    app.feed_states.write("old", state, None)
    page = operator.open("/?view=operations")
    rows = page.get_by_role("region", name="Feed, Supplier").locator("tbody tr")
    expect(rows.filter(has_text="new")).to_contain_text("never polled")
    late = rows.filter(has_text="old")
    expect(late).to_contain_text(re.compile(r"2 hrs? – late"))
    expect(late).to_contain_text("12 stories")
    expect(late).to_contain_text(f"3 failures: {ATTACK}")


def test_feeds_that_cannot_be_used_are_told(operator: Newsroom) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key="feeds.json", Body=b"{")
    page = operator.open("/?view=operations")
    expect(page.locator("#operations")).to_contain_text("No feed is polled: feeds.json")


def test_a_look_that_fails_keeps_what_is_there_and_says_so(operator: Newsroom) -> None:
    page = operator.open("/?view=operations")
    view = page.locator("#operations")
    expect(view.get_by_role("heading", name="Quarantine (1)")).to_be_visible()
    page.context.set_offline(True)
    operator.later()
    expect(view).to_contain_text("What you see is not of now")
    expect(view.get_by_role("heading", name="Quarantine (1)")).to_be_visible()
    page.context.set_offline(False)
    operator.later()
    expect(view).not_to_contain_text("What you see is not of now")


def test_axe_finds_nothing_where_there_is_something_to_see(operator: Newsroom, axe: str) -> None:
    page = operator.open("/?view=operations")
    expect(page.locator("#operations table")).to_have_count(2)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document)")["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []


def test_a_phone_needs_no_scrolling_sideways(operator: Newsroom) -> None:
    operator.page.set_viewport_size({"width": 320, "height": 640})
    page = operator.open("/?view=operations")
    expect(page.locator("#operations table")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
