"""Schedules of the template, kept on a laptop."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from infra.local.intrinsics import Scope
from infra.local.invocation import HandlerRaised
from infra.local.scheduler import Schedule, Scheduler, ScheduleRefused
from infra.local.template import Resource
from tests.unit.local import handlers

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:newswire-Sample"


def rule(expression: str, targets: int = 1) -> Resource:
    raw: dict[str, Any] = {"ScheduleExpression": expression, "Targets": [{"Arn": FUNCTION}] * targets}
    return Resource("Rule", "AWS::Events::Rule", raw, Scope({}, {}, lambda *_: None))


@pytest.mark.parametrize(
    ("expression", "seconds"), [("rate(1 minute)", 60), ("rate(5 minutes)", 300), ("rate(2 hours)", 7200)]
)
def test_a_rate_is_read(expression: str, seconds: float) -> None:
    assert Schedule.from_resource(rule(expression)) == Schedule(
        "arn:aws:events:us-east-1:123456789012:rule/Rule", FUNCTION, seconds
    )


@pytest.mark.parametrize("expression", ["cron(0 12 * * ? *)", "rate(1 second)", "rate(minute)", ""])
def test_what_is_no_rate_is_refused_in_one_line(expression: str) -> None:
    with pytest.raises(ScheduleRefused, match="Rule is"):
        Schedule.from_resource(rule(expression))


def test_a_rule_for_two_functions_is_refused() -> None:
    with pytest.raises(ScheduleRefused):
        Schedule.from_resource(rule("rate(1 minute)", targets=2))


def test_the_function_is_called_again_and_again_also_after_a_failure(tmp_path: Path) -> None:
    events: list[dict[str, Any]] = []
    thrice = Event()

    def answer(event: bytes) -> bytes:
        events.append(json.loads(event))
        if len(events) == 3:
            thrice.set()
        if len(events) == 1:
            raise HandlerRaised("Fault", "once")
        return b"null"

    function = handlers.Answering(tmp_path, answer)
    scheduler = Scheduler(Schedule("arn:rule", FUNCTION, 0.01), function)
    scheduler.start()
    assert thrice.wait(10)
    scheduler.stop()
    function.log.close()
    assert {event["detail-type"] for event in events} == {"Scheduled Event"}
    assert len({event["id"] for event in events}) == len(events)


def test_the_event_says_when() -> None:
    event = json.loads(Schedule("arn:rule", FUNCTION, 60).event(datetime(2026, 3, 1, 12, tzinfo=UTC)))
    assert (event["time"], event["resources"], event["source"]) == ("2026-03-01T12:00:00Z", ["arn:rule"], "aws.events")
