"""`newswire clean`: what is the story in a text, and what a publisher inserted."""

from __future__ import annotations

import json
import sys
from typing import IO, Any

import click

from newswire.normalise.paragraph_kinds import label, split_headline
from newswire.normalise.text import clean as clean_text
from newswire.normalise.text import split_paragraphs
from newswire.story import Paragraph


@click.command(short_help="label what a publisher inserted into stories")
@click.argument("file", type=click.File("rb"), default="-")
def clean(file: IO[bytes]) -> None:
    """Label the paragraphs of the texts in FILE (standard input without it), one JSON object {"id", "text"} a line.

    Prints {"id", "headline", "paragraphs": [{"text", "kind", "why"}]} for each; kind "body" is the story's own. A
    broken line gives {"line", "error"}, and the exit code is 1 at the end.
    """
    failed = False
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        answer = _answer(line)
        if "error" in answer:
            failed = True
            answer = {"line": number, **answer}
        click.echo(json.dumps(answer, ensure_ascii=False))
    if failed:
        sys.exit(1)


def _answer(line: bytes) -> dict[str, Any]:
    """Return what is printed for a line: its paragraphs, or what is wrong with it."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"error": f"no JSON: {error}"}
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return {"error": 'not an object with "id" and "text", both there and "text" a string'}
    headline, texts = split_headline(split_paragraphs(clean_text(record["text"])))
    paragraphs = label([Paragraph(text=text) for text in texts if text])
    return {
        "id": record.get("id"),
        "headline": headline,
        "paragraphs": [
            {"text": paragraph.text, "kind": paragraph.kind.value, "why": paragraph.why} for paragraph in paragraphs
        ],
    }
