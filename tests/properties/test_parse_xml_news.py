"""Whatever the bytes of NewsML-G2 and NITF are: stories or a DeliveryError, nothing else; and no word is lost."""

from __future__ import annotations

import re
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from newswire.delivery import Delivery
from newswire.formats import newsml_g2, nitf
from newswire.story import Story
from tests.properties.harm import check
from tests.unit.formats.deliveries import RECEIVED

_G2 = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sender>ena.example</sender></header><itemSet>
<newsItem guid="tag:ena.example,2024:1:2" version="2" xml:lang="nb"><rightsInfo><usageTerms>x</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider literal="ENA"/><versionCreated>2024-06-20T12:00:00Z</versionCreated>
<embargoed>2024-06-20T18:00</embargoed><pubStatus qcode="stat:usable"/><edNote role="x:note">Adds</edNote>
<link rel="irel:previousVersion" residref="old"/></itemMeta><contentMeta><urgency>3</urgency><located><name>Ås</name>
</located><subject qcode="medtop:20000123" type="cpnat:person"><name>n</name></subject><headline rank="1">H</headline>
<dateline>ÅS, Norway (ENA) -</dateline><by>By Ada</by></contentMeta><contentSet><inlineXML><html><body><p>One <b>two</b>
</p></body></html></inlineXML><inlineData>&lt;p&gt;Three</inlineData></contentSet></newsItem><packageItem guid="p"/>
</itemSet></newsMessage>"""
_NITF = """<!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf baselang="en"><head><title>T</title><meta name="slug" content="S"/>
<tobject><tobject.subject tobject.subject.refnum="03015001"/></tobject><docdata management-status="embargoed"
management-doc-idref="a" management-idref-status="canceled"><doc-id id-string="b" regsrc="ENA"/><urgency ed-urg="2"/>
<date.issue norm="20240620T120000Z"/><date.release norm="20240620T180000+0200"/><key-list><keyword key="k"/></key-list>
</docdata></head><body><body.head><hedline><hl1>H</hl1></hedline><byline>By <person>Ada</person><byttl>R</byttl>
</byline><dateline><location><city>Ås</city></location><story.date norm="20240620"/></dateline></body.head>
<body.content><media><media-caption>c</media-caption></media><p>One</p><note type="npa">n</note>two
</body.content></body></nitf>"""
_MODULES = ((newsml_g2, _G2), (nitf, _NITF))
_WORDS = st.lists(
    st.text("abé漢1&<>", min_size=1, max_size=6).filter(lambda word: bool(re.search(r"\w", word))), max_size=8
)


def _check(body: bytes) -> None:
    for module, _ in _MODULES:
        check(module, body)


@given(st.binary())
def test_any_bytes(body: bytes) -> None:
    _check(body)


@given(st.data(), st.sampled_from([_G2, _NITF]), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_a_damaged_document(data: st.DataObject, document: str, charset: str) -> None:
    body = bytearray(document.encode(charset))
    for _ in range(data.draw(st.integers(0, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    _check(bytes(body[: data.draw(st.integers(0, len(body)))]))


@given(st.data(), st.sampled_from([_G2, _NITF]))
def test_any_text_in_place_of_a_value(data: st.DataObject, document: str) -> None:
    values = [match.span(1) for match in re.finditer(r'="([^"]*)"|>([^<>\n]+)<', document) if match[1] is not None]
    start, end = data.draw(st.sampled_from(values))
    value = data.draw(
        st.text(st.characters(codec="utf-8")) | st.sampled_from(["²", "9" * 400, "0000-00-00", "canceled"])
    )
    _check((document[:start] + escape(value) + document[end:]).encode())


@given(st.data(), st.sampled_from([_G2, _NITF]))
def test_elements_left_out_or_doubled(data: st.DataObject, document: str) -> None:
    elements = [match.span() for match in re.finditer(r"<([\w.]+)[^<>]*?(?:/>|>[^<>]*</\1>)", document)]
    start, end = data.draw(st.sampled_from(elements))
    times = data.draw(st.sampled_from([0, 2, 3]))
    _check((document[:start] + document[start:end] * times + document[end:]).encode())


@given(_WORDS)
def test_no_word_of_the_body_is_lost(words: list[str]) -> None:
    content = "".join(f"<p>{escape(word)}</p>" for word in words)
    inline = f"<inlineXML><html><body>{content}</body></html></inlineXML>"
    g2 = f'<newsItem guid="g"><contentSet>{inline}</contentSet></newsItem>'
    document = f"<nitf><body><body.content>{content}</body.content></body></nitf>"

    for module, body in ((newsml_g2, g2), (nitf, document)):
        (story,) = module.parse(Delivery(id="d1", body=body.encode(), received=RECEIVED))
        assert isinstance(story, Story)
        assert story.body_text.split() == words
