"""What a single word or quote means, within a field or without: a leaf of the tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from newswire.search.fields import RAW_FIELDS, ValueField, meant_by
from newswire.search.tokens import Kind, begins_with_field, is_operator, plain, shown, trimmed
from newswire.search.tree import Phrase, Prefix, Similar, TagField, Tagged, TextField, Word
from newswire.search.values import MAX_DISTANCE, value

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from newswire.search.fields import Field
    from newswire.search.tokens import Token
    from newswire.search.tree import Node

MIN_PREFIX = 3
"""Fewest letters or digits before the star of a prefix."""

_MOVES = re.compile(r"~([0-9]+)")


class Leaves:
    """Reads words and quotes for one reader.

    Parameters
    ----------
    zone: the reader's.
    now: the time.
    warnings: where what was left out or altered is said.
    """

    def __init__(self, zone: tzinfo, now: datetime, warnings: list[str]) -> None:
        self._zone = zone
        self._now = now
        self._warnings = warnings

    def leaf(self, token: Token, field: Field | None) -> Node | None:
        """Return what a WORD or QUOTED token means in a field; None, with a warning, where it means nothing."""
        if not _has_letter(token.text):
            if field is None and token.kind is Kind.WORD and not trimmed(token.text):
                return None  # a dash or a full stop between words
            typed = f'"{token.text}"' if token.kind is Kind.QUOTED else token.text
            why = "has no letter or digit" if token.text else "is empty"
            self._warnings.append(f"{shown(typed)} {why} and was left out")
            return None
        if isinstance(field, ValueField) and field not in RAW_FIELDS:
            return value(field, token.text, token.suffix, self._zone, self._now, self._warnings)
        if isinstance(field, TextField | None):
            if token.unknown:
                meant = meant_by(token.unknown)
                advice = f"; did you mean {meant}:?" if meant else ""
                self._warnings.append(f"there is no field {shown(f'{token.unknown}:')}, it was read as text{advice}")
            if token.kind is Kind.WORD:
                return self._word(token.text, field)
            return Phrase(token.text, self._moves(token.suffix) if token.suffix else 0, field)
        if token.suffix:
            self._warnings.append(f"{shown(token.suffix)} is for words of the text and was left out")
        if field is ValueField.SIMILAR:
            return Similar(token.text)
        raw = field in RAW_FIELDS or token.kind is Kind.QUOTED
        return Tagged(TagField(field), token.text if raw else self._tag(token.text))

    def _moves(self, suffix: str) -> int:
        moves = _MOVES.fullmatch(suffix)
        if not moves:
            self._warnings.append(f"{shown(suffix)} after a quotation mark is no number and was left out")
            return 0
        if int(moves[1]) > MAX_DISTANCE:
            self._warnings.append(f"{shown(suffix)} is more than {MAX_DISTANCE} and was read as ~{MAX_DISTANCE}")
        return min(int(moves[1]), MAX_DISTANCE)

    def _word(self, typed: str, field: TextField | None) -> Node:
        text = self._plain(typed)
        start, star, rest = text.partition("*")
        start = trimmed(start)
        if star and sum(map(str.isalnum, start)) >= MIN_PREFIX:
            if rest.strip("*"):
                self._warnings.append(
                    f"{shown(typed)}: a star stands at the end of a word; read as {shown(start + '*')}"
                )
            return Prefix(start, field)
        if star:
            text = self._plain(_without_stars(text))
            if field is None and begins_with_field(text):
                text = text.partition(":")[0]
            self._warnings.append(
                f"{shown(typed)}: a star stands after {MIN_PREFIX} letters or more; read as {shown(text)}"
            )
        return Word(text.lower() if is_operator(text) else text, field)

    def _tag(self, typed: str) -> str:
        text = self._plain(typed)
        if "*" in text:
            text = self._plain(_without_stars(text))
            self._warnings.append(f"{shown(typed)}: a star is for words of the text; read as {shown(text)}")
        return text

    def _plain(self, typed: str) -> str:
        text, whole = plain(typed), trimmed(typed)
        if text != whole:
            self._warnings.append(
                f"{shown(whole[len(text) :])} after a word was left out; words alike are not searched for"
            )
        return text


def _without_stars(text: str) -> str:
    # Without the star between them, a letter and an accent are one.
    return normalize("NFC", text.replace("*", ""))


def _has_letter(text: str) -> bool:
    return any(map(str.isalnum, text))
