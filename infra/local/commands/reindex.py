"""`newswire reindex`: the indices made anew from the archive."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import click

from infra.local.counted import counted, deliveries
from infra.local.deployment import deployed
from infra.local.replay_progress import ReplayProgress
from infra.opensearch.comparison import Comparison
from infra.opensearch.reindex import NothingToResume, Reindex, Step
from newswire.errors import TryLater

_INTERRUPTED = 130


@click.command(short_help="make the indices anew from the archive, for a new mapping or new rules")
@click.option("--dry-run", is_flag=True, help="compare, show what new rules change, and drop what was made")
@click.option("--drop-old", is_flag=True, help="delete the old indices at the end; else they are kept")
@click.option("--resume", is_flag=True, help="go on with the reindex that was interrupted")
@click.option("--json", "as_json", is_flag=True, help="print what was done as JSON")
def reindex(dry_run: bool, drop_old: bool, resume: bool, as_json: bool) -> None:
    """Make the indices anew from the archive beside the live ones, compare, and swap; searches go on all the while.

    Nothing is swapped where a document of the live indices is missing or older in the new ones. Documents that differ
    are counted, and so are the tags that come and go with new rules, with examples. Ctrl-C stops it, and --resume goes
    on; where nothing was interrupted, --resume does nothing.
    """
    step, stopped, is_done = None, None, False
    with deployed() as app, ReplayProgress(datetime.now(UTC)) as progress:
        work = Reindex(app)
        with closing(work.run(resume=resume, dry_run=dry_run, drop_old=drop_old)) as steps:
            try:
                for step in steps:
                    progress.show(step.replayed, step.doing)
                is_done = True
            except NothingToResume as error:
                click.echo(str(error), err=True)
            except KeyboardInterrupt:
                stopped = "stopped"
            except TryLater as error:
                if step is None:
                    raise
                stopped = str(error)
    summary = _summary(step, work.comparison, stopped, swapped=is_done and not dry_run)
    if as_json:
        click.echo(json.dumps(summary))
    elif stopped and not work.has_begun:
        click.echo(f"newswire: {stopped} before anything was begun: run the same command again", err=True)
    elif is_done or stopped:
        _report(summary, work.comparison.tags.as_lines())
    if stopped:
        sys.exit(_INTERRUPTED if stopped == "stopped" else 1)


def _summary(step: Step | None, comparison: Comparison, stopped: str | None, *, swapped: bool) -> dict[str, Any]:
    before, after = comparison.content_hashes
    return {
        "swapped": swapped,
        "objects": step.replayed.objects if step else 0,
        "deliveries": step.replayed.deliveries if step else 0,
        "damage": step.replayed.damage if step else [],
        "faults": step.replayed.faults if step else [],
        "counts": {kind: {"live": old, "new": new} for kind, (old, new) in comparison.counts.items()},
        "same": comparison.same,
        "different": comparison.different,
        "examples": comparison.examples,
        "tag_changes": comparison.tags.as_dict(),
        "content_hashes": {"live": before, "new": after},
        "stopped": stopped,
    }


def _report(summary: dict[str, Any], tag_changes: list[str]) -> None:
    for line in summary["damage"]:
        click.echo(f"damaged: {line}", err=True)
    for delivery in summary["faults"]:
        click.echo(f"delivery {delivery} could not be read: a fault of ours, see above", err=True)
    click.echo(f"{deliveries(summary['deliveries'])} of {counted(summary['objects'], 'object')} taken in")
    for kind, counts in summary["counts"].items():
        click.echo(f"{kind}: {counted(counts['live'], 'document')} live, {counts['new']} in the new index")
    click.echo(f"{summary['same']} the same, {summary['different']} different")
    for example in summary["examples"]:
        click.echo(f"  {example}")
    for line in tag_changes:
        click.echo(line)
    if summary["stopped"]:
        stopped = " ".join(summary["stopped"].split())
        click.echo(f"newswire: {stopped}: `newswire reindex --resume` goes on", err=True)
    else:
        click.echo("swapped" if summary["swapped"] else "nothing was swapped: this was a dry run")
