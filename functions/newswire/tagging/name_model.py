"""What the language model proposes as names, trimmed of what is no part of one and mended where it is known to err."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from newswire.tagging.gazetteer import Gazetteer
from newswire.tagging.name_lists import is_known_place, words
from newswire.tagging.name_runs import Proposal, is_loose, is_no_part
from newswire.tagging.name_words import Word, in_title_case, is_heading, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newswire.tagging.name_runs import NameType

FROM_MODEL = "the language model"
"""How the evidence of what the model alone told begins."""


def from_model(text: str, found: list[Word], entities: Iterable[tuple[int, int, str]]) -> Iterator[Proposal]:
    """Return what the model proposes, trimmed of what is no part of a name; entities are start, end and label."""
    at = 0
    for start, end, label in entities:
        if label not in _LABELS:
            continue
        while at < len(found) and found[at].start < start:
            at += 1
        inner = []
        for word in found[at:]:
            if word.start >= end:
                break
            inner.append(word)
        for part in _parts(inner):
            for apart in _apart(text, part, label):
                yield from _proposal(text, apart, label)
            if label == "PERSON" and len(part) == 1 and (longer := _with_first(found, at)):
                yield from _proposal(text, longer, label)


_LABELS: dict[str, tuple[NameType, float]] = {
    "PERSON": ("person", 2.1),
    "ORG": ("organisation", 1.7),
    "GPE": ("place", 2.1),
    "LOC": ("place", 2.0),
    "FAC": ("place", 1.6),
}


_GAPS = frozenset((" ", "-", " & ", "'s ", "’s ", "' ", "’ ", ". ", ' "', '" ', "/"))


def _parts(inner: list[Word]) -> Iterator[list[Word]]:
    """Split a span at line ends and possessives in its middle."""
    part: list[Word] = []
    for word in inner:
        if part and (word.gap not in _GAPS or is_heading(part[-1], word) or "\n" in word.gap):
            yield part
            part = []
        part.append(word)
    if part:
        yield part


def _apart(text: str, part: list[Word], label: str) -> list[list[Word]]:
    """Return a span of the model in two where it joins two bodies: "Lazard and Evercore", "Mary Poole of NASA"."""
    links = [at for at in range(1, len(part) - 1) if part[at].text in ("and", "of")]
    if label != "ORG" or len(links) != 1 or text[part[0].start : part[-1].end] in words("organisations", "known"):
        return [part]
    before, link, behind = part[: links[0]], part[links[0]].text, part[links[0] + 1 :]
    is_pair = link == "and" and len(before) == len(behind) == 1 and behind[0].text not in _ends_of_bodies()
    is_known = link == "of" and text[behind[0].start : behind[-1].end] in words("organisations", "known")
    return [before, behind] if is_pair or (is_known and len(before) > 1) else [part]


@cache
def _ends_of_bodies() -> frozenset[str]:
    return words("organisations", "heads") | words("organisations", "fields")


def _with_first(found: list[Word], at: int) -> list[Word]:
    """Return a surname with the unknown word before it that is its first name, or nothing where none stands there."""
    if at == 0 or not joined(found[at - 1], found[at]) or not found[at - 1].is_capital:
        return []
    first = found[at - 1]
    has_more = at > 1 and found[at - 2].is_capital and joined(found[at - 2], first)
    is_other = is_no_part(first) or is_loose(first) or first.text in words("organisations", "known")
    is_body = first.text in words("organisations", "heads") or is_known_place(first.text)
    return [] if has_more or is_other or is_body or first.text.isupper() else [first, found[at]]


def _proposal(text: str, part: list[Word], label: str) -> Iterator[Proposal]:
    kind, weight = _LABELS[label]
    while part and _is_trimmed(part[0], part, kind):
        part = part[1:]
    while (
        part
        and (part[-1].text.islower() or part[-1].text.isdigit() or part[-1].text in words("other", "times"))
        and not _ends_name(part[-1])
    ):
        part = part[:-1]
    if not part or not any(word.is_capital for word in part) or _is_headline(text, part, kind):
        return
    if len(part) == 1 and part[0].text in words("other", "adjectives"):
        return
    if len(part) > 1 and all(word.is_capital and joined(before, word) for before, word in pairwise(part)):
        weight += 1.3
        is_named = part[0].text in words("people", "first_names")
        if kind == "organisation" and not is_named and any(is_known_place(word.text) for word in part):
            weight += 0.8
    elif len(part) == 1 and part[0].begins_sentence and part[0].text.endswith(_COMMON_ENDS):
        weight -= 0.7
    if kind == "person" and _is_company(part):
        kind = "organisation"
    if kind == "place" and _is_called_so(part):
        kind = "person"
    name = text[part[0].start : part[-1].end]
    if name in words("places", "countries"):
        kind = "place"
    elif name in words("organisations", "known"):
        kind = "organisation"
    end = part[-1].end
    if part[-1].text in ("Jr", "Sr", "D.C") and text[end : end + 1] == ".":
        end += 1
    yield Proposal(part[0].start, end, kind, weight, f"{FROM_MODEL}: {label}")


def _is_headline(text: str, part: list[Word], kind: NameType) -> bool:
    """Whether several words are taken for one name only since a headline gives capitals to all of them."""
    is_full_name = kind == "person" and part[0].text in words("people", "first_names")
    return len(part) > 1 and not is_full_name and in_title_case(text, part[0].start)


def _is_called_so(part: list[Word]) -> bool:
    """Whether what the model takes for a place begins like a person's name, and does not end like a place's."""
    name = " ".join(word.text for word in part)
    is_named = is_known_place(name) or bool(Gazetteer.open().candidates(name))
    is_place = part[-1].text in words("places", "heads_after") or is_named
    return len(part) > 1 and part[0].text in words("people", "first_names") and not is_place


def _is_company(part: list[Word]) -> bool:
    """Whether what the model takes for a person ends as a company does ("Virgin Australia", "Halvorsen Pharma")."""
    last, is_named = part[-1].text, part[0].text in words("people", "first_names")
    ends = (("places", "countries"), ("organisations", "branch_ends"), ("organisations", "heads"))
    is_end = any(last in words(file, field) for file, field in ends)
    return len(part) > 1 and is_end and not is_named and last not in words("people", "surnames_too")


_COMMON_ENDS = ("ing", "ed", "ly", "ers", "ions", "ment", "ness", "able", "ful", "ous")
"""A word at the head of a sentence that ends so is more often a common word."""


def _is_trimmed(word: Word, part: list[Word], kind: NameType) -> bool:
    if word.text.islower() and word.text not in words("people", "particles"):
        return True
    if (
        word.text in ("The", "A", "An")
        or (is_loose(word) and word.begins_sentence)
        or word.text in words("other", "times")
    ):
        return True
    is_titled = kind == "person" and len(part) > 1
    return is_titled and (word.text in words("people", "titles") or word.text in words("other", "nationalities"))


def _ends_name(word: Word) -> bool:
    return (word.gap == "-" and not word.text.isdigit()) or word.text == "al"
