"""E-mail: parts, character sets, identity, forms, and mails that are no story."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError, DeliveryTooLarge, InvalidStory, MalformedDelivery, NotAStory
from newswire.formats import mail
from newswire.story import UNTIL_A_NEWER_VERSION, GuidRule, Status, Story, VersionRule

RECEIVED = datetime(2024, 6, 20, 12, tzinfo=UTC)
HEAD = """\
From: Press Office <press@example.org>
To: news@example.com
Date: Thu, 20 Jun 2024 13:00:00 +0200
Message-ID: <1@example.org>
Subject: Harbour reopens
"""


def read(body: bytes | str, supplier: str | None = None) -> Story:
    content = body.encode() if isinstance(body, str) else body
    (story,) = mail.parse(Delivery(id="d1", body=content, received=RECEIVED, supplier=supplier))
    assert isinstance(story, Story)
    return story


def plain(text: str, head: str = HEAD) -> Story:
    return read(f"{head}\n{text}")


def multipart(kind: str, *parts: str) -> str:
    inside = "".join(f"--b\n{part}\n" for part in parts)
    return f"Content-Type: multipart/{kind}; boundary=b\n\n{inside}--b--\n"


@pytest.mark.parametrize(
    ("head", "content_type", "expected"),
    [
        ("Delivered-To: a@example.com\nReceived: by x\n\twith y\n", "", True),
        ("Received: by x\r\n with y\r\nX-Very-Long: " + "x" * 4000, "", True),
        ("From press@example.org Thu Jun 20 13:00:00 2024\nReturn-Path: <a@example.org>\n", "", True),
        ("From: a\nTo: b\nDate: c\nSubject: d\n\ntext", "", True),
        ("Subject: x\n\ntext", "message/rfc822", True),
        ("Headline: Harbour reopens\nSlug: harbour\n\ntext", "", False),
        ("From: the harbour\n\ntext", "", False),
        ("The harbour reopened.\nReceived: nothing\n", "", False),
        ("", "", False),
    ],
)
def test_recognises(head: str, content_type: str, expected: bool) -> None:
    assert mail.recognises(head, content_type) is expected


def test_a_plain_mail() -> None:
    story = plain("The harbour\n\nreopened.\n")

    assert (story.supplier, story.guid, story.guid_rule) == ("example.org", "<1@example.org>", GuidRule.SUPPLIER)
    assert (story.headline, story.body_text) == ("Harbour reopens", "The harbour\n\nreopened.")
    assert story.version_created == story.first_created == datetime(2024, 6, 20, 11, tzinfo=UTC)
    assert (story.version, story.version_rule) == (1718881200000, VersionRule.VERSION_CREATED)
    assert story.extra == {"from": "Press Office <press@example.org>"}
    assert story.warnings == ()


def test_blank_lines_before_the_header() -> None:
    assert read(f"{' ' * 300}\n\n{HEAD}\ntext").guid == "<1@example.org>"


def test_a_byte_order_mark_before_the_header() -> None:
    assert read(b"\xef\xbb\xbf" + f"{HEAD}\ntext".encode()).guid == "<1@example.org>"


def test_the_supplier_of_the_delivery_goes_before_the_sender() -> None:
    assert read(f"{HEAD}\ntext", supplier="ena").supplier == "ena"


def test_without_a_message_id_the_content_is_the_identity() -> None:
    head = HEAD.replace("Message-ID", "X-Id")
    first, again, other = plain("text", head), plain("text\n", head), plain("other", head)

    assert first.guid == again.guid != other.guid
    assert (first.guid_rule, first.version, first.version_rule) == (GuidRule.CONTENT, 1, VersionRule.CONTENT)


@pytest.mark.parametrize(
    ("date", "kept", "warning"),
    [("Date: soon", "soon", "date is no time"), ("X-Date: -", None, "no time in it")],
)
def test_a_date_that_cannot_be_read(date: str, kept: str | None, warning: str) -> None:
    story = plain("text", HEAD.replace("Date: Thu, 20 Jun 2024 13:00:00 +0200", date))

    assert (story.version_created, story.version_rule) == (RECEIVED, VersionRule.RECEIVED)
    assert story.extra.get("date") == kept
    assert any(warning in each for each in story.warnings)


@pytest.mark.parametrize(
    ("subject", "headline"),
    [
        (b"=?utf-8?q?H=C3=A4fen_offen?=", "Häfen offen"),
        (b"=?ISO-8859-1?Q?H=E4fen?= offen", "Häfen offen"),
        (b"=?utf-8?b?SMOkZmVu?=\r\n =?utf-8?b?IG9mZmVu?=", "Häfen offen"),
        (b"=?utf-8?b?SMM=?= =?utf-8?b?pGZlbg==?=", "Häfen"),
        (b"=?utf-8*de?q?H=C3=A4fen?=", "Häfen"),
        (b"=?iso-2022-jp?b?GyRCOUEbKEI=?=", "港"),
        (b"=?windows-1252?q?H\xc3\xa4fen?=", "Häfen"),
        (b"=?nonsense?q?H=C3=A4fen?=", "Häfen"),
        (b"=?utf-8?b?a?=", "a"),
        ("Häfen offen".encode(), "Häfen offen"),
        ("Häfen offen".encode("cp1252"), "Häfen offen"),
        (b"folded\r\n\tsubject", "folded subject"),
        (b"", None),
    ],
)
def test_subject(subject: bytes, headline: str | None) -> None:
    story = read(HEAD.encode().replace(b"Harbour reopens", subject) + b"\ntext")

    assert story.headline == headline


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Häfen"),
        ("iso-8859-1", "Häfen"),
        ("windows-1251", "Порты"),
        ("iso-2022-jp", "港湾"),
        ("big5", "港口"),
    ],
)
def test_character_set_of_a_part(charset: str, text: str) -> None:
    body = f"{HEAD}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode()

    assert read(body + text.encode(charset)).body_text == text


@pytest.mark.parametrize(
    ("encoding", "content"),
    [("quoted-printable", "H=C3=A4fen off=\nen"), ("base64", "SMOkZmVuIG9mZmVu"), ("7BIT", "Häfen offen")],
)
def test_transfer_encoding(encoding: str, content: str) -> None:
    fields = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n"

    assert plain(content, HEAD + fields).body_text == "Häfen offen"


def test_html_says_where_paragraphs_end() -> None:
    body = multipart(
        "alternative",
        "Content-Type: text/plain\n\nThe harbour\nreopened <https://example.org/harbour>.",
        "Content-Type: text/html\n\n<p>The harbour <a href='https://example.org/harbour'>reopened</a>.</p>",
    )

    assert read(HEAD + body).body_text == "The harbour reopened."


def test_plain_text_that_says_more_than_the_html() -> None:
    body = multipart(
        "alternative",
        "Content-Type: text/plain\n\nThe harbour reopened on Monday.",
        "Content-Type: text/html\n\n<p>View this mail</p>",
    )

    assert read(HEAD + body).body_text == "The harbour reopened on Monday."


def test_attachments_are_named() -> None:
    body = multipart(
        "mixed",
        "Content-Type: text/plain\n\nThe harbour",
        'Content-Type: image/jpeg; name="h.jpg"\nContent-Transfer-Encoding: base64\n\n/9j/4AAQ',
        "Content-Type: text/plain\nContent-Disposition: attachment; filename*=utf-8''H%C3%A4fen.txt\n\nnot shown",
        "Content-Type: text/plain\n\nreopened.",
    )
    story = read(HEAD + body)

    assert story.body_text == "The harbour\n\nreopened."
    assert story.extra["attachments"] == [
        {"name": "h.jpg", "type": "image/jpeg"},
        {"name": "Häfen.txt", "type": "text/plain"},
    ]


@pytest.mark.parametrize(
    "part",
    [
        "Content-Type: text/plain\nContent-Disposition: attachment\n\nThe harbour reopened.",
        "Content-Type: message/rfc822\n\nSubject: inner\n\nThe harbour reopened.",
    ],
)
def test_attached_text_counts_where_there_is_no_other(part: str) -> None:
    assert read(HEAD + multipart("mixed", part)).body_text == "The harbour reopened."


@pytest.mark.parametrize(("parameter", "text"), [("", "one two\nthree"), ("; delsp=yes", "onetwo\nthree")])
def test_flowed_text_is_joined(parameter: str, text: str) -> None:
    story = plain("one \ntwo\n three\n\n-- \nfour", f"{HEAD}Content-Type: text/plain; format=flowed{parameter}\n")

    assert story.body_text == f"{text}\n\n--\nfour"


def test_a_form_of_json() -> None:
    story = plain(
        '{"Headline":["Harbour opens",""],"Slugline":"harbour","Dateline":["ROTTERDAM"],"Byline":["By Ann Example"],'
        '"Abstract":["In short."],"Priority":["3"],"Genre":["Article"],"Keywords":["ports","ships"],"Desk":["Home"],'
        '"Timestamp":["6/20/2024\n12:00"],"Body":["The harbour\\n\\nreopened."]}'
    )

    assert (story.headline, story.slug, story.byline) == ("Harbour opens", "harbour", "By Ann Example")
    assert story.body_text == "The harbour\n\nreopened."
    assert story.dateline is not None
    assert story.dateline.city == "Rotterdam"
    assert (story.urgency, story.genre, story.keywords) == (3, "Article", ("ports", "ships"))
    assert story.extra["abstract"] == "In short."
    assert story.extra["form"] == {"Desk": ["Home"], "Timestamp": ["6/20/2024 12:00"]}


def test_a_form_keeps_what_no_field_takes() -> None:
    story = plain(
        '{"Headline":"one","Title":"two","Priority":"Urgent","Desk":{"a":1},"Flag":[""],"Text":"y","Body":"x"}'
    )

    assert (story.headline, story.body_text, story.urgency) == ("one", "y", None)
    assert story.extra["form"] == {"Title": "two", "Desk": {"a": 1}, "Body": "x"}
    assert story.extra["urgency"] == "Urgent"


@pytest.mark.parametrize("text", ['{"a": 1}', '{"Headline": "x"}', "{broken", "{}"])
def test_json_that_is_no_form_is_text(text: str) -> None:
    story = plain(text)

    assert (story.headline, story.body_text) == ("Harbour reopens", text)


@pytest.mark.parametrize(
    "text",
    [
        "Headline: Harbour opens\nSlugline: harbour\nDesk: Home\n\nThe harbour\n\nreopened.",
        "Headline: Harbour opens\n\nSlug: harbour\nDesk: Home\n\nBody: The harbour\n\nreopened.",
        "Desk: Home\nTitle:\tHarbour opens\nSLUG: harbour\nStory:\nThe harbour\n\nreopened.",
    ],
)
def test_a_form_of_lines(text: str) -> None:
    story = plain(text)

    assert (story.headline, story.slug) == ("Harbour opens", "harbour")
    assert story.body_text == "The harbour\n\nreopened."
    assert story.extra["form"] == {"Desk": ["Home"]}


def test_a_form_in_html() -> None:
    story = plain(
        "<p>Headline: Harbour opens</p><p>Slugline: harbour</p><p>The harbour</p><p>reopened.</p>",
        f"{HEAD}Content-Type: text/html\n",
    )

    assert (story.headline, story.slug, story.body_text) == ("Harbour opens", "harbour", "The harbour\n\nreopened.")


@pytest.mark.parametrize(
    "text",
    [
        "Summary: the harbour reopened.\n\nNothing else: it was quiet.",
        "Title: a word about titles\n\nNote: this is a story.",
        "He said:\n\nHeadline: no.",
    ],
)
def test_lines_that_are_no_form_are_body(text: str) -> None:
    story = plain(text)

    assert (story.headline, story.body_text) == ("Harbour reopens", text)


@pytest.mark.parametrize(
    ("word", "status"),
    [("usable", Status.USABLE), ("Withheld", Status.WITHHELD), ("cancelled", Status.KILLED), ("odd", Status.WITHHELD)],
)
def test_the_status_of_a_form(word: str, status: Status) -> None:
    assert plain(f"Headline: x\nStatus: {word}\nBody: y").status is status


@pytest.mark.parametrize(
    ("subject", "text", "until", "words"),
    [
        ("[EMBARGOED] Harbour", "text", UNTIL_A_NEWER_VERSION, "EMBARGOED"),
        (
            "Harbour",
            "STRICTLY EMBARGOED UNTIL FRIDAY\n\ntext",
            UNTIL_A_NEWER_VERSION,
            "STRICTLY EMBARGOED UNTIL FRIDAY",
        ),
        ("x", "Headline: x\nEmbargo: Friday\nBody: y", UNTIL_A_NEWER_VERSION, "Friday"),
        ("x", "Headline: x\nEmbargo: 2024-06-21T10:00:00Z\nBody: y", datetime(2024, 6, 21, 10, tzinfo=UTC), None),
        ("Arms embargo lifted", "The arms embargo was lifted.", None, None),
    ],
)
def test_embargo(subject: str, text: str, until: datetime | None, words: str | None) -> None:
    story = plain(text, HEAD.replace("Harbour reopens", subject))

    assert (story.embargo_until, story.embargo_text) == (until, words)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (f"{HEAD}\n", InvalidStory),
        (HEAD + multipart("mixed", "Content-Type: image/png\n\nx"), InvalidStory),
        (HEAD + multipart("report", "Content-Type: text/plain\n\nnot delivered"), NotAStory),
        (f"{HEAD}Auto-Submitted: auto-replied\n\nI am away.", NotAStory),
        (HEAD + "Content-Type: multipart/mixed; " + '";' * 10_000 + "\n\nx", MalformedDelivery),
        (HEAD + "Content-Type: message/rfc822\n\n" * 3000, MalformedDelivery),
        (HEAD + "\n" + "x\n" * 200_001, DeliveryTooLarge),
        (HEAD + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n" * 5_001, DeliveryTooLarge),
        (HEAD + "\n" + "boundary=\n" * 51, DeliveryTooLarge),
    ],
)
def test_what_is_no_story(body: str, error: type[DeliveryError]) -> None:
    with pytest.raises(error):
        read(body)
