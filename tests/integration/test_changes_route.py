"""GET /v1/changes on the real engine: what it tells whom, and page by page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

from newswire.changes import Change, ChangeKind, Changes, Cursor
from newswire.story import UNTIL_A_NEWER_VERSION, Status
from tests.conftest import FrozenApp
from tests.integration.http import ask, take_in
from tests.unit.stories import NOW, make_story

HOUR = timedelta(hours=1)


def changes(app: FrozenApp, scope: str | None = None, /, **parameters: Any) -> dict[str, Any]:
    answer = ask(app, "/v1/changes", scope, **parameters)
    assert answer["statusCode"] == 200, answer
    page: dict[str, Any] = json.loads(answer["body"])
    return page


def pages(app: FrozenApp, size: int) -> Iterator[list[dict[str, Any]]]:
    """Poll on from `next` until a page has nothing."""
    page = changes(app, size=size)
    while page["changes"]:
        assert len(page["changes"]) <= size
        yield page["changes"]
        page = changes(app, size=size, after=page["next"])


def told(page: dict[str, Any]) -> list[tuple[str, int, str, str]]:
    return [
        (each["id"].removeprefix("ena:"), each["version"], each["change"], each["status"]) for each in page["changes"]
    ]


def log(app: FrozenApp, *entries: int) -> list[str]:
    """Write entries of so many changes; return the keys in their order."""
    keys: list[str] = []
    for size in entries:
        some = [f"k{len(keys) + number}" for number in range(size)]
        made = [Change(ChangeKind.PUBLISHED, f"ena:{key}", 1, key, NOW, first=True) for key in some]
        app.changes.append(made, app.changes.tail(), NOW)
        keys += some
    return keys


def test_pages_of_every_size_hold_each_change_once_in_order(app: FrozenApp) -> None:
    keys = log(app, 1, 3, 2, 5, 1)
    for size in range(1, 14):
        seen = [change["id"] for page in pages(app, size) for change in page]
        assert seen == [f"ena:{key}" for key in keys], size


def test_every_change_is_a_place_to_go_on_from(app: FrozenApp) -> None:
    log(app, 2, 3)
    whole = changes(app)["changes"]
    for number, change in enumerate(whole, 1):
        assert changes(app, after=change["cursor"])["changes"] == whole[number:]


def test_the_end_is_a_place_where_new_changes_come(app: FrozenApp) -> None:
    assert changes(app) == {"changes": [], "next": "0.0"}
    log(app, 2)
    end = changes(app)["next"]
    assert changes(app, after=end) == {"changes": [], "next": end}
    log(app, 1)
    assert [change["id"] for change in changes(app, after=end)["changes"]] == ["ena:k0"]


def test_what_is_no_place_in_the_log_is_a_problem(app: FrozenApp) -> None:
    log(app, 2, 3)
    for after in (
        "x",
        "-1",
        "1.x",
        "1.2.3",
        "3",
        "2.1",
        "1.4",
        "0.2",
        "999999999999999",
        "1.999999999999999",
        "9" * 99,
    ):
        answer = ask(app, "/v1/changes", after=after)
        problem = json.loads(answer["body"])
        assert (answer["statusCode"], problem["parameter"]) == (400, "after"), after
    for parameters in ({"size": 0}, {"size": 1001}, {"size": "x"}, {"cursor": "0"}):
        assert ask(app, "/v1/changes", **parameters)["statusCode"] == 400, parameters


def test_a_reader_misses_and_repeats_nothing_while_several_write(app: FrozenApp) -> None:
    finished = Event()

    def write(writer: int) -> None:
        side = Changes(app.engine, app.settings.index_prefix)  # each process keeps its own tail
        for number in range(12):
            key = f"w{writer}-{number}"
            some = [Change(ChangeKind.PUBLISHED, f"ena:{key}{end}", 1, f"{key}{end}", NOW, first=True) for end in "ab"]
            side.append(some, side.tail(), NOW)

    def read() -> list[str]:
        seen: list[str] = []
        after = "0"
        while True:
            last = finished.is_set()
            page = changes(app, after=after, size=3)
            seen += [change["id"] for change in page["changes"]]
            after = page["next"]
            if last and not page["changes"]:
                return seen

    with ThreadPoolExecutor(5) as pool:
        reader = pool.submit(read)
        try:
            list(pool.map(write, range(4)))
        finally:
            finished.set()
        seen = reader.result()
    assert len(seen) == len(set(seen)) == 4 * 12 * 2
    assert seen == [change["id"] for change in changes(app, size=1000)["changes"]]


def test_each_is_told_what_it_may_know(app: FrozenApp) -> None:
    take_in(
        app,
        make_story(guid="seen"),
        make_story(guid="secret", embargo_until=NOW + HOUR),
        make_story(guid="unreadable", embargo_until=UNTIL_A_NEWER_VERSION),
        make_story(guid="held", status=Status.WITHHELD),
        make_story(guid="seen", version=2, embargo_until=NOW + HOUR),
        make_story(guid="other"),
        make_story(guid="other", version=2, status=Status.WITHHELD),
        make_story(guid="secret", version=2, status=Status.KILLED),
        make_story(guid="old", expires=NOW + HOUR),
    )
    anyone = changes(app)
    assert told(anyone) == [
        ("seen", 1, "published", "embargoed"),
        ("seen", 2, "embargoed", "embargoed"),
        ("other", 1, "published", "withheld"),
        ("other", 2, "withheld", "withheld"),
        ("secret", 2, "killed", "killed"),
        ("old", 1, "published", "usable"),
    ]
    assert "embargo_until" not in json.dumps(anyone)
    scoped = changes(app, "embargoed")
    hidden = [change for change in scoped["changes"] if change["id"] in ("ena:unreadable", "ena:held")]
    assert [change["status"] for change in hidden] == ["embargoed", "withheld"]
    assert len(scoped["changes"]) == 9
    ends = {change["id"]: change["embargo_until"] for change in scoped["changes"] if "embargo_until" in change}
    assert ends == {"ena:secret": "2026-03-01T13:00:00Z", "ena:seen": "2026-03-01T13:00:00Z"}
    app.clock = NOW + HOUR
    assert [change["status"] for change in changes(app)["changes"]] == ["usable"] * 2 + ["withheld"] * 2 + [
        "killed",
        "expired",
    ]


def test_a_version_that_comes_after_its_kill_and_is_a_tombstone_is_told_once(app: FrozenApp) -> None:
    """The kill lost by number to a version that is newer; then a larger number with an older time comes."""
    take_in(
        app,
        make_story(version=2, version_created=NOW + HOUR * 2),
        make_story(version=0, version_created=NOW + HOUR, status=Status.KILLED),
    )
    story_id = make_story().id.removeprefix("ena:")
    assert told(changes(app)) == [(story_id, 2, "published", "usable")]
    for _ in range(2):
        take_in(app, make_story(version=5))
        assert told(changes(app)) == [(story_id, 2, "published", "killed"), (story_id, 5, "killed", "killed")]


def test_what_is_not_told_fills_no_page_and_is_not_read_again(app: FrozenApp) -> None:
    embargoed = [make_story(guid=f"e{number}", embargo_until=NOW + HOUR) for number in range(5)]
    take_in(app, make_story(guid="a"), *embargoed, make_story(guid="b"), embargoed[0].model_copy(update={"version": 2}))
    first = changes(app, size=1)
    second = changes(app, size=1, after=first["next"])
    assert [told(page)[0][0] for page in (first, second)] == ["a", "b"]
    third = changes(app, size=1, after=second["next"])
    assert (third["changes"], Cursor.read(third["next"]).entry) == ([], 8)
    assert changes(app, after=third["next"])["next"] == third["next"]


def test_now_begins_with_what_is_still_to_come(app: FrozenApp) -> None:
    begun = changes(app, after="now")
    assert begun == {"changes": [], "next": "0.0"}
    log(app, 1, 3)
    now = changes(app, after="now")
    assert (now["changes"], now["next"]) == ([], changes(app)["next"])
    later = log(app, 2)
    assert [change["id"] for change in changes(app, after=now["next"])["changes"]] == [f"ena:{key}" for key in later]
    assert len(changes(app, after=begun["next"])["changes"]) == 6


def test_now_is_after_what_no_search_knows_of_yet(app: FrozenApp) -> None:
    app.engine.client.indices.put_settings(index=f"{app.settings.index_prefix}changes", body={"refresh_interval": "-1"})
    app.engine.refresh(f"{app.settings.index_prefix}changes")
    keys = log(app, *[1] * 40)
    now = changes(app, after="now")["next"]
    assert now == changes(app, size=1000)["next"]
    assert len(keys) == 40
