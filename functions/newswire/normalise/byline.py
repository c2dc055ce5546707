"""Bylines: the names without the "By", in a field or as the first line of a body."""

from __future__ import annotations

import re

from newswire.normalise.text import collapse

_ANY_LANGUAGE = "by|von|par|por"
# Where the word is a part of names elsewhere (Di Maio, Da Silva), only in stories of that language.
_BY_LANGUAGE = {
    "it": "di|a cura di",
    "sv": "av",
    "no": "av",
    "nb": "av",
    "nn": "av",
    "da": "af|av",
    "nl": "door",
    "pt": "da",
}
_LINE = re.compile(r"(?:By|BY|Von|Par|Por)\s+(?P<names>\S.*)", re.DOTALL)
_MAX_WORDS = 14
_SMALL = frozenset("and und et y e of the in von van der den de di da la le for with für".split())


def without_by(byline: str, language: str | None) -> str:
    """Return a byline without its "By", "Von", "Par", "Por" and the like; what follows the names stays."""
    words = _ANY_LANGUAGE + "".join(f"|{word}" for word in [_BY_LANGUAGE.get((language or "")[:2].lower())] if word)
    bare = re.sub(rf"^(?:{words})[\s:]+(?=[^\W\d_])", "", byline.strip(), flags=re.IGNORECASE)
    return byline if byline[:4] == "von " else bare or byline


def of_line(paragraph: str) -> str | None:
    """Return the byline that a paragraph is ("By JANE DOE, Example News Agency"), without "By", or None."""
    match = _LINE.fullmatch(paragraph.strip())
    if match is None:
        return None
    names = collapse(match["names"])
    words = re.findall(r"[^\W\d_]\S*", re.split(r"[,/|(]", names)[0])
    is_name = (
        1 < len(words) <= _MAX_WORDS
        and names[0].isupper()
        and all(word[0].isupper() or word in _SMALL for word in words)
    )
    return names if is_name and not re.search(r"[.!?;:\"“”]$|\d", names) else None
