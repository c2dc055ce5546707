"""An HTTP request off the wire: what API Gateway would pass on, or the problem that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from io import BufferedIOBase
from urllib.parse import unquote_to_bytes

from infra.local.problems import Problem

BODY_LIMIT = 10 * 1024 * 1024  # of an HTTP API
_LINE_LIMIT = 4096
_DIGITS = 20  # of a length; Python refuses to read numbers of thousands
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\uffff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ABSOLUTE_FORM = re.compile(r"https?://[^/?]*", re.IGNORECASE)
_HEX = re.compile(rb"[0-9A-Fa-f]{1,8}")


@dataclass(frozen=True)
class Request:
    """A whole request. path is decoded, query is as it was sent, header names are in lower case."""

    method: str
    path: str
    query: str
    protocol: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str

    def header(self, name: str) -> str:
        """Give a header's value; repeats are joined by a comma, and an absent one is empty."""
        return ",".join(value for key, value in self.headers if key == name)


def split_target(target: str) -> tuple[str, str]:
    """Give the decoded path and the raw query string of a request target.

    Raises Problem (400) for broken escapes, bytes that are no UTF-8 and control characters.
    """
    target = _ABSOLUTE_FORM.sub("", target, count=1) if _ABSOLUTE_FORM.match(target) else target
    path, _, query = target.partition("?")
    if _UNPRINTABLE.search(target) or "#" in target or not path.startswith("/"):
        raise Problem(HTTPStatus.BAD_REQUEST, "the request target must be a path of printable ASCII, the rest escaped")
    if broken := _BROKEN_ESCAPE.search(target):
        raise Problem(HTTPStatus.BAD_REQUEST, f"broken escape at character {broken.start()}: write a bare % as %25")
    try:
        # HTTP APIs route by, and pass on, the decoded path (REST APIs do not).
        decoded = unquote_to_bytes(path).decode()
    except UnicodeDecodeError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "the path is not UTF-8") from error
    if _CONTROL.search(decoded):
        raise Problem(HTTPStatus.BAD_REQUEST, "the path has a control character")
    return decoded, query


def checked_headers(message: Message[str, str]) -> tuple[tuple[str, str], ...]:
    """Give the headers, names in lower case. Raises Problem (400) for lines that are not headers."""
    if message.defects or message.get_payload():
        raise Problem(HTTPStatus.BAD_REQUEST, "a header line is malformed")
    return tuple((name.lower(), _CONTROL.sub(" ", value).strip()) for name, value in message.items())


def declared_length(message: Message[str, str]) -> int | None:
    """Give the length of the body in bytes, None when it is chunked.

    Raises Problem: 400 when the length is not one number or comes with chunks, 413 when it is over the limit, 501 for
    other encodings.
    """
    encodings = [value.strip().lower() for value in message.get_all("Transfer-Encoding", [])]
    lengths = {value.strip() for value in message.get_all("Content-Length", [])}
    if encodings and lengths:
        raise Problem(HTTPStatus.BAD_REQUEST, "give Content-Length or Transfer-Encoding, not both")
    if encodings == ["chunked"]:
        return None
    if encodings:
        raise Problem(HTTPStatus.NOT_IMPLEMENTED, "the only Transfer-Encoding that is understood is chunked")
    if not lengths:
        return 0
    [length, *others] = lengths
    if others or not (length.isascii() and length.isdigit()):
        raise Problem(HTTPStatus.BAD_REQUEST, "Content-Length must be one number")
    if len(length) > _DIGITS or int(length) > BODY_LIMIT:
        raise too_large()
    return int(length)


def read_body(stream: BufferedIOBase, length: int | None) -> bytes:
    """Read a body of a length, or one in chunks for None.

    Raises Problem: 400 when it ends early or a chunk is malformed, 413 when the chunks grow over the limit.
    """
    if length is None:
        return b"".join(_chunks(stream))
    body = stream.read(length)
    if len(body) < length:
        raise Problem(HTTPStatus.BAD_REQUEST, f"the body ended after {len(body)} of {length} bytes")
    return body


def too_large() -> Problem:
    """Give the problem of a body over the limit."""
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body may have {BODY_LIMIT} bytes")


def _chunks(stream: BufferedIOBase) -> Iterator[bytes]:
    total = 0
    while size := _chunk_size(stream):
        total += size
        if total > BODY_LIMIT:
            raise too_large()
        yield read_body(stream, size)
        if stream.readline(3) != b"\r\n":
            raise Problem(HTTPStatus.BAD_REQUEST, "a chunk is longer than it says")
    for _ in range(100):  # trailers, which nobody wants
        if stream.readline(_LINE_LIMIT).strip() == b"":
            return
    raise Problem(HTTPStatus.BAD_REQUEST, "the chunked body has too many trailers")


def _chunk_size(stream: BufferedIOBase) -> int:
    size = stream.readline(_LINE_LIMIT).partition(b";")[0].strip()
    if not _HEX.fullmatch(size):
        raise Problem(HTTPStatus.BAD_REQUEST, "a chunk does not start with its size")
    return int(size, 16)
