"""NewsML-G2: messages and items, identity, life, text and tags."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError, DeliveryTooLarge, InvalidStory, MalformedDelivery, NotAStory
from newswire.formats import newsml_g2, newsml_g2_body, newsml_g2_meta
from newswire.story import UNTIL_A_NEWER_VERSION, Organisation, Person, Place, Status, Story, Subject, VersionRule
from tests.unit.formats.deliveries import RECEIVED

CREATED = "<versionCreated>2024-06-20T14:00:00+02:00</versionCreated>"
CREATED_MS = 1718884800000
XHTML = '<inlineXML contenttype="application/xhtml+xml"><html><body>{}</body></html></inlineXML>'


def _item(
    item_meta: str = "", content_meta: str = "", content: str = "", attributes: str = 'version="2"', guid: str = "g"
) -> str:
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" {attributes}>'
        f"<itemMeta>{item_meta}</itemMeta><contentMeta>{content_meta}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def _message(*items: str) -> str:
    return (
        f"<newsMessage><header><sender>ena.example</sender></header><itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


def _all(document: str, supplier: str | None = None) -> list[Story | DeliveryError]:
    return newsml_g2.parse(Delivery(id="d1", body=document.encode(), received=RECEIVED, supplier=supplier))


def _names(tags: tuple[Person | Organisation | Place, ...]) -> list[str]:
    return [tag.name for tag in tags]


def _story(document: str, supplier: str | None = None) -> Story:
    (story,) = _all(document, supplier)
    assert isinstance(story, Story)
    return story


@pytest.mark.parametrize(
    ("head", "is_g2"),
    [
        ("<newsItem guid='x'>", True),
        ("<ns0:newsMessage xmlns:ns0='http://iptc.org/std/nar/2006-10-01/'>", True),
        ("<packageItem>", True),
        ("<knowledgeItem>", True),
        ("<NewsML>", False),
        ("<newsItems>", False),
    ],
)
def test_recognised_by_the_root(head: str, is_g2: bool) -> None:
    assert newsml_g2.recognises(head, "") is is_g2


@pytest.mark.parametrize("root", ["planningItem", "conceptItem", "knowledgeItem", "catalogItem"])
def test_other_items_are_no_stories(root: str) -> None:
    with pytest.raises(NotAStory, match=root.removesuffix("Item")):
        _all(f"<{root} guid='g'/>")


def test_each_item_of_a_message_has_its_own_outcome() -> None:
    headline = "<headline>H</headline>"
    items = _all(
        _message(
            _item(content_meta=headline, guid="a"),
            "<planningItem/>",
            _item(content_meta=headline, guid=""),
            "<packageItem guid='c'/>",
            f"<packageItem guid='d'><contentMeta>{headline}</contentMeta></packageItem>",
            "<other/>",
        )
    )

    assert [item.guid if isinstance(item, Story) else type(item) for item in items] == [
        "a", NotAStory, InvalidStory, NotAStory, "d", NotAStory
    ]  # fmt: skip
    assert [item.position for item in items if isinstance(item, DeliveryError)] == [
        f"item {number} of 6" for number in (2, 3, 4, 6)
    ]


@pytest.mark.parametrize("message", ["<newsMessage/>", "<newsMessage><itemSet/></newsMessage>"])
def test_an_empty_message(message: str) -> None:
    with pytest.raises(NotAStory):
        _all(message)


@pytest.mark.parametrize(
    ("guid", "version", "expected"),
    [
        ("tag:ena.example,2024:x", "3", "tag:ena.example,2024:x"),
        ("tag:ena.example,2024:x:3", "3", "tag:ena.example,2024:x"),
        ("tag:ena.example,2024:x:3", "4", "tag:ena.example,2024:x:3"),
        ("urn:newsml:ena.example:20240620:abc:3", "3", "urn:newsml:ena.example:20240620:abc"),
        # Here the number is the story's, not the version's.
        ("urn:newsml:ena.example:20240620:3", "3", "urn:newsml:ena.example:20240620:3"),
        ("tag:ena.example,2024:3", "3", "tag:ena.example,2024:3"),
        ("x:3", "3", "x:3"),
    ],
)
def test_a_version_at_the_end_of_the_guid_is_taken_off(guid: str, version: str, expected: str) -> None:
    assert _story(_item(guid=guid, attributes=f'version="{version}"')).guid == expected


@pytest.mark.parametrize(
    ("attributes", "item_meta", "version", "rule"),
    [
        ('version="7"', CREATED, 7, VersionRule.SUPPLIER),
        ("", CREATED, CREATED_MS, VersionRule.VERSION_CREATED),
        ('version="1.2"', CREATED, CREATED_MS, VersionRule.VERSION_CREATED),
        (f'version="{"9" * 30}"', CREATED, CREATED_MS, VersionRule.VERSION_CREATED),
        ('version="²"', "", CREATED_MS, VersionRule.RECEIVED),
    ],
)
def test_version(attributes: str, item_meta: str, version: int, rule: VersionRule) -> None:
    story = _story(_item(item_meta, attributes=attributes))

    assert (story.version, story.version_rule) == (version, rule)


@pytest.mark.parametrize(
    ("provider", "supplier"),
    [
        ('<provider literal="ENA"/>', "ena"),
        ('<provider literal="ena.example"/>', "ena"),
        ('<provider literal="www.ena.co.uk"/>', "ena"),
        ('<provider qcode="nprov:ENA"/>', "ena"),
        ('<provider qcode="x:z01"><name>Example News</name></provider>', "example-news"),
        ('<provider uri="http://cv.example/prov/ENA"/>', "ena"),
        ("<provider/>", "unknown"),
    ],
)
def test_supplier(provider: str, supplier: str) -> None:
    assert _story(_item(provider)).supplier == supplier
    assert _story(_item(provider), "other").supplier == "other"


def test_the_sender_of_the_message_is_the_supplier_where_the_item_names_none() -> None:
    assert _story(_message(_item())).supplier == "ena"


@pytest.mark.parametrize(
    ("item_meta", "status"),
    [
        ("", Status.USABLE),
        ('<pubStatus qcode="stat:usable"/>', Status.USABLE),
        ('<pubStatus qcode="stat:withheld"/>', Status.WITHHELD),
        ('<pubStatus qcode="stat:canceled"/>', Status.KILLED),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', Status.KILLED),
        ('<pubStatus qcode="stat:withdrawn"/>', Status.WITHHELD),
        ("<pubStatus/>", Status.WITHHELD),
        ('<signal qcode="sig:kill"/>', Status.WITHHELD),
        ('<signal qcode="sig:update"/>', Status.USABLE),
        ('<pubStatus qcode="stat:usable"/><pubStatus qcode="stat:canceled"/>', Status.KILLED),
    ],
)
def test_status(item_meta: str, status: Status) -> None:
    assert _story(_item(item_meta)).status is status


def test_a_kill_is_a_story_even_without_text() -> None:
    story = _story(_item('<itemClass qcode="ninat:picture"/><pubStatus qcode="stat:canceled"/>'))

    assert (story.status, story.guid) == (Status.KILLED, "g")


@pytest.mark.parametrize("kind", ["ninat:picture", "icls:video", "ninat:graphic"])
def test_a_picture_is_a_story_where_it_has_words(kind: str) -> None:
    item_class = f'<itemClass qcode="{kind}"/>'

    with pytest.raises(NotAStory):
        _all(_item(item_class))
    assert _story(_item(item_class, "<headline>A picture</headline>")).headline == "A picture"
    assert _story(_item(item_class, "<description>What it shows.</description>")).body_text == "What it shows."


@pytest.mark.parametrize(
    ("item_meta", "until", "text"),
    [
        ("<embargoed/>", None, None),
        ("<embargoed>2024-06-20T18:00:00Z</embargoed>", datetime(2024, 6, 20, 18, tzinfo=UTC), None),
        ("<embargoed>2024-06-20T18:00:00</embargoed>", datetime(2024, 6, 21, 6, tzinfo=UTC), None),
        (
            "<embargoed>2024-06-20T18:00:00Z</embargoed><embargoed>2024-06-20T19:00:00Z</embargoed>",
            datetime(2024, 6, 20, 19, tzinfo=UTC),
            None,
        ),
        ("<embargoed>tonight</embargoed>", UNTIL_A_NEWER_VERSION, "tonight"),
        ('<edNote role="x:embargo">Not before the speech</edNote>', UNTIL_A_NEWER_VERSION, "Not before the speech"),
        (
            '<embargoed>2024-06-20T18:00:00Z</embargoed><edNote role="x:embargo">Not before eight</edNote>',
            datetime(2024, 6, 20, 18, tzinfo=UTC),
            None,
        ),
    ],
)
def test_embargo(item_meta: str, until: datetime | None, text: str | None) -> None:
    story = _story(_item(item_meta))

    assert (story.embargo_until, story.embargo_text) == (until, text)


def test_times_fall_back_and_nonsense_loses_no_story() -> None:
    story = _story(
        _item(
            "<versionCreated/><firstCreated>yesterday</firstCreated>",
            "<contentCreated>2024-06-19T10:00:00Z</contentCreated><contentModified>2024-06-20T10:00:00Z</contentModified>",
        )
    )

    assert story.version_created == datetime(2024, 6, 20, 10, tzinfo=UTC)
    assert story.first_created == datetime(2024, 6, 19, 10, tzinfo=UTC)
    assert story.extra["raw"] == {"firstCreated": "yesterday"}
    assert "yesterday" in story.warnings[0]


def test_a_picture_did_not_come_out_when_it_was_taken() -> None:
    taken = "<contentCreated>1999-01-01T00:00:00Z</contentCreated><headline>H</headline>"

    assert _story(_item(f'<itemClass qcode="ninat:picture"/>{CREATED}', taken)).first_created is None


def test_a_time_without_zone_is_in_the_suppliers() -> None:
    story = _story(_item('<provider literal="STT"/><versionCreated>2024-06-20T14:00:00</versionCreated>'))

    assert story.version_created == datetime(2024, 6, 20, 11, tzinfo=UTC)
    assert "Helsinki" in story.warnings[0]


@pytest.mark.parametrize(
    ("content_meta", "headline", "subheadline"),
    [
        ("<headline> Main\n line </headline>", "Main line", None),
        ('<headline rank="3">Kicker</headline><headline rank="1">Main</headline>', "Main", None),
        ('<headline role="hld:subHeadline">Sub</headline><headline>Main</headline>', "Main", "Sub"),
        ('<headline role="hld:subHeadline">Sub</headline>', "Sub", None),
        ("<headline/>", "Title", None),
    ],
)
def test_headline(content_meta: str, headline: str, subheadline: str | None) -> None:
    story = _story(_item("<title>Title</title>", content_meta))

    assert (story.headline, story.subheadline) == (headline, subheadline)


def test_notes_to_editors_without_telephone_numbers() -> None:
    notes = (
        '<edNote>Adds quote</edNote><edNote role="x:editorialnote" pubconstraint="y:nonpublic">See picture</edNote>'
        '<edNote role="dpaednoterole:dpacontacts">Ada +49 30 1</edNote><edNote role="z:closingline">ab cd</edNote>'
        "<edNote>Adds quote</edNote>"
    )

    assert _story(_item(notes)).ed_note == "Adds quote\nSee picture"


@pytest.mark.parametrize(
    ("content_meta", "city", "country"),
    [
        ("<dateline>OSLO, Norway (ENA) -</dateline>", "Oslo", "Norway"),
        # What is printed counts, not where it was written.
        ("<dateline>OSLO</dateline><located><name>Bergen</name></located>", "Oslo", None),
        (
            '<dateline>ENA DESK - OSLO, 20 JUN -</dateline><located><name>Oslo</name><broader type="cptype:country">'
            "<name>Norway</name></broader></located>",
            "Oslo",
            "Norway",
        ),
    ],
)
def test_dateline(content_meta: str, city: str, country: str | None) -> None:
    found = _story(_item(content_meta=content_meta)).dateline

    assert found is not None
    assert (found.city, found.country) == (city, country)


def test_where_it_was_written_is_no_dateline() -> None:
    story = _story(_item(content_meta="<dateline>2024-06-20 12:00</dateline><located><name>Bergen</name></located>"))

    assert story.dateline is None
    assert story.extra["places"] == ["Bergen"]


@pytest.mark.parametrize(
    ("content", "paragraphs"),
    [
        (XHTML.format("<p>One <b>b</b>.</p><h2>Two</h2>"), ["One b.", "Two"]),
        (XHTML.format("One\n   line two\n\n   Two"), ["One\nline two", "Two"]),
        (XHTML.format("<header><h1>H</h1></header><p>One</p>"), ["One"]),
        (XHTML.format("<p>5&lt;endash&gt;-&lt;/endash&gt;6 &lt;ada@ena.example&gt;</p>"), ["5-6 <ada@ena.example>"]),
        ("<inlineXML><nitf><body><body.content><p>One</p></body.content></body></nitf></inlineXML>", ["One"]),
        ("<inlineXML><section><p>One</p></section></inlineXML>", ["One"]),
        ('<inlineData contenttype="text/plain">One\n\nTwo</inlineData>', ["One", "Two"]),
        ('<inlineData contenttype="text/plain"><![CDATA[<p>One</p><p>Two</p>]]></inlineData>', ["One", "Two"]),
        ("<inlineData>&lt;nitf&gt;&lt;body&gt;&lt;p&gt;One&lt;/p&gt;&lt;/body&gt;&lt;/nitf&gt;</inlineData>", ["One"]),
        ("<inlineData>&lt;nitf&gt;&lt;p&gt;One</inlineData>", ["One"]),
        ('<inlineData encoding="e:base64">T25l</inlineData>', ["One"]),
        ('<inlineData contenttype="text/html; charset=utf-8" encoding="e:base64">PHA+w6k8L3A+</inlineData>', ["é"]),
        (
            "<inlineXML><TTNITF><head/><body><body.head/><body.content><p>One</p></body.content></body></TTNITF></inlineXML>",
            ["One"],
        ),
        # Of several renditions the one that says most.
        (f"<inlineData>Less</inlineData>{XHTML.format('<p>Much more</p>')}", ["Much more"]),
        ("<inlineXML/><remoteContent href='http://example.com/x'/>", []),
    ],
)
def test_body(content: str, paragraphs: list[str]) -> None:
    assert [paragraph.text for paragraph in _story(_item(content=content)).paragraphs] == paragraphs


@pytest.mark.parametrize(
    "attributes",
    [
        'contenttype="application/pdf" encoding="e:base64"',
        'encoding="e:zip"',
        'contenttype="text/plain" encoding="e:base64"',
    ],
)
def test_content_that_cannot_be_read_is_said(attributes: str) -> None:
    story = _story(_item(content=f"<inlineData {attributes}>T</inlineData>"))

    assert story.body_text == ""
    assert [warning for warning in story.warnings if warning.startswith("content left out")]


def test_an_item_without_text_has_its_descriptions() -> None:
    story = _story(
        _item(content_meta='<description role="d:a">Long text.</description><description>Long</description>')
    )

    assert story.body_text == "Long text."


def test_inline_nitf_fills_what_the_item_leaves_open() -> None:
    content = (
        "<inlineXML><nitf><head><title>Head</title></head><body><body.head><byline>By Ada</byline><dateline>OSLO"
        "</dateline></body.head><body.content><note type='npa'><p>Note</p></note><p>Text</p></body.content></body>"
        "</nitf></inlineXML>"
    )
    story = _story(_item(content=content))
    assert story.dateline is not None

    assert (story.headline, story.byline, story.dateline.city, story.ed_note) == ("Head", "By Ada", "Oslo", "Note")
    assert _story(_item(content_meta="<by>Bo</by><headline>Own</headline>", content=content)).byline == "Bo"


def test_tags() -> None:
    story = _story(
        _item(
            content_meta=(
                "<urgency>2</urgency><slugline/><slugline>A-B</slugline><creditline>ENA–</creditline>"
                '<language tag="nb"/>'
                '<subject qcode="medtop:20000123"><name>n</name></subject><subject qcode="x:a:b"/>'
                '<subject uri="http://cv.iptc.org/newscodes/mediatopic/20000124"/>'
                "<subject><name>Only named</name></subject>"
                '<subject qcode="ena:7"><sameAs qcode="subj:15054000"/><sameAs qcode="wikidata:Q1"/></subject>'
                "<subject/>"
                '<subject type="cpnat:person" qcode="p:1"><name>Ada</name></subject>'
                '<subject type="cpnat:organisation" literal="ENA"/>'
                '<subject type="cpnat:geoArea"><name>Oslo</name></subject>'
                '<keyword>k</keyword><keyword>k</keyword><genre qcode="g:1"><name>Feature</name></genre>'
            )
        )
    )

    assert story.subjects[:6] == (
        Subject(code="20000123", scheme="medtop", name="n"),
        Subject(code="a:b", scheme="x"),
        Subject(code="20000124", scheme="http://cv.iptc.org/newscodes/mediatopic"),
        Subject(code="Only named", name="Only named"),
        Subject(code="7", scheme="ena"),
        Subject(code="15054000", scheme="subj"),
    )
    assert [_names(story.people), _names(story.organisations), _names(story.places)] == [["Ada"], ["ENA"], ["Oslo"]]
    assert (story.keywords, story.genre, story.urgency, story.slug) == (("k",), "Feature", 2, "A-B")
    assert (story.credit, story.language) == ("ENA", "nb")


@pytest.mark.parametrize(
    ("signals", "correction"),
    [
        ("", None),
        ('<signal qcode="sig:update"/>', "update"),
        ('<signal qcode="sig:update"/><signal qcode="sig:correction"/>', "correction"),
        ('<signal uri="http://cv.iptc.org/newscodes/signal/correction"/>', "correction"),
        ('<signal qcode="other:thing"/>', None),
    ],
)
def test_correction(signals: str, correction: str | None) -> None:
    assert _story(_item(signals)).correction == correction


def test_a_link_names_what_the_item_replaces() -> None:
    links = '<link rel="irel:seeAlso" residref="s"/><link rel="irel:previousVersion" residref="g"/>'

    assert _story(_item(links)).replaces is None
    assert _story(_item(links + '<link rel="irel:previousVersion" residref="old"/>')).replaces == "old"


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ("<newsItem>", MalformedDelivery),
        ('<newsItem xmlns="x"/>', InvalidStory),
        (_item(content_meta="<keyword/>" * (newsml_g2_meta.MAX_PROPERTIES + 1)), DeliveryTooLarge),
        (_item(content=XHTML.format("<p>a</p>" * 10_001)), DeliveryTooLarge),
        (_item(content="<inlineData/>" * (newsml_g2_body.MAX_RENDITIONS + 1)), DeliveryTooLarge),
        (_message("<newsItem/>" * 5001), DeliveryTooLarge),
    ],
)
def test_refused(document: str, error: type[DeliveryError]) -> None:
    with pytest.raises(error):
        _all(document)


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        (XHTML.format("<p>One two three four.</p>"), []),
        (XHTML.format("<p>One two three.</p>"), []),
        (XHTML.format("<p>Another text.</p>"), ["Another text."]),
    ],
)
def test_renditions_that_differ_are_kept_and_said(other: str, kept: list[str]) -> None:
    story = _story(
        _item(CREATED, content=XHTML.format("<p>One two three. four.</p><p>One two three four.</p>") + other)
    )

    assert story.paragraphs[0].text == "One two three. four."
    assert story.extra.get("renditions", []) == kept
    assert any("renditions differ" in warning for warning in story.warnings) is bool(kept)


def test_a_heading_that_repeats_the_headline_is_no_body() -> None:
    content = XHTML.format("<h1>Bridge opens</h1><p>It opened.</p>")

    assert _story(_item(CREATED, "<headline>Bridge opens</headline>", content)).body_text == "It opened."


@pytest.mark.parametrize(
    ("meta", "supplier"),
    [
        ('<provider qcode="nprov:ANP"/><copyrightHolder literal="AFP"/>', "anp"),
        ("<provider><name>Agencia EFE</name></provider>", "efe"),
        ("<copyrightHolder><name>\u00a9 TT Nyhetsbyr\u00e5n AB</name></copyrightHolder>", "tt"),
        ("", "unknown"),
    ],
)
def test_where_the_supplier_is_named(meta: str, supplier: str) -> None:
    assert _story(_item(CREATED + meta, content=XHTML.format("<p>Text.</p>"))).supplier == supplier
