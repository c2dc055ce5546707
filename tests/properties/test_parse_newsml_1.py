"""NewsML 1.x: whatever the bytes are, stories or a DeliveryError, nothing else."""

from __future__ import annotations

from hypothesis import given

from newswire.formats import newsml_1
from tests.properties.harm import check, damaged, disordered, with_any_value

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


@given(damaged(SAMPLE))
def test_a_damaged_delivery(body: bytes) -> None:
    check(newsml_1, body)


@given(disordered(SAMPLE))
def test_elements_dropped_doubled_and_out_of_order(body: bytes) -> None:
    check(newsml_1, body)


@given(with_any_value(SAMPLE, VALUES))
def test_any_value(body: bytes) -> None:
    check(newsml_1, body)
