"""The log of changes on the real engine: no gap and no repeat, whoever writes at the same time."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from opensearchpy import OpenSearch

from newswire.changes import Change, ChangeKind, Changes, Cursor
from newswire.engine import Engine
from tests.unit.stories import NOW

WRITERS = 4
EMBARGOED, WITHHELD, KILLED = ChangeKind.EMBARGOED, ChangeKind.WITHHELD, ChangeKind.KILLED


@pytest.fixture
def log(engine: OpenSearch, prefix: str) -> Changes:
    return Changes(Engine(engine), prefix)


def change(number: int, *, first: bool = False, kind: ChangeKind = ChangeKind.PUBLISHED) -> Change:
    return Change(kind, f"ena:{number}", 1, f"ena:{number}@{kind}", NOW, first=first)


def ids(log: Changes, after: Cursor | None = None, size: int = 1000) -> list[str]:
    return [found["id"] for _, found in log.read(after or Cursor(), size)]


def test_changes_are_read_in_their_order_from_any_place(log: Changes) -> None:
    for start in range(0, 9, 3):
        log.append([change(number) for number in range(start, start + 3)], log.tail(), NOW)
    whole = list(log.read(Cursor(), 100))
    assert [found["id"] for _, found in whole] == [f"ena:{number}" for number in range(9)]
    for size in range(1, 10):
        assert _paged(log, size) == whole


def _paged(log: Changes, size: int) -> list[tuple[Cursor, dict[str, object]]]:
    pages: list[tuple[Cursor, dict[str, object]]] = []
    while page := list(log.read(Cursor.read(str(pages[-1][0])) if pages else Cursor(), size)):
        pages += page
    return pages


def test_the_same_change_again_is_no_change(log: Changes, engine: OpenSearch, prefix: str) -> None:
    log.append([change(1), change(1), change(2)], log.tail(), NOW)
    another = Changes(Engine(engine), prefix)
    another.append([change(2), change(3)], another.tail(), NOW)
    assert ids(log) == ["ena:1", "ena:2", "ena:3"]


def test_a_writer_that_is_far_behind_finds_the_end(log: Changes, engine: OpenSearch, prefix: str) -> None:
    late = Changes(Engine(engine), prefix)
    tail = late.tail()
    for number in range(70):
        log.append([change(number, first=True)], log.tail(), NOW)
    late.append([change(5, first=True), change(99, first=True)], tail, NOW)
    assert ids(log) == [*(f"ena:{number}" for number in range(70)), "ena:99"]


def test_hiding_is_told_with_whether_anything_was_shown(log: Changes) -> None:
    log.append([change(1)], log.tail(), NOW)
    log.append([change(number, kind=ChangeKind.WITHHELD) for number in (1, 2)], log.tail(), NOW)
    assert [found.get("shown_before") for _, found in log.read(Cursor(), 10)] == [None, True, None]


@pytest.mark.parametrize(
    ("life", "is_told"),
    [
        ([(EMBARGOED, 0, 10), (WITHHELD, 11, None)], True),
        ([(EMBARGOED, 0, 10), (EMBARGOED, 11, 90)], True),
        ([(EMBARGOED, 0, 10), (WITHHELD, 9, None)], False),
        ([(EMBARGOED, 0, 10), (EMBARGOED, 5, 90), (WITHHELD, 11, None)], False),
        ([(EMBARGOED, 0, 10), (WITHHELD, 5, None), (WITHHELD, 11, None)], False),
        ([(EMBARGOED, 0, None), (WITHHELD, 11, None)], False),
        ([(EMBARGOED, 0, 10), (WITHHELD, 11, None), (EMBARGOED, 12, 90)], True),
        ([(WITHHELD, 0, None), (EMBARGOED, 1, 10), (KILLED, 5, None), (WITHHELD, 11, None)], False),
    ],
    ids=[
        "withheld after its end",
        "a new embargo after its end",
        "withheld before its end",
        "a longer embargo before its end",
        "withheld before and after it",
        "no end that can be read",
        "and once more",
        "killed before its end",
    ],
)
def test_an_embargo_that_ended_without_a_word_has_shown_the_story(
    log: Changes, life: list[tuple[ChangeKind, int, int | None]], is_told: bool
) -> None:
    """Between the end of an embargo and its RELEASED entry there can be a minute."""
    for number, (kind, minute, end) in enumerate(life):
        at = NOW + timedelta(minutes=minute)
        until = NOW + timedelta(minutes=end) if end is not None else None
        log.append([Change(kind, "ena:1", number, f"k{number}", at, embargo_until=until)], log.tail(), at)
    *_, (_, last) = log.read(Cursor(), 10)
    assert bool(last.get("shown_before")) == is_told


def test_writers_at_the_same_time_leave_no_gap_and_no_repeat(log: Changes, engine: OpenSearch, prefix: str) -> None:
    polled: list[str] = []

    def write(writer: int) -> None:
        mine = Changes(Engine(engine), prefix)
        for number in range(12):
            shared = change(1000 + number)
            own = change(writer * 100 + number, first=True)
            mine.append([own, shared], mine.tail(), NOW)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    place, running = Cursor(), True
    while running:
        running = any(thread.is_alive() for thread in threads)
        for cursor, found in log.read(place, 1000):
            polled.append(found["id"])
            place = cursor
    expected = [f"ena:{writer * 100 + number}" for writer in range(WRITERS) for number in range(12)]
    assert sorted(polled) == sorted([*expected, *(f"ena:{1000 + number}" for number in range(12))])
    assert polled == ids(log)
