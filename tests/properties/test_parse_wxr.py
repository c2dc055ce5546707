"""WordPress's export: whatever the bytes are, stories or a DeliveryError, nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.formats import wxr
from newswire.story import Story
from tests.unit.formats.deliveries import RECEIVED

SAMPLE = (
    b'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    b"<title>Blog</title><link>https://blog.example</link><item><title>Bridge</title>"
    b"<guid>https://blog.example/?p=1</guid>"
    b"<content:encoded>&lt;b&gt;One.&lt;/b&gt;\n\n[dropcap]T[/dropcap]wo.\n&lt;pre&gt;a\nb&lt;/pre&gt;</content:encoded>"
    b"<wp:post_date_gmt>2024-06-20 08:00:00</wp:post_date_gmt><wp:status>future</wp:status>"
    b"<wp:post_type>post</wp:post_type>"
    b'<category domain="category" nicename="roads">Roads</category></item>'
    b"<item><wp:post_type>page</wp:post_type></item>"
    b"</channel></rss>"
)
VALUES = ("https://blog.example/?p=1", "2024-06-20 08:00:00", "future", "Bridge", "[dropcap]T[/dropcap]wo.", "roads")


def _check(body: bytes) -> None:
    try:
        entries = wxr.parse(Delivery(id="d1", body=body, received=RECEIVED))
    except DeliveryError:
        return
    assert entries
    for entry in entries:
        assert isinstance(entry, Story | DeliveryError)
        if isinstance(entry, Story):
            entry.model_dump_json().encode()


@given(st.data())
def test_a_damaged_delivery(data: st.DataObject) -> None:
    body = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(0, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    _check(bytes(body[: data.draw(st.integers(0, len(body)))]) if data.draw(st.booleans()) else bytes(body))


@given(st.data())
def test_elements_dropped_doubled_and_out_of_order(data: st.DataObject) -> None:
    pieces = SAMPLE.decode().split("><")
    for _ in range(data.draw(st.integers(1, 5))):
        at, to = data.draw(st.integers(0, len(pieces) - 1)), data.draw(st.integers(0, len(pieces) - 1))
        pieces.insert(to, pieces[at] if data.draw(st.booleans()) else pieces.pop(at))
    _check("><".join(pieces).encode())


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(VALUES))
def test_any_value(text: str, value: str) -> None:
    _check(SAMPLE.decode().replace(value, text).encode())
    _check(SAMPLE.decode().replace(value, f"<![CDATA[{text}]]>").encode())
