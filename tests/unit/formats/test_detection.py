"""Which format a delivery is taken for, and what is refused as a whole."""

from __future__ import annotations

import re

import pytest

from newswire.delivery import MAX_DELIVERY_BYTES
from newswire.errors import DeliveryError, DeliveryTooLarge, InvalidStory, MalformedDelivery, NotAStory, UnknownFormat
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
        ('\n\n{"uri": "u", "title": "t"}'.encode("utf-16-le"), None, GuidRule.SUPPLIER),
        ('\n\n{"uri": "u", "title": "t"}'.encode("utf-16-be"), None, GuidRule.SUPPLIER),
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


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<config><a/></config>", "XML with the root element <config>: no news format that we know (NewsML-G2, NITF,"),
        (b"<?xml version='1.0'?><a:feeds xmlns:a='urn:x'/>", "root element <feeds>"),
        (b"<!DOCTYPE config [<!ENTITY a 'b'>]><config/>", "the DOCTYPE declares entities"),
        (b"<?xml version='1.0'?>\n<!doctype x [<!ENTITY a 'b'>]><x/>", "the DOCTYPE declares entities"),
        (b"<!DOCTYPE config>", "mark-up without a root element"),
        (b"<nitf>" + b"<p>" * 300, "nested deeper than 256"),
        (b"[1, 2, 3]", "JSON that is no story"),
        (b'["a", ["b"]]', "JSON that is no story"),
    ],
)
def test_what_a_refusal_says(body: bytes, said: str) -> None:
    with pytest.raises(DeliveryError, match=re.escape(said)):
        read_all(body)


@pytest.mark.parametrize("body", [b"[1] A note.", b"[1, 2, 3", b"a,b,c\n1,2,3\n"])
def test_text_that_looks_a_little_like_data(body: bytes) -> None:
    assert read(body).body_text == body.decode().strip().replace("\n", "\n\n")


@pytest.mark.parametrize("declaration", ["", "<?xml version='1.0' encoding='utf-8'?>"])
def test_xml_in_another_character_set_than_it_says_has_a_warning(declaration: str) -> None:
    nitf = "<nitf><body><body.head><hedline><hl1>Brücke</hl1></hedline></body.head></body></nitf>"
    story = read(f"{declaration}{nitf}".encode("cp1252"))

    assert story.headline == "Brücke"
    assert story.warnings[-1].endswith("read as cp1252")


def test_xml_in_the_character_set_that_it_declares_has_none() -> None:
    nitf = "<nitf><body><body.head><hedline><hl1>Brücke</hl1></hedline></body.head></body></nitf>"
    body = f"<?xml version='1.0' encoding='iso-8859-1'?>{nitf}".encode("latin-1")

    assert not any("read as" in warning for warning in read(body).warnings)


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
        ("no byte order mark".encode("utf-16-be"), False),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0", True),
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


@pytest.mark.parametrize(
    "body", [b"words", b'{"uri": "u"}', b"<rss><channel><item><title>t</title></item></channel></rss>"]
)
def test_a_supplier_known_by_several_names_has_one(body: bytes) -> None:
    assert read(body, supplier="agencia-efe").id.startswith("efe:")
