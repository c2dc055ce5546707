"""WordPress's export: posts, what is no post, statuses, and WordPress's own HTML."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from newswire.delivery import Delivery
from newswire.errors import InvalidStory, NotAStory
from newswire.formats import wxr
from newswire.formats.wordpress_content import MAX_BRACKETS, as_markup
from newswire.normalise import html
from newswire.story import UNTIL_A_NEWER_VERSION, Status, Story, Subject
from tests.unit.formats.deliveries import RECEIVED

if TYPE_CHECKING:
    from newswire.errors import DeliveryError

HEAD = (
    '<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wp="http://wordpress.org/export/1.2/">'
)
CHANNEL = (
    "<title>The Harbour Blog</title><link>https://www.harbour.example</link><language>en-GB</language>"
    "<wp:author><wp:author_login>ann</wp:author_login><wp:author_display_name>Ann Writer</wp:author_display_name>"
    "</wp:author>"
)


def post(content: str = "One.", more: str = "", **fields: str) -> str:
    members = {
        "title": "Bridge &amp;#8217;opens&amp;#8217;",
        "link": "https://harbour.example/bridge",
        "guid": "https://harbour.example/?p=7",
        "dc:creator": "ann",
        "wp:post_date": "2024-06-20 10:00:00",
        "wp:post_date_gmt": "2024-06-20 08:00:00",
        "wp:status": "publish",
        "wp:post_type": "post",
    } | {name.replace("wp_", "wp:"): value for name, value in fields.items()}
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in members.items())
    return f"<item>{inside}{more}<content:encoded><![CDATA[{content}]]></content:encoded></item>"


def read_all(*posts: str) -> list[Story | DeliveryError]:
    body = f"{HEAD}<channel>{CHANNEL}{''.join(posts)}</channel></rss>"
    return wxr.parse(Delivery(id="d1", body=body.encode(), received=RECEIVED))


def read(item: str) -> Story:
    (story,) = read_all(item)
    assert isinstance(story, Story)
    return story


def test_it_is_recognised_by_its_namespace() -> None:
    assert wxr.recognises(HEAD, "text/xml")
    assert not wxr.recognises("<rss version='2.0'><channel>", "text/xml")


@pytest.mark.parametrize(
    ("content", "byline", "text"),
    [
        ("<p>By Ann Writer</p><p>One.</p>", "Ann Writer", "One."),
        ("<p>By Jane Doe</p><p>One.</p>", "Jane Doe", "One."),
        ("<p>By ann writer</p><p>One.</p>", "Ann Writer", "One."),
        ("<p>By Ann Writer</p>", "Ann Writer", "By Ann Writer"),
        ("<p>By the river</p><p>One.</p>", "Ann Writer", "By the river\n\nOne."),
    ],
)
def test_a_byline_in_the_text_goes_before_the_account(content: str, byline: str, text: str) -> None:
    story = read(post(content))

    assert (story.byline, story.body_text) == (byline, text)
    assert story.extra["creator"] == "ann"


def test_a_post() -> None:
    terms = (
        '<category domain="category" nicename="roads">Roads</category>'
        '<category domain="post_tag" nicename="bridge-2">bridge</category>'
        "<excerpt:encoded><![CDATA[In <b>short</b>.]]></excerpt:encoded>"
        "<wp:postmeta><wp:meta_key>desk</wp:meta_key><wp:meta_value>home</wp:meta_value></wp:postmeta>"
        "<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value>2</wp:meta_value></wp:postmeta>"
    )
    story = read(post(more=terms))

    assert story.id == "harbour.example:https://harbour.example/?p=7"
    assert (story.headline, story.byline, story.publisher) == ("Bridge ’opens’", "Ann Writer", "The Harbour Blog")
    assert story.first_created == story.version_created == datetime(2024, 6, 20, 8, tzinfo=UTC)
    assert (story.language, story.url, story.status) == ("en-GB", "https://harbour.example/bridge", Status.USABLE)
    assert story.subjects == (Subject(code="roads", scheme="category", name="Roads"),)
    assert story.keywords == ("bridge",)
    assert (story.extra["abstract"], story.extra["meta"]) == ("In short.", {"desk": "home"})


def test_a_later_change_is_a_newer_version() -> None:
    first = read(post())
    second = read(post(wp_post_modified_gmt="2024-06-20 09:00:00"))

    assert second.version_created == datetime(2024, 6, 20, 9, tzinfo=UTC)
    assert second.version > first.version
    assert second.id == first.id


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"wp_status": "publish"}, Status.USABLE),
        ({"wp_status": "draft"}, Status.WITHHELD),
        ({"wp_status": "private"}, Status.WITHHELD),
        ({"wp_status": "trash"}, Status.WITHHELD),
        ({"wp_status": "of a plug-in"}, Status.WITHHELD),
        ({"wp_post_password": "secret"}, Status.WITHHELD),
    ],
)
def test_status(fields: dict[str, str], status: Status) -> None:
    assert read(post(**fields)).status is status


@pytest.mark.parametrize(
    ("time", "until"),
    [("2024-07-01 08:00:00", datetime(2024, 7, 1, 8, tzinfo=UTC)), ("0000-00-00 00:00:00", UNTIL_A_NEWER_VERSION)],
)
def test_a_scheduled_post_is_under_embargo(time: str, until: datetime) -> None:
    story = read(post(wp_status="future", wp_post_date_gmt=time, wp_post_date="0000-00-00 00:00:00"))

    assert (story.status, story.embargo_until) == (Status.USABLE, until)


def test_a_draft_has_no_time() -> None:
    story = read(post(wp_status="draft", wp_post_date_gmt="0000-00-00 00:00:00", wp_post_date="0000-00-00 00:00:00"))

    assert story.version_created == RECEIVED


def test_what_is_no_post_is_passed_over() -> None:
    others = [post(wp_post_type=kind) for kind in ("attachment", "page", "nav_menu_item", "wp_template")]

    assert len(read_all(post(), *others, post(wp_post_type="podcast", guid="8"))) == 2
    with pytest.raises(NotAStory, match="without posts"):
        read_all(*others)


def test_each_post_gets_its_own_result() -> None:
    entries = read_all(post(), post("", title=""))

    assert [type(entry) for entry in entries] == [Story, InvalidStory]


@pytest.mark.parametrize(
    ("content", "paragraphs"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("One.\nStill one.", ["One.\nStill one."]),
        ("<b>One.\n\nTwo.</b>", ["One.", "Two."]),
        ("<h2>Head</h2>\nText", ["Head", "Text"]),
        ("<!-- wp:paragraph -->\n<p>One\nand a half.</p>\n<!-- /wp:paragraph -->", ["One and a half."]),
        ("[dropcap]O[/dropcap]nce.", ["Once."]),
        ('[caption id="a"]<img src="a.jpg"/> A ship.[/caption]Text.', ["A ship.", "Text."]),
        ("[contact_form]", ["[contact_form]"]),
        ("[embed]https://a.example/[/embed]", ["[embed]https://a.example/[/embed]"]),
        ("He said [sic] so.", ["He said [sic] so."]),
        ("<pre>a\n\n  b</pre>", ["a\n\n  b"]),
        ("<img\nsrc='a.jpg'>Text", ["Text"]),
        ("", []),
    ],
)
def test_wordpress_content(content: str, paragraphs: list[str]) -> None:
    assert html.paragraphs(as_markup(content)) == paragraphs


def test_too_many_brackets_are_left_as_they_are() -> None:
    content = "[a]" * (MAX_BRACKETS + 1) + "[/a]"

    assert as_markup(content) == content
