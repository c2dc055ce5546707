"""Quotations and who speaks them, each with the words that say so.

Only sentences near quotations are parsed. English is covered. Of other languages the quotations are found; of German,
French and Spanish also speakers that stand right beside them with a verb of speech.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire.story import Origin, Quote
from newswire.tagging import foreign_speakers, quote_reading, quote_spans, transcripts
from newswire.tagging.cast import Cast, Speaker
from newswire.tagging.quote_reading import UNKNOWN, Spoken
from newswire.tagging.quote_spans import Segment
from newswire.tagging.speakers import Speakers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newswire.tagging.names import Name
    from newswire.tagging.quote_reading import Parse

MAX_CHARACTERS = 100_000
"""Characters of a text in which quotations are looked for: the rest of a longer one is left out, to end in time."""

_LEAST_WORDS = 4
"""Shorter quotations count only under a verb of speech: else they are scare quotes or titles."""
_LEAST_ATTRIBUTED = 2
"""The same for those that somebody is said to have spoken, but not right beside the verb: 'called it "a shame"'."""


def find(text: str, parse: Parse, names: Iterable[Name], language: str = "en") -> list[Quote]:
    """Return the quotations of a text, in order.

    Parameters
    ----------
    text: the text as published; offsets are its characters.
    parse: gives tagged and parsed documents for passages (`language_model.parse`); called once at most, for English.
    names: the names of the text with their mentions; speakers are told by their full names.
    language: its two-letter code.

    `start` and `end` enclose the words without their marks. A quotation interrupted by "he said", or over several
    paragraphs, is several quotes of one speaker. `speaker` is a full name, else a phrase as printed ("a spokesman for
    the ministry"), None where nobody is certain. Raises nothing of its own.
    """
    text = text[:MAX_CHARACTERS]
    paragraphs = quote_spans.find(text)
    turns = transcripts.find(text, paragraphs) if language == "en" else {}
    marked = [paragraph for paragraph in paragraphs if paragraph.start not in turns]
    segments = [segment for paragraph in marked for segment in paragraph.segments]
    if not segments and not turns:
        return []
    if language == "en":
        cast = Cast(text, names, [(segment.start, segment.end) for segment in segments])
        spoken = quote_reading.read(text, marked, Speakers(cast), parse) if segments else []
        spoken += [_turn(turn, cast) for turn in turns.values()]
    else:
        spoken = [(segment, _foreign(text, segment, language)) for segment in segments]
    found = (_quote(text, segment, said) for segment, said in spoken)
    return sorted((quote for quote in found if quote), key=lambda quote: quote.start)


def _turn(turn: transcripts.Turn, cast: Cast) -> tuple[Segment, Spoken]:
    segment = Segment(turn.start, turn.end, turn.start, turn.end)
    speaker = cast.by_surname(turn.label.split()[-1]) or Speaker(turn.label)
    return segment, Spoken(speaker, f"'{turn.label}:' before it", 0.9, direct=True)


def _foreign(text: str, segment: Segment, language: str) -> Spoken:
    found = foreign_speakers.beside(text, segment.opens, segment.closes, language)
    if found is None:
        return UNKNOWN
    name, verb = found
    return Spoken(Speaker(name), f"'{verb}' beside it: {name}", 0.7, direct=True)


def _quote(text: str, segment: Segment, said: Spoken) -> Quote | None:
    """Return the tag; None for a few words that nobody is said to have spoken, and for the titles of works."""
    words = text[segment.start : segment.end]
    least = _LEAST_ATTRIBUTED if said.attributed else _LEAST_WORDS
    short = len(words.split()) < least and not (said.speaker and _is_utterance(text, segment))
    if not said.direct and (short or _is_title(words)):
        return None
    name = said.speaker.name if said.speaker else None
    return Quote(
        origin=Origin.RULE,
        confidence=round(said.confidence, 2),
        evidence=said.evidence,
        text=words,
        start=segment.start,
        end=segment.end,
        speaker=name,
    )


def _is_utterance(text: str, segment: Segment) -> bool:
    """Say whether quoted words are a sentence of their own, however short, like "Never"."""
    before = text[: segment.opens].rstrip()[-1:]
    return text[segment.start].isupper() and text[segment.end - 1] in ".!?," and before in '.!?:"”’'


def _is_title(words: str) -> bool:
    """Say whether quoted words are written like the title of a book or film: all long words with capitals."""
    long = [word for word in words.split() if len(word) > 4] or words.split()[1:]
    stops = ".!?" if len(long) > 1 else ".,!?"
    return bool(long) and words[-1] not in stops and words[:1].isupper() and all(word[:1].isupper() for word in long)
