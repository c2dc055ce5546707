"""ninjs: identity, life, text and validation of 1.x, 2.x, 3.x and the dialects."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from newswire.errors import DeliveryTooLarge, InvalidStory
from newswire.formats.story import MAX_CHARACTERS
from newswire.story import UNTIL_A_NEWER_VERSION, Dateline, Status, VersionRule
from tests.unit.formats.deliveries import RECEIVED, ninjs, read

RECEIVED_MS = 1718884800000


@pytest.mark.parametrize(
    ("properties", "version", "rule"),
    [
        ({"version": "2"}, 2, VersionRule.SUPPLIER),
        ({"version": 2}, 2, VersionRule.SUPPLIER),
        ({"version": "0"}, 0, VersionRule.SUPPLIER),
        ({"version": "v3"}, 3, VersionRule.SUPPLIER),
        (
            {"version": "1.2", "versioncreated": "2024-06-20T12:00:00.5Z"},
            RECEIVED_MS + 500,
            VersionRule.VERSION_CREATED,
        ),
        ({"version": "9" * 30, "versionCreated": "2024-06-20T12:00:00Z"}, RECEIVED_MS, VersionRule.VERSION_CREATED),
        ({"versioncreated": "1950-01-01T00:00:00Z"}, RECEIVED_MS, VersionRule.RECEIVED),
        ({"versioncreated": "nonsense"}, RECEIVED_MS, VersionRule.RECEIVED),
        ({}, RECEIVED_MS, VersionRule.RECEIVED),
    ],
)
def test_version(properties: dict[str, Any], version: int, rule: VersionRule) -> None:
    story = ninjs(**properties)

    assert (story.version, story.version_rule) == (version, rule)


def test_superdesk_guid_goes_before_the_uri() -> None:
    assert ninjs(guid="tag:example.com,2024:1").guid == "tag:example.com,2024:1"


@pytest.mark.parametrize(
    ("holder", "supplier"),
    [
        ("Example News Agency", "example-news-agency"),
        ("Agência Exemplo", "agencia-exemplo"),
        ("dpa", "dpa"),
        ("(C) Example", "example"),
        ("Copyright 2024 Example", "example"),
        ("A very long name of an agency that nobody can remember", "unknown"),
        ("通信社", "unknown"),
        ("", "unknown"),
    ],
)
def test_supplier_named_by_the_payload(holder: str, supplier: str) -> None:
    assert ninjs(copyrightholder=holder).supplier == supplier


@pytest.mark.parametrize(
    ("properties", "supplier"),
    [
        ({"copyrightholder": "Agencia EFE", "source": "AAP"}, "efe"),
        ({"copyrightHolder": "\u00a9 TT Nyhetsbyr\u00e5n"}, "tt"),
        ({"source": "AAP"}, "aap"),
        ({"provider": "nordwire.example"}, "nordwire"),
    ],
)
def test_supplier_by_the_names_that_agencies_use(properties: dict[str, Any], supplier: str) -> None:
    assert ninjs(**properties).supplier == supplier


def test_what_a_body_repeats_or_marks_is_not_its_text() -> None:
    story = ninjs(
        headline="Bridge opens",
        body_html5="<html><head><title>Bridge opens</title></head><body><h1>Bridge opens</h1>"
        '<p class="byline">Jane Doe</p><p><span class="dat">OSLO</span> It <b>opened</b>.</p><h2>It is long</h2>'
        "<p>Text.</p></body></html>",
        body_text="Bridge opens\nOSLO It opened.\nIt is long\nText.\nJane Doe",
    )

    assert (story.byline, story.dateline and story.dateline.text) == ("Jane Doe", "OSLO")
    assert [paragraph.text for paragraph in story.paragraphs] == ["It opened.", "It is long", "Text."]
    assert (story.extra["body_bylines"], story.extra["body_datelines"]) == (["Jane Doe"], ["OSLO"])


def test_a_printed_dateline_keeps_the_place_that_the_item_names() -> None:
    story = ninjs(headline="h", located="Bergen", body_html="<p><span class='dat'>BERGEN/NW</span> It opened.</p>")

    assert story.dateline is not None
    assert (story.dateline.text, story.dateline.city) == ("BERGEN/NW", "Bergen")


@pytest.mark.parametrize("others", [{}, {"body_html": "<p>It opened.</p>"}, {"body_text": "It opened."}])
def test_a_suppliers_own_xml_is_the_body_only_where_there_is_nothing_else(others: dict[str, str]) -> None:
    own = "<NWXML><HEAD><ID>12 34 56</ID></HEAD><BODY><P>It opened.</P></BODY></NWXML>"
    story = ninjs(headline="h", body_xml=own, **others)

    assert ("12 34 56" in story.body_text) is not bool(others)
    assert story.extra.get("body_xml") == (own if others else None)


def test_nitf_in_a_property() -> None:
    nitf = (
        "<nitf><head><title>Title</title></head><body><body.head><byline>By Jane Doe</byline></body.head>"
        "<body.content><p>It opened.</p><media><media-caption>A bridge.</media-caption></media></body.content>"
        "</body></nitf>"
    )
    story = ninjs(headline="h", body_nitf=nitf)

    assert [paragraph.text for paragraph in story.paragraphs] == ["It opened.", "A bridge."]
    assert story.byline == "Jane Doe"
    assert ninjs(headline="h", body_nitf="<nitf><p>It <b>opened.").body_text == "It opened."


def test_bodies_that_nobody_can_have_written_are_refused() -> None:
    half = "<p>" + "a" * (MAX_CHARACTERS // 2)
    with pytest.raises(DeliveryTooLarge, match="MAX_CHARACTERS"):
        ninjs(body_html=half, body_xhtml=half)


@pytest.mark.parametrize(
    ("properties", "status"),
    [
        ({}, Status.USABLE),
        ({"pubstatus": "usable"}, Status.USABLE),
        ({"pubStatus": "withheld"}, Status.WITHHELD),
        ({"pubstatus": "canceled"}, Status.KILLED),
        ({"pubstatus": "Cancelled "}, Status.KILLED),
        ({"pubStatus": "killed"}, Status.KILLED),
        ({"pubstatus": "replaced"}, Status.WITHHELD),
        ({"pubstatus": "commissioned"}, Status.WITHHELD),
        ({"pubstatus": None}, Status.USABLE),
        ({"pubstatus": "usable", "pubStatus": "canceled"}, Status.KILLED),
    ],
)
def test_status(properties: dict[str, Any], status: Status) -> None:
    assert ninjs(**properties).status is status


@pytest.mark.parametrize("word", ["", "published", "embargoed", 1, ["usable"]])
def test_an_unknown_status_is_refused(word: Any) -> None:
    with pytest.raises(InvalidStory, match="pubstatus"):
        ninjs(pubstatus=word)


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_what_hides_a_story_is_never_refused_for_a_fault_elsewhere(status: str) -> None:
    story = ninjs(pubstatus=status, urgency=11, headline=["no", "text"], priority="unknown property")

    assert story.status is not Status.USABLE
    assert story.urgency is None
    assert "left out: urgency must be smaller than or equal to 9" in story.warnings


@pytest.mark.parametrize(
    ("properties", "until"),
    [
        ({"embargoed": "2024-06-20T10:00:00+02:00"}, datetime(2024, 6, 20, 8, tzinfo=UTC)),
        ({"embargoedUntil": "2024-06-20T10:00:00Z"}, datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ({"embargoed": "2024-06-20"}, datetime(2024, 6, 21, 12, tzinfo=UTC)),
        ({"embargoed": "2024-06-20T10:00:00"}, datetime(2024, 6, 20, 22, tzinfo=UTC)),
        ({"embargoed": "after the speech"}, UNTIL_A_NEWER_VERSION),
        ({"embargoed": "", "embargoedUntil": "  "}, None),
        ({"embargoed": None}, None),
        ({"embargo": False, "embargoUntil": {}, "embargo_until": {"until": None}, "Embargoed": 0}, None),
        ({"embargo": True}, UNTIL_A_NEWER_VERSION),
        ({"embargoed": 42}, UNTIL_A_NEWER_VERSION),
        ({"embargo_until": 1718877600}, datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ({"embargoUntil": 1718877600000}, datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ({"embargoUntil": "1718877600"}, datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ({"embargo": 1e300}, UNTIL_A_NEWER_VERSION),
        ({"embargoed": {"active": True, "until": "2024-06-20T10:00:00Z"}}, datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ({"embargoed": {"from": "2024-06-20T10:00:00Z", "until": "the speech"}}, UNTIL_A_NEWER_VERSION),
        ({"Embargoed": ["2024-06-20T10:00:00Z"]}, datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ({"EmbargoDate": "2024-06-20T10:00:00Z"}, datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ({"embargoedreason": "Results at noon"}, UNTIL_A_NEWER_VERSION),
        (
            {"embargoed": "2024-06-20T10:00:00Z", "embargoedreason": "Results at noon"},
            datetime(2024, 6, 20, 10, tzinfo=UTC),
        ),
        ({"extra": {"embargoed": "2024-06-20T10:00:00Z"}}, datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ({"publish_schedule": "2024-06-20T10:00:00+0000"}, datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ({"schedule_settings": {"utc_embargo": "2024-06-20T10:00:00Z"}}, datetime(2024, 6, 20, 10, tzinfo=UTC)),
        (
            {"embargoed": "2024-06-20T10:00:00Z", "embargoedUntil": "2024-06-20T11:00:00Z"},
            datetime(2024, 6, 20, 11, tzinfo=UTC),
        ),
    ],
)
def test_embargo(properties: dict[str, Any], until: datetime | None) -> None:
    assert ninjs(body_text="Text.", **properties).embargo_until == until


def test_the_text_of_an_unreadable_embargo_is_kept() -> None:
    assert ninjs(embargoed="after the speech").embargo_text == "after the speech"
    assert ninjs(embargoed="2024-06-20T10:00:00Z").embargo_text is None


def test_what_an_embargo_says_besides_its_time_is_kept() -> None:
    story = ninjs(embargoed={"until": "2024-06-20T10:00:00Z", "by": None})

    assert story.extra["embargoed"] == {"until": "2024-06-20T10:00:00Z", "by": None}


def test_a_version_that_is_no_number_is_said() -> None:
    assert "the version is no number, the time stands for it: 'final'" in ninjs(version="final").warnings


def test_a_nonsense_time_never_loses_a_story() -> None:
    story = ninjs(versioncreated="YYYYMMDD", firstcreated="yesterday", expires="never")

    assert (story.version_created, story.first_created, story.expires) == (RECEIVED, None, None)
    assert len(story.warnings) == 4


@pytest.mark.parametrize(
    ("properties", "headline"),
    [
        ({"headline": "H <b>bold</b> Q&amp;A", "title": "T"}, "H bold Q&A"),
        ({"headlines": [{"role": "sub", "value": "S"}, {"role": "main", "value": "M"}]}, "M"),
        ({"headlines": [{"value": "first"}, {"value": "second"}]}, "first"),
        ({"headline_main": "HM", "title": "T"}, "HM"),
        ({"headline": "  ", "title": "T"}, "T"),
        ({"name": "N"}, "N"),
        ({}, None),
    ],
)
def test_headline(properties: dict[str, Any], headline: str | None) -> None:
    story = ninjs(pubstatus="withheld", **properties)

    assert story.headline == headline


@pytest.mark.parametrize(
    ("properties", "paragraphs"),
    [
        ({"body_text": "One.\n\nTwo."}, ["One.", "Two."]),
        ({"body_text": "One. Two.", "body_html": "<p>One.</p><p>Two.</p>"}, ["One.", "Two."]),
        ({"body_text": "One. Two. Three.", "body_xhtml": "<p>One.</p>"}, ["One. Two. Three."]),
        ({"body_text": "<p>One.</p><p>Two.</p>"}, ["One.", "Two."]),
        ({"bodies": [{"contenttype": "text/html", "value": "<p>One.</p><p>Two.</p>"}]}, ["One.", "Two."]),
        ({"bodies": [{"contentType": "text/plain", "value": "1 < 2\n\nTwo."}]}, ["1 < 2", "Two."]),
        ({"bodies": [{"value": "<nitf><body><hl1>Head</hl1><p>One.</p></body></nitf>"}]}, ["Head", "One."]),
        ({"description_text": "Caption."}, ["Caption."]),
        ({"descriptions": [{"role": "caption", "value": "Caption."}], "body_text": " "}, ["Caption."]),
        ({}, []),
    ],
)
def test_body(properties: dict[str, Any], paragraphs: list[str]) -> None:
    assert [paragraph.text for paragraph in ninjs(**properties).paragraphs] == paragraphs


def test_words_that_the_body_has_not_are_kept_under_extra() -> None:
    story = ninjs(body_text="One.", description_text="A summary.", body_html="<p>One.</p>")

    assert story.extra["description_text"] == "A summary."
    assert "body_text" not in story.extra


def test_tags_say_where_they_come_from() -> None:
    story = ninjs(
        person=[{"name": "Jane Doe"}, {"name": "Jane Doe"}, {"rel": "about"}],
        organisations=[{"name": "Example Corp"}],
        places=[{"name": "Oslo"}],
        keywords=["harbour", "storm", "harbour"],
    )

    (person,) = story.people
    assert (person.name, person.origin, person.confidence, person.evidence) == (
        "Jane Doe",
        "supplier",
        1.0,
        "ninjs person",
    )
    assert [organisation.evidence for organisation in story.organisations] == ["ninjs organisations"]
    assert [place.name for place in story.places] == ["Oslo"]
    assert story.keywords == ("harbour", "storm")


@pytest.mark.parametrize(
    ("properties", "code", "scheme"),
    [
        ({"subject": [{"code": "04000000", "scheme": "http://example.com/s", "name": "n"}]}, "04000000", "http://example.com/s"),
        ({"subjects": [{"uri": "http://example.com/topic/20000002"}]}, "20000002", "http://example.com/topic/"),
        ({"subjects": [{"uri": "http://example.com/topic/1", "literal": "politics"}]}, "politics", None),
        ({"subjects": [{"name": "Politics"}]}, "Politics", None),
    ],
)  # fmt: skip
def test_subjects(properties: dict[str, Any], code: str, scheme: str | None) -> None:
    (subject,) = ninjs(**properties).subjects

    assert (subject.code, subject.scheme) == (code, scheme)


def test_the_dateline_of_the_body_goes_before_the_located_field() -> None:
    located = ninjs(located="Turin, Italy", body_text="No dateline.")
    both = ninjs(located="Turin, Italy", body_text="OSLO (Nordwire) - A dateline.")

    assert located.dateline == Dateline(city="Turin", country="Italy")
    assert both.dateline == Dateline(text="OSLO (Nordwire) -", city="Oslo")


def test_the_three_generations_say_the_same() -> None:
    first = ninjs(
        headline="H", body_text="Body.", byline="By A", ednote="note", slugline="slug", usageterms="terms",
        copyrightnotice="(c) A", versioncreated="2024-06-20T10:00:00Z", firstcreated="2024-06-19T10:00:00Z",
        genre=[{"name": "News"}],
    )  # fmt: skip
    third = ninjs(
        headlines=[{"value": "H"}], bodies=[{"value": "Body."}], by="By A", edNote="note", slugline="slug",
        usageTerms="terms", copyrightNotice="(c) A", versionCreated="2024-06-20T10:00:00Z",
        firstCreated="2024-06-19T10:00:00Z", genres=[{"name": "News"}],
    )  # fmt: skip

    assert first.model_dump(exclude={"extra"}) == third.model_dump(exclude={"extra"})


def test_tt_says_what_is_replaced_and_why() -> None:
    story = ninjs(title="T", replacing=["urn:old"], signals={"updatetype": "KORR"})

    assert (story.replaces, story.correction) == ("urn:old", "KORR")


def test_tt_takes_a_story_back() -> None:
    assert ninjs(title="T", signals={"updatetype": "AVPUB"}).status is Status.WITHHELD


def test_unknown_properties_are_kept() -> None:
    assert ninjs(title="T", charcount=5, priority=6, x={"y": [1]}).extra == {
        "title": "T",
        "charcount": 5,
        "priority": 6,
        "x": {"y": [1]},
    }


@pytest.mark.parametrize(
    ("properties", "position"),
    [
        ({"urgency": 0}, "/urgency"),
        ({"urgency": 2.5}, "/urgency"),
        ({"urgency": True}, "/urgency"),
        ({"version": 1.2}, "/version"),
        ({"type": "novel"}, "/type"),
        ({"headline": 42}, "/headline"),
        ({"person": "Jane Doe"}, "/person"),
        ({"person": [{"name": 1}]}, "/person/0/name"),
        ({"associations": [{"name": "a"}]}, "/associations/0"),
        ({"associations": {"a": {"uri": "u", "odd": 1}}}, "/associations/a"),
        ({"rightsinfo": {"linkedrights": "a", "encodedrights": "b"}}, "/rightsinfo"),
        ({"linkedrights": "a"}, "/linkedrights"),
        ({"headline_": "a"}, "/headline_"),
        ({"headline-dash": "a"}, "/headline-dash"),
        ({"description_/~": "a"}, "/description_~1~0"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(properties: dict[str, Any], position: str) -> None:
    with pytest.raises(InvalidStory) as caught:
        ninjs(title="T", **properties)

    assert caught.value.position == position


@pytest.mark.parametrize(
    "properties",
    [
        {"guid": "g", "renditions": {"a": {"href": "h", "poi": {"x": 1}}}, "associations": {"a": {"guid": "b"}}},
        {"guid": "g", "genre": ["News"], "person": "Jane Doe", "subject": [{"code": 4, "odd": True}]},
        {"type": "story", "subject": [{"code": "c", "lang": "cy"}], "associations": [{"id": "i"}]},
        {"type": "advisory"},
    ],
)
def test_dialects_are_accepted(properties: dict[str, Any]) -> None:
    assert ninjs(headline="H", **properties).headline == "H"


def test_text_may_hide_in_an_unknown_property() -> None:
    with pytest.raises(InvalidStory, match="no text in it, and unknown properties that may hold it: random$"):
        ninjs(random="words")
    assert ninjs(random=1).body_text == ""


@pytest.mark.parametrize("uri", ["", "  ", "\u0000"])
def test_an_empty_uri_is_refused(uri: str) -> None:
    with pytest.raises(InvalidStory, match="empty"):
        ninjs(uri=uri)


def test_text_is_clean() -> None:
    story = read(b'{"uri": "u\\u0000", "headline": "a\\u0007 b", "body_text": "Cafe\\u0301\\r\\n\\r\\nx\\u0000"}')

    assert (story.guid, story.headline) == ("u", "a b")
    assert story.body_text == "Café\n\nx"


def test_associations_may_nest_up_to_the_limit() -> None:
    association: dict[str, Any] = {"uri": "u"}
    for _ in range(40):
        association = {"uri": "u", "associations": {"a": association}}

    assert ninjs(title="T", associations={"a": association}).extra["associations"]["a"] == association


def test_a_time_without_a_zone_is_in_the_suppliers() -> None:
    story = read(b'{"uri": "urn:x:1", "versioncreated": "2023-03-03T13:00:00", "headline": "Bro"}', supplier="tt")
    assert story.version_created == datetime(2023, 3, 3, 12, tzinfo=UTC)
    assert any("Europe/Stockholm" in warning for warning in story.warnings)
