"""`newswire parse`: what Newswire reads from a file, without a stack."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import click

from infra.local.files import File, expand
from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.formats import parse as parse_delivery
from newswire.story import Story, supplier_name


@click.command(short_help="show what is read from files")
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR|-...")
@click.option("--supplier", help="who sends; by default what the payload names, else 'unknown'")
@click.option("--json", "as_json", is_flag=True, help="print one JSON object a story a line")
def parse(paths: tuple[str, ...], supplier: str | None, as_json: bool) -> None:
    """Show the stories that Newswire reads from files, folders, or - for standard input; nothing is pushed.

    What cannot be read goes to standard error, one line each; then the exit code is 1.
    """
    failed = False
    for file in expand(paths):
        for entry in _entries(file, supplier):
            if isinstance(entry, Story):
                record = summary(entry) | {"file": file.name}
                click.echo(json.dumps(record, ensure_ascii=False) if as_json else _block(record))
            else:
                failed = True
                click.echo(f"{file.name}: {entry}", err=True)
    if failed:
        sys.exit(1)


def summary(story: Story) -> dict[str, Any]:
    """Return what `newswire parse` prints of a story; `version` is text, as suppliers send it."""
    fields = story.model_dump(mode="json")
    kept = (
        "id guid guid_rule version_rule headline byline version_created first_created urgency status subjects language "
        "keywords people organisations places topics ed_note dateline embargo_until embargo_text expires genre "
        "usage_terms correction replaces warnings paragraphs body_text"
    ).split()
    return {
        **{name: fields[name] for name in kept},
        "version": str(story.version),
        "slugline": story.slug,
    }


def _entries(file: File, supplier: str | None) -> list[Story | DeliveryError]:
    try:
        return parse_delivery(
            Delivery(id=file.name, body=file.read(), received=datetime.now(UTC), supplier=supplier_name(supplier or ""))
        )
    except DeliveryError as error:
        return [error]


def _block(record: dict[str, Any]) -> str:
    """Return a story as a person reads it: its fields, then its paragraphs with their kinds."""
    paragraphs = record.pop("paragraphs")
    record.pop("body_text")
    lines = [f"{name + ':':17}{_plain(value)}" for name, value in record.items() if value not in (None, [], "")]
    return "\n".join([*lines, "", *(f"[{paragraph['kind']}] {paragraph['text']}" for paragraph in paragraphs), ""])


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    if isinstance(value, dict):
        shown = [value.get(part) for part in ("code", "name", "text", "city", "country")]
        return " ".join(part for part in shown if part)
    return str(value)
