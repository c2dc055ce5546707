"""Who a phrase means: a person or body named in the story by the full name, else the phrase as it is printed."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from newswire.tagging import speech_words
from newswire.tagging.cast import Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

    from newswire.tagging.cast import Cast, Mention
    from newswire.tagging.quote_frames import Frame

_HE = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
_THEY = frozenset("they them their it its".split())
_NOBODY = frozenset(
    "i we you me us my our your who which that this there one what these those some others many".split()
)
_KEPT_PREPOSITIONS = frozenset("for of from at with in to on".split())
_BEFORE_A_NOUN = frozenset("det amod compound poss nummod nmod quantmod predet".split())
_NOMINAL = ("NN", "CD", "DT", "JJ", "VBG", "VBN", "PRP", "FW", "UH")
_SETS_OFF = frozenset((*',.;:)”"\n', ""))
"""What follows a name that is set off: "the minister, Jane Doe." ("", at the end, too)."""
_LONGEST = 14
"""Tokens of a phrase that are kept as the speaker."""


class Speakers:
    """Who speaks in one story, phrase by phrase in the order of the text."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._offices: dict[str, frozenset[Speaker]] = {}
        self._unnamed: dict[str, int] = {}

    def spoke(self, speaker: Speaker, offset: int) -> None:
        """Note that somebody spoke there."""
        self._cast.spoke.append((offset, speaker))

    def set_off_at(self, offset: int) -> Speaker | None:
        """Return the person whose name stands there between commas or line ends."""
        return self._cast.set_off_at(offset)

    def resolve(self, head: Token, frame: Frame) -> Speaker | None:
        """Return who the phrase with this head means; None where that is not certain."""
        head = _behind_hyphens(head)
        offset, word = frame.offset(head.idx), head.lower_
        if word in _HE:
            return self._cast.person(_HE[word], offset)
        if word in _THEY:
            return self._cast.body(offset)
        if word in _NOBODY and not (word == "one" and any(child.lower_ == "of" for child in head.children)):
            return None
        return self._named(head, frame) or self._described(head, frame)

    def _named(self, head: Token, frame: Frame) -> Speaker | None:
        """Return the name at the head of a phrase or of its apposition, and of those joined to it by "and"."""
        if titled := self._titled(head, frame):
            return titled
        for token in (head, *(child for child in head.children if child.dep_ == "appos")):
            mention = self._cast.at(frame.offset(token.idx), token.text)
            if mention is None or (mention.speaker.type == "place" and token != head):
                continue
            others = [
                self._cast.at(frame.offset(child.idx), child.text) for child in head.children if child.dep_ == "conj"
            ]
            names = [other.speaker.name for other in others if other and other.speaker.type == mention.speaker.type]
            return Speaker(" and ".join((mention.speaker.name, *names))) if names else mention.speaker
        return None

    def _titled(self, head: Token, frame: Frame) -> Speaker | None:
        """Return whose title the parser took for who speaks: "Port CEO and founder Jane Doe"."""
        offset = frame.offset(head.idx)
        mention = self._cast.at(offset, "")
        if mention:
            return None if mention.speaker.type == "person" else self._cast.titled_at(mention.end)
        bare = speech_words.is_person(head.text) and not any(child.dep_ in ("det", "poss") for child in head.children)
        return self._cast.titled_at(offset + len(head), by_title=True) if bare else None

    def _described(self, head: Token, frame: Frame) -> Speaker | None:
        """Return who a phrase without a name means, else the phrase as it is printed."""
        phrase = _phrase(head)
        start, end = frame.offset(phrase[0].idx), frame.offset(phrase[-1].idx) + len(phrase[-1])
        if person := self._cast.set_off_at(end):  # "his aunt, Jane Doe,"
            return person
        words = " ".join(token.lower_ for token in phrase if token.dep_ != "det")
        if phrase[0].lower_ in ("the", "that", "this") and head == phrase[-1]:
            found = self._by_office(words, start) or self._by_body(head.lower_, start) or self._said_before(words)
            if found is None and self._is_epithet(words, start):
                found = self._cast.person(speech_words.gender(words), start)
            if found:
                return found
        if not head.tag_.startswith(_NOMINAL):
            return None
        printed = self._cast.text[start:end].strip(' "“”,')
        return Speaker(printed if phrase[0].tag_.startswith("NNP") else printed[:1].lower() + printed[1:])

    def _is_epithet(self, words: str, offset: int) -> bool:
        """Say whether the story means one whom it has named: "the Texan", and "the old man" if it told of no man."""
        noun = words.split()[-1]
        if noun not in speech_words.words("anybody"):
            return words in speech_words.words("epithets") or "year - old" in words
        if words == noun:  # "the man" of whom a report tells has no name
            return False
        if noun not in self._unnamed:
            told = rf"\b(?:an?|one|another|two|three|some|several)\s(?:[\w’'-]{{1,30}}[,\s-]{{1,2}}){{0,4}}{noun}\b"
            found = re.search(told, self._cast.text, re.IGNORECASE)
            self._unnamed[noun] = found.start() if found else len(self._cast.text)
        return offset < self._unnamed[noun]

    def _by_office(self, title: str, offset: int) -> Speaker | None:
        """Return whom the story calls so: "the president" after "President Jane Doe".

        Of several it is the last who spoke, else the last named.
        """
        noun = title.split()[-1]
        is_calling = speech_words.is_person(noun) and noun not in speech_words.words("anybody")
        if title not in speech_words.words("offices") and not is_calling:
            return None
        if title not in self._offices:
            called = (mention.speaker for mention in self._cast.mentions if self._is_called(mention, title))
            self._offices[title] = frozenset(called)
        found = self._offices[title]
        spoke = (speaker for _, speaker in self._cast.spoke[-1:] if speaker in found)
        named = (mention.speaker for mention in reversed(self._cast.before(offset)) if mention.speaker in found)
        return next(iter(found)) if len(found) == 1 else next(spoke, None) or next(named, None)

    def _is_called(self, mention: Mention, title: str) -> bool:
        """Say whether a person has a title: "President Jane Doe", "the president, Jane Doe,"; no former one."""
        if mention.speaker.type != "person":
            return False
        short = rf"{re.escape(title[:3])}\.|{re.escape(title[:4])}\."  # "Gen.", "Prof."
        title = re.escape(title)
        called = rf"(?<!former )(?<!vice )(?<!prime )(?<!deputy )(?<!ex-)\b(?:{title}|{short})"
        before = rf"{called}(?:\s[\w’'-]+){{0,2}}\s$"
        set_off = rf"{called},\s$"
        behind = rf",\s(?:an?|the|his|her|their)\s(?:[\w’'-]+\s){{0,3}}{title}\b"
        head, tail = self._cast.text[max(0, mention.start - 60) : mention.start], self._cast.text[mention.end :][:60]
        return bool(
            re.search(before, head, re.IGNORECASE)
            or (tail[:1] in _SETS_OFF and re.search(set_off, head, re.IGNORECASE))
            or re.match(behind, tail, re.IGNORECASE)
        )

    def _by_body(self, word: str, offset: int) -> Speaker | None:
        """Return which organisation "the ministry" is: the last with that word in its name, else the most named.

        A bank or a firm may have any name, a ministry says in its name that it is one, or has an acronym.
        """
        if word not in speech_words.words("bodies"):
            return None
        speakers = (mention.speaker for mention in self._cast.before(offset))
        before = [speaker for speaker in speakers if speaker.type == "organisation"]
        for speaker in reversed(before):
            if word in speaker.name.casefold().split():
                return speaker
        if word in speech_words.words("bodies_by_name"):
            before = [speaker for speaker in before if speaker.name.isupper()]
        most = Counter(before).most_common(2)
        return most[0][0] if most and (len(most) == 1 or most[0][1] >= 2 * most[1][1]) else None

    def _said_before(self, words: str) -> Speaker | None:
        """Return whom the story let speak by a longer phrase: "the official" after "a former city official"."""
        for _, speaker in reversed(self._cast.spoke[-20:]):
            name = speaker.name.casefold().partition(" of ")[0]
            if speaker.type is None and f" {name}".endswith(f" {words}"):
                return speaker
        return None


def _behind_hyphens(head: Token) -> Token:
    """Return the head of the phrase where the parser took a part of a compound: "co" of "co-founder Jane Doe"."""
    token = head
    while (
        token.i + 2 < len(token.doc) and token.nbor().text == "-" and not token.whitespace_ + token.nbor().whitespace_
    ):
        token = token.nbor(2)
    while token != head and token.dep_ in _BEFORE_A_NOUN and token.head.i > token.i:
        token = token.head
    return token


def _phrase(head: Token) -> list[Token]:
    """Return the phrase around a head: what stands before it, and "for the ministry" behind it, no clause."""
    left = min((child.left_edge.i for child in head.lefts if child.dep_ in _BEFORE_A_NOUN), default=head.i)
    right = head.i
    for child in head.rights:
        if child.i != right + 1:
            break
        if child.dep_ in ("amod", "acl") and child.tag_ in ("JJ", "VBN"):  # "people close to the campaign"
            tokens = head.doc[child.i : child.right_edge.i + 1]
            right = next((token.i - 1 for token in tokens if token.text == ","), child.right_edge.i)
        elif child.dep_ == "prep" and child.lower_ in _KEPT_PREPOSITIONS and (inner := _inner(child)) is not None:
            right = _phrase(inner)[-1].i
        else:
            break
    return list(head.doc[left : right + 1])[:_LONGEST]


def _inner(preposition: Token) -> Token | None:
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)
