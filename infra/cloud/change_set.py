"""A change of a stack: first shown, then carried out while its progress is told."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.cloud.errors import DeploymentFailed, StackBusy, StackUnusable
from infra.cloud.stack import Stack

_POLL_SECONDS = 2.0
_UNUSABLE = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "UPDATE_ROLLBACK_FAILED"}
_EMPTY = {"REVIEW_IN_PROGRESS", "DELETE_COMPLETE"}
_NOTHING_CHANGES = ("didn't contain changes", "No updates are to be performed")
"""How CloudFormation says so: it has no code for it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one resource: Add, Modify, Remove; `replaced` where a new one takes its place."""

    action: str
    resource: str
    type: str
    replaced: bool

    @property
    def destroys(self) -> bool:
        """Whether a resource goes, and what it holds with it."""
        return self.action == "Remove" or self.replaced


class ChangeSet:
    """A change set of `stack`, made but not carried out.

    Parameters
    ----------
    template_url: where the template lies in S3.
    given: values of parameters; others keep the values that they have, or take the template's defaults.
    declared: the names of the template's parameters.
    pause: waits so many seconds.

    Its `changes` are those of resources; it is not `needed` where the stack is up to date (outputs may change alone).

    Raises
    ------
    StackBusy, StackUnusable: the stack takes no change now, or none at all.
    DeploymentFailed: CloudFormation refuses the template or a parameter.
    """

    def __init__(
        self,
        stack: Stack,
        template_url: str,
        given: Mapping[str, str],
        declared: set[str],
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._stack = stack
        self._cloudformation = stack.cloudformation
        self._pause = pause
        before = stack.find()
        status: str | None = before["StackStatus"] if before else None
        if status in _UNUSABLE:
            raise StackUnusable(stack.name, status)
        self.creates = status is None or status in _EMPTY
        if status and not self.creates and status.endswith("_IN_PROGRESS"):
            raise StackBusy(stack.name, status)
        kept: set[str] = set()
        if before and not self.creates:
            kept = {each["ParameterKey"] for each in before.get("Parameters", [])} & declared
        parameters: list[dict[str, Any]] = [
            {"ParameterKey": name, "ParameterValue": value} for name, value in given.items()
        ]
        parameters += [{"ParameterKey": name, "UsePreviousValue": True} for name in sorted(kept - given.keys())]
        self._id: str = self._cloudformation.create_change_set(
            StackName=stack.name,
            ChangeSetName=f"newswire-{uuid.uuid4().hex}",
            ChangeSetType="CREATE" if self.creates else "UPDATE",
            TemplateURL=template_url,
            Parameters=parameters,
            Capabilities=["CAPABILITY_IAM"],
        )["Id"]
        self.needed = True
        self.changes = self._changes()

    def drop(self) -> None:
        """Delete it; where it was to make a stack, that one's empty shell too."""
        self._cloudformation.delete_change_set(ChangeSetName=self._id, StackName=self._stack.name)
        if self.creates:
            self._cloudformation.delete_stack(StackName=self._stack.name)

    def execute(self) -> Iterator[str]:
        """Carry it out; yields a line a step. Raises DeploymentFailed where CloudFormation had to give up."""
        seen = self._events() if not self.creates else {}
        self._cloudformation.execute_change_set(ChangeSetName=self._id, StackName=self._stack.name)
        reasons: list[str] = []
        while True:
            status = self._stack.describe()["StackStatus"]
            for key, event in self._events().items():
                if key in seen:
                    continue
                seen[key] = event
                if event["ResourceStatus"].endswith("_FAILED"):
                    reasons.append(
                        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"
                    )
                if event["LogicalResourceId"] != self._stack.name:
                    yield f"{event['ResourceStatus']} {event['LogicalResourceId']}"
            if not status.endswith("_IN_PROGRESS"):
                break
            self._pause(_POLL_SECONDS)
        if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise DeploymentFailed(
                f"stack {self._stack.name} is {status}: {reasons[0] if reasons else 'CloudFormation gives no reason'}"
            )

    def _changes(self) -> list[Change]:
        while True:
            described = self._cloudformation.describe_change_set(ChangeSetName=self._id, StackName=self._stack.name)
            if described["Status"] not in ("CREATE_PENDING", "CREATE_IN_PROGRESS"):
                break
            self._pause(_POLL_SECONDS)
        if described["Status"] == "FAILED":
            reason = described.get("StatusReason", "no reason given")
            self.drop()
            if any(words in reason for words in _NOTHING_CHANGES):
                self.needed = False
                return []
            raise DeploymentFailed(f"CloudFormation refuses the change: {reason}")
        changes = list(map(_as_change, described.get("Changes", [])))
        while "NextToken" in described:
            described = self._cloudformation.describe_change_set(
                ChangeSetName=self._id, StackName=self._stack.name, NextToken=described["NextToken"]
            )
            changes += map(_as_change, described.get("Changes", []))
        return changes

    def _events(self) -> dict[str, dict[str, Any]]:
        """Return what happened to the stack, the oldest first, by id."""
        pages = self._cloudformation.get_paginator("describe_stack_events").paginate(StackName=self._stack.name)
        events = [event for page in pages for event in page["StackEvents"]]
        return {event["EventId"]: event for event in reversed(events)}


def _as_change(change: dict[str, Any]) -> Change:
    what = change["ResourceChange"]
    replaced = what.get("Replacement") in ("True", "Conditional")
    return Change(what["Action"], what["LogicalResourceId"], what["ResourceType"], replaced)
