"""A typed query as tokens: words, quotes, parentheses, operators, fields. Each character is looked at a few times.

What stands between spaces, quotes, parentheses and "|" is one word as typed: fox-it, AT&T, a@b.com, 1,234.5, C++.
Punctuation around a word goes: "Russia," is Russia, "/slip" is slip; "U.S." keeps its point.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from newswire.search.fields import RAW_FIELDS, Field, field_named

MAX_LENGTH = 2000
"""Longest query in characters; the rest is cut off with a warning."""
MAX_DEPTH = 20
"""Deepest nesting of parentheses; deeper ones are left out with a warning."""
NEAR_DISTANCE = 10
"""Words between the two sides of a NEAR without a number."""

_DOUBLE_QUOTES = "“”„‟«»‹›″〝〞〟「」『』＂"
_APOSTROPHES = "’‘‛ʼ′`´"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SAME = str.maketrans(
    {
        **_FULL_WIDTH,
        **dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"'),
        **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
        # Marks that are not seen: soft hyphen, direction of writing, byte order.
        **dict.fromkeys([0xAD, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF], None),
    }
)
_JOINERS = "\u200c\u200d"  # they are part of Persian and Indian words
_PIECE = re.compile(r"""(?P<quote>"[^"]*(?:"(?P<suffix>~[\w.]*)?)?)|(?P<sign>[()]|\|+)|(?P<word>[^\s"()|]+)""")
_FIELD = re.compile(r"([A-Za-z][A-Za-z_-]{0,30}):(?!//)(.*)", re.DOTALL)
_OPERATOR = re.compile(r"AND|OR|NOT|NEAR(?:/([0-9]+))?")
_BEFORE = ",;:!?¿¡…/\\'<>[]{}+=~^-–—•·."
_BEHIND = ",;:!?…/\\'<>[]{}=~^-–—•·."
_LIKENESS = re.compile(r"(?:~[0-9.]*)+$")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    QUOTED = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Parameters
    ----------
    kind: what it is.
    text: as typed; without the quotes of what is quoted.
    suffix: what follows a closing quote, as "~5" or "~200km".
    field: of a FIELD.
    unknown: the name of the field, which there is not, that a WORD begins with.
    """

    kind: Kind
    text: str
    suffix: str = ""
    field: Field | None = None
    unknown: str = ""


def shown(text: str, length: int = 40) -> str:
    """Return a part of the query as a warning names it: at most so many characters of it."""
    return f"'{text[: length - 1]}…'" if len(text) > length else f"'{text}'"


def normalised(text: str) -> str:
    """Return a query with one form of each quotation mark, apostrophe, space and letter; at most MAX_LENGTH long."""
    text = text[:MAX_LENGTH].translate(_SAME)
    text = "".join(character if character.isprintable() or character in _JOINERS else " " for character in text)
    return unicodedata.normalize("NFC", text)[:MAX_LENGTH].strip()


def trimmed(text: str) -> str:
    """Return a word without the punctuation around it."""
    rest = text.lstrip(_BEFORE)
    lead = text[: len(text) - len(rest)]
    word = rest.rstrip(_BEHIND)
    tail = rest[len(word) :]
    if lead.endswith(".") and not lead.endswith("..") and word[:1].isalnum():
        word = f".{word}"
    return f"{word}." if tail.startswith(".") and _ACRONYM.fullmatch(word) else word


def plain(text: str) -> str:
    """Return a word without the punctuation around it and without a likeness, as "word~2" has one."""
    text = trimmed(text)
    while (likeness := _LIKENESS.search(text)) and any(map(str.isalnum, text[: likeness.start()])):
        text = trimmed(text[: likeness.start()])
    return text


def is_operator(text: str) -> bool:
    """Tell whether a word typed so is an operator where it has something to join."""
    return _OPERATOR.fullmatch(text) is not None


def begins_with_field(text: str) -> bool:
    """Tell whether a word typed so is read as a field and its value."""
    named = _FIELD.fullmatch(text)
    return named is not None and field_named(named[1]) is not None


def tokenize(text: str, warnings: list[str]) -> list[Token]:
    """Return the tokens of a normalised query, its parentheses balanced and at most MAX_DEPTH deep.

    Parameters
    ----------
    text: as `normalised` gives it.
    warnings: where what was left out or added is said.
    """
    tokens: list[Token] = []
    for piece in _PIECE.finditer(text):
        if (quoted := piece["quote"]) is not None:
            tokens.append(_quoted(quoted, piece["suffix"] or "", warnings))
        elif piece["sign"]:
            tokens.append(Token({"(": Kind.OPEN, ")": Kind.CLOSE}.get(piece["sign"], Kind.OR), piece["sign"]))
        else:
            follows = text[piece.end() : piece.end() + 1] in ('"', "(") and piece.end() < len(text)
            starts = text[piece.start() - 1 : piece.start()] in ("", "(", "|") or text[piece.start() - 1].isspace()
            tokens.extend(_word(piece["word"], starts, follows, warnings))
    return _balanced(tokens, warnings)


def _quoted(quoted: str, suffix: str, warnings: list[str]) -> Token:
    inner = quoted.removesuffix(suffix)[1:]
    if not inner.endswith('"'):
        warnings.append(f"{shown(quoted)}: a closing quotation mark was added at the end")
    return Token(Kind.QUOTED, " ".join(inner.removesuffix('"').split()), suffix)


def _word(typed: str, starts: bool, follows: bool, warnings: list[str]) -> list[Token]:
    """Return the tokens of one piece: `starts` after a space, `follows` where a quote or parenthesis is next to it."""
    if typed == "-" and not follows:
        warnings.append("'-' stands alone and was left out")
        return []
    minus = [Token(Kind.NOT, "-")] if starts and typed[0] == "-" and typed[1:2] != "-" else []
    typed = typed[len(minus) :]
    if minus and not typed:
        return minus
    if not minus and (operator := _OPERATOR.fullmatch(typed)):
        return [Token(Kind[typed.partition("/")[0]], typed, operator[1] or "")]
    if named := _FIELD.fullmatch(typed.lstrip(_BEFORE + "*")):
        return [*minus, *_field(typed, named[1], named[2], follows, warnings)]
    return [*minus, Token(Kind.WORD, typed)]


def _field(typed: str, name: str, value: str, follows: bool, warnings: list[str]) -> list[Token]:
    field = field_named(name)
    if field is None:
        return [Token(Kind.WORD, typed, unknown=name if value or follows else "")]
    if not value and not follows:
        warnings.append(f"{shown(name + ':')} has no value directly after it and was left out")
        return []
    if value.startswith("-") and field not in RAW_FIELDS:
        warnings.append(f"'-' after {shown(name + ':')} was left out; to exclude, write {shown(f'-{name}:')}")
    prefix = Token(Kind.FIELD, f"{name}:", field=field)
    return [prefix, Token(Kind.WORD, value)] if value else [prefix]


def _balanced(tokens: list[Token], warnings: list[str]) -> list[Token]:
    """Return the tokens without parentheses that have no other half, and without those too deep."""
    opened: list[int] = []
    left_out: set[int] = set()
    for place, token in enumerate(tokens):
        if token.kind is Kind.OPEN:
            opened.append(place)
        elif token.kind is Kind.CLOSE and not opened:
            left_out.add(place)
            warnings.append("')' closes nothing and was left out")
        elif token.kind is Kind.CLOSE and len(opened) > MAX_DEPTH:
            left_out |= {opened.pop(), place}
            warnings.append(f"'(' deeper than {MAX_DEPTH} was left out")
        elif token.kind is Kind.CLOSE:
            opened.pop()
    if opened:
        warnings.append("'(' is not closed and was left out")
    left_out.update(opened)
    return [token for place, token in enumerate(tokens) if place not in left_out]
