"""Article pages and pieces of HTML: what is read of them, and what is refused."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError, DeliveryTooLarge, MalformedDelivery, NotAStory
from newswire.formats import html_page, html_page_text, html_page_tree, json_ld
from newswire.story import GuidRule, Story, VersionRule
from tests.unit.formats.deliveries import RECEIVED

URL = "https://news.example.com/2024/harbour"
MENU = "<nav><ul><li><a href='/'>Home page</a></li><li><a href='/sport'>Sport pages</a></li></ul></nav>"
PARAGRAPHS = [
    "The harbour of Exampleton reopened on Sunday after the longest closure since records began, officials said.",
    "The storm had torn two cranes from their rails and sunk a pilot boat, and divers needed four days to clear it.",
    "“We are open again,” the harbour master told reporters, and added that ships would be served day and night.",
    "Some forty ships had waited at anchor outside the breakwater, most of them with grain, fruit and spare parts.",
]


def _page(head: str = "", body: str | None = None, *, lang: str = ' lang="en"') -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"""<!DOCTYPE html>\n<html{lang}><head><title>Harbour reopens | Example News</title>{head}</head><body>{MENU}
        {body or f"<article><h1>Harbour reopens</h1>{text}</article>"}
        <footer><p>All rights reserved by the people who made this page, now and later.</p></footer></body></html>"""


def _json_ld(*nodes: dict[str, Any]) -> str:
    return f'<script type="application/ld+json">{json.dumps(nodes)}</script>'


def _read(page: str | bytes, content_type: str | None = "text/html", supplier: str | None = None) -> Story:
    body = page.encode() if isinstance(page, str) else page
    delivery = Delivery(id="d1", body=body, received=RECEIVED, content_type=content_type, supplier=supplier)
    (story,) = html_page.parse(delivery)
    assert isinstance(story, Story)
    return story


@pytest.mark.parametrize(
    ("head", "content_type", "recognised"),
    [
        ("<!DOCTYPE html><html>", "", True),
        ("<html lang='de'>", "", True),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x" "y">\n<html xmlns="z">', "", True),
        ("<!-- made by hand -->\n<HTML>", "", True),
        ("<p>A piece.</p>", "", True),
        ("<h1>A piece</h1>", "", True),
        ("Words <b>before</b> the first tag", "text/html; charset=utf-8", True),
        ("Words <b>before</b> the first tag", "text/plain", False),
        ("Words alone", "text/html", False),
        ("<nitf><body>", "", False),
        ("<newsItem>", "", False),
        ("<pubDate>", "", False),
        ('{"uri": "<p>"}', "", False),
        ("<!--" * 1000, "", False),
        ("<!-- -->" + " " * 4000 + "x", "", False),
    ],
)
def test_it_is_recognised(head: str, content_type: str, recognised: bool) -> None:
    assert html_page.recognises(head, content_type) is recognised


def test_the_article_stands_alone() -> None:
    story = _read(_page())

    assert story.headline == "Harbour reopens"
    assert [paragraph.text for paragraph in story.paragraphs] == PARAGRAPHS


def test_json_ld_says_all_there_is() -> None:
    article = {
        "@type": ["NewsArticle"],
        "headline": "Harbour &amp; market reopen",
        "alternativeHeadline": "Divers needed four days",
        "description": "A closure ends.",
        "datePublished": "2024-03-01T10:00:00+01:00",
        "dateModified": "2024-03-02T08:30:00Z",
        "expires": "2024-09-01T00:00:00Z",
        "author": [{"@type": "Person", "name": "Ada Example"}, {"@id": "#bo"}],
        "publisher": {"@type": "Organization", "name": "Example News"},
        "mainEntityOfPage": {"@id": URL + "#page"},
        "articleSection": "Shipping",
        "keywords": ["harbour", "storm", "harbour"],
        "inLanguage": "en-GB",
        "copyrightNotice": "(c) Example News",
        "genre": "News",
        "dateline": "Exampleton",
    }
    story = _read(_page(_json_ld({"@graph": [article, {"@type": "Person", "@id": "#bo", "name": "Bo Example"}]})))

    assert (story.headline, story.subheadline) == ("Harbour & market reopen", "Divers needed four days")
    assert (story.guid, story.guid_rule, story.url) == (URL, GuidRule.SUPPLIER, URL)
    assert story.first_created == datetime(2024, 3, 1, 9, tzinfo=UTC)
    assert story.version_created == datetime(2024, 3, 2, 8, 30, tzinfo=UTC)
    assert (story.version, story.version_rule) == (1709368200000, VersionRule.VERSION_CREATED)
    assert story.expires == datetime(2024, 9, 1, tzinfo=UTC)
    assert (story.byline, story.publisher, story.supplier) == (
        "Ada Example, Bo Example",
        "Example News",
        "example-news",
    )
    assert (story.language, story.keywords, story.genre) == ("en-GB", ("harbour", "storm"), "News")
    assert story.copyright == "(c) Example News"
    assert story.dateline is not None
    assert story.dateline.city == "Exampleton"
    assert story.extra == {
        "abstract": "A closure ends.",
        "authors": ["Ada Example", "Bo Example"],
        "category": "Shipping",
    }
    assert story.warnings == ()


def test_meta_stands_where_there_is_no_json_ld() -> None:
    head = f"""
        <link rel="canonical" href="{URL}#top">
        <meta property="og:site_name" content="Example News"><meta property="og:title" content="Harbour reopens">
        <meta name="author" content="https://social.example.com/ada"><meta name="parsely-author" content="Ada Example">
        <meta property="article:published_time" content="2024-03-01T09:00:00Z">
        <meta property="article:modified_time" content="2024-03-02T09:00:00Z">
        <meta property="article:section" content="Shipping"><meta name="description" content="A closure ends.">
        <meta property="article:tag" content="harbour"><meta property="article:tag" content="storm">"""
    story = _read(_page(head))

    assert (story.guid, story.headline, story.byline) == (URL, "Harbour reopens", "Ada Example")
    assert (story.supplier, story.publisher, story.language) == ("example-news", "Example News", "en")
    assert story.first_created == datetime(2024, 3, 1, 9, tzinfo=UTC)
    assert story.version_created == datetime(2024, 3, 2, 9, tzinfo=UTC)
    assert (story.keywords, story.extra["category"]) == (("harbour", "storm"), "Shipping")
    assert story.extra["abstract"] == "A closure ends."


@pytest.mark.parametrize(
    ("head", "headline"),
    [
        ("", "Harbour reopens"),
        ('<meta property="og:title" content="Harbour reopens: what we know | Example News">', "Harbour reopens"),
        (_json_ld({"@type": "NewsArticle", "headline": "Harbour re..."}), "Harbour reopens"),
        (_json_ld({"@type": "NewsArticle", "headline": "Harbour <em>opens</em> again"}), "Harbour opens again"),
        (_json_ld({"@type": "WebPage", "headline": "Not an article"}), "Harbour reopens"),
    ],
)
def test_the_headline(head: str, headline: str) -> None:
    assert _read(_page(head)).headline == headline


def test_a_title_without_a_heading_loses_the_name_of_its_site() -> None:
    body = "<div>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) + "</div>"
    head = '<meta property="og:site_name" content="ExampleNews">'

    assert _read(_page(head, body)).headline == "Harbour reopens"


@pytest.mark.parametrize(
    ("head", "guid"),
    [
        (f'<link rel="canonical" href="{URL}"><meta property="og:url" content="{URL}?a=1">', URL),
        (f'<link rel="canonical" href="https://news.example.com/"><meta property="og:url" content="{URL}">', URL),
        (f'<link rel="canonical" href="/2024/harbour"><meta property="og:url" content="{URL}">', URL),
        (f'<link rel="canonical" href="https://[broken"><meta property="og:url" content="{URL}">', URL),
        (f'<link rel="canonical" href="javascript:void(0)"><meta property="og:url" content="{URL}">', URL),
        (_json_ld({"@type": "BlogPosting", "url": URL}), URL),
        (_json_ld({"@type": "Article", "@id": URL + "#article"}), URL),
        ('<link rel="canonical" href="https://news.example.com/view?id=7">', "https://news.example.com/view?id=7"),
    ],
)
def test_the_page_s_own_address_is_its_guid(head: str, guid: str) -> None:
    assert _read(_page(head)).guid == guid


def test_a_page_without_an_address_is_known_by_its_words() -> None:
    first, same, other = (
        _read(_page()),
        _read(_page().replace("Sport pages", "Opera")),
        _read(_page(lang="", body=None)),
    )
    changed = _read(_page().replace("four days", "five days"))

    assert (first.guid_rule, first.version, first.version_rule) == (GuidRule.CONTENT, 1, VersionRule.CONTENT)
    assert first.guid == same.guid == other.guid
    assert first.guid != changed.guid
    assert first.guid.startswith("html:")


@pytest.mark.parametrize(
    ("published", "modified", "created", "rule"),
    [
        ("2024-03-01T10:00:00Z", "2024-02-01T10:00:00Z", datetime(2024, 3, 1, 10, tzinfo=UTC), "version_created"),
        ("1 Mar 2024 10:00 GMT", "", datetime(2024, 3, 1, 10, tzinfo=UTC), "version_created"),
        ("0001-01-01T00:00:00Z", "", RECEIVED, "received"),
        ("2999-01-01T00:00:00Z", "", RECEIVED, "received"),
        ("yesterday", "", RECEIVED, "received"),
    ],
)
def test_times(published: str, modified: str, created: datetime, rule: str) -> None:
    article = {"@type": "NewsArticle", "url": URL, "datePublished": published, "dateModified": modified}
    story = _read(_page(_json_ld(article)))

    assert (story.version_created, story.version_rule.value) == (created, rule)
    assert story.version == created.timestamp() * 1000
    if rule == "received":
        assert story.extra["published"] == [published]
        assert any(published in warning for warning in story.warnings)


def test_a_time_without_a_zone_is_in_the_supplier_s() -> None:
    story = _read(_page('<meta name="date" content="2024-06-01 12:00:00">'), supplier="dpa")

    assert story.version_created == datetime(2024, 6, 1, 10, tzinfo=UTC)
    assert "a time has no zone, read as Europe/Berlin: '2024-06-01 12:00:00'" in story.warnings


def test_of_several_articles_the_page_s_own_is_read() -> None:
    other = {"@type": "NewsArticle", "url": "https://news.example.com/other", "headline": "Another story"}
    own = {"@type": "NewsArticle", "url": URL + "#article", "headline": "Harbour open"}

    assert _read(_page(f'<link rel="canonical" href="{URL}">' + _json_ld(other, own))).headline == "Harbour open"


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "Kept"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Kept"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Kept"};',
        '{"@type": "NewsArticle", "description": "a raw\ttab\nand line", "headline": "Kept"}',
        '{"mainEntity": {"@type": "schema:NewsArticle", "headline": "Kept"}}',
        '[[{"@type": "http://schema.org/ReportageNewsArticle", "headline": {"@value": "Kept"}}]]',
    ],
)
def test_json_ld_as_it_comes(script: str) -> None:
    graph = json_ld.read([script])

    assert graph.text(graph.articles()[0], "headline") == "Kept"
    assert graph.warnings == ()


@pytest.mark.parametrize("script", ["{", "[" * 100_000, '{"a": NaN}', "", "x" * (json_ld.MAX_CHARACTERS + 1)])
def test_broken_json_ld_is_left_out_with_a_warning(script: str) -> None:
    graph = json_ld.read([script])

    assert graph.nodes == ()
    assert graph.warnings[0].startswith("JSON-LD left out: ")


def test_references_in_a_circle_end() -> None:
    article = {"@type": "NewsArticle", "@id": "#a", "author": {"@id": "#a"}, "publisher": {"@id": "#none"}}
    graph = json_ld.read([json.dumps(article)])

    assert graph.texts(article, "author") == []
    assert graph.texts(article, "publisher") == []


def test_the_text_of_a_page_that_a_browser_builds_is_in_its_json_ld() -> None:
    article = {"@type": "NewsArticle", "articleBody": "\n\n".join(PARAGRAPHS)}
    story = _read(_page(_json_ld(article), "<div id='app'>Loading the page</div>"))

    assert [paragraph.text for paragraph in story.paragraphs] == PARAGRAPHS


@pytest.mark.parametrize(
    ("charset", "declared", "content_type"),
    [
        ("cp1252", '<meta charset="windows-1252">', "text/html"),
        ("iso8859-2", '<meta charset="iso-8859-2">', "text/html"),
        ("koi8-r", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', None),
        ("shift_jis", '<meta charset="utf-8">', "text/html; charset=Shift_JIS"),
        ("utf-16", "", None),
        ("utf-8-sig", '<meta charset="iso-8859-1">', None),
    ],
)
def test_the_character_set(charset: str, declared: str, content_type: str | None) -> None:
    word = {"koi8-r": "Гавань", "shift_jis": "港が再開した", "iso8859-2": "Łódź"}.get(charset, "Häfen")
    text = "".join(f"<p>{word} {paragraph.encode('ascii', 'ignore').decode()}</p>" for paragraph in PARAGRAPHS)
    story = _read(_page(declared, f"<article>{text}</article>").encode(charset), content_type)

    assert story.body_text.count(word) == len(PARAGRAPHS)


@pytest.mark.parametrize(
    ("piece", "headline", "paragraphs"),
    [
        ("<p>One.</p><p>Two &amp; a half.</p>", None, ["One.", "Two & a half."]),
        ("<h1>Harbour\nreopens</h1><p>One.</p>", "Harbour reopens", ["One."]),
        ("<h1>Alone</h1>", None, ["Alone"]),
        ("<h2>Not a headline</h2><p>One.</p>", None, ["Not a headline", "One."]),
        ("Words <b>be</b>fore", None, ["Words before"]),
    ],
)
def test_a_piece_keeps_all_its_words(piece: str, headline: str | None, paragraphs: list[str]) -> None:
    story = _read(piece)

    assert story.headline == headline
    assert [paragraph.text for paragraph in story.paragraphs] == paragraphs
    assert story.guid_rule is GuidRule.CONTENT


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        ("<h1>T</h1><p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("<div>One.</div><div>Two.</div>", ["One.", "Two."]),
        ("<p>One.<br>Two.</p><ul><li>Three</li></ul>", ["One.\nTwo.", "Three"]),
        ("<p>One.</p></body></html>Two.<p>Three.</html>Four.", ["One.", "Two.", "Three.", "Four."]),
        ("<o:p>One.</o:p><p>Two.</p>", ["One.", "Two."]),
    ],
)
def test_a_page_with_nothing_around_its_text_keeps_its_paragraphs(body: str, paragraphs: list[str]) -> None:
    story = _read(f"<html><head><title>T</title></head><body>{body}")

    assert " ".join(story.body_text.split()) == " ".join(" ".join(paragraphs).split())
    assert story.headline == "T"


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>Nothing</title></head><body></body></html>",
        f"<html><body>{MENU}</body></html>",
        "<html><body><script>document.write('words')</script></body></html>",
        "<!doctype html>",
        "<p></p>",
        "<p>&nbsp;</p><!-- words -->",
    ],
)
def test_no_text_is_no_story(page: str) -> None:
    with pytest.raises(NotAStory, match="no text"):
        _read(page)


@pytest.mark.parametrize(
    ("page", "limit"),
    [
        ("<html>" + "<div>" * 100_000 + "text", "MAX_DEPTH"),
        ("<html><p>" + "<b>" * 1000 + "text", "MAX_DEPTH"),
        ("<html>" + "<a>" * 300_000, "MAX_ELEMENTS"),
        ("<html>" + "<p>x</p>" * (html_page_tree.MAX_ELEMENTS + 1), "MAX_ELEMENTS"),
        ("<html>" + "<script></script>" * (html_page_tree.MAX_TAGS + 1), "MAX_TAGS"),
        ("<html><svg>" + "<path/>" * (html_page_tree.MAX_TAGS + 1), "MAX_TAGS"),
        ("<html><p>" + "word " * (html_page_tree.MAX_TEXT // 5 + 1), "MAX_TEXT"),
        ("<p>" + "word " * (html_page_tree.MAX_CHARACTERS // 5), "MAX_CHARACTERS"),
        ("<html><p " + "a='b' " * (html_page_tree.MAX_CHARACTERS // 6) + ">text", "MAX_CHARACTERS"),
    ],
    ids=["divs", "unclosed", "links", "paragraphs", "scripts", "drawing", "words", "piece", "attributes"],
)
def test_what_is_over_a_limit_is_refused(page: str, limit: str) -> None:
    with pytest.raises(DeliveryTooLarge, match=limit):
        _read(page)


@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<a " * 900_000,
        "<html><p " + " ".join(f"a{number:x}" for number in range(400_000)) + ">text",
        "<html><p>" + "<span>word</span> " * (html_page_tree.MAX_ELEMENTS - 10),
        "<html><article>" + ("<ul><li>word" * 40 + "</ul>" * 40) * 60,
        "<html>" + f"<p class='{'content-' * 60}'>some text</p>" * (html_page_tree.MAX_ELEMENTS - 10),
        "<html>" + "<meta property='og:title' content='t'><h1>x</h1>" * (html_page_tree.MAX_ELEMENTS // 2 - 10),
        "<html><script type='application/ld+json'>" + '{"@id":"a"},' * 200_000 + "</script><p>text",
        f"<html><script type='application/ld+json'>{' ' * 490_000}</script><p>text",
        _json_ld({"@type": "NewsArticle", "headline": "<a" * 240_000, "articleBody": "<b " * 1000}) + "<p>text",
        "<html><title>" + "x | " * 100_000 + "</title><p>text",
        "<html>" + "<!--" * 700_000,
        "<html><p>" + "&" * 400_000,
    ],
    ids=[
        "tags",
        "attributes",
        "spans",
        "lists",
        "classes",
        "titles",
        "json-ld",
        "spaces",
        "angles",
        "title",
        "comments",
        "ampersands",
    ],
)
def test_hostile_pages_take_a_second_at_most(page: str) -> None:
    _read(_page())  # the extractor is imported
    started = time.process_time()
    with contextlib.suppress(DeliveryError):
        _read(page)
    assert time.process_time() - started < 2  # one where nothing else runs


def test_a_fault_in_the_extractor_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    with pytest.raises(MalformedDelivery, match="IndexError in the extractor"):
        _read(_page())


def test_the_extractor_is_imported_by_who_reads_pages_alone() -> None:
    program = f"import sys; import {html_page.__name__}, {html_page_text.__name__}; print('trafilatura' in sys.modules)"
    answer = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "False"


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    head = '<link rel="stylesheet" href="http://127.0.0.1:9/a.css"><base href="http://127.0.0.1:9/">'
    body = (
        "<article><img src='http://127.0.0.1:9/a.png'><iframe src='http://127.0.0.1:9/'></iframe><p>"
        + "</p><p>".join(PARAGRAPHS)
    )

    assert len(_read(_page(head, body)).paragraphs) == len(PARAGRAPHS)
