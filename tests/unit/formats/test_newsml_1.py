"""NewsML 1.x: identity, life, nested components, inline NITF and XHTML, metadata; and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError, DeliveryTooLarge, InvalidStory, MalformedDelivery, NotAStory
from newswire.formats import newsml_1, newsml_1_text
from newswire.story import UNTIL_A_NEWER_VERSION, GuidRule, Status, Story, Subject, VersionRule
from tests.unit.formats.deliveries import RECEIVED

if TYPE_CHECKING:
    from typing import Any

IDENTIFIER = (
    "<ProviderId>ena.example</ProviderId><DateId>20240620</DateId><NewsItemId>A1</NewsItemId>"
    '<RevisionId PreviousRevision="1" Update="N">2</RevisionId>'
    "<PublicIdentifier>urn:newsml:ena.example:20240620:A1:2</PublicIdentifier>"
)
TIMES = "<FirstCreated>20240620T080000Z</FirstCreated><ThisRevisionCreated>20240620T110000+0200</ThisRevisionCreated>"
USABLE = '<Status FormalName="Usable"/>'
LINES = "<NewsLines><HeadLine>Bridge opens</HeadLine></NewsLines>"
NITF = "<nitf><body><body.content><p>One.</p></body.content></body></nitf>"
TEXT = f"<ContentItem><DataContent>{NITF}</DataContent></ContentItem>"
COMPONENT = f"<NewsComponent>{LINES}{TEXT}</NewsComponent>"


def item(
    content: str = COMPONENT, *, management: str = TIMES + USABLE, identifier: str = IDENTIFIER, label: str = ""
) -> str:
    return (
        f"<NewsItem><Identification><NewsIdentifier>{identifier}</NewsIdentifier>{label}</Identification>"
        f"<NewsManagement>{management}</NewsManagement>{content}</NewsItem>"
    )


def read_all(*items: str, envelope: str = "", **delivery: Any) -> list[Story | DeliveryError]:
    body = f'<?xml version="1.0"?><NewsML>{envelope}{"".join(items)}</NewsML>'
    return newsml_1.parse(Delivery(id="d1", body=body.encode(), received=RECEIVED, **delivery))


def read(*items: str, envelope: str = "", **delivery: Any) -> Story:
    (story,) = read_all(*items, envelope=envelope, **delivery)
    assert isinstance(story, Story)
    return story


def component(text: str, *, role: str = "", attributes: str = "") -> str:
    named = f'<Role FormalName="{role}"/>' if role else ""
    data = f"<ContentItem><DataContent>{text}</DataContent></ContentItem>"
    return f"<NewsComponent {attributes}>{named}{data}</NewsComponent>"


def texts(story: Story) -> list[str]:
    return [paragraph.text for paragraph in story.paragraphs]


@pytest.mark.parametrize(
    ("head", "is_newsml"),
    [
        ("<NewsML Version='1.2'>", True),
        ('<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "NewsML.dtd"><NewsML xmlns="urn:x">', True),
        ("<newsItem>", False),
        ("<nitf>", False),
        ("NewsML", False),
    ],
)
def test_it_is_recognised_by_its_root(head: str, is_newsml: bool) -> None:
    assert newsml_1.recognises(head, "application/json") is is_newsml


@pytest.mark.parametrize(
    ("identifier", "guid", "version", "rule"),
    [
        (IDENTIFIER, "urn:newsml:ena.example:20240620:A1", 2, VersionRule.SUPPLIER),
        (IDENTIFIER.replace(":A1:2", ":A1:2U"), "urn:newsml:ena.example:20240620:A1", 2, VersionRule.SUPPLIER),
        (IDENTIFIER.replace(":A1:2", ":A1:002"), "urn:newsml:ena.example:20240620:A1", 2, VersionRule.SUPPLIER),
        (IDENTIFIER.replace(":A1:2", ":A1"), "urn:newsml:ena.example:20240620:A1", 2, VersionRule.SUPPLIER),
        (IDENTIFIER.partition("<Public")[0], "urn:newsml:ena.example:20240620:A1", 2, VersionRule.SUPPLIER),
        ("<NewsItemId>A1</NewsItemId>", "urn:newsml:::A1", 1718874000000, VersionRule.VERSION_CREATED),
        (
            "<NewsItemId>A1</NewsItemId><RevisionId>new</RevisionId>",
            "urn:newsml:::A1",
            1718874000000,
            VersionRule.VERSION_CREATED,
        ),
    ],
)
def test_identity(identifier: str, guid: str, version: int, rule: VersionRule) -> None:
    story = read(item(identifier=identifier))

    assert (story.guid, story.version, story.version_rule) == (guid, version, rule)


def test_an_item_without_identity_is_known_by_its_words() -> None:
    first, again = read(item(identifier="")), read(item(identifier=""))
    other = read(item(COMPONENT.replace("One", "Two"), identifier=""))

    assert (first.guid_rule, first.version_rule) == (GuidRule.CONTENT, VersionRule.CONTENT)
    assert first.guid == again.guid != other.guid


@pytest.mark.parametrize(
    ("provider", "supplier"),
    [("ena.org", "ena"), ("www.ena.co.uk", "ena"), ("ENA", "ena"), ("", "unknown")],
)
def test_the_supplier_is_the_provider(provider: str, supplier: str) -> None:
    named = IDENTIFIER.replace("<ProviderId>ena.example", f"<ProviderId>{provider}")

    assert read(item(identifier=named)).supplier == supplier
    assert read(item(identifier=named), supplier="other").supplier == "other"


@pytest.mark.parametrize(
    ("management", "status"),
    [
        ("", Status.USABLE),
        (USABLE, Status.USABLE),
        ('<Status FormalName="Withheld"/>', Status.WITHHELD),
        ('<Status FormalName="Canceled"/>', Status.KILLED),
        ('<Status FormalName="stat:cancelled"/>', Status.KILLED),
        ("<Status>Canceled</Status>", Status.KILLED),
        ('<Status FormalName="Maybe"/>', Status.WITHHELD),
        (USABLE + '<Instruction FormalName="Kill"/>', Status.KILLED),
        (USABLE + '<Instruction FormalName="Hold"/>', Status.WITHHELD),
        (USABLE + '<Instruction FormalName="Correction"/>', Status.USABLE),
        ('<NewsItemType FormalName="Advisory"/>' + USABLE, Status.WITHHELD),
        (
            USABLE
            + '<Instruction FormalName="Update"><RevisionStatus Revision="1"><Status FormalName="Canceled"/>'
            + "</RevisionStatus></Instruction>",
            Status.USABLE,
        ),
    ],
)
def test_status(management: str, status: Status) -> None:
    assert read(item(management=TIMES + management)).status is status


def test_a_kill_may_come_without_content() -> None:
    revision = '<RevisionStatus><Status FormalName="Canceled"/></RevisionStatus>'
    canceled = f'<Instruction FormalName="Update">{revision}</Instruction>'

    assert read(item("", management='<Status FormalName="Canceled"/>')).status is Status.KILLED
    assert read(item("", management=USABLE + canceled)).status is Status.KILLED


@pytest.mark.parametrize(
    ("management", "until"),
    [
        (
            '<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/>'
            "<DateAndTime>20240621T100000Z</DateAndTime></StatusWillChange>",
            datetime(2024, 6, 21, 10, tzinfo=UTC),
        ),
        ('<Status FormalName="Embargoed"/>', UNTIL_A_NEWER_VERSION),
        (
            '<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/>'
            "<DateAndTime>at noon</DateAndTime></StatusWillChange>",
            UNTIL_A_NEWER_VERSION,
        ),
        (
            '<Status FormalName="Usable"/><Property FormalName="Embargo" Value="after the speech"/>',
            UNTIL_A_NEWER_VERSION,
        ),
        ('<Status FormalName="Usable"/><Property FormalName="Embargo" Value="none"/>', None),
    ],
)
def test_embargo(management: str, until: datetime | None) -> None:
    story = read(item(management=TIMES + management))

    assert (story.status, story.embargo_until) == (Status.USABLE, until)


def test_an_embargo_in_a_note_to_editors_hides_the_story() -> None:
    note = (
        '<NewsLines><HeadLine>H</HeadLine><NewsLine><NewsLineType FormalName="AdvisoryLine"/>'
        "<NewsLineText>EMBARGOED until Friday noon</NewsLineText></NewsLine></NewsLines>"
    )
    story = read(item(f"<NewsComponent>{note}{TEXT}</NewsComponent>"))

    assert story.embargo_until == UNTIL_A_NEWER_VERSION
    assert story.ed_note == story.embargo_text == "EMBARGOED until Friday noon"


def test_times_and_what_stands_for_them() -> None:
    story = read(item())
    sent = read(
        item(management=USABLE), envelope="<NewsEnvelope><DateAndTime>20240620T090000Z</DateAndTime></NewsEnvelope>"
    )
    nonsense = read(item(management="<ThisRevisionCreated>YYYYMMDD</ThisRevisionCreated>" + USABLE))

    assert story.first_created == datetime(2024, 6, 20, 8, tzinfo=UTC)
    assert story.version_created == sent.version_created == datetime(2024, 6, 20, 9, tzinfo=UTC)
    assert (nonsense.version_created, nonsense.extra["version_created"]) == (RECEIVED, "YYYYMMDD")


def test_it_will_be_canceled() -> None:
    change = (
        '<StatusWillChange><FutureStatus FormalName="Canceled"/><DateAndTime>20240720T000000Z</DateAndTime>'
        "</StatusWillChange>"
    )
    assert read(item(management=TIMES + USABLE + change)).expires == datetime(2024, 7, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "paragraphs"),
    [
        ("<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>", ["One.", "Two."]),
        ("<p>One.</p><p>Two <b>and</b> a half.</p>", ["One.", "Two and a half."]),
        ("<html><head><title>T</title></head><body><p>One.</p></body></html>", ["One."]),
        ("<![CDATA[<P>One &amp; two.</P><P>Three.</P>]]>", ["One & two.", "Three."]),
        ("&lt;html&gt;&lt;head&gt;&lt;title&gt;T&lt;/title&gt;&lt;/head&gt;&lt;body&gt;One.&lt;/body&gt;", ["One."]),
        ("<![CDATA[<nitf><body><body.content><p>One.</p></body.content></body></nitf>]]>", ["One."]),
        ("<![CDATA[<nitf><body><p>One.</p>]]>", ["One."]),
        ("\n  One.\n\n  Two.\n", ["One.", "Two."]),
        ("1 &lt; 2 is true.", ["1 < 2 is true."]),
    ],
)
def test_content(data: str, paragraphs: list[str]) -> None:
    assert texts(read(item(f"<NewsComponent>{LINES}{component(data)}</NewsComponent>"))) == paragraphs


def test_encoded_content() -> None:
    encoded = (
        '<ContentItem><Encoding Notation="base64"><DataContent>PHA+T25lLjwvcD4=</DataContent></Encoding></ContentItem>'
    )

    assert texts(read(item(f"<NewsComponent>{LINES}{encoded}</NewsComponent>"))) == ["One."]
    broken = encoded.replace("PHA+T25lLjwvcD4=", "no base64!")
    assert texts(read(item(f"<NewsComponent>{LINES}{broken}</NewsComponent>"))) == ["no base64!"]


def test_roles_tell_title_lead_text_and_caption_apart() -> None:
    nested = "".join(
        [
            component("Bridge opens", role="Title"),
            component("The lead.", role="Lead"),
            component("The text.", role="Body"),
            component("In short.", role="Abstract"),
            component("A ship passes.", role="Caption"),
        ]
    )
    story = read(item(f"<NewsComponent>{nested}</NewsComponent>"))

    assert (story.headline, texts(story)) == ("Bridge opens", ["The lead.", "The text."])
    assert (story.extra["abstract"], story.extra["captions"]) == ("In short.", ["A ship passes."])


def test_the_caption_of_a_picture_alone_is_its_text() -> None:
    picture = '<NewsComponent><ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>'
    story = read(item(f"<NewsComponent>{LINES}{component('A ship passes.', role='Caption')}{picture}</NewsComponent>"))

    assert texts(story) == ["A ship passes."]


def test_what_is_said_of_a_picture_is_not_said_of_the_text() -> None:
    picture = (
        "<NewsComponent><NewsLines><ByLine>A. Photographer</ByLine></NewsLines>"
        '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>'
    )
    assert read(item(f"<NewsComponent>{LINES}{picture}{component('One.')}</NewsComponent>")).byline is None


def test_of_equivalent_components_the_fullest_is_read() -> None:
    equivalent = component("Long text of three words more.") + component("Short.")
    story = read(item(f'<NewsComponent EquivalentsList="yes">{LINES}{equivalent}</NewsComponent>'))

    assert (texts(story), story.extra["equivalents"]) == (["Long text of three words more."], ["Short."])


def test_the_same_words_are_read_once() -> None:
    twice = component("One. Two.") + component("<p>One.</p><p>Two.</p>") + component("One.")

    assert texts(read(item(f"<NewsComponent>{LINES}{twice}</NewsComponent>"))) == ["One. Two."]


def test_metadata() -> None:
    lines = (
        '<NewsLines><HeadLine xml:lang="x-default">Bridge opens</HeadLine><SubHeadLine>After ten years</SubHeadLine>'
        "<ByLine>By A. Writer</ByLine><DateLine>OSLO, June 20 (ENA) -</DateLine><CopyrightLine>(c) ENA</CopyrightLine>"
        "<CreditLine>ENA</CreditLine><SlugLine>bridge-opening</SlugLine><KeywordLine>bridge, ships; road</KeywordLine>"
        "</NewsLines>"
    )
    rights = "<RightsMetadata><UsageRights><UsageType>No archive</UsageType></UsageRights></RightsMetadata>"
    descriptive = (
        '<DescriptiveMetadata><Language FormalName="en"/><Genre FormalName="Current"/><Genre FormalName="Feature"/>'
        '<SubjectCode><Subject FormalName="11000000"/><SubjectMatter FormalName="11006000" Scheme="IptcSubjectCodes"/>'
        '</SubjectCode><SubjectCode><Subject FormalName="X1" Scheme="own"/></SubjectCode>'
        '<Location HowPresent="Event"><Property FormalName="City" Value="Bergen"/></Location>'
        '<Location HowPresent="Origin"><Property FormalName="City" Value="OSLO"/>'
        '<Property FormalName="Country" Value="NOR"/></Location>'
        '<Property FormalName="Keyword" Value="Smith, John"/><Property FormalName="Desk" Value="home"/>'
        "</DescriptiveMetadata>"
    )
    story = read(
        item(
            f"<NewsComponent>{lines}{rights}{descriptive}{TEXT}</NewsComponent>",
            management=TIMES
            + USABLE
            + '<Urgency FormalName="3"/><DerivedFrom NewsItem="urn:x"/><Instruction FormalName="Correction"/>',
        )
    )

    assert (story.headline, story.subheadline, story.byline) == ("Bridge opens", "After ten years", "By A. Writer")
    assert (story.slug, story.language, story.genre, story.urgency) == ("bridge-opening", "en", "Feature", 3)
    assert (story.copyright, story.credit, story.usage_terms) == ("(c) ENA", "ENA", "No archive")
    assert (story.replaces, story.correction) == ("urn:x", "Correction")
    assert story.dateline is not None
    assert (story.dateline.text, story.dateline.city, story.dateline.country) == (
        "OSLO, June 20 (ENA) -",
        "Oslo",
        "NOR",
    )
    assert story.keywords == ("Smith, John", "bridge", "ships", "road")
    assert [(subject.code, subject.scheme) for subject in story.subjects] == [
        ("11000000", "subj"),
        ("11006000", "subj"),
        ("X1", "own"),
    ]
    assert story.extra["properties"]["Desk"] == ["home"]


@pytest.mark.parametrize(
    "occurrence", ['<DescriptiveMetadata><TopicOccurrence Topic="#t1"/></DescriptiveMetadata>', ""]
)
def test_topics_of_the_item_are_subjects(occurrence: str) -> None:
    topics = (
        '<TopicSet FormalName="subjects"><Topic Duid="t1"><TopicType FormalName="SubjectMatter"/>'
        '<FormalName Scheme="IptcSubjectCodes">11006000</FormalName><Description Variant="Category">POL</Description>'
        '<Description xml:lang="fr">gouvernement</Description><Description xml:lang="en">government</Description>'
        "</Topic></TopicSet>"
    )
    story = read(item(f"<NewsComponent>{topics}{LINES}{occurrence}{TEXT}</NewsComponent>"))

    assert story.subjects == (Subject(code="11006000", scheme="subj", name="government"),)


def test_a_date_alone_is_no_dateline() -> None:
    lines = "<NewsLines><HeadLine>H</HeadLine><DateLine>20/6/2024</DateLine></NewsLines>"

    assert read(item(f"<NewsComponent>{lines}{TEXT}</NewsComponent>")).dateline is None


def test_each_item_gets_its_own_result() -> None:
    entries = read_all(item(), item(""), item(identifier=IDENTIFIER.replace("A1", "A2")))

    assert [type(entry) for entry in entries] == [Story, InvalidStory, Story]
    assert isinstance(entries[1], InvalidStory)
    assert entries[1].position == "NewsItem 2"


def test_an_item_inside_another_is_a_story_of_its_own() -> None:
    inner = item(identifier=IDENTIFIER.replace("A1", "A2"))
    entries = read_all(item(f"<NewsComponent>{inner}</NewsComponent>"))

    assert isinstance(entries[0], NotAStory)
    assert isinstance(entries[1], Story)


@pytest.mark.parametrize(
    ("content", "error", "reason"),
    [
        ("<Update><Delete DuidRef='x'/></Update>", InvalidStory, "Update"),
        ("", InvalidStory, "no NewsComponent"),
        ("<TopicSet/>", NotAStory, "vocabulary"),
        ("<NewsComponent><NewsItemRef NewsItem='urn:x'/></NewsComponent>", NotAStory, "neither a headline nor text"),
    ],
)
def test_what_is_no_story(content: str, error: type[DeliveryError], reason: str) -> None:
    (entry,) = read_all(item(content))

    assert isinstance(entry, error)
    assert reason in str(entry)


def test_a_delivery_that_cannot_be_read() -> None:
    with pytest.raises(NotAStory, match="no NewsItem"):
        read_all("<TopicSet/>")
    with pytest.raises(MalformedDelivery):
        read_all(item()[:200])


def test_too_many_parts_are_refused() -> None:
    (entry,) = read_all(item(f"<NewsComponent>{LINES}{component('x') * newsml_1_text.MAX_PARTS}</NewsComponent>"))

    assert isinstance(entry, DeliveryTooLarge)


def test_another_character_set() -> None:
    body = f'<?xml version="1.0" encoding="iso-8859-1"?><NewsML>{item(COMPONENT.replace("One", "Brücke"))}</NewsML>'
    for charset in ("utf-8", "iso-8859-1"):
        (story,) = newsml_1.parse(Delivery(id="d1", body=body.encode(charset), received=RECEIVED))
        assert isinstance(story, Story)
        assert story.body_text == "Brücke."


def test_a_heading_that_repeats_the_headline_is_no_body() -> None:
    page = "<html><body><h1>Bridge opens</h1><p>It opened.</p></body></html>"

    assert texts(read(item(f"<NewsComponent>{LINES}{component(page)}</NewsComponent>"))) == ["It opened."]
