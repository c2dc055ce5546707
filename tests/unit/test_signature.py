"""Signatures of pushes: what is signed, and what is refused."""

from __future__ import annotations

import hashlib
import hmac
import time
from datetime import UTC, datetime, timedelta

import pytest

from newswire.errors import SignatureRefused, SigningKeysRefused
from newswire.signature import TOLERANCE, read, sign
from newswire.signing_keys import SHORTEST_KEY, load

KEY, OTHER = b"k" * SHORTEST_KEY, b"o" * SHORTEST_KEY
NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
BODY = "Sturm über dem Hafen 🌊".encode()
HEX = "a" * 64


def test_what_is_signed_is_what_the_readme_says() -> None:
    signed = b"1772359200\nena\nworld\n" + BODY
    digest = hmac.new(KEY, signed, hashlib.sha256).hexdigest()
    assert sign(KEY, "ena", "world", BODY, NOW) == f"supplier=ena,t=1772359200,v1={digest}"
    read(f"supplier=ena,t=1772359200,v1={digest.upper()}").verify([KEY], "world", BODY, NOW)


@pytest.mark.parametrize("seconds", [-TOLERANCE.seconds, 0, TOLERANCE.seconds])
def test_a_signature_holds_for_a_while(seconds: int) -> None:
    read(sign(KEY, "ena", None, BODY, NOW)).verify([KEY], None, BODY, NOW + timedelta(seconds=seconds))


def test_keys_are_replaced_without_a_gap() -> None:
    old, new = sign(OTHER, "ena", None, BODY, NOW), sign(KEY, "ena", None, BODY, NOW)
    for header in (old, new, f"{old},v1={new[-64:]}"):
        read(header).verify([OTHER, KEY], None, BODY, NOW)
    read(f"{old}, v1={new[-64:]}").verify([KEY], None, BODY, NOW)  # we have the new one only


@pytest.mark.parametrize(
    ("written", "feed", "body", "keys", "later"),
    [
        ("ena", "world", BODY, [OTHER], 0),
        ("ena", "world", BODY, [], 0),
        ("ena", "sport", BODY, [KEY], 0),
        ("ena", None, BODY, [KEY], 0),
        ("ena", None, b"world\n" + BODY, [KEY], 0),
        ("ena", "world", BODY + b" ", [KEY], 0),
        ("ena", "world", b"", [KEY], 0),
        ("enb", "world", BODY, [KEY], 0),
        ("ena,t=1772359201", "world", BODY, [KEY], 0),
        ("ena", "world", BODY, [KEY], TOLERANCE.seconds + 1),
        ("ena", "world", BODY, [KEY], -TOLERANCE.seconds - 1),
        ("ena,t=0", "world", BODY, [KEY], 0),
        ("ena,t=99999999999", "world", BODY, [KEY], 0),
    ],
)
def test_another_key_feed_body_supplier_or_time_is_refused(
    written: str, feed: str | None, body: bytes, keys: list[bytes], later: int
) -> None:
    header = sign(KEY, "ena", "world", BODY, NOW)
    if "t=" in written:
        header = header.replace(",t=1772359200", "")
    signature = read(header.replace("ena", written))
    with pytest.raises(SignatureRefused):
        signature.verify(keys, feed, body, NOW + timedelta(seconds=later))


def test_a_refusal_does_not_say_whether_a_supplier_has_a_key() -> None:
    said = set()
    for keys in ([], [OTHER]):
        with pytest.raises(SignatureRefused) as refused:
            read(sign(KEY, "ena", None, BODY, NOW)).verify(keys, None, BODY, NOW)
        said.add(refused.value.detail)
    assert len(said) == 1


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer x",
        f"t=1,v1={HEX}",
        f"supplier=ena,v1={HEX}",
        "supplier=ena,t=1",
        "supplier=ena,t=1,v1=",
        f"supplier=ena,t=1,v1={HEX[1:]}",
        f"supplier=ena,t=1,v1={HEX}a",
        f"supplier=ena,t=1,v0={HEX}",
        f"supplier=Ena,t=1,v1={HEX}",
        f"supplier=ena\n,t=1,v1={HEX}",
        f"supplier=ena,t=1,v1={HEX}\n",
        f"supplier=,t=1,v1={HEX}",
        f"supplier={'e' * 65},t=1,v1={HEX}",
        f"supplier=ena,t=-1,v1={HEX}",
        f"supplier=ena,t=1.5,v1={HEX}",
        f"supplier=ena,t=\u0661,v1={HEX}",
        f"supplier=ena,t={'1' * 12},v1={HEX}",
        f"supplier=ena,t=1,v1={'g' * 64}",
        f"supplier=ena,t=1,v1={HEX},supplier=enb",
        f"supplier=ena,t=1,v1={HEX},supplier=ena,t=1,v1={HEX}",
        "supplier=ena,t=1" + f",v1={HEX}" * 5,
        "supplier=ena,t=1" + f",v1={HEX}" * 2000,
    ],
)
def test_a_header_that_is_written_otherwise_is_refused(header: str) -> None:
    with pytest.raises(SignatureRefused):
        read(header)


def test_a_long_header_takes_no_time() -> None:
    start = time.perf_counter()
    for header in ("supplier=" + "a" * 100_000, "supplier=a,t=" + "1" * 100_000, "supplier=a,t=1" + ", v1=a" * 20_000):
        with pytest.raises(SignatureRefused):
            read(header)
    assert time.perf_counter() - start < 0.5


def test_the_table_of_keys() -> None:
    one, two = "ü" * SHORTEST_KEY, "b" * SHORTEST_KEY
    assert load(f'{{"ena": ["{one}", "{two}"], "zyx": []}}') == {"ena": (one.encode(), two.encode()), "zyx": ()}
    assert load("{}") == {}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "JSON object"),
        ("[]", "JSON object"),
        ("[" * 100_000, "JSON object"),
        ('{"ena": "SECRET-SECRET-SECRET-SECRET-SECRET"}', "ena"),
        ('{"ena": ["SECRET"]}', "ena"),
        ('{"ena": [1]}', "ena"),
        ('{"ena": null}', "ena"),
        ('{"Example News": ["SECRET-SECRET-SECRET-SECRET-SECRET"]}', "Example News"),
        ('{"": []}', "supplier"),
    ],
)
def test_a_broken_table_of_keys_is_named_and_no_key_shown(text: str, named: str) -> None:
    with pytest.raises(SigningKeysRefused, match=named) as refused:
        load(text)
    assert "SECRET" not in str(refused.value)
