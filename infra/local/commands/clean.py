"""`newswire clean`: what is the story in a text, and what a publisher inserted."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from infra.local.files import File
from newswire.formats import looks_binary
from newswire.normalise.paragraph_kinds import label, split_headline
from newswire.normalise.text import clean as clean_text
from newswire.normalise.text import decode, split_paragraphs
from newswire.story import Paragraph


@click.command(short_help="label what a publisher inserted into stories")
@click.argument("file", default="-")
@click.option("--json", "as_json", is_flag=True, help="print JSON for a plain text too")
def clean(file: str, as_json: bool) -> None:
    """Label the paragraphs of a plain text FILE (standard input without it): a line each, its kind and its words.

    What begins with "{" is JSON objects {"id", "text"}, one a line; for each this prints {"id", "headline",
    "paragraphs": [{"text", "kind", "why"}]}. Kind "body" is the story's own. A broken line gives {"line", "error"}, and
    the exit code is 1 at the end.
    """
    body = File(None if file == "-" else Path(file)).read()
    if looks_binary(body):
        raise click.ClickException(f"{file} is binary, no text: name a text file, or JSON objects one a line")
    if body.lstrip()[:1] in (b"{", b""):
        _clean_lines(body)
        return
    answer = _labelled(file, decode(body).text)
    click.echo(json.dumps(answer, ensure_ascii=False) if as_json else _block(answer))


def _clean_lines(body: bytes) -> None:
    failed = False
    for number, line in enumerate(body.split(b"\n"), start=1):
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
    return _labelled(record.get("id"), record["text"])


def _labelled(name: Any, text: str) -> dict[str, Any]:
    headline, texts = split_headline(split_paragraphs(clean_text(text)))
    paragraphs = label([Paragraph(text=text) for text in texts if text])
    return {
        "id": name,
        "headline": headline,
        "paragraphs": [
            {"text": paragraph.text, "kind": paragraph.kind.value, "why": paragraph.why} for paragraph in paragraphs
        ],
    }


def _block(answer: dict[str, Any]) -> str:
    headline = [("headline", answer["headline"])] if answer["headline"] else []
    kinds = [*headline, *((paragraph["kind"], paragraph["text"]) for paragraph in answer["paragraphs"])]
    return "\n".join(f"{kind + ':':12}{' '.join(text.split())}" for kind, text in kinds)
