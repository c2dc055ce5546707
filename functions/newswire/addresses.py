"""Which addresses a poller may visit: the guard against being sent to where only this process can go (SSRF).

A web address is taken in one strict form, so that what is checked is what is connected to. An IP address must be in
a network that the whole world reaches. The tables are written out, because what Python calls global differs between
its versions, and takes NAT64 for global whatever IPv4 address is in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urljoin

from newswire.errors import AddressRefused

MAX_LENGTH = 2000

_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9._-]{1,253}|\[[0-9a-f]{0,4}:[0-9a-f:.]{1,40}\])(?::(?P<port>\d{1,5}))?"
    r"(?P<target>[/?][!$-;=?-\[\]_a-z~]*)?(?:#[!-~]*)?",
    re.IGNORECASE | re.ASCII,
)
"""No user name, no backslash, no control character or space, and nothing that needs to be guessed at."""
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII)
_PORTS = {"https": 443, "http": 80}

# IANA's registries of special-purpose addresses: what is not for everybody.
_NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by a carrier's customers
            "127.0.0.0/8",  # this machine; in Lambda its runtime API
            "169.254.0.0/16",  # link-local; in AWS the metadata and credentials of the machine
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
"""The only IPv6 addresses of the whole world that IANA has given out: no mapped, compatible or local ones."""
_NOT_PUBLIC_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: holds an IPv4 address
            "3ffe::/16",  # given back
            "3fff::/20",  # documentation
        ),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
"""How a network without IPv4 reaches it: what counts is the IPv4 address in it."""
_PRIVATE = tuple(
    map(IPv4Network, ("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
)  # and so no link-local address, whatever a feed's configuration says
_PRIVATE_6 = tuple(map(IPv6Network, ("::1/128", "fc00::/7")))
_METADATA_6 = IPv6Network("fd00:ec2::/32")
"""AWS's own services on a machine: its metadata and credentials."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A web address in its parts.

    Parameters
    ----------
    scheme: "https" or "http".
    host: a name or an IP address, in small letters; an IPv6 address without its brackets.
    port: a number.
    target: path and query.
    """

    scheme: str
    host: str
    port: int
    target: str

    @classmethod
    def read(cls, text: str) -> WebAddress:
        """Return the parts of an address; raise AddressRefused where two could read it in two ways."""
        match = _URL.fullmatch(text) if len(text) <= MAX_LENGTH else None
        if match is None:
            raise AddressRefused(f"{shown(text)!r} is no plain web address like https://example.com/feed.xml")
        host = match["host"].lower().strip("[]")
        if not _is_plain(host):
            raise AddressRefused(f"{shown(text)!r} writes an IP address in an odd way")
        scheme = match["scheme"].lower()
        port = int(match["port"]) if match["port"] else _PORTS[scheme]
        if not 0 < port < 65536:
            raise AddressRefused(f"{shown(text)!r} has a port that there is not")
        target = match["target"] or "/"
        return cls(scheme, host, port, target if target.startswith("/") else f"/{target}")

    @property
    def site(self) -> str:
        """Host and port, as a list of allowed ones names them: without the port where it is 443."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS["https"] else f"{host}:{self.port}"

    @property
    def host_header(self) -> str:
        """What the header Host says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def redirected(self, location: str) -> WebAddress:
        """Return where the header Location sends from here; raise AddressRefused."""
        if len(location) > MAX_LENGTH:
            raise AddressRefused("a redirect to an address that is too long")
        here = f"{self.scheme}://{self.host_header}{self.target}"
        try:
            return self.read(urljoin(here, location))
        except ValueError as error:  # of urljoin: brackets that are no address
            raise AddressRefused(f"a redirect to what is no address: {shown(location)!r}") from error


def shown(text: str) -> str:
    """Return what a message or a log may say of an address: without its query, which may hold somebody's key."""
    path, mark, _ = text.partition("?")
    return f"{path[:200]}{mark and '?...'}"


def check_address(address: str, *, private: bool) -> None:
    """Raise AddressRefused unless everybody may connect to this IP address.

    Parameters
    ----------
    address: as a resolver gives it.
    private: addresses of a private network and of this machine are allowed too, but no link-local ones.
    """
    try:
        found = ip_address(address)
    except ValueError as error:  # "fe80::1%eth0" does not come this far: a scope is no public address
        raise AddressRefused(f"{address[:60]!r} is no IP address") from error
    if not (_is_public(found) or (private and _is_private(found))):
        raise AddressRefused(f"{address} is no public address")


def _is_plain(host: str) -> bool:
    """Tell whether a host is a name, or an IP address written as usual: not 0177.1, 2130706433 or 0x7f000001."""
    if ":" in host or _NUMBER.fullmatch(host.rstrip(".").rsplit(".", 1)[-1]):
        try:
            return bool(ip_address(host))
        except ValueError:
            return False
    return all(0 < len(label) <= 63 for label in host.split("."))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address in _NAT64:
        return _is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return not address.scope_id and address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)


def _is_private(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return any(address in network for network in _PRIVATE)
    return not address.scope_id and address not in _METADATA_6 and any(address in network for network in _PRIVATE_6)
