"""What the archive keeps of a delivery, written and read again, whole and damaged."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.delivery import Delivery
from newswire.outcome import Outcome
from newswire.record import Record, RecordDamaged, pack, unpack
from tests.unit.ninjs import make_delivery

KEY = "raw/2026/03/01/12/0-x.ndjson.gz"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DELIVERIES = st.builds(
    Delivery,
    id=TEXT,
    body=st.binary(max_size=200),
    received=st.datetimes(timezones=st.just(UTC)),
    content_type=st.none() | TEXT,
    supplier=st.none() | TEXT,
    feed=st.none() | TEXT,
    encoding=st.none() | TEXT,
)


def make_record(delivery_id: str = "d1", body: bytes = b"x") -> Record:
    return Record(
        replace(make_delivery(body), id=delivery_id),
        Outcome.ACCEPTED,
        ({"outcome": "accepted", "id": "dpa:urn:x:1", "version": 1},),
    )


@given(st.lists(st.builds(Record, DELIVERIES, st.sampled_from(Outcome)), max_size=4))
def test_every_delivery_comes_back(records: list[Record]) -> None:
    batch = unpack(KEY, pack(records))
    assert list(batch.records) == records
    assert batch.damage == ()


@given(st.binary(max_size=300))
def test_no_bytes_are_an_error(data: bytes) -> None:
    assert unpack(KEY, data).records == ()
    assert unpack(KEY, gzip.compress(data)).records == ()


def test_a_damaged_line_costs_no_other() -> None:
    lines = [make_record("a").as_json().encode(), b'{"id": "b"}', b"[" * 100_000, make_record("c").as_json().encode()]
    batch = unpack(KEY, gzip.compress(b"\n".join(lines)))
    assert [record.delivery.id for record in batch.records] == ["a", "c"]
    assert [line.partition(":")[0] for line in batch.damage] == [f"{KEY}, line 2", f"{KEY}, line 3"]


def test_what_comes_before_the_cut_is_read() -> None:
    import random

    noise = random.Random(1).randbytes(200_000)  # noqa: S311
    whole = pack([make_record("a"), make_record("b", noise)])
    batch = unpack(KEY, whole[:-50_000])
    assert [record.delivery.id for record in batch.records] == ["a"]
    assert "line 2: the rest cannot be decompressed" in batch.damage[0]


@pytest.mark.parametrize(
    "line", [b"", b"null", b'"x"', b"{}", make_record().as_json().encode().replace(b"accepted", b"delighted")]
)
def test_what_is_no_record_is_damage(line: bytes) -> None:
    with pytest.raises(RecordDamaged):
        Record.read(line)


def test_a_record_is_of_the_supplier_that_its_message_or_its_stories_name() -> None:
    assert make_record().is_of("ena")
    assert make_record().is_of("dpa")
    assert not make_record().is_of("dp")


def test_what_was_read_and_quarantined_is_known_by_its_id() -> None:
    stories = (
        {"outcome": "accepted", "id": "ena:1"},
        {"outcome": "quarantined", "id": "ena:2", "reason": "it asks to kill"},
        {"outcome": "quarantined", "reason": "broken JSON"},
    )
    record = Record(make_delivery(), Outcome.QUARANTINED, stories)
    assert record.quarantined == {"ena:2"}
