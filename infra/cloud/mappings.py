"""The queue's mapping to the ingest function, turned off and on: deliveries wait on the queue, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable

from infra.cloud.errors import MappingStuck, NoStack
from infra.cloud.stack import MAPPING, Stack

_POLL_SECONDS = 1.0
_LONGEST_SECONDS = 180.0


def turn(stack: Stack, *, on: bool, pause: Callable[[float], None] = time.sleep) -> list[str]:
    """Turn every mapping of the stack on or off, and wait until that is so; return their names in the template.

    Raises
    ------
    NoStack: it is not there, or has no mapping.
    MappingStuck: AWS did not do it in time.
    """
    stack.describe()
    mappings = stack.resources(MAPPING)
    if not mappings:
        raise NoStack(stack.name, stack.region)
    client = stack.client("lambda")
    for physical in mappings.values():
        client.update_event_source_mapping(UUID=physical, Enabled=on)
    wanted = "Enabled" if on else "Disabled"
    waited = 0.0
    for name, physical in mappings.items():
        while (state := client.get_event_source_mapping(UUID=physical)["State"]) != wanted:
            if waited >= _LONGEST_SECONDS:
                raise MappingStuck(f"{name} is still {state} after {waited:.0f} s: look again with `newswire status`")
            pause(_POLL_SECONDS)
            waited += _POLL_SECONDS
    return list(mappings)
