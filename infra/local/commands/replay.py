"""`newswire replay`: deliveries of the archive through the pipeline once more."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import click

from infra.local.bookmark import Bookmark
from infra.local.counted import counted, deliveries
from infra.local.deployment import deployed
from infra.local.instant import Instant, check_window
from infra.local.replay_progress import ReplayProgress
from newswire.errors import TryLater
from newswire.record import Record
from newswire.replay import Replay, Replayed
from newswire.story import supplier_name

_INTERRUPTED = 130


@click.command(short_help="take in deliveries of the archive once more")
@click.option("--from", "start", type=Instant(), required=True, help="archived since this day or time")
@click.option("--to", "end", type=Instant(is_end=True), help="up to and with this day, or before this time")
@click.option("--supplier", help="of this supplier")
@click.option("--feed", help="of this feed")
@click.option("--resume", is_flag=True, help="go on after the last object of the interrupted replay with these options")
@click.option("--json", "as_json", is_flag=True, help="print what was done as JSON")
def replay(
    start: datetime, end: datetime | None, supplier: str | None, feed: str | None, resume: bool, as_json: bool
) -> None:
    """Take deliveries of the archive in once more, through the same pipeline into the same index.

    What is there already is written again to no effect; what is missing is there then. Nothing is archived or told in
    /v1/changes. Ctrl-C stops it, and --resume goes on; where nothing was interrupted, --resume does nothing. The exit
    code is 1 where something of the archive is damaged or could not be read.
    """
    now = datetime.now(UTC)
    check_window(start, end, now)
    supplier = supplier_name(supplier) if supplier else None
    with deployed() as app:
        bookmark = Bookmark(
            "replay", bucket=app.archive.bucket, start=start, end=end, supplier=supplier, feed=feed, url=app.settings
        )
        work = Replay(app.archive, app.index, app.now, app.tag, _wanted(supplier, feed))
        after = bookmark.read() if resume else ""
        if after is None:
            click.echo(
                "nothing to resume: no replay with these options was interrupted; --resume begins none", err=True
            )
            if as_json:
                click.echo(json.dumps(_summary(work.done, None)))
            return
        bookmark.put(after)
        stopped = None
        with ReplayProgress(end or now) as progress:
            try:
                for done in work.run(app.archive.batches(start, end or now, after)):
                    bookmark.put(done.key)
                    progress.show(done)
            except KeyboardInterrupt:
                stopped = "stopped"
            except TryLater as error:
                if not work.done.key:
                    raise
                stopped = str(error)
    if not stopped:
        bookmark.remove()
    if as_json:
        click.echo(json.dumps(_summary(work.done, stopped)))
    else:
        _report(work.done, stopped)
    if stopped:
        sys.exit(_INTERRUPTED if stopped == "stopped" else 1)
    if work.done.damage or work.done.faults:
        sys.exit(1)


def _wanted(supplier: str | None, feed: str | None) -> Callable[[Record], bool]:
    def is_wanted(record: Record) -> bool:
        return (supplier is None or record.is_of(supplier)) and (feed is None or record.delivery.feed == feed)

    return is_wanted


def _summary(done: Replayed, stopped: str | None) -> dict[str, object]:
    return {
        "objects": done.objects,
        "deliveries": done.deliveries,
        "outcomes": dict(done.outcomes),
        "damage": done.damage,
        "faults": done.faults,
        "last": done.key or None,
        "stopped": stopped,
    }


def _report(done: Replayed, stopped: str | None) -> None:
    for line in done.damage:
        click.echo(f"damaged: {line}", err=True)
    for delivery in done.faults:
        click.echo(f"delivery {delivery} could not be read: a fault of ours, see above", err=True)
    outcomes = ", ".join(f"{number} {outcome}" for outcome, number in sorted(done.outcomes.items()))
    taken_in = f"{deliveries(done.deliveries)} of {counted(done.objects, 'object')}"
    click.echo(taken_in + (f": {outcomes}" if outcomes else ""))
    if stopped:
        click.echo(f"newswire: {' '.join(stopped.split())}: the same command with --resume goes on", err=True)
