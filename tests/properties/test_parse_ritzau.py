"""Ritzau's XML: whatever the bytes are, stories or a DeliveryError, nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.formats import ritzau
from newswire.story import Story
from tests.unit.formats.deliveries import RECEIVED

SAMPLE = (
    b'<?xml version="1.0"?><XMLNewsQueuedResponse xmlns:i="urn:i"><ListOfRBNews><RBNews><NewsID>g1</NewsID>'
    b"<PublishDate>2024-06-20T12:30:00.5</PublishDate><headline>Broen</headline><subtitle i:nil='true'/>"
    b"<town>Aarhus</town>"
    b"<version>2</version><content>&lt;p&gt;En.&lt;/p&gt;</content><Priority>4</Priority><IPTCList><int>4000000</int>"
    b"</IPTCList><replacedID>g0</replacedID><Annuleret>true</Annuleret><TilRedaktionen><p>Til.</p></TilRedaktionen>"
    b"</RBNews><RBNews><NewsID>g2</NewsID></RBNews></ListOfRBNews></XMLNewsQueuedResponse>"
)
VALUES = ("g1", "2024-06-20T12:30:00.5", "Aarhus", ">4<", "4000000", "Til.", "true")


def _check(body: bytes) -> None:
    try:
        entries = ritzau.parse(Delivery(id="d1", body=body, received=RECEIVED))
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
