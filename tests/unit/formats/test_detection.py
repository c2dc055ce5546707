"""Which format a delivery is taken for, and what is refused as a whole."""

from __future__ import annotations

import pytest

from newswire.delivery import MAX_DELIVERY_BYTES
from newswire.errors import DeliveryTooLarge, InvalidStory, MalformedDelivery, NotAStory, UnknownFormat
from newswire.formats import looks_binary
from newswire.story import GuidRule, VersionRule
from tests.unit.formats.deliveries import read, read_all


@pytest.mark.parametrize(
    ("body", "content_type", "guid_rule"),
    [
        (b'{"uri": "u", "title": "t"}', None, GuidRule.SUPPLIER),
        (b'{"uri": "u", "title": "t"}', "text/plain", GuidRule.SUPPLIER),
        (b'\n [{"uri": "u", "title": "t"}]', None, GuidRule.SUPPLIER),
        (b'\xef\xbb\xbf{"uri": "u", "title": "t"}', None, GuidRule.SUPPLIER),
        (b"\xff\xfe" + '{"uri": "u", "title": "t"}'.encode("utf-16-le"), None, GuidRule.SUPPLIER),
        (b" " * 5000 + b'{"uri": "u", "title": "t"}', None, GuidRule.SUPPLIER),
        (b"plain words", "application/json", GuidRule.CONTENT),
        (b"[jwplayer x] plain words", None, GuidRule.CONTENT),
        (b"{sic} plain words", None, GuidRule.CONTENT),
        (b"plain words", "image/png", GuidRule.CONTENT),
    ],
)
def test_the_bytes_say_what_they_are(body: bytes, content_type: str | None, guid_rule: GuidRule) -> None:
    assert read(body, content_type).guid_rule is guid_rule


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", InvalidStory),
        (b" \r\n\t", InvalidStory),
        (b"\xef\xbb\xbf", InvalidStory),
        (b"\x89PNG\r\n\x1a\n", UnknownFormat),
        (b"text\x00text", UnknownFormat),
        (b"<?xml version='1.0'?><x/>", UnknownFormat),
        (b"\x01 eca0003 3 i 380", InvalidStory),
        (b"\x16\x16\x01W2870", UnknownFormat),
        (b'{"uri": "u", "title": "t"', MalformedDelivery),
        (b'"text" said the sender', MalformedDelivery),
        (b"[" * 100_000, MalformedDelivery),
        (b'{"a":' * 100_000, MalformedDelivery),
        (b'{"uri": "u", "urgency": NaN}', MalformedDelivery),
        (b'{"uri": "u", "urgency": -Infinity}', MalformedDelivery),
        (b'{"uri": "u", "urgency": 1e999}', MalformedDelivery),
        (b'{"uri": "u", "version": ' + b"9" * 5000 + b"}", MalformedDelivery),
        (b'{"uri": "u", "body_text": "a\rb"}', MalformedDelivery),
        (b"[]", NotAStory),
        (b'{"items": []}', NotAStory),
        (b"{}", InvalidStory),
        (b'{"name": "left-pad", "version": "1.0.0"}', InvalidStory),
        (b"[" + b'{"uri":"u"},' * 5001 + b'{"uri":"u"}]', DeliveryTooLarge),
        (b'{"uri": "u", "x": [' + b"0," * 250_000 + b"0]}", DeliveryTooLarge),
        (b"word\n\n" * 10_002, DeliveryTooLarge),
        (b" " * (MAX_DELIVERY_BYTES + 1), DeliveryTooLarge),
    ],
)
def test_what_is_refused_as_a_whole(body: bytes, error: type[Exception]) -> None:
    content_type = "application/json" if body.startswith(b'"') else None
    with pytest.raises(error):
        read_all(body, content_type)


def test_broken_json_says_where() -> None:
    with pytest.raises(MalformedDelivery) as caught:
        read_all(b'{"uri": "u",\n "title" "t"}')

    assert caught.value.position == "line 2, column 10"


def test_of_equal_keys_the_last_one_wins() -> None:
    assert read(b'{"uri": "u", "title": "first", "title": "last"}').headline == "last"


def test_half_a_surrogate_pair_does_not_survive() -> None:
    story = read(rb'{"uri": "u", "title": "a \ud83d b \ud83d\ude00", "x\udc00": ["\ud800"]}')

    assert story.headline == "a \ufffd b 😀"
    assert story.extra["x\ufffd"] == ["\ufffd"]
    assert story.warnings[0] == "half of a surrogate pair became U+FFFD"
    story.model_dump_json().encode()


@pytest.mark.parametrize("wrapper", ["item", "items"])
def test_a_wrapper_holds_many_stories(wrapper: str) -> None:
    body = f'{{"total": 2, "{wrapper}": [{{"uri": "a"}}, {{"uri": 1}}, [], {{"uri": "d"}}]}}'.encode()
    first, second, third, fourth = read_all(body)

    assert not isinstance(first, Exception)
    assert first.guid == "a"
    assert isinstance(second, InvalidStory)
    assert second.position == f"/{wrapper}/1/uri"
    assert isinstance(third, InvalidStory)
    assert third.position == f"/{wrapper}/2"
    assert not isinstance(fourth, Exception)
    assert fourth.guid == "d"


@pytest.mark.parametrize(
    ("body", "binary"),
    [
        (b"%PDF-1.7", True),
        (b"PK\x03\x04...", True),
        (b"\x1f\x8b\x08", True),
        (b"\xff\xd8\xff\xe0", True),
        (b"a\x00b", True),
        (b"\xff\xfea\x00b\x00", False),
        (b"\x01\x02\x03\x04\x16", False),
        (b"f\xfcr", False),
        (b"", False),
    ],
)
def test_binary(body: bytes, binary: bool) -> None:
    assert looks_binary(body) is binary


def test_a_supplier_that_is_no_name_is_refused() -> None:
    with pytest.raises(InvalidStory, match="supplier"):
        read_all(b"words", supplier="No Name!")


def test_text_has_one_version() -> None:
    assert read(b"words").version_rule is VersionRule.CONTENT
