"""`newswire trace`: every delivery of a story, and what there is of it now."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import track

from infra.local.counted import counted, deliveries
from infra.local.deployment import deployed
from infra.local.instant import Instant, check_window
from newswire.app import App
from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.formats import parse
from newswire.quarantine import Quarantine
from newswire.story import Story
from newswire.trace import Sighting, Wanted, sightings, states

_DAYS = 30
_PATHS = ("/", "./", "../", "~/")
"""How a name begins that is meant as a file's, though there is none: no story that is lost."""


@click.command(short_help="show every delivery of a story, and what there is of it now")
@click.argument("what", metavar="GUID|ID|FILE")
@click.option("--from", "start", type=Instant(), help=f"archived since this day or time; default: {_DAYS} days ago")
@click.option("--to", "end", type=Instant(is_end=True), help="up to and with this day, or before this time")
@click.option("--json", "as_json", is_flag=True, help="print one JSON object")
def trace(what: str, start: datetime | None, end: datetime | None, as_json: bool) -> None:
    """Find a story by its guid or id, by the id of a delivery, or by a file with it.

    Looks through the archive and the quarantine, the newest first: each delivery, how it ended and why; then what the
    index and the log of changes have of it now. The exit code is 1 when nothing was found.
    """
    now = datetime.now(UTC)
    wanted = _wanted(what)
    check_window(start, end, now)
    end = end or now + timedelta(days=1)  # a clock may be a little ahead
    start = start or min(now, end) - timedelta(days=_DAYS)
    with deployed() as app:
        found, looked_through = [], 0
        for _, here in _looked_through(app, start, end, wanted):
            looked_through += 1
            found += here
            if not as_json:
                for sighting in here:
                    click.echo(_block(sighting.as_dict(wanted)))
        held = _held(app, wanted)
        ids = {id_ for sighting in (*found, *held) for id_ in wanted.ids_in(sighting.record)}
        stories = states(app.index, app.changes, wanted, ids)
    if as_json:
        answer = {
            "deliveries": [sighting.as_dict(wanted) for sighting in found],
            "quarantine": [sighting.as_dict(wanted) for sighting in held],
            "stories": stories,
            "looked_through": {"objects": looked_through, "from": start.isoformat(), "to": end.isoformat()},
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        for sighting in held:
            click.echo(f"in quarantine: {_block(sighting.as_dict(wanted))}")
        for story in stories:
            click.echo(_now(story))
    window = f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"
    sighted = deliveries(len(found)) if found else "no delivery"
    known = counted(len(stories), "story", "stories") if stories else "no story"
    click.echo(
        f"{sighted} in {counted(looked_through, 'object')} archived {window}, "
        f"{len(held) or 'none'} in quarantine, {known} in the index",
        err=True,
    )
    if not (found or held or stories):
        sys.exit(1)


def _wanted(what: str) -> Wanted:
    if not what.strip():
        raise click.UsageError("name a story by its guid or id, or a delivery by its id, or a file; this name is empty")
    try:
        body = Path(what).read_bytes()
    except IsADirectoryError:
        raise click.UsageError(f"{what} is a folder: name a file in it") from None
    except (OSError, ValueError):
        if what.startswith(_PATHS):
            raise click.UsageError(f"there is no file {what} that can be read") from None
        return Wanted(frozenset({what}))
    delivery = Delivery(id=what, body=body, received=datetime.now(UTC))
    try:
        entries = parse(delivery)
    except DeliveryError:
        entries = []
    # Who sent it is not in every file, so a guid is looked for, whoever the supplier is.
    return Wanted(frozenset(entry.guid for entry in entries if isinstance(entry, Story)), frozenset({body}))


def _looked_through(app: App, start: datetime, end: datetime, wanted: Wanted) -> Iterable[tuple[str, list[Sighting]]]:
    console = Console(stderr=True)
    looking = sightings(app.archive, app.archive.batches_newest_first(start, end), wanted)
    return track(looking, "looking", console=console, transient=True, disable=not console.is_terminal)


def _held(app: App, wanted: Wanted) -> list[Sighting]:
    return [
        Sighting(each.key, each.record)
        for each in Quarantine(app.archive).listed()
        if each.record and wanted.is_in(each.record)
    ]


def _block(sighting: dict[str, Any]) -> str:
    by = " · ".join(filter(None, (sighting["supplier"], sighting["feed"])))
    lines = [f"{sighting['received']}  {sighting['outcome']}  delivery {sighting['delivery']}  {by}"]
    for story in sighting["stories"]:
        version = f" version {story['version']}" if "version" in story else ""
        reason = f": {story['reason']}" if "reason" in story else ""
        lines.append(f"  {story['outcome']}  {story.get('id', 'unread')}{version}{reason}")
    return "\n".join([*lines, f"  {sighting['key']}"])


def _now(story: dict[str, Any]) -> str:
    lines = [f"now: {story['id']} is {story['status']}, version {story['version']} of {story['version_created']}"]
    shown = ("headline", "embargo_until", "expires", "ed_note")
    lines += [f"  {name}: {story[name]}" for name in shown if name in story]
    lines.append(f"  {'told' if story['told'] else 'not told'} in /v1/changes")
    lines += [
        f"  version {each['version']} of {each['version_created']}: {each['status']}" for each in story["versions"]
    ]
    return "\n".join(lines)
