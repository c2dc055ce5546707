"""People, organisations and places named in an English text: the language model's spans, corrected by rules.

Each name is one real thing with all its mentions. Other languages are not covered here: their names come from the
supplier's tags and the gazetteer, and `find` returns nothing for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newswire.story import Origin
from newswire.tagging import name_choice, name_entities, name_lists, name_model, name_proposals, name_recase, name_words
from newswire.tagging.name_runs import NameType, Proposal

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from newswire.story import Dateline

__all__ = ["Name", "NameType", "find"]


@dataclass(frozen=True, slots=True)
class Name:
    """A person, an organisation or a place named in a text.

    `name` is its fullest form there. `mentions` are (start, end) in characters of the text, in order, without titles
    and "the" before and "'s" behind. `evidence` says what told its type, `origin` whether that was a rule or the model.
    """

    type: NameType
    name: str
    mentions: tuple[tuple[int, int], ...]
    confidence: float
    evidence: str
    origin: Origin


def find(text: str, doc: Doc | None, dateline: Dateline | None = None) -> list[Name]:
    """Return the names in an English text, in the order in which they first stand there.

    Parameters
    ----------
    text: the text as published; offsets are its characters. The part behind what `doc` covers is left out.
    doc: the text as `language_model.name_docs` gave it; None for a text in another language, which has no names then.
    dateline: where the story was filed, if its text no longer stands in `text`: its city is a place everywhere.

    Returns nothing for text that is empty or without letters; raises nothing.
    """
    if doc is None:
        return []
    printed, text = text, doc.text
    found = name_words.split(text)
    entities = [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents]
    proposals = [
        *name_proposals.propose(text, found),
        *name_model.from_model(text, found, entities),
        *_of_dateline(text, found, dateline),
        *_printed_datelines(printed[: len(text)]),
    ]
    mentions = name_choice.choose(text, found, proposals)
    return [_name(entity) for entity in name_entities.gather(text, found, mentions)]


def _of_dateline(text: str, found: list[name_words.Word], dateline: Dateline | None) -> list[Proposal]:
    if dateline is None or not dateline.city:
        return []
    city = dateline.city
    starts = [word.start for word in found if text.startswith(city, word.start)]
    return [Proposal(at, at + len(city), "place", 3.0, "the dateline's city") for at in starts]


def _printed_datelines(text: str) -> list[Proposal]:
    """Places by their form alone: capitals at the head of a paragraph, with an agency or a dash behind them."""
    return [
        Proposal(match.start("place"), match.end("place"), "place", 2.2, "a dateline")
        for match in name_recase.PRINTED_DATELINE.finditer(text)
        if match["place"] not in name_lists.words("organisations", "known")
    ]


def _name(entity: name_entities.Entity) -> Name:
    best = max(entity.mentions, key=lambda mention: mention.weight)
    confidence = round(min(0.99, 0.35 + 0.13 * best.weight + 0.02 * min(len(entity.mentions), 5)), 2)
    origin = Origin.MODEL if best.evidence.startswith(name_model.FROM_MODEL) else Origin.RULE
    spans = tuple((mention.start, mention.end) for mention in entity.mentions)
    return Name(entity.type, " ".join(entity.name.split()), spans, confidence, best.evidence, origin)
