"""`newswire parse`: what Newswire reads from a file, without a stack."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from newswire.delivery import MAX_DELIVERY_BYTES, Delivery
from newswire.errors import DeliveryError, DeliveryTooLarge
from newswire.formats import parse as parse_delivery
from newswire.story import Story


@click.command(short_help="show what is read from files")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--supplier", help="who sends; by default what the payload names, else 'unknown'")
@click.option("--json", "as_json", is_flag=True, help="print one JSON object a story a line")
def parse(files: tuple[Path, ...], supplier: str | None, as_json: bool) -> None:
    """Show the stories that Newswire reads from FILES; nothing is pushed.

    What cannot be read goes to standard error, one line each; then the exit code is 1.
    """
    failed = False
    for file in files:
        for entry in _entries(file, supplier):
            if isinstance(entry, Story):
                record = summary(entry) | {"file": str(file)}
                click.echo(json.dumps(record, ensure_ascii=False) if as_json else _block(record))
            else:
                failed = True
                click.echo(f"{file}: {entry}", err=True)
    if failed:
        sys.exit(1)


def summary(story: Story) -> dict[str, Any]:
    """Return what `newswire parse` prints of a story; `version` is text, as suppliers send it."""
    fields = story.model_dump(mode="json")
    kept = (
        "id guid guid_rule version_rule headline byline version_created first_created urgency status subjects language "
        "keywords ed_note dateline embargo_until embargo_text expires genre usage_terms correction replaces warnings "
        "paragraphs body_text"
    ).split()
    return {
        **{name: fields[name] for name in kept},
        "version": str(story.version),
        "slugline": story.slug,
    }


def _entries(file: Path, supplier: str | None) -> list[Story | DeliveryError]:
    try:
        size = file.stat().st_size
        if size > MAX_DELIVERY_BYTES:
            return [DeliveryTooLarge(f"it has {size} bytes, the limit is {MAX_DELIVERY_BYTES}")]
        body = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}") from error
    try:
        return parse_delivery(Delivery(id=file.name, body=body, received=datetime.now(UTC), supplier=supplier))
    except DeliveryError as error:
        return [error]


def _block(record: dict[str, Any]) -> str:
    """Return a story as a person reads it: its fields, then its paragraphs with their kinds."""
    paragraphs = record.pop("paragraphs")
    record.pop("body_text")
    lines = [f"{name + ':':17}{value}" for name, value in record.items() if value not in (None, [], "")]
    return "\n".join([*lines, "", *(f"[{paragraph['kind']}] {paragraph['text']}" for paragraph in paragraphs), ""])
