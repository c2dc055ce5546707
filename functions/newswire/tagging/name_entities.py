"""From mentions to real things: a name found once is found everywhere, surnames and acronyms go to the full name."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newswire.tagging import name_context, name_words
from newswire.tagging.name_choice import Mention
from newswire.tagging.name_lists import is_known_place, words
from newswire.tagging.name_model import FROM_MODEL
from newswire.tagging.name_runs import is_loose
from newswire.tagging.name_words import joined
from newswire.tagging.speech_words import gender

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newswire.tagging.name_runs import NameType
    from newswire.tagging.name_words import Word

_SUFFIX = re.compile(r",? (?:Jr\.?|Sr\.?|I{2,3}|IV)$")
_IN_BRACKETS = re.compile(r" ?\((?:the )?[\"“]?([A-Z][\w.&-]{1,11})[\"”]?\)")
_LEGAL_FORM = re.compile(
    r",? (?:Inc|Corp|Corporation|Co|Cos|Ltd|Limited|Plc|PLC|LLC|AG|SA|NV|SE|SpA|GmbH|AB|ASA|Oyj"
    r"|(?:Holdings?|Group)(?: \w+)?)\.?$"
)
_SHORTEST = 4
"""Letters of the shortest name of a company that is looked for without its legal form."""
_TITLE = 12
"""Characters before a surname that hold "Mr" or "Mrs."."""
_REPEATED = 0.9
"""Share of its weight that a name keeps where only its words are found again."""


@dataclass(slots=True)
class Entity:
    """One real thing: its type, its fullest name, and its mentions in order."""

    type: NameType
    name: str
    mentions: list[Mention] = field(default_factory=list)


def gather(text: str, found: list[Word], mentions: list[Mention]) -> list[Entity]:
    """Return the things named, in the order of their first mention, with the mentions that were not seen before."""
    people = _full_names(mentions)
    mentions = _everywhere(text, found, mentions, _surnames(people))
    owners = _owners(text, mentions, people)
    entities: dict[tuple[NameType, str], Entity] = {}
    for mention in mentions:
        name = owners.get((mention.start, mention.end), mention.text)
        entity = entities.setdefault((mention.type, name), Entity(mention.type, name))
        entity.mentions.append(mention)
    return list(entities.values())


def _full_names(mentions: list[Mention]) -> list[Mention]:
    """Return the first mention of each person who has a name of several words."""
    firsts: dict[str, Mention] = {}
    for mention in mentions:
        if mention.type == "person" and " " in mention.text:
            firsts.setdefault(mention.text, mention)
    return list(firsts.values())


def _short_forms(name: str) -> list[str]:
    """Return what a person may be called later: the surname, with its particles or without, or the first word."""
    bare = _SUFFIX.sub("", name)
    parts = bare.split(" ")
    forms = [" ".join(parts[at:]) for at in range(1, len(parts))]
    forms.append(parts[0])
    last = parts[-1].split("-")
    if last[0].lower() in words("people", "particles"):
        forms.append("-".join(last[1:]))
    return [form for form in forms if len(form) > 1 and not form.islower()]


def _surnames(people: list[Mention]) -> dict[str, Mention]:
    return {form: person for person in people for form in _short_forms(person.text) if form[-1] != "."}


def _everywhere(text: str, found: list[Word], mentions: list[Mention], surnames: dict[str, Mention]) -> list[Mention]:
    """Return the mentions with those added whose words are a name elsewhere in the story, or short for one."""
    known: dict[str, Mention] = {}
    for mention in mentions:
        if mention.text not in known or mention.weight > known[mention.text].weight:
            known[mention.text] = mention
    small = {word.text for word in found if word.text.islower()}
    begun = {first: owner for first, owner in _begun(mentions, surnames).items() if first.lower() not in small}
    short = begun | surnames | {form: mention for mention in mentions for form in _company_forms(mention)}
    for form, owner in short.items():
        if form not in known and not _is_other(form):
            known[form] = replace(owner, text=form, evidence=f"short for '{owner.text}'")
    added = _repeated(text, found, mentions, known)
    companies = {form: owner for owner in mentions for form in _company_forms(owner) if not _is_other(form)}
    begun = companies | _begun(mentions, surnames)
    mentions = [_as_begun(_as_person(text, mention, surnames), begun) for mention in mentions]
    return sorted((*mentions, *added), key=lambda mention: mention.start)


def _repeated(text: str, found: list[Word], mentions: list[Mention], known: dict[str, Mention]) -> Iterator[Mention]:
    """Return the places where a known name stands that are no mention yet."""
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in sorted(known, key=len, reverse=True):
        by_first[name_words.split(name)[0].text].append(name)
    taken = bytearray(len(text))
    for mention in mentions:
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    for at, word in enumerate(found):
        for name in by_first.get(word.text, ()):
            end = word.start + len(name)
            stands_here = text.startswith(name, word.start) and not text[end : end + 1].isalnum()
            if not stands_here or any(taken[word.start : end]):
                continue
            if _within_longer(found, at) and not name_words.in_title_case(text, word.start):
                continue
            if is_loose(word) and " " not in name:
                continue
            taken[word.start : end] = b"\x01" * (end - word.start)
            yield replace(known[name], start=word.start, end=end, weight=known[name].weight * _REPEATED)
            break


def _is_other(form: str) -> bool:
    """Whether a surname by itself is more often something else, so that it needs the model to be a person."""
    return (
        is_known_place(form)
        or form in words("other", "no_names")
        or form in words("other", "starters")
        or form in words("people", "titles")
        or form in words("organisations", "known")
    )


def _within_longer(found: list[Word], at: int) -> bool:
    """Whether a run of capitals begins before: then it is another name."""
    if at > 0 and joined(found[at - 1], found[at]) and found[at - 1].is_capital and found[at].gap in (" ", "-"):
        before = found[at - 1]
        if (
            not is_loose(before)
            and before.text not in words("people", "titles")
            and before.text not in words("other", "nationalities")
        ):
            return True
    return False


def _as_person(text: str, mention: Mention, surnames: dict[str, Mention]) -> Mention:
    """Return a mention of a surname as a person, where the model or a rule took it for something else."""
    person = surnames.get(mention.text)
    if mention.type == "person" or person is None:
        return mention
    if _is_other(mention.text):
        if mention.start < person.start or not _acts(text, mention):
            return mention
    elif person.weight < mention.weight - 1.5:
        return mention
    return Mention(mention.start, mention.end, mention.text, "person", mention.weight, f"short for '{person.text}'")


def _begun(mentions: list[Mention], surnames: dict[str, Mention]) -> dict[str, Mention]:
    """Return the organisations of several words by their first ("Severn" of "Severn Airways"), where only one has it.

    Not those whose first word means more than they: a place, a common word, somebody's name.
    """
    return _of_one(
        (first, mention)
        for mention in mentions
        for first, _, rest in [mention.text.partition(" ")]
        if mention.type == "organisation" and rest and len(first) >= _SHORTEST and not _means_more(first, surnames)
    )


def _teams(mentions: list[Mention]) -> dict[str, Mention]:
    """Return the organisations of a place and a word ("Leeds United") by either, where only one has it."""
    return _of_one(
        (form, mention)
        for mention in mentions
        for place, _, word in [mention.text.rpartition(" ")]
        if mention.type == "organisation" and is_known_place(place)
        for form in (place, word)
    )


def _of_one(forms: Iterator[tuple[str, Mention]]) -> dict[str, Mention]:
    """Return the first mention behind each short form that stands for one organisation only, its legal form aside."""
    found: dict[str, dict[str, Mention]] = defaultdict(dict)
    for form, mention in forms:
        found[form].setdefault(_LEGAL_FORM.sub("", mention.text), mention)
    return {form: next(iter(named.values())) for form, named in found.items() if len(named) == 1}


def _means_more(first: str, surnames: dict[str, Mention]) -> bool:
    return (
        _is_other(first)
        or first in surnames
        or first in words("people", "well_known")
        or first in words("people", "first_names")
        or first in words("other", "nationalities")
        or first in words("organisations", "openers")
        or first in words("other", "adjectives")
    )


def _as_begun(mention: Mention, begun: dict[str, Mention]) -> Mention:
    """Return a name by itself as the organisation that begins with it, where the model alone told its type."""
    owner = begun.get(mention.text)
    if owner is None or mention.start < owner.start or not mention.evidence.startswith(FROM_MODEL):
        return mention
    return replace(mention, type="organisation", evidence=f"short for '{owner.text}'")


def _acts(text: str, mention: Mention) -> bool:
    """Whether a name does what people do and nothing tells of a place: "Osaka, 23," or "Fitch said", not "in Osaka"."""
    told = {kind for kind, _, _ in name_context.clues(text, mention.start, mention.end, is_single=True)}
    return told == {"person"}


def _owners(text: str, mentions: list[Mention], people: list[Mention]) -> dict[tuple[int, int], str]:
    """Return the full name of each short form: surnames, acronyms in brackets, companies without "Inc"."""
    owners: dict[tuple[int, int], str] = {}
    short = _teams(mentions) | _begun(mentions, _surnames(people))
    full_forms = {form: owner.text for form, owner in short.items()}
    full_forms |= _acronyms(text, mentions) | _companies(mentions)
    by_form: dict[str, list[Mention]] = defaultdict(list)
    for person in people:
        for form in _short_forms(person.text):
            by_form[form].append(person)
    for mention in mentions:
        if mention.type == "organisation" and mention.text in full_forms:
            owners[mention.start, mention.end] = full_forms[mention.text]
        elif mention.type == "person" and (full_name := _meant(text, mention, by_form.get(mention.text, []))):
            owners[mention.start, mention.end] = full_name
    return owners


def _meant(text: str, mention: Mention, people: list[Mention]) -> str | None:
    """Return the person whom a surname means: the only one of it, of those introduced by then, or of "Mr" or "Ms"."""
    names = {person.text for person in people if person.text != mention.text}
    if len(names) > 1:
        names = {person.text for person in people if person.start <= mention.start} or names
    if len(names) > 1 and (title := text[max(0, mention.start - _TITLE) : mention.start].split()[-1:]):
        pronoun = gender(title[0])
        names = {name for name in names if pronoun and gender(name.split(" ")[0]) == pronoun} or names
    longest = max(names, key=len, default=None)
    if len(names) > 1 and longest is not None and not all(name == longest or longest.endswith(name) for name in names):
        return None
    return longest


def _acronyms(text: str, mentions: list[Mention]) -> dict[str, str]:
    """Return the acronyms that stand in brackets behind an organisation's name, and the name."""
    found: dict[str, str] = {}
    for mention in mentions:
        behind = _IN_BRACKETS.match(text[mention.end : mention.end + 24])
        if mention.type == "organisation" and behind and is_acronym_of(behind[1], mention.text):
            found.setdefault(behind[1], mention.text)
    return found


def is_acronym_of(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym are found in a name in their order, the first at its beginning."""
    letters = [letter.lower() for letter in acronym if letter.isalpha()]
    if " " not in name or sum(map(str.isupper, acronym)) < 2 or not letters or name[0].lower() != letters[0]:
        return False
    rest = iter(name.lower())
    return all(letter in rest for letter in letters)


def _companies(mentions: list[Mention]) -> dict[str, str]:
    """Return the short forms of companies that are named with their legal form once, and the whole names."""
    found: dict[str, str] = {}
    for mention in mentions:
        for form in _company_forms(mention):
            found.setdefault(form, mention.text)
    return found


def _company_forms(mention: Mention) -> list[str]:
    """Return a company's name without its legal form ("Pfizer Inc")."""
    short = _LEGAL_FORM.sub("", mention.text)
    return [short] if mention.type == "organisation" and short != mention.text and len(short) >= _SHORTEST else []
