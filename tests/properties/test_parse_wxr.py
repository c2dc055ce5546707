"""WordPress's export: whatever the bytes are, stories or a DeliveryError, nothing else."""

from __future__ import annotations

from hypothesis import given

from newswire.formats import wxr
from tests.properties.harm import check, damaged, disordered, with_any_value

SAMPLE = (
    b'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    b"<title>Blog</title><link>https://blog.example</link><item><title>Bridge</title>"
    b"<guid>https://blog.example/?p=1</guid>"
    b"<content:encoded>&lt;b&gt;One.&lt;/b&gt;\n\n[dropcap]T[/dropcap]wo.\n&lt;pre&gt;a\nb&lt;/pre&gt;</content:encoded>"
    b"<wp:post_date_gmt>2024-06-20 08:00:00</wp:post_date_gmt><wp:status>future</wp:status>"
    b"<wp:post_type>post</wp:post_type>"
    b'<category domain="category" nicename="roads">Roads</category></item>'
    b"<item><wp:post_type>page</wp:post_type></item>"
    b"</channel></rss>"
)
VALUES = ("https://blog.example/?p=1", "2024-06-20 08:00:00", "future", "Bridge", "[dropcap]T[/dropcap]wo.", "roads")


@given(damaged(SAMPLE))
def test_a_damaged_delivery(body: bytes) -> None:
    check(wxr, body)


@given(disordered(SAMPLE))
def test_elements_dropped_doubled_and_out_of_order(body: bytes) -> None:
    check(wxr, body)


@given(with_any_value(SAMPLE, VALUES))
def test_any_value(body: bytes) -> None:
    check(wxr, body)
