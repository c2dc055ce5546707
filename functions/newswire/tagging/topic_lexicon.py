"""The lexicon of topics: which words and phrases lead to which IPTC Media Topics, and where a text has them.

The words are in `topic_terms/*.txt`, a file for each top level; the README beside says how to write them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FOLDER = Path(__file__).parent
NO_TOPIC = "00000000"
"""The code of phrases that hide the shorter terms in them."""

_TOKEN = re.compile(
    r"(?P<initials>(?:[A-Z]\.){2,})"
    r"|(?P<score>(?<![\w-])\d{1,3}[-–]\d{1,3}(?![\w–-]))"
    r"|(?P<money>[$£€¥]\s?\d[\d.,]*)"
    r"|(?P<number>\d[\d.,]*(?![^\W_]))(?P<percent>\s?(?:%|per\s?cent\b))?"
    r"|(?P<word>[^\W_]+(?:['’][^\W_]+)*)"
)
_FIGURES = {"score": ("#-#",), "money": ("$#",), "percent": ("#%",)}
_LONGEST_WORD = 40
_TERM_TOKEN = re.compile(r"#-#|\$#|#%|#|(?:=?[^\W_]+(?:['’][^\W_]+)*\*?)")
_SPELLINGS = [
    (re.compile(r"is(e|ed|er|ing|ation)$"), r"iz\1"),
    (re.compile(r"our(ed|ing|ful|able|er|ite)?$"), r"or\1"),
    (re.compile(r"tre$"), r"ter"),
    (re.compile(r"ence$"), r"ense"),
    (re.compile(r"ogue$"), r"og"),
    (re.compile(r"amme$"), r"am"),
    (re.compile(r"ll(ed|ing|er)$"), r"l\1"),
    (re.compile(r"^(an|p|h|leuk)?ae"), r"\1e"),
    (re.compile(r"aem(ia|ic)"), r"em\1"),
]
"""British and American endings written alike, so that a term is listed once."""
_SPELLED_TWO_WAYS = re.compile(
    r"(?:is(?:e|ed|er|ing|ation)|our(?:ed|ing|ful|able|er|ite)?|tre|ence|ogue|amme|ll(?:ed|ing|er))$|^(?:an|p|h|leuk)?ae|aem"
)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A word or phrase of the lexicon: the capitals it must be written with, and its weight for each topic."""

    text: str
    capitals: tuple[int, ...]
    weights: tuple[tuple[str, int], ...]


Spelling = tuple[tuple[str, ...], tuple[int, ...]]
"""How each word of a term is looked up, and the capitals each needs: none at all where none does."""


class _Node(dict[str, "_Node"]):
    """What may come next in a term, and the terms that end here."""

    __slots__ = ("terms",)

    def __init__(self) -> None:
        super().__init__()
        self.terms: list[Term] = []


class Token(NamedTuple):
    """A word of a text: what it may be looked up as, its capitals, and where the terms go on that start with it."""

    keys: tuple[str, ...]
    capitals: int
    """None are 0, a capital at the start is 1, all of them are 2."""
    starts: tuple[_Node, ...]


class Lexicon:
    """The terms, ready to be found in a text: those of a first word are read when a text first has that word."""

    def __init__(self, lines: Iterable[tuple[str, int, str]]) -> None:
        """Take the lines (code, weight, terms with semicolons between)."""
        self._unread: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
        self._root = _Node()
        self._prefixes: set[str] = set()
        self._tokens = lru_cache(maxsize=100_000)(self._token)
        for code, weight, terms in lines:
            for text in split_terms(terms):
                if first := _TERM_TOKEN.search(text):
                    self._unread[_term_key(first[0])].append((code, weight, text))
                if "*" in text:
                    self._prefixes.update(key[:-1] for key in spelling(text)[0] if key.endswith("*"))

    def _read(self, terms: list[tuple[str, int, str]]) -> None:
        merged: dict[Spelling, tuple[str, dict[str, int]]] = {}
        for code, weight, text in terms:
            _, weights = merged.setdefault(spelling(text), (text, {}))
            weights[code] = max(weight, weights.get(code, 0))
        for (keys, capitals), (text, weights) in merged.items():
            listed = tuple((code, weight) for code, weight in weights.items() if code != NO_TOPIC)
            node = self._root
            for each in keys:
                node = node.setdefault(each, _Node())
            node.terms.append(Term(text, capitals, listed))

    def tokens(self, text: str) -> list[Token]:
        """Return the words of a text; where all of it is in capitals, capitals say little, and acronyms nothing."""
        shouted = text.isupper()
        found = [self._tokens(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(text)]
        return [token._replace(capitals=min(token.capitals, 1)) for token in found] if shouted else found

    def _token(self, kind: str, text: str) -> Token:
        keys = _FIGURES.get(kind) or ((text.strip(".,"), "#") if kind == "number" else self._word(text))
        for key in keys:
            if key in self._unread:
                self._read(self._unread.pop(key))
        starts = tuple(self._root[key] for key in keys if key in self._root)
        return Token(keys, _capitals(text), starts)

    def _word(self, text: str) -> tuple[str, ...]:
        if len(text) > _LONGEST_WORD:
            return ()
        plain = _plain(text.replace(".", ""))
        beginnings = (plain[:end] for end in range(3, len(plain) + 1))
        return _stem(plain), f"={plain}", *(f"{each}*" for each in beginnings if each in self._prefixes)

    def find(self, tokens: list[Token]) -> list[tuple[int, Term]]:
        """Return the terms in the words with the place of each: the longest one at each place, none inside another."""
        found: list[tuple[int, Term]] = []
        end = 0
        for at, token in enumerate(tokens):
            if at >= end and token.starts:
                terms, length = self._longest(tokens, at)
                found += [(at, term) for term in terms]
                end = at + length
        return found

    def _longest(self, tokens: list[Token], at: int) -> tuple[list[Term], int]:
        best: list[Term] = []
        length = 0
        nodes: Sequence[_Node] = tokens[at].starts
        end = at
        while nodes:
            end += 1
            if written := [term for node in nodes for term in node.terms if _written_so(term, tokens, at)]:
                named = [term for term in written if term.capitals]
                best, length = named or written, end - at
            keys = tokens[end].keys if end < len(tokens) else ()
            nodes = [node[key] for node in nodes for key in keys if key in node]
        return best, length


def _written_so(term: Term, tokens: list[Token], at: int) -> bool:
    return not term.capitals or all(
        tokens[at + place].capitals >= capitals for place, capitals in enumerate(term.capitals)
    )


def _capitals(word: str) -> int:
    if len(word) > 1 and word.isupper():
        return 2
    return int(word[:1].isupper())


def split_terms(terms: str) -> list[str]:
    """Return the terms of a line."""
    return [term for term in map(str.strip, terms.split(";")) if term]


def spelling(term: str) -> Spelling:
    """Return how a term is looked up, word by word, and the capitals it needs: two terms alike in both are one.

    A word with a capital is a name, and looked up as it stands: "Nets" is not "net".
    """
    words = _TERM_TOKEN.findall(term)
    capitals = tuple(_capitals(word.strip("=*")) for word in words)
    return tuple(map(_term_key, words)), capitals if any(capitals) else ()


@lru_cache(maxsize=50_000)
def _term_key(word: str) -> str:
    if word[0] in "#$":
        return word
    if word.endswith("*"):
        return f"{_plain(word[:-1])}*"
    exact = word.startswith("=") or _capitals(word) > 0
    return f"={_plain(word.lstrip('='))}" if exact else _stem(_plain(word))


def _plain(word: str) -> str:
    word = word.lower().replace("’", "'")
    if not word.isascii():
        word = "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))
    return word.removesuffix("'s")


def _stem(word: str) -> str:
    """Return a word without its plural and with one spelling on both sides of the Atlantic."""
    word = _singular(word)
    if len(word) > 4 and _SPELLED_TWO_WAYS.search(word):
        for pattern, replacement in _SPELLINGS:
            word = pattern.sub(replacement, word)
    return word


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or word == "news":
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y" if len(word) > 4 else word[:-1]
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once a process."""
    return Lexicon(chain.from_iterable(read_terms(path) for path in lexicon_files()))


def lexicon_files() -> list[Path]:
    """Return the files of terms, always in the same order."""
    return sorted((_FOLDER / "topic_terms").glob("*.txt"))


def read_terms(path: Path) -> list[tuple[str, int, str]]:
    """Return the lines of a file of terms: (code, weight, terms)."""
    lines: list[tuple[str, int, str]] = []
    code = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        head, _, rest = line.partition(" ")
        if len(head) == 8 and head.isdigit():
            code = head
        elif head.isdigit():
            lines.append((code, int(head), rest))
    return lines
