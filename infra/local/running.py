"""Which stack is running on this machine: how `newswire push` and its neighbours find the one that `up` started."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from infra.local.errors import LocalError

DEFAULT_PORT = 8000
DEFAULT_URL = f"http://127.0.0.1:{DEFAULT_PORT}"


class NoStackRunning(LocalError):
    """A command needs the local stack, and none runs. A caller shows the line and ends."""

    def __init__(self) -> None:
        super().__init__("no local stack is running: start it with `newswire up`")


@dataclass(frozen=True, slots=True)
class Running:
    """A running stack.

    Parameters
    ----------
    url: of its HTTP API.
    aws_endpoint: of its SQS, S3 and DynamoDB.
    opensearch_url: of its search engine.
    archive_bucket, queue_url: of its functions.
    pid: of the `newswire up` that runs it.
    """

    url: str
    aws_endpoint: str
    opensearch_url: str
    archive_bucket: str
    queue_url: str
    pid: int

    def announce(self) -> None:
        """Let other commands find this stack; where several run, the last one is found."""
        file = _file()
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(f".{self.pid}")
        temporary.write_text(json.dumps(asdict(self)))
        temporary.replace(file)

    def withdraw(self) -> None:
        """Take back what `announce` said, unless another stack has announced itself since."""
        if find() == self:
            _file().unlink(missing_ok=True)


def find() -> Running | None:
    """Return the stack that runs on this machine, or None."""
    try:
        running = Running(**json.loads(_file().read_text()))
        os.kill(running.pid, 0)
    except (OSError, ValueError, TypeError):
        return None
    return running


def url() -> str:
    """Return the address of the running stack's HTTP API, or the default one where none is announced."""
    running = find()
    return running.url if running else DEFAULT_URL


def _file() -> Path:
    return platformdirs.user_state_path("newswire") / "running.json"
