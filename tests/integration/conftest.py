"""The `newswire` command on a test's own App."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from ingest.handler import handler
from newswire.app import App
from tests.conftest import Context, FrozenApp, receive

SIGNING_KEYS = {"ena": "the-key-of-ena-on-a-laptop-and-nowhere-else", "zyx": "a-key-of-zyx-for-the-tests-alone"}


def let_sign(app: FrozenApp) -> FrozenApp:
    """Give an app a table of what was signed, and the keys of two suppliers."""
    boto3.client("dynamodb").create_table(
        TableName="state",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    boto3.client("secretsmanager").create_secret(
        Name="SigningKeys", SecretString=json.dumps({supplier: [key] for supplier, key in SIGNING_KEYS.items()})
    )
    app.settings = replace(app.settings, state_table="state", signing_keys="SigningKeys")
    return app


@pytest.fixture
def signing(app: FrozenApp) -> FrozenApp:
    """The app with a table of what was signed, and the keys of two suppliers."""
    return let_sign(app)


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


def take_in(app: App) -> None:
    """Run the ingest handler on what is queued, and acknowledge what it took."""
    event = receive(app)
    failed = {item["itemIdentifier"] for item in handler(event, Context(), app)["batchItemFailures"]}  # type: ignore[arg-type]
    for record in event["Records"]:
        if record["messageId"] not in failed:
            app.client("sqs").delete_message(QueueUrl=app.settings.queue_url, ReceiptHandle=record["receiptHandle"])
