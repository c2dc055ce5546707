"""`newswire redrive`: what ended in the dead-letter queue goes back to the stories queue."""

from __future__ import annotations

import json
import sys
from contextlib import closing

import click
from rich.console import Console
from rich.progress import Progress

from infra.local.deployment import deployed
from newswire.redrive import Progress as Moved
from newswire.redrive import Redrive


@click.command(short_help="move the dead-letter queue back to the stories queue")
@click.option("--json", "as_json", is_flag=True, help="print what was done as JSON")
def redrive(as_json: bool) -> None:
    """Move all messages of the dead-letter queue back to the stories queue.

    The queue's redrive policy names the dead-letter queue. Ctrl-C stops it; what was not moved stays where it is, and
    the same command goes on.
    """
    moved = Moved(0, 0)
    stopped = False
    console = Console(stderr=True)
    with deployed() as app, Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
        bar = shown.add_task("moving", total=None)
        with closing(Redrive(app.client("sqs"), app.settings.required("queue_url")).run()) as moving:
            try:
                for moved in moving:
                    shown.update(bar, completed=moved.moved, total=moved.total or None)
            except KeyboardInterrupt:
                stopped = True
    if as_json:
        click.echo(json.dumps({"moved": moved.moved, "stopped": stopped}))
    else:
        click.echo(f"{moved.moved} moved{', stopped: `newswire redrive` goes on' if stopped else ''}")
    if stopped:
        sys.exit(130)
