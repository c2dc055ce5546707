"""Paragraphs out of mark-up, with and without the mark-up that says more than their text."""

from __future__ import annotations

import pytest

from newswire.errors import DeliveryTooLarge
from newswire.normalise import html_check
from newswire.normalise.html import MAX_TAGS, body, paragraphs, without_start


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("no tags at all", ["no tags at all"]),
        ("<p>bo<b>l</b>d <a href='x'>link</a>, end</p>", ["bold link, end"]),
        ("<p>one<br>two<br/>three</p>", ["one\ntwo\nthree"]),
        ("<p>one<br/><br/>two<br> \n<br>&nbsp;<br>three<br>still three</p>", ["one", "two", "three\nstill three"]),
        ("<br><br>one<br><br>", ["one"]),
        ("<pre>one<br><br>two</pre>", ["one\n\ntwo"]),
        ("<p>He said <q>go, she told me <q>stay</q></q>.</p>", ["He said \"go, she told me 'stay'\"."]),
        ("<p>a</q><q>b</p><p>c</p>", ['a"b"', "c"]),
        ("<p>So&shy;ft hy&#173;phens and&#8203; no\u200bspaces</p>", ["Soft hyphens and nospaces"]),
        ("<p>می&zwnj;خواهم 👩&zwj;💻</p>", ["می\u200cخواهم 👩\u200d💻"]),
        ("<p>spaces   and\n breaks</p>", ["spaces and breaks"]),
        ("<div>one<div>two</div>three</div>", ["one", "two", "three"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<h1>Head</h1>text", ["Head", "text"]),
        ("<p>Q&amp;A &amp;lt; &euro;&#x41;&nbsp;b</p>", ["Q&A &lt; €A\xa0b"]),
        ("<p>a<script>if(x<y)</script><style>p{}</style><!-- c -->b</p>", ["ab"]),
        ("<table><tr><td>a</td><td><p>b</p><p>c</p></td></tr><tr><th>d<th>e</table>", ["a\tb c\nd\te"]),
        ("<td>no</td>row<td>at all</td>", ["no", "row", "at all"]),
        ("<table><tr><td></td><td>b</td></tr><tr><td> </td></tr></table>", ["\tb"]),
        ("<table><tr><td>one</td></tr><tr><td>two</td></tr></table>", ["one", "two"]),
        ("<table><tr><td><table><tr><td>x<td>y</table><p>z</p><td>w</table>", ["x\ty", "z", "w"]),
        ("<table><tr><td>a<td>b", ["a\tb"]),
        ("<pre>col 1   col 2\n  a       b</pre>", ["col 1   col 2\n  a       b"]),
        ("<p>x<![CDATA[a < b & c]]>y</p>", ["xa < b & cy"]),
        ("<p>3 < 4 and x<y at the end", ["3 < 4 and x<y at the end"]),
        (
            "<nitf><body><hedline><hl1>Head</hl1><hl2>Sub</hl2></hedline><p>text</p></body></nitf>",
            ["Head", "Sub", "text"],
        ),
        ("<p> </p><p></p>", []),
        ("", []),
        ("<!-- only a comment -->", []),
        ("<p>a&#1;&#xD800;b</p>", ["a\ufffdb"]),
        ("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><p>&e;</p>", ["]>", "&e;"]),
        ("<p title='a>b'>text</p>", ["text"]),
    ],
)
def test_paragraphs(markup: str, expected: list[str]) -> None:
    assert paragraphs(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>plain</p>", None),
        ("<p>two<br>lines</p>", None),
        ("<p>a <q>word</q></p>", None),
        ("<p>a <q>b <i>c</i></q></p>", '<p>a "b <i>c</i>"</p>'),
        ("<p><b>bold</b><br><br></p>", "<p><b>bold</b></p>"),
        ("<div><span class='x'>plain</span></div>", None),
        ("<p>a <b>bold</b> <em>word</em></p>", "<p>a <b>bold</b> <em>word</em></p>"),
        (
            "<p>a <a href='https://example.com/?a=1&amp;b=2' onclick='x()'>link</a></p>",
            '<p>a <a href="https://example.com/?a=1&amp;b=2">link</a></p>',
        ),
        ("<a href='mailto:a@example.com'>mail</a>", '<p><a href="mailto:a@example.com">mail</a></p>'),
        ("<p><a href='javascript:x()'>a</a> <a href='/b'>b</a> <a href='data:x'>c</a></p>", None),
        ("<h2>Head</h2>", "<h2>Head</h2>"),
        ("<ul><li>one</ul>", "<ul><li>one</li></ul>"),
        ("<ol start=4><li>four</ol>", '<ol start="4"><li>four</li></ol>'),
        ("<blockquote><p>q &lt; r</p></blockquote>", "<blockquote>q &lt; r</blockquote>"),
        ("<pre>a  b</pre>", "<pre>a  b</pre>"),
        (
            "<table><tr><th>a<th>b<tr><td>c<td>d</table>",
            "<table><tbody><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></tbody></table>",
        ),
        ("<p><img src=x onerror=alert(1)>text <b>bold</b></p>", "<p>text <b>bold</b></p>"),
    ],
)
def test_markup_that_says_more_is_kept(markup: str, expected: str | None) -> None:
    (paragraph,) = body(markup)

    assert paragraph.html == expected


def test_the_numbers_of_a_list_go_on() -> None:
    assert [paragraph.html for paragraph in body("<ol><li>a<li>b</ol>")] == [
        '<ol start="1"><li>a</li></ol>',
        '<ol start="2"><li>b</li></ol>',
    ]


def test_what_is_open_goes_on_in_the_next_paragraph() -> None:
    assert [paragraph.html for paragraph in body("<b>one<div>two</div></b>three")] == [
        "<p><b>one</b></p>",
        "<p><b>two</b></p>",
        None,
    ]


def test_a_table_with_long_cells_is_the_layout_of_a_page() -> None:
    long = "word " * 100

    assert paragraphs(f"<table><tr><td>menu</td><td><p>{long}</p></td></tr></table>") == ["menu", long.strip()]


def test_depth_has_no_limit() -> None:
    assert paragraphs("<div>" * 50_000 + "word") == ["word"]
    assert paragraphs("<table><tr><td>" * 5_000 + "word") == ["word"]


def test_a_bomb_of_tags_is_refused() -> None:
    with pytest.raises(DeliveryTooLarge, match="MAX_TAGS"):
        paragraphs("<b>" * (MAX_TAGS + 1))


@pytest.mark.parametrize(
    ("markup", "texts", "whole"),
    [
        ("<p>one two</p>", ["one two"], True),
        ("<p>one two</p>", ["one"], False),
        ("<p>one</p><script>two</script><!-- three -->", ["one"], True),
        ("<p title='a>b'>one</p>", ["one"], True),
        ("<p>o&shy;ne <q>two</q></p>", ['one "two"'], True),
        ("<p>o&shy;ne <q>two</q></p>", ['one "'], False),
    ],
)
def test_the_check_sees_a_lost_word(markup: str, texts: list[str], whole: bool) -> None:
    assert html_check.is_whole(markup, texts) is whole


def test_a_lost_word_makes_plain_text_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newswire.normalise.html.is_whole", lambda *_: False)

    assert [(p.text, p.html) for p in body("<h2>Head</h2><p>a <b>bold</b> <q>word</q><script>x</script></p>")] == [
        ("Head", None),
        ('a bold "word"', None),
    ]


@pytest.mark.parametrize(
    ("markup", "words", "rest"),
    [
        ("<p>OSLO (ENA) - A <b>b</b></p>", "OSLO (ENA) -", "<p>A <b>b</b></p>"),
        ("<p><b>OSLO</b> (ENA) -&nbsp;A <b>b</b></p>", "OSLO (ENA) -", "<p>A <b>b</b></p>"),
        ("<p><b>OSLO &amp; ROME -</b> A</p>", "OSLO & ROME -", "<p>A</p>"),
        ("<p>ROME - A</p>", "OSLO -", None),
        ("<p>OSLO</p>", "OSLO (ENA) -", None),
    ],
)
def test_the_start_of_a_paragraph_can_be_taken_off(markup: str, words: str, rest: str | None) -> None:
    assert without_start(markup, words) == rest
