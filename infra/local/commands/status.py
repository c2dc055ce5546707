"""`newswire status`: how a stack on AWS is."""

from __future__ import annotations

import json

import click

from infra.cloud.health import Health, look
from infra.cloud.stack import Stack


@click.command(short_help="how a stack on AWS is: queues, alarms, engine")
@click.option("--stack", "name", default="newswire", show_default=True, help="its name")
@click.option("--json", "as_json", is_flag=True, help="print it as JSON")
def status(name: str, as_json: bool) -> None:
    """Show a stack on AWS: what waits on its queues, whether it takes deliveries in, its alarms, its engine."""
    health = look(Stack(name))
    click.echo(json.dumps(health.as_dict()) if as_json else _lines(health))


def _lines(health: Health) -> str:
    rows = [("stack", f"{health.stack} {health.status}")]
    rows += [
        ("queue", f"{each.name}: {each.waiting} waiting, {each.in_work} in work")
        for each in health.queues
        if not each.dead_letters
    ]
    rows += [
        ("dead letters", f"{each.name}: {each.waiting + each.in_work}") for each in health.queues if each.dead_letters
    ]
    rows += [("taking in", f"{name}: {state}") for name, state in health.mappings.items()]
    rows += [
        (
            "alarms",
            f"{len(health.alarmed)} of {health.alarms}{': ' if health.alarmed else ''}{', '.join(health.alarmed)}",
        )
    ]
    rows += [("engine", health.engine)]
    rows += [(name, value) for name, value in sorted(health.outputs.items())]
    return "\n".join(f"{name:16}{value}" for name, value in rows)
