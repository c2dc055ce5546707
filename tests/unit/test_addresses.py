"""Where a poller may go: the whole list of addresses that have been used to send one astray."""

from __future__ import annotations

import pytest

from newswire.addresses import MAX_LENGTH, WebAddress, check_address
from newswire.errors import AddressRefused

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "11.0.0.1",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.1",
    "169.253.255.255",
    "172.15.255.255",
    "172.32.0.0",
    "192.169.0.1",
    "198.20.0.1",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:81b::200e",
    "2001:4860:4860::8888",
    "64:ff9b::808:808",  # NAT64 of a public address: how a network without IPv4 reaches it
    "64:ff9b::8.8.8.8",
]
NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.0.0.53",
    "127.255.255.254",
    "169.254.169.254",  # the metadata of a machine
    "169.254.170.2",  # the credentials of a container
    "169.254.78.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",  # IPv4-compatible
    "::8.8.8.8",
    "::ffff:127.0.0.1",  # IPv4-mapped
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:7f00:1",
    "::ffff:8.8.8.8",  # no resolver gives a public one this way
    "::ffff:0:127.0.0.1",  # IPv4-translated
    "64:ff9b::7f00:1",  # NAT64 of 127.0.0.1
    "64:ff9b::a9fe:a9fe",  # NAT64 of 169.254.169.254, global to Python 3.11
    "64:ff9b::10.0.0.1",
    "64:ff9b::192.168.1.1",
    "64:ff9b:1::8.8.8.8",  # NAT64 of a local network
    "64:ff9b:1::a9fe:a9fe",
    "100::1",  # discard
    "2001::1",
    "2001:0:7f00:1::",  # Teredo, its server 127.0.0.1
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",  # Teredo
    "2001:0:4136:e378:8000:63bf:5601:5601",  # Teredo of a client at 169.254.169.254
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",  # 6to4 of 127.0.0.1
    "2002:a9fe:a9fe::1",  # 6to4 of 169.254.169.254
    "2002:808:808::1",
    "3ffe::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00::1",
    "fd00:ec2::254",  # the metadata of a machine
    "fd00:ec2::23",  # the credentials of a container
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "4000::1",
    "e000::1",
]
NO_ADDRESS = [
    "",
    "localhost",
    "127.1",
    "0177.0.0.1",
    "2130706433",
    "0x7f000001",
    "1.2.3.4.5",
    "::g",
    "1.1.1.1 ",
    "[::1]",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_what_the_whole_world_reaches_may_be_visited(address: str) -> None:
    check_address(address, private=False)


@pytest.mark.parametrize("address", NOT_PUBLIC + NO_ADDRESS)
def test_nothing_else_may_be_visited(address: str) -> None:
    with pytest.raises(AddressRefused):
        check_address(address, private=False)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "172.16.9.9", "192.168.1.1", "::1", "fd12:3456::1", "1.1.1.1"]
)
def test_a_private_feed_may_be_in_a_private_network_or_on_this_machine(address: str) -> None:
    check_address(address, private=True)


@pytest.mark.parametrize(
    "address",
    sorted(
        {*NOT_PUBLIC, *NO_ADDRESS}
        - {"10.0.0.1", "10.255.255.255", "127.0.0.1", "127.0.0.53", "127.255.255.254", "172.16.0.1", "172.31.255.255"}
        - {"192.168.0.1", "192.168.255.255", "::1", "fc00::1", "fd00::1"}
    ),
)
def test_even_a_private_feed_may_not_be_at_link_local_or_odd_addresses(address: str) -> None:
    with pytest.raises(AddressRefused):
        check_address(address, private=True)


@pytest.mark.parametrize(
    ("text", "site", "target"),
    [
        ("https://example.com", "example.com", "/"),
        ("HTTPS://Example.COM/Feed.xml", "example.com", "/Feed.xml"),
        ("https://example.com:443/a", "example.com", "/a"),
        ("https://example.com:8443/a", "example.com:8443", "/a"),
        ("http://example.com/a", "example.com:80", "/a"),
        ("https://example.com?q=1", "example.com", "/?q=1"),
        (
            "https://example.com/a?since=2026-03-01T12%3A00%3A00Z&x=[1]#part",
            "example.com",
            "/a?since=2026-03-01T12%3A00%3A00Z&x=[1]",
        ),
        ("https://xn--bcher-kva.example/feed", "xn--bcher-kva.example", "/feed"),
        ("https://1.1.1.1/feed", "1.1.1.1", "/feed"),
        ("https://[2606:4700::1111]/feed", "[2606:4700::1111]", "/feed"),
        ("https://[2606:4700::1111]:8443/feed", "[2606:4700::1111]:8443", "/feed"),
        ("https://example.com/@path/mail@example.org", "example.com", "/@path/mail@example.org"),
    ],
)
def test_an_address_is_read_in_one_way(text: str, site: str, target: str) -> None:
    address = WebAddress.read(text)
    assert (address.site, address.target) == (site, target)


ODD_URLS = [
    "",
    "example.com/feed",
    "//example.com/feed",
    "ftp://example.com/feed",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "data:text/xml,<rss/>",
    "javascript:alert(1)",
    "https:/example.com",
    "https:example.com",
    "https:///feed",
    "https://user@example.com/",
    "https://user:secret@example.com/",
    "https://example.com@127.0.0.1/",
    "https://example.com%40127.0.0.1/",
    "https://example.com\\@127.0.0.1/",
    "https://example.com\\.evil.example/",
    "https://127.0.0.1\\example.com/",
    "https://example.com#@127.0.0.1/ x",
    "https://example.com /",
    " https://example.com/",
    "https://example.com/\r\nHost: evil.example",
    "https://example.com/a b",
    "https://example.com/\0",
    "https://example.com/\t",
    "https://ex\u00e4mple.com/",
    "https://example.com/\u2603",
    "https://127\u30020.0.1/",  # an ideographic full stop
    "https://\u2460\u2461\u2466.0.0.1/",  # circled digits
    "https://example.com./",
    "https://.example.com/",
    "https://a..b/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://0/",
    "https://127.0.0.01/",
    "https://127.0.0.1.0x/",
    "https://999.1.1.1/",
    "https://[::1/",
    "https://::1/",
    "https://[::1%25eth0]/",
    "https://[fe80::1%eth0]/",
    "https://[127.0.0.1]/x[",
    "https://[::ffff:1.2.3.4.5]/",
    "https://example.com:/",
    "https://example.com:0/",
    "https://example.com:65536/",
    "https://example.com:99999/",
    "https://example.com:443:80/",
    "https://example.com:-1/",
    "https://example.com:\u0664\u0664\u0663/",
    f"https://example.com/{'a' * MAX_LENGTH}",
    f"https://{'a' * 64}.example/",
    f"https://{'a.' * 100_000}",
    "https://" + "[" * 100_000,
]


@pytest.mark.parametrize("text", ODD_URLS, ids=lambda text: ascii(text)[:60])
def test_what_two_could_read_in_two_ways_is_no_address(text: str) -> None:
    with pytest.raises(AddressRefused):
        WebAddress.read(text)


@pytest.mark.parametrize(
    ("location", "site", "target"),
    [
        ("/new", "example.com", "/new"),
        ("new", "example.com", "/feeds/new"),
        ("?page=2", "example.com", "/feeds/old?page=2"),
        ("https://example.com/new", "example.com", "/new"),
        ("https://cdn.example/new", "cdn.example", "/new"),
        ("//cdn.example/new", "cdn.example", "/new"),
        ("http://example.com/new", "example.com:80", "/new"),
        ("//127.0.0.1/", "127.0.0.1", "/"),
    ],
)
def test_a_redirect_is_seen_from_where_it_came(location: str, site: str, target: str) -> None:
    address = WebAddress.read("https://example.com/feeds/old").redirected(location)
    assert (address.site, address.target) == (site, target)


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "https://2130706433/",
        "https://u@example.com/",
        "https://[/",
        "//[x]/",
        "\\\\evil.example\\x",
        "https://example.com\\@127.0.0.1/",
        "/\u2603",
        "x" * 100_000,
    ],
    ids=lambda text: ascii(text)[:40],
)
def test_a_redirect_to_an_odd_address_is_refused(location: str) -> None:
    with pytest.raises(AddressRefused):
        WebAddress.read("https://example.com/feeds/old").redirected(location)


@pytest.mark.parametrize("location", ["http://0x7f.1/f?key=s3same", "https://a b/?key=s3same", "//[x/?key=s3same"])
def test_a_key_in_an_address_is_not_in_the_message(location: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        WebAddress.read("https://example.com/").redirected(location)
    assert "s3same" not in str(refused.value)
