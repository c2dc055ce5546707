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
from newswire.story import UNTIL_A_NEWER_VERSION, GuidRule, Status, Story, VersionRule, supplier_name

_DIGESTS = {
    "anpa": "service letter, number and day: ANPA has no guid",
    "iptc7901": "service, number and day: IPTC 7901 has no guid",
    "text": "a digest of the words: text without an Id line has no guid",
}
"""What the guid is made of where the supplier gave none, by what it begins with."""
_OTHER_DIGEST = "a digest of the words: the supplier gave no guid"
_VERSION_RULES = {
    VersionRule.SUPPLIER: "the supplier's number",
    VersionRule.VERSION_CREATED: "the time it was created, in milliseconds since 1970: the supplier gave no number",
    VersionRule.RECEIVED: "the time it was received, in milliseconds since 1970: there is neither number nor time",
    VersionRule.CONTENT: "always 1: with other words it is another story",
}


@click.command(short_help="show what is read from files")
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR|-...")
@click.option("--supplier", help="who sends; by default what the payload names, else 'unknown'")
@click.option("--content-type", help="as a sender would declare it, for example 'text/plain; charset=koi8-r'")
@click.option("--json", "as_json", is_flag=True, help="print one JSON object a story a line")
def parse(paths: tuple[str, ...], supplier: str | None, content_type: str | None, as_json: bool) -> None:
    """Show the stories that Newswire reads from files, folders, or - for standard input; nothing is pushed.

    What cannot be read goes to standard error, one line each; then the exit code is 1.
    """
    failed = False
    for file in expand(paths):
        for entry in _entries(file, supplier, content_type):
            if isinstance(entry, Story):
                record = summary(entry) | {"file": file.name}
                click.echo(json.dumps(record, ensure_ascii=False) if as_json else _block(entry, record))
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


def held(story: Story, now: datetime) -> str | None:
    """Return why readers may not see a story at `now`, None where they may."""
    if story.status is Status.KILLED:
        return "for good: it is killed"
    if story.status is Status.WITHHELD:
        return "until a newer version: it is withheld"
    if story.embargo_until == UNTIL_A_NEWER_VERSION:
        return f"until a newer version: {story.embargo_text or 'its embargo names no time'}"
    if story.embargo_until and story.embargo_until > now:
        return f"until {story.embargo_until.isoformat()}: it is under embargo"
    return None


def _entries(file: File, supplier: str | None, content_type: str | None) -> list[Story | DeliveryError]:
    delivery = Delivery(
        id=file.name,
        body=file.read(),
        received=datetime.now(UTC),
        content_type=content_type,
        supplier=supplier_name(supplier or ""),
    )
    try:
        return parse_delivery(delivery)
    except DeliveryError as error:
        return [error]


def _block(story: Story, record: dict[str, Any]) -> str:
    """Return a story as a person reads it: its fields, then its paragraphs with their kinds."""
    paragraphs = record.pop("paragraphs")
    shown = {
        "held": held(story, datetime.now(UTC)),
        **record,
        "guid_rule": _guid_rule(story),
        "version_rule": _VERSION_RULES[story.version_rule],
    }
    del shown["body_text"]
    lines = [f"{name + ':':17}{_plain(value)}" for name, value in shown.items() if value not in (None, [], "")]
    return "\n".join([*lines, "", *(f"[{paragraph['kind']}] {paragraph['text']}" for paragraph in paragraphs), ""])


def _guid_rule(story: Story) -> str:
    if story.guid_rule is GuidRule.SUPPLIER:
        return "the supplier's"
    return _DIGESTS.get(story.guid.partition(":")[0], _OTHER_DIGEST)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    if not isinstance(value, dict):
        return str(value)
    text = value.get("text") or ""
    shown = [value.get(part) for part in ("code", "name", "text", "city", "country")]
    return " ".join(part for part in shown if part and (part == text or part.casefold() not in text.casefold()))
