"""The words of speech.toml and first_names.toml: verbs in all their forms, nouns, titles, who is he or she."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_SPEECH = Path(__file__).with_name("speech.toml")
_FIRST_NAMES = Path(__file__).with_name("first_names.toml")
_VOWEL = re.compile(r"[aeiou]")
_WORD = re.compile(r"[^\W\d_]+")


def verb_class(word: str) -> str | None:
    """Return of which kind a verb in any form is: "say", "judge", "think", or None."""
    return _verbs().get(word.casefold())


def is_attribution(words: str) -> bool:
    """Say whether a verb of speech, or "according to", is among some words."""
    return any(verb_class(word) == "say" or word == "according" for word in _WORD.findall(words))


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of speech.toml as lower-cased words or phrases."""
    return frozenset(_listed(_read(_SPEECH)[name]))


@cache
def foreign_verbs(language: str) -> frozenset[str]:
    """Return the verbs of speech of a language by its two-letter code; none where we know none."""
    return frozenset(_listed(_read(_SPEECH)["other"].get(language, "")))


def is_person(word: str) -> bool:
    """Say whether a word without a name means one person: "a neighbour", "the minister", "his wife"."""
    return any(word.casefold() in words(name) for name in ("persons", "offices", "epithets", "she_titles", "he_titles"))


def gender(word: str) -> str | None:
    """Return "he" or "she" for a first name, a title or a calling that tells it, else None."""
    return _genders().get(word.casefold())


@cache
def _genders() -> dict[str, str]:
    first_names = _read(_FIRST_NAMES)
    she = {*first_names["she"].casefold().split(), *words("she_titles")}
    he = {*first_names["he"].casefold().split(), *words("he_titles")}
    return dict.fromkeys(she - he, "she") | dict.fromkeys(he - she, "he")


@cache
def _verbs() -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in ("say", "judge", "think"):
        for verb in _listed(_read(_SPEECH)[kind]):
            for form in verb.split(",") if "," in verb else _forms(verb):
                found.setdefault(form, kind)
    return found


def _forms(verb: str) -> tuple[str, ...]:
    """Return the forms of a regular verb."""
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and not _VOWEL.match(verb[-2]):
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"
    return verb, third, f"{verb}ed", f"{verb}ing"


def _listed(value: str) -> list[str]:
    return [entry.strip().casefold() for entry in value.split("|") if entry.strip()]


@cache
def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
