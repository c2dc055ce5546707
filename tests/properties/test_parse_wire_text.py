"""Wire text that is damaged: stories or a DeliveryError, the same ones each time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.formats import anpa_1312, iptc_7901, press_release, text, text_headers, zczc
from newswire.normalise.text import decode
from newswire.story import Story

if TYPE_CHECKING:
    from newswire.formats import Format

SEEDS: tuple[tuple[Format, bytes], ...] = (
    (
        anpa_1312,
        b"\x16\x16\x01a1234\x1fworld\r\nr f\x13\x11 BC-Bridge, ADV05   06-01 0180\r\n\x02^BC-Bridge, 1st Ld,120<\r\n"
        b"^Bridge opens<\r\n^Eds: Note.<\r\n^By JANE DOE=\r\n\t   OSLO (NW) _ ``It {'' opened.\r\n\x08a;b\x1e c;3{\r\n"
        b"\x03NW-WF-06-01-24 0745GMT<\r\n\x0c\r\n\x04",
    ),
    (
        iptc_7901,
        b"\x7f\x01eca0003 3 i 380  dpa 0045\r\n\r\nBridge/Oslo/\r\n\x02REFILE\r\n"
        b"Bridge opens\r\nBy Jane Doe, dpa =\r\n\r\n"
        b"   Oslo (dpa) - The br\xfccke opened on\r\nThursday.\r\n"
        b"\r\n# Notebook\r\n\r\ndpa jd\r\n\x03201341 GMT Jun 24\r\n\x04",
    ),
    (
        zczc,
        b"ZCZC NW1\r\n$n\r\n:Bridge\r\n^Bridge opens\r\n*T\r\n+04015001\r\nText.\r\nNNNN\r\nZCZC\r\nTI# b\r\nTX# c\r\n",
    ),
    (
        text_headers,
        b"Slug: a\nHeadline: b\n  c\nDate: 20 Jun 2024 10:00 CEST\nEmbargo: Friday\nVersion: 2\nId: x\n\nText.\n",
    ),
    (
        press_release,
        b"FOR IMMEDIATE RELEASE\n\nHead\n\nJune 19, 2024 08:00 AM ET\n\nOSLO, June 19, 2024 /PRNewswire/ -- Text.\n"
        b"\na    b\nc    d\n",
    ),
    (text, b"Head\n\nText.\n"),
)
_SIGNS = st.sampled_from([*b"\x01\x02\x03\x04\x08\x10\x16\x1e\x1f\x7f^<=;{_`#/:()-\r\n\t 09\xfc\xff"])


@st.composite
def _damaged(draw: st.DrawFn) -> tuple[Format, bytes]:
    module, seed = draw(st.sampled_from(SEEDS))
    body = bytearray(seed)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(body)))
        cut = draw(st.integers(0, 12))
        body[at : at + cut] = bytes(draw(st.lists(_SIGNS | st.integers(1, 255), max_size=8)))
    return module, bytes(body) * draw(st.integers(1, 3))


def _parse(module: Format, body: bytes) -> list[Story | DeliveryError] | str:
    received = datetime(2024, 6, 20, 12, tzinfo=UTC)
    try:
        return module.parse(Delivery(id="d1", body=body, received=received))
    except DeliveryError as error:
        return str(error)


@given(_damaged())
def test_damaged_text_gives_stories_or_typed_errors(damaged: tuple[Format, bytes]) -> None:
    module, body = damaged
    entries, again = _parse(module, body), _parse(module, body)
    if isinstance(entries, str):
        assert entries == again
        return
    assert entries
    assert [str(entry) for entry in entries] == [str(entry) for entry in again]
    for entry in entries:
        assert isinstance(entry, (Story, DeliveryError))
        if isinstance(entry, Story):
            entry.model_dump_json().encode()
            assert entry.paragraphs or entry.headline


@given(st.binary(max_size=300))
def test_any_head_can_be_asked(head: bytes) -> None:
    for module, _ in SEEDS:
        assert module.recognises(decode(head).text.lstrip(), "") in (True, False)
