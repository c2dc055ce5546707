"""The people and bodies of one story where they are named, and whom "he", "she", "they" and "it" mean among them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newswire.tagging import quote_frames, speech_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newswire.tagging.names import Name

_FAR = 4_000
"""Characters back in which "he" finds his person."""
_NEAR = 600
"""Characters back in which "it" finds its organisation."""
_TITLES = 80
"""Characters that the titles before a name take."""
_SET_OFF = re.compile(r"\s?,\s|\s{0,3}(?:—|–|--|-)\s?")
_SENTENCE = re.compile(r"\n|(?<=[a-z]{3})[.?!]\s|[.?!][\"”]\s")
"""Behind what a sentence begins, roughly."""
_PREPOSITION = re.compile(
    r"\b(?:of|with|to|by|for|from|against|about|on|than|like|behind|over|and)\s(?:[\w.'’-]+\s){0,3}$", re.IGNORECASE
)
_BEHIND = re.compile(r"\s(?:for|of|from|at|with|in|to|on|close|familiar)\s")
"""What a phrase has behind its noun."""
_CLAUSE = re.compile(
    r"\W{0,3}(?:asked|if|when|while|although|though|as|before|after|since|because|despite|until|once)\s[^,\n]{1,150},\s"
    r"(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""A clause before the sentence that it hangs on: "he" in it is who is named behind it."""
_HE = re.compile(r"\bhe\b", re.IGNORECASE)
_SHE = re.compile(r"\bshe\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: a full name or a phrase of the story; `type` is None for a phrase."""

    name: str
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Where somebody is named: text[start:end]."""

    start: int
    end: int
    speaker: Speaker


class Cast:
    """Who is named in a story and where, and who of them has spoken so far."""

    def __init__(self, text: str, names: Iterable[Name], quoted: Iterable[tuple[int, int]]) -> None:
        self.text = text
        filed = quote_frames.DATELINE.match(text)
        self._filed = filed.end() if filed else 0
        found = [Mention(start, end, Speaker(name.name, name.type)) for name in names for start, end in name.mentions]
        self.mentions = sorted(filter(self._is_told_of, found), key=lambda mention: mention.start)
        self.people = {mention.speaker for mention in self.mentions if mention.speaker.type == "person"}
        self.spoke: list[tuple[int, Speaker]] = []
        self._starts = [mention.start for mention in self.mentions]
        self._sentences = [0, *(match.end() for match in _SENTENCE.finditer(text))]
        self._quoted = sorted(quoted)
        self._genders: dict[Speaker, str | None] = {}

    def _is_told_of(self, mention: Mention) -> bool:
        """Say whether a story tells of a name: not of the agency in its dateline."""
        return mention.start >= self._filed or mention.speaker.type != "organisation"

    def before(self, offset: int) -> list[Mention]:
        """Return the mentions before an offset, in order."""
        return self.mentions[: bisect_left(self._starts, offset)]

    def at(self, offset: int, word: str) -> Mention | None:
        """Return the mention that holds an offset, else one of the only person with the word as surname."""
        for mention in self.mentions[
            max(0, bisect_right(self._starts, offset) - 2) : bisect_right(self._starts, offset)
        ]:
            if mention.start <= offset < mention.end:
                return mention
        person = self.by_surname(word) if word[:1].isupper() and len(word) > 2 else None
        return Mention(offset, offset + len(word), person) if person else None

    def by_surname(self, surname: str) -> Speaker | None:
        """Return the only person of a surname, None where there is none or several."""
        found = [person for person in self.people if person.name.casefold().split()[-1:] == [surname.casefold()]]
        return found[0] if len(found) == 1 else None

    def set_off_at(self, offset: int) -> Speaker | None:
        """Return the person whose name stands there between commas or line ends: ", Jane Doe," or "- Jane Doe"."""
        index = bisect_left(self._starts, offset)
        for mention in self.mentions[index : index + 1]:
            between, behind = self.text[offset : mention.start], self.text[mention.end : mention.end + 2].strip(" ")
            if mention.speaker.type == "person" and _SET_OFF.fullmatch(between) and behind[:1] in ("", ",", "\n", "("):
                return mention.speaker
        return None

    def titled_at(self, offset: int, *, by_title: bool = False) -> Speaker | None:
        """Return the person whose name stands behind nothing but titles there: " President Jane Doe".

        `by_title`: a title stands before the offset, and none need come behind.
        """
        index = bisect_left(self._starts, offset)
        person = next((each for each in self.mentions[index : index + 2] if each.speaker.type == "person"), None)
        if person is None or person.start - offset > _TITLES:
            return None
        words = re.sub(r"[,\s]+", " ", self.text[offset : person.start]).split()
        titles = all(speech_words.is_person(word) or word.casefold() in _title_words() for word in words)
        return person.speaker if titles and (words or by_title) else None

    def person(self, pronoun: str | None, offset: int) -> Speaker | None:
        """Return whom "he" or "she" there means (None: either).

        Going back by sentence: who spoke in it, else who is named first in it, not as "of X" or "X's". None if nobody
        is named within _FAR characters and not just one of the story fits.
        """
        end, beside = offset, None
        while end > max(0, offset - _FAR):
            start = self._sentences[bisect_left(self._sentences, end) - 1]
            fitting = self._fitting(pronoun, start, end)
            described = self._described(pronoun, start, end)
            if fitting or described:
                found = self._likeliest(self._told_women(fitting, start, pronoun), described, start, end)
                if end < offset or described or not all(self._is_told_of_another(each, start) for each in fitting):
                    return found
                beside = found  # "Asked about Doe's leg, he": of another, if there is one
            end = start
        people = [person for person in self.people if self._fits(person, pronoun)]
        return beside or (people[0] if len(people) == 1 else None)

    def _told_women(self, fitting: list[Mention], start: int, pronoun: str | None) -> list[Mention]:
        """Return who of a sentence may be "she": in "When Doe met Ann," rather Ann; who begins a sentence acts."""
        if pronoun != "she" or not fitting or not self.text[start : fitting[0].start].strip():
            return fitting
        return [each for each in fitting if self._told(each.speaker) == "she"] or fitting

    def body(self, offset: int) -> Speaker | None:
        """Return whom "they" or "it" means: the last who spoke, if no person, else a body named near.

        Going back by sentence: the one that is named first in it, not as "of X" or "X's", else the only one near.
        """
        if self.spoke and self.spoke[-1][1].type != "person" and offset - self.spoke[-1][0] < _NEAR:
            return self.spoke[-1][1]
        near = self.mentions[bisect_left(self._starts, offset - _NEAR) : bisect_left(self._starts, offset)]
        bodies = [
            mention for mention in near if mention.speaker.type == "organisation" and not self._is_quoted(mention.start)
        ]
        for mention in reversed(bodies):
            start = self._sentences[bisect_right(self._sentences, mention.start) - 1]
            first = next(each for each in bodies if each.start >= start)
            if not self._is_told_of_another(first, start):
                return first.speaker
        only = {mention.speaker for mention in bodies}
        return only.pop() if len(only) == 1 else None

    def _fitting(self, pronoun: str | None, start: int, end: int) -> list[Mention]:
        """Return who is named in a sentence; not behind "he" there: he is somebody else, named before."""
        same = {"he": _HE, "she": _SHE}.get(pronoun or "")
        if same:
            clause = _CLAUSE.match(self.text, start, end)  # "Asked if he would go, Doe paused."
            pronouns = (match.start() for match in same.finditer(self.text, clause.end() if clause else start, end))
            end = next((at for at in pronouns if not self._is_quoted(at)), end)
        return [
            mention
            for mention in self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
            if self._fits(mention.speaker, pronoun) and not self._is_quoted(mention.start)
        ]

    def _described(self, pronoun: str | None, start: int, end: int) -> Speaker | None:
        """Return who spoke in a sentence without a name and may be "he" or "she": "a spokesman", "Mr Doe's wife"."""
        for at, speaker in reversed(self.spoke[-20:]):
            if start <= at < end and speaker.type is None:
                words = _BEHIND.split(speaker.name, maxsplit=1)[0].split()
                told = next((found for word in reversed(words) if (found := speech_words.gender(word))), pronoun)
                return speaker if told == pronoun and not _is_several(words) else None
        return None

    def _likeliest(self, fitting: list[Mention], described: Speaker | None, start: int, end: int) -> Speaker:
        spoke = {speaker for at, speaker in self.spoke[-20:] if start <= at < end}
        for mention in fitting:
            if mention.speaker in spoke:
                return mention.speaker
        if described:
            return described
        acting = (mention for mention in fitting if not self._is_told_of_another(mention, start))
        return next(acting, fitting[0]).speaker

    def _is_told_of_another(self, mention: Mention, start: int) -> bool:
        """Say whether a name in a sentence that starts there is only part of what is told of another: "X's", "of X"."""
        owner = self.text[mention.end : mention.end + 2] in ("'s", "’s")
        return owner or bool(_PREPOSITION.search(self.text, max(start, mention.start - 60), mention.start))

    def _is_quoted(self, offset: int) -> bool:
        index = bisect_right(self._quoted, (offset, len(self.text))) - 1
        return index >= 0 and self._quoted[index][0] <= offset < self._quoted[index][1]

    def _fits(self, speaker: Speaker, pronoun: str | None) -> bool:
        if speaker.type != "person" or pronoun is None:
            return speaker.type == "person"
        return self._told(speaker) in (None, pronoun)

    def _told(self, speaker: Speaker) -> str | None:
        """Return "he" or "she" where the story tells it, None where it does not."""
        if speaker not in self._genders:
            self._genders[speaker] = self._gender(speaker)
        return self._genders[speaker]

    def _gender(self, speaker: Speaker) -> str | None:
        """Return "he" or "she" by the first name, else by the title before a mention, else by the only name."""
        first = speech_words.gender(speaker.name.split()[0])
        if first and " " in speaker.name:
            return first
        mentions = (mention for mention in self.mentions if mention.speaker == speaker)
        titles = (self.text[max(0, mention.start - 20) : mention.start].split()[-1:] for mention in mentions)
        return next((found for title in titles for word in title if (found := speech_words.gender(word))), first)


def _is_several(words: list[str]) -> bool:
    """Say whether a phrase means no single person: "critics", "the ministry", "a statement", "the crowd"."""
    last = words[-1]
    kinds = ("bodies", "documents", "crowds")
    return last.endswith("s") or "and" in words or any(last in speech_words.words(kind) for kind in kinds)


@cache
def _title_words() -> frozenset[str]:
    return speech_words.words("title_words") | speech_words.words("bodies")
