"""When a query typed all in capitals is prose, in which AND, OR, NOT are words.

The rule: no lower-case letter; no other sign of syntax (quotes, fields, "|", "-", "*", "NEAR/5", operators within
parentheses); and three words with a capital letter in a row. So "IRAN OR IRAQ OR SYRIA" and "NEW YORK OR LONDON" are
operators, "TALKS BETWEEN IRAN AND IRAQ OR SYRIA" is prose. NEAR without a number counts as a word here.
Prose says nothing by its case: it is read in lower case.
"""

from __future__ import annotations

from newswire.search.tokens import Kind, Token

WORDS_IN_A_ROW = 3

_JOINING = (Kind.AND, Kind.OR, Kind.NOT)
_PARENTHESES = (Kind.OPEN, Kind.CLOSE)


def is_prose(tokens: list[Token]) -> bool:
    """Tell whether the tokens are prose in capitals that has an operator among its words."""
    depth = row = longest = 0
    operators = False
    for token in tokens:
        if token.kind in _PARENTHESES:
            depth += 1 if token.kind is Kind.OPEN else -1
        elif token.kind in _JOINING and token.text.isalpha() and depth == 0:
            operators, row = True, 0
        elif not (token.kind is Kind.WORD or token.text == "NEAR") or _is_syntax(token.text):
            return False
        else:
            operators = operators or token.kind is Kind.NEAR
            row += any(character.isupper() for character in token.text)
            longest = max(longest, row)
    return operators and longest >= WORDS_IN_A_ROW


def as_prose(tokens: list[Token], warnings: list[str]) -> list[Token]:
    """Return the words of prose in capitals, in lower case; `warnings` takes up which of them could be operators."""
    read = dict.fromkeys(token.text for token in tokens if token.kind in (Kind.OR, Kind.NOT, Kind.NEAR))
    if read:
        names = ", ".join(f"'{name}'" for name in read)
        warnings.append(f"{names} read as words, the query being all in capitals; type the other words in lower case")
    return [Token(Kind.WORD, token.text.lower()) for token in tokens if token.kind not in _PARENTHESES]


def _is_syntax(text: str) -> bool:
    return "*" in text or any(character.islower() for character in text)
