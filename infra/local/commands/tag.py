"""`newswire tag`: topics, names, places, quotations and keywords of texts."""

from __future__ import annotations

import json
import sys
from collections import deque
from typing import IO, TYPE_CHECKING, Any

import click

from infra.local import tag_lines
from newswire.tagging.tagger import tag as tags_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.local.tag_lines import Line
    from newswire.tagging.tagger import Tags, Text


@click.command(short_help="find topics, names, places and quotations in texts")
@click.argument("file", type=click.File("rb"), default="-")
def tag(file: IO[bytes]) -> None:
    """Tag the texts in FILE (standard input without it): {"id", "headline", "body", "language"?} a line.

    What `newswire parse --json` prints is taken too, its "body_text" for the body.

    Prints one JSON object a text as it goes: id, language, topics, entities (places with GeoNames id and coordinates),
    quotes with their speakers, keywords, kind; offsets are characters of the body as given. A broken line gives
    {"line", "error"} after the others, and the exit code is 1 then.
    """
    read: deque[Line] = deque()
    broken: list[dict[str, Any]] = []
    texts = _texts(file, read, broken)
    for tags in tags_of(texts):
        line = read.popleft()
        click.echo(json.dumps({"id": line.id, "language": line.text.language, **as_dict(tags)}, ensure_ascii=False))
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
            "mentions": [] if tags.are_of_headline else [list(mention) for mention in name.mentions],
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


def _texts(file: IO[bytes], read: deque[Line], broken: list[dict[str, Any]]) -> Iterator[Text]:
    """Yield the texts of the lines, and note the lines that they are from, and those that are broken."""
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            found = tag_lines.read(line)
        except tag_lines.BrokenLine as error:
            broken.append({"line": number, "error": str(error)})
            continue
        read.append(found)
        yield found.text
