"""Every sample event is a real Lambda event, and its handler takes it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools.utilities.parser.models import (
    APIGatewayProxyEventV2Model,
    EventBridgeModel,
    SqsModel,
)
from pydantic import BaseModel

import ingest.handler
import operations.handler
import poll.handler
import push.handler
import search.handler
from tests.conftest import ROOT, Context, FrozenApp, keys

EVENTS = ROOT / "events"
HANDLERS = {
    "ingest": ingest.handler.handler,
    "operations": operations.handler.handler,
    "poll": poll.handler.handler,
    "push": push.handler.handler,
    "search": search.handler.handler,
}
MODELS: dict[str, type[BaseModel]] = {
    "ingest": SqsModel,
    "operations": APIGatewayProxyEventV2Model,
    "poll": EventBridgeModel,
    "push": APIGatewayProxyEventV2Model,
    "search": APIGatewayProxyEventV2Model,
}
FILES = sorted(file for folder in HANDLERS for file in (EVENTS / folder).glob("*.json"))


def test_every_function_has_events() -> None:
    assert {file.parent.name for file in FILES} == set(HANDLERS)
    assert {folder.name for folder in EVENTS.iterdir() if folder.is_dir()} == {*HANDLERS, "stories"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_an_event_is_taken(signing: FrozenApp, file: Path) -> None:
    app = signing
    event: dict[str, Any] = json.loads(file.read_text())
    if file.parent.name == "push":
        app.clock = datetime.fromtimestamp(event["requestContext"]["timeEpoch"] / 1000, UTC)
    MODELS[file.parent.name].model_validate(event)
    answer = HANDLERS[file.parent.name](event, Context(), app)  # type: ignore[arg-type]
    if file.parent.name == "ingest":
        assert answer == {"batchItemFailures": []}
    elif file.parent.name == "poll":
        assert answer == {"feeds": []}
    else:
        assert answer["statusCode"] in (200, 202)


def test_poison_missing_files_and_questions_of_a_topic_are_quarantined(app: FrozenApp) -> None:
    quarantined = (
        "poison-among-nine-good",
        "s3-notification",
        "sns-s3-notification",
        "mail-by-ses",
        "sns-subscription-confirmation",
    )
    for name in quarantined:
        event = json.loads((EVENTS / "ingest" / f"{name}.json").read_text())
        ingest.handler.handler(event, Context(), app)  # type: ignore[arg-type]
    assert len(keys("quarantine/")) == len(quarantined)
