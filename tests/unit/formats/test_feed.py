"""RSS and Atom: entries, identity, times, texts, and feeds that are broken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError, DeliveryTooLarge, InvalidStory, MalformedDelivery, NotAStory
from newswire.formats import feed
from newswire.story import UNTIL_A_NEWER_VERSION, GuidRule, Status, Story, Subject, VersionRule

RECEIVED = datetime(2024, 6, 20, 12, tzinfo=UTC)
NOON_MS = 1718884800000
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
MODULES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" xmlns:x="http://example.com/x"'
)
HEAD = "<title>Example Times</title><link>https://www.example.com/</link>"


def entries(document: str, supplier: str | None = None) -> list[Story | DeliveryError]:
    return feed.parse(Delivery(id="d1", body=document.encode(), received=RECEIVED, supplier=supplier))


def one(document: str, supplier: str | None = None) -> Story:
    (story,) = entries(document, supplier)
    assert isinstance(story, Story), story
    return story


def rss(item: str, head: str = HEAD, supplier: str | None = None) -> Story:
    return one(f'<rss version="2.0" {MODULES}><channel>{head}<item>{item}</item></channel></rss>', supplier)


def atom(entry: str, head: str = "<title>Example Times</title>") -> Story:
    return one(f"<feed {ATOM}>{head}<entry>{entry}</entry></feed>")


@pytest.mark.parametrize(
    ("head", "content_type", "expected"),
    [
        ('<?xml version="1.0"?><rss version="2.0"><channel>', "", True),
        (f"<!-- made by hand --><feed {ATOM}>", "", True),
        ('<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/">', "", True),
        ('<rdf:RDF xmlns:rdf="r" xmlns="http://my.netscape.com/rdf/simple/0.9/">', "", True),
        ('<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "x.dtd"><rss version="0.91">', "", True),
        (f"<entry {ATOM}>", "", True),
        ('<br/><b>Warning</b> <?xml version="1.0"?><rss version="2.0">', "", True),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss>', "", True),
        ("<html>", "application/rss+xml; charset=utf-8", True),
        ('<rdf:RDF xmlns:rdf="r" xmlns="http://example.com/">', "", False),
        ("<entry>", "", False),
        ("<newsItem>", "", False),
        ("<html>", "text/html", False),
        ("Harbour reopens", "", False),
    ],
)
def test_recognises(head: str, content_type: str, expected: bool) -> None:
    assert feed.recognises(head, content_type) is expected


def test_an_rss_item() -> None:
    story = rss(
        "<title>Harbour reopens</title><link>https://www.example.com/1</link><guid>1</guid>"
        "<pubDate>Thu, 20 Jun 2024 11:00:00 GMT</pubDate><dc:creator>Ann Example</dc:creator>"
        '<category>Ports</category><category domain="https://example.com/codes">04015000</category>'
        "<description>&lt;p&gt;The harbour&lt;/p&gt;&lt;p&gt;reopened.&lt;/p&gt;</description>",
        f"{HEAD}<language>en-gb</language><copyright>Example Ltd</copyright>",
    )

    assert (story.supplier, story.publisher, story.guid) == ("example.com", "Example Times", "1")
    assert (story.headline, story.url) == ("Harbour reopens", "https://www.example.com/1")
    assert story.body_text == "The harbour\n\nreopened."
    assert story.first_created == story.version_created == datetime(2024, 6, 20, 11, tzinfo=UTC)
    assert (story.version, story.version_rule) == (NOON_MS - 3_600_000, VersionRule.VERSION_CREATED)
    assert (story.byline, story.extra["authors"]) == ("Ann Example", ["Ann Example"])
    assert story.keywords == ("Ports",)
    assert story.subjects == (Subject(code="04015000", scheme="https://example.com/codes"),)
    assert (story.language, story.copyright) == ("en-gb", "Example Ltd")
    assert story.warnings == ()


def test_an_atom_entry() -> None:
    story = atom(
        "<id>tag:example.com,2024:1</id><title>Harbour reopens</title>"
        '<link rel="self" href="/1.atom"/><link href="/1" hreflang="en"/>'
        "<published>2024-06-20T10:00:00Z</published><updated>2024-06-20T11:00:00Z</updated>"
        "<author><name>Ann Example</name><email>ann@example.com</email></author>"
        '<category term="sport" scheme="https://example.com/codes" label="Sport"/><category term="ports"/>'
        '<summary>In short.</summary><content type="html">&lt;p&gt;The whole text.&lt;/p&gt;</content>'
        "<rights>Example Ltd</rights>",
        '<title>Example Times</title><link href="https://example.com/"/>',
    )

    assert (story.guid, story.url) == ("tag:example.com,2024:1", "https://example.com/1")
    assert (story.supplier, story.byline, story.copyright) == ("example.com", "Ann Example", "Example Ltd")
    assert story.body_text == "The whole text."
    assert story.extra["abstract"] == "In short."
    assert story.first_created == datetime(2024, 6, 20, 10, tzinfo=UTC)
    assert story.version_created == datetime(2024, 6, 20, 11, tzinfo=UTC)
    assert story.subjects == (Subject(code="sport", scheme="https://example.com/codes", name="Sport"),)
    assert story.keywords == ("ports",)


def test_rss_1_0_has_its_items_beside_the_channel() -> None:
    story = one(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.com/">{HEAD}</channel>'
        '<item rdf:about="https://www.example.com/1"><title>Harbour reopens</title>'
        "<dc:date>2024-06-20T11:00:00Z</dc:date></item></rdf:RDF>"
    )

    assert (story.guid, story.publisher) == ("https://www.example.com/1", "Example Times")
    assert story.version_created == datetime(2024, 6, 20, 11, tzinfo=UTC)


def test_an_atom_entry_alone() -> None:
    assert one(f"<entry {ATOM}><id>1</id><title>Harbour</title></entry>").guid == "1"


@pytest.mark.parametrize(
    ("item", "guid", "rule"),
    [
        ("<guid>g</guid><link>https://example.com/1</link>", "g", GuidRule.SUPPLIER),
        ("<link>https://example.com/1</link>", "https://example.com/1", GuidRule.SUPPLIER),
        ("<link>/1</link>", "https://www.example.com/1", GuidRule.SUPPLIER),
        ("<guid> </guid><link>https://example.com/1</link>", "https://example.com/1", GuidRule.SUPPLIER),
        ("<link>javascript:alert(1)</link>", "feed:d712d28b06e0c0c8024da92d3545c0f7", GuidRule.CONTENT),
        ("", "feed:d712d28b06e0c0c8024da92d3545c0f7", GuidRule.CONTENT),
    ],
)
def test_identity(item: str, guid: str, rule: GuidRule) -> None:
    story = rss(f"<title>Harbour</title>{item}")

    assert (story.guid, story.guid_rule) == (guid, rule)


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<guid>https://example.com/g</guid>", "https://example.com/g"),
        ('<guid isPermaLink="false">https://example.com/g</guid>', None),
        ("<guid>https://example.com/g</guid><link>https://example.com/l</link>", "https://example.com/l"),
        ("<link>https://[bad</link>", None),
        ("<link>https://example.com/?a=1&amp;b=2</link>", "https://example.com/?a=1&b=2"),
    ],
)
def test_address(item: str, url: str | None) -> None:
    assert rss(f"<title>Harbour</title>{item}").url == url


def test_links_are_seen_from_xml_base() -> None:
    story = one(
        f'<feed {ATOM} xml:base="https://example.com/a/"><entry xml:base="b/"><title>x</title>'
        '<link href="1"/></entry></feed>'
    )

    assert story.url == "https://example.com/a/b/1"


@pytest.mark.parametrize(
    ("head", "supplier", "expected"),
    [
        (HEAD, None, "example.com"),
        (HEAD, "ena", "ena"),
        ("<title>The Example Times</title>", None, "the-example-times"),
        ("<title>例</title>", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_supplier(head: str, supplier: str | None, expected: str) -> None:
    assert rss("<title>Harbour</title>", head, supplier).supplier == expected


@pytest.mark.parametrize(
    ("item", "created", "warning"),
    [
        ("<pubDate>Fri, 21 Jun 2024 12:00:00 GMT</pubDate>", RECEIVED, "published is in the future"),
        ("<pubDate>soon</pubDate>", RECEIVED, "published is no time"),
        ("", RECEIVED, "no time in it"),
        ("<pubDate>Thu, 20 Jun 2024 11:00:00</pubDate>", datetime(2024, 6, 20, 11, tzinfo=UTC), "has no zone"),
    ],
)
def test_times_that_need_a_warning(item: str, created: datetime, warning: str) -> None:
    story = rss(f"<title>Harbour</title>{item}")

    assert story.version_created == created
    assert any(warning in each for each in story.warnings)


def test_a_time_that_is_not_used_is_kept_as_it_was_written() -> None:
    assert rss("<title>Harbour</title><pubDate>soon</pubDate>").extra["published"] == "soon"


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("<description>5 &lt; 6 &amp;amp; 7</description>", "5 < 6 & 7"),
        ("<description>&lt;p&gt;a &amp;lt;b&amp;gt; c&lt;/p&gt;</description>", "a <b> c"),
        ("<description>&lt;p&gt;a &amp;amp;amp; c&lt;/p&gt;</description>", "a &amp; c"),
        ("<description><![CDATA[<p>one</p><p>two</p>]]></description>", "one\n\ntwo"),
        ("<description>one\n\ntwo</description>", "one\n\ntwo"),
        ("<description>in <b>bold</b> type</description>", "in bold type"),
        ("<description>short</description><content:encoded>&lt;p&gt;long&lt;/p&gt;</content:encoded>", "long"),
        ("<content:encoded>&lt;img src='x'/&gt;</content:encoded><description>words</description>", "words"),
        ("<description>the story</description><media:description>the picture</media:description>", "the story"),
        ("<itunes:summary>spoken</itunes:summary>", "spoken"),
    ],
)
def test_text_of_rss(element: str, text: str) -> None:
    assert rss(element).body_text == text


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ('<content type="text">&lt;i&gt; is a tag</content>', "<i> is a tag"),
        ('<content type="html">&lt;i&gt;set&lt;/i&gt; so</content>', "set so"),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>one</p><p>t<b>w</b>o</p></div></content>',
            "one\n\ntwo",
        ),
        ('<content mode="escaped" type="text/html">&lt;p&gt;old&lt;/p&gt;</content>', "old"),
        ('<content mode="base64" type="text/plain">aGFyYm91cg==</content>', "harbour"),
        ('<content type="image/png">iVBORw0KGgo=</content><summary>words</summary>', "words"),
        ('<content src="https://example.com/1.pdf"/><summary>words</summary>', "words"),
    ],
)
def test_text_of_atom(element: str, text: str) -> None:
    assert atom(f"<title>x</title>{element}").body_text == text


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("AT&amp;T", "AT&T"),
        ("Q&amp;amp;A", "Q&A"),
        ("The &lt;b&gt; element", "The <b> element"),
        ("&lt;b&gt;Big&lt;/b&gt; news", "Big news"),
        ("two\n lines", "two lines"),
    ],
)
def test_headline(title: str, headline: str) -> None:
    assert rss(f"<title>{title}</title>").headline == headline


def test_elements_of_modules_are_no_fields_of_the_feed() -> None:
    story = rss("<x:title>theirs</x:title><x:guid>theirs</x:guid><title>ours</title><x:box a='1'><x:y>z</x:y></x:box>")

    assert story.headline == "ours"
    assert story.guid_rule is GuidRule.CONTENT
    assert story.extra["x:title"] == "theirs"
    assert story.extra["x:box"] == {"a": "1", "y": "z"}


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("<author>desk@example.com (Ann Example)</author>", "Ann Example"),
        ("<author>desk@example.com</author>", "desk@example.com"),
        ("<dc:creator>Ann Example</dc:creator><dc:creator>Bob Example</dc:creator>", "Ann Example, Bob Example"),
        ("<dc:creator>Ann Example</dc:creator><itunes:author>Ann Example</itunes:author>", "Ann Example"),
        ("", None),
    ],
)
def test_byline(author: str, byline: str | None) -> None:
    assert rss(f"<title>x</title>{author}").byline == byline


def test_an_entry_of_an_aggregator_names_its_publisher() -> None:
    story = rss('<title>x</title><source url="https://example.org/rss">Example Post</source>')

    assert story.publisher == "Example Post"


def test_an_atom_tombstone_is_a_kill() -> None:
    story = one(
        f'<feed {ATOM} xmlns:at="http://purl.org/atompub/tombstones/1.0"><link href="https://example.com/"/>'
        '<at:deleted-entry ref="tag:1" when="2024-06-20T11:00:00Z"><at:comment>in error</at:comment>'
        "</at:deleted-entry></feed>"
    )

    assert (story.status, story.guid, story.supplier) == (Status.KILLED, "tag:1", "example.com")
    assert story.version == NOON_MS - 3_600_000


def test_a_draft_is_withheld() -> None:
    story = one(
        f'<feed {ATOM} xmlns:app="http://www.w3.org/2007/app"><entry><title>x</title>'
        "<app:control><app:draft>yes</app:draft></app:control></entry></feed>"
    )

    assert story.status is Status.WITHHELD


@pytest.mark.parametrize(
    ("item", "until", "text"),
    [
        (
            "<prism:embargoDate>2024-06-21T00:00:00Z</prism:embargoDate>",
            datetime(2024, 6, 21, tzinfo=UTC),
            None,
        ),
        ("<prism:embargoDate>Friday</prism:embargoDate>", UNTIL_A_NEWER_VERSION, "Friday"),
        (
            "<description>EMBARGOED UNTIL FRIDAY MORNING\n\nThe harbour reopened.</description>",
            UNTIL_A_NEWER_VERSION,
            "EMBARGOED UNTIL FRIDAY MORNING",
        ),
        ("<description>The arms embargo on the country was lifted.</description>", None, None),
    ],
)
def test_embargo(item: str, until: datetime | None, text: str | None) -> None:
    story = rss(f"<title>x</title>{item}")

    assert (story.embargo_until, story.embargo_text) == (until, text)


def test_an_entry_without_words_costs_no_other() -> None:
    first, second = entries(
        "<rss><channel><item><link>https://example.com/1</link></item><item><title>x</title></item></channel></rss>"
    )

    assert isinstance(first, InvalidStory)
    assert first.position == "entry 1"
    assert isinstance(second, Story)


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ("<rss><channel><title>x</title></channel></rss>", NotAStory),
        ("<rss><channel><title>x</title>", MalformedDelivery),
        (
            '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>',
            MalformedDelivery,
        ),
        ("", MalformedDelivery),
        (f"<rss><channel>{'<item/>' * 5001}</channel></rss>", DeliveryTooLarge),
        (f"<rss><channel>{'<item></item>' * 5001}</channel>", DeliveryTooLarge),
    ],
)
def test_what_is_no_feed_with_entries(document: str, error: type[DeliveryError]) -> None:
    with pytest.raises(error):
        entries(document)


def test_a_feed_that_is_cut_off_keeps_its_whole_entries() -> None:
    first, second = entries(
        f"<rss {MODULES}><channel>{HEAD}<item><guid>1</guid><dc:creator>Ann</dc:creator><title>whole</title></item>"
        "<item><title>cut o"
    )

    assert isinstance(first, Story)
    assert (first.headline, first.byline, first.supplier, first.publisher) == (
        "whole",
        "Ann",
        "example.com",
        "Example Times",
    )
    assert any("entry by entry" in warning for warning in first.warnings)
    assert isinstance(second, MalformedDelivery)
    assert second.position == "entry 2"


@pytest.mark.parametrize(
    ("broken", "headline", "text"),
    [
        ("<title>a</title><description>one<br>two<p>three</description>", "a", "one\ntwo\n\nthree"),
        ("<title>a <b>bold</title><description>x</description>", "a bold", "x"),
        ("<title>a &amp; b</title><undeclared:x>y</undeclared:x><description>x</description>", "a & b", "x"),
        ("<title>a</title><content:encoded><![CDATA[<p>x</p>]]></content:encoded><br>", "a", "x"),
        ("<title>a</title><description><p>x</description><author>d@example.com (Ann)</author>", "a", "x"),
        ("<title>a</title><description>x &#12; y", "a", "x y"),
        ("<title>a<description>x</description>", "a", "x"),
    ],
)
def test_an_entry_with_broken_mark_up(broken: str, headline: str, text: str) -> None:
    document = f"<rss><channel>{HEAD}<item><guid>1</guid><link>https://example.com/1</link>{broken}</item>"
    story, whole = entries(f"{document}<item><guid>2</guid><title>next</title></item></channel></rss>")

    assert isinstance(story, Story)
    assert (story.guid, story.headline, story.body_text) == ("1", headline, text)
    assert story.url == "https://example.com/1"
    assert isinstance(whole, Story)
    assert whole.guid == "2"


def test_a_broken_atom_entry_keeps_its_link() -> None:
    story = one(
        f'<feed {ATOM}><entry><id>1</id><title>a<br></title><link rel="edit" href="https://example.com/e"/>'
        '<link href="https://example.com/?a=1&amp;b=2"/></entry></feed>'
    )

    assert (story.guid, story.url) == ("1", "https://example.com/?a=1&b=2")


def test_a_broken_entry_keeps_all_its_categories() -> None:
    story = rss("<title>a<br></title><category>b</category><category>c</category>")

    assert story.keywords == ("b", "c")


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-8"])
def test_a_broken_feed_is_read_in_its_encoding(encoding: str) -> None:
    document = f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><title>Порт открыт</title></item>'
    (story,) = feed.parse(Delivery(id="d1", body=document.encode(encoding), received=RECEIVED))

    assert isinstance(story, Story)
    assert story.headline == "Порт открыт"


def test_what_a_server_printed_before_the_feed() -> None:
    assert one('<br><b>Warning</b>: x<?xml version="1.0"?><rss><channel><item><title>a</title></item></channel></rss>')


@pytest.mark.parametrize(
    ("status", "expected"), [("Published", Status.USABLE), ("Draft", Status.WITHHELD), ("", Status.USABLE)]
)
def test_wenn(status: str, expected: Status) -> None:
    story = one(
        f'<feed {ATOM} xmlns:nm="http://feed.wenn.com/xmlns/2010/03/wenn_nm" '
        'xmlns:cm="http://feed.wenn.com/xmlns/2010/03/wenn_cm"><entry><id>1</id><title>Singer sings</title>'
        "<updated>2024-06-20T10:00:00Z</updated><content>The text.</content><category term='Music'/>"
        f"<nm:NewsManagement><nm:published>2024-06-20T10:00:00Z</nm:published><nm:updated>2024-06-20T11:00:00Z</nm:updated>"
        f"<nm:publishing_status>{status}</nm:publishing_status></nm:NewsManagement>"
        '<cm:ContentMetadata lang="en-GB"><cm:first_line>First line.</cm:first_line><cm:slug>AB/CD</cm:slug>'
        '<cm:body>The longer text.</cm:body><cm:tags><cm:tag id="1" value="A Singer"/></cm:tags></cm:ContentMetadata>'
        "</entry></feed>"
    )

    assert (story.status, story.slug, story.language) == (expected, "AB/CD", "en-GB")
    assert story.keywords == ("Music", "A Singer")
    assert story.first_created == datetime(2024, 6, 20, 10, tzinfo=UTC)
    assert story.version_created == datetime(2024, 6, 20, 11, tzinfo=UTC)
    assert story.body_text == "The text."
    assert story.extra["abstract"] == "First line."
    assert story.extra["cm:ContentMetadata"]["body"] == "The longer text."


def test_a_broken_entry_with_an_empty_link_is_no_crash() -> None:
    body = f'<feed {ATOM}><entry><title>a</title><link href=""/><published>x</entry></feed>'.encode()
    for entry in feed.parse(Delivery(id="d", body=body, received=RECEIVED)):
        assert isinstance(entry, (Story, DeliveryError))
