"""NITF: identity, life, text and what agencies make of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError, DeliveryTooLarge, MalformedDelivery
from newswire.formats import nitf, nitf_head, nitf_text
from newswire.normalise.finish import finish
from newswire.story import (
    UNTIL_A_NEWER_VERSION,
    Dateline,
    GuidRule,
    Organisation,
    Person,
    Place,
    Status,
    Story,
    VersionRule,
)
from tests.unit.formats.deliveries import RECEIVED

ISSUED = '<date.issue norm="20240620T140000+0200"/>'
ISSUED_MS = 1718884800000


def _document(
    docdata: str = "", head: str = "", body_head: str = "", content: str = "<p>Text.</p>", end: str = ""
) -> str:
    return (
        f"<nitf><head>{head}<docdata>{docdata}</docdata></head><body><body.head>{body_head}</body.head>"
        f"<body.content>{content}</body.content><body.end>{end}</body.end></body></nitf>"
    )


def _stories(document: str | bytes, supplier: str | None = None) -> list[Story | DeliveryError]:
    body = document if isinstance(document, bytes) else document.encode()
    return nitf.parse(Delivery(id="d1", body=body, received=RECEIVED, supplier=supplier))


def _names(tags: tuple[Person | Organisation | Place, ...]) -> list[str]:
    return [tag.name for tag in tags]


def _story(document: str | bytes, supplier: str | None = None) -> Story:
    (story,) = _stories(document, supplier)
    assert isinstance(story, Story)
    return story


@pytest.mark.parametrize(
    ("head", "is_nitf"),
    [
        ("<nitf>", True),
        ('<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE nitf SYSTEM "nitf.dtd">\n<nitf version="3.2">', True),
        ('<n:nitf xmlns:n="http://iptc.org/std/NITF/2006-10-18/">', True),
        ("<newsItem>", False),
        ("nitf", False),
    ],
)
def test_recognised_by_the_root(head: str, is_nitf: bool) -> None:
    assert nitf.recognises(head, "") is is_nitf


def test_the_doc_id_is_the_guid_and_the_time_of_issue_the_version() -> None:
    story = _story(_document(f'<doc-id id-string="ENA.1" regsrc="ENA"/>{ISSUED}'))

    assert (story.supplier, story.guid, story.guid_rule) == ("ena", "ENA.1", GuidRule.SUPPLIER)
    assert (story.version, story.version_rule) == (ISSUED_MS, VersionRule.VERSION_CREATED)
    assert story.version_created == datetime(2024, 6, 20, 12, tzinfo=UTC)


def test_without_doc_id_updates_share_the_dynamic_use_key() -> None:
    first = _story(_document(f'<du-key key="Quake" version="1"/>{ISSUED}', content="<p>One.</p>"))
    second = _story(_document('<du-key key="Quake" version="2"/><date.issue norm="20240621"/>', content="<p>Two.</p>"))

    assert (first.guid, first.guid_rule) == (second.guid, GuidRule.CONTENT)
    assert second.version > first.version


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (("20240620T140000Z", "Quake"), ("20240620T150000Z", "Quake"), True),
        (("20240620T140000Z", "Quake"), ("2024-06-20T15:00:00Z", "Quake"), True),
        (("20240620T140000Z", "Quake"), ("20240621T140000Z", "Quake"), False),
        (("20240620T140000Z", "Quake"), ("20240620T140000Z", "Flood"), False),
    ],
)
def test_without_any_id_day_and_headline_identify(one: tuple[str, str], other: tuple[str, str], is_same: bool) -> None:
    guids = [
        _story(_document(f'<date.issue norm="{issued}"/>', body_head=f"<hedline><hl1>{text}</hl1></hedline>")).guid
        for issued, text in (one, other)
    ]

    assert (guids[0] == guids[1]) is is_same


def _supplier(**parts: str) -> str:
    return _story(_document(**parts)).supplier


@pytest.mark.parametrize(
    ("parts", "supplier"),
    [
        ({"docdata": '<doc.rights agent="AAP"/>'}, "aap"),
        ({"docdata": '<doc.copyright holder="The Canadian Press. All rights reserved."/>'}, "canadian-press"),
        ({"body_head": "<distributor>Agencia EFE</distributor>"}, "efe"),
        ({"body_head": "<rights><rights.owner>Agencia EFE, S.A.</rights.owner></rights>"}, "efe"),
        ({"body_head": "<rights><rights.agent>Nordwire</rights.agent></rights>"}, "nordwire"),
        ({"head": '<meta name="nw-source" content="Nordwire"/>'}, "nordwire"),
        ({"head": '<meta name="Agencia" content="EFE"/>'}, "efe"),
        ({"head": '<meta name="nw-original-source" content="AFP"/>'}, "unknown"),
        ({"body_head": "<dateline>OSLO, June 20 (NW) -</dateline>"}, "nw"),
        ({"content": "<p>Oslo, 20 jun (NW).- Text.</p>"}, "nw"),
        ({"content": "<p>The agency (NW) was closed.</p>"}, "unknown"),
        ({"docdata": '<from-src src-name="Nordwire"/>', "content": "<p>OSLO (AP) - Text.</p>"}, "nordwire"),
    ],
)
def test_where_the_supplier_is_named(parts: dict[str, str], supplier: str) -> None:
    assert _supplier(**parts) == supplier


@pytest.mark.parametrize(
    "message",
    [
        '<ed-msg info="MANDATORY KILL"/>',
        "<ed-msg>MANDATORY KILL</ed-msg>",
        '<ed-msg info="Eds">MANDATORY KILL</ed-msg>',
        '<ed-msg msg-type="Kill" info="Wrong"/>',
        '<ed-msg info="A note"/><ed-msg msg-type="withdrawal"/>',
    ],
)
def test_a_message_to_editors_can_hold_the_story(message: str) -> None:
    assert finish(_story(_document(message))).status is Status.WITHHELD


@pytest.mark.parametrize(
    ("docdata", "supplier"),
    [
        ('<doc-id regsrc="ena.example"/><doc.copyright holder="Other"/>', "ena"),
        ('<del-list><from-src src-name="ENA"/></del-list>', "ena"),
        ('<doc.rights owner="ENA"/><doc.copyright holder="Example News Agency"/>', "ena"),
        ('<doc.copyright holder="Example News Agency"/>', "example-news-agency"),
        ("", "unknown"),
    ],
)
def test_supplier(docdata: str, supplier: str) -> None:
    assert _story(_document(docdata)).supplier == supplier
    assert _story(_document(docdata), "other").supplier == "other"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("", Status.USABLE),
        ('management-status="usable"', Status.USABLE),
        ('management-status="embargoed"', Status.USABLE),
        ('management-status="withheld"', Status.WITHHELD),
        ('management-status="Canceled"', Status.KILLED),
        ('management-status="pending"', Status.WITHHELD),
    ],
)
def test_status(said: str, status: Status) -> None:
    document = _document(ISSUED).replace("<docdata>", f"<docdata {said}>")

    assert _story(document).status is status


@pytest.mark.parametrize(
    ("said", "docdata", "until", "text"),
    [
        ("", "", None, None),
        ("", '<date.release norm="20240620T140000+0200"/>', None, None),
        ("", '<date.release norm="20240620T180000Z"/>', datetime(2024, 6, 20, 18, tzinfo=UTC), None),
        ("embargoed", '<date.release norm="20240620T100000Z"/>', datetime(2024, 6, 20, 10, tzinfo=UTC), None),
        # Without a zone it lasts until the last hour that it can mean.
        ("embargoed", '<date.release norm="20240620T180000"/>', datetime(2024, 6, 21, 6, tzinfo=UTC), None),
        ("embargoed", '<ed-msg info="Not before noon"/>', UNTIL_A_NEWER_VERSION, "Not before noon"),
        ("embargoed", "", UNTIL_A_NEWER_VERSION, "embargoed"),
        ("", '<ed-msg msg-type="Embargo" info="0600 Thursday"/>', UNTIL_A_NEWER_VERSION, "0600 Thursday"),
        ("", '<ed-msg msg-type="announcement" info="For Thursday"/>', None, None),
        ("", '<date.release norm="on Friday"/>', UNTIL_A_NEWER_VERSION, "on Friday"),
        # A template that nobody filled in says nothing.
        ("", '<date.release norm="YYYYMMDD000000-HHMM"/>', None, None),
    ],
)
def test_embargo(said: str, docdata: str, until: datetime | None, text: str | None) -> None:
    document = _document(ISSUED + docdata).replace("<docdata>", f'<docdata management-status="{said or "usable"}">')
    story = _story(document)

    assert (story.embargo_until, story.embargo_text) == (until, text)


def test_a_document_kills_another_one() -> None:
    document = _document(f'<doc-id id-string="b"/>{ISSUED}').replace(
        "<docdata>", '<docdata management-doc-idref="a" management-idref-status="canceled">'
    )
    story, other = _stories(document)
    assert isinstance(story, Story)
    assert isinstance(other, Story)

    assert (story.guid, story.status, story.replaces) == ("b", Status.USABLE, "a")
    assert (other.guid, other.status, other.version, other.paragraphs) == ("a", Status.KILLED, story.version, ())


@pytest.mark.parametrize(
    "said", ['management-doc-idref="a"', 'management-doc-idref="a" management-idref-status="usable"']
)
def test_a_document_that_leaves_another_one_usable_is_alone(said: str) -> None:
    assert len(_stories(_document(ISSUED).replace("<docdata>", f"<docdata {said}>"))) == 1


def test_what_it_corrects() -> None:
    assert _story(_document('<correction info="Fixes the name" id-string="a0"/>')).correction == "Fixes the name"


def test_a_nonsense_date_loses_no_story() -> None:
    story = _story(_document('<date.issue norm="YYYYMMDD"/><date.expire norm="never"/>'))

    assert (story.version_created, story.version_rule) == (RECEIVED, VersionRule.RECEIVED)
    assert story.extra["raw"] == {"date.issue": "YYYYMMDD", "date.expire": "never"}
    assert len(story.warnings) == 3


def test_a_time_without_zone_is_in_the_suppliers() -> None:
    story = _story(_document('<date.issue norm="20240620T140000"/>'), "stt")

    assert story.version_created == datetime(2024, 6, 20, 11, tzinfo=UTC)
    assert "Helsinki" in story.warnings[0]


@pytest.mark.parametrize(
    ("body_head", "headline", "subheadline"),
    [
        ("<hedline><hl1>Main  line</hl1><hl2>Second</hl2></hedline>", "Main line", "Second"),
        ("<hedline><hl1>Main</hl1><hl2>Main</hl2></hedline>", "Main", None),
        ("<headline><hl1>Main</hl1></headline>", "Main", None),
        ("<hedline>Bare</hedline>", "Bare", None),
        ("<hedline><hl1/></hedline>", "Title", None),
        ("", "Title", None),
    ],
)
def test_headline(body_head: str, headline: str, subheadline: str | None) -> None:
    story = _story(_document(head="<title>Title</title>", body_head=body_head))

    assert (story.headline, story.subheadline) == (headline, subheadline)


@pytest.mark.parametrize(
    ("byline", "text"),
    [
        ("By Ada Example", "By Ada Example"),
        ("By<person>Ada Example</person><byttl>Reporter</byttl>", "By Ada Example, Reporter"),
        ("By <person>Ada Example</person>, <byttl>Reporter</byttl>", "By Ada Example, Reporter"),
        ("\n  <person>Ada</person> and <person>Bo</person>\n", "Ada and Bo"),
        ("", None),
    ],
)
def test_byline(byline: str, text: str | None) -> None:
    assert _story(_document(body_head=f"<byline>{byline}</byline>")).byline == text


@pytest.mark.parametrize(
    ("dateline", "expected"),
    [
        ("<location><city>OSLO</city>, <country>Norway</country></location>", ("OSLO, Norway", "Oslo", "Norway", None)),
        (
            "<location><city>Oslo</city>\n<country>Norway</country></location>"
            '<story.date norm="20240620T120000Z">June 20'
            "</story.date>",
            ("Oslo, Norway", "Oslo", "Norway", date(2024, 6, 20)),
        ),
        ("<location>NEW YORK</location>", ("NEW YORK", "New York", None, None)),
        ("SYDNEY March 22 ENA -", ("SYDNEY March 22 ENA -", "Sydney", None, None)),
        ("Tromsø, Norway (ENA) -", ("Tromsø, Norway (ENA) -", "Tromsø", "Norway", None)),
        ("PORT-AU-PRINCE --", ("PORT-AU-PRINCE --", "Port-au-Prince", None, None)),
        ("(ENA) - ROMA, 20 GIU -", ("(ENA) - ROMA, 20 GIU -", "Roma", None, None)),
    ],
)
def test_dateline(dateline: str, expected: tuple[str, str, str | None, date | None]) -> None:
    text, city, country, day = expected
    found = _story(_document(body_head=f"<dateline>{dateline}</dateline>")).dateline

    assert found == Dateline(text=text, city=city, country=country, date=day)


@pytest.mark.parametrize(
    "dateline", ["", "2024-06-20 12:00:00 GMT", "JUNE 20, 2024", "No-Data-Available", '<story.date norm="20240620"/>']
)
def test_no_dateline(dateline: str) -> None:
    assert _story(_document(body_head=f"<dateline>{dateline}</dateline>")).dateline is None


def test_body_in_order_and_pictures_and_notes_apart() -> None:
    content = (
        '<note noteclass="editorsnote" type="npa"><body.content><p>For editors.</p></body.content></note>'
        "<media><media-caption>A picture.</media-caption><media-producer>B</media-producer></media>"
        "<p>First <person>Ada</person>’s.</p><hl2>Between</hl2><block><p>Second.</p><ul><li>Item</li></ul></block>"
        "<table><tr><td>a</td><td>1</td></tr></table>"
    )
    story = _story(_document('<ed-msg info="Adds detail"/>', content=content, end="<tagline>Bo helped.</tagline>"))

    assert [paragraph.text for paragraph in story.paragraphs] == [
        "First Ada’s.", "Between", "Second.", "Item", "a\t1", "Bo helped."
    ]  # fmt: skip
    assert story.ed_note == "Adds detail\nFor editors."
    assert story.extra["captions"] == ("A picture.",)


@pytest.mark.parametrize(
    "content", ["One.\n\n  Two.", "<block>One.\n\n  Two.</block>", "<p>One.</p><p>Two.</p>", "<p>One.</p>Two."]
)
def test_body_with_and_without_paragraphs(content: str) -> None:
    assert _story(_document(content=content)).body_text.split() == ["One.", "Two."]
    assert len(_story(_document(content=content)).paragraphs) == 2


def test_text_after_a_picture_is_kept() -> None:
    story = _story(_document(content="One <media><media-caption>x</media-caption></media>two <media/>three."))

    assert story.body_text.split() == ["One", "two", "three."]


def test_metadata() -> None:
    head = (
        '<title>T</title><meta name="anpa-keyword" content="QUAKE"/><meta name="anpa-category" content="i"/>'
        '<meta name="anpa-takekey" content="2ndLd"/><meta name="anpa-wordcount" content="0120"/>'
        '<tobject tobject.type="news"><tobject.property tobject.property.type="Feature"/>'
        '<tobject.subject tobject.subject.refnum="03015001" tobject.subject.detail="earthquake"/>'
        '<tobject.subject tobject.subject.ipr="ENA" tobject.subject.refnum="Q1"/>'
        '<tobject.subject tobject.subject.type="Nature"/><tobject.subject tobject.subject.ipr="IPTC"/></tobject>'
    )
    docdata = (
        '<urgency ed-urg="2"/><evloc city="Noto"/><key-list><keyword key="quake"/><keyword>tsunami</keyword></key-list>'
        "<identified-content><person>Ada Example</person><org>ENA</org><location>Japan</location></identified-content>"
    )
    story = _story(_document(docdata, head).replace("<nitf>", '<nitf baselang="en-GB">'))

    assert [(each.scheme, each.code, each.name) for each in story.subjects] == [
        ("subj", "03015001", "earthquake"), ("ENA", "Q1", None), (None, "Nature", "Nature")
    ]  # fmt: skip
    assert (story.slug, story.urgency, story.genre, story.language) == ("QUAKE", 2, "Feature", "en-GB")
    assert (story.extra["category"], story.extra["take_key"], story.extra["word_count_sent"]) == ("i", "2ndLd", 120)
    assert story.keywords == ("quake", "tsunami")
    assert _names(story.people) == ["Ada Example"]
    assert _names(story.organisations) == ["ENA"]
    assert _names(story.places) == ["Noto", "Japan"]


@pytest.mark.parametrize("urgency", ["", "0", "10", "x", "²"])
def test_urgency_that_is_none(urgency: str) -> None:
    assert _story(_document(f'<urgency ed-urg="{urgency}"/>')).urgency is None


@pytest.mark.parametrize(
    "document", ["<nitf/>", "<nitf><head/><body/></nitf>", "<nitf><body><body.content/></body></nitf>"]
)
def test_a_document_without_anything_is_a_story_without_text(document: str) -> None:
    assert (_story(document).paragraphs, _story(document).headline) == ((), None)


def test_latin_1_is_read_as_declared() -> None:
    document = '<?xml version="1.0" encoding="ISO-8859-1"?>' + _document(content="<p>Zürich £5</p>")

    assert _story(document.encode("latin-1")).body_text == "Zürich £5"


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ("<nitf><head>", MalformedDelivery),
        ('<!DOCTYPE nitf [<!ENTITY a "b">]><nitf/>', MalformedDelivery),
        (f"<nitf><head>{'<meta/>' * (nitf_head.MAX_ELEMENTS + 1)}</head></nitf>", DeliveryTooLarge),
        (_document(content="<p>a</p>" * 10_001), DeliveryTooLarge),
    ],
)
def test_refused(document: str, error: type[DeliveryError]) -> None:
    with pytest.raises(error):
        _stories(document)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("<nitf><body><body.content><p>One.</p></body.content></body></nitf>", ["One."]),
        ("<body.content><p>One.</p><p>Two.</p></body.content>", ["One.", "Two."]),
        ("<block><p>One.</p></block>", ["One."]),
    ],
)
def test_nitf_in_a_string(text: str, paragraphs: list[str]) -> None:
    assert [paragraph.text for paragraph in nitf_text.from_string(text).paragraphs] == paragraphs


def test_broken_nitf_in_a_string_is_the_callers_to_read() -> None:
    with pytest.raises(MalformedDelivery):
        nitf_text.from_string("<nitf><p>One.")
