"""`newswire pause`: a stack on AWS takes nothing in for a while."""

import click

from infra.cloud.mappings import turn
from infra.cloud.stack import Stack


@click.command(short_help="let deliveries wait on the queue of a stack on AWS")
@click.option("--stack", "name", default="newswire", show_default=True, help="its name")
def pause(name: str) -> None:
    """Stop taking deliveries in, while the engine is being worked on for example.

    What comes waits on the queue, for as long as the queue keeps messages (4 days). Searches and pushes go on.
    """
    turn(Stack(name), on=False)
    click.echo("paused: deliveries wait on the queue, for 4 days at most; `newswire resume` takes them in")
