from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.errors import InvalidParameter
from newswire.search.caller import Caller, Scope
from newswire.search.cursor import _digest, decode, encode
from newswire.search.parameters import Parameters

ANYONE = Caller()
VALUES = [1.25, 1767225600000, "ena:urn:x/1"]


def test_a_cursor_gives_back_where_the_page_ended() -> None:
    parameters = Parameters(q="storm")
    assert decode(encode(VALUES, parameters, ANYONE), parameters, ANYONE, 3) == VALUES


def test_a_cursor_may_be_followed_with_another_page_size() -> None:
    assert decode(encode(VALUES, Parameters(q="storm"), ANYONE), Parameters(q="storm", size=5), ANYONE, 3) == VALUES


@pytest.mark.parametrize("other", [Parameters(q="calm"), Parameters(q="storm", filters=(("supplier", ("ap",)),))])
def test_a_cursor_of_another_query_is_refused(other: Parameters) -> None:
    with pytest.raises(InvalidParameter):
        decode(encode(VALUES, Parameters(q="storm"), ANYONE), other, ANYONE, 3)


def test_a_cursor_of_a_caller_with_other_scopes_is_refused() -> None:
    scoped = Caller(frozenset({Scope.EMBARGOED}))
    for writer, reader in ((ANYONE, scoped), (scoped, ANYONE)):
        with pytest.raises(InvalidParameter):
            decode(encode(VALUES, Parameters(), writer), Parameters(), reader, 3)


def test_a_changed_cursor_is_refused() -> None:
    parameters = Parameters(q="storm")
    text = base64.urlsafe_b64decode(encode(VALUES, parameters, ANYONE) + "==").decode()
    forged = base64.urlsafe_b64encode(text.replace("1.25", "9.99").encode()).decode()
    with pytest.raises(InvalidParameter):
        decode(forged, parameters, ANYONE, 3)


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidParameter):
        decode(text, Parameters(), ANYONE, 3)


FORGED = ["broken", "[", "[1]", "{}", "[null,null,null]", '[true,1,"x"]', '["a",1,"x"]', "[" * 9999]


@pytest.mark.parametrize("values", FORGED)
def test_a_cursor_that_somebody_made_is_refused(values: str) -> None:
    digest = _digest(values, Parameters(), ANYONE)
    with pytest.raises(InvalidParameter):
        decode(base64.urlsafe_b64encode((digest + values).encode()).decode(), Parameters(), ANYONE, 3)
