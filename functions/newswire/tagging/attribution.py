"""Who is made to speak in a parsed sentence: its cues ("said", "according to") and which of them rules a quotation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newswire.tagging import speech_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from newswire.tagging.quote_frames import Slot

_RELATIVE = frozenset(("WP", "WDT"))
_SUBJECTS = ("nsubj", "nsubjpass")
_CHAINED = frozenset(("conj", "advcl", "xcomp", "ccomp", "pcomp", "prep", "dep", "acl", "parataxis", "aux", "pobj"))
_PREPOSITIONS_OF_OWNERS = frozenset(("by", "from", "of"))
_LEADING = frozenset(("to", "that", "of", "about", "as", ":", ",", '"'))
_CLIMBS = 6
_LEAST_BEFORE = 3
"""Tokens before a participle with "with": a comma, "with", a name."""
_NEAR = 3
"""An attribution begins at most so many words behind the closing mark."""
_CONFIDENCE = {"say": 0.95, "according": 0.95, "judge": 0.85, "noun": 0.75, "think": 0.6}


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that makes `speaker` (the head of the phrase) speak; `start` is where the clause with it begins."""

    word: Token
    speaker: Token
    kind: str
    start: int

    @property
    def at(self) -> int:
        """Where the cue stands, in the skeleton."""
        return self.word.idx


@dataclass(frozen=True, slots=True)
class Attribution:
    """The cue that rules a quotation; `rule` says by which position, `direct` that it stands right beside it."""

    cue: Cue
    rule: str
    confidence: float
    direct: bool


def cues(doc: Doc, slots: tuple[Slot, ...]) -> list[Cue]:
    """Return the cues of a sentence in order; quoted words hold none."""
    found: list[Cue] = []
    for token in doc:
        if any(slot.start <= token.idx < slot.end for slot in slots):
            continue
        if cue := _cue(token, slots):
            found.append(_shared(cue, found))
    return found


def _shared(cue: Cue, before: list[Cue]) -> Cue:
    """Give ", adding" the speaker of the verb of speech before it, whatever the parser hung it on."""
    if cue.word.lower_ not in speech_words.words("participles"):
        return cue
    finite = [other for other in before if other.kind == "say" and other.word.tag_ in ("VBD", "VBZ", "VBP")]
    return replace(cue, speaker=finite[-1].speaker) if finite else cue


def governing(slot: Slot, slots: tuple[Slot, ...], found: list[Cue], doc: Doc) -> Attribution | None:
    """Return the cue that rules a quotation: right behind it, before it, then anywhere in its sentence."""
    strong = [cue for cue in found if cue.kind != "think"]
    behind = _behind(slot, slots, strong, doc)
    before = [cue for cue in strong if cue.at < slot.start]
    says = any(cue.kind == "say" for cue in before)
    if behind and not (behind.cue.kind == "according" and says):  # 'Doe said it was "bad," according to a recording'
        return behind
    if before:
        cue = _naming(before, slot, doc)
        direct = cue.kind == "say" and not doc.text[cue.at + len(cue.word.text) : slot.start].strip(" ,:")
        return Attribution(cue, "before", _CONFIDENCE[cue.kind], direct)
    later = [cue for cue in strong if cue.at > slot.start]
    if later:
        return Attribution(later[0], "after", _CONFIDENCE[later[0].kind] - 0.15, False)
    weak = [cue for cue in found if cue.at < slot.start] or found
    return Attribution(weak[-1], "near", _CONFIDENCE[weak[-1].kind], False) if weak else None


def _naming(before: list[Cue], slot: Slot, doc: Doc) -> Cue:
    """Return the last cue before a quotation; in 'called his plan "a joke"' the verb, not the plan."""
    cue = _told_of(before[-1], before)
    beside = not doc.text[cue.at + len(cue.word.text) : slot.start].strip()
    verbs = [other for other in before if cue.kind == "noun" and beside and other.word == cue.word.head]
    return verbs[0] if verbs else cue


def _told_of(cue: Cue, before: list[Cue]) -> Cue:
    """Return who tells of words that are yet to be spoken: 'Doe said the port would respond "in time"'."""
    would = any(child.tag_ == "MD" for child in cue.word.children)
    tells = [other for other in before if other.kind == "say" and other.word == cue.word.head]
    return tells[0] if would and tells and cue.word.dep_ == "ccomp" else cue


def subject(doc: Doc) -> Token | None:
    """Return the subject of a sentence, the head of its phrase."""
    for root in (token for token in doc if token.dep_ == "ROOT"):
        for child in root.children:
            if child.dep_ in _SUBJECTS:
                return child
    return None


def verbless(doc: Doc) -> Token | None:
    """Return the noun of a sentence in which the parser sees no verb: 'Her aunt, Jane Doe, demurs: "No."'."""
    return next((token for token in doc if token.dep_ == "ROOT" and token.tag_.startswith("NN")), None)


def _behind(slot: Slot, slots: tuple[Slot, ...], strong: list[Cue], doc: Doc) -> Attribution | None:
    """Return the attribution that begins right behind a quotation ('", said X', '", X told them')."""
    ends = doc.text[slot.end - 2 : slot.end - 1]
    comma = ends in ",?!" or doc.text[slot.end : slot.end + 1] == ","
    first = not any(char.isalpha() for char in doc.text[: slot.start])
    if not (comma or first):
        return None
    for cue in strong:
        if cue.at < slot.end or cue.kind == "noun" or (cue.word.tag_ == "VBG" and cue.kind != "according"):
            continue
        between = doc.text[slot.end : cue.start]
        if any(slot.end <= other.start < cue.start for other in slots):
            return None
        near = len([word for word in between.split() if word[:1].isalnum()]) <= _NEAR
        if near and (first or ends in ",?!"):
            return Attribution(cue, "after", _CONFIDENCE[cue.kind], cue.kind != "judge")
    return None


def _cue(token: Token, slots: tuple[Slot, ...]) -> Cue | None:
    lowered = token.lower_
    if lowered == "according" and token.i + 2 < len(token.doc) and token.nbor().lower_ == "to":
        if speaker := _object(token.nbor()):
            return Cue(token, speaker, "according", token.idx)
        return None
    if token.tag_.startswith("VB"):
        kind = speech_words.verb_class(lowered)
        speaker = _speaker(token, slots) if kind else None
        if kind and speaker is not None:
            return Cue(token, speaker, kind, min(token.idx, speaker.left_edge.idx))
        return None
    if speaker := _before_mistaken_verb(token, slots):
        return Cue(token, speaker, "say", speaker.left_edge.idx)
    if token.tag_.startswith("NN") and lowered in speech_words.words("nouns") and (owner := _owner(token)):
        return Cue(token, owner, "noun" if _leads_on(token) else "think", owner.left_edge.idx)
    return None


def _before_mistaken_verb(token: Token, slots: tuple[Slot, ...]) -> Token | None:
    """Return the noun before a verb of speech that the tagger took for a noun: 'a narrator intones, "'."""
    if speech_words.verb_class(token.lower_) != "say" or not token.tag_.startswith("NNS") or token.i == 0:
        return None
    behind = token.idx + len(token)
    beside = any(token.doc.text[behind : slot.start].strip() in (",", ":") for slot in slots if slot.start > behind)
    return token.nbor(-1) if beside and token.nbor(-1).tag_.startswith(("NN", "PRP")) else None


def _leads_on(noun: Token) -> bool:
    """Say whether the words that a noun is about follow it: 'vow to "', 'claim that', 'motto, "'."""
    return noun.i + 1 < len(noun.doc) and noun.nbor().lower_ in _LEADING


def _owner(noun: Token) -> Token | None:
    """Return whose words a noun is about: "X's vow", "his claim", "a warning from X"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in _PREPOSITIONS_OF_OWNERS:
            owner = _object(child)
            if owner is not None and owner.tag_ in ("NNP", "NNPS"):
                return owner
    return None


def _object(preposition: Token) -> Token | None:
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)


def _speaker(verb: Token, slots: tuple[Slot, ...]) -> Token | None:
    """Return the head of the phrase that speaks with a verb: its subject, agent or what stands behind it."""
    if _is_passive(verb) and verb.lower_ not in speech_words.words("passive_speakers"):
        return _agent(verb)
    subject, behind = _accompanying(verb) or _subject(verb), _inverted(verb, slots)
    set_off = behind is not None and behind.i + 1 < len(verb.doc) and behind.nbor().text in (".", ",", ";")
    if set_off and verb.lower_ in speech_words.words("inverting"):  # 'China "grew," writes the Daily Post.'
        return behind
    return subject or behind


def _is_passive(verb: Token) -> bool:
    if verb.tag_ != "VBN":
        return False
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children) or (
        verb.dep_ in ("acl", "amod", "relcl") and not any(child.dep_ in ("nsubj", "aux") for child in verb.children)
    )


def _agent(verb: Token) -> Token | None:
    agents = (child for child in verb.children if child.dep_ in ("agent", "prep") and child.lower_ == "by")
    return next((found for agent in agents if (found := _object(agent)) is not None), None)


def _subject(verb: Token) -> Token | None:
    """Return the subject of a verb, or of the verb that it hangs on ("attacked her, saying")."""
    token = verb
    for _ in range(_CLIMBS):
        own = next((child for child in token.children if child.dep_ in _SUBJECTS), None)
        if own is not None:
            return token.head if own.tag_ in _RELATIVE and token.dep_ == "relcl" else own
        noun = token.head
        if token.dep_ == "acl" and noun.tag_.startswith("NN") and token.nbor(-1).lower_ != ",":
            if noun.lower_ not in speech_words.words("documents"):
                return noun
            if owner := _owner(noun):
                return owner
            token = noun
        elif token.dep_ not in _CHAINED:
            return None
        token = token.head
    return None


def _accompanying(verb: Token) -> Token | None:
    """Return who is named with "with" before a participle: "The port answered, with an aide, Jane Doe, writing"."""
    if verb.tag_ != "VBG" or verb.i < _LEAST_BEFORE:
        return None
    token = verb.nbor(-1) if verb.nbor(-1).text != "," else verb.nbor(-2)
    for _ in range(_CLIMBS):
        if token.dep_ == "pobj" and token.head.lower_ == "with":
            return token if token.head.i and token.head.nbor(-1).text == "," else None
        token = token.head
    return None


def _inverted(verb: Token, slots: tuple[Slot, ...]) -> Token | None:
    """Return the head of the phrase right behind a verb that stands right behind a quotation: '", chimes in Mr Doe'."""
    if not any(0 <= verb.idx - slot.end <= 2 for slot in slots):
        return None
    behind = [token for token in verb.doc[verb.i + 1 : verb.i + 3] if token.tag_ not in ("RP", "IN", "RB")]
    if not behind or not behind[0].tag_.startswith(("NN", "DT", "PRP", "JJ", "CD")):
        return None
    token = behind[0]
    while token.head.i > token.i and token.dep_ in ("compound", "det", "amod", "poss", "nummod", "nmod"):
        token = token.head
    return token
