"""`newswire tag`: topics, names, places, quotations and keywords of texts."""

from __future__ import annotations

import json
import sys
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newswire.tagging.tagger import Tags, Text


@click.command(short_help="find topics, names, places and quotations in texts")
@click.argument("file", type=click.File("rb"), default="-")
def tag(file: IO[bytes]) -> None:
    """Tag the texts in FILE (standard input without it): {"id", "headline", "body", "language"?} a line.

    Prints one JSON object a text as it goes: id, language, topics, entities (places with GeoNames id and coordinates),
    quotes with their speakers, keywords, kind; offsets are characters of the body as given. A broken line gives
    {"line", "error"} after the others, and the exit code is 1 then.
    """
    from newswire.tagging.tagger import tag as tags_of

    read: list[tuple[Any, str | None]] = []
    broken: list[dict[str, Any]] = []
    texts = _texts(file, read, broken)
    for number, tags in enumerate(tags_of(texts)):
        id_, language = read[number]
        click.echo(json.dumps({"id": id_, "language": language, **as_dict(tags)}, ensure_ascii=False))
    for answer in broken:
        click.echo(json.dumps(answer, ensure_ascii=False))
    if broken:
        sys.exit(1)


def as_dict(tags: Tags) -> dict[str, Any]:
    """Return tags in the shape that programs read."""
    located = {place.mentions: place for place in tags.places}
    entities: list[dict[str, Any]] = []
    for name in tags.names:
        entity: dict[str, Any] = {
            "type": str(name.type),
            "name": name.name,
            "mentions": [list(mention) for mention in name.mentions],
            "origin": name.origin,
            "confidence": round(name.confidence, 3),
            "evidence": name.evidence,
        }
        if name.type == "place" and (place := located.get(name.mentions)):
            found = {"geonames_id": place.geonames_id, "lat": place.lat, "lon": place.lon, "country": place.country}
            entity |= {key: value for key, value in found.items() if value is not None}
            entity |= {"confidence": round(place.confidence, 3), "evidence": f"{name.evidence}; {place.evidence}"}
        entities.append(entity)
    return {
        "topics": [
            {
                "code": each.code,
                "name": each.name,
                "origin": each.origin,
                "confidence": round(each.confidence, 3),
                "evidence": each.evidence,
            }
            for each in tags.topics
        ],
        "entities": entities,
        "quotes": [
            {
                "start": quote.start,
                "end": quote.end,
                "speaker": quote.speaker,
                "origin": quote.origin,
                "confidence": round(quote.confidence, 3),
                "evidence": quote.evidence,
            }
            for quote in tags.quotes
        ],
        "keywords": list(tags.keywords),
        "kind": tags.kind.name if tags.kind else None,
    }


def _texts(file: IO[bytes], read: list[tuple[Any, str | None]], broken: list[dict[str, Any]]) -> Iterator[Text]:
    """Yield the texts of the lines, and note the id and the language of each, and which lines are broken."""
    from newswire.language import detect, likeliest
    from newswire.tagging.tagger import Text

    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            broken.append({"line": number, "error": f"no JSON: {error}"})
            continue
        fields = record if isinstance(record, dict) else {}
        headline, body, said = fields.get("headline") or "", fields.get("body"), fields.get("language") or None
        if not isinstance(headline, str) or not isinstance(body, str) or not isinstance(said, str | None):
            broken.append({"line": number, "error": 'not an object with "id", "headline" and "body", both strings'})
            continue
        text = f"{headline}\n{body}"
        language = said.strip().lower()[:2] if said else detect(text) or likeliest(text)
        read.append((fields.get("id"), language))
        yield Text(headline, body, language)
