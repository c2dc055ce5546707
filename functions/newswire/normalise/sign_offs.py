"""Sign-offs: what agencies print under a story, which is no part of it. The rules are in sign_offs.toml.

They are told apart only at the end of a story; no word of it is lost, each is a paragraph of its own with its kind.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newswire.normalise import dateline
from newswire.normalise.text import collapse
from newswire.story import Paragraph, ParagraphKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATA = Path(__file__).with_suffix(".toml")
_NEAR = 8
"""Paragraphs of the story at its end among which a mark can stand that others follow."""
_MOST_CHARACTERS = 120
"""Of a sign-off, but for one in double brackets; as many at the end of a paragraph are looked at for one in it."""
_MOST_IN_BRACKETS = 420
_AGENCY = r"(?P<agency>[^\W\d_][\w-]{1,14})"
_INITIALS = r"""(?-i:(?!and/|or/|his/|her/|he/)
    [a-z]{1,4}(?:[-.][a-z]{1,4}){0,3}(?:/[a-z]{1,4}\d?(?:-[a-z]{1,4}){0,2}){1,5}/?
    |[a-z]{2,4}/(?:\ [a-z]{2,4}/){1,3})"""
_BEHIND_A_SENTENCE = r"(?P<own>.*[.!?…][\"'”’»)]*)\s+(?P<sign_off>{})"
_NO_END = (".", "!", "?", "…", '"', "”")
"""With these ends a sentence, and no sign-off behind one."""
_CLOSING_TAGS = re.compile(r"(?:\s|<br ?/?>|</[a-z0-9]+>)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SignOff:
    """One rule; sign_offs.toml says what its fields mean, `behind` is the pattern of a paragraph that it ends."""

    name: str
    kind: ParagraphKind
    reason: str
    pattern: re.Pattern[str]
    behind: re.Pattern[str] | None
    early: bool


def label(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, those under the story with their kinds; one behind a last sentence is parted from it.

    `why` is the rule's name and its reason. The first paragraph of the body stays what it is.
    """
    labelled: list[Paragraph] = []  # from the end
    left = sum(paragraph.kind is ParagraphKind.BODY for paragraph in paragraphs)
    seen = 0
    todo = list(paragraphs)
    while todo and seen < _NEAR:
        paragraph = todo.pop()
        if paragraph.kind is not ParagraphKind.BODY:
            labelled.append(paragraph)
            continue
        rule = _rule_of(paragraph.text) if left > 1 else None
        if rule and (rule.early or not seen):
            labelled.append(_labelled(paragraph.text, paragraph.html, rule))
            left -= 1
        elif not seen and (parts := _parted(paragraph)):
            todo.append(parts[0])
            labelled.append(parts[1])
        else:
            labelled.append(paragraph)
            seen += 1
    return [*todo, *reversed(labelled)]


def examples() -> tuple[dict[str, Any], ...]:
    """Return the rules as they stand in the file, with their examples, for the tests."""
    return tuple(tomllib.loads(_DATA.read_text(encoding="utf-8"))["sign_off"])


def _rule_of(text: str) -> _SignOff | None:
    if len(text) > (_MOST_IN_BRACKETS if text.startswith("((") else _MOST_CHARACTERS):
        return None
    line = collapse(text)
    if not _any_rule().fullmatch(line):
        return None
    return next((rule for rule in _rules() if _is_sure(rule.pattern.fullmatch(line))), None)


def _labelled(text: str, markup: str | None, rule: _SignOff) -> Paragraph:
    return Paragraph(kind=rule.kind, text=text, html=markup, why=f"{rule.name}: {rule.reason}")


def _parted(paragraph: Paragraph) -> tuple[Paragraph, Paragraph] | None:
    """Return a paragraph without the sign-off that stands in its last line or behind its last sentence, and that."""
    text = paragraph.text.rstrip()
    own, _, line = text.rpartition("\n")
    rule = _rule_of(line) if own.strip() and not paragraph.html else None
    if rule:
        return Paragraph(text=own.rstrip()), _labelled(line.strip(), None, rule)
    end = text[-_MOST_CHARACTERS:]
    if end.endswith(_NO_END):
        return None
    for rule in _rules():
        match = rule.behind.fullmatch(end) if rule.behind else None
        markup = _without_end(paragraph.html, match["sign_off"]) if match and paragraph.html else None
        if match and _is_sure(match) and (markup or not paragraph.html):
            own = text[: len(text) - len(end) + match.end("own")]
            return Paragraph(text=own, html=markup), _labelled(match["sign_off"], None, rule)
    return None


def _without_end(markup: str, words: str) -> str | None:
    """Return a paragraph's `html` without the words that it ends with; None where it does not end with them."""
    head, found, tail = markup.rpartition(escape(words, quote=False))
    return head.rstrip() + tail.strip() if found and _CLOSING_TAGS.fullmatch(tail) else None


@cache
def _rules() -> tuple[_SignOff, ...]:
    return tuple(_rule(fields) for fields in examples())


@cache
def _any_rule() -> re.Pattern[str]:
    """Return all patterns in one: most lines match none, and one by one they are slow."""
    alternatives = "|".join(f"(?:{_full(fields['pattern'])})" for fields in examples())
    return re.compile(alternatives.replace("?P<agency>", "?:"), re.IGNORECASE | re.VERBOSE)


def _full(pattern: str) -> str:
    return pattern.replace("AGENCY", _AGENCY).replace("INITIALS", _INITIALS)


def _rule(fields: dict[str, Any]) -> _SignOff:
    pattern = _full(fields["pattern"])
    flags = re.IGNORECASE | re.VERBOSE
    behind = _BEHIND_A_SENTENCE.format(pattern)
    return _SignOff(
        name=fields["name"],
        kind=ParagraphKind(fields["kind"]),
        reason=fields["reason"],
        pattern=re.compile(pattern, flags),
        behind=re.compile(behind, flags | re.DOTALL) if fields.get("inline") else None,
        early=fields.get("early", False),
    )


def _is_sure(match: re.Match[str] | None) -> bool:
    """Tell whether a pattern matched and the agency in it, if any, is one and printed as one prints it."""
    name = match.groupdict().get("agency") if match else None
    if name is None:
        return match is not None
    is_proper = not dateline.has_other_meanings(name) and (name.islower() or name.istitle())
    return name.lower() in dateline.agencies() and (name.isupper() or is_proper)
