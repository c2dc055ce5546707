"""What happens to deliveries on their way, as Hypothesis strategies, and what must hold all the same."""

from __future__ import annotations

from typing import Protocol

from hypothesis import strategies as st

from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.story import Story
from tests.unit.formats.deliveries import RECEIVED


class Format(Protocol):
    """The module of a format, or the package of all."""

    def parse(self, delivery: Delivery) -> list[Story | DeliveryError]: ...


def check(module: Format, body: bytes, content_type: str | None = None) -> None:
    """Whatever the bytes are: stories that can be written as JSON, or a DeliveryError, and nothing else."""
    try:
        entries = module.parse(Delivery(id="d1", body=body, received=RECEIVED, content_type=content_type))
    except DeliveryError:
        return
    assert entries
    for entry in entries:
        assert isinstance(entry, Story | DeliveryError)
        if isinstance(entry, Story):
            entry.model_dump_json().encode()


@st.composite
def damaged(draw: st.DrawFn, sample: bytes) -> bytes:
    """The sample with some bytes changed, and cut off or not."""
    body = bytearray(sample)
    for _ in range(draw(st.integers(0, 6))):
        body[draw(st.integers(0, len(body) - 1))] = draw(st.integers(0, 255))
    return bytes(body[: draw(st.integers(0, len(body)))]) if draw(st.booleans()) else bytes(body)


@st.composite
def disordered(draw: st.DrawFn, sample: bytes) -> bytes:
    """The sample, XML, with tags dropped, doubled and out of order."""
    pieces = sample.decode().split("><")
    for _ in range(draw(st.integers(1, 5))):
        at, to = draw(st.integers(0, len(pieces) - 1)), draw(st.integers(0, len(pieces) - 1))
        pieces.insert(to, pieces[at] if draw(st.booleans()) else pieces.pop(at))
    return "><".join(pieces).encode()


@st.composite
def with_any_value(draw: st.DrawFn, sample: bytes, values: tuple[str, ...]) -> bytes:
    """The sample, XML, with one of its values replaced by any text, as it is or in a CDATA section."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"])))
    written = text if draw(st.booleans()) else f"<![CDATA[{text}]]>"
    return sample.decode().replace(draw(st.sampled_from(values)), written).encode()
