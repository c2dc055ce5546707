"""Whatever a page is: a story or a DeliveryError, nothing else; and a piece of HTML keeps its words."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.formats import html_page, json_ld
from newswire.story import Story
from tests.unit.formats.deliveries import RECEIVED

_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Häfen | Example</title>
<link rel="canonical" href="https://news.example.com/2024/1"><meta property="og:title" content="Häfen &amp; Meer">
<meta property="article:published_time" content="2024-03-01T10:00:00Z">
<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "author": {"@id": "#a"}, "headline": "Häfen",
"dateModified": "2024-03-02T10:00:00Z"}, {"@type": "Person", "@id": "#a", "name": "Ada"}]}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Häfen</h1><p>The harbour <b>reopened</b> on Sunday.</p>
<table><tr><td>one</td><td>two</td></tr></table><ul><li>three</li></ul><blockquote>four</blockquote>
<pre>five</pre><svg><path/></svg></article><footer>End</footer></body></html>""".encode()
_TAGS = st.sampled_from(
    "html head body p div span a b i h1 h2 ul ol li table tr td th blockquote pre code br hr img article section main "
    "nav aside footer form figure figcaption script style svg math template select option title meta link time q del "
    "details summary o:p x-y dl dt dd font center noscript iframe textarea video sup frameset plaintext".split()
)
_ATTRIBUTES = st.sampled_from(
    ["", " class=content", " id='comments'", " role=presentation", " itemprop=articleBody", " style='display:none'"]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["#a", "2024-03-01", "<b>x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["@id", "name", "@type"]), inner),
    max_leaves=6,
)
_NAMES = st.sampled_from(
    "@type @id @graph headline author publisher datePublished dateModified url mainEntityOfPage mainEntity keywords "
    "articleBody articleSection inLanguage description dateline expires genre copyrightNotice".split()
)


def _check(body: bytes) -> None:
    try:
        (entry,) = html_page.parse(Delivery(id="d1", body=body, received=RECEIVED, content_type="text/html"))
    except DeliveryError:
        return
    assert isinstance(entry, Story)
    assert entry.paragraphs
    entry.model_dump_json().encode()


@given(st.data())
@settings(deadline=None)
def test_a_damaged_page(data: st.DataObject) -> None:
    body = bytearray(_PAGE)
    for _ in range(data.draw(st.integers(0, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    _check(bytes(body[: data.draw(st.integers(0, len(body)))]))


@given(st.lists(st.tuples(st.sampled_from(["<", "</"]), _TAGS, _ATTRIBUTES, st.text(max_size=6)), max_size=40))
@settings(deadline=None)
def test_any_tags_in_any_order(pieces: list[tuple[str, str, str, str]]) -> None:
    markup = "".join(f"{opening}{tag}{attributes}>{text}" for opening, tag, attributes, text in pieces)
    _check(f"<html>{markup}".encode(errors="ignore"))


@given(st.text(st.characters()))
@settings(deadline=None)
def test_any_text(text: str) -> None:
    _check(b"<html><body>" + text.encode(errors="ignore"))
    _check(b"<p>" + text.encode(errors="ignore"))


@given(st.dictionaries(_NAMES, _VALUES, max_size=8))
@settings(deadline=None)
def test_any_values_in_json_ld(properties: dict[str, object]) -> None:
    node = json.dumps({"@type": "NewsArticle", **properties}).replace("<", "\\u003c")
    _check(f'<html><script type="application/ld+json">{node}</script><p>Words of the text.</p>'.encode())


@given(st.text())
def test_any_json_ld(script: str) -> None:
    graph = json_ld.read([script])

    assert graph.nodes or graph.warnings or script.strip()[:1] not in ("", "{")


@given(st.lists(st.tuples(st.sampled_from(["p", "div", "li", "h2"]), st.text("abcé漢", min_size=1)), min_size=1))
def test_a_piece_keeps_its_words(blocks: list[tuple[str, str]]) -> None:
    piece = "".join(f"<{tag}>{word}</{tag}>" for tag, word in blocks)
    (story,) = html_page.parse(Delivery(id="d1", body=piece.encode(), received=RECEIVED))

    assert isinstance(story, Story)
    assert story.body_text.split() == [word for _, word in blocks]
