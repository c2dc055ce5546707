"""NewsML 1.x: whatever the bytes are, stories or a DeliveryError, nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.formats import newsml_1
from newswire.story import Story
from tests.unit.formats.deliveries import RECEIVED

SAMPLE = (
    '<?xml version="1.0"?><NewsML><NewsEnvelope><DateAndTime>20240620T100000Z</DateAndTime></NewsEnvelope><NewsItem>'
    "<Identification><NewsIdentifier><ProviderId>ena.org</ProviderId><DateId>20240620</DateId><NewsItemId>A1</NewsItemId>"
    "<RevisionId>2</RevisionId><PublicIdentifier>urn:newsml:ena.org:20240620:A1:2</PublicIdentifier></NewsIdentifier>"
    "</Identification><NewsManagement><FirstCreated>20240620T090000Z</FirstCreated>"
    '<ThisRevisionCreated>20240620T093000+0200</ThisRevisionCreated><Status FormalName="Embargoed"/><StatusWillChange>'
    '<FutureStatus FormalName="Usable"/><DateAndTime>20240621T000000Z</DateAndTime></StatusWillChange>'
    '<Urgency FormalName="3"/></NewsManagement><NewsComponent EquivalentsList="yes"><NewsLines>'
    "<HeadLine>Brücke</HeadLine>"
    "<DateLine>OSLO, June 20 (ENA) -</DateLine></NewsLines><DescriptiveMetadata><SubjectCode>"
    '<Subject FormalName="11000000"/></SubjectCode><Property FormalName="City" Value="Oslo"/></DescriptiveMetadata>'
    '<NewsComponent><Role FormalName="Title"/><ContentItem><DataContent>Title</DataContent></ContentItem>'
    "</NewsComponent>"
    "<NewsComponent><ContentItem><DataContent><nitf><body><body.content><p>One.</p></body.content></body></nitf>"
    "</DataContent></ContentItem></NewsComponent><NewsComponent><ContentItem><DataContent>&lt;p&gt;One.&lt;/p&gt;"
    '</DataContent></ContentItem></NewsComponent><NewsComponent><ContentItem><Encoding Notation="base64"><DataContent>'
    "T25l</DataContent></Encoding></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"
).encode()
VALUES = ("20240620T093000+0200", "20240621T000000Z", "Embargoed", "urn:newsml:ena.org:20240620:A1:2", "T25l", "Title")


def _check(body: bytes) -> None:
    try:
        entries = newsml_1.parse(Delivery(id="d1", body=body, received=RECEIVED))
    except DeliveryError:
        return
    assert entries
    for entry in entries:
        assert isinstance(entry, Story | DeliveryError)
        if isinstance(entry, Story):
            entry.model_dump_json().encode()


@given(st.data())
def test_a_damaged_delivery(data: st.DataObject) -> None:
    body = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(0, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    _check(bytes(body[: data.draw(st.integers(0, len(body)))]) if data.draw(st.booleans()) else bytes(body))


@given(st.data())
def test_elements_dropped_doubled_and_out_of_order(data: st.DataObject) -> None:
    pieces = SAMPLE.decode().split("><")
    for _ in range(data.draw(st.integers(1, 5))):
        at, to = data.draw(st.integers(0, len(pieces) - 1)), data.draw(st.integers(0, len(pieces) - 1))
        pieces.insert(to, pieces[at] if data.draw(st.booleans()) else pieces.pop(at))
    _check("><".join(pieces).encode())


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(VALUES))
def test_any_value(text: str, value: str) -> None:
    _check(SAMPLE.decode().replace(value, text).encode())
    _check(SAMPLE.decode().replace(value, f"<![CDATA[{text}]]>").encode())
