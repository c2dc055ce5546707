"""Bylines: the names without the "By", in a field or as the first line of a body."""

from __future__ import annotations

import re

from newswire.normalise.text import collapse

_ANY_LANGUAGE = "by|von|por|от"
# Where the word is a part of names elsewhere (Di Maio, Da Silva, Par Lindholm), only in stories of that language ...
_BY_LANGUAGE = {
    "fr": "par",
    "it": "di|a cura di",
    "sv": "av",
    "no": "av",
    "nb": "av",
    "nn": "av",
    "da": "af|av",
    "nl": "door",
    "pt": "da",
    "cs": "od",
    "sk": "od",
    "pl": "od",
}
_BY_PARTICLE = re.compile(r"(?:Par|PAR|Di|DI|Door|DOOR|Av|AV|Af|AF|Od|OD)\s+(?P<names>\S.*)", re.DOTALL)
"""... and where no language is given, before two names: one after it is a family's."""
_LINE = re.compile(r"(?:By|BY|Von|Par|Por)\s+(?P<names>\S.*)", re.DOTALL)
_BEFORE_CAPITALS = re.compile(r"((?:By|Von|Par|Por)(?: [^\W\d_][\w.'’-]{0,20}){2,4}?) (?=[A-ZÀ-Þ]{3,20}[ ,(])")
_MAX_WORDS = 14
_COPYRIGHT = re.compile(r"\W{0,5}[©℗]\W{0,5}\w[\w .]{0,40}\W{0,5}")
_SMALL = frozenset("and und et y e of the in von van der den de di da la le for with für".split())


def without_by(byline: str, language: str | None) -> str:
    """Return a byline without its "By", "Von", "Par", "Por" and the like; what follows the names stays."""
    by_particle = None if language else _BY_PARTICLE.fullmatch(byline.strip())
    if by_particle and len(_words(by_particle["names"])) > 1:
        return by_particle["names"]
    words = _ANY_LANGUAGE + "".join(f"|{word}" for word in [_BY_LANGUAGE.get((language or "")[:2].lower())] if word)
    bare = re.sub(rf"^(?:{words})[\s:]+(?=[^\W\d_])", "", byline.strip(), flags=re.IGNORECASE)
    return byline if byline[:4] == "von " else bare or byline


def is_copyright(byline: str) -> bool:
    """Tell whether what stands in a byline's field names an owner and no writer: "(©ENA)"."""
    return _COPYRIGHT.fullmatch(byline) is not None


def before_capitals(paragraph: str) -> tuple[str | None, str]:
    """Return the byline before the first word in capitals, without "By", and the rest; or None and the whole.

    Where the rest begins with a dateline it is one: whoever unwrapped the lines lost the line end between them.
    """
    match = _BEFORE_CAPITALS.match(paragraph)
    names = of_line(match[1]) if match else None
    return (names, paragraph[match.end() :]) if match and names else (None, paragraph)


def split(paragraph: str) -> tuple[str | None, str]:
    """Return the byline that is the first line of a paragraph, without "By", and the rest; or None and the whole."""
    first, _, rest = paragraph.partition("\n")
    names = of_line(first) if rest.strip() else None
    return (names, rest.lstrip()) if names else (None, paragraph)


def of_line(paragraph: str) -> str | None:
    """Return the byline that a paragraph is ("By JANE DOE, Example News Agency"), without "By", or None."""
    match = _LINE.fullmatch(paragraph.strip())
    if match is None:
        return None
    names = collapse(match["names"])
    words = _words(names)
    is_name = (
        1 < len(words) <= _MAX_WORDS
        and names[0].isupper()
        and all(word[0].isupper() or word in _SMALL for word in words)
    )
    return names if is_name and not re.search(r"[.!?;:\"“”]$|\d", names) else None


def _words(names: str) -> list[str]:
    """Return the words of the names, without what stands behind them: an agency, a title."""
    return re.findall(r"[^\W\d_]\S*", re.split(r"[,/|(]", names)[0])
