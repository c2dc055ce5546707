"""Plain text with header lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.delivery import Delivery
from newswire.errors import InvalidStory
from newswire.formats import text_headers
from newswire.story import UNTIL_A_NEWER_VERSION, GuidRule, Status, Story, VersionRule
from tests.unit.formats.deliveries import RECEIVED


def _read(text: str) -> Story:
    (story,) = text_headers.parse(Delivery(id="d1", body=text.encode(), received=RECEIVED))
    assert isinstance(story, Story)
    return story


def test_the_header_lines() -> None:
    story = _read(
        "Slug: bridge-oslo\nHEADLINE: Bridge opens:\n  at last\nByline: By Jane Doe\nSource: Nordwire\nUrgency: 3\n"
        "Date: Thu, 20 Jun 2024 10:00:00 +0200\nKeywords: bridge, Oslo\nKeywords: traffic\nCategory: i\n"
        "Editor's note: With photos.\n\nThe bridge opened.\n\nNote: it is long.\n"
    )

    assert (story.supplier, story.slug, story.headline) == ("nordwire", "bridge-oslo", "Bridge opens: at last")
    assert (story.byline, story.ed_note, story.urgency) == ("By Jane Doe", "With photos.", 3)
    assert story.keywords == ("bridge", "Oslo", "traffic")
    assert story.version_created == datetime(2024, 6, 20, 8, tzinfo=UTC)
    assert story.extra["category"] == "i"
    assert [paragraph.text for paragraph in story.paragraphs] == ["The bridge opened.", "Note: it is long."]
    assert story.warnings == ()


@pytest.mark.parametrize(
    ("text", "recognised"),
    [
        ("Slug: a\n\nText.", True),
        ("Headline: a\nText.", True),
        ("\ufeffTitre: a\n\nText.", True),
        ("Date: 2024-06-20\nSource: X\n\nText.", True),
        ("Date: 2024-06-20\n\nText.", False),
        ("Note: this is prose.\n\nIt goes on.", False),
        ("Minister: we will act\n\nText.", False),
        ("Bridge opens\n\nSlug: a\nHeadline: b\n", False),
        ("", False),
    ],
)
def test_what_is_recognised(text: str, recognised: bool) -> None:
    assert text_headers.recognises(text, "") is recognised


@pytest.mark.parametrize(
    ("lines", "guid_rule", "version", "version_rule"),
    [
        ("Id: x1\nVersion: 3\n", GuidRule.SUPPLIER, 3, VersionRule.SUPPLIER),
        ("Id: x1\nVersion: b\nDate: 2024-06-20\n", GuidRule.SUPPLIER, 1718841600000, VersionRule.VERSION_CREATED),
        ("Id: x1\n", GuidRule.SUPPLIER, 1718884800000, VersionRule.RECEIVED),
        ("Date: 2024-06-20\n", GuidRule.CONTENT, 1, VersionRule.CONTENT),
    ],
)  # fmt: skip
def test_identity(lines: str, guid_rule: GuidRule, version: int, version_rule: VersionRule) -> None:
    story = _read(f"Slug: a\n{lines}\nText.\n")

    assert (story.guid_rule, story.version, story.version_rule) == (guid_rule, version, version_rule)


def test_the_words_identify_what_nothing_else_does() -> None:
    assert _read("Slug: a\n\nText.\n").guid == _read("Slug: b\r\n\r\nText.").guid
    assert _read("Slug: a\n\nText.\n").guid != _read("Slug: a\n\nOther.\n").guid


@pytest.mark.parametrize(
    ("date", "created"),
    [
        ("20 June 2024 14:05 CEST", datetime(2024, 6, 20, 12, 5, tzinfo=UTC)),
        ("June 20, 2024, 9:00 AM ET", datetime(2024, 6, 20, 13, tzinfo=UTC)),
        ("201341 GMT Jun 24", datetime(2024, 6, 20, 13, 41, tzinfo=UTC)),
        ("06-20-24 0745GMT", datetime(2024, 6, 20, 7, 45, tzinfo=UTC)),
        ("someday", RECEIVED),
        ("31 February 2024", RECEIVED),
    ],
)
def test_dates(date: str, created: datetime) -> None:
    story = _read(f"Slug: a\nDate: {date}\n\nText.\n")

    assert story.version_created == created
    assert story.extra["date"] == date
    assert bool(story.warnings) is (created == RECEIVED)


@pytest.mark.parametrize(
    ("line", "until", "text"),
    [
        ("Embargo: 2024-06-21T00:01:00Z", datetime(2024, 6, 21, 0, 1, tzinfo=UTC), None),
        ("Embargo: 2024-06-21", datetime(2024, 6, 22, 12, tzinfo=UTC), None),
        ("Embargoed until: Friday 0001", UNTIL_A_NEWER_VERSION, "Friday 0001"),
        ("Release: 0001 Saturday", UNTIL_A_NEWER_VERSION, "0001 Saturday"),
        ("For release: 00:01 GMT 21 June 2024", datetime(2024, 6, 21, 0, 1, tzinfo=UTC), None),
        ("Release: for immediate release", None, None),
        ("Embargo: none", None, None),
        ("Embargo:", None, None),
        ("Note: EMBARGOED UNTIL FRIDAY", UNTIL_A_NEWER_VERSION, "EMBARGOED UNTIL FRIDAY"),
    ],
)
def test_embargoes(line: str, until: datetime | None, text: str | None) -> None:
    story = _read(f"Slug: a\n{line}\n\nText.\n")

    assert (story.embargo_until, story.embargo_text) == (until, text)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("Usable", Status.USABLE), ("withheld", Status.WITHHELD), ("KILLED", Status.KILLED), ("odd", Status.WITHHELD)],
)
def test_an_unknown_status_hides(status: str, expected: Status) -> None:
    assert _read(f"Slug: a\nStatus: {status}\n\nText.\n").status is expected


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("Hold: until further notice", Status.WITHHELD),
        ("Withhold:", Status.WITHHELD),
        ("Hold: no", Status.USABLE),
        ("Kill: story NW12", Status.WITHHELD),
        ("Kill: yes", Status.WITHHELD),
        ("Id: x1\nKill: yes", Status.KILLED),
        ("Id: x1\nKill:", Status.KILLED),
        ("Id: x1\nKill: story NW12", Status.WITHHELD),
        ("Kill: none", Status.USABLE),
        ("Status: killed\nHold: yes", Status.KILLED),
        ("Status: usable\nHold: yes", Status.WITHHELD),
    ],
)
def test_lines_that_hold_or_kill(lines: str, status: Status) -> None:
    story = _read(f"Slug: a\n{lines}\n\nText.\n")

    assert story.status is status
    assert story.body_text == "Text."


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        ("Bridge opens\n\nOSLO (AP) - It opened.", "Bridge opens"),
        ("The bridge opened.\n\nIt is long.", None),
        ("OSLO (AP) - It opened\n\nIt is long.", None),
        ("One line\nand another\n\nText.", None),
    ],
)
def test_a_headline_without_a_label(body: str, headline: str | None) -> None:
    assert _read(f"Slug: a\n\n{body}").headline == headline


def test_lines_with_other_labels_in_the_block_are_kept_aside() -> None:
    story = _read("Headline: Bridge opens\nSupplier: Evalco\nShift lead: Jane\nDesk-no: 7\n\nMinister: it is long.\n")

    assert (story.supplier, story.body_text) == ("evalco", "Minister: it is long.")
    assert {"shift lead": "Jane", "desk-no": "7"}.items() <= story.extra.items()


@pytest.mark.parametrize(
    "text",
    [
        "Headline: a\nMinister: we act.\nThe others did not.\n\nMore.",
        "Headline: a\nMinister: we act.",
        f"Headline: a\nMinister: {'we act ' * 60}\n\nMore.",
    ],
)
def test_a_speaker_is_no_header(text: str) -> None:
    assert "Minister: we act" in _read(text).body_text


def test_other_labels_alone_are_no_headers() -> None:
    assert not text_headers.recognises("Date: 2024-06-20\nMinister: we act.\n\nText.", "")


def test_of_two_equal_fields_the_first_counts() -> None:
    assert _read("Supplier: a\nSource: b\nSlug: x\nSlug: y\n\nText.").supplier == "a"


def test_an_embargo_without_zone_has_a_warning() -> None:
    story = _read("Slug: a\nDate: 2024-06-20T10:00Z\nEmbargo: 2031-03-03 10:00\n\nText.")

    assert story.warnings == ("the embargo has no zone, read as the latest it can mean: '2031-03-03 10:00'",)


def test_without_text_it_is_refused() -> None:
    with pytest.raises(InvalidStory):
        _read("Slug: a\nDate: 2024-06-20\n")
