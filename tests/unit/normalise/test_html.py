"""Paragraphs out of mark-up."""

from __future__ import annotations

import pytest

from newswire.errors import DeliveryTooLarge
from newswire.normalise.html import MAX_TAGS, paragraphs


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("no tags at all", ["no tags at all"]),
        ("<p>bo<b>l</b>d <a href='x'>link</a>, end</p>", ["bold link, end"]),
        ("<p>one<br>two<br/>three</p>", ["one\ntwo\nthree"]),
        ("<p>spaces   and\n breaks</p>", ["spaces and breaks"]),
        ("<div>one<div>two</div>three</div>", ["one", "two", "three"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<h1>Head</h1>text", ["Head", "text"]),
        ("<p>Q&amp;A &amp;lt; &euro;&#x41;&nbsp;b</p>", ["Q&A &lt; €A\xa0b"]),
        ("<p>a<script>if(x<y)</script><style>p{}</style><!-- c -->b</p>", ["ab"]),
        ("<table><tr><td>a</td><td><p>b</p><p>c</p></td></tr><tr><th>d<th>e</table>", ["a\tb c", "d\te"]),
        ("<td>no</td>row<td>at all</td>", ["no", "row", "at all"]),
        ("<table><tr><td></td><td>b</td></tr><tr><td> </td></tr></table>", ["\tb"]),
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
    ],
)
def test_paragraphs(markup: str, expected: list[str]) -> None:
    assert paragraphs(markup) == expected


def test_depth_has_no_limit() -> None:
    assert paragraphs("<div>" * 50_000 + "word") == ["word"]


def test_a_bomb_of_tags_is_refused() -> None:
    with pytest.raises(DeliveryTooLarge, match="MAX_TAGS"):
        paragraphs("<b>" * (MAX_TAGS + 1))
