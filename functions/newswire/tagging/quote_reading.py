"""Who speaks each quotation of a story: one pass in the order of its text, over the sentences near quotations."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newswire.tagging import attribution, quote_frames, speech_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.tokens import Doc, Token

    from newswire.tagging.cast import Speaker
    from newswire.tagging.quote_frames import Frame, Slot
    from newswire.tagging.quote_spans import Paragraph, Segment
    from newswire.tagging.speakers import Speakers

    Parse = Callable[[Iterable[str]], Iterator[Doc]]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who speaks a quotation and why.

    `direct`: a verb of speech stands right beside it; `attributed`: one rules it, or one of praise or blame.
    `carried`: nothing beside it says who, but its neighbours do.
    """

    speaker: Speaker | None
    evidence: str
    confidence: float
    direct: bool = False
    attributed: bool = False
    carried: bool = False


_LONGEST_SENTENCE = 2_000
"""Characters beyond which a sentence, its quotations shortened, is none, and is not parsed."""
_OF_WORDS = frozenset(("say", "judge", "according"))
"""Kinds of cues that tell of words spoken, not of thoughts and plans."""
_DESCRIPTION = re.compile(r"\W{0,2}(?:An?|One|Another|His|Her|Their|The|[A-Z][\w-]{1,30}['’]s)\s")
"""How a sentence begins whose subject has no name."""
_FIRST = 5
"""Words behind that in which its noun stands."""
_MOST_SENTENCES = 1_000
"""Sentences of one story that are parsed, to end in time."""
UNKNOWN = Spoken(None, "no speaker found", 0.5, carried=True)


def read(text: str, paragraphs: list[Paragraph], speakers: Speakers, parse: Parse) -> list[tuple[Segment, Spoken]]:
    """Return each quotation of the paragraphs with its speaker, in order; UNKNOWN where nobody is certain."""
    framed = [quote_frames.frames(text, paragraph) if near else [] for paragraph, near in _near(paragraphs)]
    reading = _Reading(speakers, _parse(framed, parse))
    return _joined(list(reading.read(framed)))


def _near(paragraphs: list[Paragraph]) -> Iterator[tuple[Paragraph, bool]]:
    """Yield each paragraph with whether it has quotations or stands right before one that has."""
    for index, paragraph in enumerate(paragraphs):
        following = paragraphs[index + 1 : index + 2]
        yield paragraph, bool(paragraph.segments) or any(after.segments for after in following)


def _parse(framed: list[list[Frame]], parse: Parse) -> dict[int, Doc]:
    """Return the parsed sentences by where they start: those with quotations, and those that such ones may continue."""
    flat = [frame for frames in framed for frame in frames]
    chosen = [
        frame
        for frame, after in zip(flat, [*flat[1:], None], strict=True)
        if len(frame.skeleton) <= _LONGEST_SENTENCE
        and (frame.is_quoting or (not frame.slots and after and after.slots and _tells_who(frame, after)))
    ]
    chosen = chosen[:_MOST_SENTENCES]
    skeletons = list(dict.fromkeys(frame.skeleton for frame in chosen))
    docs = dict(zip(skeletons, parse(skeletons), strict=True))  # many are alike: '"Yes," he said.'
    return {frame.start: docs[frame.skeleton] for frame in chosen}


def _tells_who(frame: Frame, after: Frame) -> bool:
    """Say whether a sentence may tell who speaks in the next: it has nobody, or "he" for whom this describes."""
    if not after.is_attributed:
        return True
    described = _DESCRIPTION.match(frame.skeleton)
    words = frame.skeleton[described.end() :].split(maxsplit=_FIRST)[:_FIRST] if described else []
    return any(speech_words.is_person(word.strip(",.")) for word in words)


class _Reading:
    """One pass over a story in the order of its text: who speaks now, and who spoke last."""

    def __init__(self, speakers: Speakers, parsed: dict[int, Doc]) -> None:
        self._speakers = speakers
        self._parsed = parsed
        self._last: Spoken | None = None

    def read(self, framed: list[list[Frame]]) -> Iterator[tuple[Segment, Spoken]]:
        """Yield each quotation with its speaker."""
        for frames in framed:
            before, self._last = self._last, None
            yield from self._paragraph(frames, before)

    def _paragraph(self, frames: list[Frame], before: Spoken | None) -> Iterator[tuple[Segment, Spoken]]:
        """Yield the quotations of a paragraph; those that nothing attributes take the speaker beside them."""
        waiting: list[Segment] = []
        for frame in frames:
            doc = self._parsed.get(frame.start)
            if not frame.slots:
                self._last = self._narrated(frame, doc) or self._last
                continue
            for slot, said in self._frame(frame, doc):
                if said is None and self._last is None:
                    waiting.append(slot.segment)
                    continue
                self._last = said or _carried(self._last, "carried on in the paragraph")
                yield from ((segment, _carried(self._last, "named later in the paragraph")) for segment in waiting)
                waiting.clear()
                yield slot.segment, self._last
        if waiting:
            self._last = _carried(before, "carried over from the paragraph before")
            yield from ((segment, self._last) for segment in waiting)

    def _frame(self, frame: Frame, doc: Doc | None) -> Iterator[tuple[Slot, Spoken | None]]:
        """Yield the quotations of a sentence with the speaker that it names, None where it names none."""
        cues = attribution.cues(doc, frame.slots) if doc else []
        last = None
        for slot in frame.slots:
            found = attribution.governing(slot, frame.slots, cues, doc) if doc else None
            said = self._attributed(frame, slot, found) if found else None
            goes_on = frame.skeleton[: slot.start].rstrip()[-1:] == ","
            if said and found and last and last.direct and found.cue == last.cue and goes_on:  # '"No," he said, "no."'
                said = replace(said, direct=True)
            last = found
            if said is None and doc:
                said = self._introduced(frame, slot, doc)
            if said is None and (signed := self._speakers.set_off_at(slot.segment.closes)):
                said = Spoken(signed, f"signed by {signed.name}", 0.8)
            yield slot, said

    def _attributed(self, frame: Frame, slot: Slot, found: attribution.Attribution) -> Spoken | None:
        cue = found.cue
        speaker = self._speakers.resolve(cue.speaker, frame)
        if speaker and speaker.type is None and found.rule == "after":  # '", Doe, the bank's head of sales, said'
            speaker = self._speakers.set_off_at(slot.segment.closes - 1) or speaker
        if speaker is None or (cue.kind == "think" and speaker.type is None):
            return None
        self._speakers.spoke(speaker, frame.offset(cue.speaker.idx))
        phrase = cue.speaker.text if speaker.name != cue.speaker.text else speaker.name
        why = f"'{cue.word.text}' {found.rule} it: {phrase}"
        return Spoken(speaker, why, found.confidence, found.direct, attributed=cue.kind in _OF_WORDS)

    def _introduced(self, frame: Frame, slot: Slot, doc: Doc) -> Spoken | None:
        """Return the subject of a sentence that ends in a colon before the quotation: 'Ms Doe was clear: "No."'."""
        head = attribution.subject(doc) or attribution.verbless(doc)
        if not doc.text[: slot.start].rstrip().endswith(":") or head is None or head.idx > slot.start:
            return None
        return self._subject(frame, head, "a colon before it", 0.7)

    def _narrated(self, frame: Frame, doc: Doc | None) -> Spoken | None:
        """Return who speaks or acts in a sentence without quotation, before one that names nobody."""
        if doc is None:
            return None
        cues = [cue for cue in attribution.cues(doc, ()) if cue.kind in _OF_WORDS]
        for cue in sorted(cues, key=lambda cue: (cue.word.dep_ != "ROOT", -cue.at)):  # "she said he would go"
            if speaker := self._speakers.resolve(cue.speaker, frame):
                self._speakers.spoke(speaker, frame.offset(cue.speaker.idx))
                return Spoken(speaker, f"'{cue.word.text}' in the sentence before: {cue.speaker.text}", 0.7)
        head = attribution.subject(doc)
        return self._subject(frame, head, "the sentence before", 0.5) if head is not None else None

    def _subject(self, frame: Frame, head: Token, why: str, confidence: float) -> Spoken | None:
        speaker = self._speakers.resolve(head, frame)
        if speaker and speaker.type is None and speech_words.is_person(head.text) and speaker.name[:4] != "the ":
            self._speakers.spoke(speaker, frame.offset(head.idx))  # "A neighbour nods."; "the man" may have a name
        if speaker is None or speaker.type not in ("person", "organisation"):
            return None
        return Spoken(speaker, f"{why}: {head.text}", confidence)


def _carried(said: Spoken | None, why: str) -> Spoken:
    """Return the speaker of a neighbour as the speaker of a quotation that names none."""
    if said is None or said.speaker is None:
        return UNKNOWN
    evidence = said.evidence if said.evidence.startswith(why) else f"{why}: {said.speaker.name}"
    return Spoken(said.speaker, evidence, max(0.4, min(0.8, said.confidence - 0.1)), carried=True)


def _joined(spoken: list[tuple[Segment, Spoken]]) -> list[tuple[Segment, Spoken]]:
    """Give all paragraphs of one quotation the speaker who is named in a later one."""
    for index in range(len(spoken) - 1, 0, -1):
        (segment, said), (before, said_before) = spoken[index], spoken[index - 1]
        if segment.continued and said.speaker and (said_before.carried or said_before.speaker is None):
            spoken[index - 1] = before, _carried(said, "the quotation goes on")
    return spoken
