"""Wire items for measuring: generated text of 500 words, wrapped as NewsML-G2, NITF and ninjs; no two are alike."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from html import escape
from typing import NamedTuple

WORDS = 500
PARAGRAPHS = 20
CATALOG = '<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>'

_FIRST = datetime(2026, 3, 1, 6, tzinfo=UTC)
_SYLLABLES = "ba bel co dar den el far gon har in kel lo mar men nor ol per ran ser tan ul ver wes yo zen".split()
_SMALL = "the of and to in a that for on with said by as it from at was has have will not after but".split()


class Item(NamedTuple):
    """What an item says, whatever the format."""

    number: int
    created: datetime
    headline: str
    paragraphs: list[str]


def make_item(number: int) -> Item:
    """Return the item with this number, the same on every run."""
    chance = random.Random(number)  # noqa: S311 - no secret
    each = WORDS // PARAGRAPHS
    paragraphs = [_sentence(chance, each) for _ in range(PARAGRAPHS)]
    paragraphs[0] = f"BELGON, March 1 (ENA) - {paragraphs[0]}"
    return Item(number, _FIRST + timedelta(seconds=number), _sentence(chance, 8).rstrip("."), paragraphs)


def newsml_g2(item: Item) -> bytes:
    """Return the item as a NewsML-G2 news item with an XHTML body."""
    body = "".join(f"<p>{escape(text)}</p>" for text in item.paragraphs)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:example.com:20260301:{item.number}" version="1"
  standard="NewsML-G2" standardversion="2.35" conformance="power" xml:lang="en">
  {CATALOG}
  <itemMeta>
    <itemClass qcode="ninat:text"/><provider literal="ENA"><name>ENA</name></provider>
    <versionCreated>{item.created.isoformat()}</versionCreated><pubStatus qcode="stat:usable"/>
    <edNote>For questions call the desk.</edNote>
  </itemMeta>
  <contentMeta>
    <urgency>4</urgency><contentCreated>{item.created.isoformat()}</contentCreated><by>Ada Example</by>
    <language tag="en"/><genre qcode="genre:Current"/><keyword>harbour</keyword>
    <slugline>EXAMPLE-{item.number}</slugline>
    <subject type="cpnat:abstract" qcode="subj:04000000"><name xml:lang="en">economy</name></subject>
    <subject type="cpnat:abstract" qcode="subj:11000000"><name xml:lang="en">politics</name></subject>
    <headline>{escape(item.headline)}</headline>
  </contentMeta>
  <contentSet><inlineXML contenttype="application/xhtml+xml" wordcount="{WORDS}">
    <html xmlns="http://www.w3.org/1999/xhtml"><head><title>{escape(item.headline)}</title></head><body>{body}</body></html>
  </inlineXML></contentSet>
</newsItem>""".encode()


def nitf(item: Item) -> bytes:
    """Return the item as a NITF document."""
    body = "".join(f"<p>{escape(text)}</p>" for text in item.paragraphs)
    day = item.created.strftime("%Y%m%dT%H%M%SZ")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<nitf version="-//IPTC//DTD NITF 3.6//EN"><head><title>{escape(item.headline)}</title>
  <tobject tobject.type="news"><tobject.subject tobject.subject.refnum="04000000"/></tobject>
  <docdata management-status="usable"><doc-id id-string="ena-20260301-{item.number}" regsrc="ENA"/><urgency ed-urg="4"/>
    <date.issue norm="{day}"/><key-list><keyword key="harbour"/></key-list>
    <du-key key="EXAMPLE-{item.number}"/></docdata>
</head><body><body.head><hedline><hl1>{escape(item.headline)}</hl1></hedline><byline>By Ada Example</byline>
</body.head><body.content>{body}</body.content></body></nitf>""".encode()


def ninjs(item: Item) -> bytes:
    """Return the item as ninjs 3."""
    body = "".join(f"<p>{escape(text)}</p>" for text in item.paragraphs)
    return json.dumps(
        {
            "uri": f"urn:newsml:example.com:20260301:{item.number}",
            "version": "1",
            "versionCreated": item.created.isoformat(),
            "pubStatus": "usable",
            "language": "en",
            "urgency": 4,
            "by": "Ada Example",
            "headlines": [{"role": "main", "value": item.headline}],
            "subjects": [{"name": "economy", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000344"}],
            "bodies": [{"role": "main", "contentType": "text/html", "value": body}],
        }
    ).encode()


def _sentence(chance: random.Random, words: int) -> str:
    text = " ".join(_word(chance) for _ in range(words))
    return f"{text[:1].upper()}{text[1:]}."


def _word(chance: random.Random) -> str:
    if chance.random() < 0.4:
        return chance.choice(_SMALL)
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3)))
