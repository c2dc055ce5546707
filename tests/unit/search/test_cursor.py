from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.errors import InvalidParameter
from newswire.search.caller import Caller, Scope
from newswire.search.cursor import MAX_LENGTH, MOST_SHOWN, Cursors, Key, Place, Tier, whole_milliseconds
from newswire.search.parameters import Circle, Parameters, Sort
from newswire.story import MAX_ID_BYTES

ANYONE = Caller()
CURSORS = Cursors("a key")
ORIGIN = datetime(2026, 3, 1, 12, 0, 0, 123000, UTC)
PLACE = Place(ORIGIN, Tier.ALL_WORDS_FIRST, 1234, False, Key(1.25, 1767225600000, "ena:urn:x/é"), (1, -2, 2**31 - 1))
ASKED = Parameters(q="storm", filters=(("supplier", ("ap",)),))

shorts = st.floats(width=32, allow_nan=False, allow_infinity=False)
hashes = st.integers(-(2**31), 2**31 - 1)
keys = st.builds(Key, shorts, st.integers(-(2**62), 2**62), st.text(min_size=1).filter(lambda text: text.isprintable()))
places = st.builds(
    Place,
    st.datetimes(timezones=st.just(UTC)).map(whole_milliseconds),
    st.sampled_from(Tier),
    st.integers(0, 2**32 - 1),
    st.booleans(),
    st.none() | keys,
    st.lists(hashes, max_size=50).map(tuple),
)


@given(places)
def test_a_cursor_gives_back_its_place(place: Place) -> None:
    assert CURSORS.read(CURSORS.write(place, ASKED, ANYONE), ASKED, ANYONE) == place


def test_a_cursor_may_be_followed_with_another_page_size_and_other_marks() -> None:
    other = replace(ASKED, size=5, highlight=False, cursor="x")
    assert CURSORS.read(CURSORS.write(PLACE, ASKED, ANYONE), other, ANYONE) == PLACE


@pytest.mark.parametrize(
    "other",
    [
        {"q": "calm"},
        {"filters": (("supplier", ("ap", "dpa")),)},
        {"start": ORIGIN},
        {"end": ORIGIN},
        {"near": Circle(1, 2, 3)},
        {"sort": Sort.NEWEST},
        {"zone": ZoneInfo("Europe/Berlin")},
    ],
    ids=str,
)
def test_a_cursor_of_another_search_is_refused(other: dict[str, object]) -> None:
    with pytest.raises(InvalidParameter):
        CURSORS.read(CURSORS.write(PLACE, ASKED, ANYONE), replace(ASKED, **other), ANYONE)  # type: ignore[arg-type]


def test_a_cursor_of_a_caller_with_other_scopes_is_refused() -> None:
    scoped = Caller(frozenset({Scope.EMBARGOED}))
    for writer, reader in ((ANYONE, scoped), (scoped, ANYONE)):
        with pytest.raises(InvalidParameter):
            CURSORS.read(CURSORS.write(PLACE, ASKED, writer), ASKED, reader)


def test_a_cursor_signed_with_another_key_is_refused() -> None:
    with pytest.raises(InvalidParameter):
        CURSORS.read(Cursors("another").write(PLACE, ASKED, ANYONE), ASKED, ANYONE)


@given(st.data())
def test_a_cursor_with_any_change_is_refused(data: st.DataObject) -> None:
    cursor = CURSORS.write(PLACE, ASKED, ANYONE)
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    changed = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    for wrong in (changed, cursor[:-1], cursor[1:], f"{cursor}AAAA", f"{cursor[:9]}!{cursor[9:]}"):
        with pytest.raises(InvalidParameter) as caught:
            CURSORS.read(wrong, ASKED, ANYONE)
        assert caught.value.extra == {"parameter": "cursor"}


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidParameter):
        CURSORS.read(text, Parameters(), ANYONE)


def test_a_very_long_text_is_refused_at_once() -> None:
    with pytest.raises(InvalidParameter):
        CURSORS.read("A" * 10_000_000, Parameters(), ANYONE)


def test_the_largest_cursor_is_within_its_limit() -> None:
    shown = tuple(range(MOST_SHOWN + 100))
    cursor = CURSORS.write(replace(PLACE, last=Key(1, 1, "x" * MAX_ID_BYTES), shown=shown), ASKED, ANYONE)
    assert len(cursor) <= MAX_LENGTH
    assert CURSORS.read(cursor, ASKED, ANYONE).shown == shown[-MOST_SHOWN:]
    assert all(character.isascii() and (character.isalnum() or character in "-_") for character in cursor)
