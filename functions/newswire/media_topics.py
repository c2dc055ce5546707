"""IPTC Media Topics: their names, which stand above which, and what the older Subject Codes are among them.

The tables lie with the taggers' other data; tagging/README.md says where they are from (IPTC, CC BY 4.0). Codes are the
eight digits alone; in a story PREFIX stands before them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

PREFIX = "medtop:"

_TABLES = Path(__file__).with_name("tagging")


@cache
def names() -> dict[str, str]:
    """Return the English names of all topics in use, by code."""
    return dict(_rows("media_topics.tsv"))


@cache
def above(code: str) -> tuple[str, ...]:
    """Return the topics above one, the nearest first; none of a top level, nor of a code that is not known."""
    parent = _parents().get(code)
    return (parent, *above(parent)) if parent else ()


@cache
def tops() -> frozenset[str]:
    """Return the topics of the top level."""
    return frozenset(names()) - frozenset(_parents())


@cache
def by_subject_code() -> dict[str, list[tuple[str, float]]]:
    """Return, by Subject Code, the topics that it stands for, each with how surely, from 0 to 1."""
    mapped: dict[str, list[tuple[str, float]]] = {}
    for code, topic, confidence in _rows("subject_codes.tsv"):
        mapped.setdefault(code, []).append((topic, float(confidence)))
    return mapped


@cache
def _parents() -> dict[str, str]:
    return dict(_rows("topic_parents.tsv"))


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (_TABLES / name).read_text(encoding="utf-8").splitlines()]
