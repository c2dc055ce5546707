"""One document fetched from the web: from allowed hosts at public addresses, within bounds of time and size."""

from __future__ import annotations

import contextlib
import email.utils
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from threading import Timer
from typing import TYPE_CHECKING

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from newswire.addresses import WebAddress, check_address
from newswire.delivery import MAX_DELIVERY_BYTES
from newswire.errors import AddressRefused, FeedUnreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from urllib3.response import BaseHTTPResponse

MAX_REDIRECTS = 5
MAX_ADDRESSES = 8
"""Addresses of one host that are tried; all that it has are checked."""
LONGEST_RETRY_AFTER = 24 * 3600.0

_CONNECT_SECONDS = 5.0
_CHUNK = 64 * 1024
_MAX_GZIP_PARTS = 100
"""Each costs a copy of the rest; servers send one."""
_REDIRECTS = {301, 302, 303, 307, 308}
_HEADERS = {
    "accept": "application/rss+xml, application/atom+xml, application/feed+json, application/json, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
    "accept-encoding": "gzip",
    "user-agent": "Newswire/1 (feed poller)",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered.

    Parameters
    ----------
    status: of HTTP; never a redirect.
    body: decompressed; empty unless the status is 200.
    content_type, etag, last_modified: the headers of these names.
    retry_after: seconds to wait that the server asks for.
    """

    status: int
    body: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_after: float | None = None


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host; raise FeedUnreachable where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise FeedUnreachable(f"the name {host} cannot be resolved") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@cache
def trusted() -> ssl.SSLContext:
    """Return what a server's certificate is checked with: the authorities that this machine trusts."""
    return ssl.create_default_context()


def fetch(
    url: str,
    *,
    sites: Collection[str],
    private: bool = False,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    identity: Mapping[str, str] | None = None,
    resolve: Callable[[str, int], list[str]] = resolve,
    tls: ssl.SSLContext | None = None,
) -> Fetched:
    """Return what is at an address.

    Each address is checked, that of a redirect too, before anything is sent to it: https, an allowed site, and nothing
    but public IP addresses. The connection is made to an address that was checked, so that no second look at the name
    can lead elsewhere; the server must still have the certificate of that name. No proxy of the environment is used.

    Parameters
    ----------
    url: where it is.
    sites: hosts that may be visited, each with its port unless that is 443: "example.com", "example.com:8443".
    private: http and addresses of a private network, or of this machine, are allowed too.
    seconds: the time that all of it may take.
    headers: to send, for example If-None-Match.
    identity: headers that say who asks: secrets, that go to the host of `url` alone, and not where it redirects to.
    resolve, tls: how names become addresses, and which authorities are trusted; for tests.

    Raises
    ------
    AddressRefused: the address or a redirect is not allowed. The same again until somebody changes the configuration.
    FeedUnreachable: there is no answer, it is broken, too large or too late. Try again later.
    """
    until = time.monotonic() + seconds
    address = own = WebAddress.read(url)
    for _ in range(MAX_REDIRECTS + 1):
        _check(address, sites, private)
        is_own = (address.scheme, address.site) == (own.scheme, own.site)
        sent = {**_HEADERS, **(headers or {}), **(identity or {} if is_own else {})}
        with _asked(address, _addresses(address, private, resolve), sent, until, tls) as answer:
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or location is None:
                return _fetched(answer, until)
        address = address.redirected(location)
    raise FeedUnreachable(f"more than {MAX_REDIRECTS} redirects")


def _check(address: WebAddress, sites: Collection[str], private: bool) -> None:
    if address.scheme != "https" and not private:
        raise AddressRefused(f"{address.scheme}://{address.site} is no https address")
    if address.site not in sites:
        raise AddressRefused(f"{address.site} is not among the hosts of this feed ({', '.join(sorted(sites))})")


def _addresses(address: WebAddress, private: bool, resolve: Callable[[str, int], list[str]]) -> list[str]:
    """Return the IP addresses of a host, all of them checked: one bad one among good ones is no accident."""
    found = resolve(address.host, address.port)
    if not found:
        raise FeedUnreachable(f"the name {address.host} has no address")
    for each in found:
        check_address(each, private=private)
    return found[:MAX_ADDRESSES]


@contextlib.contextmanager
def _asked(
    address: WebAddress, candidates: list[str], headers: Mapping[str, str], until: float, tls: ssl.SSLContext | None
) -> Iterator[BaseHTTPResponse]:
    """Send the request, and give the answer without its body; whatever goes wrong meanwhile is FeedUnreachable."""
    connection = None
    try:
        connection = _connected(address, candidates, until, tls)
        with _ended_at(until, connection.sock):
            connection.request(
                "GET",
                address.target,
                headers={"host": address.host_header, **headers},
                preload_content=False,
                decode_content=False,
            )
            yield connection.getresponse()
    except (HTTPError, OSError, ValueError) as error:
        late = time.monotonic() >= until
        what = "too slow" if late else f"{type(error).__name__}: {str(error)[:200]}"
        raise FeedUnreachable(f"{address.site}: {what}") from error
    finally:
        if connection:
            connection.close()


def _connected(address: WebAddress, candidates: list[str], until: float, tls: ssl.SSLContext | None) -> HTTPConnection:
    """Return a connection to the first of the addresses that takes one."""
    failure: Exception = FeedUnreachable(f"{address.site}: no time to connect")
    for candidate in candidates:
        left = min(until - time.monotonic(), _CONNECT_SECONDS)
        if left <= 0:
            break
        connection = (
            HTTPSConnection(
                candidate, address.port, timeout=left, ssl_context=tls or trusted(), server_hostname=address.host
            )
            if address.scheme == "https"
            else HTTPConnection(candidate, address.port, timeout=left)
        )
        try:
            connection.connect()
        except (HTTPError, OSError) as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure


@contextlib.contextmanager
def _ended_at(until: float, sock: socket.socket) -> Iterator[None]:
    """End a connection at that time: a time-out starts anew with each byte, and a server may send one at a time."""

    def end() -> None:
        with contextlib.suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)  # of TLS too, without a word to the other side

    sock.settimeout(max(until - time.monotonic(), 0.01))
    timer = Timer(max(until - time.monotonic(), 0.01), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _fetched(answer: BaseHTTPResponse, until: float) -> Fetched:
    body = _body(answer, until) if answer.status == 200 else b""
    return Fetched(
        status=answer.status,
        body=body,
        content_type=answer.headers.get("content-type", "")[:200] or None,
        etag=_kept(answer.headers.get("etag")),
        last_modified=_kept(answer.headers.get("last-modified")),
        retry_after=retry_after(answer.headers.get("retry-after"), datetime.now(UTC)),
    )


def _body(answer: BaseHTTPResponse, until: float) -> bytes:
    """Read a body, and decompress it: both within the limit of a delivery, and before the time is up."""
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FeedUnreachable(f"it came compressed as {encoding[:60]!r}, which was not asked for")
    raw = bytearray()
    while chunk := answer.read(_CHUNK):
        raw += chunk
        if len(raw) > MAX_DELIVERY_BYTES:
            raise _too_large()
    if time.monotonic() >= until:
        raise FeedUnreachable("it was too slow")
    return _unzipped(bytes(raw)) if encoding.endswith("gzip") else bytes(raw)


def _unzipped(raw: bytes) -> bytes:
    """Decompress gzip of one part or several, never to more than the limit."""
    unzipped = bytearray()
    for _ in range(_MAX_GZIP_PARTS):
        part = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            unzipped += part.decompress(raw, MAX_DELIVERY_BYTES + 1 - len(unzipped))
        except zlib.error as error:
            raise FeedUnreachable(f"it cannot be decompressed: {error}") from error
        if len(unzipped) > MAX_DELIVERY_BYTES:
            raise _too_large()
        if not part.eof:
            raise FeedUnreachable("the compressed data is cut off")
        raw = part.unused_data
        if not raw:
            return bytes(unzipped)
    raise FeedUnreachable("the compressed data is in too many parts")


def _too_large() -> FeedUnreachable:
    return FeedUnreachable(f"it has more than {MAX_DELIVERY_BYTES} bytes (MAX_DELIVERY_BYTES)")


def retry_after(text: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks to wait, as a number or as a time; None where it is neither."""
    if text is None:
        return None
    if text.strip().isascii() and text.strip().isdigit():
        return min(float(text.strip()[:9]), LONGEST_RETRY_AFTER)
    try:
        instant = email.utils.parsedate_to_datetime(text[:60])
    except (ValueError, TypeError, OverflowError):
        return None
    instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return min(max((instant - now).total_seconds(), 0.0), LONGEST_RETRY_AFTER)


def _kept(header: str | None) -> str | None:
    """Return a header that is to be sent back, None where it is too long or no plain text."""
    return header if header and len(header) <= 500 and header.isascii() and header.isprintable() else None
