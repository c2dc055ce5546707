"""AP Media API: feed page and item, and the test of what may be published, in AP's order."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError, InvalidStory, NotAStory
from newswire.formats import ap_media
from newswire.story import UNTIL_A_NEWER_VERSION, Status, Story, Subject, VersionRule
from tests.unit.formats.deliveries import RECEIVED

ITEM = {
    "uri": "https://api.example/media/v/content/abc?qt=1",
    "altids": {"itemid": "abc", "etag": "abc_1"},
    "version": 3,
    "type": "text",
    "versioncreated": "2024-06-20T10:00:00Z",
    "pubstatus": "usable",
    "signals": ["newscontent"],
    "headline": "Bridge opens",
}


def read_value(value: Any) -> list[Story | DeliveryError]:
    return ap_media.parse(Delivery(id="d1", body=json.dumps(value).encode(), received=RECEIVED))


def read(**properties: Any) -> Story:
    (story,) = read_value({"api_version": "1.1", "data": {"item": ITEM | properties}})
    assert isinstance(story, Story)
    return story


@pytest.mark.parametrize(
    ("value", "is_ap"),
    [
        ({"api_version": "1.1", "data": {"items": []}}, True),
        ({"api_version": "1.1", "error": {"status": 403}}, True),
        (ITEM, True),
        ([{"item": ITEM}], True),
        ({"uri": "urn:x", "altids": {"itemid": "abc"}, "headline": "ninjs of somebody else"}, False),
        ({"uri": "urn:x", "altids": [{"role": "r", "value": "v"}], "signals": [{"updatetype": "KORR"}]}, False),
    ],
)
def test_it_is_told_from_ninjs(value: Any, is_ap: bool) -> None:
    assert ap_media.recognises(json.dumps(value), "application/json") is is_ap


def test_identity() -> None:
    story = read()

    assert (story.id, story.version, story.version_rule) == ("ap:abc", 3, VersionRule.SUPPLIER)
    assert read(version=0).version == 0
    assert read(version=None).version_rule is VersionRule.VERSION_CREATED
    assert (read(provider="AP").supplier, read(provider="ENA").supplier) == ("ap", "ena")
    assert read(altids={}).guid == "https://api.example/media/v/content/abc"
    assert story.extra["altids"]["etag"] == "abc_1"


@pytest.mark.parametrize(
    ("properties", "status"),
    [
        ({}, Status.USABLE),
        ({"signals": []}, Status.WITHHELD),
        ({"signals": None}, Status.WITHHELD),
        ({"signals": ["newscontent", "singlesource"]}, Status.USABLE),
        ({"pubstatus": "withheld"}, Status.WITHHELD),
        ({"pubstatus": "canceled"}, Status.KILLED),
        ({"pubstatus": "canceled", "signals": []}, Status.KILLED),
        ({"pubstatus": "strange"}, Status.WITHHELD),
        ({"pubstatus": None}, Status.WITHHELD),
        ({"pubstatus": ["usable", "usable"]}, Status.USABLE),
        ({"editorialtypes": ["Kill"]}, Status.KILLED),
        ({"editorialtypes": ["Elimination", "Lead"]}, Status.KILLED),
        ({"editorialtypes": ["Withhold"]}, Status.WITHHELD),
        ({"editorialtypes": ["Disregard"]}, Status.WITHHELD),
        ({"editorialtypes": ["Advisory"]}, Status.WITHHELD),
        ({"editorialtypes": ["Writethru"]}, Status.USABLE),
    ],
)
def test_what_may_be_published(properties: dict[str, Any], status: Status) -> None:
    assert read(**properties).status is status


@pytest.mark.parametrize(
    ("properties", "until"),
    [
        ({"embargoed": "2024-06-21T10:00:00Z"}, datetime(2024, 6, 21, 10, tzinfo=UTC)),
        ({"embargoed": "2024-06-21T10:00:00Z", "pubstatus": "embargoed"}, datetime(2024, 6, 21, 10, tzinfo=UTC)),
        ({"pubstatus": "embargoed"}, UNTIL_A_NEWER_VERSION),
        ({"embargoed": "noon"}, UNTIL_A_NEWER_VERSION),
        ({"editorialtypes": ["HoldForRelease"]}, UNTIL_A_NEWER_VERSION),
        ({"ednote": "HOLD FOR RELEASE Sunday"}, UNTIL_A_NEWER_VERSION),
        ({"ednote": "Adds quote on the embargo against oil."}, None),
    ],
)
def test_embargo(properties: dict[str, Any], until: datetime | None) -> None:
    story = read(**properties)

    assert (story.status, story.embargo_until) == (Status.USABLE, until)


def test_a_test_message_is_no_story() -> None:
    (entry,) = read_value({"api_version": "1.1", "data": {"item": ITEM | {"signals": ["newscontent", "Test"]}}})

    assert isinstance(entry, NotAStory)


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ({"body_nitf": "<nitf><body><body.content><p>One.</p></body.content></body></nitf>"}, "One."),
        ({"body_nitf": "<nitf><body><body.content><p>One."}, "One."),
        ({"body_html": "<p>One.</p>"}, "One."),
        ({"body_text": "One."}, "One."),
        ({"type": "picture", "description_caption": "A <b>ship</b>."}, "A ship."),
        ({"type": "text", "description_summary": "In short."}, ""),
    ],
)
def test_text(properties: dict[str, Any], text: str) -> None:
    assert read(**properties).body_text == text


def test_a_missing_text_is_said() -> None:
    assert any("renditions.nitf" in warning for warning in read().warnings)
    assert not read(body_text="One.").warnings


def test_what_it_says_about_itself() -> None:
    story = read(
        bylines=[{"by": "By A. WRITER", "title": "Writer"}, {"by": "B. OTHER"}],
        datelinelocation={"city": "NEW YORK", "countryname": "UNITED STATES"},
        usageterms=["No archive.", "No resale."],
        description_creditline="ENA",
        links=[{"rel": "canonical", "href": "https://ena.example/bridge"}],
        editorialtypes=["Corrective"],
        urgency=4,
        subject=[
            {"rels": ["category"], "code": "i", "name": "International"},
            {"rels": ["direct"], "code": "s1", "name": "Bridges", "scheme": "http://cv.example/"},
            {"rels": ["ancestor"], "code": "s0", "name": "Roads", "scheme": "http://cv.example/"},
        ],
        person=[{"name": "A. Person", "rels": ["direct"]}],
        company=[{"name": "Bridge Inc", "rels": ["direct"]}],
        place=[
            {"name": "New York", "rels": ["direct"], "geometry_geojson": {"coordinates": [-74, 40.7]}},
            {"name": "Nowhere", "rels": ["direct"], "geometry_geojson": {"coordinates": [400, "x"]}},
            {"name": "Earth", "rels": ["ancestor"]},
        ],
    )

    assert (story.byline, story.usage_terms, story.credit) == (
        "By A. WRITER; B. OTHER",
        "No archive.\nNo resale.",
        "ENA",
    )
    assert story.dateline is not None
    assert (story.dateline.city, story.dateline.country) == ("New York", "United States")
    assert (story.url, story.correction, story.urgency) == ("https://ena.example/bridge", "Corrective", 4)
    assert story.subjects == (
        Subject(code="i", scheme="apCat", name="International"),
        Subject(code="s1", scheme="http://cv.example/", name="Bridges"),
    )
    assert [person.name for person in story.people] == ["A. Person"]
    assert [organisation.name for organisation in story.organisations] == ["Bridge Inc"]
    assert [(place.name, place.lat, place.lon) for place in story.places] == [
        ("New York", 40.7, -74),
        ("Nowhere", None, None),
    ]


def test_a_feed_page_gives_each_item_its_result() -> None:
    page = {
        "api_version": "1.1",
        "data": {"items": [{"meta": {}, "item": ITEM}, {"item": 1}, {"item": {"version": 1}}]},
    }
    entries = read_value(page)

    assert [type(entry) for entry in entries] == [Story, InvalidStory, InvalidStory]
    assert isinstance(entries[1], DeliveryError)
    assert entries[1].position == "/data/items/1"


@pytest.mark.parametrize(
    "value", [{"api_version": "1.1", "error": {"status": 403}}, {"api_version": "1.1", "data": {"items": []}}, []]
)
def test_an_answer_without_items_is_no_story(value: Any) -> None:
    with pytest.raises(NotAStory, match="no item"):
        read_value(value)
