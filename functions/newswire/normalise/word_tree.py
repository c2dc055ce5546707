"""Patterns of many words, as fast as a pattern of one."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, as a tree of their letters: tried one by one they would be slow.

    Of two words of which one begins with the other, the longer is matched where it stands.
    """
    branches: dict[str, list[str]] = defaultdict(list)
    for word in words:
        branches[word[:1]].append(word[1:])
    ends = branches.pop("", None) is not None
    tree = "|".join(re.escape(letter) + any_of(rest) for letter, rest in branches.items())
    return f"(?:{tree}){'?' if ends else ''}" if tree else ""
