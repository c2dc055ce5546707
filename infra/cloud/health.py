"""How a stack is: what waits, what failed, what is alarmed, and whether the engine answers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from botocore.exceptions import ClientError

from infra.cloud.engine import open_engine
from infra.cloud.stack import ALARM, MAPPING, QUEUE, Stack
from newswire.engine import engine_errors
from newswire.errors import NewswireError

_ALARMS_A_REQUEST = 100


@dataclass(frozen=True, slots=True)
class Queued:
    """One queue: how many messages wait and are in work; `dead_letters` where it takes what another queue gave up."""

    name: str
    waiting: int
    in_work: int
    dead_letters: bool


@dataclass(frozen=True, slots=True)
class Health:
    """A stack at one moment.

    Parameters
    ----------
    status: CloudFormation's.
    outputs: the stack's.
    queues: all of them.
    mappings: the state of each event source mapping (Enabled, Disabled ...).
    alarms: how many there are; alarmed: the names of those that are in alarm.
    engine: the health of the engine (green, yellow, red), or why it cannot be asked.
    """

    stack: str
    status: str
    outputs: dict[str, str]
    queues: list[Queued]
    mappings: dict[str, str]
    alarms: int
    alarmed: list[str]
    engine: str

    def as_dict(self) -> dict[str, Any]:
        """Return it for a program."""
        return asdict(self)


def look(stack: Stack) -> Health:
    """Return how the stack is; raises NoStack."""
    described = stack.describe()
    alarms = _alarms(stack)
    return Health(
        stack=stack.name,
        status=described["StackStatus"],
        outputs=stack.outputs(),
        queues=_queues(stack),
        mappings=_mappings(stack),
        alarms=len(alarms),
        alarmed=sorted(name for name, state in alarms.items() if state == "ALARM"),
        engine=_engine(stack),
    )


def _queues(stack: Stack) -> list[Queued]:
    sqs = stack.client("sqs")
    found = {
        name: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        for name, url in stack.resources(QUEUE).items()
    }
    policies = [json.loads(each["RedrivePolicy"]) for each in found.values() if "RedrivePolicy" in each]
    takes_dead_letters = {policy["deadLetterTargetArn"] for policy in policies}
    return [
        Queued(
            name,
            int(each["ApproximateNumberOfMessages"]),
            int(each["ApproximateNumberOfMessagesNotVisible"]),
            each["QueueArn"] in takes_dead_letters,
        )
        for name, each in sorted(found.items())
    ]


def _mappings(stack: Stack) -> dict[str, str]:
    client = stack.client("lambda")
    return {
        name: client.get_event_source_mapping(UUID=physical)["State"]
        for name, physical in stack.resources(MAPPING).items()
    }


def _alarms(stack: Stack) -> dict[str, str]:
    """Return the state of each alarm, by its name in the template."""
    names = {physical: name for name, physical in stack.resources(ALARM).items()}
    cloudwatch = stack.client("cloudwatch")
    physical = list(names)
    states = {}
    for start in range(0, len(physical), _ALARMS_A_REQUEST):
        asked = physical[start : start + _ALARMS_A_REQUEST]
        for alarm in cloudwatch.describe_alarms(AlarmNames=asked)["MetricAlarms"]:
            states[names[alarm["AlarmName"]]] = alarm["StateValue"]
    return states


def _engine(stack: Stack) -> str:
    try:
        client = open_engine(stack)
    except ClientError as error:  # who looks may not take its master's role
        return f"not asked: {error.response['Error']['Message']}"
    try:
        with engine_errors():
            return str(client.cluster.health()["status"])
    except NewswireError as error:
        return str(error)
    finally:
        client.close()
