"""Schedules: functions called at a rate, as EventBridge does it."""

import json
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Thread

from infra.local import names
from infra.local.errors import LocalError
from infra.local.function import Function
from infra.local.invocation import InvocationFailed
from infra.local.template import Resource

_SECONDS = {"minute": 60.0, "hour": 3600.0, "day": 86400.0}


class ScheduleRefused(LocalError):
    """A schedule that a laptop cannot keep; the text names it and says what it can."""


@dataclass(frozen=True)
class Schedule:
    """What the template says of an AWS::Events::Rule. every is in seconds, the target the ARN of a function."""

    arn: str
    target: str
    every: float

    @classmethod
    def from_resource(cls, rule: Resource) -> "Schedule":
        """Read a rule. Raises ScheduleRefused for what is no rate, or has not one target."""
        expression = str(rule.get("ScheduleExpression"))
        rate = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression)
        targets = rule.get("Targets", [])
        if not rate or len(targets) != 1:
            raise ScheduleRefused(
                f"{rule.logical_id} is {expression!r}: a laptop runs rate(N minutes) for one function"
            )
        return cls(names.arn("events", f"rule/{rule.logical_id}"), targets[0]["Arn"], int(rate[1]) * _SECONDS[rate[2]])

    def event(self, now: datetime) -> bytes:
        """Give the event that EventBridge sends at that time."""
        return json.dumps(
            {
                "version": "0",
                "id": str(uuid.uuid4()),
                "detail-type": "Scheduled Event",
                "source": "aws.events",
                "account": names.ACCOUNT,
                "time": f"{now:%Y-%m-%dT%H:%M:%SZ}",
                "region": names.REGION,
                "resources": [self.arn],
                "detail": {},
            }
        ).encode()


class Scheduler:
    """Calls one function at the rate of its schedule until it is stopped."""

    def __init__(self, schedule: Schedule, function: Function) -> None:
        """Nothing is called before `start`; the first call comes after one period."""
        self._schedule = schedule
        self._function = function
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="scheduler", daemon=True)

    def start(self) -> None:
        """Begin to keep the schedule."""
        self._thread.start()

    def begin_stop(self) -> None:
        """Call no more, without waiting."""
        self._stopping.set()

    def stop(self) -> None:
        """Call no more, and wait for the call that is under way; stop the function to end it."""
        self.begin_stop()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._schedule.every):
            try:
                self._function.invoke(self._schedule.event(datetime.now(UTC)))
            except InvocationFailed as error:
                if not self._stopping.is_set():
                    self._function.log.line(f"a scheduled call failed, the next comes in time: {error}")
