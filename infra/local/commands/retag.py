"""`newswire retag`: stories of the index get the tags of today's rules, at the versions that they have."""

from __future__ import annotations

import json
import math
import sys
from itertools import islice
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from infra.local.deployment import deployed
from newswire.errors import TryLater
from newswire.retag import PAGE, Retagged
from newswire.retag import retag as again


@click.command(short_help="give stories the tags of today's rules, or show what they would change")
@click.option("--dry-run", is_flag=True, help="count and show what would change, and write nothing")
@click.option("--limit", type=click.IntRange(min=1), help="look at so many stories, or a few more, the newest first")
@click.option("--json", "as_json", is_flag=True, help="print what was done as JSON")
def retag(dry_run: bool, limit: int | None, as_json: bool) -> None:
    """Tag the stories of the index that other rules have tagged, or none yet, at the versions that they have.

    Shows which tags come and go, with examples and what led to them; with --dry-run before anything is written. Nothing
    is told in /v1/changes. Ctrl-C stops it, and the same command goes on.
    """
    from newswire.tagging.tagger import rules_version

    rules, stopped, done = rules_version(), None, Retagged()
    pages = math.ceil(limit / PAGE) if limit else None
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with (
        deployed() as app,
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        bar = progress.add_task("looking for stories to tag", total=None)
        work = again(app.index, app.tag, rules, lambda: math.inf, dry_run=dry_run)
        try:
            for done in islice(work, pages):
                progress.update(bar, description=_progress(done))
        except KeyboardInterrupt:
            stopped = "stopped"
        except TryLater as error:
            stopped = str(error)
    if as_json:
        click.echo(json.dumps(_summary(done, rules, stopped, written=not dry_run)))
    else:
        _report(done, stopped, written=not dry_run)
    if stopped:
        sys.exit(130 if stopped == "stopped" else 1)
    if done.left:
        sys.exit(1)


def _progress(done: Retagged) -> str:
    return f"{done.changes.stories} stories tagged, {done.versions} earlier versions"


def _summary(done: Retagged, rules: str, stopped: str | None, *, written: bool) -> dict[str, Any]:
    return {
        "written": written,
        "rules_version": rules,
        "stories": done.stories,
        "versions": done.versions,
        "overtaken": done.overtaken,
        "left": done.left,
        "tag_changes": done.changes.as_dict(),
        "stopped": stopped,
    }


def _report(done: Retagged, stopped: str | None, *, written: bool) -> None:
    for line in done.changes.as_lines():
        click.echo(line)
    if written:
        click.echo(f"{done.stories} stories and {done.versions} earlier versions written with new tags")
    else:
        click.echo("nothing was written: this was a dry run")
    if done.left:
        click.echo(f"{done.left} could not be tagged: a fault of ours, see above", err=True)
    if stopped:
        click.echo(f"{stopped}: the same command goes on", err=True)
