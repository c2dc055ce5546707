"""The stack as a user starts it: `newswire up` in a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

NEWSWIRE = str(Path(sys.executable).with_name("newswire"))
START_SECONDS = 90


@dataclass
class Up:
    """A running `newswire up`."""

    process: subprocess.Popen[str]
    url: str
    aws_endpoint: str
    opensearch_url: str
    environment: dict[str, str]
    printed: str

    def newswire(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command against this stack."""
        return run(self.environment, *arguments, stdin=stdin)

    def search(self, q: str = "", **parameters: str) -> list[dict[str, Any]]:
        answer = httpx.get(f"{self.url}/v1/stories", params={"q": q, **parameters})
        answer.raise_for_status()
        stories: list[dict[str, Any]] = answer.json()["stories"]
        return stories

    def client(self, service: str) -> Any:
        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.aws_endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def queue_depths(self) -> dict[str, int]:
        """Messages that wait or are being worked on, by queue."""
        sqs = self.client("sqs")
        depths = {}
        for url in sqs.list_queues()["QueueUrls"]:
            attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
            depths[url.rsplit("/", 1)[1]] = sum(
                int(attributes[name])
                for name in ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
            )
        return depths

    def quarantined(self) -> dict[str, dict[str, Any]]:
        """The quarantined deliveries, by delivery id."""
        s3 = self.client("s3")
        [bucket] = [found["Name"] for found in s3.list_buckets()["Buckets"]]
        listed = s3.list_objects_v2(Bucket=bucket, Prefix="quarantine/").get("Contents", [])
        records = [json.loads(s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read()) for item in listed]
        return {record["id"]: record for record in records}


def run(environment: dict[str, str], *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [NEWSWIRE, *arguments], env=environment, input=stdin, capture_output=True, text=True, timeout=100, check=False
    )


def start(environment: dict[str, str], *options: str) -> Up:
    """Start the stack, and return when it has printed its address."""
    process = subprocess.Popen(  # noqa: S603
        [NEWSWIRE, "up", *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    printed = []
    for line in process.stdout:
        printed.append(line)
        if found := re.search(r"answers at (http://\S+)/\s", line):
            state = json.loads(next(Path(environment["XDG_STATE_HOME"]).rglob("running.json")).read_text())
            return Up(process, found[1], state["aws_endpoint"], state["opensearch_url"], environment, "".join(printed))
    raise AssertionError(f"newswire up ended: {''.join(printed)}")


def stop(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGINT)
    code = process.wait(timeout=30)
    assert process.stdout
    process.stdout.close()
    return code


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory, scratch: Path) -> dict[str, str]:
    """The user's own environment, but for where a running stack is announced, and where it keeps its data."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSWIRE_", "AWS_"))}  # noqa: TID251
    return {**kept, "XDG_STATE_HOME": str(tmp_path_factory.mktemp("state")), "TMPDIR": str(scratch)}


@pytest.fixture
def alone(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment of a test's own: a stack that is started in it is not taken for the one of all tests."""
    return {**environment, "XDG_STATE_HOME": str(tmp_path / "state")}


@pytest.fixture(scope="session")
def up(environment: dict[str, str]) -> Iterator[Up]:
    """One stack with the sample stories for all tests that leave it as it was."""
    up = start(environment, "--port", "0")
    yield up
    stop(up.process)


def wait_for(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    """Return what `condition` gives as soon as that is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")
