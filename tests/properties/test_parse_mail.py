"""E-mail: whatever the bytes are, a story or a DeliveryError; and no word of the text is lost."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.formats import mail
from newswire.story import Story

RECEIVED = datetime(2024, 6, 20, 12, tzinfo=UTC)
MAIL = """\
From: =?utf-8?q?B=C3=BCro?= <press@example.org>
Date: Thu, 20 Jun 2024 13:00:00 +0200
Message-ID: <1@example.org>
Subject: =?utf-8?b?SMOkZmVu?= offen
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: multipart/alternative; boundary="c"

--c
Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes
Content-Transfer-Encoding: quoted-printable

Headline: H=C3=A4fen
Slug: hafen

Ein Hafen ist=20
offen.
--c
Content-Type: text/html; charset=windows-1252

<p>Ein <b>Hafen</b> ist offen.</p>
--c--
--b
Content-Type: image/png; name*=utf-8''%C3%A4.png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--b
Content-Type: message/rfc822

Subject: inner

text
--b--
"""
_FIELDS = st.sampled_from(
    "From Date Subject Message-ID Keywords Content-Type Content-Transfer-Encoding Content-Disposition".split()
)
_VALUES = st.text("abc=?;:\"'*%/<>@ utf-8qbQB0123456789,()\té\t", max_size=40) | st.sampled_from(
    [
        "multipart/mixed; boundary=b",
        "multipart/alternative; boundary=",
        "message/rfc822",
        "message/external-body",
        "text/html; charset=unknown",
        "text/plain; charset*0=utf; charset*1=-8",
        "base64",
        "x-uuencode",
        "quoted-printable",
        "attachment; filename*=''%ff",
        "=?utf-8?b?////?=",
    ]
)


def check(body: bytes) -> None:
    try:
        entries = mail.parse(Delivery(id="d1", body=body, received=RECEIVED))
    except DeliveryError:
        return
    (story,) = entries
    assert isinstance(story, Story)
    story.model_dump_json().encode()


@given(st.data())
def test_a_damaged_mail(data: st.DataObject) -> None:
    body = bytearray(MAIL.encode())
    for _ in range(data.draw(st.integers(0, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(body[: data.draw(st.integers(0, len(body)))]))


@given(st.lists(st.sampled_from(MAIL.split("\n")), max_size=40))
def test_lines_of_a_mail_in_any_order(lines: list[str]) -> None:
    check("\n".join(lines).encode())


@given(st.lists(st.tuples(_FIELDS, _VALUES), max_size=8), st.binary(max_size=60))
def test_any_values_in_known_fields(fields: list[tuple[str, str]], body: bytes) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    check(head.encode() + b"\r\n" + body)
    check(head.encode("cp1252", errors="ignore") + b"\r\n--b\r\n\r\n" + body)


@given(st.binary())
def test_any_bytes(body: bytes) -> None:
    check(body)
    check(b"From: a@example.org\n\n" + body)


@given(
    st.dictionaries(st.sampled_from(["Body", "Headline", "Embargo", "Priority", "x"]), st.lists(st.text()) | st.text())
)
def test_any_values_in_a_form(values: dict[str, Any]) -> None:
    check(b"From: a@example.org\n\n" + json.dumps(values).encode())
    check(
        b"From: a@example.org\n\n"
        + "\n".join(f"{name}: {value}" for name, value in values.items()).encode(errors="ignore")
    )


@given(st.lists(st.text("abcdé漢1:\n ", min_size=1, max_size=12), min_size=1, max_size=10))
def test_no_word_is_lost(pieces: list[str]) -> None:
    text = " ".join(["Ein", *pieces])
    body = f"From: a@example.org\nContent-Type: text/plain; charset=utf-8\n\n{text}".encode()
    (story,) = mail.parse(Delivery(id="d1", body=body, received=RECEIVED))

    assert isinstance(story, Story)
    assert re.findall(r"\w+", story.body_text) == re.findall(r"\w+", text)
