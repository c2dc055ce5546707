"""The `newswire` command on a test's own App."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ingest.handler import handler
from newswire.app import App
from tests.conftest import Context, FrozenApp, receive


@pytest.fixture
def newswire(app: FrozenApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Call a command: newswire("quarantine", "list")."""
    monkeypatch.setattr("platformdirs.user_state_path", lambda name: tmp_path / name)

    @contextmanager
    def deployed() -> Iterator[App]:
        yield app

    def call(command: str, *arguments: str, stdin: str | None = None) -> Result:
        module = import_module(f"infra.local.commands.{command}")
        monkeypatch.setattr(module, "deployed", deployed)
        return CliRunner().invoke(getattr(module, command), arguments, input=stdin)

    return call


def take_in(app: FrozenApp) -> None:
    """Run the ingest handler on what is queued, and acknowledge what it took."""
    event = receive(app)
    failed = {item["itemIdentifier"] for item in handler(event, Context(), app)["batchItemFailures"]}  # type: ignore[arg-type]
    for record in event["Records"]:
        if record["messageId"] not in failed:
            app.client("sqs").delete_message(QueueUrl=app.settings.queue_url, ReceiptHandle=record["receiptHandle"])
