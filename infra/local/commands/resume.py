"""`newswire resume`: a stack on AWS takes deliveries in again."""

import click

from infra.cloud.mappings import turn
from infra.cloud.stack import Stack


@click.command(short_help="take in what waits on the queue of a stack on AWS")
@click.option("--stack", "name", default="newswire", show_default=True, help="its name")
def resume(name: str) -> None:
    """Take deliveries in again, those that waited first."""
    turn(Stack(name), on=True)
    click.echo("taking deliveries in")
