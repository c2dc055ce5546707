"""The web page as files: GET / and GET /page/{version}/{file}.

The address of every file but the first has the version of all of them, so that browsers keep them for good.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response

from newswire.search.feed import is_known
from newswire.search.syntax import SYNTAX

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).with_name("page")
_CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_INDEX, _SYNTAX = "index.html", "syntax.json"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Encoding",
}
_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


@dataclass(frozen=True, slots=True)
class Site:
    """The files of the page by name, and the version that they have together."""

    version: str
    files: Mapping[str, str]


@cache
def site() -> Site:
    """Return the page, read once a process; the first file names the others with their version."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir()) if path.is_file()}
    files[_SYNTAX] = json.dumps(SYNTAX)
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
    scripts = sorted(name for name in files if name.endswith(".js"))
    # Without this a browser hears of a module only when it has read the one that needs it.
    modules = "\n".join(f'<link rel="modulepreload" href="/page/{version}/{name}">' for name in scripts)
    files[_INDEX] = files[_INDEX].replace("MODULES", modules).replace("VERSION", version)
    return Site(version, files)


def first(if_none_match: str) -> Response[str]:
    """Return the page itself; `if_none_match` is the header as sent."""
    return _answer(_INDEX, _ASK_AGAIN, if_none_match)


def file(version: str, name: str, if_none_match: str) -> Response[str] | None:
    """Return a file of the page, None where there is none of this name.

    Parameters
    ----------
    version: as the address has it; a page that was loaded before a deployment still names an earlier one.
    name: of the file.
    if_none_match: the header as sent.
    """
    if name not in site().files or name == _INDEX:
        return None
    return _answer(name, _FOR_GOOD if version == site().version else _ASK_AGAIN, if_none_match)


def _answer(name: str, kept: str, if_none_match: str) -> Response[str]:
    text = site().files[name]
    # Weak: the same text is sent compressed or not.
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {**_HEADERS, "Cache-Control": kept, "ETag": f"W/{tag}"}
    if is_known(tag, if_none_match):
        return Response(HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(HTTPStatus.OK, _CONTENT_TYPES[Path(name).suffix], text, headers=headers)
