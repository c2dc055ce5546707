"""Ritzau's XML: whatever the bytes are, stories or a DeliveryError, nothing else."""

from __future__ import annotations

from hypothesis import given

from newswire.formats import ritzau
from tests.properties.harm import check, damaged, disordered, with_any_value

SAMPLE = (
    b'<?xml version="1.0"?><XMLNewsQueuedResponse xmlns:i="urn:i"><ListOfRBNews><RBNews><NewsID>g1</NewsID>'
    b"<PublishDate>2024-06-20T12:30:00.5</PublishDate><headline>Broen</headline><subtitle i:nil='true'/>"
    b"<town>Aarhus</town>"
    b"<version>2</version><content>&lt;p&gt;En.&lt;/p&gt;</content><Priority>4</Priority><IPTCList><int>4000000</int>"
    b"</IPTCList><replacedID>g0</replacedID><Annuleret>true</Annuleret><TilRedaktionen><p>Til.</p></TilRedaktionen>"
    b"</RBNews><RBNews><NewsID>g2</NewsID></RBNews></ListOfRBNews></XMLNewsQueuedResponse>"
)
VALUES = ("g1", "2024-06-20T12:30:00.5", "Aarhus", ">4<", "4000000", "Til.", "true")


@given(damaged(SAMPLE))
def test_a_damaged_delivery(body: bytes) -> None:
    check(ritzau, body)


@given(disordered(SAMPLE))
def test_elements_dropped_doubled_and_out_of_order(body: bytes) -> None:
    check(ritzau, body)


@given(with_any_value(SAMPLE, VALUES))
def test_any_value(body: bytes) -> None:
    check(ritzau, body)
