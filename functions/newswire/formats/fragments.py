"""JSON and XML that have lost their beginning: no text and no page, and what hides them may be what is lost."""

from __future__ import annotations

import re

from newswire.errors import MalformedDelivery

_MEMBERS = 3
"""Members of JSON objects that no text has; one is enough in what begins with a bracket."""
_MEMBER = re.compile(r"[\"'][A-Za-z_][\w-]{0,40}[\"']\s{0,9}:\s{0,9}[\[{\"'\dtfn-]")
_OF_NEWS = re.compile(
    r"</(?:\w{1,20}:)?(?:news(?:item|ml|component|lines|management|message|envelope|head|identifier)|item(?:set|meta)|"
    r"content(?:set|meta|item)|tobject|docdata|hedline|nitf|body\.(?:content|head)|pubdate|item|channel|entry|rbnews)\s?>",
    re.IGNORECASE,
)
"""The end of an element of a news format."""


def refuse(text: str) -> None:
    """Refuse a part of JSON or XML.

    Raises
    ------
    MalformedDelivery: it is one.
    """
    members = len(_MEMBER.findall(text))
    if members >= _MEMBERS or (members and text.lstrip("[ \t\r\n").startswith("{")):
        raise MalformedDelivery("broken JSON: it is no JSON as a whole, and no text")
    refuse_xml(text)


def refuse_xml(text: str) -> None:
    """Refuse a part of XML that a news format is written in; errors as of `refuse`."""
    if _OF_NEWS.search(text):
        raise MalformedDelivery("broken XML: it is a part of a news format, and its beginning is missing")
