"""WordPress's text: HTML in which a blank line begins a paragraph, with shortcodes in square brackets."""

from __future__ import annotations

import re

MAX_BRACKETS = 100_000
"""Square brackets in one post: more are no shortcodes of a person's, and are left as they are."""

_BLOCK_EDITOR = "<!-- wp:"
"""The block editor's comments: what it writes is plain HTML."""

_TAG = re.compile(r"(<[^<>]*>)")
_PREFORMATTED = re.compile(r"<(/?)pre\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_SHORTCODE = re.compile(r"\[(?P<slash>/?)(?P<name>[A-Za-z][\w-]*+)[^\[\]\n]*+\]")
_AROUND_ADDRESSES = frozenset({"audio", "embed", "gallery", "playlist", "video"})
"""What stands between these shortcodes is an address, no text: they stay as they are."""


def as_markup(content: str) -> str:
    """Return the content of a post as HTML, the way WordPress shows it.

    Blank lines become paragraphs, line ends breaks. Shortcodes around text ("[dropcap]O[/dropcap]nce") go, the text
    stays; a shortcode by itself ("[contact_form]") stays, for it is no text of the story and is labelled so later.
    """
    markup = _without_shortcodes(content.replace("\r\n", "\n"))
    return markup if _BLOCK_EDITOR in markup else _with_paragraphs(markup)


def _without_shortcodes(content: str) -> str:
    if content.count("[") > MAX_BRACKETS:
        return content
    closed = {match["name"] for match in _SHORTCODE.finditer(content) if match["slash"]} - _AROUND_ADDRESSES
    return _SHORTCODE.sub(lambda match: _marked(match) if match["name"] in closed else match[0], content)


def _marked(shortcode: re.Match[str]) -> str:
    return f"<{shortcode['slash']}figure>" if shortcode["name"] == "caption" else ""


def _with_paragraphs(markup: str) -> str:
    pieces: list[str] = []
    preformatted = 0
    for at, piece in enumerate(_TAG.split(markup)):
        is_tag = at % 2 == 1
        if is_tag and (pre := _PREFORMATTED.match(piece)):
            preformatted += -1 if pre[1] else 1
        if is_tag or preformatted > 0:
            pieces.append(piece)
        else:
            pieces.append(_with_breaks(piece))
    return "".join(pieces)


def _with_breaks(text: str) -> str:
    parted = _BLANK_LINES.sub("<p>", text)
    return parted.replace("\n", "<br>") if text.strip() else parted
